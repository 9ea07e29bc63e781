"""The day of something that no page has a day for ("when is the poster session"): no other date is given for it."""

from __future__ import annotations

import re
from functools import cache, partial

from bot.programme.dates import say_day, say_zone
from bot.understanding.answering import Answer, Question, ask_them
from bot.understanding.normalise import data_lines, nearly, normal

DATED = frozenset(
    {
        "ask_dates",
        "ask_deadline",
        "ask_training",
        "ask_check_in",
        "ask_journal",
        "ask_time_zone",
        "ask_hours",
        "ask_time_commitment",
        "ask_duration",
        "ask_programme",
        "ask_other",
        "unknown",
    }
)
"""The intents whose answers hold dates and hours, which would be taken for those of the thing that was asked about."""
_DAY = r"(?:day|date|time|hour|week|weekday|month|evening|morning)"
_WHEN = rf"(?:when|(?:on |at )?(?:what|which) {_DAY}(?: of the week)?)"
_IS = r"(?:and where )?(?:is|are|was|were|will|would|does|do|did|s)"
_OF = r"(?:date|day|time|hour|week|schedule|timetable)s? (?:of|for)"
_THE = r"(?:the|da|my|our|your|this|that|these|those|a|an)"
_GET = r"(?:get|receive|collect|pick up|have|do|meet|see|attend|give|hand in|go to|come to|join)"
_CLOSING = r"(?:deadline|closing date|due date|cut-off|last day)"
_THING = r"(?P<thing>(?:[a-z0-9][\w'&/-]*)(?: [a-z0-9][\w'&/-]*){0,4}?)"
_HAPPENS = (
    r"(?: (?:be|being|going to be|supposed to be|meant to be))?"
    r"(?: (?:held|on|happening|planned|scheduled|due|happens?|taking place|takes? place|(?:going to )?"
    r"(?:start|begin|end|finish|run)s?|sent(?: out)?|given(?: out)?|announced|over|at))?"
)
_REST = (
    r"(?: (?:in|for|at|on|during|this|next|after|before|of|with|is it) .{1,40}?)?"
    r"(?: (?:please|thanks|thank you|again|exactly|then|though|lol|now|actually|by the way|anyway|"
    r"this year|yet))*(?: \?)*"
)
_ASKED = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b{_WHEN} {_IS} (?:{_THE} )?{_THING}{_HAPPENS}{_REST}$",
        rf"\b(?:what|when)(?:'s|s| is| are)? the {_OF} (?:{_THE} )?{_THING}{_REST}$",
        rf"\b{_WHEN} (?:do|will|can|does|did|should) (?:i|we) {_GET} {_THE} {_THING}{_REST}$",
        rf"\b{_WHEN} {_THE} {_THING} (?:is|are|will be|happens?|takes? place|starts?|begins?){_REST}$",
        rf"^(?:{_THE} )?{_THING} (?:is )?when(?: \?)*$",
    )
)
_OFF = re.compile(
    rf"^(?:and |so |but )?(?:do|can|will|would) (?:i|we) (?:get|have|take) (?:{_THE} )?{_THING} off{_REST}$"
)
_THERE = re.compile(
    rf"^(?:hi |hey |and |so |ok )*(?:is|are|will) there (?:be )?(?:(?:a|an|any|some) )?{_THING}{_REST}$"
)
_TO_DO = re.compile(
    rf"\b{_WHEN} (?:do|will|should|can|does) (?:i|we|my group|our group) (?:present|pitch|perform|demo|rehearse)\b"
    rf"(?: (?:it|this|our \w+|to \w+(?: \w+)?))?{_REST}$"
)
TODAY = re.compile(
    r"^(?:hi |hey |and |so |ok |sorry )*(?:what|which|what's|whats|what is)(?: the)? (?:day|date|time)(?: of the week)?"
    r"(?: is)?(?: (?:is )?(?:it|today|today's|now))(?: (?:today|now))?(?: (?:please|pls|lol|again|btw))*(?: \?)*$"
)
_CLOSES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b{_CLOSING} (?:for|of) (?:{_THE} )?{_THING}{_REST}$",
        rf"^(?:{_THE} )?{_THING} {_CLOSING}(?: when)?(?: \?)*$",
    )
)

_ON_A_DAY = re.compile(
    rf"^(?:is|are|will) {_THE} {_THING}(?: be)? (?:on|in|at|before|after|today|tomorrow|next|this)\b.*"
)
CLOSING = frozenset({"deadline", "date", "dates", "cut-off", "cutoff", "due"})
"""What can stand behind the name of a thing: "the poster deadline"."""

_MEALS = frozenset(["lunch", "breakfast", "dinner", "drinks", "trip", "visit", "tour", "reception"])
_MOVED = ["deadline", "application", "placement", "journal", "check-in", "training", "workshop", "session"]
DATES_OF = frozenset([*_MOVED, *(f"{word}s" for word in _MOVED), "cycle"])
"""What staff move the dates of."""


@cache
def _words() -> dict[str, frozenset[str]]:
    """The words of the list by what they are: "" for what has dates, kind, loose, event, part."""
    found: dict[str, set[str]] = {}
    for line in data_lines("dated_things.txt"):
        name, _, rest = line.rpartition(":")
        found.setdefault(name, set()).update(rest.split())
    return {name: frozenset(words) for name, words in found.items()}


def unsaid(a: Question) -> Answer | None:
    """Say that the page gives no day for what was asked about; None where it may be one of its own dates."""
    if not a.intent.startswith("ask_") and a.intent != "unknown":
        return None
    if TODAY.search(a.words):
        return _today(a)
    if _TO_DO.search(a.words):
        return _silent(a, "The programme's page gives no day or time for that.")
    if named := _unmentioned(a):
        return _silent(a, f"The programme's page does not mention “{named}”.")
    thing = next(
        (
            match["thing"]
            for patterns, fits in (
                (_ASKED, partial(_is_asked, a)),
                (_CLOSES, _is_handed),
                ((_ON_A_DAY,), _is_event),
            )
            for pattern in patterns
            if (match := pattern.search(a.words)) and fits(match["thing"])
        ),
        None,
    )
    if thing is None:
        return None
    return _silent(a, f"The programme's page gives no day or time for “{thing}”.")


def _unmentioned(a: Question) -> str | None:
    """The clinic or the free days that somebody asks whether there are, where no page speaks of such a thing."""
    if (off := _OFF.search(a.words)) and _is_calendar(a, off["thing"]):
        return off["thing"]
    there = _THERE.search(a.words)
    if there is None or not _is_event(there["thing"]) or _MEALS.intersection(there["thing"].split()):
        return None
    return there["thing"]


def _silent(a: Question, why: str) -> Answer:
    return a.answer("not_stated", f"{why} {ask_them(None, a.contact)}")


def _today(a: Question) -> Answer:
    """The day and the hour on the asker's own clock."""
    here = a.now.astimezone(a.zone)
    return a.answer("answer", f"It is {say_day(here.date())}, {here:%H:%M} {say_zone(str(a.zone), a.now)}.")


def only_event(text: str) -> bool:
    """Whether a statement speaks of an event of its own, and of nothing that a programme has dates for by itself."""
    words = set(normal(text).split())
    return bool(words & _words()["event"]) and not words & DATES_OF


def _is_asked(a: Question, thing: str) -> bool:
    return _is_event(thing) or _is_calendar(a, thing) or (a.intent in DATED and _is_other(a, thing))


def _is_calendar(a: Question, thing: str) -> bool:
    """Whether it is a day or a week of everybody's year, and nothing of this programme is named after it."""
    return thing.replace(" ", "_") in _words()["calendar"] and not _named_by(a).intersection(thing.split())


def _is_handed(thing: str) -> bool:
    """Whether words end in something that is handed in or paid on a day of its own."""
    return thing.rsplit(maxsplit=1)[-1] in _words()["handed"] or _is_event(thing)


def _is_event(thing: str) -> bool:
    """Whether words end in a thing of its own, whatever it is named after: "the host dinner"."""
    *beside, last = thing.split()
    return last in _words()["event"] and not _words()["part"].intersection(beside)


def _is_other(a: Question, thing: str) -> bool:
    """Whether words name a thing, and none of those with dates."""
    lists, words = _words(), thing.split()
    if lists["part"].intersection(words):
        return False
    if len(words) > 1 and words[-1] in CLOSING:
        return words[-2] in lists["handed"]
    known = lists[""] | (_named_by(a) - lists["loose"])
    spelled = {nearly(word.removesuffix("'s"), tuple(known | lists["loose"])) for word in words}
    unknown = {word for word in spelled - known - lists["kind"] - lists["loose"] if not word[0].isdigit()}
    return bool(unknown) and not spelled & known


def _named_by(a: Question) -> frozenset[str]:
    """The words by which this programme names its own sessions, cycles and things."""
    programme = a.programme
    names = [one.name for one in programme.sessions]
    names += [name for one in programme.cycles for name in (one.key, one.name, *one.aliases)]
    names += [programme.title, *programme.vocabulary.aliases]
    return frozenset(word for name in names for word in normal(name).split() if not word.isdigit())
