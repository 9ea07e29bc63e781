"""What was typed, in the spelling that rules and the model know: shorthand, typos, punctuation, numbers in words."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from importlib import resources

LONGEST = 4_000
"""Characters that are read; a longer message is read from its beginning and its end."""

_TOKENS = re.compile(r"[a-z0-9à-ÿ]+(?:['’.:/&+-][a-z0-9à-ÿ]+)*|[£$€%?]")
_QUOTES = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": " - ", "…": " ", "\u00a0": " "}
)
_STRETCHED = re.compile(r"([a-z])\1{2,}")
_UNREADABLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\x00-\x08\x0b-\x1f]")
_LONG_ENOUGH, _LONG = 6, 9
"""Letters from which a word may be taken for a misspelling, by one letter and by two."""
NUMBERS = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
}  # fmt: skip


def data_lines(name: str) -> list[str]:
    """Return the lines of a file of this package's data, comments and empty lines left out."""
    text = resources.files("bot.understanding").joinpath("data", name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@cache
def spellings(name: str = "spellings.txt") -> dict[str, str]:
    """Return what people type for what they mean, by the word typed; `name` is the file of the list."""
    return {
        word: meant.strip()
        for line in data_lines(name)
        for typed, _, meant in [line.partition("->")]
        for word in typed.split()
    }


@cache
def concepts() -> tuple[dict[str, tuple[str, ...]], tuple[tuple[str, str], ...], dict[str, tuple[str, ...]]]:
    """Return what words mean nearly the same: by whole word, by the beginning of a word, by phrase."""
    words: dict[str, list[str]] = {}
    stems: list[tuple[str, str]] = []
    phrases: dict[str, list[str]] = {}
    for line in data_lines("concepts.txt"):
        name, _, rest = line.partition(":")
        for one in rest.split():
            if one.endswith("*"):
                stems.append((one[:-1], name))
            elif "_" in one:
                phrases.setdefault(one.replace("_", " "), []).append(name)
            else:
                words.setdefault(one, []).append(name)
    return (
        {word: tuple(names) for word, names in words.items()},
        tuple(stems),
        {phrase: tuple(names) for phrase, names in phrases.items()},
    )


def clean(text: str) -> str:
    """Return the text in lower case, with plain quotes and no invisible characters; at most LONGEST long."""
    plain = unicodedata.normalize("NFKC", _UNREADABLE.sub("", text)).translate(_QUOTES).casefold()
    if len(plain) > LONGEST:
        plain = f"{plain[: LONGEST // 2]} {plain[-LONGEST // 2 :]}"
    return re.sub(r"\s+", " ", plain).strip()


def tokens(text: str) -> list[str]:
    """Return the words of a text, each in the spelling that is known."""
    known = spellings()
    found: list[str] = []
    for token in _TOKENS.findall(clean(text)):
        word = token if token in known else _STRETCHED.sub(r"\1\1", token)
        word = known.get(word, known.get(_STRETCHED.sub(r"\1", token), word))
        found.extend(word.split())
    return found


def normal(text: str) -> str:
    """Return the text as its known words with single spaces between them."""
    return " ".join(tokens(text))


@lru_cache(maxsize=20_000)
def nearly(word: str, known: tuple[str, ...]) -> str:
    """Return the known word that a long enough word misspells by a letter or two, else the word itself."""
    if len(word) < _LONG_ENOUGH or word in known or not word.isalpha():
        return word
    from rapidfuzz.distance import OSA

    near = min(known, key=lambda one: OSA.distance(word, one, score_cutoff=2))
    allowed = 1 if len(near) < _LONG else 2
    return near if near[0] == word[0] and OSA.distance(word, near) <= allowed else word
