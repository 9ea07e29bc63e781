"""Has the core plan what is due soon: in small transactions, every few minutes, by whoever ticks first."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from adapters import metrics
from adapters.host import Store, Work
from adapters.logs import describe, log
from bot.conversations import planning, safety
from bot.conversations.checkin.words import scope_of
from bot.programme.planned import Planned, Snapshot

AT_ONCE = 500
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
        """What is much work is only read, beside everybody's turns; what is written is written a little at a time."""
        programme, now = await self._run(lambda unit: unit.programmes.get(key)), self._now()
        if programme is None:
            return 0
        await self._run(lambda unit: planning.settle(unit, programme, now))
        state, fresh = await asyncio.to_thread(
            self._store.read, lambda unit: planning.look_ahead(unit, programme, now)
        )
        new = await self._run(lambda unit: planning.tell_changes(unit, state))
        for start in range(0, len(fresh), AT_ONCE):
            some = fresh[start : start + AT_ONCE]
            new += await self._run(partial(_queue, state=state, some=some))
        return int(new)

    def _turn(self, unit: Work, key: str) -> bool:
        programme = unit.programmes.get(key)
        return programme is not None and unit.schedule.look(scope_of(programme), self._now(), planning.EVERY)

    async def _run(self, work: Callable[..., Any]) -> Any:
        return await asyncio.wrap_future(self._store.submit(work))


def _queue(unit: Work, state: Snapshot, some: Sequence[Planned]) -> int:
    return sum(planning.queue(unit, state, one) for one in some)
