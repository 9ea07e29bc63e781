"""Uploads: what a file really is."""

from __future__ import annotations

import io
import zipfile

import pytest

from adapters.uploads import LARGEST, kind_of, looked_at
from bot.activities import Upload


def packed(*names: str, **contents: bytes) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        for name in names:
            archive.writestr(name, contents.get(name, b"x"))
    return kept.getvalue()


DOCX = packed("[Content_Types].xml", "word/document.xml")
XLSX = packed("xl/workbook.xml")
ODT = packed("mimetype", mimetype=b"application/vnd.oasis.opendocument.text")
PDF = b"%PDF-1.7\n..."
PNG = b"\x89PNG\r\n\x1a\n...."


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, "pdf"), (b"\n\n" + PDF, "pdf"), (DOCX, "docx"), (XLSX, "xlsx"), (ODT, "odt"), (packed("a"), "zip"),
        (PNG, "png"), (b"\xff\xd8\xff\xe0", "jpg"), (b"{\\rtf1", "rtf"), (b"MZ\x90", "exe"), (b"PKnothing", ""),
        ("Grüße".encode(), "txt"), (b"\x00\x01", ""), ("Grüße".encode("utf-16"), "txt"),
    ],
)  # fmt: skip
def test_what_content_says_that_it_is(content, kind):
    assert kind_of(content) == kind


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("cv.pdf", PDF), ("CV.PDF", PDF), ("cv.docx", DOCX), ("me.jpeg", b"\xff\xd8\xff\xe0"), ("a.txt", b"hello"),
        ("list.csv", b"a,b"), ("a.odt", ODT), ("notes.pages", b"anything that is text"),
    ],
)  # fmt: skip
def test_a_file_that_is_what_it_says(name, content):
    seen = looked_at(Upload(name, "x/y", 0, "s"), content)
    assert (seen.problem, seen.size) == (None, len(content))


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("cv.pdf", b"MZ\x90", "not really a PDF"),
        ("cv.pdf", DOCX, "not really a PDF"),
        ("cv.docx", packed("a"), "not really a DOCX"),
        ("cv.docx", b"PK damaged", "not really a DOCX"),
        ("cv", PDF, "no ending"),
        ("picture", b"\xff\xd8\xff", "no ending"),
        ("cv.pdf", b"", "is empty"),
        ("cv.pdf", PDF + b" " * LARGEST, "the most is 25 MB"),
        ("photo.png", b"\x00\x01\x02", "not really a PNG"),
        ("thing.odd", b"MZ\x90", "not really a ODD"),
    ],
)
def test_a_file_that_is_not(name, content, words):
    assert words in looked_at(Upload(name, "x/y", 0, "s"), content).problem


@pytest.mark.parametrize(
    ("content", "name", "media"),
    [(b"\x89PNG\r\n\x1a\n", "picture.png", "image/png"), (b"\xff\xd8\xff", "picture.jpg", "image/jpeg")],
)
def test_a_pasted_picture_that_nobody_has_named_is_named_by_what_it_is(content, name, media):
    seen = looked_at(Upload("picture", "image/*", 0, "s"), content)
    assert (seen.name, seen.media_type, seen.problem) == (name, media, None)


def test_what_comes_as_a_pasted_picture_and_is_none_is_not_taken():
    assert "no ending" in looked_at(Upload("picture", "image/*", 0, "s"), PDF).problem
