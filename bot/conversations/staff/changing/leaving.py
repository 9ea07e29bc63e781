"""Somebody is taken off the roster: what ends with it, what stands in the way, and a last look first."""

from __future__ import annotations

from typing import Any

from bot.activities import Args
from bot.cards import Action, Card, Text
from bot.conversations import dialog, offers, withdraw
from bot.conversations.dialog import Dialog, Subject
from bot.conversations.phrases import listed
from bot.conversations.placement import mine
from bot.conversations.staff.roster.record import on_the_roster, roles_words
from bot.conversations.staff.today import HOME
from bot.errors import OutdatedError
from bot.flow import Flow, Step
from bot.programme.applications import Application
from bot.programme.people import ROLES, STAFF, Membership, Person
from bot.programme.placements import OVER, Placement
from bot.prompts import Confirm
from bot.turn import Turn

MOST_BUTTONS = 6
REASON = "no longer on the roster"


def ask(turn: Turn, args: Args) -> None:
    """The button, or words."""
    mine.must_be_staff(turn)
    dialog.start(turn, LEAVE, {"person": args.get("person", "")})


def build(turn: Turn, subject: Subject) -> Flow:
    """One look at what ends."""
    person, roles = _of(turn, subject)
    live = _live(turn, person)
    summary = [("Taken off", f"{person.name or person.email}, {roles_words(roles, turn.scope).casefold()}")]
    if live:
        count = f"{len(live)} {'application' if len(live) == 1 else 'applications'}"
        summary.append(("Withdrawn for them", f"{count}; a place that is freed moves the waiting list"))
    summary += [
        ("Kept", "what they wrote, until they ask for its deletion or its time is over"),
        ("Told", person.name or person.email),
    ]
    sure = Confirm(
        question="Take them off the roster?", label="Review", do="Take them off", summary=tuple(summary)
    )
    return Flow(person.name or person.email, (Step("sure", sure),))


def refuse(turn: Turn, subject: Subject) -> Card | None:
    """What stands in the way, with the button that clears it."""
    person, roles = _of(turn, subject)
    name = person.name or person.email
    if any(one.role in STAFF for one in roles):
        return Card(
            parts=(
                Text(f"{name} has a role on the staff. An owner takes that away under “Who has which role”."),
            ),
            actions=(Action("Who has which role", "roles"), HOME),
        )
    placed = [one for one in turn.unit.placements.of_student(turn.scope, person.id) if one.state not in OVER]
    after = [
        one for one in turn.unit.placements.of_supervisor(turn.scope, person.id) if one.state not in OVER
    ]
    if not placed and not after:
        return None
    if placed:
        why = f"{name} has a placement. Say first how it ends, so that the student and the host are told."
        button, action = "How it stands", "standing"
    else:
        students = listed([mine.student_of(turn, one).name for one in after[:MOST_BUTTONS]])
        why = f"{name} looks after {students}. Name somebody else first."
        button, action = "Change", "change"
    return Card(
        title=name,
        parts=(Text(why),),
        actions=(*(_button(turn, one, button, action) for one in (placed or after)[:MOST_BUTTONS]), HOME),
    )


def finish(turn: Turn, subject: Subject, answers: dict[str, Any]) -> None:
    """Withdraw what is open, tell them, and take every role of theirs here away; "undo" brings the roles back."""
    del answers
    person, roles = _of(turn, subject)
    live = _live(turn, person)
    for one in live:
        offers.give_up(turn, one, REASON)
        if one.state in withdraw.AT_THE_HOST:
            withdraw.tell_host(turn, one)
    words = "The team has taken you off the roster of this programme."
    if live:
        words += " Your open applications are withdrawn."
    turn.notify(
        person.id,
        Card(
            parts=(Text(words), Text("If that is a mistake, please write to the team.")), summary=words,
        ),
        key=f"person:{person.id}:off:{turn.activity.id}", why="You were on the roster of this programme.",
    )  # fmt: skip
    for role in roles:
        turn.unit.people.leave(turn.scope, person.id, role.role)
    turn.record("taken off the roster", f"person:{person.id}", before={"as": roles_words(roles, turn.scope)})
    kept = {"person": person.id, "roles": [[one.role, dict(one.attributes)] for one in roles]}
    turn.remember(memory={**turn.talk.memory, "taken_off": {**kept, "at": turn.now.isoformat()}})
    again = " What was withdrawn stays so." if live else ""
    turn.say(
        Card(
            title=person.name or person.email,
            parts=(Text(f"Taken off the roster. They are told.{again}"),),
            actions=(Action("Undo", "person.back", {"person": str(person.id)}), HOME),
        )
    )


def back(turn: Turn, args: Args) -> None:
    """The roles come back as they were; raises OutdatedError where somebody else was taken off since."""
    mine.must_be_staff(turn)
    kept = turn.talk.memory.get("taken_off") or {}
    if str(kept.get("person")) != args.get("person"):
        raise OutdatedError(
            "That can no longer be undone here. Say “add a student” to put somebody on the roster."
        )
    person = turn.unit.people.get(int(kept["person"]))
    for name, attributes in kept["roles"]:
        role = next(role for role in ROLES if role == name)
        turn.unit.people.join(Membership(person.id, turn.scope, role, attributes))
    turn.remember(memory={key: value for key, value in turn.talk.memory.items() if key != "taken_off"})
    turn.record(
        "put back on the roster",
        f"person:{person.id}",
        after={"as": listed([one.replace("_", " ") for one, _ in kept["roles"]])},
    )
    words = "You are on the roster of this programme again; it was a mistake."
    turn.notify(
        person.id, Card(parts=(Text(words),), actions=(Action("Home", "home"),), summary=words),
        key=f"person:{person.id}:back:{turn.activity.id}", why="You are on the roster of this programme.",
    )  # fmt: skip
    record = Action("Record", "person", {"person": str(person.id)})
    turn.say("Back on the roster, as before. They are told.", record, HOME)


def _of(turn: Turn, subject: Subject) -> tuple[Person, list[Membership]]:
    mine.must_be_staff(turn)
    return on_the_roster(turn, subject)


def _live(turn: Turn, person: Person) -> list[Application]:
    return [one for one in turn.unit.applications.of_student(turn.scope, person.id) if not one.ended]


def _button(turn: Turn, one: Placement, label: str, action: str) -> Action:
    name = mine.student_of(turn, one).name
    args = {"placement": str(one.id), "kind": "placement", "id": str(one.id)}
    return Action(f"{label}: {name}"[:70], action, args)


LEAVE = Dialog("person.leave", build, finish, refuse, left="Nothing was changed.", keep=False)
