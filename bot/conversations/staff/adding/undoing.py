"""Taking back what was added or changed by hand, as long as nothing else stands on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.activities import Args
from bot.conversations.placement import mine
from bot.conversations.staff.today import HOME
from bot.errors import ConflictError, OutdatedError
from bot.imports import Kind
from bot.programme.opportunities import Opportunity
from bot.programme.people import ROLES, Membership, Person
from bot.programme.placements import Placement, move
from bot.turn import Turn
from bot.wire import from_json, to_json

MISTAKE = "added by mistake"


def before(turn: Turn, kind: Kind, row: Mapping[str, str]) -> dict[str, Any] | None:
    """What is there before the addition, as JSON; None where nothing is."""
    if kind == "people":
        person, membership = _member(turn, row)
        return (
            {"person": to_json(person), "attributes": membership.attributes}
            if person and membership
            else None
        )
    found = _opportunity(turn, row) if kind == "opportunities" else _placement(turn, row)
    return to_json(found) if found is not None else None


def remember(turn: Turn, kind: Kind, row: Mapping[str, str], was: dict[str, Any] | None) -> dict[str, str]:
    """Note what "undo" brings back; returns what names it: its subject and the instant."""
    if kind == "people":
        person, _ = _member(turn, row)
        number, role = (person.id if person else 0), row["role"]
    else:
        found = _opportunity(turn, row) if kind == "opportunities" else _placement(turn, row)
        number, role = (found.id if found else 0), ""
    at = turn.now.isoformat()
    kept = {"kind": kind, "id": number, "role": role, "was": was, "at": at}
    turn.remember(memory={**turn.talk.memory, "by_hand": kept})
    return {"subject": f"{kind}:{number}", "at": at}


def undo(turn: Turn, args: Args) -> None:
    """Take the last addition back; raises OutdatedError, or ConflictError where something stands on it."""
    mine.must_be_staff(turn)
    kept = turn.talk.memory.get("by_hand")
    named = kept and {"subject": f"{kept['kind']}:{kept['id']}", "at": kept["at"]}
    if not kept or named != dict(args):
        raise OutdatedError("That was taken back already, or something else was added after it.")
    {"people": _person_back, "opportunities": _opportunity_back, "placements": _placement_back}[kept["kind"]](
        turn, kept
    )
    turn.remember(memory={key: value for key, value in turn.talk.memory.items() if key != "by_hand"})
    turn.record(
        f"{kept['kind']} by hand taken back", f"{kept['kind']}:{kept['id']}", after={"was": kept["was"]}
    )
    turn.say("Taken back. It is as it was before.", HOME)


def _member(turn: Turn, row: Mapping[str, str]) -> tuple[Person | None, Membership | None]:
    person = turn.unit.people.by_email(turn.scope.organisation, row["email"].casefold())
    role = next(role for role in ROLES if role == row["role"])
    return person, turn.unit.people.membership(turn.scope, person.id, role) if person else None


def _opportunity(turn: Turn, row: Mapping[str, str]) -> Opportunity | None:
    return turn.unit.opportunities.by_key(turn.scope, row["key"])


def _placement(turn: Turn, row: Mapping[str, str]) -> Placement | None:
    student = turn.unit.people.by_email(turn.scope.organisation, row["student_email"])
    one = turn.unit.opportunities.by_key(turn.scope, row.get("opportunity_key", ""))
    window = row.get("window") or (one.window if one else "")
    some = turn.unit.placements.of_student(turn.scope, student.id) if student else ()
    wanted = (one.id if one else None, window)
    return next((each for each in some if (each.opportunity, each.window) == wanted), None)


def _person_back(turn: Turn, kept: Mapping[str, Any]) -> None:
    role = next(role for role in ROLES if role == kept["role"])
    person = turn.unit.people.get(kept["id"])
    if kept["was"] is not None:
        old = from_json(Person, kept["was"]["person"])
        turn.unit.people.save(replace(person, name=old.name, time_zone=old.time_zone, locale=old.locale))
        turn.unit.people.join(Membership(person.id, turn.scope, role, kept["was"]["attributes"]))
        return
    applied = turn.unit.applications.of_student(turn.scope, person.id)
    if applied or turn.unit.placements.of_student(turn.scope, person.id):
        raise ConflictError(
            f"{person.name} has an application or a placement by now, so they stay on the roster."
        )
    turn.unit.people.leave(turn.scope, person.id, role)


def _opportunity_back(turn: Turn, kept: Mapping[str, Any]) -> None:
    one = turn.unit.opportunities.get(turn.scope, kept["id"])
    if one is None:
        raise OutdatedError
    if kept["was"] is not None:
        turn.unit.opportunities.save(from_json(Opportunity, kept["was"]))
        return
    if turn.unit.applications.for_opportunity(turn.scope, one.id):
        raise ConflictError(
            "Somebody has applied to it by now, so it stays. It can be cancelled with a reason instead."
        )
    turn.unit.opportunities.save(replace(one, cancelled=MISTAKE))


def _placement_back(turn: Turn, kept: Mapping[str, Any]) -> None:
    one = turn.unit.placements.get(turn.scope, kept["id"])
    if one is None:
        raise OutdatedError
    if kept["was"] is not None:
        turn.unit.placements.save(from_json(Placement, kept["was"]))
        return
    turn.unit.placements.save(
        move(one, "cancelled_before" if one.state == "confirmed" else "ended_early", reason=MISTAKE)
    )
