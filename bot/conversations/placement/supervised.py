"""A supervisor's own students: who is on which placement, and how it stands."""

from __future__ import annotations

import re

from bot.activities import Args
from bot.cards import Action, Card, Row, Text
from bot.conversations.placement import glance, mine
from bot.errors import NotAllowedError
from bot.programme.names import Named
from bot.programme.people import SUPERVISORS
from bot.programme.placements import Placement
from bot.turn import Turn
from bot.understanding.asking_after import asked_after

A_PAGE = 8
OWN = re.compile(
    r"(?:who|which(?: students| interns)?) (?:do|am|are|have) (?:i|my|mine)"
    r"(?: (?:look(?:ing)? after|supervis\w+|got|have|responsible for|mentor\w*|students?|interns?|mine))*"
    r"|(?:who is|who's|who are|whose are|show(?: me)?|list) (?:on |with )?(?:my|mine)(?: own)?"
    r"(?: (?:students?|interns?|lot|team))?"
    r"|(?:my )?(?:students|interns|micro-interns|mentees)"
)
WAYS = (
    Action("Check-in", "checkin.open"),
    Action("Tell the team of a problem", "problem"),
    Action("Home", "home"),
)
THEIRS = "What a student writes and logs is theirs; you see where the placement stands."


def heard(turn: Turn, text: str) -> bool:
    """Whether a supervisor asks after the students who are theirs, all or one by name, and was answered."""
    if turn.membership is None or turn.membership.role not in SUPERVISORS:
        return False
    said = " ".join(re.sub(r"[.!?]+", " ", text).casefold().split())
    if OWN.fullmatch(said):
        show(turn, {})
        return True
    seen, _ = own(turn)

    def theirs() -> list[Named]:
        people = [turn.unit.people.get(number) for number in {one.student for one in seen}]
        return [Named(person.id, person.name, person.email) for person in people]

    wanted = {one.person for one in asked_after(text, theirs)}
    if not wanted:
        return False
    rows = tuple(row(turn, one) for one in seen if one.student in wanted)
    turn.say(Card(parts=(*rows, Text(THEIRS, "quiet")), actions=WAYS))
    return True


def show(turn: Turn, args: Args) -> None:
    """The list, by page; of minors without a guardian's consent on record a host sees nobody (T25)."""
    if turn.membership is None or turn.membership.role not in SUPERVISORS:
        raise NotAllowedError
    seen, held = own(turn)
    offset = max(0, int(args.get("offset", "0") or 0))
    rows = [row(turn, one) for one in seen[offset : offset + A_PAGE]]
    if not rows:
        turn.say("No student of yours is on a placement in this programme.", Action("Home", "home"))
        return
    notes = (Text(f"{held} more: a parent or guardian has not agreed yet.", "quiet"),) if held else ()
    more = (
        (Action("More", "students", {"offset": str(offset + A_PAGE)}),) if offset + A_PAGE < len(seen) else ()
    )
    turn.say(
        Card(
            title=f"Your students: {len(seen)}",
            parts=(*rows, *notes),
            actions=(*more, *WAYS),
        )
    )


def own(turn: Turn) -> tuple[list[Placement], int]:
    """The placements that a supervisor may see, and how many more wait for a guardian's consent."""
    found = [
        one
        for one in turn.unit.placements.of_supervisor(turn.scope, turn.person.id)
        if one.state not in mine.LEFT
    ]
    all_of_them = turn.membership is not None and turn.membership.role == "programme_supervisor"
    seen = [one for one in found if all_of_them or mine.may_share(turn, one.student)]
    return seen, len(found) - len(seen)


def row(turn: Turn, one: Placement) -> Row:
    """One student, and where the placement stands."""
    return Row(
        f"{turn.unit.people.get(one.student).name}, {mine.title_of(turn, one)}",
        f"{mine.first(glance.state_words(turn, one))}. {mine.first(glance.when(turn, one))}.",
    )
