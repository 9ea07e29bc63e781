"""Several files in one ZIP."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from io import BytesIO

from adapters.documents import pdf, tables
from bot.documents import Content, Document, Kept, Sheet

MADE = (1980, 1, 1, 0, 0, 0)
"""The same instant for every file, so that the same content makes the same pack."""


def render(parts: Sequence[tuple[str, Content]], fetch: Callable[[str], bytes]) -> bytes:
    """The bytes of a ZIP; `fetch` gives an upload by its file id. Two files of one name get a number."""
    out = BytesIO()
    taken: set[str] = set()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts:
            packed.writestr(zipfile.ZipInfo(_free(name, taken), MADE), _bytes(content, fetch))
    return out.getvalue()


def _bytes(content: Content, fetch: Callable[[str], bytes]) -> bytes:
    match content:
        case Document():
            return pdf.render(content)
        case Sheet(columns=columns, rows=rows):
            return tables.render(columns, rows)
        case Kept(file_id=file_id):
            return fetch(file_id)


def _free(name: str, taken: set[str]) -> str:
    stem, _, ending = name.rpartition(".")
    free, number = name, 2
    while free.casefold() in taken:
        free, number = f"{stem} {number}.{ending}", number + 1
    taken.add(free.casefold())
    return free
