"""After sending: "got it", send again to those it failed for, follow up, correct, recall, take away."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.activities import Args
from bot.cards import Action, Card, Text
from bot.conversations import dialog
from bot.conversations.broadcast import begin, plan, report, sending
from bot.conversations.broadcast.common import changed, ident, meant, message_card, people_words, staff_only
from bot.conversations.dialog import Dialog, Subject
from bot.flow import Flow, Step
from bot.programme.audiences import EVERYBODY, Audience, Condition
from bot.programme.broadcasts import ENDED, Broadcast, move
from bot.prompts import LongText
from bot.turn import Turn

MAY_RESEND = frozenset({"failed", "unreachable", "unknown"})
COLUMNS = ("name", "email", "state", "reason", "tries", "ended_at_utc", "pressed_got_it")
MOST_ROWS = 1_000_000


def got_it(turn: Turn, args: Args) -> None:
    """A recipient says so; their card shows it, and staff count it."""
    number = args.get("broadcast", "")
    scopes = dict.fromkeys(member.scope for member in turn.memberships)
    found = (turn.unit.broadcasts.get(scope, int(number)) for scope in scopes) if number.isdigit() else ()
    one = next((broadcast for broadcast in found if broadcast), None)
    programme = turn.unit.programmes.get(one.scope.programme) if one else None
    if one is None or programme is None:
        turn.say("Thank you. That message is no longer kept.", Action("Home", "home"))
        return
    if args.get("test"):
        turn.say("This was the test for you alone; from them I would note it.")
        return
    turn.unit.broadcasts.press(one, turn.person.id, turn.now)
    author = turn.unit.people.get(one.author)
    shown = message_card(replace(one, ack=False), programme, author)
    turn.replace(replace(shown, parts=(*shown.parts, Text("You have pressed “Got it”. Thank you.", "quiet"))))


def resend(turn: Turn, args: Args) -> None:
    """Send again to those for whom it failed, or whose answer was lost; nobody else gets it twice."""
    one = meant(turn, args)
    states = [state for state in args.get("states", "").split(",") if state in MAY_RESEND]
    if one.recalled_at is not None or one.state == "cancelled":
        turn.say(f"It was {'recalled' if one.recalled_at else 'cancelled'}, so it is not sent again.")
        return
    number = turn.unit.broadcasts.resend(one, states, turn.now)
    if number == 0:
        turn.replace(report.card(turn, one, "Nobody is left for whom that holds; nothing was sent again."))
        return
    after = changed(turn, one if one.state == "sending" else move(one, "sending", ended_at=None))
    turn.record("broadcast sent again", one.batch, after={"states": states, "number": number})
    warning = (
        " A few of them may have it already: the platform's answer was lost." if "unknown" in states else ""
    )
    turn.replace(report.card(turn, after, f"Queued again for {people_words(number)}.{warning}"))


def follow(turn: Turn, args: Args) -> None:
    """A new plan for those who have it and have not pressed "Got it"."""
    one = meant(turn, args)
    conditions = (
        Condition("delivered", key=str(one.id), name=one.name),
        Condition("pressed", key=str(one.id), name=one.name, opposite=True),
    )
    made = Broadcast(
        id=0, scope=one.scope, author=turn.person.id, made_at=turn.now, audience=Audience(EVERYBODY, conditions),
        text=f"A reminder: {one.text}", ack=True, follows=one.id, changed_by=turn.person.id,
    )  # fmt: skip
    made = replace(made, id=turn.unit.broadcasts.add(made))
    turn.say(plan.card(turn, made))


def ask_recall(turn: Turn, args: Args) -> None:
    """Before messages are deleted again, once: how many, and what it means."""
    one = meant(turn, args)
    number = dict(turn.unit.broadcasts.sums(one)).get("delivered", 0)
    if number == 0:
        turn.say(
            "Nobody has it, so there is nothing to recall.", Action("Report", "broadcast.report", ident(one))
        )
        return
    sure = ident(one)
    turn.remember(pending={"action": "broadcast.recall.sure", "args": sure, "label": "Recall it"})
    turn.say(
        f"Delete it again for {people_words(number)}? Who has read it has read it; the message disappears from their "
        "chat. Those who have not got it yet will not get it.",
        Action("Recall it", "broadcast.recall.sure", sure, "danger"),
        Action("Correct it instead", "broadcast.correct", sure),
        Action("Leave it", "broadcast.report", sure),
    )


def recall(turn: Turn, args: Args) -> None:
    """Delete what was delivered, and keep back the rest."""
    one = meant(turn, args)
    turn.remember(pending=None)
    one = sending.queue_the_rest(turn.unit, turn.the_programme, one)
    unsent = turn.unit.broadcasts.cancel(one, "recalled by staff", turn.now)
    number = turn.unit.broadcasts.recall(one, turn.now)
    after = replace(one, recalled_at=turn.now, version=one.version + 1)
    after = changed(turn, after if after.state in ENDED else move(after, "cancelled", ended_at=turn.now))
    turn.record("broadcast recalled", one.batch, after={"deleted": number, "unsent": unsent})
    rest = f" Not sent to {people_words(unsent)} who still waited for it." if unsent else ""
    turn.replace(report.card(turn, after, f"Deleting it for {people_words(number)}.{rest}"))


def correct(turn: Turn, args: Args) -> None:
    """New words in the place of what was delivered."""
    one = meant(turn, args)
    dialog.start(turn, CORRECT, {"broadcast": str(one.id)})


def build_correction(turn: Turn, subject: Subject) -> Flow:
    """One question: the new words."""
    one = meant(turn, subject)
    hint = f"It says now: “{one.text}”. Everybody who has it sees the new words in its place."
    prompt = LongText(
        question="What should it say instead?", label="New text", hint=hint, words=begin.MOST_WORDS
    )
    return Flow("Correct a message", (Step("text", prompt),))


def finish_correction(turn: Turn, subject: Subject, answers: dict[str, Any]) -> None:
    """Update every delivered message in place, and those that still wait."""
    one = meant(turn, subject)
    before = one.text
    after = replace(one, text=str(answers["text"]), corrections=one.corrections + 1, version=one.version + 1)
    after = changed(turn, after)
    card = message_card(after, turn.the_programme, turn.unit.people.get(one.author))
    waiting = turn.unit.broadcasts.reword(after, card)
    number = turn.unit.broadcasts.correct(after, card, turn.now)
    turn.record("broadcast corrected", one.batch, before={"text": before}, after={"text": after.text})
    turn.say(
        report.card(
            turn, after, f"Correcting it for {people_words(number)}, and for {waiting:,} not sent yet."
        )
    )


def refuse_correction(turn: Turn, subject: Subject) -> Card | None:
    """Why there is nothing to correct."""
    one = meant(turn, subject)
    if one.recalled_at is None and one.started_at is not None:
        return None
    words = "It was recalled." if one.recalled_at else "It has not gone out yet; change the plan instead."
    return Card(
        parts=(Text(words),), actions=(Action("Show it", "broadcast.open", {"broadcast": str(one.id)}),)
    )


CORRECT = Dialog(
    "broadcast.correct", build_correction, finish_correction, refuse_correction, left="Nothing was corrected."
)


def as_csv(turn: Turn, args: Args) -> None:
    """Every recipient with what became of their message, as a file."""
    one = meant(turn, args)
    some = turn.unit.broadcasts.recipients(one, report.EVERY, MOST_ROWS)
    rows = [
        (
            person.name, person.email, person.state, person.reason, str(person.tries),
            person.ended_at.isoformat(timespec="seconds") if person.ended_at else "", "yes" if person.pressed else "no",
        )
        for person in some
    ]  # fmt: skip
    made = turn.documents.table(COLUMNS, rows, f"message-{one.id}-recipients.csv")
    turn.record("recipients exported", one.batch, after={"number": len(rows)})
    turn.say(
        Card(
            parts=(Text(f"{len(rows):,} rows, one for each person intended."), made),
            actions=(Action("Report", "broadcast.report", ident(one)),),
        )
    )


def heard_cancel(turn: Turn, text: str) -> None:
    """Call something off: the one message that can be meant, else the list to choose from."""
    staff_only(turn)
    every = turn.unit.broadcasts.all(turn.scope)
    back = any(word in text.casefold() for word in ("recall", "unsend", "take back", "took back", "undo"))
    live = [one for one in every if one.state in {"scheduled", "sending"}]
    gone = [one for one in every if one.state in ENDED and one.started_at and one.recalled_at is None]
    if len(live) == 1 and not back:
        one = live[0]
        turn.remember(pending={"action": "broadcast.cancel", "args": ident(one), "label": "Call it off"})
        whom = one.audience.say(turn.the_programme) if one.audience else "nobody yet"
        actions = (
            Action("Call it off", "broadcast.cancel", ident(one), "danger"),
            Action("Leave it", "broadcast.open", {"broadcast": str(one.id)}),
        )
        asked = Text(f"Call this off? It goes to {whom}.")
        turn.say(Card(parts=(asked, Text(one.text, "quote")), actions=actions))
    elif live and not back:
        turn.say(
            Card(
                title="Which one?",
                parts=tuple(report.row(turn, one) for one in live),
                actions=(Action("Home", "home"),),
            )
        )
    elif gone and (back or not live):
        last = max(gone, key=lambda one: one.id)
        turn.say("Nothing is planned or being sent. This one has gone out; it can be recalled.")
        turn.say(report.card(turn, last))
    else:
        turn.say(
            "Nothing is planned or being sent.", Action("All messages", "broadcast"), Action("Home", "home")
        )
