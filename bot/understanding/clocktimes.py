"""Clock times and time zones in words: "half 3", "5pm", "17.30", "noon", "quarter to nine", "London time"."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.understanding.normalise import NUMBERS

HOURS = {word: number for word, number in NUMBERS.items() if 1 <= number <= 12}
_HOUR = rf"(?:{'|'.join(HOURS)}|1[0-9]|2[0-4]|0?\d)"
_HALF = r"(?P<half>a\.?m\.?|p\.?m\.?|in the morning|in the afternoon|in the evening|at night|o'?clock)"
_MINUTES = r"(?P<by>five|ten|twenty[- ]five|twenty|25|20|10|5|(?:a )?quarter|half)"
PARTS = {
    "first thing": dt.time(9), "early morning": dt.time(9), "morning": dt.time(9), "lunchtime": dt.time(12, 30),
    "lunch": dt.time(12, 30),
    "afternoon": dt.time(14), "evening": dt.time(18), "tonight": dt.time(20), "night": dt.time(20),
    "close of business": dt.time(17), "cob": dt.time(17), "end of day": dt.time(17), "eod": dt.time(17),
}  # fmt: skip
_ZONES = {
    "london": "Europe/London", "uk": "Europe/London", "british": "Europe/London", "gmt": "Etc/GMT",
    "bst": "Europe/London",
    "utc": "Etc/UTC", "hong kong": "Asia/Hong_Kong", "hk": "Asia/Hong_Kong", "hkt": "Asia/Hong_Kong",
    "new york": "America/New_York",
    "eastern": "America/New_York", "est": "America/New_York", "edt": "America/New_York", "et": "America/New_York",
    "pacific": "America/Los_Angeles", "pst": "America/Los_Angeles", "pdt": "America/Los_Angeles",
    "pt": "America/Los_Angeles",
    "california": "America/Los_Angeles", "chicago": "America/Chicago", "central": "America/Chicago",
    "paris": "Europe/Paris",
    "berlin": "Europe/Berlin", "cet": "Europe/Paris", "cest": "Europe/Paris", "singapore": "Asia/Singapore",
    "sgt": "Asia/Singapore",
    "india": "Asia/Kolkata", "delhi": "Asia/Kolkata", "mumbai": "Asia/Kolkata", "tokyo": "Asia/Tokyo",
    "japan": "Asia/Tokyo",
    "jst": "Asia/Tokyo", "sydney": "Australia/Sydney", "melbourne": "Australia/Melbourne", "aest": "Australia/Sydney",
    "beijing": "Asia/Shanghai", "china": "Asia/Shanghai", "dubai": "Asia/Dubai", "auckland": "Pacific/Auckland",
    "dublin": "Europe/Dublin", "amsterdam": "Europe/Amsterdam", "madrid": "Europe/Madrid", "rome": "Europe/Rome",
    "toronto": "America/Toronto", "vancouver": "America/Vancouver", "johannesburg": "Africa/Johannesburg",
    "lagos": "Africa/Lagos",
}  # fmt: skip
AT_NIGHT = (12, 1, 2, 3, 4)
"""Hours that "at night" puts after midnight; the others it puts before."""
_NAMED = "|".join(sorted(_ZONES, key=len, reverse=True))
_ZONE = re.compile(
    rf"\b(?:in |by )?(?:the )?({_NAMED})(?:'s)? (?:local )?(?:time|clock)(?: zone)?\b|\b(gmt|bst|utc|hkt|est|"
    rf"edt|pst|pdt|cet|cest|sgt|jst|aest)\b"
)
_WRITTEN = (
    rf"(?P<minutes_by>{_MINUTES}) (?:minutes? )?(?P<side>past|to) (?P<hour_by>{_HOUR})(?:\s*(?P<half_by>am|pm))?\b",
    (rf"half[- ](?P<hour_half>{_HOUR})(?!\s*(?:hours?|days?|of|an?|way|term)\b)\b(?:\s*(?P<half_half>am|pm|"
    r"in the morning|in the afternoon|in the evening|at night))?"),
    r"(?P<noon>noon|midday)\b",
    r"(?P<midnight>midnight)\b",
    rf"(?P<hour_m>[01]?\d|2[0-4])(?:[:h]|\.(?=[0-5]\d\b(?!\.\d)))(?P<minute>[0-5]\d)(?!\d)(?:\s*{_HALF})?",
    (rf"(?P<hour_o>{_HOUR})\s*(?P<half_o>a\.?m\.?(?![a-z])|p\.?m\.?(?![a-z])|o'?clock(?: (?:am|pm|in the "
    rf"morning|in the afternoon|in the evening|at night))?|in the morning|in the afternoon|in the evening|at "
    rf"night)"),
    (rf"(?:at|@|by|around|about|before|after|until|till|from)\s+(?P<hour_at>{_HOUR})(?=\s*$|\s*[,;!?)]|"
    rf"\s*[.:](?!\d)|\s+(?:today|tomorrow|tonight|on|this|next|mon|tue|wed|thu|fri|sat|sun|sharp|in|and|to|"
    rf"about|that|please|pls|thanks|london|uk|local|my|their|-)\b)"),
)  # fmt: skip
TIME = re.compile("|".join(f"(?:(?<![\\w./:-]){one})" for one in _WRITTEN))


@dataclass(frozen=True)
class Time:
    """A time of day as said. `sure` is false where morning or evening was not said; `end` marks "midnight"."""

    time: dt.time
    sure: bool
    start: int
    end: int
    midnight: bool = False


def zone_named(text: str) -> tuple[ZoneInfo | None, str]:
    """Return the time zone that a text names, and the text without it."""
    found = _ZONE.search(text)
    if not found:
        return None, text
    return ZoneInfo(_ZONES[found[1] or found[2]]), f"{text[: found.start()]} {text[found.end() :]}"


def _hour(word: str) -> int:
    return HOURS[word] if word in HOURS else int(word)


def _placed(hour: int, minute: int, half: str | None) -> tuple[dt.time, bool] | None:
    """The time, and whether it was said unmistakably; None where there is no such hour."""
    said = (half or "").replace(".", "")
    if minute > 59 or hour > 24 or (hour == 24 and minute):
        return None
    if said.endswith("night") and hour in AT_NIGHT:
        return dt.time(hour % 12, minute), True
    if said in ("pm", "in the afternoon", "in the evening", "at night") or said.endswith(
        ("pm", "afternoon", "evening", "night")
    ):
        return (
            (dt.time(hour % 12 + 12, minute), True)
            if hour <= 12 and not (hour == 12 and said.endswith("night"))
            else (dt.time(hour % 24, minute), True)
        )
    if said in ("am", "in the morning") or said.endswith(("am", "morning")):
        return dt.time(hour % 12 if hour == 12 else hour % 24, minute), True
    if hour == 24 or hour > 12 or hour == 0:
        return dt.time(hour % 24, minute), True
    return dt.time(hour if hour >= 8 else (hour + 12) % 24, minute), hour not in (7, 8)


def time_in(text: str) -> Time | None:
    """Return the first clock time in a (lower-case) text, or None.

    Where neither half of the day is said, 8 to 12 are taken for the morning and 1 to 7 for the afternoon, as
    people at work mean it; 7 and 8 are not sure.
    """
    found = TIME.search(text)
    if not found:
        return None
    groups = found.groupdict()
    if groups["noon"]:
        placed: tuple[dt.time, bool] | None = (dt.time(12), True)
    elif groups["midnight"]:
        return Time(dt.time(), False, found.start(), found.end(), midnight=True)
    elif groups["minutes_by"]:
        by = re.sub(r"^a ", "", groups["by"]).replace("-", " ")
        minutes = {"five": 5, "ten": 10, "twenty": 20, "twenty five": 25, "quarter": 15, "half": 30}.get(
            by
        ) or int(by)
        hour = _hour(groups["hour_by"])
        if groups["side"] == "to":
            hour, minutes = hour - 1 or 12, 60 - minutes
        placed = _placed(hour, minutes, groups["half_by"])
    elif groups["hour_half"]:
        placed = _placed(_hour(groups["hour_half"]), 30, groups["half_half"])
    elif groups["hour_m"]:
        exact = len(groups["hour_m"]) == 2 and found[0][2:3] == ":"
        placed = _placed(int(groups["hour_m"]), int(groups["minute"]), groups["half"])
        if placed and exact and not groups["half"]:
            placed = (dt.time(int(groups["hour_m"]) % 24, int(groups["minute"])), True)
    elif groups["hour_o"]:
        placed = _placed(
            _hour(groups["hour_o"]),
            0,
            groups["half_o"].replace("o'clock", "").replace("oclock", "").strip() or None,
        )
    else:
        placed = _placed(_hour(groups["hour_at"]), 0, None)
    return Time(placed[0], placed[1], found.start(), found.end()) if placed else None


def part_of_day(text: str) -> tuple[dt.time, str] | None:
    """Return the clock time taken for a part of the day ("tomorrow morning"), and its words; None without one."""
    for words, time in PARTS.items():
        if re.search(rf"\b{words}\b", text):
            return time, words
    return None
