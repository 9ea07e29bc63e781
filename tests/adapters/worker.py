"""A worker process for the tests that kill it: a courier on a real database, whose platform is a file of what it got.

Arguments: the database, the file, seconds to live. Each line of the file is the key of a message that was sent and
answered; the answer is on disk before the courier hears of it.
"""

from __future__ import annotations

import asyncio
import os
import sys
from datetime import UTC, datetime

import store
from adapters.courier import Courier
from adapters.surface import Delivered, Destination, Outcome
from bot.activities import Identity, Place, Profile, Upload
from bot.ports import Outgoing


class FileSurface:
    """Writes down what it is given."""

    name = "test"
    home = "T1"

    def __init__(self, path: str) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    async def deliver(self, outgoing: Outgoing, destination: Destination) -> Outcome:
        await asyncio.sleep(0.002)
        os.write(self._file, f"{outgoing.key}\n".encode())
        return Delivered(
            f"m-{outgoing.id}", destination.place or Place("test", "T1", destination.identity.user)
        )

    async def profile(self, identity: Identity) -> Profile:
        return Profile()

    async def find(self, workspace: str, email: str) -> Identity | None:
        return None

    async def fetch(self, upload: Upload) -> bytes:
        return b""


async def work(url: str, path: str, seconds: float) -> None:
    opened = store.open_store(url, migrate=False)
    courier = Courier(opened, {"test": FileSurface(path)}, lambda: datetime.now(UTC), lease=2.0)
    forget = opened.listen(courier.wake)
    running = asyncio.create_task(courier.run())
    await asyncio.sleep(seconds)
    forget()
    running.cancel()
    await asyncio.wait({running})
    opened.close()


if __name__ == "__main__":
    asyncio.run(work(sys.argv[1], sys.argv[2], float(sys.argv[3])))
