"""Expenses: one cost of one day, the rule applied with its reason, and what the rule does not mention to a human."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any, cast

from bot.activities import Args
from bot.cards import Action, Card, Option, Part, Row, Text
from bot.conversations import dialog
from bot.conversations.dialog import Dialog, Subject
from bot.conversations.placement import mine
from bot.conversations.placement.money import PENCE, Amount, what_for
from bot.conversations.placement.said_times import read_day
from bot.errors import UnclearReplyError
from bot.flow import Answers, Flow, Step
from bot.programme import expenses
from bot.programme.dates import say_day
from bot.programme.definition import DayKind
from bot.programme.expenses import Claim, State, Verdict
from bot.programme.placements import Placement
from bot.prompts import Choice, Confirm, File, ShortText, When
from bot.turn import Turn
from bot.understanding.amounts import money_in

ENDINGS = ("pdf", "png", "jpg", "jpeg", "heic", "webp")
RECEIPT = "Please send the receipt, as a photo or PDF."
FILE = File(question=RECEIPT, label="Receipt", endings=ENDINGS)
FILE_IF_ANY = File(question=RECEIPT, label="Receipt", endings=ENDINGS, optional=True)
KINDS = (
    Option("in_person", "In person at the host"),
    Option("required_travel", "A day I had to travel for the placement"),
    Option("remote", "Remote, from home"),
)


STATES: dict[str, State] = {
    "covered": "claimed",
    "human": "with_staff",
    "needs_receipt": "waiting",
    "not_covered": "refused",
}


def show(turn: Turn, args: Args) -> None:
    """The rule in the programme's words, and the claims so far."""
    placement = mine.current(turn, args)
    if placement is None:
        return
    rules = turn.the_programme.expenses
    ident = {"placement": str(placement.id)}
    parts: list[Part] = [Text(rule.text) for rule in rules.rules]
    parts += [Text(one.text) for one in rules.nothing_for]
    if rules.answer == "not_stated":
        parts = [
            Text(
                "The programme does not say anything about expenses. What you send here goes to "
                f"{mine.team(turn)}, who answer you."
            )
        ]
    elif rules.answer == "none":
        parts = [Text("The programme says that it pays back no expenses.")]
    claims = [
        one for one in turn.unit.claims.of_placement(turn.scope, placement.id) if one.state != "withdrawn"
    ]
    for one in sorted(claims, key=lambda one: (one.day, one.id)):
        named = {"claim": str(one.id)}
        actions = [Action("Send the receipt", "expense.receipt", named)] if one.state == "waiting" else []
        if one.state in {"waiting", "claimed", "with_staff"}:
            actions.append(Action("Withdraw", "expense.withdraw", named))
        reason = "" if one.state in {"waiting", "claimed"} else f" {one.reason}"
        words = f"{mine.first(expenses.WORDS[one.state])}.{reason}"
        parts.append(
            Row(
                f"{say_day(one.day)}: {one.what}, {expenses.money(one.pence, one.currency)}",
                words,
                tuple(actions),
            )
        )
    turn.say(
        Card(
            title="Expenses",
            parts=tuple(parts),
            actions=(
                Action("Claim an expense", "expense.claim", ident, "primary"),
                Action("My placement", "placement", ident),
            ),
        )
    )


def claim(turn: Turn, args: Args) -> None:
    """Begin a claim; a receipt that was just sent is taken along."""
    placement = mine.current(turn, args)
    if placement is None:
        return
    kept = turn.talk.memory.get("file") if args.get("with_file") else None
    dialog.start(turn, CLAIM, fresh(turn, placement), {"receipt": kept} if kept else None)


def fresh(turn: Turn, placement: Placement) -> Subject:
    """Each claim has answers of its own, so that an unfinished one lends nothing to the next."""
    return {"placement": str(placement.id), "claim": turn.activity.id}


def claimed(turn: Turn, text: str) -> bool:
    """Take "claim £4.50 for the bus" as a claim, where there is an amount of money and a placement."""
    if mine.is_staff(turn) or money_in(text) is None or not mine.placements(turn):
        return False
    said(turn, text)
    return True


def said(turn: Turn, text: str) -> None:
    """Words that speak of a cost ("claim £4.50 for the bus yesterday"): what they say already is not asked again."""
    placement = mine.current(turn)
    if placement is None:
        return
    found = money_in(text)
    given: dict[str, Any] = {}
    if found is not None and found.amount > 0:
        given["amount"] = f"{int(found.amount * 100)} {found.currency}"
    elif bare := PENCE.search(text):
        given["amount"] = Amount(question="").parse(bare.group())
    if what := what_for(text):
        given["what"] = what
    try:
        day = read_day(text, turn.now, turn.zone)
    except UnclearReplyError:
        day = None
    if day is not None and day <= turn.now.astimezone(turn.zone).date():
        given["day"] = day.isoformat()
    dialog.start(turn, CLAIM, fresh(turn, placement), given or None)


def build(turn: Turn, subject: Subject) -> Flow:
    """Day, kind of day, what, how much, receipt, and the verdict before it is sent."""
    placement = mine.own(turn, int(subject["placement"]))

    def read(text: str) -> str:
        found = read_day(text, turn.now, turn.zone)
        today = turn.now.astimezone(turn.zone).date()
        if found is None:
            raise UnclearReplyError("Please give the day, such as yesterday, or 5 December 2023.")
        if found > today:
            raise UnclearReplyError(f"{say_day(found)} is still to come. Please claim it when it has been.")
        if (placement.starts and found < placement.starts) or (placement.ends and found > placement.ends):
            raise UnclearReplyError(
                f"{say_day(found)} is not a day of your placement. Please check the day, or raise a problem."
            )
        return found.isoformat()

    def confirm(answers: Answers) -> Confirm:
        found = verdict(turn, answers)
        pairs = (
            (
                "Day",
                day_words(answers),
            ),
            ("Cost", f"{answers['what']}, {Amount(question='').show(answers['amount'])}"),
            ("Receipt", answers["receipt"]["name"] if answers["receipt"] else "none"),
            ("Result", result_words(turn, found)),
        )
        do = {
            "covered": "Claim it",
            "human": f"Ask {mine.team(turn)}",
            "needs_receipt": "Keep it until I have it",
        }
        return Confirm(
            question="Shall I send it?",
            do=do.get(found.answer, "Keep it for the record"),
            summary=pairs,
        )

    return Flow(
        "Expense claim",
        (
            Step(
                "day",
                When(
                    question="On which day was it?",
                    label="Day",
                    read=read,
                    say=lambda value: say_day(date.fromisoformat(value)),
                ),
            ),
            Step(
                "kind",
                Choice(
                    question="What kind of day was that?",
                    label="Kind of day",
                    choices=KINDS,
                    hint="The rule goes day by day.",
                ),
            ),
            Step(
                "what",
                ShortText(
                    question="What was it for?", label="What", hint="For example: bus to London, or lunch."
                ),
            ),
            Step("amount", Amount(question="How much was it?", label="Amount")),
            Step("receipt", FILE_IF_ANY),
            Step("sure", confirm),
        ),
    )


def day_words(answers: Answers) -> str:
    """The day, and what kind of day it was."""
    kind = cast("DayKind", answers["kind"])
    return f"{say_day(date.fromisoformat(answers['day']))}, {expenses.DAY_WORDS[kind]}"


def verdict(turn: Turn, answers: Answers | dict[str, Any]) -> Verdict:
    """What the rule says of these answers."""
    return expenses.decide(
        turn.the_programme,
        cast("DayKind", answers["kind"]),
        str(answers["what"]),
        receipt=bool(answers["receipt"]),
    )


def result_words(turn: Turn, found: Verdict) -> str:
    """The verdict as the student reads it."""
    start = {
        "covered": "Covered.",
        "not_covered": "Not covered.",
        "needs_receipt": "Not yet: a receipt is missing.",
        "human": f"The rule does not settle this; {mine.team(turn)} decides.",
    }[found.answer]
    return f"{start} {found.reason}"


def finish(turn: Turn, subject: Subject, answers: dict[str, Any]) -> None:
    """Keep the claim in the state that the rule gives it."""
    placement = mine.own(turn, int(subject["placement"]))
    found = verdict(turn, answers)
    pence, _, currency = str(answers["amount"]).partition(" ")
    state = STATES[found.answer]
    made = Claim(
        0,
        turn.scope,
        turn.person.id,
        placement.id,
        date.fromisoformat(answers["day"]),
        cast("DayKind", answers["kind"]),
        answers["what"],
        int(pence),
        currency,
        turn.now,
        state,
        found.reason,
        answers["receipt"],
    )
    made = replace(made, id=turn.unit.claims.add(made))
    turn.record("expense claimed", f"claim:{made.id}", after={"state": state, "pence": made.pence})
    if state == "with_staff":
        hand_over(turn, made, placement)
    turn.say(
        f"{say_day(made.day)}: {made.what}, {expenses.money(made.pence, made.currency)} is "
        f"{expenses.WORDS[made.state]}.{next_words(turn, made)}",
        Action("Claim another", "expense.claim"),
        Action("Expenses", "expenses"),
    )


def next_words(turn: Turn, made: Claim) -> str:
    """What happens next with a claim."""
    if made.state == "claimed":
        payer = next((rule.paid_by for rule in turn.the_programme.expenses.rules), "host")
        who = f"your {turn.the_programme.vocabulary.name('host')}" if payer == "host" else mine.team(turn)
        return f" It is on the list for {who}, who pays it back."
    return {
        "with_staff": " I have passed it on; the answer comes here.",
        "waiting": " It is kept; send the receipt here when you have it.",
    }.get(made.state, "")


def hand_over(turn: Turn, made: Claim, placement: Placement) -> None:
    """What the rule does not mention is put before a human, with the context."""
    text = (
        f"{turn.person.name} asks about an expense: {made.what}, {expenses.money(made.pence, made.currency)}, "
        f"{say_day(made.day)} "
        f"({expenses.DAY_WORDS[made.day_kind]}), {mine.title_of(turn, placement)}. {made.reason}"
    )
    mine.hand_over(turn, "expense", f"claim:{made.id}", text, claim=str(made.id))


CLAIM = Dialog(
    name="expense.claim", build=build, finish=finish, left="Your claim so far is kept; it is not sent."
)
