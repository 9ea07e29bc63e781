"""Questions that the programme does not answer, waiting for staff."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from bot.programme.people import Scope


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question that the programme does not answer, waiting for staff; their answer becomes a dated fact."""

    scope: Scope
    asker: int | None
    text: str
    intent: str
    asked_at: datetime
    id: int = 0
    state: Literal["open", "answered", "dismissed"] = "open"
    answer: str = ""


class Questions(Protocol):
    """Open questions for staff."""

    def add(self, question: OpenQuestion) -> int: ...
    def get(self, scope: Scope, question: int) -> OpenQuestion | None: ...
    def save(self, question: OpenQuestion) -> None: ...
    def open(self, scope: Scope) -> Sequence[OpenQuestion]: ...
