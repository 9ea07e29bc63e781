"""The port `bot.previews.Previews`: each surface asked how it would show a card, through its own renderer."""

from __future__ import annotations

from adapters.slack import preview as slack
from adapters.teams import preview as teams
from bot.cards import Card
from bot.previews import Look

LOOKS = {"slack": slack.look, "teams": teams.look}


class SurfacePreviews:
    """Slack and Teams, whether or not this installation is connected to them."""

    names = {"slack": "Slack", "teams": "Teams"}  # noqa: RUF012 - the same for all, never changed

    def look(self, surface: str, card: Card) -> Look:
        return LOOKS[surface](card)
