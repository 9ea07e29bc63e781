"""Reads a CSV or Excel file into rows of text, whatever its encoding, delimiter or sheet; each row with its line."""

from __future__ import annotations

import codecs
import csv
import datetime as dt
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from bot.errors import FootholdError

DELIMITERS = ",;\t|"
LARGEST_UNPACKED = 1_000_000_000  # bytes; an Excel file is a zip, and a small zip can unpack without end
LONGEST_CELL = 1_000_000  # characters
BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


class UnreadableFileError(FootholdError):
    """This file cannot be read."""

    mend = "Save it as CSV (UTF-8) or as an Excel workbook (.xlsx), and try again."


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: its line in the file (the first of several, where a cell has line breaks), its cells."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The header and the rows that hold anything. `notes` says what had to be assumed to read it."""

    header: Row
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()


def read_table(name: str, content: bytes) -> Table:
    """The table in a file of that name; raises UnreadableFileError."""
    if not content.strip():
        raise UnreadableFileError(f'"{name}" is empty.')
    notes: list[str] = []
    if content.startswith(b"PK\x03\x04"):
        rows = _excel(name, content, notes)
    elif content.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableFileError(f'"{name}" is an Excel file of the old kind (.xls).')
    else:
        rows = _csv(name, _text(name, content, notes))
    filled = [row for row in rows if any(row.cells)]
    if not filled:
        raise UnreadableFileError(f'"{name}" holds no rows.')
    return Table(filled[0], tuple(filled[1:]), tuple(notes))


def _text(name: str, content: bytes, notes: list[str]) -> str:
    for mark, encoding in BOMS:
        if content.startswith(mark):
            try:
                return content.decode(encoding)
            except UnicodeDecodeError as error:
                raise UnreadableFileError from error
    if b"\x00" in content[:4096]:
        raise UnreadableFileError(f'"{name}" is not a table.')
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        notes.append(
            "The file is not in UTF-8; it was read as Windows-1252. Please check names with accents."
        )
        return content.decode("cp1252", errors="replace")


def _csv(name: str, text: str) -> Iterator[Row]:
    csv.field_size_limit(LONGEST_CELL)
    start = 0
    if text[:4].casefold() == "sep=":  # what Excel writes to name the delimiter
        delimiter, start = text[4], 1
        text = text.partition("\n")[2]
    else:
        delimiter = _delimiter(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True)
    before = 0
    try:
        for cells in reader:
            yield Row(start + before + 1, tuple(cell.strip() for cell in cells))
            before = reader.line_num
    except csv.Error as error:
        raise UnreadableFileError(
            f'"{name}" cannot be read after line {start + before}: a quotation mark may be missing. Please check it.'
        ) from error


def _delimiter(text: str) -> str:
    head = next((line for line in text.splitlines() if line.strip()), "")
    return max(DELIMITERS, key=lambda one: len(next(csv.reader([head], delimiter=one), [])))


def _excel(name: str, content: bytes, notes: list[str]) -> Iterator[Row]:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > LARGEST_UNPACKED:
                raise UnreadableFileError(f'"{name}" unpacks to more than a gigabyte.')
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as error:
        raise UnreadableFileError(f'"{name}" cannot be read as an Excel workbook.') from error
    try:
        filled = 0
        for sheet in book.worksheets:
            rows = [
                Row(line, cells)
                for line, row in enumerate(sheet.iter_rows(values_only=True), start=1)
                if any(cells := tuple(_cell(value) for value in row))
            ]
            filled += bool(rows)
            if filled == 1 and rows:
                chosen, title = rows, sheet.title
        if filled > 1:
            notes.append(f'The workbook has {filled} sheets with something in them; only "{title}" was read.')
        return iter(chosen if filled else [])
    finally:
        book.close()


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case dt.datetime() if value.time() == dt.time():
            return value.date().isoformat()
        case dt.datetime() | dt.date() | dt.time():
            return value.isoformat()
        case float() if value.is_integer():
            return str(int(value))
        case _:
            return str(value).strip()
