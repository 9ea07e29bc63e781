"""The moments of a programme's timeline: which message belongs to which published date, and until when it is of use.

A moment is worked out for one reader: a deadline's moments stand on the programme's own clock (noon of the day before,
noon of the day itself: design promise 11), all others at noon on the reader's clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal, TypeAlias
from zoneinfo import ZoneInfo

from bot.programme.dates import DateValue, Day, Instant, Week, is_working_day, next_working_day
from bot.programme.quiet import on_clock

Step: TypeAlias = Literal["day", "eve"]
NOON = time(12)
MIDNIGHT = time(0)
A_DAY = timedelta(days=1)
STILL_NEWS = timedelta(days=3)
"""For how long something that has happened is worth telling."""


@dataclass(frozen=True, slots=True)
class Moment:
    """When to write, and from when on it would be pointless; instants in UTC. `day` is the date it is about."""

    step: Step
    day: date
    at: datetime
    until: datetime


def deadline(value: DateValue, clock: ZoneInfo, reader: ZoneInfo) -> tuple[Moment, ...]:
    """The two moments of a deadline: the day before, and the day itself, both at noon on the programme's clock.

    Where the student's own day counts, it is noon there. Of a week or a span the last day counts. A day itself
    whose hour is noon or earlier has no second moment. Nothing where no day is known.
    """
    if value.last is None:
        return ()
    if isinstance(value, Day) and value.basis == "student_day":
        clock = reader
    day = value.last
    ends = on_clock(day + A_DAY, MIDNIGHT, clock)
    if isinstance(value, Instant):
        day, ends = value.moment.astimezone(clock).date(), value.moment.astimezone(UTC)
    elif isinstance(value, Day) and value.at is not None:
        ends = on_clock(day, value.at, clock)
    noon = on_clock(day, NOON, clock)
    eve = Moment("eve", day, on_clock(day - A_DAY, NOON, clock), min(noon, ends))
    return (eve, Moment("day", day, noon, ends)) if noon < ends else (eve,)


def news(value: DateValue, reader: ZoneInfo) -> tuple[Moment, ...]:
    """Something begins or has happened on a day: told at noon of that day; nothing for a week or an unknown day."""
    if value.precision not in {"day", "instant"} or value.first is None:
        return ()
    at = on_clock(value.first, NOON, reader)
    if isinstance(value, Instant):
        at = max(at, value.moment.astimezone(UTC))
    return (Moment("day", value.first, at, at + STILL_NEWS),)


def appointment(
    day: date, starts_at: datetime | None, clock: ZoneInfo, reader: ZoneInfo
) -> tuple[Moment, ...]:
    """A session on a day: reminded of at noon of the day before; pointless once it has begun.

    Where its hour is not known, it is pointless from nine o'clock of that day on the programme's clock.
    """
    until = starts_at or on_clock(day, time(9), clock)
    return (Moment("eve", day, on_clock(day - A_DAY, NOON, reader), until),)


def first_day(value: DateValue, holidays: str | None, reader: ZoneInfo) -> tuple[Moment, ...]:
    """A placement begins on a day or in a week: told on the last working day before."""
    if value.first is None:
        return ()
    before = value.first - A_DAY
    while not is_working_day(before, holidays):
        before -= A_DAY
    begins = next_working_day(value.first, holidays) if isinstance(value, Week) else value.first
    return (
        Moment(
            "eve", value.first, on_clock(before, NOON, reader), on_clock(begins + A_DAY, MIDNIGHT, reader)
        ),
    )


def last_day(value: DateValue, holidays: str | None, reader: ZoneInfo) -> tuple[Moment, ...]:
    """A placement ends on a day, told that day; or in a week, told on its first working day (T4: Easter Monday)."""
    if value.last is None:
        return ()
    if value.precision in {"day", "instant"} or value.first is None:
        day = value.last
    else:
        week = value.last - value.last.weekday() * A_DAY
        day = min(next_working_day(max(value.first, week), holidays), value.last)
    return (
        Moment(
            "day", value.last, on_clock(day, NOON, reader), on_clock(value.last + A_DAY, MIDNIGHT, reader)
        ),
    )
