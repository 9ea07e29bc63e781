"""What both sides of a check-in share: whose turn it is, who reads the answers, until when, and how it is said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.activities import Args
from bot.cards import Card, Text, first_words
from bot.conversations import arrive
from bot.errors import ClosedError, NotAllowedError, NotFoundError
from bot.ports import UnitOfWork
from bot.programme.checkins import WORDS, CheckIn, Word
from bot.programme.dates import say_day, say_list
from bot.programme.definition import Programme
from bot.programme.people import STAFF, Person, Scope
from bot.turn import Turn

LABELS: dict[Word, str] = {word: words.capitalize() for word, words in WORDS.items()}
SHORT_NAME = 60


def scope_of(programme: Programme) -> Scope:
    """The scope of a programme's data."""
    return Scope(programme.organisation.key, programme.key)


def go_to_programme(turn: Turn, args: Args) -> None:
    """Talk of the programme that a card belongs to, where the reader has a role in it."""
    key = args.get("programme")
    if key and (turn.programme is None or turn.programme.key != key):
        if key not in {one.scope.programme for one in turn.memberships}:
            raise NotAllowedError
        arrive.set_programme(turn, key)


def own(turn: Turn, args: Args) -> CheckIn:
    """The check-in that a button names, if it is the presser's to answer.

    Raises NotFoundError for one that is not there, NotAllowedError for somebody else's, ClosedError for one that
    was handed over.
    """
    go_to_programme(turn, args)
    found = turn.unit.check_ins.get(turn.scope, int(args.get("check_in", "0")))
    if found is None:
        raise NotFoundError
    if found.asked == turn.person.id:
        return found
    if found.delegated_by == turn.person.id:
        raise ClosedError("You handed this check-in over, so it is no longer yours to answer.")
    raise NotAllowedError


def open_ones(
    unit: UnitOfWork, scope: Scope, person: int, now: datetime, plan: str | None = None
) -> list[CheckIn]:
    """What this person can answer or change now, in the order of the card."""
    return [
        one
        for one in unit.check_ins.of_asked(scope, person)
        if one.is_open(now) and one.due_at <= now and plan in {None, one.plan}
    ]


def readers(programme: Programme, roles: Sequence[str]) -> str:
    """Who sees the answers, in the programme's words."""
    names = [programme.vocabulary.name(role) for role in roles]
    return say_list([name if name.startswith(("the ", "your ")) else f"the {name}" for name in names])


def closes(check_in: CheckIn, zone: ZoneInfo) -> str:
    """The last day on which it can be answered, on the reader's own calendar."""
    return say_day((check_in.closes_at - timedelta(seconds=1)).astimezone(zone).date())


def title_of(unit: UnitOfWork, check_in: CheckIn, student: Person) -> str:
    """Whom and what a check-in is about, on one line."""
    placement = unit.placements.get(check_in.scope, check_in.placement)
    number = placement.opportunity if placement else None
    opportunity = unit.opportunities.get(check_in.scope, number) if number else None
    name = student.name or student.email
    return f"{name[:SHORT_NAME]}, {opportunity.title[:SHORT_NAME]}" if opportunity else name[:SHORT_NAME]


def student_of(unit: UnitOfWork, check_in: CheckIn) -> Person:
    """The student whom a check-in is about."""
    placement = unit.placements.get(check_in.scope, check_in.placement)
    if placement is None:
        raise NotFoundError
    return unit.people.get(placement.student)


def plan_name(programme: Programme, key: str) -> str:
    """What the programme calls this check-in."""
    plan = programme.check_in(key)
    return plan.name if plan else "Check-in"


def is_staff(turn: Turn) -> bool:
    """Whether the person acts as staff here."""
    return turn.membership is not None and turn.membership.role in STAFF


def said_again(card: Card, *, last: bool) -> Card:
    """The card of a check-in as a reminder: it says that it is one, and whether it is the last."""
    words = "Still open, and I do not ask again after this." if last else "Still open."
    lead = Text(f"{words} {first_words(card.parts[0])}")
    return replace(card, parts=(lead, *card.parts[1:]), summary=f"Still open: {card.summary}")
