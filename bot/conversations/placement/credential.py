"""Staff issue credentials to those who completed, and take one back with a reason."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.activities import Args
from bot.cards import Action, Card, Part, Row, Text
from bot.conversations import dialog
from bot.conversations.dialog import Dialog, Subject
from bot.conversations.phrases import listed
from bot.conversations.placement import completing, mine
from bot.errors import NotFoundError
from bot.flow import Flow, Step
from bot.programme import completion, credentials
from bot.programme.credentials import Issued
from bot.programme.dates import say_day
from bot.programme.placements import Placement, move, moved
from bot.prompts import LongText
from bot.turn import Turn


def show(turn: Turn, _: Args) -> None:
    """Who has it, who could get it now."""
    mine.must_be_staff(turn)
    given = turn.the_programme.credential
    if given is None:
        turn.say("The programme names no credential.", Action("Home", "home"))
        return
    rows: list[Part] = []
    ready = ready_ones(turn)
    for issued in turn.unit.credentials.all(turn.scope):
        words = f"Issued {say_day(issued.issued_at.astimezone(turn.zone).date())}" + (
            f"; taken back: {issued.revoked}" if issued.revoked else ""
        )
        actions = (
            ()
            if issued.revoked
            else (Action("Take it back", "credential.revoke", {"credential": issued.uid}),)
        )
        rows.append(Row(turn.unit.people.get(issued.student).name, words, actions))
    names = [mine.student_of(turn, one).name for one in ready]
    head = (
        f"{len(names)} {'student meets' if len(names) == 1 else 'students meet'} the rule and have none yet: "
        f"{listed(names)}."
        if names
        else "Nobody new meets the rule."
    )
    more = [Action(f"Issue {len(names)}", "credential.issue", style="primary")] if names else []
    turn.say(
        Card(
            title=given.name,
            parts=(Text(head), *rows),
            actions=(*more, Action("Who could not complete?", "completion.staff"), Action("Home", "home")),
        )
    )


def ready_ones(turn: Turn) -> list[Placement]:
    """Placements that meet the rule and have no credential; without a rule only staff's own completion counts."""
    found = []
    for placement in turn.unit.placements.all(turn.scope):
        if placement.state in mine.LEFT or turn.unit.credentials.of_placement(turn.scope, placement.id):
            continue
        standing = completion.standing(turn.the_programme, completing.evidence(turn, placement))
        if standing.met == "met" if standing else placement.state == "completed":
            found.append(placement)
    return found


def issue(turn: Turn, _: Args) -> None:
    """Issue to all who meet the rule at this moment; each is told, and has the links."""
    mine.must_be_staff(turn)
    given = turn.the_programme.credential
    if given is None:
        raise NotFoundError
    names = []
    taken = {one.place for one in turn.unit.credentials.all(turn.scope)}
    for placement in ready_ones(turn):
        student = mine.student_of(turn, placement)
        uid = uid_of(turn, placement, turn.now)
        place = credentials.place_on_list(uid, taken)
        taken.add(place)
        claims = credentials.achievement(
            turn.the_programme, uid, place, student.name, student.email, turn.now, turn.documents.address
        )
        token = turn.documents.sign(claims)
        issued = Issued(0, turn.scope, placement.id, student.id, uid, given.name, turn.now, token, place)
        turn.unit.credentials.add(issued)
        finished = placement if placement.state == "completed" else moved(placement, "completed")
        turn.unit.placements.save(move(finished, "certified"))
        turn.record("credential issued", f"placement:{placement.id}", after={"uid": uid})
        words = f"{given.name} is yours. It is signed, and you can show it on your LinkedIn profile."
        turn.notify(
            student.id,
            Card(
                parts=(Text(words),),
                actions=(Action("Show it", "credential", {"placement": str(placement.id)}, "primary"),),
                summary=words[:150],
            ),
            key=f"credential:{uid}",
            why="You completed the programme.",
        )
        names.append(student.name)
    turn.say(
        f"Issued: {listed(names) if names else 'none; nobody new meets the rule'}. Each of them has been told."
        if names
        else "Nobody new meets the rule.",
        Action("Credentials", "credentials"),
    )


def uid_of(turn: Turn, placement: Placement, at: datetime) -> str:
    """A name that nobody can guess from the student, and that is the same if this is worked on twice."""
    seed = f"{turn.activity.id}:{placement.id}:{at.isoformat()}"
    return hashlib.sha256(seed.encode()).hexdigest()[:32]


def revoke(turn: Turn, args: Args) -> None:
    """Ask for the reason."""
    dialog.start(turn, REVOKE, {"credential": found(turn, args).uid})


def found(turn: Turn, args: Args) -> Issued:
    """The credential that `args` name, of this programme; for staff only."""
    mine.must_be_staff(turn)
    issued = turn.unit.credentials.by_uid(args.get("credential", ""))
    if issued is None or issued.scope != turn.scope:
        raise NotFoundError
    return issued


def build(turn: Turn, subject: Subject) -> Flow:
    """One question."""
    student = turn.unit.people.get(found(turn, subject).student)
    return Flow(
        f"Take back the credential of {student.name}",
        (
            Step(
                "reason",
                LongText(
                    question="What is the reason? The student and everybody who checks the credential will read it.",
                    label="Reason",
                    words=80,
                ),
            ),
        ),
    )


def finish(turn: Turn, subject: Subject, answers: dict[str, Any]) -> None:
    """It no longer counts; the student is told why."""
    issued = found(turn, subject)
    if issued.revoked:
        turn.say("It was taken back already.", Action("Credentials", "credentials"))
        return
    turn.unit.credentials.save(replace(issued, revoked=answers["reason"], revoked_at=turn.now))
    placement = turn.unit.placements.get(turn.scope, issued.placement)
    if placement and placement.state == "certified":
        turn.unit.placements.save(move(placement, "revoked", reason=answers["reason"]))
    turn.record("credential revoked", f"credential:{issued.uid}", after={"reason": answers["reason"]})
    words = f"{issued.name} was taken back. The reason: {answers['reason']}"
    turn.notify(
        issued.student,
        Card(parts=(Text(words),), actions=(Action("Ask the team", "problem"),), summary=words[:150]),
        key=f"credential:{issued.uid}:revoked",
        why="This credential was issued to you.",
    )
    turn.say("Taken back. The student has been told, with the reason.", Action("Credentials", "credentials"))


REVOKE = Dialog(name="credential.revoke", build=build, finish=finish, left="Nothing was changed.", keep=False)
