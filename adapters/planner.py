"""Has the core plan what is due soon: one transaction for each programme, every few minutes, in any process."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from time import monotonic
from typing import Any

from adapters.host import Store, Work
from adapters.logs import describe, log
from bot.conversations import planning


class Planner:
    """Planning twice is harmless, so nothing is shared between processes."""

    def __init__(self, store: Store, now: Callable[[], datetime]) -> None:
        self._store = store
        self._now = now
        self._last: float | None = None

    async def look(self) -> None:
        """Plan, where the last time was long enough ago."""
        if self._last is None or monotonic() - self._last >= planning.EVERY.total_seconds():
            self._last = monotonic()
            await self.plan()

    async def plan(self) -> int:
        """Plan for every programme that is loaded; returns how many messages are new. One that fails is logged."""
        new = 0
        for key in await self._run(lambda unit: [programme.key for programme in unit.programmes.all()]):
            try:
                new += await self._run(lambda unit, key=key: self._plan(unit, key))
            except Exception as error:  # noqa: BLE001 - the others are planned all the same; it is logged
                log().error("planning failed", programme=key, **describe(error))
        return new

    def _plan(self, unit: Work, key: str) -> int:
        programme = unit.programmes.get(key)
        return planning.plan(unit, programme, self._now()) if programme else 0

    async def _run(self, work: Callable[..., Any]) -> Any:
        return await asyncio.wrap_future(self._store.submit(work))
