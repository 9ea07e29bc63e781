"""Workers killed with -9 and cut off from the database at random: each row ends in one state, nothing is sent twice."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import insert, text

from bot.cards import text as card
from bot.ports import Outgoing
from store import open_store
from store.people import identities, people
from tests.workers.worker import START

WORKER = Path(__file__).with_name("worker.py")
ENDS = {"delivered", "unknown"}
A_HUNDRED_THOUSAND = 100_000
LONGEST = 1800
"""Seconds for a long test; on two cores it takes a few minutes."""


def fill(url: str, rows: int) -> None:
    """That many people, each with one message that is due."""
    store = open_store(url)

    def work(unit):
        numbers = range(1, rows + 1)
        unit.connection.execute(
            insert(people),
            [
                {"id": n, "organisation": "o", "email": f"{n}@x", "name": "", "stopped": False}
                for n in numbers
            ],
        )
        unit.connection.execute(
            insert(identities),
            [
                {
                    "surface": "test",
                    "workspace": "T1",
                    "user": f"U{n}",
                    "person": n,
                    "conversation": f"dm-{n}",
                    "private": True,
                    "seen_at": START,
                    "reachable": True,
                    "reason": "",
                }
                for n in numbers
            ],
        )
        message = Outgoing("due", 0, card("Hello"), START, kind="notice")
        assert unit.queue.fan_out(message, list(numbers)) == rows

    store.run(work)
    store.close()


class Workers:
    """So many worker processes; whoever is killed is replaced."""

    def __init__(self, url: str, diary: Path, count: int) -> None:
        self._command = [sys.executable, str(WORKER), url, str(diary), str(time.time())]
        self._count = count
        self.killed = 0
        self._running: list[subprocess.Popen] = []

    def __enter__(self):
        self._running = [self._start() for _ in range(self._count)]
        return self

    def __exit__(self, *_):
        for worker in self._running:
            worker.kill()
            worker.wait()

    def kill_one(self, dice: random.Random) -> None:
        place = dice.randrange(self._count)
        self._running[place].send_signal(signal.SIGKILL)
        self._running[place].wait()
        self._running[place] = self._start()
        self.killed += 1

    def _start(self) -> subprocess.Popen:
        environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
        return subprocess.Popen(self._command, env=environment, stderr=subprocess.DEVNULL)


def states(url: str) -> Counter:
    store = open_store(url, migrate=False)
    found = store.read(
        lambda unit: unit.connection.execute(text("SELECT state, count(*) FROM outbox GROUP BY state")).all()
    )
    store.close()
    return Counter({row[0]: row[1] for row in found})


def run(url, diary, rows, workers, seconds, *, cut=None, deaths=6, every=(1.5, 3.0)):
    """Fill, work with random deaths for a while, then let the rest be done; returns the states and the diary."""
    fill(url, rows)
    dice = random.Random(2024)
    give_up = time.monotonic() + seconds
    with Workers(url, diary, workers) as alive:
        while states(url).keys() - ENDS:
            assert time.monotonic() < give_up, states(url)
            time.sleep(dice.uniform(*every))
            if alive.killed < deaths:
                alive.kill_one(dice)
                if cut:
                    cut(dice)
    return alive.killed, states(url), [line.split() for line in diary.read_text().splitlines()]


def check(rows, killed, ended, diary):
    assert killed > 0
    assert sum(ended.values()) == rows
    assert set(ended) <= ENDS
    taken = Counter(key for word, key in diary if word == "platform")
    assert max(taken.values()) == 1, "no message reached the platform twice"
    answered = {key for word, key in diary if word == "answered"}
    assert ended["delivered"] <= len(answered)
    assert ended["delivered"] >= len(answered) - killed * 100, "only what a death cut off is unknown"


def cutter(url):
    """Hangs up some of the database's connections."""

    def cut(dice):
        with psycopg.connect(url.replace("postgresql+psycopg", "postgresql"), autocommit=True) as own:
            found = own.execute(
                "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            ).fetchall()
            for (pid,) in dice.sample(found, min(3, len(found))):
                own.execute("SELECT pg_terminate_backend(%s)", (pid,))

    return cut


def test_four_workers_on_postgresql(postgresql_url, tmp_path):
    rows = 2000
    killed, ended, diary = run(postgresql_url, tmp_path / "diary", rows, 4, 150, cut=cutter(postgresql_url))
    check(rows, killed, ended, diary)


def test_one_process_on_sqlite(sqlite_url, tmp_path):
    rows = 500
    killed, ended, diary = run(sqlite_url, tmp_path / "diary", rows, 1, 150, deaths=4)
    check(rows, killed, ended, diary)


@pytest.mark.soak
def test_a_hundred_thousand_rows_on_postgresql(postgresql_url, tmp_path):
    cut = cutter(postgresql_url)
    killed, ended, diary = run(
        postgresql_url, tmp_path / "diary", A_HUNDRED_THOUSAND, 4, LONGEST, cut=cut, deaths=60, every=(2, 6)
    )
    check(A_HUNDRED_THOUSAND, killed, ended, diary)
    print(f"PostgreSQL: {A_HUNDRED_THOUSAND} rows, {killed} deaths: {dict(ended)}")


@pytest.mark.soak
def test_a_hundred_thousand_rows_on_sqlite(sqlite_url, tmp_path):
    killed, ended, diary = run(
        sqlite_url, tmp_path / "diary", A_HUNDRED_THOUSAND, 1, LONGEST, deaths=30, every=(2, 6)
    )
    check(A_HUNDRED_THOUSAND, killed, ended, diary)
    print(f"SQLite: {A_HUNDRED_THOUSAND} rows, {killed} deaths: {dict(ended)}")
