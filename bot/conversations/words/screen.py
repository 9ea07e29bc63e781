"""Words that point at what is on screen: a button's label, a row's number, a few words that narrow a list."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from bot.conversations import home, search
from bot.conversations.tables import HOMES
from bot.conversations.words.vocabulary import ASIDE, COMMANDS, FEW_WORDS, LOOKED_FOR, ORDINALS, SURE
from bot.prompts import is_no
from bot.turn import Turn
from bot.understanding.reader import Reading

POINTING_WORDS = """
    number no nr the one that this it of for more about please pls plz show me see open take pick choose i want would
    like on a option row in list to apply
    ok okay yes yeah yep go lets then thanks
"""
POINTING = frozenset(POINTING_WORDS.split())
"""Words that may stand around a number that points at a row; with others it is part of something else."""
LONGEST_POINT = 8
SEVERAL = 2
WORD = re.compile(r"\w+")
AMOUNT = re.compile(r"\d[.,:]\d|[£$€]")
TIMES = re.compile(
    r"\d\s*(?:h|hrs?|hours?|m|mins?|minutes?|am|pm)\b|\d\s*(?:to|-|–|till|until)\s*\d|\b(?:today|yesterday)\b"
)
REFUSES = re.compile(r"(?:no|keep|not (?:now|yet))\b", re.IGNORECASE)
HARMLESS = frozenset({"home", "status", "status.one", "safety.no"})
"""Actions that change nothing."""


def by_label(turn: Turn, text: str) -> bool:
    """A button of the last card, named by its label: the same as pressing it (promise 9)."""
    said = _plain(text)
    named = [one for one in turn.talk.shown if _is_label(str(one["label"]), said)]
    distinct = {(one["action"], tuple(sorted(dict(one["args"]).items()))) for one in named}
    if len(distinct) == 1:
        turn.go(str(named[0]["action"]), **dict(named[0]["args"]))
        return True
    return False


def by_number(turn: Turn, text: str) -> bool:
    """A command, or a row on screen by its number ("2", "details 2", "save the second one")."""
    said = _plain(text)
    shown = turn.talk.shown
    if AMOUNT.search(text):
        return False
    if command := _command(turn, said):
        turn.go(command)
        return True
    rows = max((int(one["row"]) for one in shown), default=0)
    words = said.split()
    number = None if TIMES.search(said) else _number(words, rows)
    if number is None or not rows or len(words) > FEW_WORDS or is_question(text):
        return False
    of_row = [one for one in shown if one["row"] == number]
    labels = {word for one in shown if one["row"] for word in str(one["label"]).casefold().split()}
    if any(word not in POINTING and word not in labels and _number([word], rows) is None for word in words):
        return False
    if not of_row:
        turn.say(f"There is no number {number} on that list; it goes up to {rows}.")
        return True
    if "apply" in words:
        of_row = [{**one, "action": "apply"} for one in of_row if one["action"] == "browse.details"] or of_row
    wanted = [one for one in of_row if set(str(one["label"]).casefold().split()) & set(words)]
    chosen = (wanted or of_row)[0]
    turn.go(str(chosen["action"]), **dict(chosen["args"]))
    return True


def by_row(turn: Turn, text: str) -> bool:
    """A button of the one row whose title the words name: "offer amara", "put ben on the waiting list"."""
    said = set(WORD.findall(text.casefold()))
    if is_question(text) or len(said) > LONGEST_POINT:
        return False
    rows = [one for one in turn.talk.shown if one["row"]]
    titles = {int(one["row"]): set(WORD.findall(str(one["title"]).casefold())) for one in rows}
    named = []
    for one in rows:
        label = set(WORD.findall(str(one["label"]).casefold()))
        others = set().union(*(words for row, words in titles.items() if row != one["row"]))
        if label and label <= said and (said - label) & (titles[int(one["row"])] - others):
            named.append((len(label), one))
    if not named or len({int(one["row"]) for _, one in named}) > 1:
        return False
    _, chosen = max(named, key=lambda pair: pair[0])
    turn.go(str(chosen["action"]), **dict(chosen["args"]))
    return True


def by_refusal(turn: Turn, text: str) -> bool:
    """A no in words ("no keep it"), where one button on screen says no and does nothing else."""
    if not is_no(text):
        return False
    refusing = [one for one in turn.talk.shown if not one["row"] and one["action"] in HARMLESS]
    named = [one for one in refusing if REFUSES.match(str(one["label"]))]
    if len(named) == 1:
        turn.go(str(named[0]["action"]), **dict(named[0]["args"]))
    return len(named) == 1


def _command(turn: Turn, said: str) -> str | None:
    """What a home offers is a command at any time, that of one's own role first; menus of surfaces list them."""
    mine = {_plain(one.label): one.name for one in home.own(turn, HOMES)[1]}
    return mine.get(said) or COMMANDS.get(said) or _of_all_homes().get(said)


@cache
def _of_all_homes() -> dict[str, str]:
    return {_plain(one.label): one.name for _, offered in HOMES.values() for one in offered}


@lru_cache(maxsize=1024)
def _plain(label: str) -> str:
    return " ".join(re.sub(r"[.!?,-]+", " ", label).casefold().split())


def _is_label(label: str, said: str) -> bool:
    """Whether words are the label of a button, what stands before its colon, or its first two or more words."""
    words = _plain(label)
    return said in {words, _plain(label.partition(":")[0])} or (
        len(said.split()) > 1 and words.startswith(f"{said} ")
    )


def narrows(turn: Turn, text: str) -> bool:
    """A few words while a list of placements is on screen, such as "only remote ones": they narrow the list."""
    listed = any(one["row"] and one["action"] == "browse.details" for one in turn.talk.shown)
    if not listed or is_question(text) or len(text.split()) > FEW_WORDS:
        return False
    found = search.filters(turn, text)
    if not set(found) - {"words"}:
        return False
    turn.go("browse", **found)
    return True


def names(turn: Turn, text: str, reading: Reading) -> bool:
    """A student's few words that name a sector, a place, a host or a mode, and nothing else: a search."""
    student = turn.membership is not None and turn.membership.role == "student"
    if not student or is_question(text) or len(text.split()) > FEW_WORDS:
        return False
    found = search.named_only(turn, text)
    if found is None:
        return False
    words = found.get("words", "").split()
    asked = reading.intent.startswith("ask_") or reading.intent in LOOKED_FOR or reading.confidence < SURE
    if reading.intent == "open_details" or (not asked and len(words) < SEVERAL):
        return False
    if (words or len(found) < SEVERAL) and not search.fits(turn, found):
        return False
    turn.go("browse", **found)
    return True


def is_question(text: str) -> bool:
    """Whether words ask something, with or without a question mark."""
    return text.rstrip().endswith("?") or ASIDE.match(text.casefold()) is not None


def _number(words: list[str], rows: int) -> int | None:
    """The row that words point at: "2", "#2", "the second one", "last one", "that one" when there is only one."""
    for word in words:
        if found := re.fullmatch(r"#?(\d{1,2})(?:st|nd|rd|th)?", word):
            return int(found.group(1))
        if word == "last":
            return rows
        if word in ORDINALS:
            return ORDINALS.index(word) + 1
    return 1 if rows == 1 and set(words) & {"it", "that", "this"} else None
