"""Money back for costs: what the programme's rule says of one cost on one day, with the reason (T32)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, Protocol, TypeAlias

from bot.programme.definition import DayKind, ExpenseItem, ExpenseRule, Programme
from bot.programme.people import Scope

State: TypeAlias = Literal["waiting", "claimed", "with_staff", "approved", "refused", "paid", "withdrawn"]
WORDS: dict[State, str] = {
    "waiting": "waiting for its receipt",
    "claimed": "claimed, covered by the rule",
    "with_staff": "with the team, who decide",
    "approved": "approved by the team",
    "refused": "refused",
    "paid": "paid back",
    "withdrawn": "withdrawn",
}
OPEN: frozenset[State] = frozenset({"claimed", "approved"})
DAY_WORDS: dict[DayKind, str] = {
    "in_person": "in person",
    "required_travel": "a day on which you had to travel for the placement",
    "remote": "remote",
}


@dataclass(frozen=True, slots=True)
class Claim:
    """One cost of one day. `pence` is in the currency's hundredths. `receipt` is a stored file value, or None."""

    id: int
    scope: Scope
    student: int
    placement: int
    day: date
    day_kind: DayKind
    what: str
    pence: int
    currency: str
    made_at: datetime
    state: State
    reason: str
    receipt: dict[str, Any] | None = None


class Claims(Protocol):
    """Expense claims."""

    def get(self, scope: Scope, claim: int) -> Claim | None: ...
    def add(self, claim: Claim) -> int: ...
    def save(self, claim: Claim) -> None: ...
    def of_placement(self, scope: Scope, placement: int) -> Sequence[Claim]: ...
    def all(self, scope: Scope) -> Sequence[Claim]: ...


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the rule says: covered, not covered, missing its proof, or for a human; with the reason in words.

    `rule` is the key of the rule it rests on, "" where none does.
    """

    answer: Literal["covered", "not_covered", "needs_receipt", "human"]
    reason: str
    rule: str = ""
    item: str = ""


def decide(programme: Programme, day_kind: DayKind, what: str, *, receipt: bool) -> Verdict:
    """The verdict on one cost. What the rule does not mention is never decided here: a human does (T32)."""
    expenses = programme.expenses
    if expenses.answer == "not_stated":
        return Verdict("human", "The programme does not say anything about expenses.")
    if expenses.answer == "none":
        return Verdict("not_covered", "The programme says that it pays back no expenses.")
    for nothing in expenses.nothing_for:
        if day_kind in nothing.days:
            return Verdict("not_covered", f"The day was {DAY_WORDS[day_kind]}. {nothing.text}")
    rules = [rule for rule in expenses.rules if not rule.days or day_kind in rule.days]
    if not rules:
        return Verdict(
            "human", f"The programme's rule does not mention a day that was {DAY_WORDS[day_kind]}."
        )
    for rule in rules:
        if found := item_for(rule, what):
            return _covered(programme, rule, found, receipt=receipt)
    if word := next(
        (word for rule in rules for item in rule.covers if (word := _not_mentioned(item, what))), None
    ):
        return Verdict("human", f"The rule does not mention “{word}”. It says: {rules[0].text}", rules[0].key)
    return Verdict("human", f"The rule does not mention “{what}”. It says: {rules[0].text}", rules[0].key)


def _covered(programme: Programme, rule: ExpenseRule, item: ExpenseItem, *, receipt: bool) -> Verdict:
    if rule.only_if_pay and programme.pay.answer != rule.only_if_pay:
        return Verdict(
            "human",
            f"This holds only where the placement is {rule.only_if_pay}: {rule.text}",
            rule.key,
            item.key,
        )
    if rule.in_contract:
        return Verdict("human", f"It has to be stated in the contract: {rule.text}", rule.key, item.key)
    if rule.proof == "receipts" and not receipt:
        return Verdict("needs_receipt", f"The rule asks for a receipt. {rule.text}", rule.key, item.key)
    return Verdict("covered", rule.text, rule.key, item.key)


def item_for(rule: ExpenseRule, what: str) -> ExpenseItem | None:
    """The item of a rule that covers a cost named in these words; None where a word in them is not mentioned."""
    for item in rule.covers:
        if _not_mentioned(item, what):
            return None
    return next((item for item in rule.covers if _names(item, what)), None)


def _names(item: ExpenseItem, what: str) -> bool:
    return any(
        _holds(what, name) for name in (item.name, item.key.replace("_", " "), *item.aliases, *item.includes)
    )


def _not_mentioned(item: ExpenseItem, what: str) -> str | None:
    return next((word for word in item.not_mentioned if _holds(what, word)), None)


def _holds(what: str, name: str) -> bool:
    start = re.escape(name.casefold().removesuffix("s"))
    return re.search(rf"\b{start}", what.casefold()) is not None


def money(pence: int, currency: str) -> str:
    """An amount as it is printed: "12.50 GBP"."""
    return f"{pence // 100}.{pence % 100:02d} {currency}"
