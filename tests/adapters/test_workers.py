"""Workers that are killed: every message ends in one state, and none is sent twice where the answer had arrived."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import store
from bot.activities import Identity, Place
from bot.cards import Card, Text
from bot.ports import Outgoing
from bot.programme.people import Scope

PEOPLE = 50
ENDS = {"delivered", "unknown"}
HOUSE = Path(__file__).parent.parent.parent


def fill(opened: store.Store, rows: int) -> None:
    """Messages to fifty people who were seen in fifty conversations."""
    now = datetime.now(UTC)

    def work(unit) -> None:
        people = []
        for number in range(PEOPLE):
            person = unit.people.add("org", f"p{number}@t.example", "", None, None)
            unit.people.link(
                Identity("test", "T1", f"u{number}"), person, Place("test", "T1", f"d{number}"), now
            )
            people.append(person)
        for number in range(rows):
            person = people[number % PEOPLE]
            card = Card(parts=(Text(str(number)),))
            fields = {"kind": "notice", "scope": Scope("org", "prog"), "batch": "b"}
            unit.outbox.add(Outgoing(f"k{number}", person, card, now - timedelta(seconds=1), **fields))

    opened.run(work)


def states(opened: store.Store) -> Counter:
    return Counter(opened.run(lambda unit: unit.deliveries.counts(Scope("org", "prog"), "b")))


def start(url: str, path: Path, seconds: float) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.adapters.worker", url, str(path), str(seconds)], cwd=HOUSE
    )


def killed(url: str, tmp_path: Path, rows: int, workers: int, kills: int) -> None:
    """Start workers, kill one after the other at random, and let the rest finish; then look at every message."""
    opened = store.open_store(url)
    fill(opened, rows)
    path = tmp_path / "sent.txt"
    chance = random.Random(7)
    running = [start(url, path, 600) for _ in range(workers)]
    try:
        while not path.exists():
            time.sleep(0.05)
        for _ in range(kills):
            time.sleep(chance.uniform(0.1, 0.5))
            one = running.pop(chance.randrange(len(running)))
            one.kill()
            one.wait()
            running.append(start(url, path, 600))
        until = time.monotonic() + 600
        while time.monotonic() < until:
            opened.run(lambda unit: unit.deliveries.recover(datetime.now(UTC)))
            counts = states(opened)
            if sum(counts[state] for state in ENDS) == rows:
                break
            time.sleep(0.5)
    finally:
        for one in running:
            one.kill()
            one.wait()
    sent = Counter(path.read_text().split())
    counts = states(opened)
    unknown = counts["unknown"]
    opened.close()
    assert sum(counts.values()) == rows
    assert counts["delivered"] + unknown == rows
    assert [key for key, times in sent.items() if times > 1] == []
    assert len(sent) >= counts["delivered"]
    assert unknown <= kills * 100


def test_sqlite_one_worker_killed(sqlite_url, tmp_path):
    killed(sqlite_url, tmp_path, rows=300, workers=1, kills=2)


def test_postgresql_two_workers_killed(postgresql_url, tmp_path):
    killed(postgresql_url, tmp_path, rows=500, workers=2, kills=2)
