"""Who there is: people, their identities on surfaces, and the roles they have in programmes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, TypeAlias
from zoneinfo import ZoneInfo

Role: TypeAlias = Literal[
    "student", "host_supervisor", "programme_supervisor", "staff", "network_staff", "owner"
]
ROLES: tuple[Role, ...] = (
    "student",
    "host_supervisor",
    "programme_supervisor",
    "staff",
    "network_staff",
    "owner",
)
STAFF: frozenset[Role] = frozenset({"staff", "network_staff", "owner"})
SUPERVISORS: frozenset[Role] = frozenset({"host_supervisor", "programme_supervisor"})


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose data: every row that belongs to a programme carries both, every query names them (promise 10)."""

    organisation: str
    programme: str


@dataclass(frozen=True, slots=True)
class Person:
    """One human being of one organisation. `time_zone` is an IANA name, or None where nobody said.

    `quiet_from`, `quiet_to` (HH:MM) and `weekly_nudges` are the person's own wishes and win over the programme's;
    `paused_until` holds back everything that is not an answer; `stopped` holds it back for good.
    """

    id: int
    organisation: str
    email: str
    name: str
    time_zone: str | None = None
    locale: str | None = None
    quiet_from: str | None = None
    quiet_to: str | None = None
    weekly_nudges: int | None = None
    paused_until: datetime | None = None
    stopped: bool = False

    def zone(self, otherwise: str) -> ZoneInfo:
        """The person's own zone, else the one given (the programme's clock)."""
        return ZoneInfo(self.time_zone or otherwise)

    @property
    def first_name(self) -> str:
        """What to call them."""
        return self.name.split()[0] if self.name.split() else self.email.split("@")[0]


@dataclass(frozen=True, slots=True)
class Membership:
    """What a person is in a programme. `attributes` feed eligibility and audiences: text by column name."""

    person: int
    scope: Scope
    role: Role
    attributes: Mapping[str, str] = field(default_factory=dict)
