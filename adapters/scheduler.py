"""When to look: a tick that counts real seconds, and a few calendar triggers. What is due stands in the database.

The tick sleeps on the monotonic clock, so a wall clock that jumps by days makes neither a flood of ticks nor a
silence. APScheduler owns the triggers that follow a calendar and a zone; it is woken by every tick, and it runs what
it missed once (engines.md, section 1).
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from time import monotonic

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger

from adapters import metrics
from adapters.logs import describe, log

Work = Callable[[], Awaitable[object]]


class Scheduler:
    """Calls `tick` every `seconds`, and each daily work once a day; one that raises is logged and called again."""

    def __init__(self, tick: Work, seconds: float) -> None:
        self._tick = tick
        self._seconds = seconds
        self._through = monotonic()
        self._calendar = AsyncIOScheduler(
            timezone="UTC", job_defaults={"misfire_grace_time": None, "coalesce": True}
        )

    def daily(self, name: str, work: Work, *, at: str, zone: str) -> None:
        """Do some work every day at HH:MM on the clock of that zone."""
        hour, minute = at.split(":")
        trigger = CronTrigger(hour=int(hour), minute=int(minute), timezone=zone)
        self._calendar.add_job(_carefully(name, work), trigger, id=name)

    def overdue(self) -> float:
        """Seconds since a tick that got through should have been followed by another one that did."""
        return monotonic() - self._through - self._seconds

    async def run(self) -> None:
        """Tick until cancelled; the first tick is at once."""
        self._calendar.start()
        tick = _carefully("tick", self._tick)
        try:
            while True:
                is_through = await tick()
                metrics.TICKS.labels("done" if is_through else "failed").inc()
                if is_through:
                    self._through = monotonic()
                    metrics.TICKED.set_to_current_time()
                self._calendar.wakeup()
                await asyncio.sleep(self._seconds)
        finally:
            with suppress(RuntimeError):  # the loop may be closing already
                self._calendar.shutdown(wait=False)


def _carefully(name: str, work: Work) -> Callable[[], Awaitable[bool]]:
    async def done() -> bool:
        try:
            await work()
        except Exception as error:  # noqa: BLE001 - the next tick tries again; it is logged
            log().error("scheduled work failed", kind=name, **describe(error))
            return False
        return True

    return done
