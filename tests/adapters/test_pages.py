"""Our own pages: health, readiness that tells the truth, metrics, and what signed links open."""

from __future__ import annotations

import asyncio
import threading

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from adapters import pages
from adapters.links import Links
from bot.errors import NotFoundError
from tests.adapters.fakes import Clock

KEPT = {"f1": b"<script>", "f2": b"\x89PNG"}


class Files:
    def get(self, file_id: str) -> bytes:
        if file_id not in KEPT:
            raise NotFoundError
        return KEPT[file_id]


@pytest.fixture
async def world():
    clock, wrong = Clock(), []
    links = Links("s" * 32, "http://127.0.0.1", clock.now)
    app = web.Application()
    pages.mount(app, links, Files(), lambda: wrong)
    async with TestClient(TestServer(app)) as client:
        yield client, links, clock, wrong


def path(url: str) -> str:
    return url.removeprefix("http://127.0.0.1")


async def test_health_and_readiness(world):
    client, _, _, wrong = world
    assert (await client.get("/healthz")).status == 200
    assert (await client.get("/readyz")).status == 200
    wrong.append("the courier has stopped")
    answer = await client.get("/readyz")
    assert (answer.status, await answer.json()) == (
        503,
        {"ready": False, "wrong": ["the courier has stopped"]},
    )
    assert (await client.get("/healthz")).status == 200


async def test_one_look_at_a_database_that_does_not_answer_is_enough(monkeypatch):
    looks, answers = [], threading.Event()

    def hang() -> list[str]:
        looks.append(1)
        answers.wait()
        return []

    monkeypatch.setattr(pages, "PATIENCE", 0.05)
    app = web.Application()
    pages.mount(app, Links("s" * 32, "http://127.0.0.1", Clock().now), Files(), hang)
    async with TestClient(TestServer(app)) as client:
        for _ in range(3):
            answer = await client.get("/readyz")
            assert (answer.status, (await answer.json())["wrong"]) == (503, ["the database does not answer"])
        assert looks == [1]
        answers.set()
        await asyncio.sleep(0.05)
        assert (await client.get("/readyz")).status == 200


async def test_metrics(world):
    answer = await world[0].get("/metrics")
    assert "foothold_turns_total" in await answer.text()


async def test_a_kept_file_is_downloaded_and_never_run(world):
    client, links, _, _ = world
    answer = await client.get(path(links.file("f1", "Zoë; cv.html", "text/html")))
    assert (answer.status, await answer.read()) == (200, b"<script>")
    assert answer.content_type == "application/octet-stream"
    assert answer.headers["Content-Disposition"] == "attachment; filename*=UTF-8''Zo%C3%AB%3B%20cv.html"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer.headers["Cache-Control"]


async def test_a_picture_is_shown_in_place(world):
    client, links, _, _ = world
    answer = await client.get(path(links.file("f2", "plot.png", "image/png")))
    assert answer.content_type == "image/png"
    assert answer.headers["Content-Disposition"].startswith("inline")


async def test_links_that_open_nothing(world):
    client, links, clock, _ = world
    gone = path(links.file("f9", "cv.pdf", "application/pdf"))
    assert (await client.get(gone)).status == 410
    assert (await client.post(path(links.file("f1", "a", "a/b")))).status == 405
    assert (await client.get(path(links.make("feed-of-a-later-version", {})))).status == 403
    assert (await client.get("/l/forged.link")).status == 403
    clock.move(days=15)
    old = await client.get(gone)
    assert (old.status, "run out" in await old.text()) == (403, True)
