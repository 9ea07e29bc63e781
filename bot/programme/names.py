"""Names as people type them: without accents, in part, with a slip of the finger."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz, utils

from bot.programme.folding import folded

ALIKE = 80
"""How alike two words must be, of 100, to be one with a slip in it."""
LONG_ENOUGH = 4
_REMARK = re.compile(r"\(.*?\)")


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody on a roster, by what they are called."""

    person: int
    name: str
    email: str


def plain(name: str) -> str:
    """A name in small letters, first name first, without accents, punctuation and remarks in brackets."""
    last, comma, first = _REMARK.sub(" ", name).partition(",")
    turned = f"{first} {last}" if comma and "," not in first else name
    return " ".join(utils.default_process(folded(_REMARK.sub(" ", turned))).split())


def who(said: str, everybody: Iterable[Named], *, slips: bool) -> list[Named]:
    """Those whom the words name: every word is one of the name's, or all of it is the address.

    With `slips`, where nobody fits exactly, a word may be a letter or two off.
    """
    if "@" in said:
        return [one for one in everybody if one.email == said.strip().casefold()]
    wanted = plain(said).split()
    of = [(one, plain(one.name).split()) for one in everybody] if wanted else []
    exact = [one for one, words in of if set(wanted) <= set(words)]
    if exact or not slips:
        return exact
    return [one for one, words in of if all(_is_nearly(word, words) for word in wanted)]


def _is_nearly(said: str, words: list[str]) -> bool:
    if said in words:
        return True
    return len(said) >= LONG_ENOUGH and any(fuzz.ratio(said, word) >= ALIKE for word in words)
