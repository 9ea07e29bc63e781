"""How dates and instants are said: unambiguous, whoever reads them.

Weekdays and months are spelt here and not taken from the machine's locale, so that the same
date reads the same on every server.
"""

from __future__ import annotations

import datetime as dt
import re
from zoneinfo import ZoneInfo

from bot.programme.dates.values import (
    Alternatives,
    ByAgreement,
    DateValue,
    Day,
    Instant,
    PublishedElsewhere,
    RelativeDay,
    Span,
    Week,
    WeekPair,
)

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

_LETTERS = re.compile(r"[A-Z]{2,5}")


def say_day(day: dt.date) -> str:
    """Say a day: “Monday 4 March 2024”."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def say_week(monday: dt.date) -> str:
    """Say a week by its Monday: “week beginning Monday 4 March 2024” (T2). Raises ValueError for another day."""
    if monday.weekday():
        raise ValueError(
            f"{monday.isoformat()} is a {WEEKDAYS[monday.weekday()]}; a week is named by its Monday."
        )
    return f"week beginning {say_day(monday)}"


def say_span(first: dt.date, last: dt.date) -> str:
    """Say a span of days, both included: “Monday 4 to Friday 8 December 2023”."""
    if first == last:
        return say_day(first)
    start = f"{WEEKDAYS[first.weekday()]} {first.day}"
    if (first.year, first.month) != (last.year, last.month):
        start += f" {MONTHS[first.month - 1]}"
    if first.year != last.year:
        start += f" {first.year}"
    return f"{start} to {say_day(last)}"


def say_time(time: dt.time) -> str:
    """Say a time of day on the 24-hour clock: “17:00”."""
    return f"{time.hour:02d}:{time.minute:02d}"


def say_zone(zone: str, at: dt.datetime) -> str:
    """Say a zone as it stands at an instant: “London (BST)”, “Sao Paulo (UTC-3)”, “UTC”."""
    local = at.astimezone(ZoneInfo(zone))
    short = local.tzname() or ""
    if not _LETTERS.fullmatch(short):
        short = _offset(local)
    area, _, city = zone.rpartition("/")
    if not area or area == "Etc":
        return "UTC" if short in ("UTC", "GMT") else short
    return f"{city.replace('_', ' ')} ({short})"


def _offset(local: dt.datetime) -> str:
    minutes = round((local.utcoffset() or dt.timedelta()).total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    sign = "-" if minutes < 0 else "+"
    return f"UTC{sign}{hours}" + (f":{rest:02d}" if rest else "") if minutes else "UTC"


def say_instant(instant: dt.datetime, zone: str) -> str:
    """Say an aware instant on a zone's wall: “Thursday 8 August 2024, 17:00 London (BST)”."""
    local = instant.astimezone(ZoneInfo(zone))
    return f"{say_day(local.date())}, {say_time(local.time())} {say_zone(zone, instant)}"


def say_both(instant: dt.datetime, programme_zone: str, reader_zone: str | None) -> str:
    """Say an instant on the programme's wall, and on the reader's own where the two differ."""
    said = say_instant(instant, programme_zone)
    if reader_zone is None:
        return said
    there, here = instant.astimezone(ZoneInfo(programme_zone)), instant.astimezone(ZoneInfo(reader_zone))
    if there.utcoffset() == here.utcoffset():
        return said
    if there.date() == here.date():
        return f"{said}, which is {say_time(here.time())} {say_zone(reader_zone, instant)}"
    return f"{said}, which is {say_instant(instant, reader_zone)}"


def say_list(items: list[str] | tuple[str, ...], last: str = "and") -> str:
    """Join words: “a, b and c”."""
    if len(items) <= 1:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def say_date(value: DateValue) -> str:
    """Say any kind of date, never narrower than it is."""
    match value:
        case Day(at=dt.time() as at):
            said = f"{say_day(value.day)}, {say_time(at)}"
        case Day():
            said = say_day(value.day)
        case Instant():
            said = say_instant(value.moment, value.zone)
        case Week():
            said = say_week(value.week)
        case WeekPair():
            said = f"{say_week(value.begin_week)} to {say_week(value.end_week)}"
        case Alternatives():
            said = say_list([say_span(one.starts, one.ends) for one in value.alternatives], "or")
        case Span():
            said = say_span(value.from_day, value.to_day)
        case RelativeDay():
            said = f"day {value.day_of_placement} of the placement"
        case PublishedElsewhere():
            said = f"published elsewhere: {say_list(value.published_elsewhere)}"
        case ByAgreement():
            said = f"“{value.by_agreement}”"
        case _:
            said = "not stated"
    return said
