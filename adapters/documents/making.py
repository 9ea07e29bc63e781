"""The port `Documents`: makes a file, keeps it encrypted beside the uploads, and gives back what a card shows of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Literal

from adapters.documents import calendars, packs, pdf, plots, tables, word, workbooks
from adapters.documents.signing import Signer
from adapters.links import Links
from bot.cards import Attachment
from bot.documents import CalendarEntry, Content, Document, Sheet
from bot.errors import FootholdError
from bot.ports import FileStore

TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def documents_for(
    files: FileStore, secret: str, beside: Path | None, address: str, now: Callable[[], datetime]
) -> FileDocuments:
    """Whoever makes the files of one installation.

    `secret` is FOOTHOLD_SECRET_KEY; where it is not set, the key that a SQLite store keeps in the folder `beside` it
    signs. `address` is where the installation is reached; without a secret nothing opens links.
    """

    def key() -> str:
        kept = beside / "foothold.key" if beside else None
        if secret:
            return secret
        if kept and kept.exists():
            return kept.read_text("utf-8").strip()
        raise FootholdError(
            "Credentials are signed with FOOTHOLD_SECRET_KEY, and it is not set. Please set it first."
        )

    links = Links(secret, address, now) if secret else None
    return FileDocuments(files, links, Signer(key), address)


class FileDocuments:
    """Made in the transaction that speaks of them; one that is rolled back leaves a file that nothing points at."""

    def __init__(self, files: FileStore, links: Links | None, signer: Signer, address: str) -> None:
        """`links` None where there is no server to open them. `address` has no slash at its end."""
        self._files = files
        self._links = links
        self._signer = signer
        self._address = address

    def text(self, document: Document, name: str, form: Literal["docx", "pdf"]) -> Attachment:
        content = word.render(document) if form == "docx" else pdf.render(document)
        return self._kept(content, name, TYPES[form])

    def calendar(self, entries: Sequence[CalendarEntry], name: str) -> Attachment:
        return self._kept(calendars.render(entries), name, "text/calendar")

    def table(self, columns: Sequence[str], rows: Sequence[Sequence[str]], name: str) -> Attachment:
        return self._kept(tables.render(columns, rows), name, "text/csv")

    def data(self, value: Mapping[str, Any], name: str) -> Attachment:
        text = json.dumps(value, indent=2, ensure_ascii=False, default=str)
        return self._kept(text.encode(), name, "application/json")

    def pack(self, parts: Sequence[tuple[str, Content]], name: str) -> Attachment:
        return self._kept(packs.render(parts, self._files.get), name, "application/zip")

    def workbook(self, sheets: Sequence[Sheet], name: str) -> Attachment:
        return self._kept(workbooks.render(sheets), name, TYPES["xlsx"])

    def bars(self, title: str, pairs: Sequence[tuple[str, float]]) -> str:
        return self._files.put(plots.bars(title, pairs))

    def steps(self, title: str, pairs: Sequence[tuple[float, float]], across: str, up: str) -> str:
        return self._files.put(plots.steps(title, pairs, across, up))

    def sign(self, credential: Mapping[str, Any]) -> str:
        return self._signer.sign(credential)

    def link(self, kind: str, values: dict[str, str], *, reader: int, days: int) -> str:
        if self._links is None:
            return ""
        return self._links.make(kind, values, reader=reader, lifetime=timedelta(days=days))

    @property
    def address(self) -> str:
        return self._address

    def forget(self, file_ids: Sequence[str]) -> None:
        for file_id in file_ids:
            self._files.delete(file_id)

    def _kept(self, content: bytes, name: str, media_type: str) -> Attachment:
        return Attachment(name, media_type, self._files.put(content))
