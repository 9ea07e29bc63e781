"""Files of rows that staff drop in the chat, as plain data, and the port of whoever reads and imports them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol, TypeAlias, get_args

from bot.ports import UnitOfWork
from bot.programme.bad_rows import Bad
from bot.programme.definition import Programme
from bot.programme.people import Role

Kind: TypeAlias = Literal["people", "opportunities", "placements", "decisions"]
KINDS: tuple[Kind, ...] = get_args(Kind)
ENDINGS = ("csv", "xlsx", "tsv", "txt")


@dataclass(frozen=True, slots=True)
class Dropped:
    """A file as it lies in the file store."""

    file_id: str
    name: str


@dataclass(frozen=True, slots=True)
class Asker:
    """Who imports, and which roles they may give."""

    person: int
    gives: Collection[Role]


@dataclass(frozen=True, slots=True)
class Looked:
    """What an import comes to, or has come to. With a `bad` row nothing is imported at all.

    `read_as` says which header was taken for which column, `attributes` which are kept as they are; `refused` is why
    the file as a whole cannot be read, `notes` what had to be assumed to read it. `missing` are columns that it must
    have and has not among its `headers`; `told` is set where columns were read as staff have said.
    """

    rows: int = 0
    new: int = 0
    changed: int = 0
    same: int = 0
    untouched: int = 0
    bad: tuple[Bad, ...] = ()
    examples: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    read_as: tuple[tuple[str, str], ...] = ()
    attributes: tuple[str, ...] = ()
    refused: str = ""
    missing: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()
    told: bool = False


@dataclass(frozen=True, slots=True)
class Rows:
    """A file that is read and not imported: each row with its line and its known cells."""

    rows: tuple[tuple[int, Mapping[str, str]], ...] = ()
    notes: tuple[str, ...] = ()
    read_as: tuple[tuple[str, str], ...] = ()
    refused: str = ""


class Importer(Protocol):
    """Reads the files and imports them, within the unit of work that it is given. A bad file raises nothing."""

    def kinds(self, unit: UnitOfWork, file: Dropped, programme: Programme) -> Sequence[Kind]:
        """What the file can be by its columns, the likeliest first; nothing where it cannot be read."""

    def headers(self, file: Dropped) -> Sequence[str]:
        """The first line of the file; nothing where it cannot be read."""

    def column(self, kind: Kind, words: str) -> str | None:
        """The column of such files that words name; None where there is none."""

    def read(
        self,
        unit: UnitOfWork,
        kind: Kind,
        file: Dropped,
        programme: Programme,
        at: datetime,
        asker: Asker,
        *,
        dry_run: bool,
    ) -> Looked:
        """Import all of it, or, with a bad row, nothing; with `dry_run` only say what it would come to."""

    def decisions(self, unit: UnitOfWork, file: Dropped, programme: Programme) -> Rows:
        """The rows of a file of decisions: application, email, name, placement, decision, reason."""

    def one(
        self,
        unit: UnitOfWork,
        kind: Kind,
        row: Mapping[str, str],
        programme: Programme,
        at: datetime,
        asker: Asker,
        *,
        dry_run: bool,
    ) -> Looked:
        """The same for one row given by its columns: what is wrong with it, or what it comes to."""

    def people(self, file: Dropped) -> Rows:
        """The rows of a list of people: email, name, attended; a list of addresses alone needs no header."""

    def forget(self, file: Dropped) -> None:
        """Delete it."""
