"""What staff have said that the programme's page does not: dated facts, each with its source (promise 5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

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


class KnownFacts(Protocol):
    """The facts of staff. `about` gives those that stand, the newest first."""

    def add(self, fact: KnownFact) -> int: ...
    def get(self, scope: Scope, fact: int) -> KnownFact | None: ...
    def save(self, fact: KnownFact) -> None: ...
    def about(self, scope: Scope, intent: str) -> Sequence[KnownFact]: ...
    def all(self, scope: Scope) -> Sequence[KnownFact]: ...
