"""Days, weeks and stretches of days in words: "w/c 18th March", "monday week", "end of next week", "11-15 March"."""

from __future__ import annotations

import calendar
import datetime as dt
from zoneinfo import ZoneInfo

from bot.programme.dates import MONTHS as MONTH_NAMES
from bot.programme.dates import WEEKDAYS as DAY_NAMES
from bot.understanding.moments import Ambiguous, Impossible, Read, day_of

DAY, WEEK = dt.timedelta(days=1), dt.timedelta(days=7)
WEEKDAYS = {
    **{name.lower(): at for at, name in enumerate(DAY_NAMES)},
    "mon": 0, "tue": 1, "tues": 1, "wed": 2, "weds": 2, "thu": 3, "thur": 3, "thurs": 3, "fri": 4, "sat": 5, "sun": 6,
}  # fmt: skip
MONTHS = {
    **{name.lower(): at for at, name in enumerate(MONTH_NAMES, 1)},
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9, "oct": 10,
    "nov": 11, "dec": 12,
}  # fmt: skip
RECENT = dt.timedelta(days=45)
"""A date without a year that passed this lately is taken for the past one, not for next year's."""


class Calendar:
    """Reads the days of one text, for one reader at one instant."""

    def __init__(self, now: dt.datetime, zone: ZoneInfo, *, past: bool = False) -> None:
        self.zone = zone
        self.now = now.astimezone(zone)
        self.today = self.now.date()
        self.past = past

    # --- putting parts together

    def date(self, day: int, month: int, year: int | None) -> dt.date | Impossible:
        """A day of a month: this year's or next, whichever is meant."""
        if not 1 <= month <= 12:
            return Impossible(f"There is no month {month}.")
        if not 1 <= day <= 31:
            return Impossible(f"There is no day {day} in a month.")
        wanted = year if year is not None else self.today.year
        last = calendar.monthrange(wanted, month)[1]
        if day > last:
            if year is None and month == 2 and day == 29:
                wanted = next(one for one in range(wanted, wanted + 9) if calendar.isleap(one))
                return dt.date(wanted, 2, 29)
            near = (
                day_of(dt.date(wanted, month, last), self.zone),
                day_of(dt.date(wanted, month, last) + DAY, self.zone),
            )
            return Impossible(
                f"There is no {day} {MONTH_NAMES[month - 1]}: {MONTH_NAMES[month - 1]} {wanted} has {last} days.",
                near,
            )
        found = dt.date(wanted, month, day)
        if year is not None:
            return found
        if self.past:
            return (
                found
                if found <= self.today
                else dt.date(wanted - 1, month, min(day, calendar.monthrange(wanted - 1, month)[1]))
            )
        if found < self.today - RECENT:
            return dt.date(wanted + 1, month, min(day, calendar.monthrange(wanted + 1, month)[1]))
        return found

    def weekday(self, name: str, how: str) -> dt.date:
        """A weekday: the coming one, this week's, next week's, the last one."""
        number = WEEKDAYS[name]
        monday = self.today - dt.timedelta(days=self.today.weekday())
        if how == "next":
            return monday + WEEK + dt.timedelta(days=number)
        if how == "last":
            back = (self.today.weekday() - number - 1) % 7 + 1
            return self.today - dt.timedelta(days=back)
        ahead = (number - self.today.weekday()) % 7
        if self.past:
            return self.today - dt.timedelta(days=(7 - ahead) % 7)
        return self.today + dt.timedelta(days=ahead)

    def checked(self, said: str | None, day: dt.date | Impossible, *, year_said: bool) -> Read:
        """A date beside the weekday that was said with it; the two must agree."""
        if isinstance(day, Impossible) or not said:
            return day if isinstance(day, Impossible) else day_of(day, self.zone)
        number = WEEKDAYS[said]
        if day.weekday() == number:
            return day_of(day, self.zone)
        if not year_said:
            other = _same_day(day, day.year + 1)
            if other and other.weekday() == number and day < self.today:
                return day_of(other, self.zone)
        ahead = day + dt.timedelta(days=(number - day.weekday()) % 7)
        nearest = min((ahead, ahead - WEEK), key=lambda one: abs((one - day).days))
        return Ambiguous(
            (day_of(day, self.zone), day_of(nearest, self.zone)),
            f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year} is a {DAY_NAMES[day.weekday()]}, not a "
            f"{DAY_NAMES[number]}.",
            contradiction=True,
        )


def _same_day(day: dt.date, year: int) -> dt.date | None:
    try:
        return day.replace(year=year)
    except ValueError:
        return None
