"""From words to the person who is meant: "find lily", "has amara submitted", "lily brooks", an address."""

from __future__ import annotations

import re

from bot.cards import Action, Card, Row, Text
from bot.conversations.staff.roster import record
from bot.conversations.staff.today import HOME
from bot.programme.names import Named, who
from bot.turn import Turn

MOST_SHOWN = 10
SHORTEST, LONGEST = 3, 120
BEFORE = (
    r"(?:(?:please|can you|could you|i want to|let me|find|look ?up|search for|show(?: me)?|open|give me|get|see"
    r"|who (?:is|are) (?:the )?(?:\w+ )?supervisors? (?:of|for)"
    r"|what about|who(?: is|'s|s)|tell me about|how(?: is|'s|s)|where is|has|have|did|does|is|was"
    r"|info(?:rmation)? (?:on|about)|details (?:of|on|about|for)"
    r"|(?:the )?(?:applications?|record|placement|journal|progress|profile|status|file) (?:of|for|from|by)"
    r"|(?:the )?(?:student|supervisor|person)) )*"
)
AFTER = (
    r"(?:'s|s')?(?: (?:applications?|record|profile|placement|journal|progress|status|hours|check-?ins?|file|details"
    r"|supervisors?|answers?|doing|getting on|going|applied|submitted|answered|accepted|started|finished|yet|so far"
    r"|now|please|an?|the|her|his|their|in|handed|it|on))*"
)
ASKS = re.compile(rf"(?P<before>{BEFORE})(?P<who>[^\s?!,;]+?(?: [^\s?!,;]+?){{0,3}}?)(?P<after>{AFTER})")


def heard(turn: Turn, text: str) -> bool:
    """Whether the words name somebody on the roster, and that person's record was shown."""
    said = " ".join(re.sub(r"[.!?]+$", "", text).replace("’", "'").casefold().split())
    found = ASKS.fullmatch(said[: LONGEST + 1])
    if found is None or len(said) > LONGEST or len(found["who"]) < SHORTEST:
        return False
    plainly = bool(found["before"] or found["after"] or "@" in said)
    people = who(found["who"], turn.unit.people.names(turn.scope), slips=plainly)
    if not people:
        return False
    if len(people) == 1:
        record.show(turn, {"person": str(people[0].person)})
    else:
        turn.say(choice(turn, people))
    return True


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
