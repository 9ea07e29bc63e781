"""The page behind the link of a check-in: the same card, with the same buttons, for somebody with no account.

Opening it changes nothing (mail servers open links, too); sending it in is one activity, like any button. The page
needs no JavaScript.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import Any

from aiohttp import web

from adapters.email.drawing import Question, Shown, drawn
from adapters.email.surface import HOME, NAME, PAGE
from adapters.host import Store
from adapters.links import Link
from adapters.reception import Reception
from bot.activities import Activity, Identity, Place, Press
from bot.cards import Action, Card, Facts, Row, Text
from bot.conversations.checkin import heard as checkin_heard
from bot.programme.people import Person

LARGEST = 20_000
"""Characters of a form; more is refused."""
ANSWERS = frozenset({"checkin.answer", "checkin.begin"})


class CheckInPages:
    """Opens links of the kind `checkin`."""

    def __init__(self, store: Store, reception: Reception, now: Callable[[], datetime]) -> None:
        self._store = store
        self._reception = reception
        self._now = now

    async def open(self, link: Link, request: web.Request) -> web.StreamResponse:
        """The page, or what became of the one that was sent in."""
        if request.method == "POST":
            return await self._sent_in(link, request)
        if request.method not in {"GET", "HEAD"}:
            raise web.HTTPMethodNotAllowed(request.method, ["GET", "POST"])
        return drawn(await self._shown(link))

    async def _sent_in(self, link: Link, request: web.Request) -> web.StreamResponse:
        given = await request.post()
        fields = {key: str(value)[:LARGEST] for key, value in given.items() if isinstance(value, str)}
        person = await self._run(lambda unit: self._linked(unit, link))
        later = fields.pop("later", "")
        action = "checkin.later" if later else "checkin.instead" if "instead" in fields else "checkin.page"
        nonce = fields.pop("nonce", "")
        args = {**fields, "programme": link.values["programme"], "plan": link.values["plan"]}
        mark = hashlib.sha256(f"{request.match_info['token']}:{nonce}:{action}".encode()).hexdigest()[:32]
        activity = Activity(
            id=f"{NAME}:{mark}",
            identity=Identity(NAME, HOME, person.email),
            place=Place(NAME, HOME, PAGE),
            at=self._now(),
            body=Press(action, args),
            inline=True,
            card=PAGE,
        )
        answer = await self._reception.inline(activity)
        words = [line for card in answer.said for line in _words(card)]
        shown = await self._shown(link, tuple(words) or ("Thank you, that is kept.",))
        return drawn(shown)

    async def _shown(self, link: Link, notices: tuple[str, ...] = ()) -> Shown:
        def work(unit: Any) -> Shown:
            programme = unit.programmes.get(link.values["programme"])
            if programme is None:
                return Shown("This check-in is closed", ("The programme is no longer there.",))
            person = unit.people.get(link.reader)
            card = checkin_heard.page_card(unit, programme, person, link.values["plan"], self._now())
            if card is None:
                return Shown(
                    programme.title,
                    ("This check-in is closed, or is no longer yours to answer.",),
                    notices=notices,
                )
            return shown(card, notices)

        return await self._run(work)

    def _linked(self, unit: Any, link: Link) -> Person:
        """The person of the link, whose answers come from here; the address is believed because we wrote to it."""
        person: Person = unit.people.get(link.reader)
        unit.people.link(Identity(NAME, HOME, person.email), person.id, None, self._now())
        return person

    async def _run(self, work: Callable[[Any], Any]) -> Any:
        return await asyncio.wrap_future(self._store.submit(work))


def shown(card: Card, notices: tuple[str, ...] = ()) -> Shown:
    """A check-in's card as a page: its rows, or its own buttons, become questions with radio buttons."""
    rows = tuple(
        Question(f"c.{part.actions[0].args['check_in']}", part.title, part.text, _options(part.actions))
        for part in card.parts
        if isinstance(part, Row) and part.actions
    )
    own = tuple(one for one in card.actions if one.name in ANSWERS)
    questions = rows or ((Question("answer", "How is it going?", "", _options(own)),) if own else ())
    offered = {one.name for one in card.actions}
    return Shown(
        card.title, tuple(_words(card)), questions, bool(own), notices,
        later="checkin.later" in offered, instead="checkin.delegate" in offered,
    )  # fmt: skip


def _options(actions: tuple[Action, ...]) -> tuple[tuple[str, str, bool], ...]:
    found = (one for one in actions if one.name in ANSWERS)
    return tuple((one.args["answer"], one.label, one.style == "primary") for one in found)


def _words(card: Card) -> list[str]:
    words = [part.text for part in card.parts if isinstance(part, Text)]
    return words + [
        f"{label}: {value}" for part in card.parts if isinstance(part, Facts) for label, value in part.pairs
    ]
