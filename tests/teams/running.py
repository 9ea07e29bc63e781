"""Foothold as it runs: the real botbuilder behind HTTP on loopback, a real SQLite store, the courier."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from aiohttp import web

import store
from adapters.config import TeamsSettings
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
from adapters.teams import Teams
from bot.assistant import Assistant
from bot.conversations import planning
from tests.teams.fake_service import APP, SECRET, TENANT, FakeService

KEY = "k" * 40
PUBLIC = "https://foothold.example"


class Running:
    """One process beside the fake service. `settle` waits until nothing is left to do."""

    def __init__(
        self,
        fake: FakeService,
        folder: Path,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        assistant: Any = None,
        only: str | None = None,
    ) -> None:
        self.fake, self.folder, self.now = fake, folder, now
        self._assistant = assistant
        self._only = only
        self.settings = TeamsSettings(
            app_id=APP,
            app_password=SECRET,
            tenant_id=TENANT,
            openid_metadata_url=fake.metadata_url,
            login_url=fake.url,
        )

    async def start(self) -> Running:
        kept = self.folder / "foothold.key"  # of a world that has files of its own
        key = kept.read_text("utf-8").strip() if kept.exists() else KEY
        self.store = store.open_store(
            f"sqlite:///{self.folder / 'foothold.db'}", str(self.folder / "files"), secret=key
        )
        surfaces: dict[str, Any] = {}
        documents = documents_for(self.store.files, key, None, PUBLIC, self.now)
        core = self._assistant or Assistant(documents, FileImporter(self.store.files), SurfacePreviews())
        self.reception = Reception(self.store, core, self.store.files, surfaces, self.now)
        secrets, links = StoreSecrets(self.store, "teams"), Links(key, PUBLIC, self.now)
        self.teams = Teams(self.settings, secrets, links, self.store.files)
        surfaces["teams"] = self.teams.surface
        self._surfaces = surfaces
        self.deliver_only(self._only)

        async def allowed(tenant: str) -> bool:
            return False

        self.front = self.teams.app(self.reception, allowed, self.now)
        app = web.Application()
        app.add_routes(self.front.routes())
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.fake.bot = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    def deliver_only(self, user: str | None) -> None:
        """What is for anybody else stays in the outbox, as at the terminal."""
        self._only = user
        how = {"recheck": planning.recheck, "after": planning.aftermath}
        self.courier = Courier(self.store, self._surfaces, self.now, **how, only=user)

    async def plan(self) -> None:
        """The schedule ticks."""
        await Planner(self.store, self.now).plan()
        await Sender(self.store, self.now).look()
        await Rehearser(self.store, self.now).settle()
        await self.settle()

    async def settle(self) -> None:
        """Everything that was received is worked on, and everything that is due is delivered."""
        for _ in range(2):
            await self.reception.settle()
            await self.courier.drain()

    async def stop(self) -> None:
        await self._runner.cleanup()
        await self.reception.settle()
        await self.front.close()
        self.store.close()
