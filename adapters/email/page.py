"""The page behind the link of a check-in: the same card, with the same buttons, for somebody with no account.

It needs no JavaScript.
"""

from __future__ import annotations

from typing import Any

from aiohttp import web

from adapters.email.drawing import Question, Shown
from adapters.email.linked import LinkedPages
from adapters.links import Link
from bot.activities import Press
from bot.cards import Action, Card, Facts, Row, Text
from bot.conversations.checkin import heard as checkin_heard

LARGEST = 20_000
"""Characters of a form; more is refused."""
ANSWERS = frozenset({"checkin.answer", "checkin.begin"})


class CheckInPages(LinkedPages):
    """Opens links of the kind `checkin`."""

    async def sent_in(self, link: Link, request: web.Request) -> Shown:
        given = await request.post()
        fields = {key: str(value)[:LARGEST] for key, value in given.items() if isinstance(value, str)}
        later = fields.pop("later", "")
        action = "checkin.later" if later else "checkin.instead" if "instead" in fields else "checkin.page"
        nonce = fields.pop("nonce", "")
        args = {**fields, "programme": link.values["programme"], "plan": link.values["plan"]}
        answer = await self.act(link, request, nonce, Press(action, args))
        words = [line for card in answer.said for line in _words(card)]
        return await self.page(link, tuple(words) or ("Thank you, that is kept.",))

    async def page(self, link: Link, notices: tuple[str, ...] = ()) -> Shown:
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

        found: Shown = await self.run(work)
        return found


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
