"""Files as people make them: encodings, delimiters, sheets, and those that are no table."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from openpyxl import Workbook

from adapters.importing.tables import UnreadableFileError, read_table

PLAIN = "email,name\nzoë@b.example,Zoë Ö\n"


@pytest.mark.parametrize(
    "content",
    [
        PLAIN.encode(),
        PLAIN.encode("utf-8-sig"),
        PLAIN.encode("utf-16"),
        PLAIN.encode("cp1252"),
        PLAIN.replace(",", ";").encode(),
        PLAIN.replace(",", "\t").encode(),
        PLAIN.replace("\n", "\r\n").encode(),
        PLAIN.replace("\n", "\r").encode(),
        ("sep=;\n" + PLAIN.replace(",", ";")).encode(),
        b"\n\n" + PLAIN.encode(),
        b'"email","name"\n"zo\xc3\xab@b.example","Zo\xc3\xab \xc3\x96"',
    ],
    ids=[
        "utf-8",
        "bom",
        "utf-16",
        "cp1252",
        "semicolon",
        "tab",
        "crlf",
        "cr",
        "sep",
        "blank lines",
        "quoted",
    ],
)
def test_the_same_table_in_many_dialects(content: bytes):
    table = read_table("people.csv", content)
    assert table.header.cells == ("email", "name")
    assert [row.cells for row in table.rows] == [("zoë@b.example", "Zoë Ö")]


def test_a_guess_at_the_encoding_is_said():
    assert "Windows-1252" in read_table("people.csv", PLAIN.encode("cp1252")).notes[0]


def test_lines_are_those_of_the_file():
    table = read_table("a.csv", b'key,summary\n\none,"two\nlines"\ntwo,x\n')
    assert [(row.line, row.cells[0]) for row in table.rows] == [(3, "one"), (5, "two")]


def book(*sheets: list[list[object]]) -> bytes:
    workbook = Workbook()
    workbook.remove(workbook.active)
    for number, rows in enumerate(sheets):
        sheet = workbook.create_sheet(f"Sheet {number}")
        for row in rows:
            sheet.append(row)
    kept = io.BytesIO()
    workbook.save(kept)
    return kept.getvalue()


def test_an_excel_workbook():
    content = book(
        [], [["key", "hours", "opens", "paid", "places"], ["a", 40, dt.datetime(2024, 3, 4), True, 2.5]]
    )
    table = read_table("o.xlsx", content)
    assert table.header.line == 1
    assert table.rows[0].cells == ("a", "40", "2024-03-04", "yes", "2.5")
    assert table.notes == ()


def test_of_several_sheets_the_first_that_holds_something_is_read_and_said():
    table = read_table("o.xlsx", book([["key"], ["a"]], [["other"], ["b"]]))
    assert [row.cells for row in table.rows] == [("a",)]
    assert '"Sheet 0"' in table.notes[0]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b" \n \n", "is empty"),
        (b",,\n,,\n", "holds no rows"),
        (b"PK\x03\x04garbage", "cannot be read as an Excel workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "of the old kind"),
        (b"\x89PNG\r\n\x00\x00\x00", "is not a table"),
        (b"\xff\xfea\x00,\xd8", "cannot be read"),
    ],
)
def test_what_is_no_table_is_refused_with_words(content: bytes, words: str):
    with pytest.raises(UnreadableFileError, match=words):
        read_table("file", content)
