"""Has the core plan what is due soon: one transaction for each programme, every few minutes, by whoever ticks first."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Any

from adapters import metrics
from adapters.host import Store, Work
from adapters.logs import describe, log
from bot.conversations import planning, safety
from bot.conversations.checkin_words import scope_of


class Planner:
    """Planning twice is harmless; that it is not done by every process at once is kept in the database."""

    def __init__(self, store: Store, now: Callable[[], datetime]) -> None:
        self._store = store
        self._now = now

    async def look(self) -> int:
        """Plan each programme whose last planning, by any process, was long enough ago; move safety alerts on."""
        await self._run(lambda unit: safety.escalate(unit, self._now()))
        return await self._each(self._in_turn)

    async def plan(self) -> int:
        """Plan every programme that is loaded, now; returns how many messages are new."""
        return await self._each(self._plan)

    async def _each(self, plan: Callable[[Work, str], int]) -> int:
        """One transaction for each programme; one that fails is logged, and the others are planned all the same."""
        new = 0
        for key in await self._run(lambda unit: [programme.key for programme in unit.programmes.all()]):
            try:
                new += await self._run(lambda unit, key=key: plan(unit, key))
            except Exception as error:  # noqa: BLE001 - the next look tries again; it is logged
                log().error("planning failed", programme=key, **describe(error))
        metrics.PLANNED.inc(new)
        return new

    def _in_turn(self, unit: Work, key: str) -> int:
        programme = unit.programmes.get(key)
        due = programme and unit.schedule.look(scope_of(programme), self._now(), planning.EVERY)
        return self._plan(unit, key) if due else 0

    def _plan(self, unit: Work, key: str) -> int:
        programme = unit.programmes.get(key)
        return planning.plan(unit, programme, self._now()) if programme else 0

    async def _run(self, work: Callable[..., Any]) -> Any:
        return await asyncio.wrap_future(self._store.submit(work))
