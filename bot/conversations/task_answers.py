"""One staff task opened: who asks what, the buttons that settle it, and an answer in words for the asker."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from bot.activities import Args
from bot.cards import Action, Card, Facts, Part, Text
from bot.conversations import dialog
from bot.conversations.dialog import Dialog, Subject
from bot.conversations.phrases import moment
from bot.conversations.placement import mine
from bot.errors import NotFoundError
from bot.flow import Flow, Step
from bot.programme.tasks import StaffTask
from bot.prompts import LongText
from bot.turn import Turn

NAMES: dict[str, str] = {
    "problem": "A problem",
    "extension": "More time asked for",
    "expense": "An expense to decide",
    "make_up": "A session to make up",
    "hours": "Hours beyond the limit",
    "journal": "A journal to decide about",
    "hear": "A HEAR line to confirm",
    "erasure": "Data to delete",
    "guardian": "A parent or guardian to ask",
    "record": "A record to check",
    "waiting_list": "A waiting list to close",
}
OF_CHECK_INS: dict[str, str] = {
    "check_in": "A check-in to look at",
    "check_in_missed": "A check-in without an answer",
    "check_in_nobody": "A check-in with nobody to ask",
    "delegate": "A check-in for somebody new",
}
"""These have a card of their own (`checkin.task`)."""


def _claim(task: StaffTask) -> tuple[Action, ...]:
    claim = {"claim": str(task.context.get("claim", ""))}
    return (
        Action("Approve", "expense.decide", {**claim, "as": "approved"}, "primary"),
        Action("Refuse", "expense.decide", {**claim, "as": "refused"}),
    )


def _journal(task: StaffTask) -> tuple[Action, ...]:
    placement = {"placement": str(task.context.get("placement", ""))}
    return (
        Action("Read", "journal.submitted", placement),
        Action("Accept", "journal.accept", placement, "primary"),
    )


def _extension(task: StaffTask) -> tuple[Action, ...]:
    if "placement" not in task.context:
        return ()
    return (
        Action("Give more time", "journal.extend", {"placement": str(task.context["placement"])}, "primary"),
    )


def _nothing(_: StaffTask) -> tuple[Action, ...]:
    return ()


WAYS: dict[str, Callable[[StaffTask], tuple[Action, ...]]] = {
    "expense": _claim,
    "journal": _journal,
    "extension": _extension,
    "hear": lambda _: (Action("HEAR lines", "exports.hear.lines", style="primary"),),
    "erasure": lambda _: (Action("Requests for deletion", "privacy.requests", style="primary"),),
    "make_up": lambda _: (Action("Sessions and attendance", "attendance"),),
    "waiting_list": lambda _: (Action("Waiting lists", "queues", style="primary"),),
    "guardian": lambda task: (Action("They agreed", "guardian.agreed", {"task": str(task.id)}, "primary"),),
}
SETTLED_ELSEWHERE = frozenset({"expense", "hear", "erasure"})


def found(turn: Turn, args: Args) -> StaffTask:
    """The task that `args` name, for staff; raises NotFoundError."""
    mine.must_be_staff(turn)
    task = turn.unit.tasks.get(turn.scope, int(args.get("task", "0") or 0))
    if task is None:
        raise NotFoundError
    return task


def show(turn: Turn, args: Args) -> None:
    """The task, whole, with what can be done about it."""
    task = found(turn, args)
    pairs = [("Since", moment(turn, task.made_at))]
    if task.about is not None:
        person = turn.unit.people.get(task.about)
        pairs.insert(0, ("From", f"{person.name}, {person.email}"))
    if task.state == "done":
        pairs.append(("Settled", task.outcome or "handled"))
    parts: list[Part] = [Text(task.text), Facts(tuple(pairs))]
    actions: list[Action] = []
    if task.state == "open":
        actions += WAYS.get(task.kind, _nothing)(task)
        if task.about is not None:
            actions.append(Action("Answer", "task.answer", {"task": str(task.id)}))
        if task.kind not in SETTLED_ELSEWHERE:
            actions.append(Action("Mark as handled", "task.done", {"task": str(task.id)}))
    turn.say(Card(title=name_of(task), parts=tuple(parts), actions=(*actions, Action("Home", "home"))))


def name_of(task: StaffTask) -> str:
    """What this kind of task is called."""
    return (NAMES | OF_CHECK_INS).get(task.kind, mine.first(task.kind.replace("_", " ")))


def answer(turn: Turn, args: Args) -> None:
    """Ask for the words."""
    dialog.start(turn, ANSWER, {"task": str(found(turn, args).id)})


def build(turn: Turn, subject: Subject) -> Flow:
    """One question."""
    task = found(turn, subject)
    person = turn.unit.people.get(task.about or 0)
    prompt = LongText(
        question=f"What should {person.first_name} read?", hint=task.text, label="Answer", words=300
    )
    return Flow(NAMES.get(task.kind, "Answer"), (Step("text", prompt),))


def finish(turn: Turn, subject: Subject, answers: dict[str, Any]) -> None:
    """The answer reaches the asker; what an answer settles is done, the rest stays open for its own buttons."""
    task = found(turn, subject)
    if task.about is None:
        raise NotFoundError
    turn.notify(
        task.about,
        Card(
            title=f"From {mine.team(turn)}",
            parts=(Text(answers["text"]),),
            actions=(Action("Home", "home"),),
            summary=f"{mine.first(mine.team(turn))}: {answers['text']}"[:150],
        ),
        key=f"task:{task.id}:{turn.activity.id}",
        why="You asked, or told us of a problem, and the team has answered.",
    )
    turn.record("task answered", task.subject, after={"kind": task.kind})
    settled = task.state == "open" and task.kind not in SETTLED_ELSEWHERE
    if settled:
        turn.unit.tasks.save(
            replace(task, state="done", handled_by=turn.person.id, handled_at=turn.now, outcome="answered")
        )
    turn.say("Your answer is on its way." + (" The task is done." if settled else ""), Action("Home", "home"))


ANSWER = Dialog(name="task.answer", build=build, finish=finish, left="Nothing was sent.", keep=False)
