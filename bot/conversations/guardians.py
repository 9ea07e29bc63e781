"""A parent or guardian to ask: the student names them, the team asks, and the answer goes on record (T25).

Foothold writes to nobody who is not on the roster, so the asking is a task for staff. Until consent is on record
nothing of the student's goes to a host.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.activities import Args
from bot.cards import Action, Card, Text
from bot.conversations import task_answers
from bot.conversations.placement import mine
from bot.errors import ClosedError, NotFoundError
from bot.programme.people import Membership
from bot.programme.tasks import StaffTask
from bot.turn import Turn

KIND = "guardian"


def to_ask(turn: Turn, answers: Mapping[str, Any]) -> None:
    """An application came in whose student named a parent or guardian: a task for the team, once."""
    steps = [step.key for step in turn.the_programme.application.steps if step.kind == "guardian_consent"]
    for address in (answers[key] for key in steps if answers.get(key)):
        mine.hand_over(
            turn,
            KIND,
            f"person:{turn.person.id}",
            f"Please ask {address}, whom {turn.person.name} named as a parent or guardian, to agree. "
            "Until then nothing of theirs goes to a host.",
        )


def agreed(turn: Turn, args: Args) -> None:
    """Staff have heard a yes: it goes on record, and the student is told."""
    task = _task(turn, args)
    if task.state == "done":
        raise ClosedError(f"This is settled already: {task.outcome or 'handled'}.")
    student = _consent(turn, task, "yes")
    turn.unit.tasks.save(
        replace(
            task,
            state="done",
            handled_by=turn.person.id,
            handled_at=turn.now,
            outcome="a parent or guardian has agreed",
        )
    )
    turn.notify(
        student.person,
        Card(
            parts=(Text("Your parent or guardian has agreed. Your application can now be shared."),),
            actions=(Action("My applications", "status"),),
        ),
        key=f"guardian:{task.id}:{turn.activity.id}",
        why="You gave their address with your application, and the team has their answer.",
    )
    turn.say(
        f"On record: a parent or guardian of {turn.unit.people.get(student.person).name} has agreed.",
        Action("Undo", "guardian.undo", {"task": str(task.id)}),
        Action("Home", "home"),
    )


def undo(turn: Turn, args: Args) -> None:
    """It was no yes after all: nothing is shared from now on, and the task is open again."""
    task = _task(turn, args)
    _consent(turn, task, "no")
    turn.unit.tasks.save(replace(task, state="open", handled_by=None, handled_at=None, outcome=""))
    turn.say("Taken back; no consent is on record, and the task is open again.", Action("Home", "home"))


def _task(turn: Turn, args: Args) -> StaffTask:
    task = task_answers.found(turn, args)
    if task.kind != KIND or task.about is None:
        raise NotFoundError
    return task


def _consent(turn: Turn, task: StaffTask, said: str) -> Membership:
    member = turn.unit.people.membership(turn.scope, task.about or 0, "student")
    if member is None:
        raise NotFoundError
    turn.unit.people.join(replace(member, attributes={**member.attributes, "guardian_consent": said}))
    turn.record("guardian's consent recorded", task.subject, after={"guardian_consent": said})
    return member
