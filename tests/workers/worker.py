"""A worker that test_workers kills: the real courier, and a platform that keeps a diary of what it was given.

A line of the diary is one unbuffered write, made at the moment at which the platform has taken a message ("platform")
or its answer has come back ("answered"). The clock runs faster than the wall's, so that a dead worker's lease is soon
over.
"""

from __future__ import annotations

import asyncio
import os
import random
import sys
import time
from datetime import UTC, datetime, timedelta

from adapters.courier import Courier
from adapters.surface import Delivered, Retry
from bot.activities import Place
from bot.conversations import planning
from store import open_store

START = datetime(2024, 3, 18, 9, 30, tzinfo=UTC)
FASTER = 20


def clock(began: float):
    """A clock that all workers of a run share."""
    return lambda: START + timedelta(seconds=(time.time() - began) * FASTER)


class Platform:
    """Takes messages; now and then it asks to wait, and it answers after a moment."""

    name = "test"
    home = "T1"

    def __init__(self, diary: int) -> None:
        self._diary = diary

    async def deliver(self, outgoing, destination):
        if random.random() < 0.02:
            return Retry(1.0, "slow down")
        self._write("platform", outgoing.key)
        await asyncio.sleep(random.random() * 0.02)
        self._write("answered", outgoing.key)
        return Delivered(f"m:{outgoing.key}", Place("test", "T1", f"dm-{outgoing.person}"))

    async def find(self, workspace, email):
        return None

    def _write(self, *words) -> None:
        os.write(self._diary, (" ".join(words) + "\n").encode())


async def work(url: str, diary_path: str, began: float) -> None:
    """Deliver until killed."""
    now = clock(began)
    store = open_store(url, migrate=False)
    diary = os.open(diary_path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    surfaces = {"test": Platform(diary)}
    courier = Courier(store, surfaces, now, recheck=planning.recheck, after=planning.aftermath)

    async def tick():
        while True:
            try:
                await courier.recover()
            except Exception as error:  # noqa: BLE001 - the database may have hung up; the next tick tries again
                print(type(error).__name__, file=sys.stderr)
            courier.wake()
            await asyncio.sleep(0.3)

    await asyncio.gather(courier.run(), tick())


if __name__ == "__main__":
    asyncio.run(work(sys.argv[1], sys.argv[2], float(sys.argv[3])))
