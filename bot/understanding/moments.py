"""What a date in words can turn out to be: a moment, a day, a week, a stretch; or several; or none that can be."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal
from zoneinfo import ZoneInfo

from bot.programme.dates import say_day, say_instant, say_span, say_time, say_week, say_zone

Precision = Literal["instant", "day", "week", "range"]
MINUTE = dt.timedelta(minutes=1)


@dataclass(frozen=True)
class When:
    """A date in words, understood.

    `first` and `last` are the days it can mean (the same for a day, Monday and Sunday for a week). `at` and
    `until` are aware instants; `at` is set only for an instant, both for a stretch of clock time. `rough` is true
    where a part of the day was taken for a clock time ("tomorrow morning": 09:00).
    """

    precision: Precision
    first: dt.date
    last: dt.date
    zone: ZoneInfo
    at: dt.datetime | None = None
    until: dt.datetime | None = None
    rough: bool = False

    def say(self) -> str:
        """Say it in full, with the zone where there is a clock time."""
        zone = str(self.zone)
        if self.at and self.until:
            end = say_time(self.until.astimezone(self.zone).time())
            return (
                f"{say_day(self.first)}, {say_time(self.at.astimezone(self.zone).time())} to {end} "
                f"{say_zone(zone, self.until)}"
            )
        if self.at:
            return say_instant(self.at, zone)
        if self.precision == "week":
            return say_week(self.first)
        return say_span(self.first, self.last)

    def iso(self) -> str:
        """Return it in ISO 8601: an instant with its offset, a day, a week by its Monday, a stretch with a slash."""
        if self.at:
            start = self.at.astimezone(self.zone).isoformat(timespec="minutes")
            return (
                f"{start}/{self.until.astimezone(self.zone).isoformat(timespec='minutes')}"
                if self.until
                else start
            )
        if self.precision == "week":
            year, week, _ = self.first.isocalendar()
            return f"{year}-W{week:02d}"
        return self.first.isoformat() if self.first == self.last else f"{self.first}/{self.last}"

    def over(self, now: dt.datetime) -> bool:
        """Tell whether it has passed at an instant."""
        if self.at:
            return (self.until or self.at) < now
        return self.last < now.astimezone(self.zone).date()


@dataclass(frozen=True)
class Ambiguous:
    """Words with more than one meaning: what they can mean, likeliest first. `contradiction` where they disagree."""

    candidates: tuple[When, ...]
    why: str
    contradiction: bool = False


@dataclass(frozen=True)
class Impossible:
    """Words for a date that cannot be, with the reason and the nearest that can."""

    why: str
    nearest: tuple[When, ...] = ()


Read = When | Ambiguous | Impossible


def day_of(day: dt.date, zone: ZoneInfo) -> When:
    """A calendar day."""
    return When("day", day, day, zone)


def week_of_day(day: dt.date, zone: ZoneInfo) -> When:
    """The week in which a day lies."""
    monday = day - dt.timedelta(days=day.weekday())
    return When("week", monday, monday + dt.timedelta(days=6), zone)


def stretch(first: dt.date, last: dt.date, zone: ZoneInfo) -> When:
    """From one day to another, both included."""
    return When("day" if first == last else "range", first, last, zone)


def moment(instant: dt.datetime, zone: ZoneInfo, *, rough: bool = False) -> When:
    """An aware instant."""
    day = instant.astimezone(zone).date()
    return When("instant", day, day, zone, at=instant, rough=rough)


def on_the_wall(day: dt.date, time: dt.time, zone: ZoneInfo, *, rough: bool = False) -> Read:
    """A clock time on a day: once, not at all (the clocks go forward), or twice (they go back)."""
    naive = dt.datetime.combine(day, time)
    early, late = naive.replace(tzinfo=zone, fold=0), naive.replace(tzinfo=zone, fold=1)
    if early.utcoffset() == late.utcoffset():
        return moment(early, zone, rough=rough)
    if early.astimezone(dt.UTC).astimezone(zone).replace(tzinfo=None) != naive:
        gap = (early.utcoffset() or dt.timedelta()) - (late.utcoffset() or dt.timedelta())
        change = _change(naive, zone, abs(gap))
        before, after = change - MINUTE, change
        return Impossible(
            f"There is no {say_time(time)} on {say_day(day)} in {say_zone(str(zone), after).split(' (')[0]}: "
            f"the clocks go forward then, "
            f"from {say_time((before.astimezone(zone) + MINUTE).replace(tzinfo=None).time())} to "
            f"{say_time(after.astimezone(zone).time())}.",
            (moment(before, zone), moment(after, zone)),
        )
    return Ambiguous(
        (moment(early, zone), moment(late, zone)),
        f"{say_time(time)} comes twice on {say_day(day)}: the clocks go back then.",
    )


def _change(naive: dt.datetime, zone: ZoneInfo, gap: dt.timedelta) -> dt.datetime:
    """The instant at which the clocks go forward over a time on the wall."""
    low = (naive - gap - dt.timedelta(hours=1)).replace(tzinfo=zone).astimezone(dt.UTC)
    high = (naive + gap + dt.timedelta(hours=1)).replace(tzinfo=zone).astimezone(dt.UTC)
    before = low.astimezone(zone).utcoffset()
    while high - low > MINUTE:
        middle = (low + (high - low) / 2).replace(second=0, microsecond=0)
        if middle in (low, high):
            break
        if middle.astimezone(zone).utcoffset() == before:
            low = middle
        else:
            high = middle
    return high
