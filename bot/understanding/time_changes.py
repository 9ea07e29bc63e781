"""A time that is changed in words: what is not said stays as it was ("9am" keeps the day, "friday" keeps the hour)."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.understanding.broadcast_words import read_time
from bot.understanding.clocktimes import time_in, zone_named
from bot.understanding.dates import Ambiguous, Read, When
from bot.understanding.day_words import find
from bot.understanding.days import Calendar
from bot.understanding.moments import on_the_wall
from bot.understanding.normalise import NUMBERS, clean

_N = rf"(?P<n>\d{{1,3}}|half an|an?|{'|'.join(NUMBERS)})"
_UNIT = r"(?P<unit>minute|min|hour|hr|day|week)s?"
_SHIFT = re.compile(
    rf"\b{_N} {_UNIT} (?P<way>earlier|later|sooner|before(?: that)?|after(?: that)?|back|forward)\b"
    rf"|\b(?P<way2>back|off|later|postpone|delay|defer|forward|advance|bring forward)\b(?: it)?(?: by)? "
    rf"{_N.replace('<n>', '<n2>')} {_UNIT.replace('<unit>', '<unit2>')}\b"
)
_UNITS = {
    "min": "minutes",
    "minute": "minutes",
    "hour": "hours",
    "hr": "hours",
    "day": "days",
    "week": "weeks",
}
_EARLIER = {"earlier", "sooner", "before", "before that", "forward", "advance", "bring forward"}
_BARE_HOUR = re.compile(r"(?:at )?(\d{1,2})")


@dataclass(frozen=True, slots=True)
class NewTime:
    """What a change of time comes to; nothing was read where `read` is None and it is not `at_once`."""

    read: Read | None
    at_once: bool = False
    own_clock: bool = False


def read_new_time(
    words: str, now: dt.datetime, zone: ZoneInfo, before: dt.datetime | None, *, own: bool
) -> NewTime:
    """Read a change of time.

    `before` is the time as it was, on the wall of `zone` (None: there was none, or it was "now"), `own` whether it was
    on each reader's own clock. `now` is an aware instant.
    """
    plain = clean(words)
    if before is not None and (shift := _SHIFT.search(plain)):
        return NewTime(_moved(before, shift, zone), own_clock=own)
    hour = _BARE_HOUR.fullmatch(plain)
    plain = f"at {hour[1]}" if hour else plain
    read, at_once, said_own = read_time(plain, now, zone)
    if at_once or before is None or read is None:
        return NewTime(read, at_once, said_own)
    named, bare = zone_named(plain)
    kept = said_own or (own and named is None)
    day = find(Calendar(now, zone), bare)
    if day is None and time_in(bare) is not None:
        read, _, _ = read_time(f"{before.date().isoformat()} {plain}", now, zone)
    elif day is not None and time_in(bare) is None and not _clocked(read):
        read, _, _ = read_time(f"{plain} at {before:%H:%M}", now, zone)
    return NewTime(read, own_clock=kept)


def _clocked(read: Read) -> bool:
    """Whether a clock time is in it already, or it is no single day ("tomorrow morning", a week)."""
    found = read.candidates if isinstance(read, Ambiguous) else (read,) if isinstance(read, When) else ()
    return any(one.precision != "day" for one in found)


def _moved(before: dt.datetime, shift: re.Match[str], zone: ZoneInfo) -> Read:
    """So much earlier or later, on the wall: a day later is the same hour of the next day."""
    number, unit = shift["n"] or shift["n2"], _UNITS[shift["unit"] or shift["unit2"]]
    count = 0.5 if number == "half an" else 1 if number in {"a", "an"} else NUMBERS.get(number) or int(number)
    by = dt.timedelta(**{unit: count})
    moved = before - by if (shift["way"] or shift["way2"]) in _EARLIER else before + by
    return on_the_wall(moved.date(), moved.time(), zone)
