"""Weeks, working days and public holidays."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import lru_cache

SATURDAY = 5
_LONGEST_BREAK = 31


def week_of(day: dt.date) -> dt.date:
    """Return the Monday of a day's week."""
    return day - dt.timedelta(days=day.weekday())


def weeks_counted(begin_week: dt.date, end_week: dt.date) -> int:
    """Return how many weeks there are from one week to another, both counted (T3)."""
    return (week_of(end_week) - week_of(begin_week)).days // 7 + 1


def week_number(begin_week: dt.date, day: dt.date) -> int:
    """Return in which week a day lies, when the week of `begin_week` is week 1."""
    return weeks_counted(begin_week, day)


@lru_cache(maxsize=64)
def _holidays(calendar: str, year: int) -> Mapping[dt.date, str]:
    import holidays  # imported late: a cold start that asks for no working day should not pay for it

    country, _, part = calendar.partition("-")
    return dict(
        holidays.country_holidays(country, subdiv=part or None, years=year, language=_english(country))
    )


def _english(country: str) -> str | None:
    import holidays

    languages = holidays.country_holidays(country).supported_languages
    return next((one for one in ("en_GB", "en_US") if one in languages), None)


def calendar_exists(calendar: str) -> bool:
    """Tell whether public holidays are known for a place such as `GB-ENG`, `HK` or `US`."""
    try:
        _holidays(calendar, 2024)
    except (NotImplementedError, AttributeError):
        return False
    return True


def holiday_name(day: dt.date, calendar: str | None) -> str | None:
    """Return the name of the public holiday on a day, or None."""
    return _holidays(calendar, day.year).get(day) if calendar else None


def is_working_day(day: dt.date, calendar: str | None) -> bool:
    """Tell whether a day is neither at the weekend nor a public holiday of `calendar`."""
    return day.weekday() < SATURDAY and holiday_name(day, calendar) is None


def next_working_day(day: dt.date, calendar: str | None) -> dt.date:
    """Return the first working day on or after a day."""
    for ahead in range(_LONGEST_BREAK):
        candidate = day + dt.timedelta(days=ahead)
        if is_working_day(candidate, calendar):
            return candidate
    raise ValueError(f"{calendar} has no working day within {_LONGEST_BREAK} days of {day.isoformat()}.")


def working_days_after(day: dt.date, count: int, calendar: str | None) -> dt.date:
    """Return the `count`-th working day after a day (0 is the day itself)."""
    for _ in range(count):
        day = next_working_day(day + dt.timedelta(days=1), calendar)
    return day
