"""Staff decide on requests for deletion: approved and done at once with a receipt, or refused with the reason."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

from bot.activities import Args
from bot.cards import Action, Card, Facts, Part, Row, Text
from bot.conversations import dialog
from bot.conversations.dialog import Dialog, Subject
from bot.conversations.phrases import listed, moment
from bot.conversations.placement import mine
from bot.conversations.privacy.requests import ERASABLE, records
from bot.errors import NotFoundError
from bot.flow import Flow, Step
from bot.ports import Outgoing
from bot.programme import privacy
from bot.programme.dates import say_day
from bot.programme.definition import DataKind
from bot.programme.placements import OVER, moved
from bot.programme.privacy import KIND_WORDS, Request
from bot.prompts import LongText
from bot.turn import Turn


def waiting(turn: Turn, _: Args) -> None:
    """The requests that wait for staff."""
    mine.must_be_staff(turn)
    rows: list[Part] = []
    for one in turn.unit.requests.open(turn.scope):
        ident = {"request": str(one.id)}
        person = turn.unit.people.get(one.person)
        rows.append(
            Row(
                person.name,
                f"Asked {moment(turn, one.asked_at)}.",
                (
                    Action("Approve and delete", "privacy.decide", {**ident, "as": "approved"}),
                    Action("Refuse", "privacy.refuse", ident),
                ),
            )
        )
    turn.say(
        Card(
            title="Requests for deletion",
            parts=tuple(rows) or (Text("None is waiting."),),
            actions=(Action("Home", "home"),),
        )
    )


def found(turn: Turn, args: Args) -> Request:
    """The request that `args` name; for staff."""
    mine.must_be_staff(turn)
    request = turn.unit.requests.get(turn.scope, int(args.get("request", "0") or 0))
    if request is None:
        raise NotFoundError
    return request


def decide(turn: Turn, args: Args) -> None:
    """Approved: asked once more, then done at once, with a receipt that says what went and what is kept and why."""
    request = found(turn, args)
    if request.state != "asked":
        turn.say(f"That request is {request.state} already.", Action("Requests", "privacy.requests"))
        return
    person = turn.unit.people.get(request.person)
    if not args.get("sure"):
        ident = {"request": str(request.id), "as": "approved", "sure": "yes"}
        turn.remember(pending={"action": "privacy.decide", "args": ident, "label": "Delete for good"})
        turn.say(
            f"Delete the data of {person.name}? It cannot be brought back. Safety records and the log are kept "
            "for their time.",
            Action("Delete for good", "privacy.decide", ident, "danger"),
            Action("Not now", "privacy.requests"),
        )
        return
    turn.remember(pending=None)
    approved = privacy.move(request, "approved", decided_by=turn.person.id, decided_at=turn.now)
    receipt(turn, approved, person.id)
    end_placements(turn, person.id)
    counts, files = turn.unit.requests.erase(turn.scope, request.person, ERASABLE)
    turn.documents.forget(files)
    kept = [one.kind for one in privacy.must_keep(turn.the_programme, turn.now.astimezone(turn.zone).date())]
    turn.unit.requests.save(
        privacy.move(approved, "done", result={"deleted": counts, "files": len(files), "kept": kept})
    )
    close_task(turn, request, "approved")
    turn.record(
        "data erased",
        f"privacy_request:{request.id}",
        after={"deleted": counts, "files": len(files), "kept": kept},
    )
    pairs = [
        (mine.first(KIND_WORDS[cast("DataKind", kind)].removeprefix("your ")), records(count))
        for kind, count in counts.items()
        if count
    ]
    pairs += [("Files", str(len(files))), ("Kept", listed([KIND_WORDS[kind] for kind in kept]) or "nothing")]
    parts = (Text(f"The data of {person.name} is deleted."), Facts(tuple(pairs)))
    turn.say(Card(title="Deleted", parts=parts, actions=(Action("Requests", "privacy.requests"),)))


def end_placements(turn: Turn, student: int) -> None:
    """Whoever is gone is on no placement, in no group, and nobody is asked about them."""
    for one in turn.unit.placements.of_student(turn.scope, student):
        if one.state in OVER:
            continue
        turn.unit.placements.save(moved(one, "ended_early"))
        turn.record("placement ended", f"placement:{one.id}", before={"state": one.state})
        words = f"One of your students has left the programme: {mine.title_of(turn, one)}."
        for supervisor in mine.supervisors_of(one):
            turn.notify(
                supervisor, Card(parts=(Text(words),), summary=words[:150]), key=f"left:{one.id}:{supervisor}",
                why="You looked after this student.",
            )  # fmt: skip


def receipt(turn: Turn, request: Request, person: int) -> None:
    """The last message to the person: to where they were last seen, since nothing will be known of them after it."""
    today = turn.now.astimezone(turn.zone).date()
    kept = [
        f"{KIND_WORDS[one.kind]}, because {one.why}, "
        f"{'until ' + say_day(one.until) if one.until else f'for {one.months} months after the edition ends'}"
        for one in privacy.must_keep(turn.the_programme, today)
    ]
    words = (
        f"Your data in {turn.the_programme.title} has been deleted as you asked: "
        f"{listed([KIND_WORDS[kind] for kind in ERASABLE])}."
    )
    card = Card(
        title=f"Receipt {request.id}",
        parts=(Text(words), Text(f"Kept: {listed(kept)}." if kept else "Nothing is kept.")),
        summary="Your data has been deleted",
    )
    seen = turn.unit.people.identities(person)
    place = next((where for _, where in seen if where is not None and where.private), None)
    turn.unit.outbox.add(
        Outgoing(
            key=f"privacy:{request.id}:done",
            person=person,
            card=card,
            due_at=turn.now,
            scope=turn.scope,
            place=place,
            why="You asked for your data to be deleted.",
        )
    )


def refuse(turn: Turn, args: Args) -> None:
    """Ask for the reason."""
    dialog.start(turn, REFUSE, {"request": str(found(turn, args).id)})


def build_refuse(turn: Turn, subject: Subject) -> Flow:
    """One question."""
    person = turn.unit.people.get(found(turn, subject).person)
    return Flow(
        f"Refuse the request of {person.name}",
        (Step("reason", LongText(question="What is the reason? They read it.", label="Reason", words=120)),),
    )


def finish_refuse(turn: Turn, subject: Subject, answers: dict[str, Any]) -> None:
    """Refused with a reason and a way on."""
    request = found(turn, subject)
    turn.unit.requests.save(
        privacy.move(
            request, "refused", decided_by=turn.person.id, decided_at=turn.now, reason=answers["reason"]
        )
    )
    close_task(turn, request, "refused")
    turn.record("erasure refused", f"privacy_request:{request.id}", after={"reason": answers["reason"]})
    words = (
        f"Your data has not been deleted. The reason: {answers['reason']} You can ask "
        f"{turn.the_programme.privacy.controller} to look again."
    )
    turn.notify(
        request.person,
        Card(parts=(Text(words),), summary="Your request for deletion was answered"),
        key=f"privacy:{request.id}:refused",
        why="You asked for your data to be deleted.",
    )
    turn.say("Refused. They have been told why, and whom to ask.", Action("Requests", "privacy.requests"))


def close_task(turn: Turn, request: Request, outcome: str) -> None:
    """The staff task that the request opened is done."""
    for task in turn.unit.tasks.of_subject(turn.scope, f"privacy_request:{request.id}"):
        if task.state == "open":
            turn.unit.tasks.save(
                replace(task, state="done", handled_by=turn.person.id, handled_at=turn.now, outcome=outcome)
            )


REFUSE = Dialog(
    name="privacy.refuse", build=build_refuse, finish=finish_refuse, left="Nothing was changed.", keep=False
)
