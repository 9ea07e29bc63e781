"""Which column of a file is which: exact names first, then other names for the same, then names nearly right."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from bot.errors import FootholdError

NEARLY = 88.0  # of 100: one or two letters wrong in a name of ordinary length
SHORTEST = 5  # letters; a shorter name that is nearly right is too often another word


class ColumnsError(FootholdError):
    """The columns of this file are not what is needed."""

    mend = "Rename the columns in the first line of the file, and import it again."


class MissingColumnsError(ColumnsError):
    """Columns that every such file must have are not there by any name that is known."""

    def __init__(self, missing: tuple[str, ...], header: tuple[str, ...]) -> None:
        super().__init__(
            f"The first line has no column {' and no column '.join(missing)}. "
            f"It has: {', '.join(title for title in header if title) or 'nothing'}."
        )
        self.missing = missing
        self.header = header


@dataclass(frozen=True, slots=True)
class Column:
    """A column that an import knows: its name, what else people call it, whether every file must have it."""

    name: str
    aliases: tuple[str, ...] = ()
    required: bool = False


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each known column stands in the file, and the further ones, which become attributes.

    `read_as` says which header was taken for which column where the two differ.
    """

    known: Mapping[str, int]
    further: Mapping[str, int]
    read_as: tuple[tuple[str, str], ...] = ()

    def values(self, cells: tuple[str, ...]) -> dict[str, str]:
        """A row's cells by known column; missing cells are empty."""
        return {name: cells[place] if place < len(cells) else "" for name, place in self.known.items()}

    def attributes(self, cells: tuple[str, ...]) -> dict[str, str]:
        """A row's further cells by column name."""
        return {name: cells[place] if place < len(cells) else "" for name, place in self.further.items()}


def plain(header: str) -> str:
    """A header without case, accents, punctuation and what stands in brackets."""
    bare = re.sub(r"\([^)]*\)|\*", " ", header)
    letters = unicodedata.normalize("NFKD", bare).encode("ascii", "ignore").decode()
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", letters)
    return " ".join(re.findall(r"[a-z0-9]+", parted.casefold()))


def match_columns(
    header: tuple[str, ...], wanted: tuple[Column, ...], told: Mapping[str, str] | None = None
) -> Columns:
    """Find the wanted columns in a header; raises ColumnsError for a missing one or two that mean the same.

    What staff have `told` of a header (the column that it is, or that it is none) comes first, then a column that has
    the very name, then one that is called by another name for it.
    """
    titles = {place: plain(title) for place, title in enumerate(header) if plain(title)}
    meant = {plain(title): name for title, name in (told or {}).items()}
    known: dict[str, int] = {}
    _take(known, header, {place: meant[words] for place, words in titles.items() if meant.get(words)})
    said = {place: words for place, words in titles.items() if words not in meant}
    for names in (
        {plain(column.name): column.name for column in wanted},
        {plain(alias): column.name for column in wanted for alias in column.aliases},
    ):
        free = {words: name for words, name in names.items() if name not in known}
        _take(known, header, {place: free[words] for place, words in said.items() if words in free})
    free = {
        plain(name): column.name
        for column in wanted
        for name in (column.name, *column.aliases)
        if column.name not in known
    }
    taken = set(known.values())
    nearly = {place: _nearly(words, free) for place, words in said.items() if place not in taken}
    _take(known, header, {place: name for place, name in nearly.items() if name})
    missing = [column.name for column in wanted if column.required and column.name not in known]
    if missing:
        raise MissingColumnsError(tuple(missing), header)
    further: dict[str, int] = {}
    for place, words in titles.items():
        if place not in known.values():
            further[_attribute(words, further)] = place
    differing = [
        (header[place].strip(), name) for name, place in known.items() if header[place].strip() != name
    ]
    return Columns(known, further, tuple(differing))


def _take(known: dict[str, int], header: tuple[str, ...], found: Mapping[int, str]) -> None:
    for place, name in found.items():
        if name in known:
            raise ColumnsError(
                f'The columns "{header[known[name]]}" and "{header[place]}" both look like {name}. '
                "Please keep one of them."
            )
        known[name] = place


def _nearly(said: str, names: Mapping[str, str]) -> str | None:
    if len(said) < SHORTEST:
        return None
    likely = [name for name in names if len(name) >= SHORTEST]
    found = process.extractOne(said, likely, scorer=fuzz.ratio, score_cutoff=NEARLY)
    return names[found[0]] if found else None


def _attribute(said: str, taken: Mapping[str, int]) -> str:
    name = said.replace(" ", "_")
    number = 2
    while name in taken:
        name, number = f"{said.replace(' ', '_')}_{number}", number + 1
    return name
