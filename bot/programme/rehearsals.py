"""A rehearsal: a cycle run on a simulated clock with simulated people; what was asked for, and what came of it.

The record is plain data that survives JSON. Who runs it stands in the adapters; nobody real is ever written to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, Protocol, TypeAlias

from bot.programme.people import Role, Scope
from bot.programme.quiet import Kind

State: TypeAlias = Literal["asked", "running", "done", "failed"]
FEWEST, MOST = 4, 200
USUAL = 60
SEED = 7


@dataclass(frozen=True, slots=True)
class Order:
    """What to rehearse: a cycle, with how many students, by which seed.

    `starts` is the first day, for a cycle that publishes no dates; the same order over the same file gives the same
    record.
    """

    cycle: str
    cohort: int = USUAL
    seed: int = SEED
    starts: date | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """One message that reached somebody.

    `asked`: it answers something that its reader did; `quiet`: it came in their quiet hours.
    """

    at: datetime
    reader: str
    role: Role
    zone: str
    kind: Kind
    topic: str
    words: str
    asked: bool = False
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Held:
    """A message that waited (until `until`) or was not sent at all, and why."""

    at: datetime
    reader: str
    topic: str
    reason: str
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class DeadEnd:
    """Something that has no end when the cycle is over: what, how often, and an example."""

    what: str
    count: int
    example: str


@dataclass(frozen=True, slots=True)
class Rate:
    """What one platform lets through: so many messages a second in a workspace as a whole."""

    name: str
    a_second: float


@dataclass(frozen=True, slots=True)
class Record:
    """What came of a rehearsal.

    `acts` counts what the simulated people did; `assumed` says what had to be made up because the programme does not
    state it; `warnings` are the remarks of the linter; `broken` are promises that were not kept (must be none).
    """

    began: datetime
    ended: datetime
    people: int
    zones: int
    sent: tuple[Message, ...] = ()
    held: tuple[Held, ...] = ()
    dead_ends: tuple[DeadEnd, ...] = ()
    acts: tuple[tuple[str, int], ...] = ()
    assumed: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()
    rates: tuple[Rate, ...] = ()


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """An order and what became of it. `text` is the programme file that is rehearsed, word by word."""

    id: int
    scope: Scope
    order: Order
    text: str
    asked_at: datetime
    asked_by: int | None = None
    state: State = "asked"
    began_at: datetime | None = None
    tries: int = 0
    record: Record | None = None

    @property
    def cycle(self) -> str:
        """The key of the cycle that is rehearsed."""
        return self.order.cycle


class Rehearsals(Protocol):
    """What was rehearsed. `done` gives those of a cycle that have a record, the newest first."""

    def add(self, rehearsal: Rehearsal) -> int: ...
    def get(self, scope: Scope, rehearsal: int) -> Rehearsal | None: ...
    def save(self, rehearsal: Rehearsal) -> None: ...
    def unfinished(self, scope: Scope) -> Sequence[Rehearsal]: ...
    def done(self, scope: Scope, cycle: str) -> Sequence[Rehearsal]: ...
    def forget(self, rehearsal: Rehearsal) -> None: ...
