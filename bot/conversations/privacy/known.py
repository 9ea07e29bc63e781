"""What is known about a person, shown to that person."""

from __future__ import annotations

from bot.activities import Args
from bot.cards import Action, Card, Facts, Text
from bot.turn import Turn


def show(turn: Turn, _: Args) -> None:
    """What the roster says of you, what you did here, how long it is kept, and whom to ask."""
    programme = turn.the_programme
    attributes = turn.membership.attributes if turn.membership else {}
    pairs = [
        ("Name", turn.person.name),
        ("E-mail", turn.person.email),
        ("Time zone", turn.person.time_zone or "not set"),
    ]
    pairs += [(key.replace("_", " ").capitalize(), value) for key, value in attributes.items() if value]
    applications = turn.unit.applications.of_student(turn.scope, turn.person.id)
    kept = "; ".join(
        f"{kind}: {rule.months} months after the edition ends"
        for kind, rule in programme.privacy.keep.items()
    )
    turn.say(
        Card(
            title="What I know about you",
            parts=(
                Facts(tuple(pair for pair in pairs if pair[1])),
                Text(f"Applications: {len(applications)}."),
                Text(f"{programme.privacy.controller} answers for your data. Kept for: {kept}."),
                Text(programme.privacy.notice, "quiet"),
            ),
            actions=(Action("My record is wrong", "eligibility.wrong"), Action("Home", "home")),
        )
    )
