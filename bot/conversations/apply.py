"""What happens when a student presses Apply: read downwards.

start → may they? → the draft → the steps of the programme file → review → submit → receipt. Editing a submitted
application is the same flow over a copy of its answers; the version in force stays in force until the new one is
submitted (design §7).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.activities import Args
from bot.cards import Action, Card, Facts, Part, Text
from bot.conversations import dialog, guardians, undecidable
from bot.conversations.apply_steps import steps_of
from bot.conversations.dialog import Dialog, Subject
from bot.conversations.eligible import doubt, refusal, verdict_of
from bot.conversations.phrases import moment
from bot.errors import NotFoundError
from bot.flow import Flow
from bot.programme import availability
from bot.programme.applications import Application, move, words_for
from bot.programme.opportunities import Opportunity
from bot.turn import Turn


def start(turn: Turn, args: Args) -> None:
    """Apply to the opportunity in `args` (or to the programme): go on with a draft, or begin one."""
    if turn.membership is None or turn.membership.role != "student":
        turn.say(
            "Applying is for students of the programme. You are here in another role.", Action("Home", "home")
        )
        return
    whole = turn.the_programme.application.target == "programme"
    if not whole and not args.get("opportunity") and not args.get("application"):
        turn.go("browse")
        return
    application = existing(turn, args)
    if application is not None and application.state != "draft":
        turn.say(
            f"You have applied already; your application is {words_for(application.state)}.",
            Action("My application", "status.one", {"application": str(application.id)}, "primary"),
        )
        return
    if application is None:
        application = begin(turn, None if whole else opportunity_of(turn, args))
    if application is not None:
        dialog.start(turn, APPLY, subject_for(application))


def begin(turn: Turn, one: Opportunity | None) -> Application | None:
    """A new draft, or None after saying why there cannot be one."""
    programme = turn.the_programme
    status = (
        availability.of(programme, one, turn.now, turn.zone)
        if one
        else availability.of_programme(programme, turn.now, turn.zone)
    )
    if not status.can_apply:
        turn.say(status.words, *status_ways(turn))
        return None
    verdict = verdict_of(turn)
    if verdict.answer == "no":
        turn.say(refusal(turn, verdict))
        return None
    mine = turn.unit.applications.of_student(turn.scope, turn.person.id)
    most = programme.application.max_per_student
    standing = [found for found in mine if not found.ended]
    if most is not None and len(standing) >= most:
        turn.say(
            f"This programme takes at most {most} {'application' if most == 1 else 'applications'} per student, and "
            f"you have {len(standing)}. You can withdraw one to apply for another.",
            Action("My applications", "status", style="primary"),
        )
        return None
    draft = Application(
        id=0,
        scope=turn.scope,
        student=turn.person.id,
        opportunity=one.id if one else None,
        cycle=one.window if one else status.cycle,
        state="draft",
        created_at=turn.now,
    )
    application = replace(draft, id=turn.unit.applications.add(draft))
    turn.record("application started", f"application:{application.id}")
    if verdict.answer == "unknown":
        before_doubt = "" if verdict.doubt else "So I cannot tell whether you may take part. "
        turn.say(f"Before you start: {verdict.rule} {before_doubt}{doubt(verdict)}")
    return application


def edit(turn: Turn, args: Args) -> None:
    """Change a submitted application, from the answer that `args` name where they do.

    It stays submitted as it is until the new version is sent in.
    """
    application = own(turn, args)
    status = status_of(turn, application)
    if application.state != "submitted" or not status.can_edit:
        turn.say(
            f"This application is {words_for(application.state)} and can no longer be changed. {status.edit_words}",
            Action("Withdraw it", "withdraw", {"application": str(application.id)}),
            Action("Home", "home"),
        )
        return
    consents = {step.key for step in turn.the_programme.application.steps if step.kind == "consent"}
    answers = {key: value for key, value in application.answers.items() if key not in consents}
    turn.say("What you submitted stays in force until you submit the new version.")
    subject = subject_for(application)
    if turn.unit.drafts.get(turn.person.id, APPLY.name, subject) is None:
        turn.unit.drafts.put(turn.person.id, APPLY.name, subject, answers, turn.now)
    turn.remember(active={"flow": APPLY.name, "subject": subject}, asked=None)
    step = dialog.named_step(turn, APPLY, subject, args.get("words", ""))
    if step is None:
        dialog.review(turn, APPLY, subject)
    else:
        dialog.change(turn, APPLY, subject, step)


def build(turn: Turn, subject: Subject) -> Flow:
    """The steps as the programme file has them today."""
    application = own(turn, subject)
    one = (
        turn.unit.opportunities.get(turn.scope, application.opportunity) if application.opportunity else None
    )
    known = turn.unit.drafts.get(turn.person.id, APPLY.name, subject) or {}
    title = f"Application: {one.title}, {one.host}" if one else f"Application: {turn.the_programme.title}"
    return Flow(title, steps_of(turn, application, one, known))


def refuse(turn: Turn, subject: Subject) -> Card | None:
    """Why the form cannot be finished any more: it closed, was decided, or was taken back."""
    application = own(turn, subject)
    status = status_of(turn, application)
    if application.state == "submitted" and status.can_edit:
        return None
    if application.state != "draft":
        return Card(
            parts=(Text(f"This application is {words_for(application.state)}; it can no longer be changed."),)
        )
    if not status.can_apply:
        return Card(
            parts=(Text(status.words), Text("Your answers are kept; you can read them in your application.")),
            actions=(Action("My applications", "status"), *status_ways(turn)),
            summary=status.words,
        )
    return None


def submit(turn: Turn, subject: Subject, answers: dict[str, Any]) -> None:
    """Send it in: the server's instant counts."""
    application = own(turn, subject)
    status = status_of(turn, application)
    again = application.state == "submitted"
    answers = {key: value for key, value in answers.items() if key != "review"}
    submitted = move(
        application,
        "submitted",
        answers=answers,
        submitted_at=turn.now,
        version=application.version + 1,
        undecidable=status.undecidable,
    )
    turn.unit.applications.save(submitted)
    turn.record(
        "application changed" if again else "application submitted",
        f"application:{application.id}",
        after={"version": submitted.version, "undecidable": status.undecidable},
    )
    if status.undecidable and status.last:
        undecidable.tell(turn, status.last)
    guardians.to_ask(turn, answers)
    turn.say(receipt(turn, submitted, status, again=again))


def receipt(turn: Turn, application: Application, status: availability.Availability, *, again: bool) -> Card:
    """What was sent in, when, and what happens next."""
    one = (
        turn.unit.opportunities.get(turn.scope, application.opportunity) if application.opportunity else None
    )
    what = f"{one.title}, {one.host}" if one else turn.the_programme.title
    pairs = [
        ("Application", what),
        ("Number", f"{application.id}, version {application.version}"),
        ("Received", moment(turn, turn.now)),
        ("You can change it", status.edit_words),
        ("Next", status.next_words),
    ]
    parts: list[Part] = [
        Text("Your new version is in force." if again else "Your application is submitted."),
        Facts(tuple(pairs)),
    ]
    if status.undecidable:
        parts.append(
            Text(
                "The programme gives the closing day without an hour or a zone, so that nobody can say for certain "
                "which hour counts. Your application is accepted and marked so; the team has been told.",
                "warning",
            )
        )
    ident = {"application": str(application.id)}
    return Card(
        title="Receipt",
        parts=tuple(parts),
        summary=f"Submitted: {what}",
        actions=(
            Action("My application", "status.one", ident),
            Action("Change it", "apply.edit", ident),
            Action("Home", "home"),
        ),
    )


def existing(turn: Turn, args: Args) -> Application | None:
    """The student's live application that `args` point at."""
    mine = [one for one in turn.unit.applications.of_student(turn.scope, turn.person.id) if not one.ended]
    if args.get("application"):
        return next((one for one in mine if str(one.id) == args["application"]), None)
    wanted = int(args["opportunity"]) if args.get("opportunity") else None
    if turn.the_programme.application.target == "programme":
        return mine[0] if mine else None
    return next((one for one in mine if one.opportunity == wanted), None)


def own(turn: Turn, args: Args) -> Application:
    """An application of this student; raises NotFoundError for anybody else's."""
    found = turn.unit.applications.get(turn.scope, int(args.get("application", "0") or 0))
    if found is None or found.student != turn.person.id:
        raise NotFoundError
    return found


def opportunity_of(turn: Turn, args: Args) -> Opportunity:
    """The opportunity that `args` name."""
    found = turn.unit.opportunities.get(turn.scope, int(args["opportunity"]))
    if found is None:
        raise NotFoundError
    return found


def status_of(turn: Turn, application: Application) -> availability.Availability:
    """Whether its window is open, as of now."""
    one = (
        turn.unit.opportunities.get(turn.scope, application.opportunity) if application.opportunity else None
    )
    if one is not None:
        return availability.of(turn.the_programme, one, turn.now, turn.zone)
    return availability.of_programme(turn.the_programme, turn.now, turn.zone)


def news(application: Application, words: str) -> Card:
    """Something that a student has to hear of an application, with the way to it."""
    return Card(
        parts=(Text(words),),
        actions=(Action("My application", "status.one", {"application": str(application.id)}),),
        summary=words[:150],
    )


def name_of(turn: Turn, application: Application) -> str:
    """What an application is for, in words."""
    one = (
        turn.unit.opportunities.get(turn.scope, application.opportunity) if application.opportunity else None
    )
    return f"{one.title}, {one.host}" if one else turn.the_programme.title


def subject_for(application: Application) -> Subject:
    """What the dialog is about."""
    return {"application": str(application.id)}


def status_ways(turn: Turn) -> tuple[Action, ...]:
    """Where to go when one cannot apply."""
    return Action("Dates", "dates"), Action("Browse", "browse"), Action("Home", "home")


APPLY = Dialog(
    name="apply",
    build=build,
    finish=submit,
    refuse=refuse,
    left="What you wrote is kept, also after the deadline; only what you have submitted counts.",
)
