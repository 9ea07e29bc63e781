"""A file that lists people: with a header or without, by address, by name or by two names; what it is not is said."""

from __future__ import annotations

import io

import pytest
from openpyxl import Workbook

from adapters.importing.chat import FileImporter
from bot.imports import Dropped


class Files(dict):
    """A file store of one test."""

    def delete(self, file_id):
        del self[file_id]

    def get(self, file_id):
        return self[file_id]


def people(content, name="list.csv"):
    return FileImporter(Files(one=content)).people(Dropped("one", name))


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("a@x.example\nb@x.example\n", [(1, "a@x.example", ""), (2, "b@x.example", "")]),
        ("Ada,a@x.example\nBen,b@x.example", [(1, "a@x.example", ""), (2, "b@x.example", "")]),
        ("Email address;Full name\na@x.example;Ada", [(2, "a@x.example", "Ada")]),
        ("First name,Surname\nAda,Lovelace\n\nBen,Carter", [(2, "", "Ada Lovelace"), (4, "", "Ben Carter")]),
    ],
)
def test_rows_with_their_lines(text, rows):
    found = people(text.encode())
    assert [(line, cells.get("email", ""), cells.get("name", "")) for line, cells in found.rows] == rows


def test_a_workbook_with_attendance():
    book = Workbook()
    for row in (("Attendee", "Present"), ("Ada", True), ("Ben", False)):
        book.active.append(row)
    kept = io.BytesIO()
    book.save(kept)
    found = people(kept.getvalue(), "list.xlsx")
    assert [(cells["name"], cells["attended"]) for _, cells in found.rows] == [("Ada", "yes"), ("Ben", "no")]


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2", b"\x00\x01\x02", b"PK\x03\x04 no workbook"])
def test_what_is_no_list_of_people_is_refused_with_the_reason(content):
    assert people(content).refused
