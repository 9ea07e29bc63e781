"""What was not sent, or not yet, and why: quiet hours, budgets, pauses, and what had become pointless."""

from __future__ import annotations

from bot.activities import Args
from bot.cards import Action, Card, Part, Row, Text
from bot.conversations.checkin.words import is_staff
from bot.conversations.phrases import moment
from bot.errors import NotAllowedError
from bot.programme.message_names import NAMES
from bot.turn import Turn

MOST = 20


def show(turn: Turn, _: Args) -> None:
    """The latest messages of this programme that were held back or dropped, without their texts."""
    if not is_staff(turn):
        raise NotAllowedError
    found = turn.unit.schedule.held(turn.scope, MOST)
    if not found:
        turn.say("Nothing is held back, and nothing was dropped.", Action("Home", "home"))
        return
    rows: list[Part] = []
    for person, topic, state, reason, at in found:
        somebody = turn.unit.people.get(person)
        when = f"until {moment(turn, at)}" if state == "deferred" and at else "not sent"
        rows.append(
            Row(
                f"{somebody.name or somebody.email}: {NAMES.get(topic, topic.replace('_', ' '))}",
                f"{reason.capitalize()}; {when}.",
            )
        )
    parts = (
        Text(
            "The latest first. People keep their own settings; they win over everything but safety.", "quiet"
        ),
        *rows,
    )
    turn.say(Card(title="Held back", parts=parts, actions=(Action("Home", "home"),)))
