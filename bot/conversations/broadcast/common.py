"""What every part of a broadcast's conversation needs: who may, which one is meant, its words as a card."""

from __future__ import annotations

from dataclasses import replace

from bot.activities import Args
from bot.cards import Action, Card, Part, Text
from bot.errors import NotAllowedError, NotFoundError, OutdatedError
from bot.programme.broadcasts import Broadcast, shortened
from bot.programme.definition import Programme
from bot.programme.people import STAFF, Person
from bot.turn import Turn

FIRST_LINE = 80


def staff_only(turn: Turn) -> None:
    """Raises NotAllowedError for everybody who is not on the staff of the programme."""
    if turn.membership is None or turn.membership.role not in STAFF:
        raise NotAllowedError(
            "Only the programme team can write to many people. If somebody should know something, tell me, and I "
            "pass it to the team."
        )


def meant(turn: Turn, args: Args) -> Broadcast:
    """The broadcast that a button names, else the one talked of last; raises NotFoundError, OutdatedError."""
    staff_only(turn)
    number = args.get("broadcast", "") or talked_of(turn)
    if not number.isdigit():
        raise OutdatedError("No message is open between us. Say “messages” to see them all.")
    one = turn.unit.broadcasts.get(turn.scope, int(number))
    if one is None:
        raise NotFoundError("That message is no longer there. Say “messages” to see what is.")
    turn.remember(memory={**turn.talk.memory, "message": {turn.scope.programme: str(one.id)}})
    return one


def talked_of(turn: Turn) -> str:
    """The number of the message that was on screen last; empty where there was none."""
    return str((turn.talk.memory.get("message") or {}).get(turn.scope.programme, ""))


def ident(one: Broadcast, **more: str) -> Args:
    """The arguments of a button of this broadcast as it stands now."""
    return {"broadcast": str(one.id), "version": str(one.version), **more}


def is_stale(one: Broadcast, args: Args) -> bool:
    """Whether the button was drawn before the last change."""
    return args.get("version", str(one.version)) != str(one.version)


def name_of(turn: Turn, person: int | None) -> str:
    """Who did something, as staff read it: you, or a name."""
    if person is None:
        return "the schedule"
    if person == turn.person.id:
        return "you"
    found = turn.unit.people.get(person)
    return found.name or found.email


def message_card(one: Broadcast, programme: Programme, author: Person) -> Card:
    """What a recipient gets, on every surface."""
    parts: list[Part] = [Text(paragraph.strip()) for paragraph in one.text.split("\n\n") if paragraph.strip()]
    parts.append(Text(f"From {author.name or author.email}, {programme.title}", "quiet"))
    actions = (Action("Got it", "broadcast.gotit", {"broadcast": str(one.id)}, "primary"),) if one.ack else ()
    return Card(parts=tuple(parts), actions=actions, summary=shortened(one.text, 150), ref=one.batch)


def why_words(one: Broadcast, programme: Programme, author: Person) -> str:
    """The answer to "why am I getting this?"."""
    whom = one.audience.say(programme) if one.audience else "you"
    return f"{author.name or author.email} of the programme team sent it to {whom}."


def people_words(number: int) -> str:
    """A count of people."""
    return "1 person" if number == 1 else f"{number:,} people"


def with_quote(text: str) -> tuple[Part, ...]:
    """The text of a message as it stands in a plan: quoted, and the line that a lock screen shows."""
    first = shortened(text, FIRST_LINE)
    quoted: tuple[Part, ...] = (Text(text, "quote"),)
    return (
        quoted if first == " ".join(text.split()) else (*quoted, Text(f"On a lock screen: {first}", "quiet"))
    )


def changed(turn: Turn, one: Broadcast) -> Broadcast:
    """Save it, noting who changed it; raises ConflictError when somebody else did meanwhile."""
    kept = replace(one, changed_by=turn.person.id)
    turn.unit.broadcasts.save(kept)
    return kept
