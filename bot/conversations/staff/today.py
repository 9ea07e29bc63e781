"""What needs a member of staff today, each with the one or two presses that settle it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.activities import Args
from bot.cards import Action, Card, Text
from bot.conversations import task_answers
from bot.conversations.home import Need
from bot.conversations.phrases import moment
from bot.conversations.placement import mine
from bot.errors import NotFoundError
from bot.programme.deciding import UNDECIDED
from bot.programme.tasks import StaffTask
from bot.programme.windows import batch_closed
from bot.turn import Turn

OLD = timedelta(days=2)
OWN_BUTTONS: dict[str, tuple[str, str]] = {
    "check_in": ("checkin.task", "Open"),
    "check_in_missed": ("checkin.task", "Open"),
    "delegate": ("checkin.task", "Open"),
    **dict.fromkeys(task_answers.NAMES, ("task.open", "Open")),
}


def needs(turn: Turn) -> list[Need]:
    """Questions without an answer, tasks, applications to send, decisions to announce."""
    return [*questions(turn), *tasks(turn), *decisions(turn)]


def questions(turn: Turn) -> list[Need]:
    """One line for each question the programme does not answer; the same question of several people is one."""
    found: dict[str, list[int]] = {}
    texts: dict[str, str] = {}
    oldest: dict[str, datetime] = {}
    for one in turn.unit.questions.open(turn.scope):
        same = one.text.casefold().strip(" ?.!")
        found.setdefault(same, []).append(one.id)
        texts.setdefault(same, one.text)
        oldest.setdefault(same, one.asked_at)
    needs = []
    for same, ids in found.items():
        args = {"question": str(ids[0])}
        people = "one person" if len(ids) == 1 else f"{len(ids)} people"
        needs.append(
            Need(
                f"Not answered by the programme: “{texts[same][:120]}”",
                f"Asked by {people}, first on {moment(turn, oldest[same])}.",
                "overdue" if turn.now - oldest[same] > OLD else "upcoming",
                (
                    Action("Answer", "question.answer", args, "primary"),
                    Action("No answer needed", "question.dismiss", args),
                ),
                oldest[same],
            )
        )
    return needs


def tasks(turn: Turn) -> list[Need]:
    """Flags, silent check-ins, requests: what somebody put before the staff."""
    found = []
    for task in turn.unit.tasks.open(turn.scope):
        name, label = OWN_BUTTONS.get(task.kind, ("task.done", "Mark as handled"))
        found.append(
            Need(
                f"{task_answers.name_of(task)}: {task.text[:160]}",
                f"Since {moment(turn, task.made_at)}.",
                "overdue" if turn.now - task.made_at > OLD else "upcoming",
                (Action(label, name, {"task": str(task.id)}, "primary"),),
                task.made_at,
            )
        )
    return found


def decisions(turn: Turn) -> list[Need]:
    """Applications that wait to be sent to hosts, and decisions that wait to be announced."""
    found = []
    counts = turn.unit.applications.counts(turn.scope)
    ready = sum(
        number
        for (cycle, state, _), number in counts.items()
        if state == "submitted" and _batch_is_over(turn, cycle)
    )
    staged = sum(
        number for (_, state, is_staged), number in counts.items() if is_staged and state in UNDECIDED
    )
    if ready:
        found.append(
            Need(
                f"Send {_applications(ready)} to hosts",
                "The day on which applications go to hosts has come.",
                "overdue",
                (Action("See and send", "hosts", style="primary"),),
            )
        )
    if staged:
        found.append(
            Need(
                f"{_applications(staged)} decided and not announced",
                "Nobody has been told yet.",
                "upcoming",
                (Action("See and announce", "decide.staged", style="primary"),),
            )
        )
    return found


def done(turn: Turn, args: Args) -> None:
    """A task is handled; the second member of staff who presses is told who did it."""
    mine.must_be_staff(turn)
    task = _task(turn, args)
    ident = {"task": str(task.id)}
    if task.state == "done":
        who = turn.unit.people.get(task.handled_by).name if task.handled_by else "Somebody"
        turn.replace(Card(parts=(Text(f"{who} has handled this already."),)))
        return
    turn.unit.tasks.save(
        replace(task, state="done", handled_by=turn.person.id, handled_at=turn.now, outcome="handled")
    )
    turn.record("handled a staff task", f"task:{task.id}")
    turn.say(
        Card(
            parts=(Text(f"Handled: {task.text[:200]}"),), actions=(Action("Undo", "task.reopen", ident), HOME)
        )
    )


def reopen(turn: Turn, args: Args) -> None:
    """Undo."""
    mine.must_be_staff(turn)
    task = _task(turn, args)
    if task.state == "done":
        turn.unit.tasks.save(replace(task, state="open", handled_by=None, handled_at=None, outcome=""))
        turn.record("opened a staff task again", f"task:{task.id}")
    turn.say("It is open again.", HOME)


HOME = Action("What needs me today", "home")


def _task(turn: Turn, args: Args) -> StaffTask:
    found = turn.unit.tasks.get(turn.scope, int(args.get("task", "0") or 0))
    if found is None:
        raise NotFoundError
    return found


def _batch_is_over(turn: Turn, key: str) -> bool:
    cycle = turn.the_programme.cycle(key)
    decided_here = turn.the_programme.decisions.decided_by == "host"
    return decided_here and cycle is not None and batch_closed(turn.the_programme, cycle.key, turn.now)


def _applications(count: int) -> str:
    return "1 application" if count == 1 else f"{count} applications"
