"""Taking an application back: in every state before its end, asked once, and the host is told after the batch date."""

from __future__ import annotations

from bot.activities import Args
from bot.cards import Action, Card, Text
from bot.conversations import dialog, placing
from bot.conversations.apply import APPLY, name_of, own, subject_for
from bot.programme.applications import Application, move, words_for
from bot.turn import Turn


def ask_first(turn: Turn, args: Args) -> None:
    """Take an application back, at any stage; asked once, with what it means."""
    if not args.get("application"):
        turn.go("status")
        return
    application = own(turn, args)
    ident = {"application": str(application.id)}
    if application.ended:
        turn.say(
            f"This application is {words_for(application.state)} already.",
            Action("My applications", "status"),
        )
        return
    told = (
        " The host will be told."
        if application.state in {"with_host", "interviewing", "offered", "accepted"}
        else ""
    )
    turn.remember(pending={"action": "withdraw.sure", "args": ident, "label": "Withdraw it"})
    turn.say(
        f"Withdraw {name_of(turn, application)}? It cannot be taken up again; you can apply anew while applications "
        f"are open.{told}",
        Action("Withdraw it", "withdraw.sure", ident, "danger"),
        Action("Keep it", "status.one", ident),
    )


def now(turn: Turn, args: Args) -> None:
    """The confirmed withdrawal."""
    application = own(turn, args)
    if application.ended:
        turn.say(
            f"This application is {words_for(application.state)} already.",
            Action("My applications", "status"),
        )
        return
    turn.remember(pending=None)
    before = application.state
    turn.unit.applications.save(move(application, "withdrawn", reason="withdrawn by the student"))
    turn.unit.drafts.drop(turn.person.id, APPLY.name, subject_for(application))
    if turn.talk.active == {"flow": APPLY.name, "subject": subject_for(application)}:
        dialog.leave(turn)
    turn.record("application withdrawn", f"application:{application.id}", before={"state": before})
    placing.leave_queue(turn, application, "left")
    if before in {"offered", "accepted"}:
        placing.freed(turn, application)
    if before in {"with_host", "interviewing", "offered", "accepted"}:
        tell_host(turn, application)
    turn.say(
        f"Withdrawn: {name_of(turn, application)}.",
        Action("Browse", "browse"),
        Action("My applications", "status"),
    )


def tell_host(turn: Turn, application: Application) -> None:
    """After the batch date the host is told of a withdrawal (T5)."""
    one = (
        turn.unit.opportunities.get(turn.scope, application.opportunity) if application.opportunity else None
    )
    if one is None or not one.host_supervisor_email:
        return
    host = turn.unit.people.by_email(turn.scope.organisation, one.host_supervisor_email)
    if host is not None:
        turn.notify(
            host.id,
            Card(parts=(Text(f"{turn.person.name} has withdrawn the application for {one.title}."),)),
            key=f"withdrawn:{application.id}:{host.id}",
            why="You supervise this placement, and the application had been sent to you.",
        )
