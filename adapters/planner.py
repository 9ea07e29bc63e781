"""Has the core plan what is due soon: in small transactions, every few minutes, by whoever ticks first."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Any

from adapters import metrics
from adapters.host import Store, Work
from adapters.logs import describe, log
from bot.conversations import planning, safety
from bot.conversations.checkin.words import scope_of

AT_ONCE = 2000
"""Messages that one transaction queues at most: on SQLite everybody's turns wait for it."""


class Planner:
    """Planning twice is harmless; that it is not done by every process at once is kept in the database."""

    def __init__(self, store: Store, now: Callable[[], datetime]) -> None:
        self._store = store
        self._now = now

    async def look(self) -> int:
        """Plan each programme whose last planning, by any process, was long enough ago; move safety alerts on."""
        await self._run(lambda unit: safety.escalate(unit, self._now()))
        return await self._each(self._turn)

    async def plan(self) -> int:
        """Plan every programme that is loaded, now; returns how many messages are new."""
        return await self._each(lambda _, __: True)

    async def _each(self, wanted: Callable[[Work, str], bool]) -> int:
        """One programme after the other; one that fails is logged, and the others are planned all the same."""
        new = 0
        for key in await self._run(lambda unit: unit.programmes.keys()):
            try:
                if await self._run(lambda unit, key=key: wanted(unit, key)):
                    new += await self._whole(key)
            except Exception as error:  # noqa: BLE001 - the next look tries again; it is logged
                log().error("planning failed", programme=key, **describe(error))
        metrics.PLANNED.inc(new)
        return new

    async def _whole(self, key: str) -> int:
        new = 0
        while True:
            queued = await self._run(lambda unit: self._plan(unit, key))
            new += queued
            if queued < AT_ONCE:
                return new

    def _turn(self, unit: Work, key: str) -> bool:
        programme = unit.programmes.get(key)
        return programme is not None and unit.schedule.look(scope_of(programme), self._now(), planning.EVERY)

    def _plan(self, unit: Work, key: str) -> int:
        programme = unit.programmes.get(key)
        return planning.plan(unit, programme, self._now(), most=AT_ONCE) if programme else 0

    async def _run(self, work: Callable[..., Any]) -> Any:
        return await asyncio.wrap_future(self._store.submit(work))
