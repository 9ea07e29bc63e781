"""Reading typed words: cleaning, counting, and finding the option that a reply means."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from bot.cards import Option

YES = {
    "yes",
    "y",
    "yeah",
    "yep",
    "yup",
    "sure",
    "ok",
    "okay",
    "agree",
    "i agree",
    "true",
    "of course",
    "please do",
    "1",
}
NO = {
    "no",
    "n",
    "nope",
    "nah",
    "not now",
    "no thanks",
    "no thank you",
    "false",
    "0",
    "i do not",
    "i don't",
    "dont",
    "don't",
}

_SURELY_YES = """
    y ye yea yeah yeh yh yep yes yess yup sure agree agreed definitely absolutely
"""
SURELY_YES = frozenset(_SURELY_YES.split())
_SURELY_NO = """
    n no nope nah naa
"""
SURELY_NO = frozenset(_SURELY_NO.split())
_KEEPING = """
    not now yet dont don't do it that this them all keep leave want to stop i me my changed mind
"""
KEEPING = frozenset(_KEEPING.split())
"""What may stand behind a no: "no, keep it", "no i don't want that"."""
_AROUND = """
    hm hmm hmmm um umm uh er erm oh ah aha well ok okay so just lol haha please pls plz thanks thx ty thank you
    then now actually fine right alright sorry i guess think it's its go on ahead that's thats good great
    perfect cool
"""
AROUND = frozenset(_AROUND.split())
"""Small talk around a yes or a no."""
WORDS = re.compile(r"[\w']+")

ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
FILLERS = frozenset(
    {"the", "a", "one", "i", "want", "choose", "pick", "go", "for", "please", "option", "number", "no"}
)


def clean(text: str) -> str:
    """The text without control characters and without space at its ends; line breaks stay."""
    kept = (
        char for char in text if char in "\n\t" or unicodedata.category(char) not in {"Cc", "Cs", "Co", "Cn"}
    )
    return "".join(kept).strip()


def is_yes(text: str) -> bool:
    """Whether a reply says yes and nothing else, whatever small talk stands around it: "hmm ok yes", "yh go on"."""
    said = re.sub(r"[.!]+$", "", clean(text)).casefold()
    if said in YES:
        return True
    words = _words(text)
    core = [word for word in words if word not in AROUND]
    if not core:
        return "?" not in text and bool({"ok", "okay", "fine", "alright"} & set(words) or "go ahead" in said)
    return all(word in SURELY_YES for word in core)


def is_no(text: str) -> bool:
    """Whether a reply says no and nothing else: "hmm no", "no dont", "nah keep it"."""
    said = re.sub(r"[.!]+$", "", clean(text)).casefold()
    if said in NO:
        return True
    words = [word for word in _words(text) if word not in AROUND - KEEPING]
    if words[:1] == ["i"] or not words:
        return False
    first, *rest = words
    starts = first in SURELY_NO | {"dont", "don't"} or words[:2] in (
        ["not", "now"],
        ["not", "yet"],
        ["keep", "it"],
    )
    return starts and all(word in KEEPING | SURELY_NO for word in rest)


def _words(text: str) -> list[str]:
    """The words of a reply, with letters that were held down let go."""
    said = clean(text).casefold().replace("’", "'")
    return [re.sub(r"([a-z])\1{2,}", r"\1", word) for word in WORDS.findall(said)]


def count_words(text: str) -> int:
    """How many words a text has: runs of anything but white space that hold a letter or a digit.

    Scripts without spaces count each ideograph as a word, as word processors do.
    """
    ideographs = len(re.findall(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]", text))
    rest = re.sub(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]", " ", text)
    return ideographs + sum(1 for word in rest.split() if any(char.isalnum() for char in word))


def match_options(text: str, options: Sequence[Option]) -> list[str]:
    """The values of the options that a reply may mean: by its number, its value, its label, or a part of it."""
    said = _bare(text)
    if not said:
        return []
    labels = {option.value: _bare(option.label) for option in options}
    exact = [value for value, label in labels.items() if said in {value.casefold(), label}]
    if exact:
        return exact[:1]
    core = [word for word in said.split() if word not in FILLERS]
    if len(core) == 1 and (place := _place(core[0], len(options))) is not None:
        return [options[place].value] if 0 <= place < len(options) else []
    inside = [value for value, label in labels.items() if said in label or (len(label) > 3 and label in said)]
    if inside:
        return inside
    return [value for value, label in labels.items() if core and set(core) <= set(label.split())]


def _bare(text: str) -> str:
    return re.sub(r"[^\w\s&/#-]", "", clean(text)).strip().casefold()


def _place(word: str, count: int) -> int | None:
    """The index that a word such as "2", "#2", "2nd", "second" or "last" stands for; None for other words."""
    if number := re.fullmatch(r"#?(\d{1,2})(?:st|nd|rd|th)?", word):
        return int(number.group(1)) - 1
    if word == "last":
        return count - 1
    return ORDINALS.index(word) if word in ORDINALS else None
