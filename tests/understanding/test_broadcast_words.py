"""One sentence of staff: to whom, when, and the words to be sent, told apart."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.programme.loading import load_programme, shipped
from bot.understanding.broadcast_words import read_order
from bot.understanding.dates import Impossible, When

QM = load_programme(shipped()["queen_mary_2024"], "queen_mary_2024")
LONDON = ZoneInfo("Europe/London")
NOW = datetime(2024, 1, 22, 10, tzinfo=LONDON)


def order(text):
    return read_order(text, QM, NOW, LONDON)


@pytest.mark.parametrize(
    ("text", "when", "words"),
    [
        ("tell the spring lot that training has moved to friday, tomorrow noon", "Tuesday 23 January 2024, 12:00 London (GMT)",
         "Training has moved to friday."),
        ("tell students that haven't applied that they have until sunday", None, "They have until sunday."),
        ("remind hosts to send their choices by friday", None, "Please send their choices by friday."),
        ('message all students tomorrow at 9: "Bring a pen"', "Tuesday 23 January 2024, 09:00 London (GMT)", "Bring a pen."),
        ("post to all students tomorrow at 9: results are coming", "Tuesday 23 January 2024, 09:00 London (GMT)",
         "Results are coming."),
        ("let the hosts know we start at 9", None, "We start at 9."),
        ("nudge the summer lot with no journal in, tomorrow 5pm", "Tuesday 23 January 2024, 17:00 London (GMT)", ""),
    ],
)  # fmt: skip
def test_time_and_words_are_told_apart(text, when, words):
    found = order(text)
    assert (found.when.say() if isinstance(found.when, When) else None, found.text) == (when, words)


def test_now_is_only_an_order_outside_the_text():
    assert order('message hosts now: "Hello"').at_once
    assert not order('message hosts tomorrow at 9: "It is open now"').at_once


def test_each_readers_own_clock():
    assert order("message students tomorrow at 9 their time saying hello").own_clock
    assert not order("message students tomorrow at 9 saying it is their time").own_clock


def test_a_date_that_cannot_be_is_kept_with_its_reason():
    assert isinstance(order("message spring students on 30 feb at noon: hello").when, Impossible)


def test_nothing_is_made_up_where_nothing_is_said():
    found = order("new broadcast")
    assert (found.whom.audience, found.when, found.at_once, found.text) == (None, None, False, "")
