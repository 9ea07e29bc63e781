"""Dates in words: what they mean, what they can mean, what cannot be, and what is no date at all."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.dates import Ambiguous, Impossible, When, read_when

LONDON = ZoneInfo("Europe/London")
NOW = dt.datetime(2024, 3, 5, 10, 0, tzinfo=LONDON)  # a Tuesday


def read(text, now=NOW, zone=LONDON, **more):
    return read_when(text, now, zone, **more)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("w/c 18th March", "week beginning Monday 18 March 2024"),
        ("week commencing 4/3", "week beginning Monday 4 March 2024"),
        ("the week of 18 march", "week beginning Monday 18 March 2024"),
        ("next friday", "Friday 15 March 2024"),
        ("this friday", "Friday 8 March 2024"),
        ("end of next week", "Friday 15 March 2024"),
        ("beginning of next week", "Monday 11 March 2024"),
        ("tomorrow noon London time", "Wednesday 6 March 2024, 12:00 London (GMT)"),
        ("half 3 tomorrow", "Wednesday 6 March 2024, 15:30 London (GMT)"),
        ("half past nine tomorrow morning", "Wednesday 6 March 2024, 09:30 London (GMT)"),
        ("monday week", "Monday 18 March 2024"),
        ("a week on friday", "Friday 15 March 2024"),
        ("monday at 9", "Monday 11 March 2024, 09:00 London (GMT)"),
        ("tonight at 8", "Tuesday 5 March 2024, 20:00 London (GMT)"),
        ("in 2 weeks", "Tuesday 19 March 2024"),
        ("in a fortnight", "Tuesday 19 March 2024"),
        ("in 10 min", "Tuesday 5 March 2024, 10:10 London (GMT)"),
        ("in half an hour", "Tuesday 5 March 2024, 10:30 London (GMT)"),
        ("3 days ago", "Saturday 2 March 2024"),
        ("28/03/2024", "Thursday 28 March 2024"),
        ("03/04", "Wednesday 3 April 2024"),
        ("12.04.2024", "Friday 12 April 2024"),
        ("2024-03-07T15:00", "Thursday 7 March 2024, 15:00 London (GMT)"),
        ("2024-03-07 15:00+08:00", "Thursday 7 March 2024, 07:00 London (GMT)"),
        ("thurs 5", "Thursday 7 March 2024, 17:00 London (GMT)"),
        ("5-9 march", "Tuesday 5 to Saturday 9 March 2024"),
        ("from monday to wednesday", "Monday 11 to Wednesday 13 March 2024"),
        ("9 to 1 today", "Tuesday 5 March 2024, 09:00 to 13:00 London (GMT)"),
        ("the day after tomorrow at quarter past 4", "Thursday 7 March 2024, 16:15 London (GMT)"),
        ("first thing monday", "Monday 11 March 2024, 09:00 London (GMT)"),
        ("eod friday", "Friday 8 March 2024, 17:00 London (GMT)"),
        ("easter monday", "Monday 1 April 2024"),
        ("the 15th", "Friday 15 March 2024"),
        ("thursday 14th", "Thursday 14 March 2024"),
        ("29 feb", "Thursday 29 February 2024"),
        ("5pm hong kong time on friday", "Friday 8 March 2024, 17:00 Hong Kong (HKT)"),
        ("March 20th, 2024 at 4pm", "Wednesday 20 March 2024, 16:00 London (GMT)"),
        ("at 17:30", "Tuesday 5 March 2024, 17:30 London (GMT)"),
        ("tmrw 5pm", "Wednesday 6 March 2024, 17:00 London (GMT)"),
        ("in march", "Friday 1 to Sunday 31 March 2024"),
        ("this weekend", "Saturday 9 to Sunday 10 March 2024"),
        ("by the end of the month", "Sunday 31 March 2024"),
    ],
)
def test_what_it_means(text, said):
    found = read(text)
    assert isinstance(found, When), found
    assert found.say() == said


@pytest.mark.parametrize(
    "text",
    [
        "i have 2 questions", "may i apply", "can i march in", "i sat the exam", "5.5 hours per week", "the second one", "mon ami",
        "is it open now", "what now", "3 students", "40 hours", "version 2.0", "room 4", "micro-internship 3 & 4", "number 5 please",
        "who are you", "it costs 12.50", "every week", "", "ok", "10 minutes", "may be", "9 or 10 people", "first two great",
    ],
)  # fmt: skip
def test_what_is_no_date(text):
    assert read(text) is None


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("30 feb", "There is no 30 February"),
        ("31 september", "September 2024 has 30 days"),
        ("29th February 2025", "February 2025 has 28 days"),
        ("ask me at 25:00", "There is no time 25:00"),
        ("01:30 on 31 march", "There is no 01:30"),
    ],
)
def test_what_cannot_be(text, why):
    found = read(text)
    assert isinstance(found, Impossible)
    assert why in found.why


def test_a_time_that_the_clocks_skip_comes_with_the_two_nearest():
    found = read("01:30 on 31 march")
    assert [one.say() for one in found.nearest] == [
        "Sunday 31 March 2024, 00:59 London (GMT)",
        "Sunday 31 March 2024, 02:00 London (BST)",
    ]


def test_a_time_that_comes_twice_is_asked_about():
    found = read("1:30 am on 27 october 2024")
    assert isinstance(found, Ambiguous)
    assert [one.iso() for one in found.candidates] == ["2024-10-27T01:30+01:00", "2024-10-27T01:30+00:00"]


def test_a_weekday_that_contradicts_the_date_is_asked_about():
    found = read("friday 12 march")
    assert isinstance(found, Ambiguous)
    assert found.contradiction
    assert [one.say() for one in found.candidates] == ["Tuesday 12 March 2024", "Friday 15 March 2024"]


def test_thurs_7_can_be_the_seventh():
    found = read("thurs 7")
    assert isinstance(found, Ambiguous)
    assert "Thursday 7 March 2024" in [one.say() for one in found.candidates]


@pytest.mark.parametrize("text", ["yesterday at 4pm", "last friday", "on 1 march", "2 january 2024"])
def test_what_has_passed_is_refused_where_the_future_is_asked(text):
    assert isinstance(read(text, future=True), Impossible)


@pytest.mark.parametrize(
    ("text", "day"),
    [("on monday", dt.date(2024, 3, 4)), ("friday", dt.date(2024, 3, 1)), ("1 dec", dt.date(2023, 12, 1))],
)
def test_past_days_are_the_last_ones(text, day):
    assert read(text, past=True).first == day


def test_a_naive_instant_is_refused():
    with pytest.raises(ValueError, match="zone"):
        read("tomorrow", now=NOW.replace(tzinfo=None))


@given(day=st.dates(dt.date(2024, 3, 6), dt.date(2026, 12, 31)))
def test_a_date_in_full_is_read_as_itself(day):
    for text in (
        f"{day:%A %-d %B %Y}",
        f"{day:%d/%m/%Y}",
        day.isoformat(),
        f"{day:%B %-d, %Y}",
        f"on the {day.day}th of {day:%b} {day.year}",
    ):
        found = read(text)
        assert isinstance(found, When), text
        assert (found.first, found.last) == (day, day), text


@given(
    day=st.dates(dt.date(2024, 3, 6), dt.date(2025, 12, 31)),
    time=st.times(),
    zone=st.sampled_from(["Europe/London", "Asia/Hong_Kong", "America/New_York", "Asia/Kolkata"]),
)
def test_a_clock_time_comes_out_as_said_or_is_doubted(day, time, zone):
    wall = ZoneInfo(zone)
    found = read(f"{day.isoformat()} {time:%H:%M}", NOW.astimezone(wall), wall)
    if isinstance(found, When):
        assert f"{found.at.astimezone(wall):%Y-%m-%d %H:%M}" == f"{day} {time:%H:%M}"
    else:
        assert found is not None
