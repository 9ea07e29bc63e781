"""Export and erasure: what is kept of a person, for how long and why, and what a request for deletion can do."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Literal, Protocol, TypeAlias

from bot.errors import TransitionError
from bot.programme.definition import DataKind, Programme
from bot.programme.people import Scope

RequestKind: TypeAlias = Literal["export", "erasure"]
State: TypeAlias = Literal["asked", "approved", "refused", "done"]
CHANGES: dict[State, frozenset[State]] = {
    "asked": frozenset({"approved", "refused"}),
    "approved": frozenset({"done"}),
    "refused": frozenset(),
    "done": frozenset(),
}
KIND_WORDS: dict[DataKind, str] = {
    "people": "your name, address and settings",
    "applications": "your applications and their answers",
    "files": "files that you sent",
    "check_ins": "your answers to check-ins",
    "journals": "your journal",
    "expenses": "your expense claims and receipts",
    "conversations": "drafts, and where our talk stopped",
    "messages": "messages that were sent to you",
    "safety": "safety records",
    "audit": "the log of who changed what",
}
# What others need to stay able to prove: a record of safety and the log itself are kept for their whole time.
KEPT: tuple[DataKind, ...] = ("safety", "audit")


@dataclass(frozen=True, slots=True)
class Request:
    """A request for one's data, or for its deletion; `kept` is what the receipt says is kept, with the reason."""

    id: int
    scope: Scope
    person: int
    kind: RequestKind
    asked_at: datetime
    state: State = "asked"
    decided_by: int | None = None
    decided_at: datetime | None = None
    reason: str = ""
    result: dict[str, Any] | None = None


class Requests(Protocol):
    """Requests for export and erasure, and the two things that they lead to.

    `collect` is everything that is kept of a person, by kind, as JSON values. `erase` deletes the kinds given and
    returns how many records of each went, with the ids of the files that belonged to them.
    """

    def get(self, scope: Scope, request: int) -> Request | None: ...
    def add(self, request: Request) -> int: ...
    def save(self, request: Request) -> None: ...
    def open(self, scope: Scope) -> Sequence[Request]: ...
    def of_person(self, scope: Scope, person: int) -> Sequence[Request]: ...
    def collect(self, scope: Scope, person: int) -> dict[str, Any]: ...
    def erase(
        self, scope: Scope, person: int | None, kinds: Sequence[DataKind]
    ) -> tuple[dict[str, int], Sequence[str]]: ...


@dataclass(frozen=True, slots=True)
class Keeping:
    """How long one kind of data is kept: until this day, or None where the end of the edition is not known."""

    kind: DataKind
    months: int
    why: str
    until: date | None


def move(request: Request, to: State, **changed: Any) -> Request:
    """The request in its new state; raises TransitionError where that step is not possible."""
    if to not in CHANGES[request.state]:
        raise TransitionError(f"This request is {request.state} already.")
    return replace(request, state=to, **changed)


def end_of_edition(programme: Programme) -> date | None:
    """The last day that the programme names: of a placement, a session or the journal; None where there is none."""
    days: list[date | None] = [cycle.placements.last for cycle in programme.cycles]
    days += [value.last for session in programme.sessions for value in session.dates.values()]
    if programme.journal:
        deadline = programme.journal.deadline
        days += [value.last for value in (deadline.date, *deadline.dates.values()) if value]
    return max((day for day in days if day), default=None)


def keeping(programme: Programme, ended: date | None = None) -> tuple[Keeping, ...]:
    """What is kept and until when; `ended` stands in where the programme itself names no last day."""
    end = end_of_edition(programme) or ended
    return tuple(
        Keeping(kind, keep.months, keep.why, months_after(end, keep.months) if end else None)
        for kind, keep in programme.privacy.keep.items()
    )


def due(programme: Programme, today: date, ended: date | None = None) -> tuple[DataKind, ...]:
    """The kinds of data whose time is over: what the purge job deletes."""
    return tuple(one.kind for one in keeping(programme, ended) if one.until and one.until < today)


def must_keep(programme: Programme, today: date, ended: date | None = None) -> tuple[Keeping, ...]:
    """What a deletion cannot touch yet, with why."""
    return tuple(
        one
        for one in keeping(programme, ended)
        if one.kind in KEPT and (one.until is None or one.until >= today)
    )


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last day of that month."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
