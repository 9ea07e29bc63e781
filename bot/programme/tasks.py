"""What waits for a human on the staff: one line of work, from whoever or whatever asked for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Protocol, TypeAlias

from bot.programme.people import Scope

State: TypeAlias = Literal["open", "done"]


@dataclass(frozen=True, slots=True)
class StaffTask:
    """One thing for staff. `kind` says what it is about ("problem", "expense", "extension", "journal", …).

    `subject` names the record ("placement:12"), `about` the person it came from or is about; `text` is what a
    member of staff reads. `context` feeds the buttons of its card. While one of the same kind and subject is open,
    no second one is made.
    """

    id: int
    scope: Scope
    kind: str
    subject: str
    text: str
    made_at: datetime
    about: int | None = None
    state: State = "open"
    assigned: int | None = None
    handled_by: int | None = None
    handled_at: datetime | None = None
    outcome: str = ""
    context: Mapping[str, Any] = field(default_factory=dict)


class Tasks(Protocol):
    """Staff tasks. `add` returns None where one of that kind and subject is open already."""

    def get(self, scope: Scope, task: int) -> StaffTask | None: ...
    def add(self, task: StaffTask) -> int | None: ...
    def save(self, task: StaffTask) -> None: ...
    def open(self, scope: Scope) -> Sequence[StaffTask]: ...
    def of_subject(self, scope: Scope, subject: str) -> Sequence[StaffTask]: ...
