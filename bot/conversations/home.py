"""Home: what needs you now (overdue, upcoming, done), the first thing that each role sees."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.activities import Args
from bot.cards import Action, Card, Part, Row, Text
from bot.programme.people import STAFF, SUPERVISORS
from bot.turn import Turn


@dataclass(frozen=True, slots=True)
class Need:
    """One thing on somebody's plate. `by` sorts it; `when` says it in words."""

    title: str
    when: str
    state: Literal["overdue", "upcoming", "done"]
    actions: tuple[Action, ...] = ()
    by: datetime | None = None


Gather = Callable[[Turn], list[Need]]
Homes = Mapping[str, tuple[tuple[Gather, ...], tuple[Action, ...]]]

HEADINGS: tuple[tuple[Literal["overdue", "upcoming", "done"], str], ...] = (
    ("overdue", "Overdue"),
    ("upcoming", "Upcoming"),
    ("done", "Done"),
)
MOST_OF_EACH = 8
MOST_BUTTONS = 8
"""With more, the home shows the first six of them, and the rest behind one."""
SHOWN = 6
MORE = Action("More", "home.more")


def card(turn: Turn, gather: tuple[Gather, ...], actions: tuple[Action, ...]) -> Card:
    """The home of this person in this programme."""
    needs = [need for one in gather for need in one(turn)]
    parts: list[Part] = []
    for state, heading in HEADINGS:
        some = sorted(
            (need for need in needs if need.state == state),
            key=lambda need: (need.by is None, need.by.timestamp() if need.by else 0),
        )
        if some:
            parts.append(Text(heading, "strong"))
            parts += [Row(need.title, need.when, need.actions) for need in some[:MOST_OF_EACH]]
            if len(some) > MOST_OF_EACH:
                parts.append(Text(f"and {len(some) - MOST_OF_EACH} more", "quiet"))
    if not any(need.state != "done" for need in needs):
        parts.insert(0, Text("Nothing needs you now."))
    beside = {
        (action.label, action.name, *action.args.items())
        for part in parts
        if isinstance(part, Row)
        for action in part.actions
    }
    programme = turn.the_programme
    summary = next((need.title for need in needs if need.state != "done"), "Nothing needs you now")
    return Card(
        title=f"{programme.title}",
        parts=tuple(parts),
        actions=tuple(one for one in actions if (one.label, one.name, *one.args.items()) not in beside),
        summary=f"Home: {summary}"[:150],
        ref=f"home:{programme.key}",
    )


def own(turn: Turn, homes: Homes) -> tuple[tuple[Gather, ...], tuple[Action, ...]]:
    """The home of this person's role."""
    role = turn.membership.role if turn.membership else "student"
    return homes["staff" if role in STAFF else "supervisor" if role in SUPERVISORS else "student"]


def show(turn: Turn, _: Args, homes: Homes) -> None:
    """Home, for whatever the person is here."""
    actions = offered(turn, homes)
    if len(actions) > MOST_BUTTONS:
        actions = (*actions[:SHOWN], MORE)
    turn.say(card(turn, own(turn, homes)[0], actions))


def offered(turn: Turn, homes: Homes) -> tuple[Action, ...]:
    """Everything that a home leads to."""
    others = {one.scope.programme for one in turn.memberships} - {turn.the_programme.key}
    elsewhere = (Action("Another programme", "programme.ask"),) if others else ()
    return (*own(turn, homes)[1], *elsewhere)


def more(turn: Turn, _: Args, homes: Homes) -> None:
    """What else can be done here."""
    words = Text("Each of these can be typed at any time, too.", "quiet")
    actions = (*offered(turn, homes)[SHOWN:], Action("Home", "home"))
    turn.say(Card(title="More", parts=(words,), actions=actions))
