"""A planned message, and the state that planning looks at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal, Protocol, TypeAlias

from bot.programme.applications import Application
from bot.programme.checkins import CheckIn
from bot.programme.definition import Programme
from bot.programme.opportunities import Opportunity
from bot.programme.people import Person, Scope
from bot.programme.placements import Placement

Topic: TypeAlias = Literal[
    "opens",
    "deadline",
    "sent_to_hosts",
    "invitations",
    "session",
    "begins",
    "ends",
    "journal",
    "write",
    "offer",
    "check_in",
    "check_in_again",
    "check_in_reminder",
]
NOTICES: frozenset[Topic] = frozenset({"sent_to_hosts", "offer", "check_in_again"})
"""What somebody waits for or asked for: it does not count against the weekly budget."""


@dataclass(frozen=True, slots=True)
class Planned:
    """One message to one person. `key` is unique for ever and holds the date, so a moved date is another message.

    `day` is the date it is about; `subjects` the ids of what it is about: applications for "sent_to_hosts" and
    "offer", opportunities for "deadline", placements for "begins", "ends" and "journal", check-ins. `weight` says
    what gives way when the week's nudges are nearly spent (`weighing`).
    """

    key: str
    person: int
    due_at: datetime
    expires_at: datetime
    topic: Topic
    cycle: str = ""
    what: str = ""
    step: str = ""
    day: str = ""
    subjects: tuple[int, ...] = ()
    weight: int = 0

    @property
    def kind(self) -> Literal["nudge", "notice"]:
        """Whether it counts against the weekly budget."""
        return "notice" if self.topic in NOTICES else "nudge"


@dataclass(frozen=True)
class Snapshot:
    """The state that `due` looks at: a whole programme, or all of it that concerns some people.

    `students` are those on the roster; `applications` are all of them, ended ones too; `saved` holds opportunities
    by student. `journals_in` are the placements whose journal is handed in; `declined` the (session, student) pairs
    who said that they cannot come; `meetings` when a session begins, by (session, cycle);
    `written` the day of the last journal entry, by placement; `seen` when somebody whom a check-in has not reached was
    last seen on a surface on which they can be written to.
    """

    programme: Programme
    now: datetime
    people: Mapping[int, Person]
    students: Sequence[int] = ()
    applications: Sequence[Application] = ()
    saved: Mapping[int, Sequence[int]] = field(default_factory=dict)
    opportunities: Mapping[int, Opportunity] = field(default_factory=dict)
    placements: Sequence[Placement] = ()
    check_ins: Sequence[CheckIn] = ()
    journals_in: frozenset[int] = frozenset()
    declined: frozenset[tuple[str, int]] = frozenset()
    meetings: Mapping[tuple[str, str], datetime] = field(default_factory=dict)
    written: Mapping[int, date] = field(default_factory=dict)
    seen: Mapping[int, datetime] = field(default_factory=dict)


class Schedule(Protocol):
    """What planning keeps; the planned messages themselves are rows of the outbox."""

    def look(self, scope: Scope, now: datetime, every: timedelta) -> bool: ...
    def known_dates(self, scope: Scope) -> Mapping[str, str] | None: ...
    def remember_dates(self, scope: Scope, dates: Mapping[str, str]) -> None: ...
    def reason(self, person: int, key: str | None = None) -> tuple[str, str, datetime] | None: ...
    def reached(self, person: int, since: datetime) -> Sequence[datetime]: ...
    def held(self, scope: Scope, limit: int) -> Sequence[tuple[int, str, str, str, datetime | None]]: ...
    def known(self, keys: Sequence[str]) -> set[str]: ...
    def ended(self, keys: Sequence[str]) -> set[str]: ...
    def state_of(self, key: str) -> str | None: ...
    def last_seen(self, people: Sequence[int]) -> Mapping[int, datetime]: ...
    def delivered(self, scope: Scope, limit: int) -> Sequence[tuple[int, str, datetime]]: ...
    def saved(self, scope: Scope, person: int | None = None) -> Sequence[tuple[int, int]]: ...
