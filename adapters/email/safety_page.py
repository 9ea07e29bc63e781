"""The page behind the link of a safety alert: one button, with which a contact takes it up.

It says less than the e-mail does: no name, no words.
"""

from __future__ import annotations

from aiohttp import web

from adapters.email.drawing import Shown
from adapters.email.linked import LinkedPages
from adapters.links import Link
from bot.activities import Press
from bot.cards import Text
from bot.conversations import safety

TITLE = "Safety: somebody needs you"
ASKS = "You were sent a safety alert by e-mail. The person in it needs somebody now."
WHAT_IT_DOES = "If you take care of it, press the button. Then nobody else is alerted."
TAKEN = "This has been taken up. Nobody else is alerted."
NOT_YOURS = "This alert is not yours to take up, or is no longer there."


class SafetyPages(LinkedPages):
    """Opens links of the kind `safety`."""

    async def page(self, link: Link) -> Shown:
        standing = await self.run(
            lambda unit: safety.standing(
                unit, link.values["programme"], int(link.values["alert"]), link.reader
            )
        )
        if standing == "open":
            return Shown(TITLE, (ASKS, WHAT_IT_DOES), button=safety.TAKE)
        return Shown(TITLE, (TAKEN if standing == "taken" else NOT_YOURS,))

    async def sent_in(self, link: Link, request: web.Request) -> Shown:
        nonce = str((await request.post()).get("nonce", ""))
        press = Press("safety.take", {name: link.values[name] for name in ("alert", "programme")})
        answer = await self.act(link, request, nonce, press)
        cards = [*answer.said, *([answer.replacement] if answer.replacement else [])]
        words = [part.text for card in cards for part in card.parts if isinstance(part, Text)]
        return Shown(TITLE, notices=tuple(words))
