"""Dates in words, as people type them: read, doubted where they can mean two things, refused where they cannot be.

Rules read nearly everything; what smells of a date and was not settled by them goes to dateparser, which is
imported only then. Whatever comes out is echoed in full, with the zone, before anything is done with it.
"""

from __future__ import annotations

import datetime as dt
import re
from zoneinfo import ZoneInfo

from bot.programme.dates import say_day
from bot.understanding.clockspans import TIMES, clock_span
from bot.understanding.clocktimes import AT_NIGHT, PARTS, Time, part_of_day, time_in, zone_named
from bot.understanding.day_words import Found, find
from bot.understanding.days import WEEK, WEEKDAYS, Calendar
from bot.understanding.moments import (
    Ambiguous,
    Impossible,
    Read,
    When,
    day_of,
    moment,
    on_the_wall,
)
from bot.understanding.normalise import clean, spellings

__all__ = ["Ambiguous", "Impossible", "Read", "When", "read_when"]

LONGEST_PHRASE = 200
SOON = dt.timedelta(days=16)
"""How near a day of the month must be for "thurs 5" to be able to mean the fifth."""
_DAYS = "|".join(sorted(WEEKDAYS, key=len, reverse=True))
_SMELL = re.compile(
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun)[a-z]*\b.*\d|"
    r"\d.*\b(?:jan|feb|apr|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\b"
)
_NO_TIME = re.compile(r"(?<![\d:.])((?:2[5-9]|[3-9]\d):\d\d|(?:[01]?\d|2[0-4]):[6-9]\d)(?![\d:])")
_PART = re.compile(
    rf"\b(?:in the |this |later this )({'|'.join(PARTS)})\b|\bfirst thing\b|\bend of (?:the )?day\b|\beod\b|"
    rf"\bclose of business\b|\bcob\b"
)
_OFFSET = re.compile(
    r"(?P<date>\d{4}-\d\d-\d\d)[t ](?P<time>\d\d:\d\d)(?::\d\d(?:\.\d+)?)?\s*(?P<offset>z|[+-]\d\d:?\d\d)?(?!\d)"
)


def read_when(
    text: str, now: dt.datetime, zone: ZoneInfo, *, future: bool = False, past: bool = False
) -> Read | None:
    """Return the date or time that a text speaks of.

    `now` is an aware instant, `zone` the reader's own (a zone named in the text wins). With `future`, what
    has passed is impossible; with `past` ("3h on monday"), days without more are the last ones. None where
    the text has no date. Numbers are day-first; 29 February without a year is the next there is.
    """
    if now.tzinfo is None:
        raise ValueError("An instant needs its zone.")
    plain = re.sub(r"[a-z0-9]+", lambda word: spellings("date_words.txt").get(word[0], word[0]), clean(text))
    named, plain = zone_named(plain)
    zone = named or zone
    found = _read(plain, now, zone, past=past)
    return _ahead(found, now, zone) if future and found is not None else found


def _ahead(found: Read, now: dt.datetime, zone: ZoneInfo) -> Read:
    """Refuse what has passed; of several readings keep those that are still ahead."""
    if isinstance(found, When) and found.over(now):
        later = _next_year(found, zone)
        return Impossible(f"{found.say()} has passed.", (later,) if later else ())
    if isinstance(found, Ambiguous) and not found.contradiction:
        left = tuple(one for one in found.candidates if not one.over(now))
        if len(left) == 1:
            return left[0]
        return Ambiguous(left, found.why) if left else Impossible(f"{found.candidates[0].say()} has passed.")
    return found


def _next_year(found: When, zone: ZoneInfo) -> When | None:
    try:
        return day_of(found.first.replace(year=found.first.year + 1), zone)
    except ValueError:
        return None


def _read(plain: str, now: dt.datetime, zone: ZoneInfo, *, past: bool) -> Read | None:
    no_time = _NO_TIME.search(plain)
    if no_time:
        return Impossible(f"There is no time {no_time[1]}: the clock goes from 00:00 to 23:59.")
    exact = _OFFSET.search(plain)
    if exact:
        return _with_offset(exact, zone)
    cal = Calendar(now, zone, past=past)
    bare = _weekday_and_number(plain, cal)
    if bare is not None:
        return bare
    day = find(cal, plain)
    if day is None:
        return _time_alone(plain, cal) or _by_library(plain, now, zone)
    if isinstance(day.read, Impossible) or (isinstance(day.read, When) and day.read.at):
        return day.read
    rest = (
        f"{plain[: day.start]} {plain[day.end :]}"
        if not day.weekday_only
        else plain[: day.start] + " , " + plain[day.end :]
    )
    return _with_time(day, rest, plain, cal)


def _with_offset(found: re.Match[str], zone: ZoneInfo) -> Read:
    try:
        naive = dt.datetime.fromisoformat(f"{found['date']}T{found['time']}")
    except ValueError:
        return Impossible(f"There is no {found['date']} {found['time']}.")
    if not found["offset"]:
        return on_the_wall(naive.date(), naive.time(), zone)
    return moment(
        dt.datetime.fromisoformat(
            f"{found['date']}T{found['time']}{found['offset'].upper().replace('Z', '+00:00')}"
        ),
        zone,
    )


def _with_time(day: Found, rest: str, plain: str, cal: Calendar) -> Read:
    """Put a clock time, or a part of the day, to the day that was found."""
    if isinstance(day.read, When) and day.read.precision in ("week", "range"):
        return day.read
    span = clock_span(rest, day.read, cal)
    if span is not None:
        return span
    time = time_in(rest)
    if isinstance(day.read, Ambiguous):
        return _each_at(day.read, time, cal)
    if not isinstance(day.read, When):
        return day.read
    if time is None:
        part = part_of_day(plain)
        if part is None:
            return day.read
        return on_the_wall(day.read.first, part[0], cal.zone, rough=True)
    return _placed(day.read.first, time, plain, cal, today=day.weekday_only and day.read.first == cal.today)


def _each_at(days: Ambiguous, time: Time | None, cal: Calendar) -> Ambiguous:
    if time is None:
        return days
    placed = [on_the_wall(one.first, time.time, cal.zone) for one in days.candidates]
    return Ambiguous(tuple(one for one in placed if isinstance(one, When)), days.why, days.contradiction)


def _placed(day: dt.date, time: Time, plain: str, cal: Calendar, *, today: bool) -> Read:
    """A clock time on a day: with the half of the day that was said, or the likelier one, or both."""
    if time.midnight:
        end = on_the_wall(day + dt.timedelta(days=1), dt.time(), cal.zone)
        start = on_the_wall(day, dt.time(), cal.zone)
        both = tuple(one for one in (end, start) if isinstance(one, When))
        return Ambiguous(both, f"Midnight can be the end of {say_day(day)} or its beginning.")
    clock = _half(time, plain)
    placed = on_the_wall(day, clock.time, cal.zone)
    if not isinstance(placed, When) or placed.at is None:
        return placed
    if today and not cal.past:
        week_on = on_the_wall(day + WEEK, clock.time, cal.zone)
        if placed.at <= cal.now:
            return week_on
        if isinstance(week_on, When):
            return Ambiguous((placed, week_on), f"Today is {say_day(day)}: today, or in a week?")
    other = on_the_wall(day, dt.time((clock.time.hour + 12) % 24, clock.time.minute), cal.zone)
    if not clock.sure and isinstance(other, When) and other.at:
        if placed.at <= cal.now < other.at:
            return other
        first, second = sorted((placed, other), key=lambda one: one.at or cal.now)
        return Ambiguous((first, second), "In the morning or in the evening?")
    if (
        placed.at <= cal.now
        and isinstance(other, When)
        and other.at
        and other.at > cal.now
        and clock.time.hour < 12
        and not re.search(r"\d\s*[:.]\s*\d\d|\bam\b|morning", plain)
    ):
        return other
    return placed


def _half(time: Time, plain: str) -> Time:
    """Let "tonight", "evening" or "morning" elsewhere in the text settle the half of the day."""
    hour = time.time.hour
    if time.sure and hour in AT_NIGHT:
        return time
    if re.search(r"\b(?:tonight|evening|night|this afternoon|afternoon|pm)\b", plain) and 1 <= hour < 12:
        return Time(time.time.replace(hour=hour + 12), True, time.start, time.end)
    if re.search(r"\b(?:tonight|evening|night|afternoon)\b", plain):
        return Time(time.time, True, time.start, time.end)
    if re.search(r"\bmorning\b", plain):
        return Time(
            time.time.replace(hour=hour - 12) if 13 <= hour < 24 and not time.sure else time.time,
            True,
            time.start,
            time.end,
        )
    return time


def _weekday_and_number(plain: str, cal: Calendar) -> Read | None:
    """A bare number after a weekday ("thurs 5"): five o'clock, or the fifth where that is a Thursday and near."""
    found = re.search(
        rf"\b(?:(?P<next>next) )?(?P<wd>{_DAYS})\.?,? (?P<n>\d{{1,2}})(?=\s*(?:$|[,.;!?)]|please|pls|london|"
        rf"uk\b|about|that))",
        plain,
    )
    if not found:
        return None
    number = int(found["n"])
    weekday = cal.weekday(found["wd"], "next" if found["next"] else "coming")
    readings: list[When] = []
    if 1 <= number <= 12:
        clock = time_in(f"at {number}")
        if clock:
            timed = _placed(weekday, clock, plain, cal, today=weekday == cal.today and not found["next"])
            readings += (
                [timed]
                if isinstance(timed, When)
                else list(timed.candidates)
                if isinstance(timed, Ambiguous)
                else []
            )
    for ahead in range(SOON.days):
        day = cal.today + dt.timedelta(days=ahead)
        if day.day == number and day.weekday() == WEEKDAYS[found["wd"]]:
            readings.append(day_of(day, cal.zone))
    if not readings:
        return None
    if len(readings) == 1:
        return readings[0]
    return Ambiguous(
        tuple(readings),
        f"“{found[0]}” can be a clock time or a day of the month."
        if any(one.precision == "day" for one in readings)
        else "Which of the two?",
    )


def _time_alone(plain: str, cal: Calendar) -> Read | None:
    """A clock time with no day: the next time the clock shows it."""
    span = TIMES.search(plain)
    if span and re.search(r"[:.]\d\d|am|pm|noon|midday", span[0]):
        whole = clock_span(plain, day_of(cal.today, cal.zone), cal)
        if whole is not None:
            return whole
    time = time_in(plain)
    if time is None:
        part = _PART.search(plain)
        taken = part_of_day(part[0]) if part else None
        return _next_at(taken[0], cal, rough=True) if taken else None
    if re.fullmatch(r"\d+\.\d\d", plain[time.start : time.end].strip()):
        return None
    return _next_at(_half(time, plain).time, cal)


def _next_at(clock: dt.time, cal: Calendar, *, rough: bool = False) -> Read:
    """The next time that the clock shows this: today or tomorrow."""
    today = on_the_wall(cal.today, clock, cal.zone, rough=rough)
    if isinstance(today, When) and today.over(cal.now):
        return on_the_wall(cal.today + dt.timedelta(days=1), clock, cal.zone, rough=rough)
    return today


def _by_library(plain: str, now: dt.datetime, zone: ZoneInfo) -> Read | None:
    """What smells of a date and no rule has read: asked of dateparser; a past or bare result is refused."""
    if not _SMELL.search(plain) or len(plain) > LONGEST_PHRASE:
        return None
    from dateparser.search import search_dates

    settings = {
        "DATE_ORDER": "DMY",
        "PREFER_DATES_FROM": "future",
        "RELATIVE_BASE": now.astimezone(zone).replace(tzinfo=None),
    }
    hits = search_dates(plain, languages=["en"], settings=settings) or []
    for words, found in hits:
        if (
            re.search(r"\d", words)
            and re.search(r"[a-z]{3}", words)
            and found.date() >= now.astimezone(zone).date()
        ):
            return day_of(found.date(), zone)
    return None
