"""What the model looks at: words, pairs of words, parts of words, and what they mean, for one message of one role."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import pairwise

from bot.understanding.normalise import concepts, data_lines, tokens

_SHORTEST, _LONGEST = 3, 5
_NUMBER = re.compile(r"[£$€]?\d[\d.:/,-]*(?:st|nd|rd|th|am|pm|h|hrs?|%)?")
_WEIGHT = {"c": 0.4, "k": 2.0, "kk": 0.8, "p": 2.0}
"""How much a kind of feature counts: meanings more, parts of words less. The rest count 1."""
_MANY = 60
"""Words that are looked at: in a longer message those at the beginning and the end."""


@lru_cache(maxsize=20_000)
def _parts(word: str) -> tuple[str, ...]:
    """The parts of a word that survive a typo: its character n-grams, its ends marked."""
    marked = f"<{word}>"
    return tuple(
        f"c:{marked[at : at + size]}"
        for size in range(_SHORTEST, _LONGEST + 1)
        for at in range(len(marked) - size + 1)
    )


@cache
def _longest_phrase() -> int:
    return max(phrase.count(" ") for phrase in concepts()[2]) + 1


@lru_cache(maxsize=20_000)
def meanings(word: str) -> tuple[str, ...]:
    """Return the concepts that one word stands for."""
    words, stems, _ = concepts()
    found = list(words.get(word, ()))
    found += [name for stem, name in stems if word.startswith(stem)]
    return tuple(dict.fromkeys(found))


def meant(words: list[str]) -> list[str]:
    """Return the concepts of a list of words, each once, in order."""
    phrases = concepts()[2]
    found: dict[str, None] = {}
    for at, word in enumerate(words):
        for name in meanings(word):
            found[name] = None
        for size in range(2, _longest_phrase() + 1):
            for name in phrases.get(" ".join(words[at : at + size]), ()):
                found[name] = None
    return list(found)


def features(text: str, role: str) -> list[str]:
    """Return the features of a message, each once."""
    words = tokens(text)
    asks = "?" in words
    plain = " ".join(words)
    words = ["#" if _NUMBER.fullmatch(word) else word for word in words if word != "?"]
    if len(words) > _MANY:
        words = [*words[: _MANY // 2], *words[-_MANY // 2 :]]
    found: dict[str, None] = {f"r:{role}": None, f"q:{asks}": None, f"n:{min(len(words), 12) // 3}": None}
    edged = ["<", *words, ">"]
    for at, word in enumerate(words):
        found[f"w:{word}"] = None
        if at + 2 < len(words):
            found[f"s:{word} {words[at + 2]}"] = None
        for part in _parts(word):
            found[part] = None
    for first, second in pairwise(edged):
        found[f"b:{first} {second}"] = None
    for at in range(len(edged) - 2):
        found[f"t:{edged[at]} {edged[at + 1]} {edged[at + 2]}"] = None
    for name, cue in _cues():
        if cue.search(plain):
            found[f"p:{name}"] = None
            found[f"pr:{role} {name}"] = None
            found[f"pq:{asks} {name}"] = None
    ideas = meant(words)
    opening = " ".join(words[:2])
    for idea in ideas:
        found[f"k:{idea}"] = None
        found[f"kr:{role} {idea}"] = None
        found[f"ko:{opening} {idea}"] = None
    ideas = sorted(ideas)[:14]
    for at, idea in enumerate(ideas):
        for other in ideas[at + 1 :]:
            found[f"kk:{idea} {other}"] = None
    return list(found)


@cache
def _cues() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The turns of phrase of `cues.txt`, by name."""
    return tuple(
        (name, re.compile(pattern.strip()))
        for line in data_lines("cues.txt")
        for name, _, pattern in [line.partition(":")]
    )


def weight(name: str) -> float:
    """Return how much a feature counts, by its kind."""
    return _WEIGHT.get(name.partition(":")[0], 1.0)
