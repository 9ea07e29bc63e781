"""Four workers on PostgreSQL, killed and cut off at random: every row ends, and none is sent twice."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest

from bot.cards import text
from bot.ports import Outgoing
from store import open_store

WORKER = Path(__file__).with_name("delivering.py")
WORKERS = 4


@pytest.mark.parametrize(
    ("rows", "accidents"), [(2000, 6), pytest.param(100_000, 60, marks=pytest.mark.soak)]
)
def test_every_row_ends_in_one_state_and_none_is_sent_twice(postgresql_url, tmp_path, scope, rows, accidents):
    store = open_store(postgresql_url)
    message = Outgoing("b", 0, text("Hello"), datetime.now(UTC), "broadcast", scope, batch="b")
    assert store.run(lambda unit: unit.queue.fan_out(message, range(1, rows + 1))) == rows
    diary = tmp_path / "diary"

    def begin() -> subprocess.Popen:
        environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
        return subprocess.Popen([sys.executable, str(WORKER), postgresql_url, str(diary)], env=environment)

    chance = random.Random(38)
    workers = [begin() for _ in range(WORKERS)]
    try:
        for number in range(accidents):
            time.sleep(chance.uniform(0.1, 0.6))
            if number % 2:
                cut_off(postgresql_url, chance)
                continue
            victim = chance.randrange(WORKERS)
            workers[victim].kill()
            workers[victim].wait()
            workers[victim] = begin()
        for worker in workers:
            assert worker.wait(timeout=30 + rows / 200) == 0
    finally:
        for worker in workers:
            worker.kill()
            worker.wait()

    lines = [line.split() for line in diary.read_text().splitlines()]
    sent = Counter(int(row) for what, row in lines if what == "platform")
    answered = {int(row) for what, row in lines if what == "answered"}
    assert max(sent.values()) == 1
    counts = store.deliveries.counts(scope, "b")
    assert sum(counts.values()) == rows
    assert counts["delivered"] + counts["unknown"] == rows
    states = {one.id: one.state for one in store.deliveries.report(scope, "b")}
    assert {states[row] for row in answered} == {"delivered"}
    assert set(states) - set(sent) <= {row for row, state in states.items() if state == "unknown"}
    assert counts["unknown"] <= accidents * 50
    store.close()


def cut_off(url: str, chance: random.Random) -> None:
    """Have the server drop the connection of some worker."""
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        rows = connection.execute(
            "SELECT pid FROM pg_stat_activity WHERE application_name = 'foothold' AND datname = current_database()"
        ).fetchall()
        if rows:
            connection.execute("SELECT pg_terminate_backend(%s)", (chance.choice(rows)[0],))
