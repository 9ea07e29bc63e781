"""A bot that hears everything and answers as told, between a strict local Bot Framework and the real botbuilder."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from aiohttp import web

from adapters.config import TeamsSettings
from adapters.links import Links
from adapters.reception import InlineAnswer
from adapters.teams import Teams
from bot.errors import NotFoundError
from tests.teams.fake_service import APP, SECRET, TENANT, FakeService
from tests.teams.secrets import SecretsInMemory

NOW = datetime(2024, 1, 28, 10, 0, tzinfo=UTC)


class Hearing:
    """A reception that writes down what it hears. `answer` makes the inline answers."""

    def __init__(self):
        self.heard = []
        self.answer = lambda _: InlineAnswer()

    async def receive(self, activity):
        known = any(activity.id == one.id for one in self.heard)
        if not known:
            self.heard.append(activity)
        return not known

    async def inline(self, activity):
        self.heard.append(activity)
        found = self.answer(activity)
        return await found if hasattr(found, "__await__") else found


@pytest.fixture
async def service():
    started = await FakeService().start()
    yield started
    await started.stop()


@pytest.fixture
def reception():
    return Hearing()


@pytest.fixture
def settings(service):
    return TeamsSettings(
        app_id=APP,
        app_password=SECRET,
        tenant_id=TENANT,
        openid_metadata_url=service.metadata_url,
        login_url=service.url,
    )


class FilesInMemory:
    """The file store of a test."""

    def __init__(self):
        self.kept = {}

    def put(self, content):
        self.kept[str(len(self.kept) + 1)] = content
        return str(len(self.kept))

    def get(self, file_id):
        if file_id not in self.kept:
            raise NotFoundError
        return self.kept[file_id]

    def delete(self, file_id):
        self.kept.pop(file_id, None)


@pytest.fixture
def files():
    return FilesInMemory()


@pytest.fixture
async def teams(service, settings, reception, files):
    """The whole Teams side, listening."""
    links = Links("s" * 32, "http://127.0.0.1:1", lambda: NOW)
    both = Teams(settings, SecretsInMemory(), links, files)

    async def allowed(tenant):
        return False

    app = both.app(reception, allowed, lambda: NOW)
    server = web.Application()
    server.add_routes(app.routes())
    runner = web.AppRunner(server)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    service.bot = f"http://127.0.0.1:{site._server.sockets[0].getsockname()[1]}"
    yield both
    await app.close()
    await runner.cleanup()
