"""The ways of naming a day, the most telling first, and the first of them in a text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bot.programme.dates import say_day
from bot.understanding import day_numbers as numbers
from bot.understanding import day_relative as relative
from bot.understanding.days import DAY, MONTHS, WEEK, WEEKDAYS, Calendar
from bot.understanding.moments import Ambiguous, Impossible, Read, day_of, week_of_day
from bot.understanding.normalise import NUMBERS

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


def _week_commencing(cal: Calendar, found: re.Match[str], text: str) -> Read | None:
    rest = text[found.end() :]
    inner = find(cal, rest)
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
    yield way(r"(?<!\d)(?P<year>(?:19|20)\d\d)-(?P<month>\d\d?)-(?P<day>\d\d?)(?!\d)", numbers.iso)
    yield way(
        rf"(?<![\d/])(?:(?P<wd>{days})\b,? (?:the "
        rf")?)?(?P<d>\d{{1,2}})(?P<sep>[/.-])(?P<m>\d{{1,2}})(?:(?P=sep)(?P<year>(?:19|"
        rf"20)?\d\d))?(?![\d/%])(?!\s*(?:hours?|hrs?|%|stars?|of my))",
        numbers.slashed,
    )
    yield way(
        rf"\b(?:from )?(?:(?:{days}) )?(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?(?: (?P<mo1>{months}))?\s*(?:-|to|"
        rf"until|till|and)\s*(?:(?:{days}) )?(?P<d>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?(?P<mo>{months})\b{_YEAR}",
        numbers.span_of_month,
    )
    yield way(rf"\b(?:(?P<wd>{days})\b,? (?:the )?)?{_D} (?:of )?{_MO}(?![a-z]){_YEAR}", numbers.day_month)
    yield way(
        rf"\b(?:(?P<wd>{days})\b,? )?{_MO}(?![a-z]) (?:the )?{_D}(?![\d:.]|\s*(?:am|pm|hours?|weeks?|students?|"
        rf"people|days?|placements?))\b{_YEAR}",
        numbers.day_month,
    )
    yield way(
        r"\b(?P<feast>christmas (?:eve|day)|boxing day|new year'?s (?:eve|day)|good friday|easter (?:monday|"
        r"sunday))(?: (?P<year>(?:19|20)\d\d))?\b",
        numbers.feast,
    )
    yield way(
        rf"\b(?:in|within|after) {_NUM} {_UNIT}(?:'s? time|'? time)?(?P<ago>(?!))?\b(?! ?(?:of (?:work|"
        rf"experience)|long))",
        relative.relative,
    )
    yield way(
        rf"\b{_NUM} {_UNIT} (?:from (?:now|today)|later|hence|(?P<ago>ago|earlier|back))\b", relative.relative
    )
    yield way(r"\b(?:the )?day (?:after tomorrow|before yesterday)\b", relative.near_day)
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
        relative.part_of,
    )
    yield way(r"\b(?:the )?week after next\b", relative.week_after_next)
    yield way(
        rf"\b(?:from |between )?(?:(?P<next>next) )?(?P<wd1>{days}) (?:to|-|until|till|and|through) {_WD}\b",
        relative.days_to,
    )
    yield way(
        r"\b(?P<how>next|this|last|the following|following) (?P<unit>weekend|week|month)\b", relative.whole
    )
    yield way(r"\b(?:at |on |over )?(?P<how>the) (?P<unit>weekend)\b", relative.whole)
    yield way(rf"\b(?P<wd>{days})\b,? (?:the )?(?P<d>\d{{1,2}})(?:st|nd|rd|th)\b", numbers.day_of_month)
    yield way(
        rf"\b(?P<on>on |by |until |till |before |after |from |for |since )?(?P<how>next |this |this coming |"
        rf"coming |last |past |previous |the following )?(?:on )?{_WD}\b(?! to \d)",
        relative.weekday,
    )
    yield way(
        r"\b(?:today|tonight|this (?:morning|afternoon|evening)|tomorrow|yesterday|last night|right now|"
        r"straight away|right away|immediately)\b",
        relative.near_day,
    )
    yield way(
        rf"\b(?:(?P<wd>{days})\b,? )?(?:on |by |until |till |from |before |after )?the (?P<d>\d{{1,2}})(?:st|"
        rf"nd|rd|th)\b(?! (?:one|candidate|student|placement|time|year|week|person|grade|century|project|floor|"
        rf"intern|in line|on))",
        numbers.day_of_month,
    )
    yield way(
        r"\b(?:on|by|until|till|before|after) (?P<d>\d{1,2})(?:st|nd|rd|th)\b(?P<wd>(?!))?(?! (?:week|year|"
        r"grade|floor))",
        numbers.day_of_month,
    )
    yield way(
        rf"\b(?:in|by|until|till|during|for|since|of|from|next|this|end) (?:early |late |mid-? ?)?{_MO}(?! "
        rf"(?:i|we|you|they|be|not|have|the student|apply)\b){_YEAR}(?![a-z])",
        numbers.month_alone,
    )


_WAYS: tuple[_Way, ...] = tuple(_ways())


def find(cal: Calendar, text: str) -> Found | None:
    """Return the first day, week or stretch of days in a lower-case text."""
    for pattern, reading in _WAYS:
        for found in pattern.finditer(text):
            read = reading(cal, found, text)
            if read is not None:
                return Found(read, found.start(), found.end(), weekday_only=reading is relative.weekday)
    return None
