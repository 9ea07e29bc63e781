"""A page behind a signed link: what is common to all of them.

Opening it changes nothing (mail servers and scanners open links, too); what is sent in is one activity, like any
button, of the person whom the link was made for.
"""

from __future__ import annotations

import asyncio
import hashlib
from abc import ABC, abstractmethod
from collections.abc import Callable
from datetime import datetime
from typing import Any

from aiohttp import web

from adapters.email.drawing import Shown, drawn
from adapters.email.surface import HOME, NAME, PAGE
from adapters.host import Store
from adapters.links import Link
from adapters.reception import InlineAnswer, Reception
from bot.activities import Activity, Identity, Place, Press
from bot.programme.people import Person


class LinkedPages(ABC):
    """Opens links of one kind."""

    def __init__(self, store: Store, reception: Reception, now: Callable[[], datetime]) -> None:
        self._store = store
        self._reception = reception
        self._now = now

    async def open(self, link: Link, request: web.Request) -> web.StreamResponse:
        """The page, or what became of the one that was sent in."""
        if request.method == "POST":
            return drawn(await self.sent_in(link, request))
        if request.method not in {"GET", "HEAD"}:
            raise web.HTTPMethodNotAllowed(request.method, ["GET", "POST"])
        return drawn(await self.page(link))

    @abstractmethod
    async def page(self, link: Link) -> Shown:
        """What stands on the page now."""

    @abstractmethod
    async def sent_in(self, link: Link, request: web.Request) -> Shown:
        """What stands there once it has been sent in."""

    async def act(self, link: Link, request: web.Request, nonce: str, press: Press) -> InlineAnswer:
        """Do what was pressed, once for each page that was opened (`nonce`), and return the answer."""
        person = await self.run(lambda unit: self._linked(unit, link))
        mark = f"{request.match_info['token']}:{nonce}:{press.action}"
        activity = Activity(
            id=f"{NAME}:{hashlib.sha256(mark.encode()).hexdigest()[:32]}",
            identity=Identity(NAME, HOME, person.email),
            place=Place(NAME, HOME, PAGE),
            at=self._now(),
            body=press,
            inline=True,
            card=PAGE,
        )
        return await self._reception.inline(activity)

    async def run(self, work: Callable[[Any], Any]) -> Any:
        """One transaction."""
        return await asyncio.wrap_future(self._store.submit(work))

    def _linked(self, unit: Any, link: Link) -> Person:
        """The person of the link, whose answers come from here; the address is believed because we wrote to it."""
        person: Person = unit.people.get(link.reader)
        unit.people.link(Identity(NAME, HOME, person.email), person.id, None, self._now())
        return person
