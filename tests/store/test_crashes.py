"""Kill -9 at any moment loses nothing and sends nothing twice (design promise 4)."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from sqlalchemy import select

from store import open_store
from store.inbox import inbox

LIVES = 5
WORKER = Path(__file__).with_name("crashing.py")


def live(url: str, diary: Path, run: int, size: int) -> None:
    """Let the worker live until its diary has grown by so many bytes, then kill it."""
    before = diary.stat().st_size if diary.exists() else 0
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    worker = subprocess.Popen([sys.executable, str(WORKER), url, str(diary), str(run)], env=environment)
    try:
        give_up = time.monotonic() + 60
        while not (diary.exists() and diary.stat().st_size >= before + size):
            assert worker.poll() is None, "the worker ended by itself"
            assert time.monotonic() < give_up
            time.sleep(0.001)
    finally:
        worker.send_signal(signal.SIGKILL)
        worker.wait()


def test_nothing_is_lost_and_nothing_is_sent_twice(database_url, tmp_path):
    store = open_store(database_url)
    store.run(lambda unit: unit.people.add("o", "sam@x", "Sam", None, None))
    store.close()
    diary = tmp_path / "diary"
    moments = random.Random(2024)
    for run in range(LIVES):
        live(database_url, diary, run, moments.randint(1, 600))

    lines = [line.split() for line in diary.read_text().splitlines()]
    told = {
        word: Counter(key for what, key in lines if what == word)
        for word in ("acknowledged", "platform", "answered")
    }
    assert len(told["acknowledged"]) >= LIVES
    assert max(told["platform"].values()) == 1

    store = open_store(database_url)
    for key in store.inbox.open(1000):  # what the last life left behind
        store.run(lambda unit, k=key: unit.inbox.close(k, None))
    rows = store.run(lambda unit: unit.connection.exec_driver_sql("SELECT key, state FROM outbox").all())
    states = dict(rows)
    turns = store.run(lambda unit: unit.talks.lock(1)).memory["turns"]
    assert turns == len(states)  # the reply and the state of the talk came together, or not at all
    for key in told["acknowledged"]:
        closed = store.run(
            lambda unit, k=key: unit.connection.execute(select(inbox.c.due_at).where(inbox.c.id == k)).all()
        )
        assert closed == [(None,)]
    for key in told["answered"]:
        assert states[key] == "delivered"
    for key in told["platform"] - told["answered"]:
        assert states[key] in {"delivered", "unknown", "sending"}
    assert sum(state == "sending" for state in states.values()) <= 1
    store.close()
    if database_url.startswith("sqlite"):
        database = sqlite3.connect(database_url.removeprefix("sqlite:///"))
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        database.close()
