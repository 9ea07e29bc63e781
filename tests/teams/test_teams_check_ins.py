"""The transcripts of the time in which placements go on, through Teams."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from adapters import pacing
from tests.teams.driver import TeamsDriver
from tests.teams.test_teams_transcripts import emails
from tests.transcripts.during.test_during import TRANSCRIPTS, world_of_march  # noqa: F401 - a fixture
from tests.transcripts.playing import differences, play
from tests.transcripts.reading import read


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
def test_the_conversation_goes_as_written_through_teams(
    path: Path,
    world_of_march: Path,  # noqa: F811
    tmp_path: Path,
    monkeypatch,
):
    monkeypatch.delitem(pacing.PACES, "teams")  # the clock of a transcript stands still
    folder = tmp_path / "world"
    shutil.copytree(world_of_march, folder)
    driver = TeamsDriver(folder, emails())
    try:
        played = play(read(path), driver)
    finally:
        driver.close()
    assert differences(played) == ""
