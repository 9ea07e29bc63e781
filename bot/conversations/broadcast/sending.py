"""Carrying a message out: fan-out at its time, the check of each recipient at send time, progress and the end.

`look` and `advance` are called at every tick, by any number of processes: whatever is done twice has no second
effect, because every message has a key of its own and the plan has a revision.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime

from bot.cards import Action, Card, Facts, Text
from bot.conversations.broadcast.common import message_card, people_words, why_words
from bot.ports import Outgoing, UnitOfWork
from bot.programme.broadcasts import (
    DELIVERY_WORDS,
    NOT_REACHED,
    WAITING,
    Broadcast,
    instant_for,
    move,
)
from bot.programme.definition import Programme
from bot.programme.minors import guardian_agreed
from bot.programme.people import Scope

SLICE = 20_000
"""How many are queued in one transaction."""
EAST, WEST = "Etc/GMT-14", "Etc/GMT+12"


def look(unit: UnitOfWork, programme: Programme, now: datetime) -> list[int]:
    """The messages of a programme that have something to be done for at this instant."""
    scope = Scope(programme.organisation.key, programme.key)
    return [
        one.id
        for one in unit.broadcasts.in_states(scope, ("scheduled", "sending"))
        if one.state == "sending" or instant_for(one, EAST, programme) <= now
    ]


def advance(unit: UnitOfWork, programme: Programme, number: int, now: datetime) -> bool:
    """Do what is due for one message: begin, queue the next slice or late comers, tell its author, end it.

    Returns whether there is more to queue at once, in a transaction of its own.
    """
    one = unit.broadcasts.get(Scope(programme.organisation.key, programme.key), number)
    if one is None:
        return False
    if one.state == "scheduled" and instant_for(one, EAST, programme) <= now:
        return begin(unit, programme, one, now).queued_to is not None
    if one.state != "sending":
        return False
    if one.queued_to is not None:
        _, one = _fan_out(unit, programme, one)
        unit.broadcasts.save(one)
        return one.queued_to is not None
    if one.wall and now <= instant_for(one, WEST, programme):
        _fan_out(unit, programme, one)
    follow(unit, programme, one, now)
    return False


def begin(unit: UnitOfWork, programme: Programme, one: Broadcast, now: datetime) -> Broadcast:
    """Work out the audience of this instant and queue a message for each; its author sees it move."""
    number, queued = _fan_out(unit, programme, one)
    after = move(queued, "sending", started_at=now)
    unit.broadcasts.save(after)
    if number == 0 and not one.wall:
        ended = move(after, "sent", ended_at=now)
        unit.broadcasts.save(ended)
        words = "Nobody fitted the rule when your message was due, so nobody was written to."
        _tell(unit, ended, words, f"empty:{one.id}", now)
        return ended
    unit.outbox.add(
        Outgoing(
            key=f"progress:{one.id}", person=one.author, card=progress_card(unit, after), due_at=now, kind="reply",
            scope=one.scope, why="You sent a message to many; this shows how far it is.",
        )
    )  # fmt: skip
    return after


def queue_the_rest(unit: UnitOfWork, programme: Programme, one: Broadcast) -> Broadcast:
    """Queue everybody who is still missing: before it is stopped, so that the report names all who were meant."""
    while one.queued_to is not None:
        _, one = _fan_out(unit, programme, one)
    return one


def _fan_out(unit: UnitOfWork, programme: Programme, one: Broadcast) -> tuple[int, Broadcast]:
    """Queue the next slice; the first messages leave while the others are queued, and nobody waits for long."""
    if one.audience is None:
        return 0, one
    author = unit.people.get(one.author)
    after = one.queued_to or 0
    end = None if one.wall else unit.broadcasts.next_slice(programme, one.audience, after, SLICE)
    card, why = message_card(one, programme, author), why_words(one, programme, author)
    number = unit.broadcasts.queue(one, programme, card, why, after=after, up_to=end)
    return number, replace(one, queued_to=end)


def follow(unit: UnitOfWork, programme: Programme, one: Broadcast, now: datetime) -> None:
    """Bring the progress of a message up to date, and end it once nobody waits any more."""
    sums = dict(unit.broadcasts.sums(one))
    progress = json.dumps({state: number for state, number in sums.items() if number}, sort_keys=True)
    waiting = sum(sums.get(state, 0) for state in WAITING)
    over = waiting == 0 and not (one.wall and now <= instant_for(one, WEST, programme))
    if progress == one.progress and not over:
        return
    after = replace(one, progress=progress)
    if over:
        failed = any(sums.get(state, 0) for state in NOT_REACHED)
        after = move(after, "partly_failed" if failed else "sent", ended_at=now)
    unit.broadcasts.save(after)
    card = progress_card(unit, after)
    if target := unit.outbox.with_ref(one.author, card.ref or ""):
        unit.outbox.add(
            Outgoing(
                key=f"progress:{one.id}:{now.isoformat()}", person=one.author, card=card, due_at=now, kind="reply",
                scope=one.scope, op="update", target=target,
            )
        )  # fmt: skip
    if over:
        reached, intended = sums.get("delivered", 0), sum(sums.values())
        words = (
            f"Your message has reached {reached:,} of {people_words(intended)}. Nobody is waiting any more."
        )
        _tell(unit, after, words, f"done:{one.id}:{one.version}", now)


def _tell(unit: UnitOfWork, one: Broadcast, words: str, key: str, now: datetime) -> None:
    unit.outbox.add(
        Outgoing(
            key=f"broadcast-{key}", person=one.author, due_at=now, kind="notice", scope=one.scope,
            card=Card(
                parts=(Text(words), Text(one.text, "quote")),
                actions=(Action("Report", "broadcast.report", {"broadcast": str(one.id)}, "primary"),),
                summary=words,
            ),
            why="You sent a message to many.",
        )
    )  # fmt: skip


def progress_card(unit: UnitOfWork, one: Broadcast) -> Card:
    """How far a message is: a card that is brought up to date in place."""
    sums = dict(unit.broadcasts.sums(one))
    intended = sum(sums.values())
    waiting = sum(sums.get(state, 0) for state in WAITING)
    done = intended - waiting
    state = "Sending" if one.state == "sending" else "Sent"
    words = f"{state}: {done:,} of {intended:,} done" + (f", {waiting:,} waiting" if waiting else "")
    pairs = [(DELIVERY_WORDS[name].capitalize(), f"{number:,}") for name, number in sums.items() if number]
    here = {"broadcast": str(one.id)}
    stop = (Action("Stop it", "broadcast.cancel", here, "danger"),) if waiting else ()
    return Card(
        title=words,
        parts=(Facts((("Intended", f"{intended:,}"), *pairs)),),
        actions=(Action("Report", "broadcast.report", here), *stop),
        summary=words,
        ref=f"progress:{one.id}",
    )


def no_longer(unit: UnitOfWork, programme: Programme, outgoing: Outgoing) -> str:
    """Why a message of a broadcast does not go to this person after all; empty where it goes."""
    number = outgoing.about.get("broadcast")
    one = unit.broadcasts.get(outgoing.scope, int(number)) if outgoing.scope and number else None
    if one is None or one.audience is None:
        return ""
    if one.state == "cancelled" or one.recalled_at is not None:
        return "the message was called off"
    if not unit.broadcasts.includes(programme, one.audience, outgoing.person):
        return "no longer in the audience when it was due"
    if programme.minors.guardian_consent:
        member = unit.people.membership(one.scope, outgoing.person, "student")
        if member is not None and not guardian_agreed(member.attributes):
            return "no guardian's consent is on record"
    return ""
