"""Staff at work: the sample world with applications under way."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.staff.conftest import staff_world
from tests.transcripts.drivers import ConsoleDriver
from tests.transcripts.playing import differences, play
from tests.transcripts.reading import read, write

__all__ = ["staff_world"]

TRANSCRIPTS = sorted(Path(__file__).parent.glob("*.txt"))


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
def test_the_conversation_goes_as_written(
    path: Path, staff_world: Path, tmp_path: Path, pytestconfig: pytest.Config
):
    folder = tmp_path / "world"
    shutil.copytree(staff_world, folder)
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
