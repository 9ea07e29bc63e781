"""What a person has on screen, so that words can point at it."""

from __future__ import annotations

from bot.cards import Card, Row


def buttons(card: Card) -> list[dict[str, object]]:
    """What can be pressed on a card, with the number of its row, so that words can point at it."""
    found: list[dict[str, object]] = []
    number = 0
    for part in card.parts:
        if isinstance(part, Row):
            number += 1
            found += [
                {"label": one.label, "action": one.name, "args": one.args, "row": number, "title": part.title}
                for one in part.actions
                if one.name
            ]
    found += [
        {"label": one.label, "action": one.name, "args": one.args, "row": 0, "title": ""}
        for one in card.actions
        if one.name
    ]
    return found
