"""When a journal asks to be written: only where the plan is on, on days of the placement, STAR at the end."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.programme.definition import JournalPlan
from bot.programme.journal_plan import prompts
from bot.programme.nudges import due
from bot.programme.planned import Snapshot
from tests.programme.shipped import person, placement, programme

DAYS = st.dates(date(2023, 1, 1), date(2026, 12, 31))
WEEKLY = JournalPlan(on=True)


def test_every_shipped_plan_is_off():
    for key in ("queen_mary_2024", "oxford_mip_2023_24", "hku_u21_2025", "ixperience_launchpad"):
        assert prompts(programme(key).journal.plan, date(2024, 3, 4), date(2024, 4, 5)) == ()


def test_weekly_is_the_friday_of_each_of_the_five_weeks():
    found = prompts(WEEKLY, date(2024, 3, 4), date(2024, 4, 5))
    assert [(day.isoformat(), kind) for day, kind in found] == [
        ("2024-03-08", "three_turns"), ("2024-03-15", "three_turns"), ("2024-03-22", "three_turns"),
        ("2024-03-29", "three_turns"), ("2024-04-05", "star"),
    ]  # fmt: skip


def test_a_placement_of_two_to_five_days_is_asked_by_day_or_by_fraction():
    """T12: weeks make no sense there."""
    days = date(2023, 12, 5), date(2023, 12, 8)
    assert [day.day for day, _ in prompts(JournalPlan(on=True, every="day"), *days)] == [5, 6, 7, 8]
    half = prompts(JournalPlan(on=True, every="fraction", fraction=0.5), *days)
    assert [(day.day, kind) for day, kind in half] == [(6, "three_turns"), (8, "star")]


@given(DAYS, st.integers(0, 60), st.sampled_from(["day", "week", "fraction"]), st.booleans())
def test_every_day_is_one_of_the_placement_and_asked_once(starts, length, every, star):
    ends = starts + timedelta(days=length)
    found = prompts(JournalPlan(on=True, every=every, fraction=0.5, star_at_end=star), starts, ends)
    days = [day for day, _ in found]
    assert days == sorted(set(days))
    assert all(starts <= day <= ends for day in days)
    assert [kind for _, kind in found if kind == "star"] == (["star"] if star else [])


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ({}, ["2024-03-08", "2024-03-15"]),
        ({1: date(2024, 3, 7)}, ["2024-03-15"]),
        ({1: date(2024, 3, 12)}, []),
    ],
)
def test_only_those_are_asked_who_have_not_written_since(written, asked):
    queen_mary = programme("queen_mary_2024")
    journal = queen_mary.journal.model_copy(update={"plan": WEEKLY})
    state = Snapshot(
        queen_mary.model_copy(update={"journal": journal}), datetime(2024, 3, 7, 9, tzinfo=UTC), {1: person(1, "Asia/Tokyo")},
        students=[1], placements=[replace(placement(starts="2024-03-04", ends="2024-04-05"), state="active")], written=written,
    )  # fmt: skip
    found = [one for one in due(state, timedelta(days=9)) if one.topic == "write"]
    assert [one.day for one in found] == asked
    assert all(one.due_at.hour == 3 for one in found)  # noon in Tokyo
