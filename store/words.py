"""Words as they are compared and looked for: folded, and made into a query that can never be a syntax error."""

from __future__ import annotations

import re
from typing import Literal, TypeAlias

from bot.programme.folding import folded

Reach: TypeAlias = Literal["all", "beginnings", "any"]
REACHES: tuple[Reach, ...] = ("all", "beginnings", "any")

_WORD = re.compile(r"[^\W_]+")
_MOST_WORDS = 16

# Words that say nothing of what is looked for. "it" is not among them: it is also a sector.
_EMPTY = frozenset(
    """a about all also am an and any are as at be by can do for from get give have i id im in is like looking me my of
    on or please show some something that the there to want what which with would you""".split()  # noqa: SIM905
)


def words_in(text: str) -> list[str]:
    """The words of a text in small letters, without accents and punctuation."""
    return _WORD.findall(folded(text))


def fold(text: str) -> str:
    """A text as filters compare it: equal for "Arts & Culture" and "arts, culture"."""
    return " ".join(words_in(text))


def spaced(text: str) -> str:
    """A folded text with space around each word, in which whole words can be found."""
    return f" {fold(text)} "


def wanted(text: str) -> list[str]:
    """The words that a search is about; none when it says nothing."""
    found = list(dict.fromkeys(words_in(text)))
    return [word for word in found if word not in _EMPTY][:_MOST_WORDS]


def for_fts5(words: list[str], reach: Reach) -> str:
    """A query for SQLite's FTS5."""
    star = "" if reach == "all" else "*"
    return (" OR " if reach == "any" else " AND ").join(f'"{word}"{star}' for word in words)


def for_tsquery(words: list[str], reach: Reach) -> str:
    """A query for PostgreSQL's to_tsquery."""
    star = "" if reach == "all" else ":*"
    return (" | " if reach == "any" else " & ").join(f"'{word}'{star}" for word in words)
