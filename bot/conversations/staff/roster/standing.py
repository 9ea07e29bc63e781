"""Staff say how a placement stands: called off, paused, goes on, ended early, completed, not complete.

The reason goes to the student; supervisors read what has changed, and no more.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.activities import Args
from bot.cards import Action, Card, Text
from bot.conversations import dialog
from bot.conversations.dialog import Dialog, Subject
from bot.conversations.placement import glance, mine
from bot.conversations.staff.today import HOME
from bot.flow import Flow, Step
from bot.programme.placements import OVER, Placement, State, moved
from bot.prompts import Confirm, LongText
from bot.turn import Turn

REASON_WORDS = 100


@dataclass(frozen=True, slots=True)
class Way:
    """A change that staff can make: its button, what supervisors read, what the student reads and can do next."""

    label: str
    said: str
    told: str
    next: tuple[Action, ...] = ()
    has_reason: bool = True


WAYS: dict[State, Way] = {
    "cancelled_before": Way(
        "It does not go ahead",
        "does not go ahead",
        "Your placement does not go ahead",
        (Action("My applications", "status"), Action("Browse", "browse")),
    ),
    "paused": Way(
        "Pause it",
        "is paused",
        "Your placement is paused: no check-in and no prompt to write comes until it goes on",
    ),
    "active": Way("It goes on", "goes on", "Your placement goes on", has_reason=False),
    "ended_early": Way(
        "It has ended early",
        "has ended early",
        "Your placement has ended early. What you have logged and written is kept, and nobody asks you for more",
        (Action("Take it with you", "exports"),),
    ),
    "completed": Way(
        "It is completed",
        "is completed",
        "Your placement is complete",
        (Action("Take it with you", "exports"),),
        has_reason=False,
    ),
    "incomplete": Way(
        "It is not complete",
        "is noted as not complete",
        "Your placement is noted as not complete",
        (Action("What is still missing?", "completion"),),
    ),
}


def ways(turn: Turn, placement: Placement) -> list[State]:
    """What can be said of a placement now. Where the programme has a rule of completion, the rule completes it."""
    today = turn.now.astimezone(turn.zone).date()
    has_rule = turn.the_programme.completion is not None
    if placement.state == "incomplete":
        return ["completed"]
    if placement.state in OVER:
        return []
    if placement.state == "paused":
        return ["active", "ended_early"]
    begun = placement.starts is None or placement.starts <= today
    found: list[State] = []
    if placement.state in {"confirmed", "ready"} and (placement.starts is None or placement.starts > today):
        found.append("cancelled_before")
    if begun:
        found += ["paused", "ended_early"]
        found += [] if has_rule else ["completed"]
    if begun and (placement.ends is None or placement.ends < today):
        found.append("incomplete")
    return found


def show(turn: Turn, args: Args) -> None:
    """How a placement stands, with a button for each change that can be made."""
    placement = _named(turn, args)
    turn.say(card(turn, placement))


def card(turn: Turn, placement: Placement, lead: str = "") -> Card:
    """One placement and what can be said of it."""
    name = mine.student_of(turn, placement).name
    can = ways(turn, placement)
    when = mine.first(glance.when(turn, placement))
    state = f"Now: {glance.state_words(turn, placement)}. {f'{when}.' if when else ''}".strip()
    words = (lead, state, "" if can else "It is over, so nothing about it changes any more.")
    return Card(
        title=f"{name}: {mine.title_of(turn, placement)}",
        parts=tuple(Text(one) for one in words if one),
        actions=(
            *(Action(WAYS[to].label, "standing.change", _ident(placement, to)) for to in can),
            Action("Record", "person", {"person": str(placement.student)}),
            HOME,
        ),
    )


def change(turn: Turn, args: Args) -> None:
    """One of the buttons: the reason is asked for, and it is shown who will be told."""
    placement = _named(turn, args)
    if args.get("to") not in ways(turn, placement):
        turn.say(card(turn, placement, "That can no longer be said of this placement."))
        return
    dialog.start(turn, STANDING, {"placement": str(placement.id), "to": args["to"]})


def build(turn: Turn, subject: Subject) -> Flow:
    """A reason where one helps, and a second look."""
    placement, to = _of(turn, subject)
    way = WAYS[to]
    name = mine.student_of(turn, placement).name
    steps = []
    if way.has_reason:
        hint = f"{name} reads it, and so can the team; supervisors do not."
        steps.append(
            Step(
                "reason",
                LongText(question="Why?", label="Reason", hint=hint, optional=True, words=REASON_WORDS),
            )
        )
    told = [name, *(turn.unit.people.get(one).name for one in mine.supervisors_of(placement))]
    summary = (
        ("Placement", mine.title_of(turn, placement)),
        ("From now on", f"It {way.said}"),
        ("Told", ", ".join(told)),
    )
    steps.append(
        Step("sure", Confirm(question="Is this right?", label="Review", do="Confirm", summary=summary))
    )
    return Flow(name, tuple(steps))


def refuse(turn: Turn, subject: Subject) -> Card | None:
    """Why it can no longer be said."""
    placement, to = _of(turn, subject)
    if to in ways(turn, placement):
        return None
    return card(turn, placement, "Somebody has changed this placement meanwhile.")


def finish(turn: Turn, subject: Subject, answers: dict[str, Any]) -> None:
    """Keep it, write it down, and tell the student and those who look after them."""
    placement, to = _of(turn, subject)
    way, reason = WAYS[to], str(answers.get("reason") or "")
    turn.unit.placements.save(moved(placement, to, reason=reason))
    turn.record(
        "changed how a placement stands",
        f"placement:{placement.id}",
        before={"state": placement.state},
        after={"state": to, **({"reason": reason} if reason else {})},
    )
    title, student = mine.title_of(turn, placement), mine.student_of(turn, placement)
    key = f"standing:{placement.id}:{to}:{turn.activity.id}"
    parts = [Text(f"{way.told}."), *([Text(f"The team writes: {reason}")] if reason else [])]
    turn.notify(
        student.id,
        Card(
            title=title,
            parts=tuple(parts),
            actions=(*way.next, Action("Ask the team", "problem")),
            summary=way.told,
        ),
        key=key,
        why="It is about your placement.",
    )
    for person in mine.supervisors_of(placement):
        words = f"{student.name}, {title}: the placement {way.said}."
        turn.notify(
            person, Card(parts=(Text(words),), summary=words[:150]), key=f"{key}:{person}",
            why="You look after this student.",
        )  # fmt: skip
    turn.say(
        f"Noted: {student.name}'s placement {way.said}. They are told now, and so are their supervisors."
        if mine.supervisors_of(placement)
        else f"Noted: {student.name}'s placement {way.said}. They are told now.",
        Action("Record", "person", {"person": str(student.id)}),
        HOME,
    )


def _named(turn: Turn, args: Args) -> Placement:
    mine.must_be_staff(turn)
    return mine.supervised(turn, int(args.get("placement", "0") or 0))


def _of(turn: Turn, subject: Subject) -> tuple[Placement, State]:
    to = next(one for one in WAYS if one == subject["to"])
    return _named(turn, subject), to


def _ident(placement: Placement, to: State) -> Args:
    return {"placement": str(placement.id), "to": to}


STANDING = Dialog(
    name="standing", build=build, finish=finish, refuse=refuse, left="Nothing was changed.", keep=False
)
