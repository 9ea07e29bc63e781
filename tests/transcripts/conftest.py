"""The world of the transcripts: the five programmes with their sample data, made once and copied for each."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

import store
from adapters.commands.demo import fill
from adapters.host import House
from bot.assistant import Assistant

BEFORE_EVERYTHING = datetime(2023, 11, 1, 9, tzinfo=UTC)


@pytest.fixture(scope="session")
def sample_world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the database of the demo, and nothing said in it yet."""
    folder = tmp_path_factory.mktemp("world")
    opened = store.open_store(f"sqlite:///{folder / 'foothold.db'}", str(folder / "files"))
    fill(House(opened, opened.files, Assistant()), BEFORE_EVERYTHING)
    opened.close()
    return folder


@pytest.fixture
def world(sample_world: Path, tmp_path: Path) -> Path:
    """A copy of the sample world that is this test's alone."""
    folder = tmp_path / "world"
    shutil.copytree(sample_world, folder)
    return folder
