"""Where activities come in: written down first, acknowledged, then worked on, each in one transaction.

A surface calls `receive` and acknowledges when it returns; or `inline` where its HTTP answer carries the result.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.activities import Activity
from bot.cards import Card, Form


@dataclass(frozen=True, slots=True)
class InlineAnswer:
    """What the platform's HTTP answer is made of.

    `form` is the page to show next, or the same page refilled with `errors` (by field key, "" for the whole page);
    `replacement` the card that takes the place of the pressed one; `said` the cards that were also queued as
    messages, for surfaces that close a form with a word. All empty: the form closes.
    """

    form: Form | None = None
    replacement: Card | None = None
    errors: Mapping[str, str] = field(default_factory=dict)
    said: tuple[Card, ...] = ()


class Reception:
    """The one way in for every surface."""

    async def receive(self, activity: Activity) -> bool:
        """Write the activity down durably and start working on it; False for one that was received before.

        Acknowledge when this returns, whatever it says. It raises when the database cannot be written: then answer
        with an error, so that the platform sends the activity again.
        """
        raise NotImplementedError

    async def work(self, activity_id: str) -> None:
        """Handle one activity that was received: one transaction, after its profile and files are fetched."""
        raise NotImplementedError

    async def inline(self, activity: Activity) -> InlineAnswer:
        """Write down, handle and answer before the acknowledgement; a duplicate gets the answer of the first."""
        raise NotImplementedError
