"""Signed Teams activities, answered: the whole product beside a bare botbuilder echo bot.

Each runs in a process of its own behind HTTP on loopback; this process plays the Bot Framework: it signs and sends the
activities, gives keys and tokens, and takes the answers. The product checks the token, writes down, recognises the
person, reads the words, answers from a database, and delivers through the outbox; only the pace that Teams asks for is
lifted. The bare bot is the stock adapter of the documentation, which checks the token too and echoes the words; its
own token is handed to it, because the library would fetch one for every turn.
"""

from __future__ import annotations

import asyncio
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web

from benchmarks.measuring import Figure
from benchmarks.slack import compared, people
from benchmarks.teams_service import APP, ISSUER, TENANT, Service

HOUSE = Path(__file__).parent.parent
ACTIVITIES, AT_ONCE, ROUNDS = 300, 32, 3
STEADY_RATE, STEADY_SECONDS = 30, 6.0  # what the bare bot can still keep up with
KEY = "k" * 40
KINDS = ("product", "bare")


class Load:
    """Sends activities to one bot; the numbers never repeat."""

    def __init__(self, service: Service, url: str, session: aiohttp.ClientSession) -> None:
        self.service, self.url, self.session, self.sent = service, url, session, 0

    async def one(self) -> float:
        """Send an activity; the seconds until its answer."""
        self.sent += 1
        headers = {"Authorization": f"Bearer {self.service.token}", "Content-Type": "application/json"}
        began = time.perf_counter()
        async with self.session.post(
            self.url, data=self.service.activity(self.sent), headers=headers
        ) as answer:
            assert answer.status in {200, 201}, answer.status
        return time.perf_counter() - began

    async def burst(self, number: int) -> float:
        """Send so many, some at once; activities a second until the last message has come."""
        wanted = self.service.sent + number
        gate = asyncio.Semaphore(AT_ONCE)

        async def gated() -> None:
            async with gate:
                await self.one()

        began = time.perf_counter()
        await asyncio.gather(*(gated() for _ in range(number)))
        await self.service.has_sent(wanted)
        return number / (time.perf_counter() - began)

    async def steady(self) -> float:
        """Send at an even rate; the 99th percentile of the seconds until the answer."""
        began, tasks = time.perf_counter(), []
        for number in range(int(STEADY_RATE * STEADY_SECONDS)):
            due = began + number / STEADY_RATE
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            tasks.append(asyncio.create_task(self.one()))
        taken = sorted(await asyncio.gather(*tasks))
        return taken[int(len(taken) * 0.99)]


async def measure() -> Iterator[Figure]:
    """Both bots in turns."""
    with tempfile.TemporaryDirectory() as folder:
        service = Service(people())
        runner = await service.start()
        bots = {}
        try:
            for kind in KINDS:
                bots[kind] = await begin(kind, service.url, folder)
            async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
                loads = {kind: Load(service, url, session) for kind, (_, url) in bots.items()}
                rates: dict[str, list[float]] = {kind: [] for kind in KINDS}
                for number in range(ROUNDS + 1):
                    for kind in KINDS if number % 2 else reversed(KINDS):
                        rates[kind].append(await loads[kind].burst(ACTIVITIES))
                p99 = {
                    kind: statistics.median([await loads[kind].steady() for _ in range(2)]) for kind in KINDS
                }
        finally:
            for process, _ in bots.values():
                process.kill()
                await process.wait()
            await runner.cleanup()
    return iter(
        [
            compared("Teams: signed activities, answered", rates, "bare", 1.0),
            Figure(
                f"Teams: p99 answer at {STEADY_RATE}/s, beside the bare bot",
                f"{p99['product'] * 1000:.1f} ms",
                f"{p99['bare'] * 1000:.1f} ms",
                p99["product"] / p99["bare"],
                1.0,
                at_most=True,
            ),
        ]
    )


async def begin(kind: str, service_url: str, folder: str) -> tuple[asyncio.subprocess.Process, str]:
    """Start a bot; it says where it listens."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "benchmarks.teams", kind, service_url, folder, cwd=HOUSE, stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    while not (line := (await process.stdout.readline()).decode().strip()).startswith("http"):
        assert line or process.returncode is None, "the bot did not begin"
    return process, line


async def bare(service_url: str) -> None:
    """The stock adapter with a bot that echoes."""
    from botbuilder.core import ActivityHandler, CloudAdapterBase, TurnContext
    from botbuilder.schema import Activity
    from botframework.connector.auth import (
        AppCredentials,
        BotFrameworkAuthenticationFactory,
        ChannelValidation,
        PasswordServiceClientCredentialFactory,
    )

    ChannelValidation.open_id_metadata_endpoint = f"{service_url}/metadata"

    class Given(AppCredentials):
        def get_access_token(self, force_refresh: bool = False) -> str:  # noqa: FBT001, FBT002 - the library's
            return "t"

    class Factory(PasswordServiceClientCredentialFactory):
        async def create_credentials(self, *_: Any, **__: Any) -> AppCredentials:
            return Given(app_id=APP, channel_auth_tenant=TENANT, oauth_scope=ISSUER)

    class Echo(ActivityHandler):
        async def on_message_activity(self, turn_context: TurnContext) -> None:
            await turn_context.send_activity(turn_context.activity.text)

    class Adapter(CloudAdapterBase):
        pass

    adapter = Adapter(
        BotFrameworkAuthenticationFactory.create(credential_factory=Factory(APP, "secret", TENANT))
    )
    echo = Echo()

    async def messages(request: web.Request) -> web.Response:
        body = Activity().deserialize(await request.json())
        await adapter.process_activity(request.headers["Authorization"], body, echo.on_turn)
        return web.Response(status=201)

    app = web.Application()
    app.router.add_post("/api/messages", messages)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print(f"http://127.0.0.1:{runner.addresses[0][1]}/api/messages", flush=True)
    await asyncio.Event().wait()


async def product(service_url: str, folder: str) -> None:
    """Foothold, with the sample data of one programme."""
    import store
    from adapters import pacing
    from adapters.commands.demo import fill
    from adapters.config import Settings, TeamsSettings
    from adapters.host import House
    from adapters.server import Server
    from adapters.teams import pace
    from bot.assistant import Assistant

    pacing.PACES.clear()
    pace.CONVERSATION = pace.TENANT = ((1_000_000, 1.0),)
    opened = store.open_store(f"sqlite:///{folder}/foothold.db", f"{folder}/files", secret=KEY)
    house = House(opened, opened.files, Assistant())
    fill(house, datetime(2023, 11, 1, 9, tzinfo=UTC))
    teams = TeamsSettings(
        app_id=APP, app_password="secret", tenant_id=TENANT,  # noqa: S106
        openid_metadata_url=f"{service_url}/metadata", login_url=service_url,
    )  # fmt: skip
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Server(Settings(secret_key=KEY, port=port, teams=teams), house, "run")
    running = asyncio.create_task(server.run())
    while not running.done():
        try:
            (await asyncio.open_connection("127.0.0.1", port))[1].close()
            break
        except ConnectionRefusedError:
            await asyncio.sleep(0.05)
    print(f"http://127.0.0.1:{port}/api/messages", flush=True)
    await running


def run() -> Iterator[Figure]:
    """The figures."""
    return asyncio.run(measure())


if __name__ == "__main__":
    what, *where = sys.argv[1:]
    asyncio.run(product(*where) if what == "product" else bare(where[0]))
