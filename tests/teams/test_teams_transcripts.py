"""Every transcript once more, through Teams: real botbuilder, real signed tokens over HTTP, a restart after every turn.

What Teams was given is what the core said: the same lines in the same order.
"""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from adapters import pacing
from tests.staff.conftest import staff_world  # noqa: F401 - a fixture
from tests.teams.driver import TeamsDriver
from tests.transcripts.conftest import sample_world  # noqa: F401 - a fixture
from tests.transcripts.during.test_during import world_of_march  # noqa: F401 - a fixture
from tests.transcripts.messages.test_messages import begun_world  # noqa: F401 - a fixture
from tests.transcripts.placements.test_placements import placed_world  # noqa: F401 - a fixture
from tests.transcripts.playing import FOLDER, differences, play
from tests.transcripts.reading import read

WORLDS = {
    ".": "sample_world",
    "during": "world_of_march",
    "messages": "begun_world",
    "placements": "placed_world",
    "staff": "staff_world",
}
TRANSCRIPTS = sorted(
    (world, path) for folder, world in WORLDS.items() for path in (FOLDER / folder).glob("*.txt")
)
SAMPLES = Path(__file__).parent.parent.parent / "programmes" / "sample"


def emails() -> list[str]:
    """Everybody of the sample data."""
    found = []
    for path in sorted(SAMPLES.glob("*.people.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            found += [row["email"] for row in csv.DictReader(file)]
    return sorted(set(found))


@pytest.mark.parametrize(("world", "path"), TRANSCRIPTS, ids=lambda value: getattr(value, "stem", value))
def test_the_conversation_goes_as_written_through_teams(
    world: str, path: Path, request, tmp_path, monkeypatch
):
    monkeypatch.delitem(pacing.PACES, "teams")  # the clock of a transcript stands still
    folder = tmp_path / "world"
    shutil.copytree(request.getfixturevalue(world), folder)
    driver = TeamsDriver(folder, emails())
    try:
        played = play(read(path), driver)
    finally:
        driver.close()
    assert differences(played) == ""
