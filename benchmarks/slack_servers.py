"""The servers of the Slack benchmark, each in a process of its own: the product, and a bare Bolt app."""

from __future__ import annotations

import asyncio
import socket
import sys
from datetime import UTC, datetime
from typing import Any

import aiohttp
from aiohttp import web

SECRET = "s" * 32
KEY = "k" * 40


async def serve(app: web.Application) -> None:
    """Listen on loopback, say where, and go on until killed."""
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print(f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events", flush=True)


async def bare(slack_url: str, *, tuned: bool) -> None:
    """A Bolt app that answers "hello"; `tuned`: with one session for all its calls."""
    from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
    from slack_bolt.app.async_app import AsyncApp
    from slack_sdk.web.async_client import AsyncWebClient

    session = aiohttp.ClientSession() if tuned else None
    client = AsyncWebClient(token="xoxb-bare", base_url=slack_url, session=session)  # noqa: S106
    bolt = AsyncApp(client=client, signing_secret=SECRET)

    @bolt.event("message")
    async def hello(say: Any) -> None:
        await say("hello")

    async def events(request: web.Request) -> web.Response:
        return await to_aiohttp_response(await bolt.async_dispatch(await to_bolt_request(request)))

    app = web.Application()
    app.router.add_post("/slack/events", events)
    await serve(app)
    await asyncio.Event().wait()


async def product(slack_url: str, folder: str) -> None:
    """Foothold, with the sample data of one programme."""
    import store
    from adapters import pacing
    from adapters.commands.demo import fill
    from adapters.config import Settings, SlackSettings
    from adapters.host import House
    from adapters.server import Server
    from bot.assistant import Assistant

    pacing.PACES.clear()
    opened = store.open_store(f"sqlite:///{folder}/foothold.db", f"{folder}/files", secret=KEY)
    house = House(opened, opened.files, Assistant())
    fill(house, datetime(2023, 11, 1, 9, tzinfo=UTC))
    slack = SlackSettings(signing_secret=SECRET, bot_token="xoxb-product", api_url=slack_url)  # noqa: S106
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    running = asyncio.create_task(
        Server(Settings(secret_key=KEY, port=port, slack=slack), house, "run").run()
    )
    while not running.done():
        try:
            (await asyncio.open_connection("127.0.0.1", port))[1].close()
            break
        except ConnectionRefusedError:
            await asyncio.sleep(0.05)
    print(f"http://127.0.0.1:{port}/slack/events", flush=True)
    await running


if __name__ == "__main__":
    what, *where = sys.argv[1:]
    asyncio.run(product(*where) if what == "product" else bare(where[0], tuned=what == "tuned"))
