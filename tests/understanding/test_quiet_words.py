"""The hours in which somebody wants to be left in peace, in words."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from bot.understanding.quiet_words import read_hours, read_pause


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("not after 8pm please", "20:00", "09:00"),
        ("dont message me before 10am", "21:00", "10:00"),
        ("no messages after 8", "20:00", "09:00"),
        ("quiet from 22:00 to 7", "22:00", "07:00"),
        ("nothing between 9pm and 9am", "21:00", "09:00"),
        ("do not disturb 11pm-6am", "23:00", "06:00"),
        ("do not disturb before ten", "21:00", "10:00"),
        ("no texts past midnight", "00:00", "09:00"),
        ("before noon is too early", "21:00", "12:00"),
        ("only contact me between 10 and 4", "16:00", "10:00"),
        ("just 9-5 please", "17:00", "09:00"),
        ("only after 5pm", "21:00", "17:00"),
        ("between 9 and 18", "18:00", "09:00"),
    ],
)
def test_hours_in_words(words, first, last):
    assert read_hours(words) == (time.fromisoformat(first), time.fromisoformat(last))


@pytest.mark.parametrize("words", ["hello", "leave me alone", "after the exams", "25 to 99"])
def test_words_without_hours(words):
    assert read_hours(words) is None


def test_an_answer_to_the_question_names_the_quiet_hours_themselves():
    assert read_hours("22:00 to 8", wanted=False) == (time(22), time(8))


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("pause two weeks", 14),
        ("pause for 10 days", 10),
        ("nothing for a fortnight please", 14),
        ("no more reminders for a month", 30),
        ("i need a break for 3 weeks", 21),
        ("pause", None),
        ("my placement lasts two weeks", None),
        ("quiet after 8pm", None),
    ],
)
def test_for_how_long_nothing_is_wanted(words, days):
    assert read_pause(words) == (timedelta(days=days) if days else None)
