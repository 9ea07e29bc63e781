"""From words to the person who is meant: "find lily", "has amara submitted", "lily brooks", an address."""

from __future__ import annotations

from bot.cards import Action, Card, Row, Text
from bot.conversations.staff.roster import record
from bot.conversations.staff.today import HOME
from bot.programme.names import Named
from bot.turn import Turn
from bot.understanding.asking_after import asked_after

MOST_SHOWN = 10


def heard(turn: Turn, text: str) -> bool:
    """Whether the words name somebody on the roster, and that person's record was shown."""
    people = asked_after(text, lambda: turn.unit.people.names(turn.scope))
    if len(people) == 1:
        record.show(turn, {"person": str(people[0].person)})
    elif people:
        turn.say(choice(turn, people))
    return bool(people)


def choice(turn: Turn, people: list[Named]) -> Card:
    """Several fit: which one?"""
    rows = tuple(
        Row(
            one.name or one.email,
            f"{roles_of(turn, one.person)} · {one.email}" if one.name else roles_of(turn, one.person),
            (Action("Open", "person", {"person": str(one.person)}),),
        )
        for one in people[:MOST_SHOWN]
    )
    left = len(people) - len(rows)
    more = (
        (Text(f"and {left} more. A second name, or the address, finds one of them.", "quiet"),)
        if left
        else ()
    )
    return Card(title="Whom do you mean?", parts=(*rows, *more), actions=(HOME,))


def roles_of(turn: Turn, person: int) -> str:
    """What somebody is in this programme, in words."""
    return record.roles_words(turn.unit.people.memberships(person), turn.scope)
