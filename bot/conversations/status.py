"""Where my applications stand, what happens next and when; in plain words."""

from __future__ import annotations

from bot.activities import Args
from bot.cards import Action, Card, Facts, Row
from bot.conversations import apply, placing
from bot.conversations.home import Need
from bot.conversations.phrases import moment
from bot.programme import availability
from bot.programme.applications import Application, words_for
from bot.programme.people import STAFF
from bot.turn import Turn

NEXT: dict[str, str] = {
    "interviewing": "The host arranges the interview with you.",
    "waitlisted": "If a place is freed and it is your turn, an offer comes to you here.",
    "offered": "Accept or decline the offer.",
    "accepted": "Your placement is being set up; what to do comes here.",
    "with_host": "The host is looking at it. When there is a decision, you hear it here, whichever way it goes.",
}


def show(turn: Turn, _: Args) -> None:
    """All applications of this student in this programme, the live ones first; staff see those that wait."""
    if turn.membership is not None and turn.membership.role in STAFF:
        turn.go("decide")
        return
    mine = sorted(
        turn.unit.applications.of_student(turn.scope, turn.person.id), key=lambda one: (one.ended, -one.id)
    )
    if not mine:
        turn.say(
            "You have no application in this programme yet.",
            Action("Browse", "browse", style="primary"),
            Action("Dates", "dates"),
        )
        return
    rows = tuple(
        Row(
            apply.name_of(turn, one),
            f"{words_for(one.state).capitalize()}. {next_words(turn, one)}",
            (Action("Open", "status.one", {"application": str(one.id)}),),
        )
        for one in mine
    )
    turn.say(
        Card(
            title="Your applications",
            parts=rows,
            actions=(Action("Browse", "browse"), Action("Home", "home")),
        )
    )


def one(turn: Turn, args: Args) -> None:
    """One application, with what can be done about it now."""
    application = apply.own(turn, args)
    status = apply.status_of(turn, application)
    ident = {"application": str(application.id)}
    pairs = [("State", words_for(application.state)), ("Next", next_words(turn, application))]
    if application.submitted_at:
        pairs.append(("Received", f"{moment(turn, application.submitted_at)}, version {application.version}"))
    if application.reason and application.ended:  # one that is staged is not told yet
        pairs.append(("Reason", application.reason))
    if application.expires_at and application.state == "offered":
        pairs.append(("Answer by", moment(turn, application.expires_at)))
    actions = []
    if application.state == "draft" and status.can_apply:
        actions.append(Action("Go on with the draft", "apply", ident, "primary"))
    if application.state == "offered":
        actions += [
            Action("Accept", "offer.accept", ident, "primary"),
            Action("Decline", "offer.decline", ident),
        ]
    if application.state == "submitted" and status.can_edit:
        actions.append(Action("Change it", "apply.edit", ident))
    if application.answers or application.state == "draft":
        actions.append(Action("What did I write?", "status.answers", ident))
    if not application.ended:
        label = "Delete the draft" if application.state == "draft" else "Withdraw"
        actions.append(Action(label, "withdraw", ident))
    actions.append(Action("Home", "home"))
    turn.say(
        Card(
            title=apply.name_of(turn, application),
            parts=(Facts(tuple(pairs)),),
            actions=tuple(actions),
            summary=f"Your application is {words_for(application.state)}",
            ref=f"application:{application.id}",
        )
    )


def answers(turn: Turn, args: Args) -> None:
    """What was written: the version in force, or the draft."""
    application = apply.own(turn, args)
    subject = apply.subject_for(application)
    given = application.answers or turn.unit.drafts.get(turn.person.id, apply.APPLY.name, subject) or {}
    labels = {step.key: step.label for step in turn.the_programme.application.steps}
    pairs = tuple((labels.get(key, key), shown(value)) for key, value in given.items() if key != "review")
    if not pairs:
        turn.say("Nothing is written yet.", Action("Go on", "apply", {"application": str(application.id)}))
        return
    turn.say(
        Card(title=apply.name_of(turn, application), parts=(Facts(pairs),), actions=(Action("Home", "home"),))
    )


def shown(value: object) -> str:
    """A stored answer in words, without the flow that asked for it (the programme file may have changed since)."""
    if value is None:
        return "skipped"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    if isinstance(value, dict):
        return str(value.get("name", "a file"))
    return str(value)


def next_words(turn: Turn, application: Application) -> str:
    """What happens next, and when as far as it is known."""
    if application.state == "waitlisted":
        return placing.place_words(turn, application)
    if application.state in {"draft", "submitted"}:
        status = apply.status_of(turn, application)
        if application.state == "draft":
            return status.draft_words if status.can_apply else f"It was not submitted. {status.words}"
        return status.next_words
    return NEXT.get(application.state, "Nothing more happens with it.")


def needs(turn: Turn) -> list[Need]:
    """Applications on the student's home: drafts to finish, offers to answer, what is under way."""
    mine = turn.unit.applications.of_student(turn.scope, turn.person.id)
    found = [] if any(not one.ended for one in mine) else applications_open(turn)
    for application in mine:
        ident = {"application": str(application.id)}
        name = apply.name_of(turn, application)
        status = apply.status_of(turn, application)
        if application.state == "draft" and status.can_apply:
            action = Action("Go on with the draft", "apply", ident, "primary")
            found.append(
                Need(
                    f"Finish your application: {name}",
                    status.draft_words,
                    "upcoming",
                    (action,),
                    status.until,
                )
            )
        elif application.state == "offered":
            action = Action("Answer the offer", "status.one", ident, "primary")
            found.append(
                Need(
                    f"Answer the offer: {name}",
                    next_words(turn, application),
                    "upcoming",
                    (action,),
                    application.expires_at,
                )
            )
        elif not application.ended and application.state != "draft":
            words = f"{words_for(application.state).capitalize()}. {next_words(turn, application)}"
            found.append(
                Need(name, words, "done", (Action("Open", "status.one", ident),), application.submitted_at)
            )
    return found


def applications_open(turn: Turn) -> list[Need]:
    """For a student with no live application: that one can apply, and until when."""
    status = availability.of_programme(turn.the_programme, turn.now, turn.zone)
    if not status.can_apply or turn.unit.placements.of_student(turn.scope, turn.person.id):
        return []
    whole = turn.the_programme.application.target == "programme"
    action = (
        Action("Apply", "apply", style="primary") if whole else Action("Browse", "browse", style="primary")
    )
    return [Need("Applications are open", status.words, "upcoming", (action,), status.until)]
