"""Ctrl-C, kill -9 and a full disk in the middle of a turn leave a database that opens and a conversation that goes on."""

from __future__ import annotations

import asyncio
import os
import random
import resource
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

import store
from adapters.commands.demo import INSTANT, STUDENT, fill
from adapters.console.chat import Chat, HeldUpError
from adapters.console.plain import Buttons, plain
from adapters.host import House
from bot.assistant import Assistant
from bot.errors import FootholdError
from bot.programme.people import Scope
from store import StoreError

COMMAND = [
    sys.executable,
    "-c",
    "from adapters.main import main; main()",
    "chat",
    "--as",
    STUDENT,
    "--now",
    INSTANT.isoformat(),
]
SCOPE = Scope("queen_mary", "queen_mary_2024")
STATEMENT = "I like newsletters, and I would learn how a charity decides what its readers want to know."
BEGIN = ["browse", "1", "Apply to Tea Charity (sample)"]
LINES = [STATEMENT, "skip", "skip", "I agree", "submit"]


@pytest.fixture(scope="module")
def filled(tmp_path_factory) -> Path:
    """The database of the demo, in a file."""
    folder = tmp_path_factory.mktemp("filled")
    opened = store.open_store(f"sqlite:///{folder / 'foothold.db'}")
    fill(House(opened, opened.files, Assistant()), INSTANT)
    opened.close()
    return folder / "foothold.db"


@pytest.fixture
def world(filled, tmp_path) -> Path:
    """A copy of it that is this test's alone."""
    (tmp_path / "foothold.db").write_bytes(filled.read_bytes())
    return tmp_path


def begin(folder: Path, **how) -> subprocess.Popen:
    settings = {name: value for name, value in os.environ.items() if not name.startswith("FOOTHOLD_")}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen(COMMAND, cwd=folder, text=True, env=settings, **pipes, **how)


def is_whole(folder: Path) -> bool:
    with sqlite3.connect(folder / "foothold.db") as database:
        return database.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def applications(folder: Path) -> list[str]:
    opened = store.open_store(f"sqlite:///{folder / 'foothold.db'}")
    try:
        who = opened.run(lambda unit: unit.people.by_email("queen_mary", STUDENT))
        return [one.state for one in opened.run(lambda unit: unit.applications.of_student(SCOPE, who.id))]
    finally:
        opened.close()


def talk(folder: Path, lines: list[str]) -> str:
    with begin(folder) as process:
        said, complaint = process.communicate("\n".join(lines) + "\n", timeout=60)
    assert (process.returncode, complaint) == (0, "")
    return said


def test_killed_at_any_moment_and_gone_on(world):
    """Said again after each kill; whatever was kept of it, the conversation goes on to its end."""
    chance = random.Random(20240122)
    for _ in range(3):
        with begin(world) as process:
            process.stdin.write("\n".join([*BEGIN, *LINES[:3]]) + "\n")
            process.stdin.flush()
            for _ in range(chance.randint(1, 45)):
                process.stdout.readline()
            process.kill()
        assert is_whole(world)
    said = talk(world, [*BEGIN, "start again", *LINES, "status"])
    assert applications(world) == ["submitted"]
    assert "Submitted" in said


def test_stopped_with_ctrl_c(world):
    with begin(world) as process:
        process.stdin.write("\n".join(BEGIN) + "\n")
        process.stdin.flush()
        while "step 1" not in process.stdout.readline():
            pass
        process.send_signal(signal.SIGINT)
        _, complaint = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "Traceback" not in complaint
    assert is_whole(world)
    assert "step 2" in talk(world, ["Go on with the draft", STATEMENT])


def test_a_disk_that_is_full(world):
    """The database may not grow: lines are refused with a word, and taken again when there is room."""
    opened = store.open_store(f"sqlite:///{world / 'foothold.db'}")
    shown: list[str] = []

    def show(card, _):
        shown.append(plain(card, Buttons()))

    chat = Chat(House(opened, opened.files, Assistant()), STUDENT, lambda: INSTANT, show)

    def room(pages: int) -> None:
        opened.run(
            lambda unit: unit.connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}").fetchall()
        )

    with asyncio.Runner() as runner:
        runner.run(chat.begin())
        for line in BEGIN:
            runner.run(chat.say(line))
        room(1)  # as many as there are, and not one more
        refused = []
        for _ in range(300):
            try:
                runner.run(chat.say("what did I say?"))
            except FootholdError as error:
                refused.append(type(error))
            if len(refused) == 3:
                break
        assert len(refused) == 3
        assert set(refused) <= {StoreError, HeldUpError}
        room(1_000_000)
        assert is_whole(world)
        shown.clear()
        runner.run(chat.say("what did I say?"))
        assert shown
    opened.close()
    talk(world, ["Go on with the draft", "start again", *LINES])
    assert applications(world) == ["submitted"]


def test_a_disk_that_fails_while_writing(world):
    """The operating system refuses to write further: the process says so and ends; the next one goes on."""

    def small_disk() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        size = (world / "foothold.db").stat().st_size
        resource.setrlimit(resource.RLIMIT_FSIZE, (size // 2, size // 2))

    with begin(world, preexec_fn=small_disk) as process:
        _, complaint = process.communicate("\n".join(["browse"] * 200) + "\n", timeout=60)
    assert process.returncode != 0
    assert "Traceback" not in complaint
    assert is_whole(world)
    assert "step 1" in talk(world, BEGIN)
