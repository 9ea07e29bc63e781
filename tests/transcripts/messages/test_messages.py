"""Messages of staff to many, from the words to the report, with the placements of spring begun."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

import store
from adapters.commands.demo import fill
from adapters.host import House
from bot.assistant import Assistant
from tests.transcripts.drivers import ConsoleDriver
from tests.transcripts.playing import differences, play
from tests.transcripts.reading import read, write

TRANSCRIPTS = sorted(Path(__file__).parent.glob("*.txt"))
BEGUN = datetime(2024, 3, 6, 9, tzinfo=UTC)


@pytest.fixture(scope="session")
def begun_world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the database of the demo in March 2024: three students are placed."""
    folder = tmp_path_factory.mktemp("begun")
    opened = store.open_store(f"sqlite:///{folder / 'foothold.db'}", str(folder / "files"))
    fill(House(opened, opened.files, Assistant()), BEGUN)
    opened.close()
    return folder


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
def test_the_message_goes_as_written(
    path: Path, begun_world: Path, tmp_path: Path, pytestconfig: pytest.Config
):
    folder = tmp_path / "world"
    shutil.copytree(begun_world, folder)
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
