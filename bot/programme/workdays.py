"""Which days are working days where a programme lives: Monday to Friday without its public holidays."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holidays import HolidayBase

SATURDAY = 5
A_DAY = timedelta(days=1)


def is_working_day(day: date, holidays: str | None) -> bool:
    """Whether people are at work on that day.

    `holidays` names a calendar as a programme file does ("GB-ENG", "HK"), None where it names none: then only
    the weekend is free.
    """
    return day.weekday() < SATURDAY and not (holidays and day in _calendar(holidays))


def next_working_day(day: date, holidays: str | None) -> date:
    """The day itself if it is a working day, else the first one after it."""
    while not is_working_day(day, holidays):
        day += A_DAY
    return day


def first_working_day(monday: date, holidays: str | None) -> date:
    """The first working day of the week that begins on `monday`; its Monday where the whole week is free."""
    days = (monday + number * A_DAY for number in range(7))
    return next((day for day in days if is_working_day(day, holidays)), monday)


def working_days(first: date, last: date, holidays: str | None) -> tuple[date, ...]:
    """The working days from `first` to `last`, both included."""
    return tuple(day for day in _days(first, last) if is_working_day(day, holidays))


def add_working_days(day: date, number: int, holidays: str | None) -> date:
    """The `number`-th working day after `day`."""
    while number > 0:
        day += A_DAY
        number -= is_working_day(day, holidays)
    return day


def _days(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += A_DAY


@cache
def _calendar(name: str) -> HolidayBase:
    """The calendar of a country, or of a part of one ("GB-ENG"); raises NotImplementedError for an unknown one."""
    from holidays import country_holidays

    country, _, part = name.partition("-")
    return country_holidays(country, subdiv=part or None)
