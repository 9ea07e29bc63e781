"""What became of a message: intended is always the sum of the states, and everybody who was not reached is named."""

from __future__ import annotations

import re

from bot.activities import Args
from bot.cards import Action, Card, Facts, Part, Row, Text
from bot.conversations.broadcast.common import ident, meant, name_of, staff_only
from bot.conversations.phrases import moment
from bot.programme.broadcasts import (
    DELIVERY_WORDS,
    NOT_REACHED,
    WAITING,
    Broadcast,
    Recipient,
    say_when,
)
from bot.turn import Turn

MOST_NAMED = 30
EVERY = tuple(DELIVERY_WORDS)
HELD = re.compile(r"\bh[eo]ld\b.*\bback\b|\bnot sent\b", re.IGNORECASE)
STATE_WORDS = {
    "draft": "draft",
    "rehearsed": "draft, sent to its author as a test",
    "approved": "approved, not scheduled",
    "scheduled": "planned",
    "sending": "being sent",
    "sent": "sent",
    "partly_failed": "sent, not to all",
    "cancelled": "cancelled",
}


def card(turn: Turn, one: Broadcast, lead: str = "") -> Card:
    """The report of one message: it stays true, because it is brought up to date in place."""
    sums = turn.unit.broadcasts.sums(one)
    intended = sum(sums.values())
    pressed = turn.unit.broadcasts.pressed(one) if one.ack else 0
    parts: list[Part] = [Text(lead)] if lead else []
    parts.append(Text(answer(one, dict(sums), intended)))
    pairs = [("Intended", f"{intended:,}")]
    pairs += [
        (DELIVERY_WORDS[state].capitalize(), f"{sums[state]:,}") for state in EVERY if sums.get(state, 0)
    ]
    if one.ack:
        pairs.append(
            ("Pressed “Got it”", f"{pressed:,} of {sums.get('delivered', 0) + sums.get('recalled', 0):,}")
        )
    parts.append(Facts(tuple(pairs)))
    parts.append(Text(f"To {one.audience.say(turn.the_programme) if one.audience else 'nobody'}", "quiet"))
    if one.started_at:
        parts.append(Text(f"Begun {moment(turn, one.started_at)} by {name_of(turn, one.author)}", "quiet"))
    parts.append(Text(one.text, "quote"))
    return Card(
        title="Message to many",
        parts=tuple(parts),
        actions=_actions(one, dict(sums), pressed),
        summary=answer(one, dict(sums), intended)[:150],
        ref=f"report:{one.id}",
    )


def answer(one: Broadcast, sums: dict[str, int], intended: int) -> str:
    """Whether it reached everyone, first of all."""
    waiting = sum(sums.get(state, 0) for state in WAITING)
    reached = sums.get("delivered", 0)
    missed = sum(sums.get(state, 0) for state in NOT_REACHED)
    if intended == 0:
        return (
            "It was cancelled before anybody was written to."
            if one.state == "cancelled"
            else "Nobody has been written to yet."
        )
    if one.recalled_at is not None:
        left = f"; {reached:,} still to be deleted" if reached else ""
        return f"It was recalled: {sums.get('recalled', 0):,} of {intended:,} had it and it is deleted for them{left}."
    if one.state == "cancelled":
        return f"It was stopped: {reached:,} of {intended:,} had it by then; nobody else gets it."
    if waiting:
        return f"{reached:,} of {intended:,} have it so far; on the way or held back: {waiting:,}."
    if reached == intended:
        return f"Yes, it reached everyone: all {intended:,}." if intended > 1 else "Yes, it was delivered."
    if missed:
        return f"No, not everyone: {reached:,} of {intended:,} have it, {missed:,} could not be reached."
    return f"{reached:,} of {intended:,} have it; the others did not want it or no longer needed it."


def _actions(one: Broadcast, sums: dict[str, int], pressed: int) -> tuple[Action, ...]:
    here = ident(one)
    found: list[Action] = []
    waiting = sum(sums.get(state, 0) for state in WAITING)
    if waiting and one.state == "sending":
        found.append(Action("Stop it", "broadcast.cancel", here, "danger"))
    if missed := sum(sums.get(state, 0) for state in (*NOT_REACHED, "suppressed")):
        found.append(Action(f"Who was not reached ({missed:,})", "broadcast.missed", here))
    if one.recalled_at is None and one.state != "cancelled":
        if failed := sums.get("failed", 0) + sums.get("unreachable", 0):
            found.append(
                Action(
                    f"Send again to the {failed:,} failed",
                    "broadcast.resend",
                    {**here, "states": "failed,unreachable"},
                )
            )
        if unknown := sums.get("unknown", 0):
            found.append(
                Action(
                    f"Send again to the {unknown:,} unknown",
                    "broadcast.resend",
                    {**here, "states": "unknown"},
                )
            )
    if one.ack and one.recalled_at is None and sums.get("delivered", 0) > pressed:
        found.append(
            Action(f"Remind the {sums['delivered'] - pressed:,} without “Got it”", "broadcast.follow", here)
        )
    if one.recalled_at is None and sums.get("delivered", 0):
        found.append(Action("Correct it", "broadcast.correct", here))
        found.append(Action("Recall it", "broadcast.recall", here, "danger"))
    if sum(sums.values()):
        found += [Action("As CSV", "broadcast.csv", here), Action("As a picture", "broadcast.plot", here)]
    found.append(Action("All messages", "broadcast"))
    return tuple(found)


def row(turn: Turn, one: Broadcast) -> Row:
    """One line of the list of messages."""
    when = moment(turn, one.started_at) if one.started_at else say_when(one, turn.the_programme)
    whom = one.audience.say(turn.the_programme) if one.audience else "nobody named yet"
    words = f"{STATE_WORDS[one.state].capitalize()}; to {whom}; {when}"
    return Row(one.name, words, (Action("Open", "broadcast.open", {"broadcast": str(one.id)}),))


def heard(turn: Turn, text: str) -> None:
    """Whether something reached everyone: the check-ins where the words speak of them, else the last message.

    What was held back is asked of all messages, unless one to many has gone out, whose report names it.
    """
    if re.search(r"\bcheck[\s-]?ins?\b", text.casefold()):
        turn.go("checkin.reached")
    elif HELD.search(text) and not any(one.started_at for one in turn.unit.broadcasts.all(turn.scope)):
        turn.go("held")
    else:
        turn.go("broadcast.latest")


def latest(turn: Turn, _: Args) -> None:
    """Whether it reached everyone: the report of the message that went out last."""
    staff_only(turn)
    gone = [one for one in turn.unit.broadcasts.all(turn.scope) if one.started_at is not None]
    if not gone:
        turn.say(
            "No message to many has gone out yet.", Action("Messages", "broadcast"), Action("Home", "home")
        )
        return
    last = max(gone, key=lambda one: (one.started_at or one.made_at, one.id))
    turn.say(card(turn, last))


def show(turn: Turn, args: Args) -> None:
    """The report of one message."""
    turn.say(card(turn, meant(turn, args)))


def missed(turn: Turn, args: Args) -> None:
    """Everybody who was not reached, and why."""
    one = meant(turn, args)
    states = (*NOT_REACHED, "suppressed", "cancelled")
    some = turn.unit.broadcasts.recipients(one, states, MOST_NAMED + 1)
    if not some:
        turn.say("There is nobody who was not reached.", Action("Report", "broadcast.report", ident(one)))
        return
    lines = "\n".join(line(recipient) for recipient in some[:MOST_NAMED])
    more = Text("The CSV has all of them.", "quiet")
    turn.record("recipients looked at", one.batch, after={"number": len(some)})
    turn.say(
        Card(
            title="Not reached",
            parts=(Text(lines), *((more,) if len(some) > MOST_NAMED else ())),
            actions=(
                Action("Report", "broadcast.report", ident(one)),
                Action("As CSV", "broadcast.csv", ident(one)),
            ),
        )
    )


def line(one: Recipient) -> str:
    """One recipient in a line."""
    tries = f", {people_tries(one.tries)}" if one.tries > 1 else ""
    return f"{one.name}: {DELIVERY_WORDS[one.state]}{f' ({one.reason})' if one.reason else ''}{tries}"


def people_tries(number: int) -> str:
    """How often it was tried."""
    return f"tried {number} times"
