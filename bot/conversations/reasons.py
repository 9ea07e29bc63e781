"""Every message that comes by itself can be asked why it came, and how to have fewer."""

from __future__ import annotations

from dataclasses import replace

from bot.cards import Action, Card


def with_reason(card: Card, key: str) -> Card:
    """The card with the question on it; `key` names the message."""
    ask = Action("Why am I getting this?", "settings.why", {"key": key})
    return (
        card
        if any(one.name == ask.name for one in card.actions)
        else replace(card, actions=(*card.actions, ask))
    )
