"""Cells: what is read, and what is refused because it could be read in two ways."""

from __future__ import annotations

import datetime as dt

import pytest

from adapters.importing import values
from adapters.importing.values import CellError


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-03-04", dt.date(2024, 3, 4)),
        ("2024/3/4", dt.date(2024, 3, 4)),
        ("4 March 2024", dt.date(2024, 3, 4)),
        ("4th mar 2024", dt.date(2024, 3, 4)),
        ("March 4, 2024", dt.date(2024, 3, 4)),
        ("28/01/2024", dt.date(2024, 1, 28)),
        ("01/28/2024", dt.date(2024, 1, 28)),
        ("04.04.2024", dt.date(2024, 4, 4)),
    ],
)
def test_days(text: str, day: dt.date):
    assert values.day(text) == day


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("03/04/2024", "two ways"),
        ("2024-02-30", "no date"),
        ("31 April 2024", "no date"),
        ("soon", "not a date"),
        ("4 Ma 2024", "not a date"),
        ("4/3/24", "not a date"),
    ],
)
def test_days_that_are_none(text: str, words: str):
    with pytest.raises(CellError, match=words):
        values.day(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Europe/London", "Europe/London"), ("europe/london", "Europe/London"), ("London", "Europe/London"),
        ("Hong Kong", "Asia/Hong_Kong"), ("UTC", "UTC"), ("sao paulo", "America/Sao_Paulo"),
    ],
)  # fmt: skip
def test_zones(text: str, name: str):
    assert values.zone(text) == name


@pytest.mark.parametrize("text", ["Londn", "Mars/Base", "+01:00", "../etc/passwd"])
def test_zones_that_are_none(text: str):
    with pytest.raises(CellError, match="not a time zone"):
        values.zone(text)


@pytest.mark.parametrize(
    ("text", "email"),
    [
        ("A@B.Example", "a@b.example"),
        ("mailto:a@b.example", "a@b.example"),
        ("<a.b+c@x.y.example>", "a.b+c@x.y.example"),
    ],
)
def test_addresses(text: str, email: str):
    assert values.address(text) == email


@pytest.mark.parametrize(
    "text", ["a", "a@b", "@b.example", "a b@c.example", "a@b.example, c@d.example", "a@.example"]
)
def test_addresses_that_are_none(text: str):
    with pytest.raises(CellError, match="not an e-mail address"):
        values.address(text)


@pytest.mark.parametrize(
    ("text", "number"), [("40", 40.0), ("37.5", 37.5), ("37,5", 37.5), ("40 hours", 40.0), ("8h", 8.0)]
)
def test_numbers(text: str, number: float):
    assert values.number(text) == number


@pytest.mark.parametrize("text", ["-1", "about 40", "4-5", "1e3", "nan", "1,000"])
def test_numbers_that_are_none(text: str):
    with pytest.raises(CellError, match="is not a number"):
        values.count(text)


def test_lists_are_parted_by_semicolons_before_commas():
    assert values.listed("writing, research") == ("writing", "research")
    assert values.listed("reading, writing; research;") == ("reading, writing", "research")


def test_a_choice_names_the_choices():
    with pytest.raises(CellError, match="it can be hybrid, in_person or remote"):
        values.chosen("on the moon", values.MODES, "way of working")
