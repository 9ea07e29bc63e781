"""What is looked at before a broadcast goes out: whom it reaches when, what holds it back, what stops it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.programme.broadcasts import Broadcast, Readers, instant_for, say_when
from bot.programme.dates.saying import MONTHS, WEEKDAYS, say_day, say_instant, say_time
from bot.programme.dates.working import holiday_name
from bot.programme.definition import Programme
from bot.programme.quiet import Drop, Hold, Wishes, judge

WEST = "Etc/GMT+12"
"""The last clock on earth on which a wall time comes."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """What would happen to the recipients at the instant of sending: sums by reason, and when the later ones get it."""

    at_once: int = 0
    later: Mapping[str, int] = field(default_factory=dict)
    never: Mapping[str, int] = field(default_factory=dict)
    last_of_week: int = 0
    unseen: int = 0

    @property
    def total(self) -> int:
        """Everybody intended."""
        return self.at_once + sum(self.later.values()) + sum(self.never.values())


def forecast(one: Broadcast, programme: Programme, groups: Sequence[Readers], now: datetime) -> Forecast:
    """Who gets it when, and who does not, as far as can be known now."""
    at_once = unseen = last = 0
    later: dict[str, int] = {}
    never: dict[str, int] = {}
    for group in groups:
        reader = _wishes(group, programme)
        at = max(instant_for(one, group.time_zone, programme), now) if one.at or one.wall else now
        verdict = judge("broadcast", at, reader, [at] * group.spent)
        if isinstance(verdict, Drop):
            never[verdict.reason] = never.get(verdict.reason, 0) + group.number
        elif isinstance(verdict, Hold):
            words = _held(verdict, reader, group.spent)
            later[words] = later.get(words, 0) + group.number
        else:
            at_once += group.number
            last += group.number if group.spent + 1 >= reader.per_week else 0
        unseen += 0 if group.seen else group.number
    return Forecast(at_once, later, never, last, unseen)


def _wishes(group: Readers, programme: Programme) -> Wishes:
    nudges = programme.nudges
    return Wishes(
        zone=ZoneInfo(group.time_zone or programme.clock.zone),
        quiet_from=time.fromisoformat(group.quiet_from) if group.quiet_from else nudges.quiet_from,
        quiet_to=time.fromisoformat(group.quiet_to) if group.quiet_to else nudges.quiet_to,
        per_week=nudges.per_week if group.weekly_nudges is None else group.weekly_nudges,
        paused_until=group.paused_until,
        stopped=group.stopped,
    )


def _held(verdict: Hold, reader: Wishes, spent: int) -> str:
    """Why and until when. How many days a spent budget lasts depends on each reader, so no instant is promised."""
    if spent >= reader.per_week:
        return f"with {spent} messages in the last seven days; when the week allows"
    if "paused" in verdict.reason:
        return "with messages paused; afterwards"
    local = verdict.until.astimezone(reader.zone)
    return f"in quiet hours until {say_day(local.date())} at {say_time(local.time())}, their time"


@dataclass(frozen=True, slots=True)
class Stop:
    """Why it does not go out as it stands. One with `may` can be overruled by the person who reads the reason."""

    kind: str
    why: str
    may: bool = False


def stops(
    one: Broadcast, programme: Programme, number: int, now: datetime, same: Sequence[Broadcast]
) -> list[Stop]:
    """What is wrong or dangerous about it, the worst first.

    `number` is how many it goes to, `same` others with the same text.
    """
    found: list[Stop] = []
    if not one.text.strip():
        found.append(Stop("text", "It has no text yet."))
    if one.audience is None:
        found.append(Stop("audience", "Nobody is named yet."))
    elif number == 0:
        found.append(Stop("empty", "Nobody fits that rule today, so there is nobody to send it to."))
    latest = one.at if one.at and not one.wall else None
    if one.wall:
        latest = instant_for(one, WEST, programme)
    if latest is not None and latest < now - timedelta(minutes=1):
        found.append(Stop("past", f"{say_when(one, programme)} has passed."))
    if latest is not None and latest - now > FAR:
        found.append(Stop("far", f"{say_when(one, programme)} is more than a year away.", may=True))
    sent = max(now, latest or now)
    found += [Stop("date", words, may=True) for words in wrong_dates(one.text, sent, programme)]
    if same:
        last = same[-1]
        when = say_instant(last.started_at or last.at or last.made_at, programme.clock.zone)
        what = "is planned" if last.state == "scheduled" else "went out"
        found.append(Stop("twice", f"The same text {what} already: {when}.", may=True))
    if one.audience is not None and one.audience.everyone and number > 1 and not one.at and not one.wall:
        found.append(
            Stop(
                "everyone", f"It goes to {one.audience.say(programme)}, {number:,} people, at once.", may=True
            )
        )
    return found


_DATE = re.compile(
    rf"\b(?:(?P<weekday>{'|'.join(WEEKDAYS)}),? )?(?P<day>\d{{1,2}})(?:st|nd|rd|th)? "
    rf"(?P<month>{'|'.join(MONTHS)}|{'|'.join(name[:3] for name in MONTHS)})\b,?(?: (?P<year>\d{{4}})\b)?",
    re.IGNORECASE,
)
FAR = timedelta(days=400)


def wrong_dates(text: str, sent: datetime, programme: Programme) -> list[str]:
    """Dates in a text that cannot be meant: none in the calendar, another weekday, passed when it is sent, or far."""
    today = sent.astimezone(ZoneInfo(programme.clock.zone)).date()
    found = []
    for match in _DATE.finditer(text):
        month = next(
            number
            for number, name in enumerate(MONTHS, 1)
            if name[:3].casefold() == match["month"][:3].casefold()
        )
        try:
            day = date(int(match["year"] or today.year), month, int(match["day"]))
        except ValueError:
            found.append(f"The text says “{match[0]}”, and there is no such day.")
            continue
        if match["weekday"] and WEEKDAYS[day.weekday()].casefold() != match["weekday"].casefold():
            found.append(f"The text says “{match[0]}”, but that day is a {WEEKDAYS[day.weekday()]}.")
        elif match["year"] and day < today:
            found.append(f"The text says “{match[0]}”, which has passed by then.")
        elif day - today > FAR:
            found.append(f"The text says “{match[0]}”, which is more than a year away.")
    return found


def remarks(one: Broadcast, programme: Programme) -> list[str]:
    """What is worth knowing about the day, and does not stop it: a public holiday, a weekend."""
    if one.wall:
        day = datetime.fromisoformat(one.wall).date()
    elif one.at:
        day = one.at.astimezone(ZoneInfo(programme.clock.zone)).date()
    else:
        return []
    holiday = holiday_name(day, programme.clock.holidays)
    if holiday:
        return [f"{say_day(day)} is a public holiday: {holiday}."]
    return [f"{say_day(day)} is at the weekend."] if day.weekday() >= 5 else []


def needs_approval(one: Broadcast, programme: Programme, number: int) -> bool:
    """Whether a colleague has to look at it first."""
    rule = programme.broadcasts
    return rule.second_pair_of_eyes and number >= rule.from_how_many and one.approved_by is None
