"""How dates are read, said and counted."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from bot.programme.dates import (
    MONTHS,
    WEEKDAYS,
    AnyDate,
    Day,
    Instant,
    WeekPair,
    calendar_exists,
    holiday_name,
    is_working_day,
    next_working_day,
    say_both,
    say_date,
    say_day,
    say_instant,
    say_span,
    say_week,
    week_number,
    week_of,
    weeks_counted,
    working_days_after,
)

ANY = TypeAdapter(AnyDate)
DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2090, 12, 31))


@pytest.mark.parametrize(
    ("written", "said", "precision"),
    [
        ({"day": "2024-03-04"}, "Monday 4 March 2024", "day"),
        ({"day": "2024-03-04", "at": "17:00"}, "Monday 4 March 2024, 17:00", "day"),
        (
            {"instant": "2024-08-08T17:00", "zone": "Europe/London"},
            "Thursday 8 August 2024, 17:00 London (BST)",
            "instant",
        ),
        ({"week": "2024-03-04"}, "week beginning Monday 4 March 2024", "week"),
        (
            {"begin_week": "2024-03-04", "end_week": "2024-04-01"},
            "week beginning Monday 4 March 2024 to week beginning Monday 1 April 2024",
            "week",
        ),
        (
            {
                "alternatives": (
                    {"key": "a/1", "name": "x", "starts": "2023-12-04", "ends": "2023-12-08"},
                    {"key": "a/2", "name": "x", "starts": "2023-12-11", "ends": "2023-12-15"},
                )
            },
            "Monday 4 to Friday 8 December 2023 or Monday 11 to Friday 15 December 2023",
            "span",
        ),
        (
            {"from_day": "2024-01-29", "to_day": "2024-02-02"},
            "Monday 29 January to Friday 2 February 2024",
            "span",
        ),
        ({"day_of_placement": 3}, "day 3 of the placement", "none"),
        ({"unknown": True}, "not stated", "none"),
        (
            {"published_elsewhere": ("the page", "the list")},
            "published elsewhere: the page and the list",
            "none",
        ),
        ({"by_agreement": "as needed"}, "“as needed”", "none"),
    ],
)
def test_every_kind_of_date_is_read_and_said_as_exactly_as_it_is(written, said, precision):
    value = ANY.validate_python(written)
    assert say_date(value) == said
    assert value.precision == precision


@given(DAYS)
def test_a_day_said_can_be_read_back(day):
    weekday, number, month, year = say_day(day).split()
    assert dt.date(int(year), MONTHS.index(month) + 1, int(number)) == day
    assert WEEKDAYS.index(weekday) == day.weekday()


@given(DAYS)
def test_a_week_is_said_by_its_monday_only(day):
    if day.weekday():
        with pytest.raises(ValueError, match="named by its Monday"):
            say_week(day)
    assert say_week(week_of(day)) == f"week beginning {say_day(week_of(day))}"


@given(DAYS, st.integers(0, 60))
def test_weeks_are_counted_with_both_ends(day, weeks):
    first = week_of(day)
    last = first + dt.timedelta(weeks=weeks)
    assert weeks_counted(first, last) == weeks + 1
    assert WeekPair(begin_week=first, end_week=last).weeks == weeks + 1
    assert week_number(first, last + dt.timedelta(days=6)) == weeks + 1


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        ("Europe/London", "Thursday 8 August 2024, 17:00 London (BST)"),
        ("America/New_York", "Thursday 8 August 2024, 12:00 New York (EDT)"),
        ("Asia/Hong_Kong", "Friday 9 August 2024, 00:00 Hong Kong (HKT)"),
        ("Asia/Kolkata", "Thursday 8 August 2024, 21:30 Kolkata (IST)"),
        ("Asia/Kathmandu", "Thursday 8 August 2024, 21:45 Kathmandu (UTC+5:45)"),
        ("America/St_Johns", "Thursday 8 August 2024, 13:30 St Johns (NDT)"),
        ("America/Sao_Paulo", "Thursday 8 August 2024, 13:00 Sao Paulo (UTC-3)"),
        ("America/Argentina/Ushuaia", "Thursday 8 August 2024, 13:00 Ushuaia (UTC-3)"),
        ("UTC", "Thursday 8 August 2024, 16:00 UTC"),
        ("Etc/GMT+5", "Thursday 8 August 2024, 11:00 UTC-5"),
    ],
)
def test_an_instant_is_said_with_its_zone(zone, said):
    assert say_instant(dt.datetime(2024, 8, 8, 16, tzinfo=dt.UTC), zone) == said


def test_an_instant_is_said_in_both_clocks_only_where_they_differ():
    at = dt.datetime(2024, 8, 8, 16, tzinfo=dt.UTC)
    assert say_both(at, "Europe/London", None) == "Thursday 8 August 2024, 17:00 London (BST)"
    assert say_both(at, "Europe/London", "Africa/Lagos") == "Thursday 8 August 2024, 17:00 London (BST)"
    assert say_both(at, "Europe/London", "Asia/Kolkata") == (
        "Thursday 8 August 2024, 17:00 London (BST), which is 21:30 Kolkata (IST)"
    )
    assert say_both(at, "Europe/London", "Asia/Tokyo") == (
        "Thursday 8 August 2024, 17:00 London (BST), which is Friday 9 August 2024, 01:00 Tokyo (JST)"
    )


def test_spans_repeat_only_what_changes():
    assert say_span(dt.date(2024, 3, 4), dt.date(2024, 3, 4)) == "Monday 4 March 2024"
    assert (
        say_span(dt.date(2024, 12, 30), dt.date(2025, 1, 3))
        == "Monday 30 December 2024 to Friday 3 January 2025"
    )


@pytest.mark.parametrize(
    ("wall", "zone"),
    [
        ("2024-03-31T01:30", "Europe/London"),
        ("2024-03-10T02:30", "America/New_York"),
        ("2024-10-06T02:15", "Australia/Lord_Howe"),
    ],
)
def test_a_clock_time_that_is_skipped_is_refused(wall, zone):
    with pytest.raises(ValidationError, match="skip"):
        ANY.validate_python({"instant": wall, "zone": zone})


def test_a_wall_clock_time_keeps_its_zone_over_a_clock_change():
    before = Instant(instant="2024-03-30T09:00", zone="Europe/London")
    after = Instant(instant="2024-03-31T09:00", zone="Europe/London")
    assert after.moment.astimezone(dt.UTC) - before.moment.astimezone(dt.UTC) == dt.timedelta(hours=23)


@pytest.mark.parametrize(
    "text", ["2024-2-3", "03/02/2024", "2024-02-30", "2023-02-29", "0000-01-01", "2024-00-10", "tomorrow"]
)
def test_what_is_no_date_is_refused(text):
    with pytest.raises(ValidationError, match=r"date"):
        Day(day=text)


def test_public_holidays_of_england_and_hong_kong():
    assert holiday_name(dt.date(2024, 4, 1), "GB-ENG") == "Easter Monday"
    assert holiday_name(dt.date(2024, 4, 1), "GB-SCT") is None
    assert holiday_name(dt.date(2024, 5, 27), "GB-ENG") == "Spring Bank Holiday"
    assert holiday_name(dt.date(2025, 12, 25), "HK") == "Christmas Day"
    assert holiday_name(dt.date(2024, 4, 1), None) is None
    assert not calendar_exists("GB-XX")
    assert not calendar_exists("nowhere")


def test_working_days_pass_over_weekends_and_holidays():
    good_friday = dt.date(2024, 3, 29)
    assert not is_working_day(good_friday, "GB-ENG")
    assert is_working_day(good_friday, None)
    assert next_working_day(good_friday, "GB-ENG") == dt.date(2024, 4, 2)
    assert next_working_day(dt.date(2024, 4, 3), "GB-ENG") == dt.date(2024, 4, 3)
    assert working_days_after(dt.date(2024, 3, 28), 2, "GB-ENG") == dt.date(2024, 4, 3)
    assert working_days_after(dt.date(2024, 3, 28), 0, "GB-ENG") == dt.date(2024, 3, 28)
