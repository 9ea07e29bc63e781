"""Right after hours were logged: “sorry it was 4”, “tuesday was wrong it was wednesday”, “and 2 today”."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from bot.conversations.placement import hours, mine
from bot.conversations.placement.hours_total import own_hours
from bot.conversations.placement.said_times import Worked, read_hours
from bot.programme.hours import HoursEntry
from bot.turn import Turn
from bot.understanding.dates import When, read_when
from bot.understanding.normalise import clean

_SLIP = r"(?:(?:sorry|no|oops|wait|wrong|actually|i meant?|that(?: was|'?s) wrong|mistake|my bad|ah|oh),? ?)"
_DAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|today|yesterday)"
AMOUNT = re.compile(
    rf"(?P<slip>{_SLIP}*)(?P<was>(?:it|that|this|i)(?: was|'s| is| did| meant| should(?:'ve| have)? be(?:en)?)? )?"
    r"(?:only |actually |really |just )?(?P<number>\d+(?:[.,]\d+)?) ?(?P<unit>h|hrs?|hours?|m|mins?|minutes?)?"
    r"(?:,? (?:actually|sorry|lol|not \d+\w*))*[.! ]*"
)
DAY = re.compile(
    rf"{_SLIP}*(?:(?P<wrong>{_DAY}) (?:was|is) wrong,? (?:and )?)?(?:it|that) (?:was|should be|"
    rf"should have been) (?:on |actually )*"
    rf"(?P<right>{_DAY})(?:,? not (?:on )?(?P<not>{_DAY}))?[.! ]*"
)
MORE = re.compile(r"(?:and|also|plus|another|then)\b.*")
BARE = re.compile(rf"\b(\d+(?:[.,]\d+)?)(?= (?:more |on )?(?:{_DAY}|this )\b)")


def heard(turn: Turn, text: str) -> bool:
    """Put right, or add to, what was just logged; False where nothing was, or the words say something else."""
    last = _just_logged(turn)
    if last is None:
        return False
    said = clean(text)
    if found := AMOUNT.fullmatch(said):
        if not found["slip"] and not found["was"]:
            return False
        number = float(found["number"].replace(",", "."))
        in_minutes = (found["unit"] or "h").startswith("m")
        _instead(turn, last, Worked(last.day, round(number if in_minutes else number * 60), last.what))
        return True
    if found := DAY.fullmatch(said):
        return _other_day(turn, last, found["right"], found["wrong"] or found["not"])
    if MORE.match(said):
        more = BARE.sub(r"\1h", re.sub(r"\banother (?=hour|half)", "an ", said))
        if worked := read_hours(more, turn.now, turn.zone):
            hours.log(turn, mine.own(turn, last.placement), worked)
            return True
    return False


def _just_logged(turn: Turn) -> HoursEntry | None:
    """The last entry that can be undone on screen."""
    undos = [one for one in turn.talk.shown if one["action"] == "hours.undo"]
    if not undos:
        return None
    entry = own_hours(turn, {"entry": str(dict(undos[-1]["args"])["entry"])})
    return None if entry.removed else entry


def _other_day(turn: Turn, last: HoursEntry, right: str, wrong: str | None) -> bool:
    to, old = _day(turn, right), _day(turn, wrong) if wrong else last.day
    entries = turn.unit.hours.of_placement(turn.scope, last.placement)
    meant = [one for one in entries if one.day == old and not one.removed]
    if to is None or len(meant) != 1:
        return False
    _instead(turn, meant[0], Worked(to, meant[0].minutes, meant[0].what))
    return True


def _day(turn: Turn, words: str) -> date | None:
    when = read_when(words, turn.now, turn.zone, past=True)
    return when.first if isinstance(when, When) else None


def _instead(turn: Turn, entry: HoursEntry, worked: Worked) -> None:
    turn.unit.hours.save(replace(entry, removed=True))
    hours.log(turn, mine.own(turn, entry.placement), [worked])
