"""What the core asks of the outside: a clock, a file store, and a unit of work with its repositories.

Every query that touches a programme's data takes a `Scope`. Repositories return plain frozen dataclasses; `add`
returns the id; `save` checks that the row exists. All calls happen inside one transaction (design promise 1).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Protocol, TypeAlias

from bot.activities import Identity, Place
from bot.cards import Card
from bot.programme.applications import Application
from bot.programme.broadcasts import Broadcasts
from bot.programme.checkins import CheckIns
from bot.programme.column_meanings import ColumnMeanings
from bot.programme.completion import Confirmations
from bot.programme.credentials import Credentials
from bot.programme.deciding import WaitingList
from bot.programme.definition import Programme
from bot.programme.deliverables import Deliverables
from bot.programme.expenses import Claims
from bot.programme.hours import HoursLog
from bot.programme.journals import Journals
from bot.programme.known_facts import KnownFacts
from bot.programme.names import Named
from bot.programme.opportunities import Opportunity, Search
from bot.programme.people import Membership, Person, Role, Scope
from bot.programme.placements import Placement
from bot.programme.planned import Schedule
from bot.programme.privacy import Requests
from bot.programme.questions import Questions
from bot.programme.rehearsals import Rehearsals
from bot.programme.safety import Alerts
from bot.programme.sessions import Sessions
from bot.programme.tasks import Tasks


class Clock(Protocol):
    """The system's clock, read whenever it is needed."""

    def now(self) -> datetime:
        """The present instant, aware, UTC."""


class FileStore(Protocol):
    """Where uploads and exports are kept, encrypted, outside the database."""

    def put(self, content: bytes) -> str:
        """Keep the bytes; returns their file id."""

    def get(self, file_id: str) -> bytes:
        """The bytes of a file; raises NotFoundError."""

    def delete(self, file_id: str) -> None:
        """Forget a file; deleting twice is no error."""


@dataclass(frozen=True, slots=True)
class Talk:
    """What is remembered of a conversation with one person, on whatever surface (design §4).

    `programme` is the one being talked of; `active` the flow in progress as {"flow", "subject"}; `asked` the key of
    the step that was last put; `parked` flows that were interrupted; `shown` what numbers and "that one" point at:
    [{"action", "args", "label"}]; `pending` an action that waits for a yes: {"action", "args", "until"}.
    """

    person: int
    programme: str | None = None
    active: dict[str, Any] | None = None
    asked: str | None = None
    parked: list[dict[str, Any]] = field(default_factory=list)
    shown: list[dict[str, Any]] = field(default_factory=list)
    pending: dict[str, Any] | None = None
    memory: dict[str, Any] = field(default_factory=dict)


Kind: TypeAlias = Literal["reply", "nudge", "broadcast", "notice", "safety"]
Delivery: TypeAlias = Literal[
    "queued",
    "deferred",
    "sending",
    "delivered",
    "suppressed",
    "failed",
    "unreachable",
    "unknown",
    "cancelled",
    "recalled",
]


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message on its way to one person.

    `key` is unique for ever: the same key is never queued twice. `place` is where to send it, or None: then the
    courier finds the person. `op` update and delete aim at `target` (a platform message id) or at what was
    delivered with the same `card.ref`. `why` answers "why am I getting this?". `about` names what is checked again
    at send time ({"checkin": 12}). `batch` names the broadcast or prompt it belongs to.
    """

    key: str
    person: int
    card: Card
    due_at: datetime
    kind: Kind = "reply"
    scope: Scope | None = None
    place: Place | None = None
    op: Literal["send", "update", "delete"] = "send"
    target: str | None = None
    why: str = ""
    about: Mapping[str, Any] = field(default_factory=dict)
    batch: str | None = None
    expires_at: datetime | None = None
    id: int = 0


@dataclass(frozen=True, slots=True)
class AuditEvent:
    """One line of the audit log: who did what to which, with before and after where something changed."""

    at: datetime
    actor: int | None
    kind: str
    subject: str
    scope: Scope | None = None
    before: Mapping[str, Any] | None = None
    after: Mapping[str, Any] | None = None


class People(Protocol):
    """People, their identities, their roles."""

    def get(self, person: int) -> Person: ...
    def save(self, person: Person) -> None: ...
    def add(
        self, organisation: str, email: str, name: str, time_zone: str | None, locale: str | None
    ) -> int: ...
    def by_email(self, organisation: str, email: str) -> Person | None: ...
    def by_identity(self, identity: Identity) -> Person | None: ...
    def link(self, identity: Identity, person: int, place: Place | None, at: datetime) -> None: ...
    def identities(self, person: int) -> Sequence[tuple[Identity, Place | None]]: ...
    def memberships(self, person: int) -> Sequence[Membership]: ...
    def membership(self, scope: Scope, person: int, role: Role) -> Membership | None: ...
    def join(self, membership: Membership) -> None: ...
    def leave(self, scope: Scope, person: int, role: Role) -> None: ...
    def having(self, scope: Scope, role: Role) -> Sequence[tuple[Person, Membership]]: ...
    def names(self, scope: Scope) -> Sequence[Named]: ...
    def reach(self, identity: Identity, *, reachable: bool, reason: str = "") -> None: ...


class Programmes(Protocol):
    """The programmes that are loaded, and which workspace serves which."""

    def get(self, key: str) -> Programme | None: ...
    def keys(self) -> Sequence[str]: ...
    def all(self) -> Sequence[Programme]: ...
    def put(self, programme: Programme, text: str, at: datetime) -> None: ...
    def text(self, key: str) -> str: ...
    def served(self, surface: str, workspace: str) -> Sequence[str]: ...
    def connect(self, surface: str, workspace: str, keys: Sequence[str]) -> None: ...


class Opportunities(Protocol):
    """What is on offer, and what students saved (`saves`: person and opportunity)."""

    def get(self, scope: Scope, opportunity: int) -> Opportunity | None: ...
    def by_key(self, scope: Scope, key: str) -> Opportunity | None: ...
    def add(self, opportunity: Opportunity) -> int: ...
    def save(self, opportunity: Opportunity) -> None: ...
    def search(
        self, scope: Scope, search: Search, *, limit: int, offset: int = 0
    ) -> Sequence[Opportunity]: ...
    def count(self, scope: Scope, search: Search) -> int: ...
    def distinct(
        self, scope: Scope, column: Literal["theme", "sector", "location", "window", "mode"]
    ) -> Sequence[str]: ...
    def newest(self, scope: Scope) -> int: ...
    def mark(self, scope: Scope, person: int, opportunity: int, *, saved: bool) -> None: ...
    def is_saved(self, scope: Scope, person: int, opportunity: int) -> bool: ...
    def saves(self, scope: Scope) -> Sequence[tuple[int, int]]: ...


class Applications(Protocol):
    """Applications; (student, opportunity) is unique among those that have not ended.

    `undecidable`: number, student and instant of those of which nobody has said whether they were in time.
    `counts`: how many by cycle, state, and whether a decision is staged.
    """

    def get(self, scope: Scope, application: int) -> Application | None: ...
    def add(self, application: Application) -> int: ...
    def save(self, application: Application) -> None: ...
    def of_student(self, scope: Scope, student: int) -> Sequence[Application]: ...
    def for_opportunity(self, scope: Scope, opportunity: int) -> Sequence[Application]: ...
    def in_states(self, scope: Scope, states: Iterable[str]) -> Sequence[Application]: ...
    def undecidable(self, scope: Scope) -> Sequence[tuple[int, int, datetime]]: ...
    def counts(self, scope: Scope) -> Mapping[tuple[str, str, bool], int]: ...


class Placements(Protocol):
    """Placements."""

    def get(self, scope: Scope, placement: int) -> Placement | None: ...
    def add(self, placement: Placement) -> int: ...
    def save(self, placement: Placement) -> None: ...
    def of_student(self, scope: Scope, student: int) -> Sequence[Placement]: ...
    def of_supervisor(self, scope: Scope, person: int) -> Sequence[Placement]: ...
    def all(self, scope: Scope) -> Sequence[Placement]: ...


class Drafts(Protocol):
    """Answers to a flow that is not finished; kept word by word until it is finished or given up."""

    def get(self, person: int, flow: str, subject: Mapping[str, str]) -> dict[str, Any] | None: ...
    def put(
        self, person: int, flow: str, subject: Mapping[str, str], answers: Mapping[str, Any], at: datetime
    ) -> None: ...
    def drop(self, person: int, flow: str, subject: Mapping[str, str]) -> None: ...
    def of_person(self, person: int) -> Sequence[tuple[str, dict[str, str], dict[str, Any]]]: ...


class Talks(Protocol):
    """Conversation states. `lock` waits until no other activity of this person is being worked on."""

    def lock(self, person: int) -> Talk: ...
    def save(self, talk: Talk) -> None: ...


class Outbox(Protocol):
    """Messages to send. `add` returns False when the key is known already, and then does nothing."""

    def add(self, outgoing: Outgoing) -> bool: ...
    def cancel(self, scope: Scope, key_prefix: str, reason: str) -> int: ...
    def with_ref(self, person: int, ref: str) -> str | None: ...


class Audit(Protocol):
    """The audit log: only ever added to. `since`: latest first, without what only a safety contact may know."""

    def add(self, event: AuditEvent) -> None: ...
    def about(self, scope: Scope, subject: str) -> Sequence[AuditEvent]: ...
    def since(self, scope: Scope, at: datetime, *, limit: int, offset: int = 0) -> Sequence[AuditEvent]: ...
    def acts(
        self, scope: Scope, kinds: Sequence[str], at: datetime
    ) -> Sequence[tuple[int, str, datetime]]: ...
    def latest(self, scope: Scope, kind: str) -> Mapping[str, datetime]: ...


class UnitOfWork(Protocol):
    """One transaction: everything in it happens, or nothing.

    What happens within `attempt` is undone when an error leaves it, and the transaction goes on.
    """

    people: People
    programmes: Programmes
    opportunities: Opportunities
    applications: Applications
    placements: Placements
    drafts: Drafts
    talks: Talks
    outbox: Outbox
    audit: Audit
    questions: Questions
    tasks: Tasks
    journals: Journals
    hours: HoursLog
    sessions: Sessions
    claims: Claims
    confirmations: Confirmations
    deliverables: Deliverables
    credentials: Credentials
    requests: Requests
    check_ins: CheckIns
    schedule: Schedule
    alerts: Alerts
    broadcasts: Broadcasts
    known_facts: KnownFacts
    columns: ColumnMeanings
    waiting: WaitingList
    rehearsals: Rehearsals

    def attempt(self) -> AbstractContextManager[object]: ...
