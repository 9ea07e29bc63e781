"""The cards and modals whose pictures stand in docs/: taken out of transcripts that are played through Slack."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import store
from adapters import pacing
from adapters.commands.demo import fill
from adapters.host import House
from bot.assistant import Assistant
from tests.slack.driver import SlackDriver
from tests.slack.person import Person, texts
from tests.slack.test_transcripts import emails
from tests.transcripts.playing import FOLDER, do
from tests.transcripts.reading import read

STUDENT = "amara.okafor@qm.sample.example"
STAFF = "priya.shah@qm.sample.example"
# Of which transcript, begun when: the pictures by name, each the last message that holds these words.
TALKS: dict[tuple[str, str], dict[str, str]] = {
    ("queen_mary_applies.txt", "2023-11-01"): {
        "details": "Plan, write and send two issues",
        "question": "step 1 of 5",
        "receipt": "Your application is submitted",
    },
    ("queen_mary_decisions.txt", "2023-11-01"): {
        "browse": "6 micro internships",
        "decide": "Staged; nobody is told yet",
        "offer": "An offer",
    },
    ("during/queen_mary_check_in.txt", "2024-03-05"): {"check-in": "Needs a word"},
    ("messages/broadcast_from_words_to_report.txt", "2024-03-06"): {
        "broadcast-plan": "Schedule for",
        "broadcast-report": "Delivered",
    },
}


def messages(folder: Path) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """The pictures of messages: name and blocks."""
    pacing.PACES.pop("slack", None)
    for (path, start), wanted in TALKS.items():
        driver = SlackDriver(_world(folder, start), emails())
        transcript = read(FOLDER / path)
        for turn in transcript.turns:
            do(turn, driver)
        shown = [message["blocks"] for message in driver._fake.history]
        driver.close()
        for name, words in wanted.items():
            holding = [blocks for blocks in shown if words in " ".join(texts(blocks))]
            assert holding, f"{path} shows no message with {words!r}, for the picture {name!r}"
            yield name, holding[0 if name == "check-in" else -1]
    yield "record", record(folder)


def record(folder: Path) -> list[dict[str, Any]]:
    """One student as staff look them up."""
    driver = SlackDriver(_world(folder, "2024-03-06"), emails())
    driver.become(STAFF)
    driver.set_clock(datetime(2024, 3, 19, 9, tzinfo=UTC))
    driver.open()
    driver.send("find ben")
    blocks: list[dict[str, Any]] = driver._fake.history[-1]["blocks"]
    driver.close()
    return blocks


def home_and_forms(folder: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """The home tab of a student with a draft, and the pages of an application as a form."""
    driver = SlackDriver(_world(folder, "2023-11-01"), emails())
    driver.become(STUDENT)
    driver.set_clock(datetime(2024, 1, 22, 9, tzinfo=UTC))
    driver.open()
    driver.send("apply to tea charity")
    driver.open()
    user = driver._people[STUDENT].id
    yield "home-student", driver._fake.homes[user]
    person = Person(driver._fake, driver._house.url, user)
    driver._loop.run(person.press("Fill in as a form"))
    yield "form-apply", person.see()
    keys = [name.partition("@")[0] for name in person.state()]
    long = " ".join(["I write and edit."] * 90)
    person.fill(**{keys[0]: long})
    driver._loop.run(person.submit())
    view = person.see()
    errors = json.loads(person.answer).get("errors", {})
    blocks = []
    for block in view["blocks"]:
        if block.get("block_id") in person.typed:
            typed = {**block["element"], "initial_value": long[:300] + "…"}
            blocks.append({**block, "element": typed})
        else:
            blocks.append(block)
        if block.get("block_id") in errors:
            told = [{"type": "text", "text": errors[block["block_id"]], "style": {"bold": True}}]
            blocks.append({"type": "rich_text", "elements": [{"type": "rich_text_quote", "elements": told}]})
    yield "form-errors", {**view, "blocks": blocks}
    driver.become(STAFF)
    driver.open()
    driver.open()
    yield "home-staff", driver._fake.homes[driver._people[STAFF].id]
    driver.close()


def _world(folder: Path, start: str) -> Path:
    """A copy of the sample data as of a day."""
    base = folder / start
    if not base.exists():
        base.mkdir()
        opened = store.open_store(f"sqlite:///{base / 'foothold.db'}", str(base / "files"))
        fill(House(opened, opened.files, Assistant()), datetime.fromisoformat(start + "T09:00+00:00"))
        opened.close()
    made = folder / f"{start}-{len(list(folder.iterdir()))}"
    shutil.copytree(base, made)
    return made
