"""A programme with hardly a line behind it, as somebody begins one: every question is answered with words all the same."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.programme.loading import load_programme, new_programme
from bot.understanding.answering import Question
from bot.understanding.answers import TOPICS, answer

NOW = datetime(2027, 1, 5, 10, tzinfo=UTC)
UNKNOWN = "placements: {unknown: true, route: «whom to ask»}"


def begun(placements: str = UNKNOWN):
    """The template with its blanks filled in, of a page that has its day."""
    text = new_programme("mine").replace("year»", "year, mine»").replace(UNKNOWN, placements)
    text = text.replace("title: «Title of the page or handbook»", "title: Page\n    as_of: 2026-12-01")
    text = text.replace("«organisation key, such as my_university»", "mine")
    text = text.replace("«person@example.org»", "ann@example.org")
    return load_programme(re.sub(r"«([^»]*)»", r"\1", text), "mine")


def asked(intent: str, text: str, programme) -> str:
    zone = ZoneInfo("Europe/London")
    return answer(Question(intent, text, programme, "student", NOW, zone)).text


@pytest.mark.parametrize("intent", sorted(TOPICS))
def test_every_kind_of_question_is_answered_with_words(intent):
    said = asked(intent, "and what about that?", begun())
    assert re.sub(r"The page was updated on [^.]*\.", "", said).strip()


def test_dates_with_no_line_behind_them_are_said_as_they_stand():
    programme = begun("placements: {from_day: 2027-03-01, to_day: 2027-03-05}")
    said = asked("ask_dates", "when are placements?", programme)
    assert said.startswith("Placements")
    assert "Monday 1 to Friday 5 March 2027" in said
