"""A supervisor's own students: who is on which placement, and how it stands."""

from __future__ import annotations

from bot.activities import Args
from bot.cards import Action, Card, Row, Text
from bot.conversations.placement import glance, mine
from bot.errors import NotAllowedError
from bot.programme.people import SUPERVISORS
from bot.turn import Turn

A_PAGE = 8


def show(turn: Turn, args: Args) -> None:
    """The list, by page; of minors without a guardian's consent on record a host sees nobody (T25)."""
    role = turn.membership.role if turn.membership else "student"
    if role not in SUPERVISORS:
        raise NotAllowedError
    found = [
        one
        for one in turn.unit.placements.of_supervisor(turn.scope, turn.person.id)
        if one.state not in mine.LEFT
    ]
    seen = [one for one in found if role == "programme_supervisor" or mine.may_share(turn, one.student)]
    offset = max(0, int(args.get("offset", "0") or 0))
    rows = [
        Row(
            f"{turn.unit.people.get(one.student).name}, {mine.title_of(turn, one)}",
            f"{mine.first(glance.state_words(turn, one))}. {mine.first(glance.when(turn, one))}.",
        )
        for one in seen[offset : offset + A_PAGE]
    ]
    if not rows:
        turn.say("No student of yours is on a placement in this programme.", Action("Home", "home"))
        return
    held = len(found) - len(seen)
    notes = (Text(f"{held} more: a parent or guardian has not agreed yet.", "quiet"),) if held else ()
    more = (
        (Action("More", "students", {"offset": str(offset + A_PAGE)}),) if offset + A_PAGE < len(seen) else ()
    )
    turn.say(
        Card(
            title=f"Your students: {len(seen)}",
            parts=(*rows, *notes),
            actions=(
                *more,
                Action("Check-in", "checkin.open"),
                Action("Tell the team of a problem", "problem"),
                Action("Home", "home"),
            ),
        )
    )
