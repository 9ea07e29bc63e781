"""Column names as people write them."""

from __future__ import annotations

import pytest

from adapters.importing.columns import Column, ColumnsError, MissingColumnsError, match_columns, plain
from adapters.importing.people import People


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("E-mail", "e mail"),
        ("  Time_Zone ", "time zone"),
        ("timeZone", "time zone"),
        ("Programme supervisor e-mail (QM)", "programme supervisor e mail"),
        ("Naïve*", "naive"),
    ],
)
def test_headers_are_compared_without_their_dress(header: str, words: str):
    assert plain(header) == words


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("E-Mail Address", "email"),
        ("emial adress", "email"),
        ("Full Name", "name"),
        ("Timezone", "time_zone"),
        ("Time  zone", "time_zone"),
        ("University", "institution"),
        ("Level of study", "level"),
        ("Levle of study", "level"),
        ("Guardian's Email", "guardian_email"),
    ],
)
def test_loose_names_are_understood(header: str, column: str):
    titles = (header, "role") if column == "email" else ("email", "role", header)
    assert column in match_columns(titles, People.columns).known


@pytest.mark.parametrize(
    "header", ["Course", "Student number", "Tutor", "Rôle in society", "Zones visited", "Emails"]
)
def test_other_names_become_attributes(header: str):
    columns = match_columns(("email", "role", header), People.columns)
    assert list(columns.further) == [plain(header).replace(" ", "_")]


def test_the_very_name_comes_before_another_name_for_it():
    columns = match_columns(("college", "institution", "email", "role"), People.columns)
    assert columns.known["institution"] == 1
    assert columns.further == {"college": 0}


def test_two_columns_that_mean_the_same_are_refused():
    with pytest.raises(ColumnsError, match='"university" and "school" both look like institution'):
        match_columns(("email", "role", "university", "school"), People.columns)


def test_a_missing_column_is_named_with_those_that_are_there():
    with pytest.raises(ColumnsError, match=r"no column email and no column role. It has: a, b"):
        match_columns(("a", "b"), People.columns)


def test_two_attributes_of_one_name_are_both_kept():
    columns = match_columns(("key", "note", "Note"), (Column("key", required=True),))
    assert columns.attributes(("k", "one", "two")) == {"note": "one", "note_2": "two"}


def test_what_staff_have_said_of_a_column_comes_first():
    told = {"Registry contact": "email", "Year": ""}
    columns = match_columns(("registry  contact", "email", "role", "Year"), People.columns, told)
    assert columns.known["email"] == 0
    assert set(columns.further) == {"email", "year"}


def test_a_column_that_is_said_to_be_none_is_not_guessed():
    assert "level" in match_columns(("email", "role", "level"), People.columns).known
    assert "level" not in match_columns(("email", "role", "level"), People.columns, {"level": ""}).known


def test_what_is_missing_is_named():
    with pytest.raises(MissingColumnsError) as caught:
        match_columns(("Registry contact", "role"), People.columns)
    assert (caught.value.missing, caught.value.header) == (("email",), ("Registry contact", "role"))
