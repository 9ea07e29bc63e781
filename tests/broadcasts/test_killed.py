"""kill -9 in the middle of a message to many: it goes on where it stopped, and nobody gets it twice (promise 4)."""

from __future__ import annotations

import subprocess
import sys
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

import store
from tests.broadcasts.platform import Platform
from tests.broadcasts.test_under_failure import send_to_students
from tests.broadcasts.world import START, World, make

LONGEST = 60.0


def live(url: str, diary: Path, life: int, until: int) -> None:
    """One life of the worker, ended with kill -9 once so many messages have arrived."""
    worker = subprocess.Popen(
        [sys.executable, "-m", "tests.broadcasts.killed", url, str(diary), str(life)],
        cwd=Path(__file__).parents[2],
    )
    try:
        end = time.monotonic() + LONGEST
        while len(arrivals(diary)) < until:
            assert worker.poll() is None, "the worker ended by itself"
            assert time.monotonic() < end, "nothing is being sent"
            time.sleep(0.01)
    finally:
        worker.kill()
        worker.wait()


def arrivals(diary: Path) -> list[str]:
    return diary.read_text().split() if diary.exists() else []


def check_killed(url: str, tmp_path: Path, unpaced, number: int) -> None:
    opened = store.open_store(url, files=None, secret="s" * 32)
    send_to_students(make(opened, number, calm=True))
    opened.close()
    diary = tmp_path / "arrived"
    for life in (1, 2):
        live(url, diary, life, until=life * number // 3)
    opened = store.open_store(url, files=None, secret="s" * 32)
    try:
        platforms = {name: Platform(name, calm=True, diary=str(diary)) for name in ("slack", "teams")}
        world = World(opened, platforms, at=START + timedelta(hours=1))
        opened.run(lambda unit: unit.deliveries.recover(world.at))
        for _ in range(3):
            world.tick(seconds=30)
        sums = world.sums()
        assert sum(sums.values()) == number
        assert set(sums) <= {"delivered", "unknown"}
        times = Counter(arrivals(diary))
        assert max(times.values()) == 1, "nobody got it twice"
        assert len(times) >= sums["delivered"], "who counts as delivered has it"
        assert world.last().state == ("partly_failed" if sums.get("unknown") else "sent")
    finally:
        opened.close()


def test_killed_twice_it_goes_on_where_it_stopped(sqlite_url, tmp_path, unpaced):
    check_killed(sqlite_url, tmp_path, unpaced, 240)


@pytest.mark.soak
def test_killed_among_ten_thousand(database_url, tmp_path, unpaced):
    check_killed(database_url, tmp_path, unpaced, 10_000)
