"""Words cut into the pieces that the encoder knows: whole words where they are common, else the longest parts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

CONTINUED = "##"
"""Begins a piece that is not the first of its word."""
UNKNOWN = "[UNK]"
LONGEST = 40
"""Letters from which a word is not looked at."""
_WORD = re.compile(r"[a-z0-9]+|[^\sa-z0-9]")


class Pieces:
    """A vocabulary of pieces: each with its number."""

    def __init__(self, vocabulary: list[str]) -> None:
        self.number: Mapping[str, int] = {piece: at for at, piece in enumerate(vocabulary)}
        self._word = lru_cache(maxsize=20_000)(self._cut)

    def numbers(self, text: str) -> list[int]:
        """Return the numbers of a text's pieces, in order; accents are left off, capitals made small."""
        plain = unicodedata.normalize("NFD", text.casefold())
        bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
        return [number for word in _WORD.findall(bare) for number in self._word(word)]

    def _cut(self, word: str) -> tuple[int, ...]:
        found: list[int] = []
        at = 0
        while at < len(word) <= LONGEST:
            lead = CONTINUED if at else ""
            end = next((end for end in range(len(word), at, -1) if lead + word[at:end] in self.number), at)
            if end == at:
                break
            found.append(self.number[lead + word[at:end]])
            at = end
        return tuple(found) if at == len(word) else (self.number[UNKNOWN],)
