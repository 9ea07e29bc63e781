"""A date that staff move: one whole file before and after, the new sentence sourced to staff, nothing else changed."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.errors import NotFoundError
from bot.programme.amending import move_date
from bot.programme.comparing import what_changed
from bot.programme.loading import load_programme, shipped

ON = dt.date(2024, 1, 24)


def moved(key: str, cycle: str, event: str, day: dt.date) -> tuple[str, list[str]]:
    before = shipped()[key]
    after = move_date(before, cycle, event, day, by="Priya Shah", on=ON)
    changes = what_changed(load_programme(before, key), load_programme(after, key))
    return after, [one.path for one in changes]


def test_a_deadline_moves_with_its_fact_and_its_source():
    text, changed = moved("queen_mary_2024", "spring", "applications", dt.date(2024, 1, 31))
    programme = load_programme(text, "queen_mary_2024")
    fact = programme.facts["deadline_spring"]
    assert programme.cycle("spring").closes.first == dt.date(2024, 1, 31)
    assert "Wednesday 31 January 2024; moved by Priya Shah on Wednesday 24 January 2024" in fact.text
    assert (
        programme.source_of(fact).title == "Priya Shah, staff of the programme, on Wednesday 24 January 2024"
    )
    assert (
        programme.facts["deadline_summer"]
        == load_programme(shipped()["queen_mary_2024"], "x").facts["deadline_summer"]
    )
    assert len(changed) == 3


def test_runs_that_share_one_published_date_move_together():
    text, _ = moved("hku_u21_2025", "1", "applications", dt.date(2025, 11, 20))
    programme = load_programme(text, "hku_u21_2025")
    assert {one.closes.first for one in programme.cycles} == {dt.date(2025, 11, 20)}


@pytest.mark.parametrize(
    ("key", "cycle", "event"),
    [
        ("queen_mary_2024", "summer", "sent_to_hosts"),
        ("queen_mary_2024", "spring", "journal"),
        ("hku_u21_2025", "2", "opens"),
        ("oxford_mip_2023_24", "winter", "applications"),
        ("ixperience_launchpad", "open", "applications"),
        ("idp_generic_2020", "open", "applications"),
        ("queen_mary_2024", "spring", "session:post_workshop"),
        ("queen_mary_2024", "summer", "check_in:midway"),
    ],
)
def test_a_date_can_be_moved_twice_and_back(key: str, cycle: str, event: str):
    once = move_date(shipped()[key], cycle, event, dt.date(2026, 3, 3), by="A", on=ON)
    twice = move_date(once, cycle, event, dt.date(2026, 3, 4), by="B", on=ON)
    back = move_date(twice, cycle, event, dt.date(2026, 3, 3), by="A", on=ON)
    assert load_programme(back, key) == load_programme(once, key)
    assert load_programme(twice, key) != load_programme(once, key)


def test_comments_and_layout_of_the_file_stay():
    before = shipped()["queen_mary_2024"]
    after, _ = moved("queen_mary_2024", "spring", "applications", dt.date(2024, 1, 31))
    assert len(set(before.splitlines()) - set(after.splitlines())) < 8
    assert after.splitlines()[0] == before.splitlines()[0]


def test_what_is_not_there_cannot_be_moved():
    with pytest.raises(NotFoundError, match="no cycle autumn"):
        move_date(shipped()["queen_mary_2024"], "autumn", "applications", ON, by="A", on=ON)
    before = shipped()["queen_mary_2024"]
    without = before[: before.index("\njournal:\n")] + before[before.index("\ncompletion:\n") :]
    with pytest.raises(NotFoundError, match="journal"):
        move_date(without, "spring", "journal", ON, by="A", on=ON)


def test_a_week_stays_a_week_and_a_session_has_its_reason():
    text = move_date(
        shipped()["queen_mary_2024"], "spring", "check_in:midway", dt.date(2024, 3, 27), by="Priya", on=ON
    )
    text = move_date(
        text,
        "spring",
        "session:post_workshop",
        dt.date(2024, 4, 17),
        by="Priya",
        on=ON,
        why="the room is taken",
    )
    programme = load_programme(text, "queen_mary_2024")
    weeks = programme.check_ins[0].when.weeks
    assert (weeks["spring"].first, weeks["summer"].first) == (dt.date(2024, 3, 25), dt.date(2024, 7, 15))
    assert programme.facts["check_in_spring"].text == (
        "The Mid-way check-in is in the week beginning Monday 25 March 2024; moved by Priya on Wednesday 24 January "
        "2024."
    )
    assert programme.facts["post_workshop_spring"].text.endswith(
        "is on Wednesday 17 April 2024; moved by Priya on Wednesday 24 January 2024, because the room is taken."
    )
