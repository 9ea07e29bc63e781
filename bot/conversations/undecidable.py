"""The undecidable hours (T8): one message for all that comes in while nobody can say whether it is in time.

The first of them is told at once, each later one changes that message in place. When the hours are over it is said
once more, if any of them waits.
"""

from __future__ import annotations

from datetime import datetime

from bot.cards import Action, Card, Text
from bot.ports import Outgoing, UnitOfWork
from bot.programme.dates import say_both
from bot.programme.definition import Programme
from bot.programme.people import Person, Role, Scope
from bot.programme.quiet import Drop
from bot.turn import Turn

KEY = "undecidable:"
SEE = Action("See them", "undecidable", style="primary")


def tell(turn: Turn, last: datetime) -> None:
    """One more has come, in hours that are over at `last`: those on the staff who have not heard of them do now."""
    first, over = f"{ref_of(turn.the_programme, last)}:", over_key(turn.the_programme, last)
    why = "You are on the staff of this programme, and these applications need a human decision."
    about = {"undecidable": last.isoformat()}
    for staff in readers(turn):
        told = card(turn.unit, turn.the_programme, staff, last, turn.now)
        if turn.notify(staff.id, told, key=f"{first}{staff.id}", why=why, about=about):
            turn.notify(staff.id, told, key=f"{over}{staff.id}", why=why, about=about, due_at=last)
        else:
            turn.refresh(staff.id, told)


def settled(turn: Turn, last: datetime) -> None:
    """Some of those whose hours are over at `last` were decided: the message says how many still wait."""
    for staff in readers(turn):
        turn.refresh(staff.id, card(turn.unit, turn.the_programme, staff, last, turn.now))


def readers(turn: Turn) -> list[Person]:
    """The staff, and the network's where it decides."""
    roles: list[Role] = ["staff"]
    if turn.the_programme.decisions.decided_by == "network":
        roles.append("network_staff")
    having = turn.unit.people.having
    return list({one.id: one for role in roles for one, _ in having(turn.scope, role)}.values())


def card(unit: UnitOfWork, programme: Programme, reader: Person, last: datetime, now: datetime) -> Card:
    """How many wait as things stand, and until when more can come."""
    waiting = unit.applications.undecidable(Scope(programme.organisation.key, programme.key))
    ref = ref_of(programme, last)
    if not waiting:
        words = "No application from the undecidable hours waits any longer."
        return Card(parts=(Text(words),), actions=(Action("Home", "home"),), summary=words, ref=ref)
    zones = programme.clock.zone, str(reader.zone(programme.clock.zone))
    words = f"{count_words(len(waiting))} the undecidable hours: in time, or too late?"
    why = "The closing day is published without an hour or a zone, so that nobody can say. The students were told so."
    until = (
        f"More can come until {say_both(last, *zones)}: each changes this message. After that I write once more, if "
        "any still wait."
        if now < last
        else "These hours are over; no more can come."
    )
    latest = f"The latest: {unit.people.get(waiting[-1][1]).name}, {say_both(waiting[-1][2], *zones)}."
    return Card(
        parts=(Text(words), Text(f"{why} {latest}"), Text(until, "quiet")),
        actions=(SEE, Action("Home", "home")),
        summary=words,
        ref=ref,
    )


def count_words(number: int) -> str:
    """The beginning of a sentence about so many."""
    return "1 application is from" if number == 1 else f"{number:,} applications are from"


def at_sending(unit: UnitOfWork, programme: Programme, outgoing: Outgoing, now: datetime) -> Card | Drop:
    """What such a message says at the instant at which it is sent, if it still says anything."""
    last = datetime.fromisoformat(outgoing.about["undecidable"])
    if not unit.applications.undecidable(Scope(programme.organisation.key, programme.key)):
        return Drop("none of them waits any longer")
    if now >= last and not outgoing.key.startswith(over_key(programme, last)):
        return Drop("the hours are over, and another message says so")
    return card(unit, programme, unit.people.get(outgoing.person), last, now)


def ref_of(programme: Programme, last: datetime) -> str:
    """What names the message about the hours that are over at `last`."""
    return f"{KEY}{programme.key}:{last.isoformat()}"


def over_key(programme: Programme, last: datetime) -> str:
    """How the keys begin of what is said when they are over."""
    return f"{ref_of(programme, last)}:over:"
