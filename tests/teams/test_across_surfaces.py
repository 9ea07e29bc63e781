"""A conversation belongs to a person, not to a surface (design §4): begun in Slack, submitted in Teams; dialog to chat."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from adapters import pacing
from tests.slack.driver import SlackDriver
from tests.teams import cardcheck
from tests.teams.driver import TeamsDriver
from tests.teams.test_teams_transcripts import emails
from tests.transcripts.conftest import sample_world, world  # noqa: F401 - fixtures
from tests.transcripts.playing import FILES

AMARA = "amara.okafor@qm.sample.example"
MONDAY = "2024-01-22T09:00+00:00"
STATEMENT = "Stories are how volunteers stay. I edit our society's newsletter."


def begin_in_slack(folder: Path) -> str:
    """She writes her statement in Slack; what Slack then shows."""
    slack = SlackDriver(folder, emails())
    try:
        slack.become(AMARA)
        slack.set_clock(datetime.fromisoformat(MONDAY))
        slack.open()
        slack.send("apply to tea charity")
        slack.send(STATEMENT)
        return slack.shown()
    finally:
        slack.close()


def test_an_application_begun_in_slack_is_submitted_in_teams(world: Path, monkeypatch):  # noqa: F811
    monkeypatch.delitem(pacing.PACES, "slack")
    monkeypatch.delitem(pacing.PACES, "teams")
    assert "step 2 of 5" in begin_in_slack(world)
    teams = TeamsDriver(world, emails())
    try:
        teams.become(AMARA)
        teams.set_clock(datetime.fromisoformat(MONDAY))
        teams.open()
        assert "Volunteer newsletter" in teams.shown()
        teams.send("go on with the application")
        assert "step 2 of 5" in teams.shown()
        teams.send("skip")
        teams.send("only tuesdays")
        teams.send("i agree")
        shown = teams.shown()
        assert f"Why this placement: {STATEMENT}" in shown
        teams.send("submit")
        shown = teams.shown()
        assert "Your application is submitted." in shown
        assert "Number: 1, version 1" in shown
    finally:
        teams.close()


def test_a_dialog_with_a_mistake_and_a_file_ends_in_the_chat(world: Path, monkeypatch):  # noqa: F811
    monkeypatch.delitem(pacing.PACES, "teams")
    teams = TeamsDriver(world, emails())
    try:
        teams.become(AMARA)
        teams.set_clock(datetime.fromisoformat(MONDAY))
        teams.send("apply to tea charity")
        page = teams.open_dialog("Fill in as a form")
        assert "A file cannot be added in this window." in cardcheck.texts(page)
        too_long = "word " * 301
        filled = {"field.statement": too_long, "field.availability": "only tuesdays"}
        answer = teams.send_page(page, filled)
        window = page
        again = answer["task"]["value"]["card"]["content"]
        assert answer["task"]["type"] == "continue"
        assert "That is 301 words; the limit is 300" in cardcheck.texts(again)
        stood = cardcheck.inputs(again)
        assert {key: stood[key].strip() for key in filled} == {
            key: value.strip() for key, value in filled.items()
        }
        answer = teams.send_page(again, {**stood, "field.statement": STATEMENT})
        only_the_file = answer["task"]["value"]["card"]["content"]
        assert cardcheck.texts(only_the_file).startswith("Your CV\nA file cannot be added in this window.")
        answer = teams.send_page(only_the_file, {})
        assert answer["task"]["type"] == "message"
        assert "Your CV" in teams.shown()
        teams.attach(FILES / "cv.pdf")
        teams.press("I agree")
        shown = teams.shown()
        assert f"Why this placement: {STATEMENT}" in shown
        assert "Your CV: cv.pdf" in shown
        teams.press("Submit to Tea Charity (sample)")
        assert "Your application is submitted." in teams.shown()
        late = teams.send_page(window, {"field.statement": "again"})
        assert late["task"]["value"].startswith("That question is no longer open, so nothing was changed.")
    finally:
        teams.close()


def test_words_typed_after_a_window_with_a_mistake_was_closed_are_the_answer(world: Path, monkeypatch):  # noqa: F811
    monkeypatch.delitem(pacing.PACES, "teams")
    teams = TeamsDriver(world, emails())
    try:
        teams.become(AMARA)
        teams.set_clock(datetime.fromisoformat(MONDAY))
        teams.send("apply to tea charity")
        page = teams.open_dialog("Fill in as a form")
        assert teams.send_page(page, {})["task"]["type"] == "continue"
        teams.shown()
        teams.send(STATEMENT)
        assert "step 2 of 5" in teams.shown()
    finally:
        teams.close()
