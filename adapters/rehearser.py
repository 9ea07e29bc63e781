"""Has rehearsals run that staff have ordered: one at a time in a process, each in a process of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from adapters.host import Store, Work
from adapters.logs import describe, log
from adapters.rehearsal import apart
from adapters.rehearsal.run import rates
from bot.conversations.staff import rehearsing
from bot.errors import ConflictError, FootholdError
from bot.programme.rehearsals import Order, Record, Rehearsal

Run = Callable[[str, Order], Awaitable[Record]]


class Rehearser:
    """`look` is called on every tick and does not wait; `settle` waits for what is under way."""

    def __init__(self, store: Store, now: Callable[[], datetime], run: Run = apart.rehearse) -> None:
        self._store = store
        self._now = now
        self._apart = run
        self._task: asyncio.Task[None] | None = None

    async def look(self) -> bool:
        """Begin on the next order, if nothing is under way here; whether there was one."""
        if self._task is not None and not self._task.done():
            return False
        one = await self._claim()
        if one is None:
            return False
        self._task = asyncio.get_running_loop().create_task(self._bring_to_an_end(one))
        return True

    async def settle(self) -> None:
        """Run everything that is ordered (the terminal, tests)."""
        while await self.look() or (self._task is not None and not self._task.done()):
            if self._task is not None:
                await self._task

    def stop(self) -> None:
        """End what is under way; it is begun again by whoever looks later."""
        if self._task is not None:
            self._task.cancel()

    async def _claim(self) -> Rehearsal | None:
        for key in await self._run(lambda unit: unit.programmes.keys()):
            try:
                found: Rehearsal | None = await self._run(lambda unit, key=key: self._next(unit, key))
            except ConflictError:
                continue  # another process was faster
            if found is not None:
                return found
        return None

    def _next(self, unit: Work, key: str) -> Rehearsal | None:
        programme = unit.programmes.get(key)
        return rehearsing.claim(unit, programme, self._now()) if programme else None

    async def _bring_to_an_end(self, one: Rehearsal) -> None:
        try:
            # The process apart has no settings, and with them the rates of this installation.
            record = await self._apart(one.text, one.order)
            known = {rate.name: rate for rate in (*record.rates, *rates())}
            record = replace(record, rates=tuple(known.values()))
            await self._run(lambda unit: rehearsing.finish(unit, one, record, self._now()))
        except FootholdError as problem:
            why = problem.message
            log().warning(
                "a rehearsal could not be finished", programme=one.scope.programme, **describe(problem)
            )
            await self._run(lambda unit: rehearsing.fail(unit, one, why, self._now()))
        except Exception as error:  # noqa: BLE001 - it is begun again after a while; it is logged
            log().error("a rehearsal broke off", programme=one.scope.programme, **describe(error))

    async def _run(self, work: Callable[..., Any]) -> Any:
        return await asyncio.wrap_future(self._store.submit(work))
