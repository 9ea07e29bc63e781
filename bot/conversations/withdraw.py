"""Taking an application back: in every state before its end, asked once, and the host is told after the batch date."""

from __future__ import annotations

from bot.activities import Args
from bot.cards import Action, Card, Row, Text
from bot.conversations import dialog, placing
from bot.conversations.apply import APPLY, name_of, own, subject_for
from bot.programme.applications import Application, move, words_for
from bot.programme.people import STAFF
from bot.turn import Turn

AT_THE_HOST = frozenset({"with_host", "interviewing", "offered", "accepted"})


def ask_first(turn: Turn, args: Args) -> None:
    """Take an application back, at any stage; asked once, with what it means."""
    if not args.get("application"):
        choose(turn)
        return
    application = own(turn, args)
    ident = {"application": str(application.id)}
    if application.ended:
        turn.say(
            f"This application is {words_for(application.state)} already.",
            Action("My applications", "status"),
        )
        return
    draft = application.state == "draft"
    do = "Delete it" if draft else "Withdraw it"
    what = (
        f"Delete your draft for {name_of(turn, application)}"
        if draft
        else f"Withdraw {name_of(turn, application)}"
    )
    after = (
        "What you wrote is gone then"
        if draft
        else "The host will be told, and it cannot be taken up again"
        if application.state in AT_THE_HOST
        else "It cannot be taken up again"
    )
    turn.remember(pending={"action": "withdraw.sure", "args": ident, "label": do})
    turn.say(
        f"{what}? {after}; you can apply anew while applications are open.",
        Action(do, "withdraw.sure", ident, "danger"),
        Action("Keep it", "status.one", ident),
    )


def choose(turn: Turn) -> None:
    """Which one, where several could be meant; staff name whose."""
    if turn.membership is not None and turn.membership.role in STAFF:
        turn.say(
            "Whose application? Say it with the name, such as “withdraw Amara's application”.",
            Action("Decide", "decide"),
            Action("Home", "home"),
        )
        return
    mine = [one for one in turn.unit.applications.of_student(turn.scope, turn.person.id) if not one.ended]
    if not mine and turn.unit.placements.of_student(turn.scope, turn.person.id):
        turn.say(
            "A placement is ended by the team, together with you. Tell them what is going on; nothing is ended yet.",
            Action("Tell the team", "problem", style="primary"), Action("My placement", "placement"),
        )  # fmt: skip
        return
    if not mine:
        turn.say(
            "You have no application to take back.",
            Action("My applications", "status"),
            Action("Browse", "browse"),
        )
        return
    rows = tuple(
        Row(
            name_of(turn, one),
            words_for(one.state).capitalize(),
            (
                Action(
                    "Delete" if one.state == "draft" else "Withdraw", "withdraw", {"application": str(one.id)}
                ),
            ),
        )
        for one in mine
    )
    turn.say(Card(title="Which one?", parts=rows, actions=(Action("Keep all", "status"),)))


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
    if before in AT_THE_HOST:
        tell_host(turn, application)
    turn.say(
        f"{'Deleted: your draft for' if before == 'draft' else 'Withdrawn:'} {name_of(turn, application)}.",
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
        student = turn.unit.people.get(application.student)
        turn.notify(
            host.id,
            Card(parts=(Text(f"The application of {student.name} for {one.title} is withdrawn."),)),
            key=f"withdrawn:{application.id}:{host.id}",
            why="You supervise this placement, and the application had been sent to you.",
        )
