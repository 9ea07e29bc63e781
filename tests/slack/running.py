"""Foothold as it runs: the real Bolt behind HTTP on loopback, a real SQLite store, the courier; beside the fake Slack."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from aiohttp import web

import store
from adapters.config import SlackSettings
from adapters.courier import Courier
from adapters.documents.making import documents_for
from adapters.importing.chat import FileImporter
from adapters.keeping import StoreSecrets
from adapters.links import Links
from adapters.planner import Planner
from adapters.previews import SurfacePreviews
from adapters.reception import Reception
from adapters.rehearser import Rehearser
from adapters.sender import Sender
from adapters.slack.build import make_front, make_surface
from tests.slack.fake_slack import FakeSlack
from tests.slack.person import SECRET
from tests.slack.scripted import Scripted

KEY = "k" * 40
PUBLIC = "https://foothold.example"


class Exactly(str):
    """A user's id, which the courier would take for an e-mail address in small letters."""

    __slots__ = ()

    def casefold(self) -> str:
        return str(self)


class Running:
    """One process. `settle` waits until nothing is left to do."""

    def __init__(
        self,
        fake: FakeSlack,
        folder: Path,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        assistant: Any = None,
        only: str | None = None,
        **settings: Any,
    ) -> None:
        self.fake, self.folder, self.now = fake, folder, now
        chosen = {"signing_secret": SECRET, "bot_token": "xoxb-test", "api_url": fake.url, **settings}
        self.settings = SlackSettings(**chosen)
        self._assistant = assistant
        self.only = only
        self.url = ""

    async def start(self) -> Running:
        kept = self.folder / "foothold.key"  # of a world that has files of its own
        key = kept.read_text("utf-8").strip() if kept.exists() else KEY
        self.store = store.open_store(
            f"sqlite:///{self.folder / 'foothold.db'}", str(self.folder / "files"), secret=key
        )
        surfaces: dict[str, Any] = {}
        if self._assistant is None:
            from bot.assistant import Assistant

            documents = documents_for(self.store.files, key, None, PUBLIC, self.now)
            self._assistant = Assistant(documents, FileImporter(self.store.files), SurfacePreviews())
        self.reception = Reception(self.store, self._assistant, self.store.files, surfaces, self.now)
        secrets = StoreSecrets(self.store, "slack")
        self.surface = make_surface(self.settings, secrets, Links(key, PUBLIC, self.now), strict=True)
        self.front = make_front(self.settings, self.surface, self.reception, self.now, secrets, PUBLIC)
        surfaces["slack"] = self.surface
        self._surfaces = surfaces
        self.deliver_to(self.only)
        app = web.Application()
        app.add_routes(self.front.routes())
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.base = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        self.url = self.base + "/slack/events"
        await self.front.start()
        return self

    def deliver_to(self, only: str | None) -> None:
        """Deliver to this user alone from here on (what is for others waits), or to all."""
        self.only = only
        how: dict[str, Any] = {}
        if not isinstance(self._assistant, Scripted):
            from bot.conversations import planning

            how = {"recheck": planning.recheck, "after": planning.aftermath}
        self.courier = Courier(
            self.store, self._surfaces, self.now, **how, only=Exactly(only) if only else None
        )

    async def plan(self) -> None:
        """The schedule ticks."""
        await Planner(self.store, self.now).plan()
        await Sender(self.store, self.now).look()
        await Rehearser(self.store, self.now).settle()

    async def settle(self) -> None:
        """Everything that was received is worked on, and everything that is due is delivered."""
        for _ in range(2):
            await self.front.settle()
            await self.reception.settle()
            await self.courier.drain()

    async def stop(self) -> None:
        await self._runner.cleanup()
        await self.reception.settle()
        await self.front.stop()
        self.store.close()
