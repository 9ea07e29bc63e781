"""Days, weeks and stretches of days in words: "w/c 18th March", "monday week", "end of next week", "11-15 March"."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.programme.dates import MONTHS as MONTH_NAMES
from bot.programme.dates import WEEKDAYS as DAY_NAMES
from bot.programme.dates import say_day
from bot.understanding.moments import Ambiguous, Impossible, Read, When, day_of, stretch, week_of_day
from bot.understanding.normalise import NUMBERS

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
_WD = rf"(?P<wd>{'|'.join(sorted(WEEKDAYS, key=len, reverse=True))})"
_MO = rf"(?P<mo>{'|'.join(sorted(MONTHS, key=len, reverse=True))})\.?"
_YEAR = r"(?:,?\s*(?P<year>(?:19|20)\d\d|'\d\d)(?![\d:]))?"
_NUM = rf"(?P<num>\d+(?:\.5)?|an?|{'|'.join(NUMBERS)}|half an?|a couple of|a few|couple)"
_UNIT = r"(?P<unit>min(?:ute)?s?|mins|hours?|hrs?|h|days?|weeks?|wks?|fortnights?|months?|working days?)"
_D = r"(?P<d>\d{1,2})(?:st|nd|rd|th)?"


@dataclass(frozen=True)
class Found:
    """A day, week or stretch in a text, and where its words are. `clock` where it is an instant by itself."""

    read: Read
    start: int
    end: int
    weekday_only: bool = False


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

    # --- the ways of saying a day, the most telling first

    def find(self, text: str) -> Found | None:
        """Return the first day, week or stretch of days in a lower-case text."""
        for pattern, reading in _WAYS:
            for found in pattern.finditer(text):
                read = reading(self, found, text)
                if read is not None:
                    return Found(read, found.start(), found.end(), weekday_only=reading is _weekday)
        return None


def _same_day(day: dt.date, year: int) -> dt.date | None:
    try:
        return day.replace(year=year)
    except ValueError:
        return None


def _year(text: str | None) -> int | None:
    return None if not text else int(text) if text.isdigit() else 2000 + int(text[1:])


def _iso(cal: Calendar, found: re.Match[str], _: str) -> Read | None:
    day = cal.date(int(found["day"]), int(found["month"]), int(found["year"]))
    return day if isinstance(day, Impossible) else day_of(day, cal.zone)


def _slashed(cal: Calendar, found: re.Match[str], _: str) -> Read | None:
    day, month = int(found["d"]), int(found["m"])
    year = found["year"]
    full = None if not year else int(year) if len(year) == 4 else 2000 + int(year)
    if month > 12 >= day:
        day, month = month, day
    if not year and found["sep"] != "/":
        return None
    return cal.checked(found["wd"], cal.date(day, month, full), year_said=bool(year))


def _day_month(cal: Calendar, found: re.Match[str], text: str) -> Read | None:
    if not _is_month(found["mo"], found["d"]):
        return None
    return cal.checked(
        found["wd"],
        cal.date(int(found["d"]), MONTHS[found["mo"]], _year(found["year"])),
        year_said=bool(found["year"]),
    )


def _is_month(word: str, day: str | None) -> bool:
    return bool(day) or word not in ("may", "march", "mar", "dec", "jan", "sept", "sep")


def _span_of_month(cal: Calendar, found: re.Match[str], _: str) -> Read | None:
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


def _week_commencing(cal: Calendar, found: re.Match[str], text: str) -> Read | None:
    rest = text[found.end() :]
    inner = cal.find(rest)
    if inner is None or rest[: inner.start].strip(" ,.-:") not in ("", "the", "on", "of"):
        return None
    if isinstance(inner.read, Impossible | Ambiguous):
        return inner.read
    week = week_of_day(inner.read.first, cal.zone)
    if inner.read.precision == "day" and inner.read.first.weekday() and "of" not in found[0]:
        return Ambiguous(
            (week, day_of(inner.read.first, cal.zone)),
            f"{say_day(inner.read.first)} is no Monday; weeks are named by their Monday here.",
        )
    return week


def _relative(cal: Calendar, found: re.Match[str], _: str) -> Read | None:
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


def _near_day(cal: Calendar, found: re.Match[str], _: str) -> Read | None:
    word = re.sub(r"\s+", " ", found[0])
    offsets = {"after tomorrow": 2, "before yesterday": -2, "tomorrow": 1, "yesterday": -1, "last night": -1}
    if word in ("now", "right now", "straight away", "right away", "immediately"):
        from bot.understanding.moments import moment

        return moment(cal.now, cal.zone)
    ahead = next((days for said, days in offsets.items() if said in word), 0)
    return day_of(cal.today + ahead * DAY, cal.zone)


def _weekday_week(cal: Calendar, found: re.Match[str], _: str) -> Read | None:
    return day_of(cal.weekday(found["wd"], "coming") + WEEK, cal.zone)


def _weekday(cal: Calendar, found: re.Match[str], text: str) -> Read | None:
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


def _days_to(cal: Calendar, found: re.Match[str], _: str) -> Read | None:
    first = cal.weekday(found["wd1"], "next" if found["next"] else "coming")
    last = first + dt.timedelta(days=(WEEKDAYS[found["wd"]] - first.weekday()) % 7)
    return stretch(first, last, cal.zone)


def _part_of(cal: Calendar, found: re.Match[str], _: str) -> Read | None:
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


def _whole(cal: Calendar, found: re.Match[str], _: str) -> Read | None:
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


def _week_after_next(cal: Calendar, _: re.Match[str], __: str) -> Read | None:
    return week_of_day(cal.today + 2 * WEEK, cal.zone)


def _day_of_month(cal: Calendar, found: re.Match[str], _: str) -> Read | None:
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


def _month_alone(cal: Calendar, found: re.Match[str], _: str) -> Read | None:
    year = _year(found["year"])
    first = dt.date(year or cal.today.year, MONTHS[found["mo"]], 1)
    if year is None and first < cal.today.replace(day=1) and not cal.past:
        first = first.replace(year=cal.today.year + 1)
    return stretch(first, first.replace(day=calendar.monthrange(first.year, first.month)[1]), cal.zone)


def _feast(cal: Calendar, found: re.Match[str], _: str) -> Read | None:
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


_Way = tuple[re.Pattern[str], Callable[[Calendar, re.Match[str], str], Read | None]]


def _ways() -> Iterator[_Way]:
    def way(pattern: str, reading: Callable[[Calendar, re.Match[str], str], Read | None]) -> _Way:
        return re.compile(pattern), reading

    months = "|".join(sorted(MONTHS, key=len, reverse=True))
    days = "|".join(sorted(WEEKDAYS, key=len, reverse=True))
    yield way(
        r"\b(?:w/?c|w\.c\.|wk ?comm?|week (?:commencing|beginning|starting|of)|the week of)\b",
        _week_commencing,
    )
    yield way(r"(?<!\d)(?P<year>(?:19|20)\d\d)-(?P<month>\d\d?)-(?P<day>\d\d?)(?!\d)", _iso)
    yield way(
        rf"(?<![\d/])(?:(?P<wd>{days})\b,? (?:the "
        rf")?)?(?P<d>\d{{1,2}})(?P<sep>[/.-])(?P<m>\d{{1,2}})(?:(?P=sep)(?P<year>(?:19|"
        rf"20)?\d\d))?(?![\d/%])(?!\s*(?:hours?|hrs?|%|stars?|of my))",
        _slashed,
    )
    yield way(
        rf"\b(?:from )?(?:(?:{days}) )?(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?(?: (?P<mo1>{months}))?\s*(?:-|to|"
        rf"until|till|and)\s*(?:(?:{days}) )?(?P<d>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?(?P<mo>{months})\b{_YEAR}",
        _span_of_month,
    )
    yield way(rf"\b(?:(?P<wd>{days})\b,? (?:the )?)?{_D} (?:of )?{_MO}(?![a-z]){_YEAR}", _day_month)
    yield way(
        rf"\b(?:(?P<wd>{days})\b,? )?{_MO}(?![a-z]) (?:the )?{_D}(?![\d:.]|\s*(?:am|pm|hours?|weeks?|students?|"
        rf"people|days?|placements?))\b{_YEAR}",
        _day_month,
    )
    yield way(
        r"\b(?P<feast>christmas (?:eve|day)|boxing day|new year'?s (?:eve|day)|good friday|easter (?:monday|"
        r"sunday))(?: (?P<year>(?:19|20)\d\d))?\b",
        _feast,
    )
    yield way(
        rf"\b(?:in|within|after) {_NUM} {_UNIT}(?:'s? time|'? time)?(?P<ago>(?!))?\b(?! ?(?:of (?:work|"
        rf"experience)|long))",
        _relative,
    )
    yield way(rf"\b{_NUM} {_UNIT} (?:from (?:now|today)|later|hence|(?P<ago>ago|earlier|back))\b", _relative)
    yield way(r"\b(?:the )?day (?:after tomorrow|before yesterday)\b", _near_day)
    yield way(
        rf"\b(?:a )?week (?:on |from |today )?{_WD}\b|\b(?:(?:on|this) )?(?P<wd2>{days}) week\b",
        lambda cal, found, _: day_of(cal.weekday(found["wd"] or found["wd2"], "coming") + WEEK, cal.zone),
    )
    yield way(
        r"\b(?:a )?week (?:from )?(?P<base>today|tomorrow)\b|\b(?P<base2>today|tomorrow) week\b|\b(?:a "
        r")?fortnight (?:from )?(?P<base3>today|tomorrow)\b",
        lambda cal, found, _: day_of(
            cal.today
            + (DAY if "tomorrow" in found[0] else 0 * DAY)
            + (2 * WEEK if "fortnight" in found[0] else WEEK),
            cal.zone,
        ),
    )
    yield way(
        rf"\b(?P<which>end|start|beginning|middle|mid)(?: of|-)? ?(?:the )?(?P<how>next|this|last)? "
        rf"?(?P<unit>week|month|{months})\b",
        _part_of,
    )
    yield way(r"\b(?:the )?week after next\b", _week_after_next)
    yield way(
        rf"\b(?:from |between )?(?:(?P<next>next) )?(?P<wd1>{days}) (?:to|-|until|till|and|through) {_WD}\b",
        _days_to,
    )
    yield way(r"\b(?P<how>next|this|last|the following|following) (?P<unit>weekend|week|month)\b", _whole)
    yield way(r"\b(?:at |on |over )?(?P<how>the) (?P<unit>weekend)\b", _whole)
    yield way(rf"\b(?P<wd>{days})\b,? (?:the )?(?P<d>\d{{1,2}})(?:st|nd|rd|th)\b", _day_of_month)
    yield way(
        rf"\b(?P<on>on |by |until |till |before |after |from |for |since )?(?P<how>next |this |this coming |"
        rf"coming |last |past |previous |the following )?(?:on )?{_WD}\b(?! to \d)",
        _weekday,
    )
    yield way(
        r"\b(?:today|tonight|this (?:morning|afternoon|evening)|tomorrow|yesterday|last night|right now|"
        r"straight away|right away|immediately)\b",
        _near_day,
    )
    yield way(
        rf"\b(?:(?P<wd>{days})\b,? )?(?:on |by |until |till |from |before |after )?the (?P<d>\d{{1,2}})(?:st|"
        rf"nd|rd|th)\b(?! (?:one|candidate|student|placement|time|year|week|person|grade|century|project|floor|"
        rf"intern|in line|on))",
        _day_of_month,
    )
    yield way(
        r"\b(?:on|by|until|till|before|after) (?P<d>\d{1,2})(?:st|nd|rd|th)\b(?P<wd>(?!))?(?! (?:week|year|"
        r"grade|floor))",
        _day_of_month,
    )
    yield way(
        rf"\b(?:in|by|until|till|during|for|since|of|from|next|this|end) (?:early |late |mid-? ?)?{_MO}(?! "
        rf"(?:i|we|you|they|be|not|have|the student|apply)\b){_YEAR}(?![a-z])",
        _month_alone,
    )


_WAYS: tuple[_Way, ...] = tuple(_ways())
