"""What ends because its time has come: drafts that nobody submitted, offers that nobody answered."""

from __future__ import annotations

from datetime import datetime

from bot.cards import Action, Card, Text
from bot.conversations import apply, offers
from bot.ports import UnitOfWork
from bot.programme.applications import Application, move
from bot.programme.definition import Programme
from bot.programme.people import Scope
from bot.turn import Turn, of_clockwork


def lapse_due(unit: UnitOfWork, programme: Programme, now: datetime) -> int:
    """End what is over in one programme; returns how many. Done again it does nothing."""
    scope = Scope(programme.organisation.key, programme.key)
    ended = 0
    for one in unit.applications.in_states(scope, ["draft", "offered"]):
        turn = of_clockwork(unit, programme, unit.people.get(one.student), now)
        if one.state == "offered" and one.expires_at is not None and now >= one.expires_at:
            offers.lapse(turn, one)
            ended += 1
        elif one.state == "draft" and (status := apply.status_of(turn, one)).over:
            lapse_draft(turn, one, status.missed)
            ended += 1
    return ended


def lapse_draft(turn: Turn, one: Application, missed: str) -> None:
    """A draft that came to nothing before what it `missed`: said once, and what was written stays readable."""
    answers = turn.unit.drafts.get(one.student, apply.APPLY.name, apply.subject_for(one)) or {}
    turn.unit.applications.save(move(one, "lapsed", answers=answers))
    turn.record("draft lapsed", f"application:{one.id}")
    words = (
        f"Your draft for {apply.name_of(turn, one)} was not submitted before {missed}, so it does not count."
    )
    turn.notify(
        one.student,
        Card(
            parts=(Text(words), Text("What you wrote is kept, and you can use it for another application.")),
            actions=(
                Action("What did I write?", "status.answers", {"application": str(one.id)}),
                Action("Dates", "dates"),
            ),
            summary=words[:150],
        ),
        key=f"lapsed draft:{one.id}",
        why="You had begun an application, and it can no longer be sent in.",
    )
