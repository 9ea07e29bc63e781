"""A check-in that was handed over: whoever is asked instead hears by whom, whoever asked hears how it stands."""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversations.checkin.words import closes, plan_name
from bot.ports import UnitOfWork
from bot.programme.checkins import CHANGES, CheckIn
from bot.programme.dates import say_list
from bot.turn import Turn


def handed_by(unit: UnitOfWork, mine: Sequence[CheckIn]) -> str:
    """Who asked this person to answer instead, as a sentence of its own; empty where nobody did."""
    by = {one.delegated_by: unit.people.get(one.delegated_by) for one in mine if one.delegated_by}
    if not by:
        return ""
    some = "some of " if any(one.delegated_by is None for one in mine) else ""
    whom = "this student" if len(mine) == 1 else f"{some}these students"
    names = say_list([person.name or person.email for person in by.values()])
    return f"{names} {'have' if len(by) > 1 else 'has'} asked you to answer for {whom} instead. "


def handed_on(turn: Turn) -> str:
    """How it stands with what this person has handed over and is open still; empty where there is nothing."""
    mine = [
        one
        for one in turn.unit.check_ins.in_states(turn.scope, sorted(CHANGES))
        if one.delegated_by == turn.person.id and one.asked != turn.person.id and one.is_open(turn.now)
    ]
    lines = []
    for plan, asked in dict.fromkeys((one.plan, one.asked) for one in mine):
        some = [one for one in mine if (one.plan, one.asked) == (plan, asked)]
        person = turn.unit.people.get(asked)
        left = sum(one.word is None for one in some)
        stands = f"{left} of {len(some)} still open" if left else "all answered"
        lines.append(
            f"You have handed the {plan_name(turn.the_programme, plan).casefold()} over to "
            f"{person.name or person.email}: {stands}. It can be answered until {closes(some[0], turn.zone)}."
        )
    return " ".join(lines)
