"""The prompts of a journal's plan: how they are worded, and who has written lately."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.cards import Action, Card, Text
from bot.ports import UnitOfWork
from bot.programme.definition import Programme
from bot.programme.placements import Placement


def prompt(programme: Programme, kind: str, placement: int) -> tuple[Card, str] | None:
    """The card and why it came; None where the programme has no journal (any more)."""
    if programme.journal is None:
        return None
    name = programme.journal.name
    words = f"Your {name}: three short questions about what happened, about three minutes."
    if kind == "star":
        words = f"Your {name}: one entry about one skill, to end with. It takes a few short questions."
    args = {"placement": str(placement), "kind": kind}
    actions = (Action("Write now", "journal.write", args, "primary"), Action("My journal", "journal"))
    why = f"The team turned on reminders to write in the {name}; nobody else reads it until you submit it."
    return Card(parts=(Text(words),), actions=actions, summary=words[:150]), why


def last_written(unit: UnitOfWork, programme: Programme, placements: Sequence[Placement]) -> dict[int, date]:
    """The day of the last entry of each placement; only looked for where the plan of a journal is on."""
    if programme.journal is None or not programme.journal.plan.on:
        return {}
    days = {one.id: [entry.day for entry in unit.journals.entries(one.scope, one.id)] for one in placements}
    return {number: max(some) for number, some in days.items() if some}
