"""Adding one by hand: begun in words or by a button, done as an import of one row, and taken back."""

from __future__ import annotations

import re
from typing import Any

from bot.activities import Args
from bot.cards import Action, Card, Text
from bot.conversations import dialog
from bot.conversations.dialog import Dialog, Subject
from bot.conversations.placement import mine
from bot.conversations.staff.adding import undoing
from bot.conversations.staff.adding.asking import ROLE_WORDS, checked
from bot.conversations.staff.adding.flows import build as flow_for
from bot.conversations.staff.adding.flows import row_of
from bot.conversations.staff.today import HOME
from bot.errors import OutdatedError, UnclearReplyError
from bot.flow import Flow
from bot.imports import KINDS, Kind
from bot.programme.opportunities import Search
from bot.turn import Turn

WORDS: dict[Kind, str] = {
    "people": "A person",
    "opportunities": "An opportunity",
    "placements": "A placement",
}
_WHO = "|".join(ROLE_WORDS.values())
ADDS = re.compile(
    rf"(?:please )?(?:add|enter|register|put in|create)(?: in)? (?:an? |one |a new |another )?"
    rf"(?P<what>person|{_WHO}|supervisor|host|opportunity|placement|project|vacancy|somebody|someone|one)"
    r"(?: by hand| manually)?(?:[ ,:]+(?P<email>[\w.+'-]+@[\w.-]+\w))?[.!]*",
    re.IGNORECASE,
)
OF_WORDS: dict[str, Kind | None] = {
    "opportunity": "opportunities", "project": "opportunities", "vacancy": "opportunities",
    "placement": "placements", "one": None,
}  # fmt: skip


def heard(turn: Turn, text: str) -> bool:
    """Words such as "add a student" or "add a placement"; what they say already is not asked again."""
    said = ADDS.fullmatch(" ".join(text.split()))
    if said is None:
        return False
    what = said["what"].casefold()
    kind = OF_WORDS.get(what, "people")
    if kind is None:
        ask(turn, {})
        return True
    given: dict[str, Any] = {}
    role = next((role for role, words in ROLE_WORDS.items() if words == what), None)
    if role is not None:
        given["role"] = role
    if said["email"] and kind == "people":
        given["email"] = said["email"].casefold()
    begin(turn, kind, given)
    return True


def ask(turn: Turn, _: Args) -> None:
    """Which kind is to be added?"""
    mine.must_be_staff(turn)
    actions = tuple(Action(words, "add.begin", {"kind": kind}) for kind, words in WORDS.items())
    turn.say(
        Card(
            parts=(Text("What do you add? Many at once come as a CSV or an Excel file, dropped here."),),
            actions=(*actions, HOME),
        )
    )


def start(turn: Turn, args: Args) -> None:
    """The questions for one of that kind."""
    begin(turn, kind_of(args), {})


def begin(turn: Turn, kind: Kind, given: dict[str, Any]) -> None:
    """Begin, with what is known already; an answer that would not be taken is asked again."""
    mine.must_be_staff(turn)
    subject: Subject = {"kind": kind}
    flow = flow_for(turn, kind)
    taken: dict[str, Any] = {}
    for key, value in given.items():
        step = flow.step(key)
        try:
            if step is not None and not callable(step.prompt):
                taken[key] = step.prompt.parse_field(value)
            elif not any(one.column == key for one in checked(turn, kind, {key: value}).bad):
                taken[key] = value
        except UnclearReplyError as problem:
            turn.say(problem.message)
    if taken:
        turn.unit.drafts.drop(turn.person.id, ADD.name, subject)
    dialog.start(turn, ADD, subject, taken)


def build(turn: Turn, subject: Subject) -> Flow:
    """The questions of this kind."""
    mine.must_be_staff(turn)
    return flow_for(turn, kind_of(subject))


def finish(turn: Turn, subject: Subject, answers: dict[str, Any]) -> None:
    """Add it, as the import would; what is there already is met politely. Raises UnclearReplyError."""
    kind = kind_of(subject)
    row = row_of(turn, kind, answers)
    another = Action("Add another", "add.begin", {"kind": kind})
    if kind == "opportunities" and (twin := _twin(turn, row)):
        turn.say(
            f"“{row['title']}” of {row['host']} is on offer there already, with the key {twin}. Nothing was added.",
            another, HOME,
        )  # fmt: skip
        return
    kept = undoing.before(turn, kind, row)
    found = checked(turn, kind, row, dry_run=False)
    if found.bad:
        raise UnclearReplyError(
            " ".join(f"{one.column.replace('_', ' ')}: {one.reason}." for one in found.bad)
        )
    if found.same:
        turn.say("That is there already, with the same details. Nothing was added.", another, HOME)
        return
    said = found.examples[0].partition(": ")[2]
    undo = undoing.remember(turn, kind, row, kept)
    turn.record(f"{kind} by hand", undo["subject"], before=kept or None, after={"cells": row})
    did = "Added" if found.new else "Changed"
    turn.say(f"{did}: {said}.", Action("Undo", "add.undo", undo), another, HOME)


def _twin(turn: Turn, row: dict[str, str]) -> str | None:
    """The key of an opportunity of the same title at the same host in the same window, if one stands."""
    for one in turn.unit.opportunities.search(turn.scope, Search(words=row["title"]), limit=20):
        same = (one.title.casefold(), one.host.casefold()) == (
            row["title"].casefold(),
            row["host"].casefold(),
        )
        if same and one.cancelled is None and row.get("window", one.window) == one.window:
            return one.key
    return None


def kind_of(args: Args) -> Kind:
    """The kind that is named; raises OutdatedError."""
    found = next((kind for kind in KINDS if kind == args.get("kind") and kind in WORDS), None)
    if found is None:
        raise OutdatedError
    return found


ADD = Dialog("add", build, finish, left="Nothing was added; what you wrote is kept.")
