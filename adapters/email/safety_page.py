"""The page behind the link of a safety alert: one button, with which a contact takes it up.

It says less than the e-mail does: no name, no words. Mail servers and scanners open links by themselves, so opening it
changes nothing; only the button does.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import Any

from aiohttp import web

from adapters.email.drawing import Shown, drawn
from adapters.email.surface import HOME, NAME, PAGE
from adapters.host import Store
from adapters.links import Link
from adapters.reception import Reception
from bot.activities import Activity, Identity, Place, Press
from bot.cards import Text
from bot.conversations import safety
from bot.programme.people import Person

TITLE = "Safety: somebody needs you"
ASKS = "You were sent a safety alert by e-mail. The person in it needs somebody now."
WHAT_IT_DOES = "If you take care of it, press the button. Then nobody else is alerted."
TAKEN = "This has been taken up. Nobody else is alerted."
NOT_YOURS = "This alert is not yours to take up, or is no longer there."


class SafetyPages:
    """Opens links of the kind `safety`."""

    def __init__(self, store: Store, reception: Reception, now: Callable[[], datetime]) -> None:
        self._store = store
        self._reception = reception
        self._now = now

    async def open(self, link: Link, request: web.Request) -> web.StreamResponse:
        """The page, or what became of the button that was pressed."""
        if request.method == "POST":
            return await self._pressed(link, request)
        if request.method not in {"GET", "HEAD"}:
            raise web.HTTPMethodNotAllowed(request.method, ["GET", "POST"])
        standing = await self._run(
            lambda unit: safety.standing(
                unit, link.values["programme"], int(link.values["alert"]), link.reader
            )
        )
        if standing == "open":
            return drawn(Shown(TITLE, (ASKS, WHAT_IT_DOES), button=safety.TAKE))
        return drawn(Shown(TITLE, (TAKEN if standing == "taken" else NOT_YOURS,)))

    async def _pressed(self, link: Link, request: web.Request) -> web.StreamResponse:
        nonce = str((await request.post()).get("nonce", ""))
        person = await self._run(lambda unit: self._linked(unit, link))
        mark = hashlib.sha256(f"{request.match_info['token']}:{nonce}:safety.take".encode()).hexdigest()[:32]
        activity = Activity(
            id=f"{NAME}:{mark}",
            identity=Identity(NAME, HOME, person.email),
            place=Place(NAME, HOME, PAGE),
            at=self._now(),
            body=Press("safety.take", {name: link.values[name] for name in ("alert", "programme")}),
            inline=True,
            card=PAGE,
        )
        answer = await self._reception.inline(activity)
        cards = [*answer.said, *([answer.replacement] if answer.replacement else [])]
        words = [part.text for card in cards for part in card.parts if isinstance(part, Text)]
        return drawn(Shown(TITLE, notices=tuple(words)))

    def _linked(self, unit: Any, link: Link) -> Person:
        """The contact of the link; the address is believed because we wrote to it."""
        person: Person = unit.people.get(link.reader)
        unit.people.link(Identity(NAME, HOME, person.email), person.id, None, self._now())
        return person

    async def _run(self, work: Callable[[Any], Any]) -> Any:
        return await asyncio.wrap_future(self._store.submit(work))
