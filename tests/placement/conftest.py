"""The sample world with the placements of the transcripts, and a way to act in it on several surfaces."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime
from itertools import count
from pathlib import Path

import pytest

import store
from adapters.documents.making import documents_for
from bot.activities import (
    Activity,
    Body,
    FormRequested,
    Identity,
    Message,
    Place,
    Press,
    Profile,
    Submission,
    Upload,
)
from bot.assistant import Assistant
from bot.ports import UnitOfWork
from bot.programme.people import Scope
from bot.turn import Turn
from tests.core.conftest import button, cards, words
from tests.transcripts.placements.test_placements import placed_world

__all__ = ["Placed", "button", "cards", "placed", "placed_world", "words"]

ADDRESS = "https://foothold.example"
SECRET = "the secret of these tests, and of nothing else"
BEN = "ben.carter@qm.sample.example"
DINA = "dina.haddad@qm.sample.example"
PRIYA = "priya.shah@qm.sample.example"
QM = Scope("queen_mary", "queen_mary_2024")


class Placed:
    """Acts as anybody on any surface, and gives back the turn; `restart` leaves nothing but the database."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = count(1)
        self.now = datetime.fromisoformat("2024-03-08T17:00+00:00")
        self.surface = "console"
        self._open()

    def _open(self) -> None:
        self.store = store.open_store(
            f"sqlite:///{self._folder / 'foothold.db'}", str(self._folder / "files")
        )
        documents = documents_for(self.store.files, SECRET, None, ADDRESS, lambda: self.now)
        self._assistant = Assistant(documents)

    def restart(self) -> None:
        self.store.close()
        self._open()

    def at(self, instant: str) -> None:
        self.now = datetime.fromisoformat(instant)

    def act(self, email: str, body: Body) -> Turn:
        identity = Identity(self.surface, "w", email)
        activity = Activity(
            f"{self.surface}:{next(self._numbers)}", identity, Place(self.surface, "w", email), self.now, body,
            profile=Profile(email=email), inline=isinstance(body, FormRequested | Submission),
        )  # fmt: skip

        def work(unit: UnitOfWork) -> Turn:
            if not unit.programmes.served(self.surface, "w"):
                unit.programmes.connect(self.surface, "w", [one.key for one in unit.programmes.all()])
            return self._assistant.handle(activity, unit)

        return self.store.run(work)

    def say(self, email: str, *texts: str, files: tuple[Upload, ...] = ()) -> Turn:
        turns = [self.act(email, Message(text, files)) for text in texts]
        return turns[-1]

    def press(self, email: str, turn: Turn, label: str) -> Turn:
        action = button(turn, label)
        return self.act(email, Press(action.name, action.args))

    def form(self, email: str, turn: Turn, label: str) -> Turn:
        action = button(turn, label)
        return self.act(email, FormRequested(action.name, action.args))

    def submit(self, email: str, turn: Turn, **values: object) -> Turn:
        form = turn.form
        assert form is not None
        return self.act(email, Submission(form.name, form.args, values, page=form.page))

    def read(self, work):
        return self.store.run(work)

    def upload(self, name: str, content: bytes = b"x" * 40, media_type: str = "image/png") -> Upload:
        return Upload(name, media_type, len(content), "", self.store.files.put(content))


@pytest.fixture
def placed(placed_world: Path, tmp_path: Path) -> Iterator[Placed]:
    folder = tmp_path / "world"
    shutil.copytree(placed_world, folder)
    made = Placed(folder)
    yield made
    made.store.close()


def entries(unit: UnitOfWork, email: str = BEN):
    """The entries of a Queen Mary student."""
    person = unit.people.by_email("queen_mary", email)
    placement = unit.placements.of_student(QM, person.id)[0]
    return unit.journals.entries(QM, placement.id)


def journal(unit: UnitOfWork, email: str = BEN):
    person = unit.people.by_email("queen_mary", email)
    return unit.journals.of_placement(QM, unit.placements.of_student(QM, person.id)[0].id)
