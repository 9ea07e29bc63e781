"""Hours, days and times that people type, read for the records of a placement; what could mean two things is asked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.conversations.phrases import listed
from bot.errors import UnclearReplyError
from bot.programme.dates import say_day
from bot.understanding.amounts import hours_in, worked
from bot.understanding.dates import Ambiguous, Impossible, When, read_when

NOISE = re.compile(
    r"\b(?:log(?:ged)?|please|pls|i(?:'ve|ve|'m|m)?|have|worked|did|done|add|put|me|down|record|spent|my|hours?|hrs?|h|"
    r"minutes?|mins?|m|and|a|an|half|quarter|of|in|total|from|to|till|until|at|this|last|morning|afternoon|evening|"
    r"today|yesterday|yday|(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?|"
    r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*|one|two|three|four|five|six|seven|eight|nine|ten|"
    r"eleven|twelve|couple|few|on|for|doing|with|the|am|pm|noon|midday|week)\b",
    re.IGNORECASE,
)
AFTER = re.compile(r"\b(?:on|doing|for|of|with|to do)\s+(?=[^\d\s])", re.IGNORECASE)
A_DAY = re.compile(
    r"(?:mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|today|yesterday|last|this)",
    re.IGNORECASE,
)
FROM_TO = re.compile(r"\b(\d{1,2})\s*[-–]\s*(\d{1,2})(?![\d/–-])")
LENGTH = r"(?:half an? |an? |\d+(?:[.,]\d+)?\s*|fifteen |thirty |one )(?:hours?|hrs?|minutes?|mins?|h|m)"
BREAK = re.compile(
    rf"(?:,|\s)\s*(?:with|minus|less|without|and|,)\s*(?P<long>{LENGTH})\s+(?:for |of )?(?:a )?"
    r"(?:lunch|break)\b(?: break)?",
    re.IGNORECASE,
)
PIECES = re.compile(r"[,;\n]|\band\b(?=[^,;]*\d)|\bthen\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Worked:
    """Time worked on one day, in minutes, and on what."""

    day: date
    minutes: int
    what: str = ""


def read_hours(text: str, now: datetime, zone: ZoneInfo) -> list[Worked]:
    """Every amount of time worked in a text, each with its day (today where none is said); empty where there is none.

    Raises UnclearReplyError where a day could be two days, or is none.
    """
    whole = one_piece(text, now, zone)
    pieces = [found for piece in PIECES.split(text) if piece and (found := one_piece(piece, now, zone))]
    return pieces if len(pieces) > 1 else ([whole] if whole else pieces)


def one_piece(text: str, now: datetime, zone: ZoneInfo) -> Worked | None:
    """One amount, or None; a break that is named ("with half an hour for lunch") is taken off."""
    pause = BREAK.search(text)
    rest = BREAK.sub(" ", text) if pause else text
    found = worked(rest, now, zone) or worked(FROM_TO.sub(r"\1 to \2", rest), now, zone)
    if found is None:
        return None
    day = found.day
    if day is None and hours_in(rest) is None:
        day = settled(read_when(rest, now, zone, past=True))
    minutes = round(found.hours * 60) - round((hours_in(pause["long"]) or 0) * 60 if pause else 0)
    if minutes <= 0:
        raise UnclearReplyError("That break is as long as the time worked. Please say it again.")
    return Worked(day or now.astimezone(zone).date(), minutes, what_of(rest))


def what_of(text: str) -> str:
    """What the time went on, in the writer's own words; empty where nothing is left but times and days."""
    tails = [text[one.end() :] for one in AFTER.finditer(text)]
    said = next((tail for tail in tails if not A_DAY.match(tail)), "")
    for piece in (said, text):
        words = NOISE.sub(" ", re.sub(r"\d+(?:[:.,]\d+)?(?:st|nd|rd|th|h|m|am|pm)*|½", " ", piece))
        if re.search(r"[^\W\d_]{2}", words):
            kept = piece if piece is not text else words
            kept = re.sub(
                r"\s+(?:today|yesterday|this (?:morning|afternoon|evening))\W*$",
                "",
                kept,
                flags=re.IGNORECASE,
            )
            return " ".join(re.sub(r"[^\w\s'’&/.,-]", " ", kept).split()).strip(" .,-")
    return ""


def settled(found: object) -> date | None:
    """The one day that a reading names; raises UnclearReplyError for two, or for none that there is."""
    if isinstance(found, When):
        return found.first
    if isinstance(found, Ambiguous):
        names = listed(list(dict.fromkeys(say_day(one.first) for one in found.candidates)), "or")
        raise UnclearReplyError(f"That could be {names}. Which one? Please say it with the month.")
    if isinstance(found, Impossible):
        raise UnclearReplyError(found.why)
    return None


def read_day(text: str, now: datetime, zone: ZoneInfo, *, ahead: bool = False) -> date | None:
    """The day that a text names, in the past unless `ahead`; None where it names none. Raises UnclearReplyError."""
    return settled(read_when(text, now, zone, past=not ahead))


def read_meeting(text: str, now: datetime, zone: ZoneInfo) -> str:
    """A day with two clock times as "
    ""2024-02-28T14:00/16:00"; empty where it is no such thing. Raises UnclearReplyError.

    The times are those of the wall: whose wall it is, is asked for separately.
    """
    found = read_when(text, now, zone)
    if isinstance(found, Ambiguous | Impossible):
        settled(found)
    if not isinstance(found, When) or found.at is None or found.until is None:
        return ""
    start, end = found.at.astimezone(zone), found.until.astimezone(zone)
    return f"{start:%Y-%m-%dT%H:%M}/{end:%H:%M}"
