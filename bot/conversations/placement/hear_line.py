"""The HEAR 6.1 line: a draft from the student's own words, which staff confirm or change."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.activities import Args
from bot.cards import Action, Card, Part, Row, Text
from bot.conversations import dialog
from bot.conversations.dialog import Dialog, Subject
from bot.conversations.journal import glance as journal
from bot.conversations.placement import glance as placement
from bot.conversations.placement import mine
from bot.flow import Flow, Step
from bot.programme import exports
from bot.programme.tasks import StaffTask
from bot.prompts import ShortText
from bot.turn import Turn


def hear(turn: Turn, args: Args) -> None:
    """The draft of the HEAR 6.1 line; it goes to staff, who confirm or change it."""
    one = mine.current(turn, args)
    if one is None:
        return
    subject = f"hear:{one.id}"
    tasks = turn.unit.tasks.of_subject(turn.scope, subject)
    done = next((task for task in tasks if task.state == "done"), None)
    if done:
        turn.say(
            Card(
                title="HEAR 6.1",
                parts=(Text(done.outcome), Text(f"Confirmed by {mine.team(turn)}.", "quiet")),
            )
        )
        return
    line = exports.hear_draft(
        f"{turn.the_programme.title}: {mine.title_of(turn, one)}, {placement.when(turn, one)}",
        journal.entries_of(turn, one.id),
    )
    actions = (
        Action("Send it to the team", "exports.hear.send", {"placement": str(one.id)}, "primary"),
        Action("Not now", "exports"),
    )
    waiting = (
        f"{mine.first(mine.team(turn))} have a draft already."
        if tasks
        else "It is a draft from your own words. The university words it; staff confirm it."
    )
    turn.say(
        Card(
            title=f"HEAR 6.1: {len(line)} of {exports.HEAR_LONGEST} characters",
            parts=(Text(line), Text(waiting, "quiet")),
            actions=actions if not tasks else (Action("Home", "home"),),
        )
    )


def hear_send(turn: Turn, args: Args) -> None:
    """Put the draft before staff."""
    one = mine.own(turn, int(args["placement"]))
    line = exports.hear_draft(
        f"{turn.the_programme.title}: {mine.title_of(turn, one)}, {placement.when(turn, one)}",
        journal.entries_of(turn, one.id),
    )
    mine.hand_over(
        turn,
        "hear",
        f"hear:{one.id}",
        f"HEAR 6.1 line of {turn.person.name}, to confirm or change: {line}",
        placement=str(one.id),
        line=line,
    )
    turn.say(f"I have sent it to {mine.team(turn)}. Their wording comes here.", Action("Home", "home"))


def hear_lines(turn: Turn, _: Args) -> None:
    """The drafts that wait for staff."""
    mine.must_be_staff(turn)
    rows: list[Part] = [
        Row(
            turn.unit.people.get(task.about).name if task.about else "",
            str(task.context.get("line", "")),
            (
                Action("Confirm as it is", "exports.hear.confirm", {"task": str(task.id)}),
                Action("Change the wording", "exports.hear.change", {"task": str(task.id)}),
            ),
        )
        for task in turn.unit.tasks.open(turn.scope)
        if task.kind == "hear"
    ]
    turn.say(
        Card(
            title="HEAR lines to confirm",
            parts=tuple(rows) or (Text("None is waiting."),),
            actions=(Action("Home", "home"),),
        )
    )


def hear_confirm(turn: Turn, args: Args) -> None:
    """Staff confirm a line as it is."""
    task = hear_task(turn, args)
    settle_hear(turn, task, str(task.context.get("line", "")))


def hear_task(turn: Turn, args: Args) -> StaffTask:
    """The waiting draft that `args` name."""
    mine.must_be_staff(turn)
    task = turn.unit.tasks.get(turn.scope, int(args["task"]))
    if task is None or task.kind != "hear":
        raise LookupError("that is no draft of a HEAR line")
    return task


def hear_change(turn: Turn, args: Args) -> None:
    """Staff change the wording."""
    dialog.start(turn, HEAR, {"task": str(hear_task(turn, args).id)})


def build_hear(turn: Turn, subject: Subject) -> Flow:
    """One question."""
    task = hear_task(turn, subject)
    return Flow(
        "HEAR 6.1",
        (
            Step(
                "line",
                ShortText(
                    question="What should it say?",
                    hint=f"As it stands: {task.context.get('line', '')}",
                    label="Line",
                    longest=exports.HEAR_LONGEST,
                ),
            ),
        ),
    )


def finish_hear(turn: Turn, subject: Subject, answers: dict[str, Any]) -> None:
    """Keep the changed wording."""
    settle_hear(turn, hear_task(turn, subject), answers["line"])


def settle_hear(turn: Turn, task: StaffTask, line: str) -> None:
    """The line is final; the student is told."""
    if task.state == "done":
        turn.say("That line is confirmed already.", Action("HEAR lines", "exports.hear.lines"))
        return
    turn.unit.tasks.save(
        replace(task, state="done", handled_by=turn.person.id, handled_at=turn.now, outcome=line)
    )
    turn.record("HEAR line confirmed", task.subject, after={"line": line})
    if task.about:
        turn.notify(
            task.about,
            Card(
                title="Your HEAR 6.1 line is confirmed",
                parts=(Text(line),),
                summary="Your HEAR 6.1 line is confirmed",
            ),
            key=f"hear:{task.id}",
            why="You sent a draft to the team.",
        )
    turn.say("Confirmed. The student has been told.", Action("HEAR lines", "exports.hear.lines"))


HEAR = Dialog(name="hear", build=build_hear, finish=finish_hear, keep=False)
