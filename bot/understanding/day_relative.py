"""Days that are named from today: tomorrow, next Friday, in two weeks, the end of the month."""

from __future__ import annotations

import calendar
import datetime as dt
import re

from bot.understanding.days import DAY, MONTHS, WEEK, WEEKDAYS, Calendar
from bot.understanding.moments import Read, When, day_of, stretch, week_of_day
from bot.understanding.normalise import NUMBERS


def relative(cal: Calendar, found: re.Match[str], _: str) -> Read | None:
    """In two weeks, in 10 min, 3 days ago."""
    back = bool(found["ago"])
    words = found["num"]
    few = {"a": 1, "an": 1, "half a": 0.5, "half an": 0.5, "a couple of": 2, "couple": 2, "a few": 3}
    amount = few.get(words) if words in few else float(NUMBERS.get(words) or words)
    if amount is None:
        return None
    sign = -1 if back else 1
    unit = found["unit"]
    if unit.startswith(("min", "hour", "hr")) or unit == "h":
        from bot.understanding.moments import moment

        length = dt.timedelta(minutes=amount) if unit.startswith("min") else dt.timedelta(hours=amount)
        return moment(cal.now + sign * length, cal.zone)
    if unit.startswith("month"):
        total = cal.today.month - 1 + sign * int(amount)
        year, month = cal.today.year + total // 12, total % 12 + 1
        return day_of(dt.date(year, month, min(cal.today.day, calendar.monthrange(year, month)[1])), cal.zone)
    if unit.startswith("working"):
        day, left = cal.today, int(amount)
        while left:
            day += sign * DAY
            left -= day.weekday() < 5
        return day_of(day, cal.zone)
    days = amount * (14 if unit.startswith("fort") else 7 if unit.startswith(("week", "wk")) else 1)
    return day_of(cal.today + sign * dt.timedelta(days=round(days)), cal.zone)


def near_day(cal: Calendar, found: re.Match[str], _: str) -> Read | None:
    """Today, tomorrow, the day after tomorrow, last night; straight away."""
    word = re.sub(r"\s+", " ", found[0])
    offsets = {"after tomorrow": 2, "before yesterday": -2, "tomorrow": 1, "yesterday": -1, "last night": -1}
    if word in ("now", "right now", "straight away", "right away", "immediately"):
        from bot.understanding.moments import moment

        return moment(cal.now, cal.zone)
    ahead = next((days for said, days in offsets.items() if said in word), 0)
    return day_of(cal.today + ahead * DAY, cal.zone)


def weekday(cal: Calendar, found: re.Match[str], text: str) -> Read | None:
    """Friday, next Friday, last Friday; a short name only where nothing else can stand."""
    word, how = found["wd"], (found["how"] or "").strip()
    if (
        word in ("sat", "sun", "mon", "wed", "fri")
        and not how
        and not found["on"]
        and not _alone(found, text)
    ):
        return None
    day = cal.weekday(
        word,
        "next"
        if how.startswith(("next", "following"))
        else "last"
        if how in ("last", "past", "previous")
        else "coming",
    )
    return day_of(day, cal.zone)


def _alone(found: re.Match[str], text: str) -> bool:
    """Whether a short weekday stands where only a weekday can: at an edge, or beside a number or a time."""
    before, after = text[: found.start()].rstrip(), text[found.end() :].lstrip()
    return (
        not after
        or bool(re.match(r"(?:\d|at\b|,|noon|morning|afternoon|evening|-|\)|week|[.!?])", after))
        or before.endswith((",", "("))
    )


def days_to(cal: Calendar, found: re.Match[str], _: str) -> Read | None:
    """From Monday to Wednesday."""
    first = cal.weekday(found["wd1"], "next" if found["next"] else "coming")
    last = first + dt.timedelta(days=(WEEKDAYS[found["wd"]] - first.weekday()) % 7)
    return stretch(first, last, cal.zone)


def part_of(cal: Calendar, found: re.Match[str], _: str) -> Read | None:
    """The end, the beginning or the middle of a week, a month or a named month."""
    which, unit = found["which"], found["unit"]
    if unit in MONTHS:
        first = dt.date(cal.today.year, MONTHS[unit], 1)
        if first < cal.today.replace(day=1):
            first = first.replace(year=first.year + 1)
        return _of_month(cal, first, which)
    step = {"next": 1, "last": -1}.get(found["how"] or "", 0)
    if unit == "month":
        total = cal.today.month - 1 + step
        return _of_month(cal, dt.date(cal.today.year + total // 12, total % 12 + 1, 1), which)
    monday = cal.today - dt.timedelta(days=cal.today.weekday()) + step * WEEK
    offset = {"end": 4, "start": 0, "beginning": 0, "middle": 2, "mid": 2}[which]
    return day_of(monday + offset * DAY, cal.zone)


def _of_month(cal: Calendar, first: dt.date, which: str) -> When:
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    if which == "end":
        return day_of(last, cal.zone)
    return (
        day_of(first, cal.zone)
        if which in ("start", "beginning")
        else day_of(first.replace(day=15), cal.zone)
    )


def whole(cal: Calendar, found: re.Match[str], _: str) -> Read | None:
    """This, next or last week, month or weekend."""
    step = {"next": 1, "the following": 1, "following": 1, "last": -1, "the week after next": 2}.get(
        found["how"], 0
    )
    unit = found["unit"]
    monday = cal.today - dt.timedelta(days=cal.today.weekday())
    if unit == "week":
        return week_of_day(monday + step * WEEK, cal.zone)
    if unit == "weekend":
        return stretch(monday + step * WEEK + 5 * DAY, monday + step * WEEK + 6 * DAY, cal.zone)
    total = cal.today.month - 1 + step
    first = dt.date(cal.today.year + total // 12, total % 12 + 1, 1)
    return stretch(first, first.replace(day=calendar.monthrange(first.year, first.month)[1]), cal.zone)


def week_after_next(cal: Calendar, _: re.Match[str], __: str) -> Read | None:
    """The week after next."""
    return week_of_day(cal.today + 2 * WEEK, cal.zone)
