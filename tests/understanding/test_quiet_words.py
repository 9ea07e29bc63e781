"""The hours in which somebody wants to be left in peace, in words."""

from __future__ import annotations

from datetime import time

import pytest

from bot.understanding.quiet_words import read_hours


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("not after 8pm please", "20:00", "09:00"),
        ("dont message me before 10am", "21:00", "10:00"),
        ("no messages after 8", "20:00", "09:00"),
        ("quiet from 22:00 to 7", "22:00", "07:00"),
        ("nothing between 9pm and 9am", "21:00", "09:00"),
        ("do not disturb 11pm-6am", "23:00", "06:00"),
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
