"""Between which two instants a published date can begin or end.

A deadline that is only a day, with no zone, has no single end. It is certainly not over before its
day has begun anywhere (UTC+14), and certainly over once its day has ended everywhere (UTC-12); in
the 50 hours between, the honest answer is that the programme gives no hour (T8).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.programme.dates import DateValue, Day, Instant

EARLIEST = dt.timezone(dt.timedelta(hours=14))
LATEST = dt.timezone(dt.timedelta(hours=-12))
_MIDNIGHT = dt.time()
_ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Bounds:
    """The first and the last instant at which an edge can lie; equal where it is exact."""

    first: dt.datetime
    last: dt.datetime


def at_wall(day: dt.date, time: dt.time, zone: dt.tzinfo) -> dt.datetime:
    """Return the instant, in UTC, at which a zone's wall shows this day and time."""
    return dt.datetime.combine(day, time, zone).astimezone(dt.UTC)


def _zones(value: DateValue, programme_zone: str, person_zone: str | None) -> tuple[dt.tzinfo, dt.tzinfo]:
    """Return the zones in which the edge comes first and last."""
    basis = value.basis if isinstance(value, Day) else "unspecified"
    if basis == "programme_zone":
        return ZoneInfo(programme_zone), ZoneInfo(programme_zone)
    if basis == "anywhere_on_earth":
        return LATEST, LATEST
    if basis == "student_day" and person_zone is not None:
        return ZoneInfo(person_zone), ZoneInfo(person_zone)
    return EARLIEST, LATEST


def opening_bounds(value: DateValue, programme_zone: str, person_zone: str | None = None) -> Bounds | None:
    """Return the bounds of the instant from which something is possible; None where no day is known."""
    if isinstance(value, Instant):
        return Bounds(value.moment.astimezone(dt.UTC), value.moment.astimezone(dt.UTC))
    if value.first is None:
        return None
    early, late = _zones(value, programme_zone, person_zone)
    if isinstance(value, Day) and value.at is not None:
        return Bounds(at_wall(value.day, value.at, early), at_wall(value.day, value.at, late))
    start = at_wall(value.first, _MIDNIGHT, early)
    if early is late:
        return Bounds(start, start)
    return Bounds(start, at_wall(value.first + _ONE_DAY, _MIDNIGHT, late))


def closing_bounds(value: DateValue, programme_zone: str, person_zone: str | None = None) -> Bounds | None:
    """Return the bounds of the instant at which something ends; None where no day is known.

    With no hour and no zone an end on a day can lie anywhere within that day, wherever it is; the
    end of a week or of a span lies at the end of its last day. A "student's own day" has a zone but
    for a reader whose zone is not known.
    """
    if isinstance(value, Instant):
        return Bounds(value.moment.astimezone(dt.UTC), value.moment.astimezone(dt.UTC))
    if value.last is None:
        return None
    early, late = _zones(value, programme_zone, person_zone)
    if isinstance(value, Day) and value.at is not None:
        return Bounds(at_wall(value.day, value.at, early), at_wall(value.day, value.at, late))
    end = at_wall(value.last + _ONE_DAY, _MIDNIGHT, late)
    if isinstance(value, Day) and value.basis == "unspecified":
        return Bounds(at_wall(value.day, _MIDNIGHT, early), end)
    return Bounds(at_wall(value.last + _ONE_DAY, _MIDNIGHT, early), end)


def aware(now: dt.datetime) -> dt.datetime:
    """Return an instant in UTC. Raises ValueError for a naive one (nothing is compared as a naive local time)."""
    if now.tzinfo is None:
        raise ValueError("An instant needs a zone: a naive time cannot be compared with a deadline.")
    return now.astimezone(dt.UTC)
