"""Placements from the first day to the credential: the sample world with placements in all four programmes."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

import store
from adapters.commands.demo import fill
from adapters.host import House
from adapters.importing import import_file
from bot.assistant import Assistant
from bot.programme.applications import Application
from bot.programme.people import Scope
from tests.transcripts.drivers import ConsoleDriver
from tests.transcripts.playing import differences, play
from tests.transcripts.reading import read, write

TRANSCRIPTS = sorted(Path(__file__).parent.glob("*.txt"))
BEFORE = datetime(2023, 11, 1, 9, tzinfo=UTC)
HEAD = "student_email,opportunity_key,window,starts,ends,host_supervisor_email,programme_supervisor_email,group\n"
PLACEMENTS = {
    "queen_mary_2024": (
        "ben.carter@qm.sample.example,qm-map,spring,2024-03-04,2024-04-05,nadia.rahman@mapworks.sample.example,grace.lin@qm.sample.example,\n"
        "chen.wei@qm.sample.example,qm-archive,spring,,,,grace.lin@qm.sample.example,\n"
        "dina.haddad@qm.sample.example,qm-social,summer,,,tom.ellis@teacharity.sample.example,grace.lin@qm.sample.example,\n"
    ),
    "oxford_mip_2023_24": (
        "isla.morgan@ox.sample.example,ox-school,spring/1,2024-03-11,2024-03-15,noah.evans@museum.sample.example,olive.grant@ox.sample.example,\n"
    ),
    "hku_u21_2025": (
        "wing.chan@hku.sample.example,u21-1,1,2026-02-02,2026-02-13,vera.host@employer.sample.example,,Blue\n"
        "sofia.marin@hku.sample.example,u21-1,1,2026-02-02,2026-02-13,vera.host@employer.sample.example,,Blue\n"
    ),
    "ixperience_launchpad": (
        "lily.brooks@launchpad.sample.example,lp-app,open,2024-07-08,2024-07-19,dan.teach@launchpad.sample.example,,Green\n"
        "max.ortiz@launchpad.sample.example,lp-app,open,2024-07-08,2024-07-19,dan.teach@launchpad.sample.example,,Green\n"
    ),
}


@pytest.fixture(scope="session")
def placed_world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the database of the demo, and these placements."""
    folder = tmp_path_factory.mktemp("placed")
    opened = store.open_store(f"sqlite:///{folder / 'foothold.db'}", str(folder / "files"))
    fill(House(opened, opened.files, Assistant()), BEFORE)

    def place(unit):
        for key, rows in PLACEMENTS.items():
            import_file(
                unit,
                "placements",
                ("placements.csv", (HEAD + rows).encode()),
                unit.programmes.get(key),
                BEFORE,
            )

    def offer(unit):
        scope = Scope("queen_mary", "queen_mary_2024")
        amara = unit.people.by_email("queen_mary", "amara.okafor@qm.sample.example")
        news = unit.opportunities.by_key(scope, "qm-news")
        unit.applications.add(
            Application(
                0,
                scope,
                amara.id,
                news.id,
                "spring",
                "offered",
                {"statement": "I like words."},
                BEFORE,
                datetime(2024, 1, 22, 9, tzinfo=UTC),
                1,
                expires_at=datetime(2024, 2, 12, 9, tzinfo=UTC),
            )
        )

    opened.run(place)
    opened.run(offer)
    opened.close()
    return folder


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
def test_the_placement_goes_as_written(
    path: Path, placed_world: Path, tmp_path: Path, pytestconfig: pytest.Config
):
    folder = tmp_path / "world"
    shutil.copytree(placed_world, folder)
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
