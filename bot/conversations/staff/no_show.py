"""Somebody has not turned up: staff are told at once, whoever says it (promise: no-shows never wait in a queue)."""

from __future__ import annotations

from bot.cards import Action, Card, Text
from bot.conversations.placement import mine
from bot.turn import Turn


def heard(turn: Turn, text: str) -> None:
    """A student or a supervisor says that the other side has not come."""
    subject = f"person:{turn.person.id}"
    words = f"{turn.person.name} says that somebody has not turned up: “{text[:300]}”"
    if not mine.hand_over(turn, "no_show", subject, words):
        turn.say(f"{mine.team(turn)} know of it already and are on it.".capitalize(), Action("Home", "home"))
        return
    for staff, _ in turn.unit.people.having(turn.scope, "staff"):
        turn.notify(
            staff.id,
            Card(
                title="Somebody has not turned up",
                parts=(Text(words),),
                actions=(Action("What needs me today", "home"),),
                summary=words[:150],
            ),
            key=f"no show:{turn.activity.id}:{staff.id}",
            why="You are on the staff of this programme, and a placement may be in trouble.",
        )
    turn.record("no-show reported", subject)
    turn.say(
        f"Thank you for saying so. I have written to {mine.team(turn)}, who contact them; you need not chase anybody.",
        Action("Home", "home"),
    )
