"""A strict Slack on loopback for every test here, and a surface that talks to it."""

from __future__ import annotations

import pytest_asyncio

from adapters.slack.api import WebApi
from adapters.slack.tokens import OneWorkspace
from adapters.slack.transport import SlackSurface
from tests.slack.fake_slack import FakeSlack, Member


@pytest_asyncio.fixture
async def fake():
    fake = await FakeSlack().start()
    fake.add(
        Member("U1", "Ada Student", "ada@qmul.example"),
        Member("U2", "Ben Supervisor", "ben@tea.example"),
        Member("U9", "Stran Ger", "s@elsewhere.example", team="T9"),
    )
    yield fake
    await fake.stop()


@pytest_asyncio.fixture
async def surface(fake):
    surface = SlackSurface(WebApi(fake.url, lambda _: OneWorkspace("xoxb-test")), strict=True)
    yield surface
    await surface.api.close()
