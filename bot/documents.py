"""Files that the bot makes: what stands in them, as plain data, and the port of whoever makes and keeps them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, Protocol, TypeAlias

from bot.cards import Attachment

BlockKind: TypeAlias = Literal["heading", "label", "text", "quiet", "bullet"]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of a document and what it is. Line breaks in a text are kept."""

    kind: BlockKind
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """A document to be set: title, the lines under it, the blocks, and the words at the foot of each page."""

    title: str
    lines: tuple[str, ...]
    blocks: tuple[Block, ...]
    foot: str = ""
    author: str = ""
    language: str = "en-GB"


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """One entry of a calendar. Dates make an all-day entry, `ends` being its last day; instants make a timed one.

    `uid` stays the same for ever, and `sequence` grows with every change, so that calendars follow.
    """

    uid: str
    title: str
    starts: date | datetime
    ends: date | datetime
    zone: str = "UTC"
    where: str = ""
    about: str = ""
    sequence: int = 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: its columns and its rows, as words. `name` stands on the sheet of a workbook."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that somebody uploaded, as it was kept."""

    file_id: str


Content: TypeAlias = Document | Sheet | Kept


class Documents(Protocol):
    """Makes files and keeps them; each comes back as the attachment of a card. Everything here is the outside's."""

    def text(self, document: Document, name: str, form: Literal["docx", "pdf"]) -> Attachment: ...
    def calendar(self, entries: Sequence[CalendarEntry], name: str) -> Attachment: ...
    def table(self, columns: Sequence[str], rows: Sequence[Sequence[str]], name: str) -> Attachment: ...
    def data(self, value: Mapping[str, Any], name: str) -> Attachment: ...
    def pack(self, parts: Sequence[tuple[str, Content]], name: str) -> Attachment:
        """A ZIP of (file name, content): a document becomes a PDF, a sheet a CSV, an upload stays what it is."""

    def workbook(self, sheets: Sequence[Sheet], name: str) -> Attachment:
        """An Excel workbook with these sheets."""

    def bars(self, title: str, pairs: Sequence[tuple[str, float]]) -> str:
        """A picture with a bar for each (label, number): the file id of a PNG, for an `Image`."""

    def steps(self, title: str, pairs: Sequence[tuple[float, float]], across: str, up: str) -> str:
        """A picture of a line that climbs in steps, with the words of both axes: the file id of a PNG."""

    def sign(self, credential: Mapping[str, Any]) -> str:
        """The credential as a signed JWT."""

    def link(self, kind: str, values: dict[str, str], *, reader: int, days: int) -> str:
        """A signed link under /l/ that is valid for so many days; empty where the installation has no address."""

    @property
    def address(self) -> str:
        """The public address of the installation, without a slash at its end; empty where it has none."""

    def forget(self, file_ids: Sequence[str]) -> None:
        """Delete kept files."""
