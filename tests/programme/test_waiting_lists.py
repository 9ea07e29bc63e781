"""When a waiting list has come to its end: worked out from published dates, never invented."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import cache

import pytest

from bot.programme.dates import say_date
from bot.programme.loading import load_programme, shipped
from bot.programme.waiting_lists import begins, begun, closes_by_itself


@cache
def programme(key):
    return load_programme(shipped()[key], key)


def utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("key", "window", "said"),
    [
        ("queen_mary_2024", "spring", "week beginning Monday 4 March 2024"),
        ("queen_mary_2024", "summer", "week beginning Monday 1 July 2024"),
        ("oxford_mip_2023_24", "winter/1", "Monday 4 December 2023"),
        ("oxford_mip_2023_24", "winter/2", "Monday 11 December 2023"),
        ("oxford_mip_2023_24", "winter", "Monday 11 December 2023"),  # it may be either week
    ],
)
def test_placements_begin_on_a_day_or_in_a_week_as_published(key, window, said):
    assert say_date(begins(programme(key), window)) == said
    assert closes_by_itself(programme(key), window)


@pytest.mark.parametrize(
    ("key", "window"),
    [
        ("hku_u21_2025", "1"),
        ("ixperience_launchpad", "open"),
        ("idp_generic_2020", "open"),
        ("idp_generic_2020", "?"),
    ],
)
def test_where_no_day_is_published_none_is_made_up(key, window):
    assert begins(programme(key), window) is None
    assert not closes_by_itself(programme(key), window)
    assert not begun(programme(key), window, utc("2030-01-01T00:00"))


@pytest.mark.parametrize(
    ("key", "window", "last"),
    [
        ("queen_mary_2024", "spring", "2024-03-11T12:00"),  # T2: they may begin until the Sunday
        ("oxford_mip_2023_24", "spring/1", "2024-03-12T12:00"),
    ],
)
def test_they_have_begun_once_the_last_day_for_it_is_over_everywhere(key, window, last):
    just_before = datetime.fromtimestamp(utc(last).timestamp() - 1, UTC)
    assert not begun(programme(key), window, just_before)
    assert begun(programme(key), window, utc(last))


def test_t20_the_network_closes_its_own_list_even_where_a_day_is_known():
    u21 = programme("hku_u21_2025")
    dated = u21.cycles[0].model_copy(
        update={"placements": programme("queen_mary_2024").cycle("spring").placements}
    )
    known = u21.model_copy(update={"cycles": (dated, *u21.cycles[1:])})
    assert begins(known, "1").first == date(2024, 3, 4)
    assert begun(known, "1", utc("2024-03-11T12:00"))
    assert not closes_by_itself(known, "1")
