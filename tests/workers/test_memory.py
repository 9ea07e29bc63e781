"""Memory stays flat over an hour of simulated traffic: typed words in, answers and reminders out."""

from __future__ import annotations

import asyncio
import gc
from datetime import timedelta
from pathlib import Path

import pytest

import store
from bot.activities import Message
from tests.cycles.world import World, at

PEOPLE, SECONDS = 200, 3600
WARM_UP, MOST = 900, 16
"""Seconds until caches are full; MiB that may come after that."""


def resident() -> float:
    """MiB that this process holds."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 2**20


@pytest.mark.soak
def test_memory_is_flat_over_an_hour(tmp_path):
    opened = store.open_store(f"sqlite:///{tmp_path / 'x.db'}", files=None, secret="s" * 32)
    world = World(opened, "queen_mary_2024", at("2024-01-22 10:00"))
    world.load()
    emails = [f"p{number}@qm" for number in range(PEOPLE)]
    for email in emails:
        world.person(email)
    said = ["when is the deadline", "browse", "is it paid?", "home", "my applications", "help"]

    async def hour():
        held = {}
        for second in range(SECONDS):
            world.now += timedelta(seconds=1)
            email = emails[second % PEOPLE]
            await world.stage.act(email, Message(said[second % len(said)]))
            if second % 15 == 0:
                await world.planner.look()
            world.got.clear()
            world.seen.clear()
            if second in {WARM_UP, SECONDS - 1}:
                held[second] = resident()
        return held

    held = asyncio.run(hour())
    opened.close()
    grown = held[SECONDS - 1] - held[WARM_UP]
    print(f"{held[WARM_UP]:.0f} MiB after {WARM_UP} s, {grown:+.1f} MiB in the rest of the hour")
    assert grown < MOST
