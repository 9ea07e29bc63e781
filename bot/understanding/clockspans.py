"""From one clock time to another: "9 to 1", "9am-12pm"."""

from __future__ import annotations

import re

from bot.understanding.clocktimes import time_in
from bot.understanding.days import Calendar
from bot.understanding.moments import Read, When, on_the_wall

TIMES = re.compile(
    r"\b(?:from |between )?(?P<a>\d{1,2}(?:[:.][0-5]\d)?\s*(?:am|pm)?|noon|midday)\s*(?:-|to|until|till|"
    r"and)\s*(?P<b>\d{1,2}(?:[:.][0-5]\d)?\s*(?:am|pm)?|noon|midday|midnight)(?![\d/:%]|\s*(?:weeks?|days?|"
    r"hours?|hrs?|months?|students?|people|placements?|pounds|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))"
)


def clock_span(rest: str, day: Read, cal: Calendar) -> When | None:
    """From one clock time to another: "9 to 1 today": from one clock time to another on a day."""
    found = TIMES.search(rest)
    if not found or not isinstance(day, When):
        return None
    first, last = time_in(f"at {found['a'].strip()}"), time_in(f"at {found['b'].strip()}")
    if first is None or last is None:
        return None
    begin, end = first.time, last.time
    if begin > end and end.hour < 12:
        end = end.replace(hour=end.hour + 12)
    if (
        begin.hour >= 12
        and end > begin
        and "pm" not in found["a"]
        and (begin.hour - 12) >= 1
        and end.hour - begin.hour < 1
    ):
        begin = begin.replace(hour=begin.hour - 12)
    if begin >= end:
        return None
    start, stop = on_the_wall(day.first, begin, cal.zone), on_the_wall(day.first, end, cal.zone)
    if isinstance(start, When) and isinstance(stop, When) and start.at and stop.at:
        return When("range", day.first, day.first, cal.zone, at=start.at, until=stop.at)
    return None
