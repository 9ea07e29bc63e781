"""Delivers what the outbox holds, through the surface of each row: order, pace, tries, and one outcome per row."""

from __future__ import annotations


class Courier:
    """Works while `run` is running; `wake` is called after every commit that queued something."""

    def wake(self) -> None:
        """Look for due rows now; may be called from any thread."""
        raise NotImplementedError

    async def run(self) -> None:
        """Deliver until cancelled; on the way out, what is in flight is finished."""
        raise NotImplementedError

    async def drain(self) -> int:
        """Deliver everything that is due now, and return how many rows were handled (console, tests)."""
        raise NotImplementedError
