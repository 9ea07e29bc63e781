"""Transcripts that are played while placements go on: the sample world of 11 March 2024, with its placements."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

import store
from adapters.commands.demo import fill
from adapters.host import House
from bot.assistant import Assistant
from bot.programme.people import Membership, Scope
from bot.programme.placements import Placement
from tests.transcripts.drivers import ConsoleDriver
from tests.transcripts.playing import differences, play
from tests.transcripts.reading import read, write

TRANSCRIPTS = sorted(Path(__file__).parent.glob("*.txt"))
STARTED = datetime(2024, 3, 11, 8, tzinfo=UTC)


EIGHT = ("Ada Obi", "Bo Lind", "Cora Diaz", "Dev Patel", "Ed Moss", "Fay Chan", "Gus Roth", "Hana Ito")


def eight_students(unit) -> None:
    """A supervisor with eight students, beside the sample data."""
    scope = Scope("queen_mary", "queen_mary_2024")
    supervisor = unit.people.add(
        scope.organisation, "eve.brook@qm.sample.example", "Eve Brook", "Europe/London", None
    )
    unit.people.join(Membership(supervisor, scope, "programme_supervisor"))
    opportunity = unit.opportunities.by_key(scope, "qm-news")
    for name in EIGHT:
        address = f"{name.replace(' ', '.').lower()}@qm.sample.example"
        student = unit.people.add(scope.organisation, address, name, "Europe/London", None)
        unit.people.join(Membership(student, scope, "student"))
        unit.placements.add(
            Placement(0, scope, student, opportunity.id, "spring", "active", programme_supervisor=supervisor)
        )


@pytest.fixture(scope="session")
def world_of_march(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the database of the demo after the placements have begun."""
    folder = tmp_path_factory.mktemp("march")
    opened = store.open_store(f"sqlite:///{folder / 'foothold.db'}", str(folder / "files"))
    fill(House(opened, opened.files, Assistant()), STARTED)
    opened.run(eight_students)
    opened.close()
    return folder


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
def test_the_conversation_goes_as_written(
    path: Path, world_of_march: Path, tmp_path: Path, pytestconfig: pytest.Config
):
    folder = tmp_path / "world"
    shutil.copytree(world_of_march, folder)
    transcript = read(path)
    driver = ConsoleDriver(folder)
    try:
        played = play(transcript, driver)
    finally:
        driver.close()
    if pytestconfig.getoption("--update-transcripts"):
        for turn, seen in played:
            turn.seen = seen
        write(transcript)
    assert differences(played) == ""
