"""Our own pages: health, metrics, and what signed links open."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import TypeAlias
from urllib.parse import quote

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from adapters.links import BadLinkError, Link, Links
from bot.errors import NotFoundError
from bot.ports import FileStore

Opener: TypeAlias = Callable[[Link, web.Request], Awaitable[web.StreamResponse]]
PATIENCE = 5.0
"""Seconds that somebody who asks whether this process is ready waits at most."""
DRAWN = {"image/png", "image/jpeg", "image/gif", "image/webp"}
"""What may be shown in place; everything else is only ever downloaded, so that no upload runs in a browser."""


def mount(
    app: web.Application,
    links: Links,
    files: FileStore,
    ready: Callable[[], list[str]],
    kinds: Mapping[str, Opener] | None = None,
) -> None:
    """Add the routes; `kinds` opens further kinds of signed links."""
    pages = Pages(links, {"file": FileLinks(files).open, **(kinds or {})}, ready)
    app.add_routes(
        [
            web.get("/healthz", pages.health),
            web.get("/readyz", pages.readiness),
            web.get("/metrics", pages.metrics),
            web.route("*", "/l/{token}", pages.link),
        ]
    )


class Pages:
    """`kinds` says what opens a link of which kind; `ready` says what is wrong with this process."""

    def __init__(self, links: Links, kinds: Mapping[str, Opener], ready: Callable[[], list[str]]) -> None:
        self._links = links
        self._kinds = kinds
        self._ready = ready
        self._looking: asyncio.Task[list[str]] | None = None

    async def health(self, _: web.Request) -> web.Response:
        """The process answers."""
        return web.json_response({"status": "ok"})

    async def readiness(self, _: web.Request) -> web.Response:
        """Whether it can do its work, else why not."""
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(asyncio.to_thread(self._ready))
        try:
            wrong = await asyncio.wait_for(asyncio.shield(self._looking), PATIENCE)
        except TimeoutError:  # one look is enough: what hangs would hang for each that asks
            wrong = ["the database does not answer"]
        return web.json_response({"ready": not wrong, "wrong": wrong}, status=503 if wrong else 200)

    async def metrics(self, _: web.Request) -> web.Response:
        """For Prometheus."""
        return web.Response(body=generate_latest(), headers={"Content-Type": CONTENT_TYPE_LATEST})

    async def link(self, request: web.Request) -> web.StreamResponse:
        """What a signed link opens; one that is forged or old gets a page that says so."""
        try:
            link = self._links.read(request.match_info["token"])
            return await self._kinds[link.kind](link, request)
        except (BadLinkError, NotFoundError) as error:
            status = 410 if isinstance(error, NotFoundError) else 403
            return web.Response(text=error.message, status=status, headers=GUARDED)
        except KeyError:
            return web.Response(text=BadLinkError().message, status=403, headers=GUARDED)


GUARDED = {
    "Cache-Control": "private, no-store",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}


class FileLinks:
    """Downloads of kept files."""

    def __init__(self, files: FileStore) -> None:
        self._files = files

    async def open(self, link: Link, request: web.Request) -> web.StreamResponse:
        """The file, as a download, or in place for a picture."""
        if request.method not in {"GET", "HEAD"}:
            raise web.HTTPMethodNotAllowed(request.method, ["GET", "HEAD"])
        content = await asyncio.to_thread(self._files.get, link.values["id"])
        kind = link.values["type"]
        where = "inline" if kind in DRAWN else "attachment"
        headers = {
            **GUARDED,
            "Content-Disposition": f"{where}; filename*=UTF-8''{quote(link.values['name'])}",
        }
        return web.Response(
            body=content, headers=headers, content_type=kind if kind in DRAWN else _plain(kind)
        )


def _plain(kind: str) -> str:
    """A media type that no browser runs; those of pages become a stream of bytes."""
    runs = (
        kind.startswith(("text/html", "application/xhtml", "image/svg"))
        or "javascript" in kind
        or "/" not in kind
    )
    return "application/octet-stream" if runs or ";" in kind else kind
