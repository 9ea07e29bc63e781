"""Hours and days as people type them; what could mean two things is asked, never guessed."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.conversations.placement.said_times import read_day, read_hours, read_meeting
from bot.errors import UnclearReplyError

NOW = datetime.fromisoformat("2024-03-20T16:00+00:00")  # a Wednesday
LONDON = ZoneInfo("Europe/London")


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("3h yesterday on interviews", [("2024-03-19", 180, "interviews")]),
        ("9 to 1 today", [("2024-03-20", 240, "")]),
        ("worked 10-4 with half an hour for lunch", [("2024-03-20", 330, "")]),
        ("9am-12pm yesterday research", [("2024-03-19", 180, "research")]),
        ("2h mon and 3h tue on calls", [("2024-03-18", 120, ""), ("2024-03-19", 180, "calls")]),
        ("an hour and a half on the survey", [("2024-03-20", 90, "the survey")]),
        ("45 mins on Monday on emails", [("2024-03-18", 45, "emails")]),
        ("7.5 hrs on 15 march on mapping shops", [("2024-03-15", 450, "mapping shops")]),
        ("13:00 to 17:30 yesterday on filing", [("2024-03-19", 270, "filing")]),
        ("how many hours do i have left", []),
        ("I like Mondays", []),
    ],
)
def test_hours_in_words(said, expected):
    found = read_hours(said, NOW, LONDON)
    assert [(one.day.isoformat(), one.minutes, one.what) for one in found] == expected


def test_a_break_as_long_as_the_work_is_asked_about():
    with pytest.raises(UnclearReplyError, match="break is as long"):
        read_hours("9 to 10 with 1 hour lunch", NOW, LONDON)


@pytest.mark.parametrize(
    ("said", "ahead", "day"),
    [
        ("monday", False, "2024-03-18"),
        ("5 december 2023", False, "2023-12-05"),
        ("friday", True, "2024-03-22"),
        ("soon", False, None),
    ],
)
def test_a_day_is_in_the_past_unless_it_is_asked_ahead(said, ahead, day):
    found = read_day(said, NOW, LONDON, ahead=ahead)
    assert (found.isoformat() if found else None) == day


def test_a_day_that_there_is_not_is_said_to_be_none():
    with pytest.raises(UnclearReplyError):
        read_day("30 february", NOW, LONDON)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("28 February 2025, 14:00 to 16:00", "2025-02-28T14:00/16:00"),
        ("tomorrow 2pm-4pm", "2024-03-21T14:00/16:00"),
        ("10 April from 9.30 to 12", "2024-04-10T09:30/12:00"),
        ("next tuesday", ""),
        ("", ""),
    ],
)
def test_a_session_has_a_day_and_two_times(said, expected):
    assert read_meeting(said, NOW, LONDON) == expected
