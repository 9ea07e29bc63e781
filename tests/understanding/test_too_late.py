"""Nobody is told wrongly that they are too late, or are not: at the edges, across clock changes, at any minute (T8)."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.programme.dates import say_day
from bot.programme.loading import load_programme, shipped
from bot.understanding.ask import ask

PROGRAMMES = {key: load_programme(text, key) for key, text in shipped().items()}
ZONES = [
    ZoneInfo(name)
    for name in (
        "Pacific/Kiritimati",
        "Asia/Hong_Kong",
        "Asia/Kolkata",
        "Europe/London",
        "America/New_York",
        "Pacific/Pago_Pago",
    )
]
CASES = [
    ("hku_u21_2025", "am i too late?", dt.date(2025, 10, 27), dt.date(2025, 11, 14)),
    ("queen_mary_2024", "am i too late for spring?", dt.date(2024, 1, 15), dt.date(2024, 1, 28)),
    ("queen_mary_2024", "am i too late for summer?", dt.date(2024, 5, 13), dt.date(2024, 5, 28)),
]
EAST, WEST = dt.timezone(dt.timedelta(hours=14)), dt.timezone(dt.timedelta(hours=-12))
DAY, MINUTE = dt.timedelta(days=1), dt.timedelta(minutes=1)


def start_of(day: dt.date, zone: dt.tzinfo) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), zone).astimezone(dt.UTC)


def check(case, now: dt.datetime, zone: ZoneInfo) -> None:
    key, text, opens, closes = case
    here = now.astimezone(zone)
    said = ask(PROGRAMMES[key], "student", here, text, zone)
    answer, outcome = said["answer"], said["outcome"]
    told = f"{here.isoformat()} {zone}: {outcome} {answer}"
    assert said["intent"] == "ask_deadline", told
    if now >= start_of(closes + DAY, WEST):
        assert answer.startswith("Yes."), told
        assert outcome == "answer", told
    elif now >= start_of(closes, EAST):
        assert not answer.startswith(("Yes", "No")), told
        assert "too late" not in answer, told
        assert "are fine" not in answer, told
        assert "now" in answer, told
        assert outcome == ("handoff" if here.date() > closes else "answer"), told
    elif now >= start_of(opens + DAY, WEST):
        assert answer.startswith("No."), told
        assert outcome == "answer", told
    else:
        assert not answer.startswith("Yes"), told
        assert outcome == "answer", told
    assert say_day(closes) in answer, told


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[0]} {case[3]}")
@pytest.mark.parametrize("zone", ZONES, ids=str)
def test_every_minute_at_the_edges(case, zone):
    _, _, opens, closes = case
    edges = [
        start_of(closes, EAST),
        start_of(closes + DAY, WEST),
        start_of(closes, zone),
        start_of(closes + DAY, zone),
        start_of(opens, EAST),
        start_of(opens + DAY, WEST),
    ]
    for edge in edges:
        for minute in range(-3, 4):
            check(case, edge + minute * MINUTE, zone)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[0]} {case[3]}")
def test_every_quarter_of_an_hour_of_the_fifty_hours(case):
    start = start_of(case[3], EAST)
    for quarter in range(200):
        check(case, start + quarter * 15 * MINUTE, ZONES[quarter % len(ZONES)])


@pytest.mark.parametrize(
    ("zone", "change"),
    [
        ("Europe/London", dt.datetime(2024, 3, 31, 1, tzinfo=dt.UTC)),
        ("Europe/London", dt.datetime(2024, 10, 27, 1, tzinfo=dt.UTC)),
        ("America/New_York", dt.datetime(2025, 11, 2, 6, tzinfo=dt.UTC)),
        ("America/New_York", dt.datetime(2024, 3, 10, 7, tzinfo=dt.UTC)),
    ],
)
def test_across_the_clock_changes(zone, change):
    for case in CASES:
        for minute in range(-2, 3):
            check(case, change + minute * MINUTE, ZoneInfo(zone))


@settings(max_examples=120, deadline=None)
@given(
    case=st.sampled_from(CASES),
    zone=st.sampled_from(ZONES),
    minute=st.integers(min_value=0, max_value=2 * 365 * 24 * 60),
)
def test_any_minute_of_two_years(case, zone, minute):
    check(case, dt.datetime(2023, 12, 1, tzinfo=dt.UTC) + minute * MINUTE, zone)
