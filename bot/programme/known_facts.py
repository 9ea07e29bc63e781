"""What staff have said that the programme's page does not: dated facts, each with its source (promise 5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from rapidfuzz import fuzz

from bot.programme.people import Scope


@dataclass(frozen=True, slots=True)
class KnownFact:
    """An answer of staff. `intent` is what it answers; `source` where it comes from, in words; None by: a file."""

    id: int
    scope: Scope
    intent: str
    text: str
    source: str
    said_at: datetime
    by: int | None = None
    question: str = ""
    withdrawn: bool = False


ONE_ANSWER = frozenset({"ask_pay", "ask_cost", "ask_credit", "ask_equipment", "ask_credential"})
"""Intents that have one answer in a programme, however they are asked."""
CLOSE = 88.0
"""From which likeness (0 to 100) on two questions of one intent are the same question in other words."""


def asks_the_same(intent: str, question: str, other_intent: str, other_question: str) -> bool:
    """Whether two questions ask the same, so that one answer serves both; in doubt they do not."""
    if intent != other_intent:
        return False
    if intent in ONE_ANSWER:
        return True
    first, second = (" ".join(words.casefold().strip(" ?.!").split()) for words in (question, other_question))
    return fuzz.token_sort_ratio(first, second) >= CLOSE


class KnownFacts(Protocol):
    """The facts of staff. `about` gives those that stand, the newest first."""

    def add(self, fact: KnownFact) -> int: ...
    def get(self, scope: Scope, fact: int) -> KnownFact | None: ...
    def save(self, fact: KnownFact) -> None: ...
    def about(self, scope: Scope, intent: str) -> Sequence[KnownFact]: ...
    def all(self, scope: Scope) -> Sequence[KnownFact]: ...
