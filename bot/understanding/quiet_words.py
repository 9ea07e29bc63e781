"""The hours in which somebody wants to be left in peace, in words: "not after 8pm", "only between 10 and 4"."""

from __future__ import annotations

import re
from datetime import time, timedelta

from bot.understanding.normalise import clean

_AT = r"\d{1,2}(?:[:.]\d\d)?\s*(?:am|pm)?"
_SPAN = re.compile(rf"(?P<from>{_AT})\s*(?:-|–|to|and|until|till)\s*(?P<to>{_AT})")
_AFTER = re.compile(rf"\b(?:after|past)\s+(?P<at>{_AT}|midnight)")
_BEFORE = re.compile(rf"\bbefore\s+(?P<at>{_AT}|noon|midday)")
_ONLY = re.compile(r"\b(?:only|just)\b")
_NOT = re.compile(
    r"\b(?:not?|nothing|never|none|without|quiet|silent|silence|mute|disturb|peace|sleep|off|stop)\b|n['’]?t\b"
)
_LASTING = re.compile(
    r"\b(?:(?P<number>an?|one|two|three|four|five|six|\d{1,2})\s*(?P<what>day|week|month)s?|(?P<fortnight>fortnight))\b"
)
_PAUSE = re.compile(
    r"\b(?:pause|paused|nothing|no (?:more )?(?:messages?|reminders?|nudges?)|silence|mute|quiet|break)\b"
)
_NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_TO_TWELVE = (
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)
_HOUR_IN_WORDS = re.compile(
    rf"\b(after|before) ({'|'.join(_TO_TWELVE)})\b(?! (?:hours?|days?|weeks?|months?))"
)
_DAYS = {"day": 1, "week": 7, "month": 30}
EVENING, MORNING = time(21), time(9)
NOON = 12


def read_hours(text: str, *, wanted: bool | None = None) -> tuple[time, time] | None:
    """Quiet hours, from when to when; None where the words hold no hours.

    `wanted` says whether hours named without more are those in which messages may come; None: the words tell.
    """
    words = _HOUR_IN_WORDS.sub(lambda one: f"{one[1]} {_TO_TWELVE.index(one[2]) + 1}", clean(text))
    if _ONLY.search(words):
        wanted = True
    elif _NOT.search(words):
        wanted = False
    elif wanted is None:
        wanted = "between" in words
    span = _SPAN.search(words)
    if span:
        return _span(span, wanted=wanted)
    after, before = _AFTER.search(words), _BEFORE.search(words)
    if after is None and before is None:
        return None
    late = _clock(after["at"], evening=not wanted) if after else None
    early = _clock(before["at"]) if before else None
    if wanted:
        return early or EVENING, late or MORNING
    return late or EVENING, early or MORNING


def read_pause(text: str) -> timedelta | None:
    """For how long nothing is wanted: "pause two weeks", "nothing for 10 days"; None where no such time is named."""
    words = clean(text)
    found = _LASTING.search(words)
    if found is None or not _PAUSE.search(words):
        return None
    if found["fortnight"]:
        return timedelta(days=14)
    number = _NUMBERS.get(found["number"]) or int(found["number"])
    return timedelta(days=number * _DAYS[found["what"]]) or None


def _span(span: re.Match[str], *, wanted: bool) -> tuple[time, time] | None:
    first, last = _clock(span["from"]), _clock(span["to"])
    if first is None or last is None:
        return None
    if wanted and last <= first and last.hour < NOON and "am" not in span["to"]:
        last = last.replace(hour=last.hour + NOON)
    return (last, first) if wanted else (first, last)


def _clock(words: str, *, evening: bool = False) -> time | None:
    said = words.strip()
    if said in {"noon", "midday"}:
        return time(NOON)
    if said == "midnight":
        return time(0)
    found = re.fullmatch(r"(\d{1,2})(?:[:.](\d\d))?\s*(am|pm)?", said)
    if found is None:
        return None
    hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
    if (half == "pm" or (half is None and evening and hour)) and hour < NOON:
        hour += NOON
    elif half == "am" and hour == NOON:
        hour = 0
    hour = 0 if (hour, minute) == (24, 0) else hour
    return time(hour, minute) if hour <= 23 and minute <= 59 else None
