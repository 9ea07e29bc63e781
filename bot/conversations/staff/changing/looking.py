"""What is on offer as staff look at it: the list, and one by its name ("show ox-labels", "who applied to ox-port")."""

from __future__ import annotations

import re

from bot.activities import Args
from bot.cards import Action, Card, Row, Text
from bot.conversations.browse import ident
from bot.conversations.phrases import window_name
from bot.conversations.placement import mine
from bot.conversations.staff.changing.words import meant
from bot.conversations.staff.today import HOME
from bot.programme import availability
from bot.programme.opportunities import Search
from bot.turn import Turn

A_PAGE = 8
_OF = r"(?: (?:to|for|on|at|in))? (?:the )?(?P<of>.+)"
PEOPLE = re.compile(rf"(?:who(?: has| have|'s)? (?:all )?applied|applicants|applications|who wants){_OF}")
ONE = re.compile(
    r"(?:(?:show(?: me)?|open|find|look ?up|see|view|details? (?:of|on|about|for)|tell me about|what about|how is"
    r"|who(?: has| have)? saved|how many (?:have )?saved|how many (?:people )?(?:have )?applied (?:to|for)"
    r"|how many (?:places|spaces|spots) (?:are )?(?:left|free|there|are there)(?: (?:on|for|at|in))?)"
    r") (?:the )?(?P<of>.+?)(?: (?:placement|opportunity|project))?"
)


def heard(turn: Turn, said: str) -> bool:
    """Whether the words name something on offer, and it was shown."""
    for words, action in ((PEOPLE, "opportunity.people"), (ONE, "opportunity")):
        if (found := words.fullmatch(said)) and (one := meant(turn, found["of"])):
            turn.go(action, **ident(one))
            return True
    return False


def listed(turn: Turn, args: Args) -> None:
    """A page of all that is on offer, open and closed."""
    mine.must_be_staff(turn)
    offset = max(0, int(args.get("offset", "0") or 0))
    total = turn.unit.opportunities.count(turn.scope, Search())
    found = turn.unit.opportunities.search(turn.scope, Search(), limit=A_PAGE, offset=offset)
    add = Action("Add one", "add.begin", {"kind": "opportunities"})
    if not found:
        turn.say("Nothing is on offer yet. Add one by hand, or drop a file of them here.", add, HOME)
        return
    rows = []
    for one in found:
        count = sum(
            1 for each in turn.unit.applications.for_opportunity(turn.scope, one.id) if not each.ended
        )
        status = availability.of(turn.the_programme, one, turn.now, turn.zone)
        facts = (
            window_name(turn.the_programme, one.window),
            "open" if status.can_apply else "not open",
            "" if one.places is None else f"{one.places} {'place' if one.places == 1 else 'places'}",
            f"{count} {'application' if count == 1 else 'applications'}",
        )
        rows.append(
            Row(
                f"{one.title}, {one.host}",
                " · ".join(filter(None, facts)),
                (Action("Open", "opportunity", ident(one)),),
            )
        )
    more = (
        (Action("More", "opportunities", {"offset": str(offset + A_PAGE)}, "primary"),)
        if offset + len(found) < total else ()
    )  # fmt: skip
    shown = (Text(f"{offset + 1} to {offset + len(found)} of {total}", "quiet"),) if total > A_PAGE else ()
    turn.say(Card(title=f"On offer: {total}", parts=(*shown, *rows), actions=(*more, add, HOME)))
