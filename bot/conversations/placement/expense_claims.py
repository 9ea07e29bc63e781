"""What becomes of a claim: staff settle what the rule left open, and hosts get the list of what to pay back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.activities import Args
from bot.cards import Action, Card, Text
from bot.conversations import dialog
from bot.conversations.dialog import Dialog, Subject
from bot.conversations.placement import mine
from bot.conversations.placement.expenses import FILE, STATES, next_words
from bot.errors import NotFoundError
from bot.flow import Flow, Step
from bot.programme import expenses
from bot.programme.dates import say_day
from bot.programme.expenses import Claim, State
from bot.turn import Turn


def withdraw(turn: Turn, args: Args) -> None:
    """Take a claim back."""
    found = own_claim(turn, args)
    if found.state in {"waiting", "claimed", "with_staff"}:
        turn.unit.claims.save(replace(found, state="withdrawn"))
    turn.go("expenses", placement=str(found.placement))


def own_claim(turn: Turn, args: Args) -> Claim:
    """A claim of this student; raises NotFoundError."""
    found = turn.unit.claims.get(turn.scope, int(args.get("claim", "0") or 0))
    if found is None or found.student != turn.person.id:
        raise NotFoundError
    return found


def receipt(turn: Turn, args: Args) -> None:
    """Ask for the receipt of a claim that waits for it."""
    dialog.start(turn, RECEIPT, {"claim": str(own_claim(turn, args).id)})


def build_receipt(turn: Turn, subject: Subject) -> Flow:
    """One question: the file."""
    found = own_claim(turn, subject)
    return Flow(f"{say_day(found.day)}: {found.what}", (Step("receipt", FILE),))


def finish_receipt(turn: Turn, subject: Subject, answers: dict[str, Any]) -> None:
    """With its receipt the claim is judged again."""
    found = own_claim(turn, subject)
    if found.state == "waiting":
        verdict = expenses.decide(turn.the_programme, found.day_kind, found.what, receipt=True)
        state = STATES[verdict.answer]
        found = replace(found, receipt=answers["receipt"], state=state, reason=verdict.reason)
        turn.unit.claims.save(found)
        turn.record("expense claimed", f"claim:{found.id}", after={"state": state, "pence": found.pence})
    turn.say(
        f"{say_day(found.day)}: {found.what}, {expenses.money(found.pence, found.currency)} is "
        f"{expenses.WORDS[found.state]}.{next_words(turn, found)}",
        Action("Expenses", "expenses"),
    )


def decide(turn: Turn, args: Args) -> None:
    """Staff settle what the rule left open; the student hears it either way."""
    mine.must_be_staff(turn)
    found = turn.unit.claims.get(turn.scope, int(args["claim"]))
    if found is None:
        raise NotFoundError
    if found.state != "with_staff":
        turn.say(f"That claim is {expenses.WORDS[found.state]} already.", Action("Home", "home"))
        return
    state: State = "approved" if args["as"] == "approved" else "refused"
    turn.unit.claims.save(replace(found, state=state, reason=f"Decided by {mine.team(turn)}."))
    for task in turn.unit.tasks.of_subject(turn.scope, f"claim:{found.id}"):
        turn.unit.tasks.save(
            replace(task, state="done", handled_by=turn.person.id, handled_at=turn.now, outcome=state)
        )
    turn.record(
        "expense decided", f"claim:{found.id}", before={"state": "with_staff"}, after={"state": state}
    )
    words = f"Your claim for {found.what} on {say_day(found.day)} is {state}."
    turn.notify(
        found.student,
        Card(parts=(Text(words),), actions=(Action("Expenses", "expenses"),), summary=words[:150]),
        key=f"claim:{found.id}:{state}",
        why="You made this claim.",
    )
    turn.say(f"{words} The student has been told.", Action("Home", "home"))


def export(turn: Turn, args: Args) -> None:
    """The list for the host: staff get all of it, a host's supervisor that of the own students."""
    everything = turn.unit.claims.all(turn.scope)
    if not mine.is_staff(turn):
        own = {
            one.id
            for one in turn.unit.placements.of_supervisor(turn.scope, turn.person.id)
            if one.host_supervisor == turn.person.id
        }
        everything = [one for one in everything if one.placement in own]
    rows = []
    for one in sorted(everything, key=lambda one: (one.student, one.day, one.id)):
        if one.state not in {"claimed", "approved"} or not mine.may_share(turn, one.student):
            continue
        placement = turn.unit.placements.get(turn.scope, one.placement)
        host = mine.title_of(turn, placement) if placement else ""
        receipt = one.receipt["name"] if one.receipt else ""
        rows.append(
            (
                turn.unit.people.get(one.student).name,
                host,
                one.day.isoformat(),
                expenses.DAY_WORDS[one.day_kind],
                one.what,
                f"{one.pence / 100:.2f}",
                one.currency,
                expenses.WORDS[one.state],
                receipt,
            )
        )
    if not rows:
        turn.say("There are no expenses to pay back yet.", Action("Home", "home"))
        return
    columns = ("student", "placement", "day", "kind of day", "what", "amount", "currency", "state", "receipt")
    turn.say(
        Card(
            title=f"Expenses: {len(rows)} to pay back",
            parts=(turn.documents.table(columns, rows, "expenses.csv"),),
            actions=(Action("Home", "home"),),
        )
    )


RECEIPT = Dialog(name="expense.receipt", build=build_receipt, finish=finish_receipt, keep=False)
