"""The long-running process: it starts, serves, tells the truth about itself, and stops with nothing lost."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime

import aiohttp
import pytest

import store
from adapters import metrics
from adapters.config import Settings, SettingsError, SlackSettings, TeamsSettings
from adapters.host import House
from adapters.server import Server
from bot.activities import Identity, Place
from bot.cards import text
from bot.errors import FootholdError
from bot.ports import Outgoing
from bot.programme.people import Scope
from tests.adapters.fakes import Echo, FakeSurface, activity
from tests.slack.fake_slack import FakeSlack, Member

SECRET = "s" * 40


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@asynccontextmanager
async def serving(url: str, role: str, echo: Echo, surface: FakeSurface, **changed):
    """A server of that role with a fake surface beside its own, until the block ends."""
    opened = store.open_store(url, secret=SECRET)
    teams = TeamsSettings(allow_anonymous=True)
    settings = Settings(
        database_url=url, secret_key=SECRET, port=free_port(), tick_seconds=0.2, teams=teams, **changed
    )
    server = Server(settings, House(opened, opened.files, echo), role)
    server.surfaces["test"] = surface
    running = asyncio.create_task(server.run())
    try:
        async with aiohttp.ClientSession(f"http://127.0.0.1:{settings.port}") as client:
            for _ in range(200):
                try:
                    if (await client.get("/readyz")).status == 200:
                        break
                except aiohttp.ClientConnectionError:
                    pass
                await asyncio.sleep(0.05)
            yield server, client
    finally:
        server.stop()
        await running
        opened.close()


async def until(true) -> None:
    """Wait, at most ten seconds, until something is so."""
    for _ in range(500):
        if true():
            return
        await asyncio.sleep(0.02)
    pytest.fail("it did not come true")


async def test_one_process_does_everything(sqlite_url):
    surface = FakeSurface()
    async with serving(sqlite_url, "run", Echo(), surface) as (server, client):
        assert (await (await client.get("/readyz")).json()) == {"ready": True, "wrong": []}
        assert (await client.post("/api/messages", json={})).status in {400, 401, 403}
        await server.reception.receive(activity("hello"))
        await until(lambda: surface.texts() == ["1: hello"])
        assert "foothold_ticks_total" in await (await client.get("/metrics")).text()


async def test_one_that_serves_and_one_that_works(postgresql_url):
    """What one process takes in, another delivers, and it hears of it at once."""
    here, there = FakeSurface(), FakeSurface()
    async with (
        serving(postgresql_url, "serve", Echo(), here) as (server, _),
        serving(postgresql_url, "work", Echo(), there) as (_, worker),
    ):
        assert (await worker.get("/readyz")).status == 200
        assert (await worker.post("/api/messages", json={})).status == 404
        await server.reception.receive(activity("hello"))
        await until(lambda: there.texts() == ["1: hello"])
        assert here.sent == []


async def test_what_a_dead_process_left_is_worked_off(sqlite_url):
    opened = store.open_store(sqlite_url, secret=SECRET)
    opened.run(lambda unit: unit.inbox.receive(activity("left")))
    opened.close()
    surface = FakeSurface()
    async with serving(sqlite_url, "run", Echo(), surface):
        await until(lambda: surface.texts() == ["1: left"])


async def test_readiness_tells_when_something_has_stopped(sqlite_url):
    async with serving(sqlite_url, "run", Echo(), FakeSurface()) as (server, client):
        courier = next(task for task in server._running if "courier" in task.get_name())
        courier.cancel()
        await until(courier.done)
        answer = await client.get("/readyz")
        assert (answer.status, (await answer.json())["wrong"]) == (503, ["the courier has stopped"])


@pytest.mark.parametrize("role", ["run", "serve", "work"])
async def test_readiness_tells_when_nothing_gets_through(postgresql_url, role, monkeypatch):
    async with serving(postgresql_url, role, Echo(), FakeSurface()) as (server, client):
        monkeypatch.setattr("adapters.server.LONGEST_WORK", 0.5)

        def broken(*_, **__):
            raise store.StoreError

        monkeypatch.setattr(server._house.store, "submit", broken)
        await asyncio.sleep(1.0)
        answer = await client.get("/readyz")
        assert answer.status == 503
        assert any(
            one.startswith("the schedule has not got through") for one in (await answer.json())["wrong"]
        )


async def test_what_waits_is_counted_by_every_process(postgresql_url):
    def names(text: str) -> dict[str, float]:
        lines = [line.split() for line in text.splitlines() if line.startswith("foothold")]
        return {name: float(value) for name, value in lines}

    async with serving(postgresql_url, "serve", Echo(), FakeSurface()) as (server, client):
        await server.reception.receive(activity("hello"))
        await until(lambda: metrics.OUTBOX._value.get() == 1)
        found = names(await (await client.get("/metrics")).text())
        assert (found["foothold_outbox_due"], found["foothold_inbox_open"]) == (1, 0)
        assert found["foothold_last_tick_timestamp_seconds"] > 0
        assert not [name for name in found if "_created" in name]


async def test_a_signal_stops_it_and_what_was_begun_is_finished(sqlite_url):
    surface, echo = FakeSurface(), Echo()
    surface.slow = 0.5
    async with serving(sqlite_url, "run", echo, surface) as (server, _):
        await server.reception.receive(activity("last words"))
        await until(lambda: bool(echo.worked))
        os.kill(os.getpid(), signal.SIGTERM)
        await asyncio.sleep(0)
    opened = store.open_store(sqlite_url, secret=SECRET)
    depth = opened.run(lambda unit: unit.inbox.depth())
    opened.close()
    assert depth.rows == 0


async def test_what_is_under_way_to_a_platform_is_delivered_before_its_connection_is_closed(sqlite_url):
    """Else every restart would leave messages of which nobody can say whether they arrived."""
    slack = FakeSlack(tokens={"xoxb-T1": "T1"})
    await slack.start()
    slack.add(Member("U1", "Ann", "ann@t.example"))
    settings = SlackSettings(signing_secret="s", bot_token="xoxb-T1", api_url=slack.url)
    scope = Scope("org", "prog")

    def queue(unit) -> None:
        person = unit.people.add("org", "ann@t.example", "", None, None)
        here = Place("slack", "T1", "D1")
        unit.people.link(Identity("slack", "T1", "U1"), person, here, datetime.now(UTC))
        unit.outbox.add(Outgoing("k", person, text("Hello"), datetime.now(UTC), scope=scope, batch="b"))

    try:
        async with serving(sqlite_url, "run", Echo(), FakeSurface(), slack=settings) as (server, _):
            slack.latency = 1.0
            await asyncio.to_thread(server._house.store.run, queue)
            await until(lambda: bool(slack.made("chat.postMessage")))
    finally:
        await slack.stop()
    opened = store.open_store(sqlite_url, secret=SECRET)
    counts = opened.run(lambda unit: unit.deliveries.counts(scope, "b"))
    opened.close()
    assert {state: count for state, count in counts.items() if count} == {"delivered": 1}


async def test_one_that_cannot_have_its_port_says_so_and_begins_on_nothing(sqlite_url):
    async with serving(sqlite_url, "run", Echo(), FakeSurface()) as (server, _):
        settings = server._settings
        second = store.open_store(sqlite_url, secret=SECRET)
        other = Server(settings, House(second, second.files, Echo()), "run")
        with pytest.raises(SettingsError, match=f"cannot listen on 127.0.0.1, port {settings.port}"):
            await other.run()
        assert other._running == []
        second.close()


async def test_one_with_another_secret_key_does_not_start(sqlite_url):
    async with serving(sqlite_url, "run", Echo(), FakeSurface()) as (server, _):
        settings = replace(server._settings, secret_key="t" * 40, port=free_port())
        second = store.open_store(sqlite_url, secret=settings.secret_key)
        with pytest.raises(FootholdError, match="FOOTHOLD_SECRET_KEY is not the one"):
            await Server(settings, House(second, second.files, Echo()), "run").run()
        second.close()


async def test_one_whose_files_cannot_be_kept_does_not_start(sqlite_url, tmp_path):
    (tmp_path / "in the way").write_text("")
    opened = store.open_store(sqlite_url, str(tmp_path / "in the way"), secret=SECRET)
    settings = Settings(database_url=sqlite_url, secret_key=SECRET, port=free_port())
    with pytest.raises(SettingsError, match="FOOTHOLD_FILES names cannot be written to"):
        await Server(settings, House(opened, opened.files, Echo()), "run").run()
    opened.close()
