"""Days that are named by numbers and months: 28/03, 5-9 March, the 15th, Easter Monday."""

from __future__ import annotations

import calendar
import datetime as dt
import re

from bot.programme.dates import say_day
from bot.understanding.days import DAY, MONTHS, Calendar
from bot.understanding.moments import Impossible, Read, day_of, stretch


def _year(text: str | None) -> int | None:
    return None if not text else int(text) if text.isdigit() else 2000 + int(text[1:])


def iso(cal: Calendar, found: re.Match[str], _: str) -> Read | None:
    """2024-03-28."""
    day = cal.date(int(found["day"]), int(found["month"]), int(found["year"]))
    return day if isinstance(day, Impossible) else day_of(day, cal.zone)


def slashed(cal: Calendar, found: re.Match[str], _: str) -> Read | None:
    """28/03, 28.03.2024: day first."""
    day, month = int(found["d"]), int(found["m"])
    year = found["year"]
    full = None if not year else int(year) if len(year) == 4 else 2000 + int(year)
    if month > 12 >= day:
        day, month = month, day
    if not year and found["sep"] != "/":
        return None
    return cal.checked(found["wd"], cal.date(day, month, full), year_said=bool(year))


def day_month(cal: Calendar, found: re.Match[str], text: str) -> Read | None:
    """28 March, Friday 28th of March 2024, March 28."""
    if not _is_month(found["mo"], found["d"]):
        return None
    return cal.checked(
        found["wd"],
        cal.date(int(found["d"]), MONTHS[found["mo"]], _year(found["year"])),
        year_said=bool(found["year"]),
    )


def _is_month(word: str, day: str | None) -> bool:
    return bool(day) or word not in ("may", "march", "mar", "dec", "jan", "sept", "sep")


def span_of_month(cal: Calendar, found: re.Match[str], _: str) -> Read | None:
    """5-9 March, from 28 March to 3 April."""
    year = _year(found["year"])
    first_month = MONTHS[found["mo1"]] if found["mo1"] else MONTHS[found["mo"]]
    first, last = (
        cal.date(int(found["d1"]), first_month, year),
        cal.date(int(found["d"]), MONTHS[found["mo"]], year),
    )
    if isinstance(first, Impossible):
        return first
    if isinstance(last, Impossible):
        return last
    if last < first:
        return Impossible(f"{say_day(last)} is before {say_day(first)}.")
    return stretch(first, last, cal.zone)


def day_of_month(cal: Calendar, found: re.Match[str], _: str) -> Read | None:
    """The 15th: of this month or the next one that has it, whichever is ahead."""
    day = int(found["d"])
    if not 1 <= day <= 31:
        return None
    at = cal.today.replace(day=1)
    for _month in range(4):
        if day <= calendar.monthrange(at.year, at.month)[1]:
            chosen = at.replace(day=day)
            if (chosen <= cal.today) if cal.past else (chosen >= cal.today):
                return cal.checked(found["wd"], chosen, year_said=False)
        at = (at - DAY).replace(day=1) if cal.past else (at + dt.timedelta(days=32)).replace(day=1)
    return None


def month_alone(cal: Calendar, found: re.Match[str], _: str) -> Read | None:
    """In March: the whole month, this year's or the next one."""
    year = _year(found["year"])
    first = dt.date(year or cal.today.year, MONTHS[found["mo"]], 1)
    if year is None and first < cal.today.replace(day=1) and not cal.past:
        first = first.replace(year=cal.today.year + 1)
    return stretch(first, first.replace(day=calendar.monthrange(first.year, first.month)[1]), cal.zone)


def feast(cal: Calendar, found: re.Match[str], _: str) -> Read | None:
    """Days with a name: Easter Monday, Christmas Eve."""
    from dateutil.easter import easter

    name = re.sub(r"[^a-z ]", "", found["feast"])

    def on(year: int) -> dt.date:
        fixed = {
            "christmas eve": (12, 24),
            "christmas day": (12, 25),
            "boxing day": (12, 26),
            "new years eve": (12, 31),
            "new years day": (1, 1),
        }
        if name in fixed:
            return dt.date(year, *fixed[name])
        return easter(year) + {"good friday": -2, "easter monday": 1, "easter sunday": 0}[name] * DAY

    year = int(found["year"]) if found["year"] else cal.today.year
    day = on(year)
    return day_of(day if found["year"] or day >= cal.today or cal.past else on(year + 1), cal.zone)
