"""What follows from an answer: both sides compared, a task for staff, a message at once where somebody needs help."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.cards import Action, Card, Facts, Text
from bot.conversations.checkin.words import plan_name, scope_of
from bot.ports import Outgoing, UnitOfWork
from bot.programme.checkins import WORDS, CheckIn, move, wants_help
from bot.programme.comparison import Comparison, Flag, compare
from bot.programme.definition import Programme
from bot.programme.people import Person
from bot.programme.placements import Placement
from bot.programme.tasks import StaffTask

KIND = "check_in"


def look(unit: UnitOfWork, programme: Programme, check_in: CheckIn, now: datetime) -> tuple[Flag, ...]:
    """Compare the two sides of this check-in's placement, and see to it that somebody looks where it is needed.

    One task per placement and check-in; it is brought up to date while it is open. Returns the flags.
    """
    scope = scope_of(programme)
    placement = unit.placements.get(scope, check_in.placement)
    if placement is None:
        return ()
    sides = [one for one in unit.check_ins.of_placement(scope, placement.id) if one.plan == check_in.plan]
    compared = compare(sides)
    subject = f"placement:{placement.id}:{check_in.plan}"
    open_task = next(
        (one for one in unit.tasks.of_subject(scope, subject) if one.kind == KIND and one.state == "open"),
        None,
    )
    if not compared.flags and open_task is None:
        return ()
    student = unit.people.get(placement.student)
    task = StaffTask(
        id=0, scope=scope, kind=KIND, subject=subject, about=student.id, made_at=now,
        text=_text(student, programme, check_in.plan, compared),
        context={
            "placement": placement.id, "plan": check_in.plan, "check_ins": [one.id for one in sides],
            "flags": [one.kind for one in compared.flags],
        },
    )  # fmt: skip
    if open_task is None:
        unit.tasks.add(task)
    else:
        unit.tasks.save(replace(open_task, text=task.text, context=task.context))
    for one in sides:
        if one.state in {"answered", "partial"} and wants_help(one):
            unit.check_ins.save(move(one, "flagged", "escalated"))
        elif one.state == "flagged":
            unit.check_ins.save(move(one, "escalated"))
    for flag in compared.flags:
        if flag.urgent:
            _tell_at_once(unit, programme, placement, student, check_in, flag, now)
    return compared.flags


def side_by_side(compared: Comparison) -> Facts:
    """The two sides as staff read them."""
    sides = [one for one in (compared.student, *compared.supervisors) if one is not None]
    return Facts(tuple((_side(one).capitalize(), _said(one)) for one in sides))


def _text(student: Person, programme: Programme, plan: str, compared: Comparison) -> str:
    what = (
        "; ".join(flag.words for flag in compared.flags)
        or "the answers have changed, and nothing stands out now"
    )
    return f"{student.name or student.email}, {plan_name(programme, plan).casefold()}: {what}."


def _side(one: CheckIn) -> str:
    return "student" if one.role == "student" else one.role.replace("_", " ")


def _said(one: CheckIn) -> str:
    if one.word is None:
        return one.reason or "no answer yet"
    score = f", {one.score} of 5" if one.score else ""
    return f"{WORDS[one.word]}{score}{f': “{one.note}”' if one.note else ''}"


def _tell_at_once(
    unit: UnitOfWork, programme: Programme, placement: Placement, student: Person, check_in: CheckIn, flag: Flag,
    now: datetime,
) -> None:  # fmt: skip
    """A no-show or a call for help reaches those who may read the answer, once each."""
    name = plan_name(programme, check_in.plan)
    card = Card(
        title=f"{student.name or student.email}: {name.casefold()}",
        parts=(Text(f"{flag.words[0].upper()}{flag.words[1:]}."),),
        actions=(
            Action(
                "See both sides", "checkin.sides", {"placement": str(placement.id), "plan": check_in.plan}
            ),
        ),
        summary=f"{student.name or student.email}: {flag.words}"[:150],
    )
    people = (
        {person.id for person, _ in unit.people.having(scope_of(programme), "staff")}
        if "staff" in check_in.seen_by
        else set()
    )
    if "programme_supervisor" in check_in.seen_by and placement.programme_supervisor:
        people.add(placement.programme_supervisor)
    for person in sorted(people - {check_in.asked}):
        unit.outbox.add(
            Outgoing(
                key=f"flag:{placement.id}:{check_in.plan}:{check_in.role}:{flag.kind}:{person}",
                person=person, card=card, due_at=now, kind="notice", scope=scope_of(programme),
                why=f"You read the answers of the {name.casefold()} of {programme.title}.",
            )
        )  # fmt: skip
