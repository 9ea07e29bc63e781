"""A worker that test_killed kills: it sends a message to many until it dies; the platform keeps a diary beside it."""

from __future__ import annotations

import asyncio
import sys
from datetime import timedelta

from adapters import pacing
from store import open_store
from tests.broadcasts.platform import Platform
from tests.broadcasts.world import START, World


def main(url: str, diary: str, life: int) -> None:
    """Deliver until killed. Each life begins when the leases of the one before have run out."""
    pacing.PACES.clear()
    opened = open_store(url, migrate=False, secret="s" * 32)
    platforms = {name: Platform(name, calm=True, diary=diary) for name in ("slack", "teams")}
    world = World(opened, platforms, at=START + timedelta(minutes=5 * life))

    async def work() -> None:
        await world.courier().recover()

    asyncio.run(work())
    while True:
        world.tick(seconds=1)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
