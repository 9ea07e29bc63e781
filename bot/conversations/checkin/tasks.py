"""Staff close what a check-in has raised, in place and with an undo; those who answered hear what came of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.activities import Args
from bot.cards import Action, Card, Text
from bot.conversations.checkin.words import closes, is_staff, plan_name
from bot.errors import NotAllowedError, NotFoundError
from bot.programme import checkins
from bot.programme.checkins import CheckIn
from bot.programme.tasks import StaffTask
from bot.turn import Turn

KINDS = frozenset({"check_in", "check_in_missed", "delegate"})
TO_UNDO = timedelta(minutes=2)
TOLD = "The team has read your answer and has taken it up."


def handled(turn: Turn, args: Args) -> None:
    """Done: the task and its check-ins are closed, and whoever had answered is told."""
    task = _task(turn, args)
    note = args.get("note", "")
    if task.state == "done":
        who = turn.unit.people.get(task.handled_by).name if task.handled_by else "Somebody"
        turn.replace(_card(f"{who} has handled this already.", task))
        return
    turn.unit.tasks.save(
        replace(task, state="done", handled_by=turn.person.id, handled_at=turn.now, outcome=note or "handled")
    )
    for one in _check_ins(turn, task):
        if one.state == "escalated":
            turn.unit.check_ins.save(checkins.move(one, "closed", reason=note))
        if one.word is not None and not turn.unit.people.get(one.asked).stopped:
            words = f"{plan_name(turn.the_programme, one.plan)}: {note or TOLD}"
            turn.notify(
                one.asked,
                Card(parts=(Text(words),), summary=words[:150]),
                key=f"handled:{task.id}:{turn.activity.id}:{one.asked}",
                due_at=turn.now + TO_UNDO,
                why="You answered a check-in, and this is what came of it.",
            )
    turn.record("handled a staff task", f"task:{task.id}", after={"outcome": note or "handled"})
    turn.replace(
        _card(
            "Done. Those who answered are told.",
            task,
            Action("Undo", "checkin.reopen", {"task": str(task.id)}),
        )
    )


def reopen(turn: Turn, args: Args) -> None:
    """Undo: the task is open again, and what was not delivered yet is not said."""
    task = _task(turn, args)
    if task.state == "done":
        turn.unit.tasks.save(replace(task, state="open", handled_by=None, handled_at=None, outcome=""))
        turn.unit.outbox.cancel(turn.scope, f"handled:{task.id}:", "the task was opened again")
        turn.record("opened a staff task again", f"task:{task.id}")
    turn.replace(
        _card("It is open again.", task, Action("Mark as handled", "checkin.handled", {"task": str(task.id)}))
    )


def link(turn: Turn, args: Args) -> None:
    """The address of the one-page form, for staff to pass on where no message can be delivered."""
    task = _task(turn, args)
    found = _check_ins(turn, task)
    if found and found[0].closes_at <= turn.now:
        turn.say(
            f"It closed on {closes(found[0], turn.zone)}, so nothing can be answered on the page any more."
        )
        return
    maker = turn.maker
    address = ""
    if maker is not None and found:
        values = {"programme": turn.the_programme.key, "plan": found[0].plan}
        days = max(1, (found[0].closes_at - turn.now).days + 1)
        address = maker.link("checkin", values, reader=found[0].asked, days=days)
    if not address:
        turn.say(
            "This installation has no public address, so there is no link to pass on. FOOTHOLD_PUBLIC_URL sets it."
        )
        return
    person = turn.unit.people.get(found[0].asked)
    turn.say(
        f"This page lets {person.name or person.email} answer without an account, until the check-in closes. "
        f"Whoever has it can answer for them, so send it to {person.email} only.\n\n{address}",
        Action("Open the page", url=address),
    )


def show(turn: Turn, args: Args) -> None:
    """One task with everything that can be done about it."""
    turn.say(card(_task(turn, args)))


def card(task: StaffTask) -> Card:
    """A task of this kind as staff see it."""
    ident = {"task": str(task.id)}
    if task.kind == "delegate":
        yes = Action("Let them answer", "checkin.approve", {**ident, "yes": "yes"}, "primary")
        return Card(
            parts=(Text(task.text),),
            actions=(yes, Action("No", "checkin.approve", ident)),
            ref=f"task:{task.id}",
        )
    actions = [Action("Mark as handled", "checkin.handled", ident, "primary")]
    if "placement" in task.context:
        args = {"placement": str(task.context["placement"]), "plan": str(task.context.get("plan", ""))}
        actions.insert(0, Action("See both sides", "checkin.sides", args))
    else:
        actions.append(Action("Copy a link for them", "checkin.link", ident))
    return Card(
        parts=(Text(task.text),), actions=tuple(actions), summary=task.text[:150], ref=f"task:{task.id}"
    )


def _card(words: str, task: StaffTask, *actions: Action) -> Card:
    return Card(parts=(Text(task.text), Text(words, "quiet")), actions=actions, ref=f"task:{task.id}")


def _task(turn: Turn, args: Args) -> StaffTask:
    if not is_staff(turn):
        raise NotAllowedError
    task = turn.unit.tasks.get(turn.scope, int(args["task"])) if args.get("task") else None
    if task is None and args.get("placement"):
        subject = f"placement:{args['placement']}:{args.get('plan', '')}"
        task = next(
            (one for one in turn.unit.tasks.of_subject(turn.scope, subject) if one.kind in KINDS), None
        )
    if task is None or task.kind not in KINDS:
        raise NotFoundError
    return task


def _check_ins(turn: Turn, task: StaffTask) -> list[CheckIn]:
    found = [turn.unit.check_ins.get(turn.scope, int(number)) for number in task.context.get("check_ins", ())]
    return [one for one in found if one is not None]
