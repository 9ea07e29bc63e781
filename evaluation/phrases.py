"""Training phrases from the files in `training/`: alternatives expanded, gaps filled, and roughened as people type."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.understanding.normalise import tokens

HERE = Path(__file__).parent
ROLES = {"s": "student", "v": "supervisor", "f": "staff"}
PER_LINE = 14
TELLING = 3
"""Words from which a message is more than a keyword ("deadline?"), which rows and phrases may share."""
_EMPTY = frozenset(
    [
        "a",
        "an",
        "the",
        "is",
        "are",
        "do",
        "does",
        "i",
        "to",
        "of",
        "it",
        "for",
        "and",
        "please",
        "?",
        "my",
        "me",
        "you",
        "your",
        "in",
        "on",
        "at",
        "be",
        "so",
        "ok",
        "hi",
    ]
)
_OPEN = re.compile(r"\(([^()]*)\)")
_GAP = re.compile(r"\{(\w+)\}")
_PREFIXED = re.compile(r"\(([svf]+)\) (.*)")
_BEFORE = (
    "hi ", "hello, ", "hey ", "hi there, ", "quick question: ", "sorry, ", "um ", "ok so ", "just wondering ",
    "good morning, ",
    "please ", "hi, i'm a student here. ", "also ", "and ", "one more thing, ", "hey, ", "so ", "wait ",
    "dear team, ",
    "can you tell me ", "i wanted to ask ", "pls ", "excuse me, ", "well ", "btw ", "may i ask ", "i was wondering ",
)  # fmt: skip
_AFTER = (
    "?", "??", " please", " thanks", " thank you", ".", "!", " pls", " thx", " tho", " :)", " lol", " btw",
    " then", " now",
    " for this programme", " exactly", " cheers", " if that makes sense", " asap", " x", " ...", " sorry",
    " again", "?!",
)  # fmt: skip
_SHORT = {
    "you": "u", "are": "r", "your": "ur", "please": "plz", "tomorrow": "tmrw", "when": "wen", "what": "wat",
    "because": "cuz",
    "for": "4", "to": "2", "before": "b4", "and": "n", "with": "w", "thanks": "thx", "people": "ppl", "about": "abt",
    "hours": "hrs", "week": "wk", "weeks": "wks", "the": "da", "i am": "im", "don't": "dont", "can't": "cant",
}  # fmt: skip


@dataclass(frozen=True)
class Phrase:
    """One training message: its words, who says it, what it means, and from which line it was made."""

    text: str
    role: str
    intent: str
    line: str


def lines(folder: Path = HERE / "training") -> Iterator[tuple[str, str, str]]:
    """Give (intent, roles, line) for every line of the training files."""
    for file in sorted(folder.glob("*.txt")):
        if file.name == "fillers.txt":
            continue
        intent, roles = "", "svf"
        for line in file.read_text(encoding="utf-8").splitlines():
            if line.startswith("== "):
                intent, _, named = line[3:].partition(":")
                intent, roles = intent.strip(), named.strip() or "svf"
            elif prefixed := _PREFIXED.fullmatch(line):
                yield intent, prefixed[1], prefixed[2]
            elif line.strip():
                yield intent, roles, line


def fillers(folder: Path = HERE / "training") -> dict[str, list[str]]:
    """Return what can stand in each gap."""
    found: dict[str, list[str]] = {}
    name = ""
    for line in (folder / "fillers.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("== "):
            name = line[3:].strip()
        elif line.strip():
            found.setdefault(name, []).append(line)
    return found


def one_of(line: str, gaps: dict[str, list[str]], chance: random.Random) -> str:
    """Return one way of saying a line: an alternative in each bracket, a filler in each gap."""
    while found := _OPEN.search(line):
        line = line[: found.start()] + chance.choice(found[1].split("|")) + line[found.end() :]
    line = _GAP.sub(lambda gap: chance.choice(gaps[gap[1]]), line)
    return re.sub(r"\s+", " ", line).strip()


def said(line: str, gaps: dict[str, list[str]], chance: random.Random, most: int = PER_LINE) -> list[str]:
    """Return different ways of saying a line, at most `most`."""
    if "(" not in line and "{" not in line:
        return [line]
    return list(dict.fromkeys(one_of(line, gaps, chance) for _ in range(most * 2)))[:most]


def roughen(text: str, chance: random.Random) -> str:
    """Return the text as somebody in a hurry, or on a phone, would type it."""
    words = text.split()
    for _ in range(chance.choice((1, 1, 2))):
        kind = chance.random()
        at = chance.randrange(len(words))
        word = words[at]
        if kind < 0.3:
            words = [_SHORT.get(one, one) if chance.random() < 0.6 else one for one in words]
        elif kind < 0.45 and len(word) > 4:
            cut = chance.randrange(1, len(word) - 1)
            words[at] = word[:cut] + word[cut + 1] + word[cut] + word[cut + 2 :]
        elif kind < 0.6 and len(word) > 4:
            cut = chance.randrange(1, len(word))
            words[at] = word[:cut] + word[cut + 1 :]
        elif kind < 0.68 and len(word) > 3:
            cut = chance.randrange(1, len(word))
            words[at] = word[:cut] + word[cut] + word[cut:]
        elif kind < 0.8:
            words = [one.replace("'", "") for one in words]
        elif kind < 0.9:
            words = [one for one in words if one not in ("the", "a", "is", "of", "do", "to")] or words
        else:
            words = [one.strip("?.,!") for one in words]
    return " ".join(words)


def gist(text: str) -> frozenset[str]:
    """Return the words that make a message what it is: two with the same gist say nearly the same."""
    return frozenset(word for word in tokens(text) if word not in _EMPTY)


def held_back(folder: Path = HERE / "sets") -> set[frozenset[str]]:
    """Return the gists of the evaluation rows, which are never trained on."""
    rows = (line for file in folder.glob("*.txt") for line in file.read_text(encoding="utf-8").splitlines())
    return {gist(row.split("|")[4]) for row in rows if row.strip() and not row.startswith("#")}


def training(seed: int = 7, only: frozenset[str] | None = None) -> list[Phrase]:
    """Return the training messages, without any that says what an evaluation row says.

    `only` keeps those made from the given lines.
    """
    rows = held_back()
    chance = random.Random(seed)
    gaps = fillers()
    made: list[Phrase] = []
    for intent, roles, line in lines():
        wanted = only is None or line in only
        for text in said(line, gaps, chance, 10 if "{" in line else PER_LINE):
            tried = [text]
            if chance.random() < 0.35:
                tried.append(chance.choice(_BEFORE) + text)
            if chance.random() < 0.3:
                tried.append(text + chance.choice(_AFTER))
            if chance.random() < 0.5:
                tried.append(roughen(text, chance))
            if wanted:
                for one in tried:
                    role = chance.choice(roles)
                    if len(text.split()) >= TELLING and gist(one) in rows:
                        continue
                    made.append(Phrase(one, ROLES[role], intent, line))
    return made
