"""The sample world with applications under way in three programmes, and a way to act in it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

import store
from adapters.commands.demo import fill
from adapters.host import House
from adapters.importing.chat import FileImporter
from bot.activities import Upload
from bot.assistant import Assistant
from bot.ports import UnitOfWork
from bot.programme.applications import Application, State
from bot.programme.people import Membership, Scope
from bot.turn import Turn
from tests.core.conftest import button, cards, words
from tests.placement.conftest import Placed

__all__ = ["Staffed", "button", "cards", "staff_world", "staffed", "words"]

BEGUN = datetime(2024, 1, 22, 9, tzinfo=UTC)
QM = Scope("queen_mary", "queen_mary_2024")
HKU = Scope("hku", "hku_u21_2025")
LP = Scope("ixperience", "ixperience_launchpad")
PRIYA = "priya.shah@qm.sample.example"
OLGA = "olga.berg@qm.sample.example"
YAN = "yan.ho@hku.sample.example"
ZOE = "zoe.ward@network.sample.example"
RUTH = "ruth.cole@launchpad.sample.example"
CV = b"%PDF-1.4 a sample CV of nobody"


def applied(
    unit: UnitOfWork, scope: Scope, email: str, key: str, state: State, answers: dict, cycle: str
) -> int:
    """An application as it stands after the student has submitted it."""
    student = unit.people.by_email(scope.organisation, email)
    one = unit.opportunities.by_key(scope, key) if key else None
    return unit.applications.add(
        Application(
            0,
            scope,
            student.id,
            one.id if one else None,
            cycle,
            state,
            answers,
            BEGUN,
            BEGUN,
            1,
        )
    )


def written(words: str, cv: dict | None = None, *, consent: bool = True) -> dict:
    return {"statement": words, "cv": cv, "availability": None, "consent": consent, "review": True}


def under_way(unit: UnitOfWork, cv: str) -> None:
    """Three at one host of Queen Mary, one of them without a word of consent; two at U21."""
    file = {"file_id": cv, "name": "my cv.pdf", "size": len(CV), "media_type": "application/pdf"}
    for email, answers in (
        ("amara.okafor@qm.sample.example", written("I like bread & questions.", file)),
        ("chen.wei@qm.sample.example", written("=1+1 is what I count.")),
        ("ben.carter@qm.sample.example", written("Statistics.", consent=False)),
    ):
        applied(unit, QM, email, "qm-survey", "with_host", answers, "spring")
    applied(unit, QM, "dina.haddad@qm.sample.example", "qm-map", "submitted", written("Maps."), "spring")
    for email, university in (
        ("wing.chan@hku.sample.example", "HKU"),
        ("sofia.marin@hku.sample.example", "Sample University"),
    ):
        answers = {"themes": ["1"], "member_university": university, "statement": "Yes.", "consent": True}
        applied(unit, HKU, email, "", "submitted", answers, "1")
    olga = unit.people.add("queen_mary", OLGA, "Olga Berg (sample)", "Europe/London", None)
    unit.people.join(Membership(olga, QM, "owner"))


@pytest.fixture(scope="session")
def staff_world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with that database."""
    folder = tmp_path_factory.mktemp("staff")
    opened = store.open_store(f"sqlite:///{folder / 'foothold.db'}", str(folder / "files"))
    fill(House(opened, opened.files, Assistant()), BEGUN)
    cv = opened.files.put(CV)
    opened.run(lambda unit: under_way(unit, cv))
    opened.close()
    return folder


class Staffed(Placed):
    """Acts as anybody; a file can be dropped in the chat."""

    def _open(self) -> None:
        super()._open()
        self._assistant = Assistant(self._assistant._documents, FileImporter(self.store.files))

    def drop(self, email: str, name: str, content: str | bytes) -> Turn:
        data = content.encode() if isinstance(content, str) else content
        upload = Upload(name, "text/csv", len(data), "", self.store.files.put(data))
        return self.say(email, "", files=(upload,))

    def states(self, scope: Scope = QM) -> dict[str, tuple[str, str | None]]:
        """By first name: the state of an application, and what is staged."""

        def work(unit: UnitOfWork) -> dict[str, tuple[str, str | None]]:
            found = unit.applications.in_states(
                scope, ["submitted", "with_host", "offered", "unsuccessful", "waitlisted"]
            )
            return {unit.people.get(one.student).first_name: (one.state, one.pending) for one in found}

        return self.read(work)


@pytest.fixture
def staffed(staff_world: Path, tmp_path: Path) -> Iterator[Staffed]:
    folder = tmp_path / "world"
    shutil.copytree(staff_world, folder)
    made = Staffed(folder)
    made.at("2024-02-05T10:00+00:00")
    yield made
    made.store.close()
