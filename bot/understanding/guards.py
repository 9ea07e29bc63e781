"""The words that must never be missed: danger to oneself, harm by others, and orders hidden in a message.

The rules of `data/guards.txt` come before the model and prefer a false alarm to a miss: what is answered
then is care and a human being. Idioms that only sound like danger are struck out first.
"""

from __future__ import annotations

import re
from functools import cache

from bot.understanding.normalise import clean, data_lines, nearly

KEY_WORDS = (
    "suicide", "suicidal", "overdose", "overdosed", "myself", "himself", "herself", "harass", "harassed",
    "harassing", "harassment",
    "bullied", "bullying", "bullies", "abused", "abusive", "abusing", "assault", "assaulted", "threatened",
    "threatening", "unsafe",
    "blackmail", "blackmailed", "inappropriate", "groomed", "grooming", "stalking", "touched", "touching",
    "bruises", "forced",
    "instructions", "ignore", "disregard", "override", "developer", "prompt", "living", "alive", "paracetamol",
    "system",
)  # fmt: skip


@cache
def _rules() -> dict[str, re.Pattern[str]]:
    found: dict[str, list[str]] = {}
    name = ""
    for line in data_lines("guards.txt"):
        if line.startswith("== "):
            name = line[3:]
        else:
            found.setdefault(name, []).append(line)
    return {name: re.compile("|".join(patterns)) for name, patterns in found.items()}


def _ways(text: str) -> tuple[str, ...]:
    """The text as typed, and with words that are nearly key words put right."""
    plain = clean(text)
    mended = " ".join(nearly(word, KEY_WORDS) for word in plain.split())
    return (plain,) if mended == plain else (plain, mended)


def without_idioms(text: str) -> str:
    """Return the text without the turns of phrase that only sound like danger."""
    return _rules()["harmless"].sub(" ", clean(text))


def danger(text: str) -> str | None:
    """Return "crisis" or "safeguarding" where the words say that somebody may be in danger, else None."""
    rules = _rules()
    ways = [rules["harmless"].sub(" ", way) for way in _ways(text)]
    if any(rules["crisis"].search(way) for way in ways):
        return "crisis"
    return "safeguarding" if any(rules["harm"].search(way) for way in ways) else None


def order_to_the_bot(text: str) -> bool:
    """Tell whether a message carries orders to the machine instead of a wish of a person."""
    return any(_rules()["orders"].search(way) for way in _ways(text))
