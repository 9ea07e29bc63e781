"""The cards and dialogs whose pictures stand in docs/: taken out of transcripts that are played through Teams."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from adapters import pacing
from tests.pictures._slack_talks import STUDENT, TALKS, _world
from tests.teams import as_lines, cardcheck
from tests.teams.driver import TeamsDriver
from tests.teams.test_teams_transcripts import emails
from tests.transcripts.playing import FOLDER, do
from tests.transcripts.reading import read


def messages(folder: Path) -> Iterator[tuple[str, dict]]:
    """The pictures of messages: name and what is drawn."""
    pacing.PACES.pop("teams", None)
    for (path, start), wanted in TALKS.items():
        driver = TeamsDriver(_world(folder, start), emails())
        for turn in read(FOLDER / path).turns:
            do(turn, driver)
        shown = [body for _, body in driver._fake.shown if body.get("attachments")]
        driver.close()
        for name, words in wanted.items():
            holding = [body for body in shown if words in "\n".join(as_lines.lines(body))]
            assert holding, f"{path} shows no card with {words!r}, for the picture {name!r}"
            yield name, sample(holding[0 if name == "check-in" else -1])


def home_and_dialogs(folder: Path) -> Iterator[tuple[str, dict]]:
    """The home of a student with a draft, and the page of an application with a mistake in it."""
    driver = TeamsDriver(_world(folder, "2023-11-01"), emails())
    driver.become(STUDENT)
    driver.set_clock(datetime(2024, 1, 22, 9, tzinfo=UTC))
    driver.open()
    driver.send("apply to tea charity")
    page = driver.open_dialog("Fill in as a form")
    yield "form-apply", {"card": page, "title": "Apply"}
    filled = {
        key: "word " * 301 if number == 0 else "Tuesdays" for number, key in enumerate(cardcheck.inputs(page))
    }
    answer = driver.send_page(page, filled)
    yield "form-errors", {"card": answer["task"]["value"]["card"]["content"], "title": "Apply"}
    driver.send("home")
    yield "home-student", sample(driver._fake.to(driver._user)[-1].body)
    driver.close()


def sample(body: dict) -> dict:
    """A message as the drawing wants it."""
    return {"card": body["attachments"][0]["content"], "text": body["text"]}
