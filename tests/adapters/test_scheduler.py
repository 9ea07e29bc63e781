"""The tick goes on whatever the wall clock does, and whatever its work does."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from adapters import scheduler as module
from adapters.scheduler import Scheduler


async def run_for(scheduler: Scheduler, seconds: float) -> None:
    running = asyncio.create_task(scheduler.run())
    await asyncio.sleep(seconds)
    running.cancel()
    await asyncio.wait({running})


async def test_it_ticks_at_once_and_then_by_real_seconds():
    ticks = []

    async def tick():
        ticks.append(1)

    await run_for(Scheduler(tick, 0.1), 0.35)
    assert 3 <= len(ticks) <= 4


async def test_a_tick_that_fails_does_not_end_it():
    ticks = []

    async def tick():
        ticks.append(1)
        raise ZeroDivisionError

    await run_for(Scheduler(tick, 0.05), 0.2)
    assert len(ticks) >= 3


async def test_it_is_overdue_only_while_no_tick_gets_through():
    well = []

    async def tick():
        if not well:
            raise ZeroDivisionError

    scheduler = Scheduler(tick, 0.05)
    await run_for(scheduler, 0.3)
    assert scheduler.overdue() > 0.2
    well.append(1)
    await run_for(scheduler, 0.1)
    assert scheduler.overdue() < 0.1


@pytest.mark.parametrize("jump", [timedelta(days=89), timedelta(days=-89)])
async def test_a_clock_that_jumps_makes_neither_a_flood_nor_a_silence(monkeypatch, jump):
    ticks, daily, ahead = [], [], [timedelta(0)]

    class Jumping(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime.now(UTC).astimezone(tz) + ahead[0]

    from apscheduler.schedulers import base

    monkeypatch.setattr(base, "datetime", Jumping)

    async def tick():
        ticks.append(1)

    async def work():
        daily.append(1)

    scheduler = module.Scheduler(tick, 0.05)
    scheduler.daily("work", work, at="03:30", zone="Europe/London")
    running = asyncio.create_task(scheduler.run())
    await asyncio.sleep(0.2)
    before = len(ticks)
    ahead[0] = jump
    await asyncio.sleep(0.3)
    running.cancel()
    await asyncio.wait({running})
    assert 4 <= len(ticks) - before <= 7
    assert len(daily) == (1 if jump > timedelta(0) else 0)
