"""Planning a large programme is mostly reading: nobody's turn waits for it."""

from __future__ import annotations

import asyncio
import threading
from datetime import UTC, datetime

import pytest

import store
from adapters.planner import Planner
from bot.conversations import planning
from bot.programme.loading import load_programme, shipped

KEY = "queen_mary_2024"
NOW = datetime(2024, 1, 22, 9, tzinfo=UTC)


@pytest.mark.asyncio
async def test_turns_go_on_while_it_is_worked_out_what_is_due(tmp_path, monkeypatch):
    opened = store.open_store(f"sqlite:///{tmp_path / 'x.db'}", secret="s" * 32)
    text = shipped()[KEY]
    opened.run(lambda unit: unit.programmes.put(load_programme(text, KEY), text, NOW))
    reached, go_on = threading.Event(), threading.Event()
    look_ahead = planning.look_ahead

    def slowly(unit, programme, now):
        reached.set()
        assert go_on.wait(10)
        return look_ahead(unit, programme, now)

    monkeypatch.setattr(planning, "look_ahead", slowly)
    planned = asyncio.create_task(Planner(opened, lambda: NOW).look())
    assert await asyncio.to_thread(reached.wait, 10)
    turn = asyncio.wrap_future(opened.submit(lambda unit: unit.programmes.keys()))
    assert list(await asyncio.wait_for(turn, 5)) == [KEY]
    assert not planned.done()
    go_on.set()
    await planned
    opened.close()
