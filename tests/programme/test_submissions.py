"""What may be handed in or changed at an instant, and which cycle an instant belongs to."""

from __future__ import annotations

import datetime as dt
from functools import cache

import pytest

from bot.programme.loading import load_programme, shipped
from bot.programme.windows import (
    batch_closed,
    current_cycle,
    cycles_in_play,
    journal_frozen,
    may_edit,
    may_submit,
    next_to_open,
    window_status,
)


@cache
def programme(key):
    return load_programme(shipped()[key], key)


def utc(text):
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


def test_submissions_in_the_undecidable_hours_are_taken_and_marked():
    queen_mary = programme("queen_mary_2024")
    late = may_submit(queen_mary, "spring", utc("2024-01-29T11:59"), "Europe/London")
    assert (late.allowed, late.marked) == (True, True)
    over = may_submit(queen_mary, "spring", utc("2024-01-29T12:00"), "Europe/London")
    assert (over.allowed, over.marked) == (False, False)


def test_edits_end_when_applications_go_to_hosts():
    queen_mary = programme("queen_mary_2024")
    assert may_edit(queen_mary, "spring", utc("2024-01-28T23:59")).allowed
    assert not may_edit(queen_mary, "spring", utc("2024-01-29T00:00")).allowed
    assert not batch_closed(queen_mary, "summer", utc("2024-05-28T22:59"))
    assert batch_closed(queen_mary, "summer", utc("2024-05-28T23:00"))  # midnight in London, on summer time


def test_without_a_batch_date_edits_end_with_the_deadline():
    u21 = programme("hku_u21_2025")
    assert may_edit(u21, "1", utc("2025-11-15T11:59")).allowed
    assert not may_edit(u21, "1", utc("2025-11-15T12:00")).allowed
    assert not batch_closed(u21, "1", utc("2026-11-15T12:00"))


def test_a_cycle_whose_placements_are_over_takes_no_applications():
    oxford = programme("oxford_mip_2023_24")
    before = window_status(oxford, "winter/2", "applications", utc("2023-12-15T12:00"))
    assert (before.state, before.accepting, before.cycle) == ("published_elsewhere", True, "winter")
    after = window_status(oxford, "winter", "applications", utc("2023-12-16T12:00"))
    assert (after.state, after.accepting) == ("closed", False)


def test_the_journal_is_frozen_only_when_the_day_has_ended_everywhere():
    queen_mary = programme("queen_mary_2024")
    assert not journal_frozen(queen_mary, "spring", utc("2024-08-12T11:59"))
    assert journal_frozen(queen_mary, "spring", utc("2024-08-12T12:00"))
    assert not journal_frozen(programme("hku_u21_2025"), "1", utc("2030-01-01"))


@pytest.mark.parametrize(
    ("key", "now", "cycle", "in_play", "coming"),
    [
        ("queen_mary_2024", "2024-01-10", "spring", [], "spring"),
        ("queen_mary_2024", "2024-01-20", "spring", ["spring"], "summer"),
        ("queen_mary_2024", "2024-03-20", "spring", ["spring"], "summer"),
        ("queen_mary_2024", "2024-05-01", "summer", [], "summer"),
        ("queen_mary_2024", "2024-05-20", "summer", ["summer"], None),
        ("queen_mary_2024", "2026-11-23", "summer", [], None),
        ("oxford_mip_2023_24", "2023-10-01", "winter", [], None),
        ("oxford_mip_2023_24", "2024-01-20", "spring", [], None),
        ("oxford_mip_2023_24", "2024-06-18", "summer", ["summer"], None),
        ("hku_u21_2025", "2025-11-01", "1", ["1", "2", "3", "4", "5", "6"], None),
        ("ixperience_launchpad", "2026-11-23", "open", ["open"], None),
    ],
)
def test_the_cycle_that_a_question_is_about(key, now, cycle, in_play, coming):
    one = programme(key)
    at = utc(f"{now}T12:00")
    assert current_cycle(one, at).key == cycle
    assert [found.key for found in cycles_in_play(one, at)] == in_play
    ahead = next_to_open(one, at)
    assert (ahead.key if ahead else None) == coming


def test_cycles_overlap_where_their_dates_do():
    queen_mary = programme("queen_mary_2024")
    spring, summer = queen_mary.cycles
    longer = spring.model_copy(update={"placements": summer.placements})
    both = queen_mary.model_copy(update={"cycles": (longer, summer)})
    assert [one.key for one in cycles_in_play(both, utc("2024-06-01T12:00"))] == ["spring", "summer"]


def test_t11_an_alternative_that_is_over_takes_no_applications_while_the_next_one_does():
    oxford = programme("oxford_mip_2023_24")
    over = utc("2023-12-09T12:00")  # 8 December has ended everywhere
    states = {
        key: window_status(oxford, key, "applications", over).state
        for key in ("winter/1", "winter/2", "winter")
    }
    assert states == {
        "winter/1": "closed", "winter/2": "published_elsewhere", "winter": "published_elsewhere",
    }  # fmt: skip
    assert window_status(oxford, "winter/1", "applications", over - dt.timedelta(minutes=1)).accepting
