"""The day of something that no page has a day for is said to be unsaid, and no other date is given for it."""

from __future__ import annotations

import re

import pytest

from tests.understanding.asking import QM, USUAL, said

UNHEARD_OF = (
    "when is the closing party",
    "what day is the poster session",
    "when is the safety hour",
    "when does the hackathon start",
    "what's the schedule for the farewell dinner",
    "when do i meet my buddy",
    "do you know when the alumni mixer is",
    "which week is the alumni reunion in summer",
    "closing party when?",
    "is the closing party on friday",
    "when is the first aid training",
    "when is the host dinner",
    "what is the deadline for the poster",
)
DATE = re.compile(
    r"\b\d{1,2} (?:January|February|March|April|May|June|July|August|October|November|December) 20\d\d"
)


@pytest.mark.parametrize("key", USUAL)
@pytest.mark.parametrize("question", UNHEARD_OF)
def test_no_other_date_is_given_for_it(question: str, key: str):
    found = said(key, question)
    assert found["outcome"] == "not_stated"
    assert not DATE.search(found["answer"])


@pytest.mark.parametrize(
    ("question", "day"),
    [
        ("when is the deadline", "28 January 2024"),
        ("when is the first training", "28 February 2024"),
        ("when is the closing date for applications", "28 January 2024"),
        ("when is the careers training", "28 February 2024"),
        ("when does the whole thing kick off", "4 March 2024"),
        ("which week is the pulse check", "18 March 2024"),
        ("when do my papers go to the hosts", "29 January 2024"),
        ("when is my reflection due", "11 August 2024"),
        ("when do the gates close", "28 January 2024"),
    ],
)
def test_what_has_a_date_keeps_it_in_other_words(question: str, day: str):
    assert day in said(QM, question)["answer"]
