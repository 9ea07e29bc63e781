"""The buttons of a plan: test, approve, schedule, change of mind. Each is checked against the plan as it stands."""

from __future__ import annotations

from dataclasses import replace

from bot.activities import Args
from bot.cards import Action, Card, Text
from bot.conversations.broadcast import plan, report, sending
from bot.conversations.broadcast.common import (
    changed,
    ident,
    is_stale,
    meant,
    message_card,
    name_of,
    people_words,
)
from bot.ports import Outgoing
from bot.programme.broadcast_checks import Stop, needs_approval, stops
from bot.programme.broadcasts import ENDED, OPEN, SAME_TEXT, Broadcast, edited, move, say_when
from bot.programme.people import STAFF
from bot.turn import Turn


def settled_already(turn: Turn, one: Broadcast, args: Args) -> bool:
    """Whether somebody was faster, or the card is old: then the present state is shown, with a word on it."""
    if one.state in OPEN and not is_stale(one, args):
        return False
    who = name_of(turn, one.changed_by)
    said = f"{who[:1].upper()}{who[1:]}"
    have = "have" if who == "you" else "has"
    if one.state in OPEN:
        turn.replace(
            plan.card(turn, one, f"{said} {have} changed this since that card. Here is how it stands now.")
        )
    elif one.state == "scheduled":
        turn.replace(plan.card(turn, one, f"{said} {have} scheduled this already; nothing was done twice."))
    else:
        words = report.STATE_WORDS[one.state]
        turn.replace(report.card(turn, one, f"This message is {words} already; nothing was done twice."))
    return True


def schedule(turn: Turn, args: Args) -> None:
    """Schedule it, or send it now; what is wrong or dangerous stops it, with the reason."""
    one = meant(turn, args)
    if settled_already(turn, one, args):
        return
    programme = turn.the_programme
    count, _ = plan.looked_ahead(turn, one)
    overruled = set(args.get("all_the_same", "").split(","))
    found = stops(one, programme, count, turn.now, same_text(turn, one))
    left = [stop for stop in found if not (stop.may and stop.kind in overruled)]
    if left:
        _stopped(turn, one, left, {stop.kind for stop in found if stop.may}, count)
        return
    if needs_approval(one, programme, count):
        ask_approval(turn, one, count)
        return
    go(turn, one, count)


def same_text(turn: Turn, one: Broadcast) -> list[Broadcast]:
    """Others with the same words, gone out lately or planned."""
    words = " ".join(one.text.split()).casefold()
    return [
        other
        for other in turn.unit.broadcasts.all(turn.scope)
        if other.id != one.id
        and (other.started_at is not None or other.state == "scheduled")
        and (other.started_at or turn.now) > turn.now - SAME_TEXT
        and " ".join(other.text.split()).casefold() == words
    ]


def _stopped(turn: Turn, one: Broadcast, left: list[Stop], may: set[str], count: int) -> None:
    """Say why it did not go, and what to do; only what may be overruled gets a button for it."""
    here = ident(one)
    ways = {
        "text": ("Write the text", "text"), "audience": ("Name the audience", "audience"),
        "empty": ("Change audience", "audience"), "past": ("Change time", "when"), "far": ("Change time", "when"),
        "date": ("Edit text", "text"), "twice": ("Edit text", "text"), "everyone": ("Change audience", "audience"),
    }  # fmt: skip
    actions = []
    for label, part in dict.fromkeys(ways[stop.kind] for stop in left):
        actions.append(Action(label, "broadcast.edit", {**here, "part": part}, "primary"))
    if all(stop.may for stop in left):
        words = f"Send to {people_words(count)} all the same"
        actions.append(
            Action(words, "broadcast.schedule", {**here, "all_the_same": ",".join(sorted(may))}, "danger")
        )
    actions.append(Action("Back to the plan", "broadcast.open", {"broadcast": str(one.id)}))
    reasons = tuple(Text(stop.why, "warning") for stop in left)
    turn.say(
        Card(
            title="Not sent",
            parts=(Text("I have stopped this before anything was sent."), *reasons),
            actions=tuple(actions),
        )
    )


def go(turn: Turn, one: Broadcast, count: int) -> None:
    """It is scheduled; what is for now begins at once."""
    after = changed(turn, move(one, "scheduled", wanted=False))
    turn.record(
        "broadcast scheduled", after.batch, before={"state": one.state},
        after={"at": say_when(after, turn.the_programme), "to": count, "text": after.text},
    )  # fmt: skip
    if after.at is None and not after.wall:
        after = replace(after, at=turn.now)
        begun = sending.begin(turn.unit, turn.the_programme, after, turn.now)
        words = f"On its way to {people_words(count)}. A card here shows how far it is."
        turn.replace(
            Card(
                parts=(Text(words),), actions=(Action("Stop it", "broadcast.cancel", ident(begun), "danger"),)
            )
        )
        return
    turn.replace(plan.card(turn, after, f"Scheduled for {people_words(count)}."))


def ask_approval(turn: Turn, one: Broadcast, count: int) -> None:
    """A colleague looks at it first; every other member of the staff is asked, the first one decides."""
    others = {
        person.id: person
        for role in sorted(STAFF)
        for person, _ in turn.unit.people.having(turn.scope, role)
        if person.id != turn.person.id
    }
    if not others:
        turn.say(
            "This programme wants a second pair of eyes, and nobody else is on its staff. An owner can add a "
            "colleague, or turn the rule off in the programme file.",
            Action("Back to the plan", "broadcast.open", {"broadcast": str(one.id)}),
        )
        return
    after = changed(turn, move(one, one.state if one.state != "approved" else "draft", wanted=True))
    asked = Card(
        title=f"{turn.person.name} asks you to look at a message to {people_words(count)}",
        parts=(Text(after.text, "quote"), Text(f"When: {say_when(after, turn.the_programme)}")),
        actions=(
            Action("See the plan", "broadcast.open", {"broadcast": str(after.id)}, "primary"),
            Action("Approve it", "broadcast.approve", ident(after)),
            Action("Not like this", "broadcast.refuse", ident(after)),
        ),
    )
    for person in others:
        key = f"approve:{after.id}:{after.version}:{person}"
        turn.notify(
            person, asked, key=key, why="This programme asks a second person to approve messages to many."
        )
    turn.replace(
        plan.card(turn, after, f"I have asked {people_words(len(others))} on the staff to approve it.")
    )


def approve(turn: Turn, args: Args) -> None:
    """A second person says yes: it is scheduled as its author wanted."""
    one = meant(turn, args)
    if settled_already(turn, one, args):
        return
    if one.author == turn.person.id:
        turn.say("A colleague has to approve it: two people look at a message to many in this programme.")
        return
    if not one.wanted:
        turn.replace(plan.card(turn, one, "Its author has not asked for it to go out yet."))
        return
    after = changed(turn, move(one, "approved", approved_by=turn.person.id))
    turn.record("broadcast approved", after.batch)
    count, _ = plan.looked_ahead(turn, after)
    if hard := [stop for stop in stops(after, turn.the_programme, count, turn.now, []) if not stop.may]:
        _stopped(turn, after, hard, set(), count)
        return
    go(turn, after, count)
    _tell_author(
        turn, after, f"{turn.person.name} has approved your message. It goes to {people_words(count)}."
    )


def refuse(turn: Turn, args: Args) -> None:
    """A second person says no: it goes back to its author, who hears of it."""
    one = meant(turn, args)
    if settled_already(turn, one, args):
        return
    after = changed(turn, edited(one))
    turn.record("broadcast not approved", after.batch)
    turn.replace(plan.card(turn, after, "Not approved. Its author has been told and can change it."))
    _tell_author(
        turn, after, f"{turn.person.name} has not approved your message. Please talk to them and change it."
    )


def _tell_author(turn: Turn, one: Broadcast, words: str) -> None:
    turn.notify(
        one.author,
        Card(
            parts=(Text(words),), actions=(Action("Show it", "broadcast.open", {"broadcast": str(one.id)}),)
        ),
        key=f"approval:{one.id}:{one.version}",
        why="You wrote a message that needed approval.",
    )


def test(turn: Turn, args: Args) -> None:
    """Send it to its reader alone, as it would look."""
    one = meant(turn, args)
    if settled_already(turn, one, args):
        return
    if not one.text:
        turn.say("It has no text yet.", Action("Write the text", "broadcast.edit", ident(one, part="text")))
        return
    after = changed(turn, move(one, "rehearsed"))
    shown = message_card(after, turn.the_programme, turn.person)
    tried = tuple(replace(one, args={**one.args, "test": "yes"}) for one in shown.actions)
    turn.unit.outbox.add(
        Outgoing(
            key=f"test:{after.id}:{after.version}", person=turn.person.id, card=replace(shown, ref=None, actions=tried),
            due_at=turn.now, scope=turn.scope, why="You sent this to yourself to see it.",
        )
    )  # fmt: skip
    turn.say(plan.card(turn, after, "I have sent it to you alone; look at it above or on your phone."))


def ack(turn: Turn, args: Args) -> None:
    """Ask for a "Got it", or do not."""
    one = meant(turn, args)
    if settled_already(turn, one, args):
        return
    turn.replace(plan.card(turn, changed(turn, edited(one, ack=not one.ack))))


def cancel(turn: Turn, args: Args) -> None:
    """Call it off: a draft, what is planned, or what is being sent; those not yet written to stay unsent."""
    one = meant(turn, args)
    if one.state in ENDED:
        turn.replace(report.card(turn, one, f"It is {report.STATE_WORDS[one.state]} already."))
        return
    one = sending.queue_the_rest(turn.unit, turn.the_programme, one)
    stopped = turn.unit.broadcasts.cancel(one, "called off by staff", turn.now)
    after = changed(turn, move(one, "cancelled", ended_at=turn.now))
    turn.record("broadcast cancelled", after.batch, before={"state": one.state}, after={"unsent": stopped})
    if one.state != "sending":
        turn.replace(
            Card(
                parts=(Text("Called off. Nobody was written to."), Text(one.text or "no text", "quote")),
                actions=(Action("All messages", "broadcast"), Action("Home", "home")),
            )
        )
        return
    turn.replace(report.card(turn, after, f"Stopped. Unsent: {people_words(stopped)}."))
