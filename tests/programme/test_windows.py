"""Windows over every minute around each deadline, against a check that knows nothing of how they are worked out."""

from __future__ import annotations

import datetime as dt
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.programme.dates import Day, Instant, PublishedElsewhere, Unknown, Week
from bot.programme.loading import load_programme, shipped
from bot.programme.windows import (
    period_status,
    window_status,
)

MINUTE = dt.timedelta(minutes=1)
ZONES = [
    "Europe/London",
    "Asia/Hong_Kong",
    "America/Los_Angeles",
    "Pacific/Kiritimati",
    "Asia/Kathmandu",
    "Pacific/Pago_Pago",
]
OFFSETS = [dt.timedelta(minutes=15 * quarter) for quarter in range(-12 * 4, 14 * 4 + 1)]
SILENT = Unknown(unknown=True)


@cache
def programme(key):
    return load_programme(shipped()[key], key)


def utc(text):
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


def minutes(day, before=2, after=3):
    start = dt.datetime.combine(day, dt.time(), dt.UTC) - dt.timedelta(days=before)
    return [start + MINUTE * number for number in range((before + after) * 24 * 60)]


def somewhere(now):
    """Every calendar date that it is somewhere on Earth."""
    return {(now + offset).date() for offset in (OFFSETS[0], dt.timedelta(), OFFSETS[-1])}


DEADLINES = [
    ("queen_mary_2024", "spring", "applications", dt.date(2024, 1, 28)),
    ("queen_mary_2024", "summer", "applications", dt.date(2024, 5, 28)),
    ("queen_mary_2024", "spring", "journal", dt.date(2024, 8, 11)),
    ("queen_mary_2024", "summer", "journal", dt.date(2024, 8, 11)),
    *(("hku_u21_2025", str(run), "applications", dt.date(2025, 11, 14)) for run in (1, 6)),
]


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize(("key", "cycle", "event", "day"), DEADLINES)
def test_t8_every_minute_around_a_deadline_with_no_zone(key, cycle, event, day, zone):
    one = programme(key)
    found = one.cycle(cycle)
    opens = found.opens if event == "applications" else SILENT
    closes = found.closes if event == "applications" else one.journal.deadline.date
    undecided = 0
    for now in minutes(day):
        status = period_status(opens, closes, now, programme_zone=one.clock.zone, person_zone=zone)
        days = somewhere(now)
        if day in days:
            undecided += 1
            assert (status.state, status.edge, status.accepting, status.marked) == (
                "undecidable",
                "closes",
                True,
                True,
            )
            own = now.astimezone(ZoneInfo(zone)).date()
            assert status.phase == (
                "on_the_day" if own == day else "day_before" if own < day else "day_after"
            )
        elif min(days) > day:
            assert (status.state, status.accepting, status.marked) == ("closed", False, False)
        else:
            assert (status.state, status.accepting) == ("closing", True)
    assert undecided == 50 * 60


CHANGES = [
    ("Europe/London", dt.date(2024, 3, 31)),
    ("Europe/London", dt.date(2024, 10, 27)),
    ("America/New_York", dt.date(2024, 3, 10)),
    ("America/New_York", dt.date(2024, 11, 3)),
    ("Australia/Lord_Howe", dt.date(2024, 10, 6)),
    ("Asia/Hong_Kong", dt.date(2024, 3, 31)),
]


@pytest.mark.parametrize(("zone", "day"), CHANGES)
@pytest.mark.parametrize("basis", ["programme_zone", "student_day"])
def test_every_minute_around_a_deadline_with_a_zone_across_clock_changes(zone, day, basis):
    closes = Day(day=day, basis=basis)
    other = "Asia/Tokyo"
    programme_zone, person_zone = (zone, other) if basis == "programme_zone" else (other, zone)
    for now in minutes(day, before=1, after=2):
        status = period_status(SILENT, closes, now, programme_zone=programme_zone, person_zone=person_zone)
        over = now.astimezone(ZoneInfo(zone)).date() > day
        assert (status.state == "closed") == over
        assert status.accepting is not over


@pytest.mark.parametrize("zone", ["Europe/London", "America/New_York", "Asia/Kolkata"])
def test_every_minute_around_a_deadline_with_an_hour_and_a_zone(zone):
    day = dt.date(2024, 10, 27)
    closes = Instant(instant=dt.datetime.combine(day, dt.time(17)), zone=zone)
    at = Day(day=day, at="17:00", basis="programme_zone")
    for now in minutes(day, before=1, after=2):
        local = now.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
        over = local >= dt.datetime.combine(day, dt.time(17))
        for value in (closes, at):
            status = period_status(SILENT, value, now, programme_zone=zone)
            assert (status.state == "closed") == over


def test_an_hour_with_no_zone_is_undecidable_from_the_first_place_to_the_last():
    closes = Day(day=dt.date(2024, 1, 28), at="17:00", basis="unspecified")
    states = [
        period_status(SILENT, closes, now, programme_zone="UTC").state
        for now in minutes(dt.date(2024, 1, 28))
    ]
    assert states.count("undecidable") == 26 * 60
    assert list(dict.fromkeys(states)) == ["closing", "undecidable", "closed"]


def test_anywhere_on_earth_ends_when_the_day_has_ended_at_utc_minus_12():
    closes = Day(day=dt.date(2024, 1, 28), basis="anywhere_on_earth")
    end = utc("2024-01-29T12:00")
    assert period_status(SILENT, closes, end - MINUTE, programme_zone="UTC").state == "closing"
    assert period_status(SILENT, closes, end, programme_zone="UTC").state == "closed"


def test_the_own_day_of_a_reader_whose_zone_is_not_known_is_undecidable_while_it_ends():
    closes = Day(day=dt.date(2024, 1, 28), basis="student_day")
    states = [
        period_status(SILENT, closes, now, programme_zone="UTC").state
        for now in minutes(dt.date(2024, 1, 28))
    ]
    assert states.count("undecidable") == 26 * 60


ORDER = ["not_yet", "opens", "open", "closing", "closes", "closed"]


@given(
    opens=st.dates(dt.date(2024, 1, 1), dt.date(2024, 12, 1)),
    length=st.integers(0, 60),
    basis=st.sampled_from(["programme_zone", "student_day", "anywhere_on_earth", "unspecified"]),
    programme_zone=st.sampled_from(ZONES),
    person_zone=st.sampled_from([None, *ZONES]),
    offsets=st.lists(st.integers(-5000, 100_000), min_size=2, max_size=8),
)
def test_a_window_only_ever_moves_forward(opens, length, basis, programme_zone, person_zone, offsets):
    first, last = Day(day=opens, basis=basis), Day(day=opens + dt.timedelta(days=length), basis=basis)
    start = dt.datetime.combine(opens, dt.time(), dt.UTC)
    moments = [start + MINUTE * offset for offset in sorted(offsets)]
    statuses = [
        period_status(first, last, now, programme_zone=programme_zone, person_zone=person_zone)
        for now in moments
    ]
    ranks = [ORDER.index(one.edge if one.state == "undecidable" else one.state) for one in statuses]
    assert all(earlier <= later for earlier, later in pairwise(ranks))


@given(
    case=st.sampled_from(DEADLINES),
    zone=st.sampled_from(sorted(available_timezones())),
    offset=st.integers(-3 * 24 * 60, 4 * 24 * 60),
)
def test_words_never_say_too_late_or_fine_while_it_is_open(case, zone, offset):
    key, cycle, event, day = case
    now = dt.datetime.combine(day, dt.time(12), dt.UTC) + MINUTE * offset
    status = window_status(programme(key), cycle, event, now, zone)
    text = f"{status.why} {status.next_step}".lower()
    assert "too late" not in text
    assert "you are fine" not in text
    assert "!" not in text
    if status.state == "undecidable":
        assert "no hour and no time zone" in text
        assert "ask" in text or "decides" in text
        assert "deadline was" not in text
        assert status.why.startswith("The deadline") or status.edge == "opens"
    assert status.next_step


def test_a_naive_instant_is_refused():
    with pytest.raises(ValueError, match="naive"):
        period_status(SILENT, SILENT, dt.datetime(2024, 1, 1), programme_zone="UTC")


def test_unknown_cycles_and_events_are_named():
    with pytest.raises(KeyError, match="has no cycle “autumn”; it has: spring, summer"):
        window_status(programme("queen_mary_2024"), "autumn", "applications", utc("2024-01-01"))
    with pytest.raises(KeyError, match="has no event “party”"):
        window_status(programme("queen_mary_2024"), "spring", "party", utc("2024-01-01"))


def test_a_deadline_that_is_not_published_says_so_and_takes_submissions():
    for value, state in [
        (SILENT, "not_published"),
        (PublishedElsewhere(published_elsewhere=("there",)), "published_elsewhere"),
    ]:
        status = period_status(value, value, utc("2024-01-01"), programme_zone="UTC")
        assert (status.state, status.accepting, status.first_possible) == (state, True, None)


def test_a_deadline_without_an_opening_is_open_before_it():
    closes = Day(day=dt.date(2024, 1, 28), basis="programme_zone")
    assert period_status(SILENT, closes, utc("2024-01-01"), programme_zone="UTC").state == "open"


def test_opening_hours_with_no_hour_accept_once_the_programmes_own_day_has_begun():
    queen_mary = programme("queen_mary_2024")
    early = window_status(queen_mary, "spring", "applications", utc("2024-01-14T23:59"), "Pacific/Kiritimati")
    assert (early.state, early.edge, early.accepting) == ("undecidable", "opens", False)
    begun = window_status(queen_mary, "spring", "applications", utc("2024-01-15T00:00"), "America/New_York")
    assert (begun.state, begun.edge, begun.accepting, begun.marked) == ("undecidable", "opens", True, False)


def test_a_week_is_open_for_the_whole_week():
    week = Week(week=dt.date(2024, 3, 18))
    assert (
        period_status(week, week, utc("2024-03-17T09:00"), programme_zone="Europe/London").state == "not_yet"
    )
    assert period_status(week, week, utc("2024-03-20T09:00"), programme_zone="Europe/London").accepting
    assert (
        period_status(week, week, utc("2024-03-25T12:00"), programme_zone="Europe/London").state == "closed"
    )
