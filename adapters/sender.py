"""Has the core carry out the messages of staff to many: looked at on every tick, by any number of processes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Any

from adapters.host import Store, Work
from adapters.logs import describe, log
from bot.conversations.broadcast import sending
from bot.errors import ConflictError


class Sender:
    """Doing it twice has no second effect, so nothing is shared between processes."""

    def __init__(self, store: Store, now: Callable[[], datetime]) -> None:
        self._store = store
        self._now = now

    async def look(self) -> None:
        """Begin what is due, and follow what is being sent: transactions for each message of their own."""
        for key, number in await self._run(self._due):
            try:
                while await self._run(lambda unit, key=key, number=number: self._advance(unit, key, number)):
                    pass
            except ConflictError:
                log().info("another process was faster", programme=key, kind="broadcast")
            except Exception as error:  # noqa: BLE001 - the others go on, and the next tick tries again; it is logged
                log().error("a message to many could not be carried on", programme=key, **describe(error))

    def _due(self, unit: Work) -> list[tuple[str, int]]:
        now = self._now()
        return [
            (programme.key, number)
            for programme in unit.programmes.all()
            for number in sending.look(unit, programme, now)
        ]

    def _advance(self, unit: Work, key: str, number: int) -> bool:
        programme = unit.programmes.get(key)
        return programme is not None and sending.advance(unit, programme, number, self._now())

    async def _run(self, work: Callable[..., Any]) -> Any:
        return await asyncio.wrap_future(self._store.submit(work))
