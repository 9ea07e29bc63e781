"""Every transcript once more, through Teams: real botbuilder, real signed tokens over HTTP, a restart after every turn.

What Teams was given is what the core said: the same lines in the same order.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from adapters import pacing
from tests.teams.driver import TeamsDriver
from tests.transcripts.conftest import sample_world, world  # noqa: F401 - fixtures
from tests.transcripts.playing import FOLDER, differences, play
from tests.transcripts.reading import read

TRANSCRIPTS = sorted(FOLDER.glob("*.txt"))
SAMPLES = Path(__file__).parent.parent.parent / "programmes" / "sample"


def emails() -> list[str]:
    """Everybody of the sample data."""
    found = []
    for path in sorted(SAMPLES.glob("*.people.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            found += [row["email"] for row in csv.DictReader(file)]
    return sorted(set(found))


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
def test_the_conversation_goes_as_written_through_teams(path: Path, world: Path, monkeypatch):  # noqa: F811
    monkeypatch.delitem(pacing.PACES, "teams")  # the clock of a transcript stands still
    driver = TeamsDriver(world, emails())
    try:
        played = play(read(path), driver)
    finally:
        driver.close()
    assert differences(played) == ""
