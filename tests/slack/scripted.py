"""An assistant that does what a test says: for what belongs to Slack and not to any conversation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.activities import Activity
from bot.turn import Turn

Script = Callable[[Turn, Any], None]


class Scripted:
    """Calls `script(turn, body)`; counts what was handled, by the activity's id."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self.handled: list[Activity] = []

    def handle(self, activity: Activity, unit: Any) -> Turn:
        person = unit.people.by_identity(activity.identity)
        if person is None:
            made = unit.people.add(
                "org",
                f"{activity.identity.user}@{activity.identity.workspace}.example.org".casefold(),
                activity.identity.user,
                None,
                None,
            )
            person = unit.people.get(made)
        unit.people.link(
            activity.identity, person.id, activity.place if activity.place.private else None, activity.at
        )
        turn = Turn(activity=activity, unit=unit, person=person, talk=unit.talks.lock(person.id))
        self.script(turn, activity.body)
        unit.talks.save(turn.talk)
        for row in turn.outgoing():
            unit.outbox.add(row)
        self.handled.append(activity)
        return turn
