"""Applications; of those that have not ended, a student has one for each opportunity."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, bindparam, func, select

from bot.errors import ConflictError
from bot.programme.applications import Application
from bot.programme.people import Scope
from store.metadata import Id, Instant, Json, Words, id_column, metadata, names, owned, scope_columns, within
from store.rows import AnyRow, Repository, rows_of, saving
from store.upserts import added

applications = Table(
    "applications",
    metadata,
    id_column(),
    *scope_columns(),
    Column("student", Id, ForeignKey("people.id"), nullable=False),
    Column("opportunity", Id, ForeignKey("opportunities.id")),
    Column("cycle", String, nullable=False),
    Column("state", String, nullable=False),
    Column("answers", Json, nullable=False),
    Column("created_at", Instant),
    Column("submitted_at", Instant),
    Column("version", Integer, nullable=False),
    Column("reason", Words, nullable=False),
    Column("undecidable", Boolean, nullable=False),
    Column("expires_at", Instant),
    Column("pending", String),
    # What there can be only one of until it has ended; NULL afterwards, and NULLs never clash.
    Column("live", String),
    Column("revision", Integer, nullable=False, default=0),
    Index("uq_applications_live", "organisation", "programme", "live", unique=True),
    Index("ix_applications_student", "organisation", "programme", "student"),
    Index("ix_applications_opportunity", "organisation", "programme", "opportunity"),
    Index("ix_applications_state", "organisation", "programme", "state"),
)

_CHANGING = (
    "student", "opportunity", "cycle", "state", "answers", "created_at", "submitted_at", "version", "reason",
    "undecidable", "expires_at", "pending",
)  # fmt: skip

ADD = added(applications, "organisation", "programme", "live")
SAVE = saving(applications, *_CHANGING, "live")
GET = rows_of(applications, applications.c.id == bindparam("in_id"))
OF_STUDENT = rows_of(applications, applications.c.student == bindparam("in_student"))
FOR_OPPORTUNITY = rows_of(applications, applications.c.opportunity == bindparam("in_opportunity"))
IN_STATES = rows_of(applications, applications.c.state.in_(bindparam("in_states", expanding=True)))
UNDECIDABLE = (
    select(applications.c.id, applications.c.student, applications.c.submitted_at)
    .where(
        within(applications),
        applications.c.state == "submitted",
        applications.c.undecidable.is_(True),
        applications.c.pending.is_(None),
    )
    .order_by(applications.c.submitted_at, applications.c.id)
)
_staged = applications.c.pending.is_not(None)
COUNTS = (
    select(applications.c.cycle, applications.c.state, _staged, func.count())
    .where(within(applications))
    .group_by(applications.c.cycle, applications.c.state, _staged)
)


def _values(application: Application) -> dict[str, Any]:
    values = {column: getattr(application, column) for column in _CHANGING}
    return {**values, "live": None if application.ended else _only_one(application)}


def _only_one(application: Application) -> str:
    wanted = f"cycle:{application.cycle}" if application.opportunity is None else str(application.opportunity)
    return f"{application.student}/{wanted}"


class SqlApplications(Repository):
    """The port `Applications`."""

    def get(self, scope: Scope, application: int) -> Application | None:
        row = self.one(GET, {**names(scope), "in_id": application})
        return None if row is None else self._seen(row)

    def add(self, application: Application) -> int:
        """Raises ConflictError when the student has one for the same thing that has not ended."""
        row = self.one(ADD, {**owned(application.scope), **_values(application), "revision": 0})
        if row is None:
            raise ConflictError("There is an application for this already.")
        self.remember(row.id, 0)
        return int(row.id)

    def save(self, application: Application) -> None:
        """Raises NotFoundError, or ConflictError when somebody else changed it meanwhile."""
        self.save_row(SAVE, application.scope, application.id, _values(application))

    def of_student(self, scope: Scope, student: int) -> Sequence[Application]:
        return self._every(OF_STUDENT, {**names(scope), "in_student": student})

    def for_opportunity(self, scope: Scope, opportunity: int) -> Sequence[Application]:
        return self._every(FOR_OPPORTUNITY, {**names(scope), "in_opportunity": opportunity})

    def in_states(self, scope: Scope, states: Iterable[str]) -> Sequence[Application]:
        return self._every(IN_STATES, {**names(scope), "in_states": list(states)})

    def undecidable(self, scope: Scope) -> Sequence[tuple[int, int, datetime]]:
        """The oldest first; one whose decision is staged waits no longer."""
        return [(number, student, at) for number, student, at in self.rows(UNDECIDABLE, names(scope))]

    def counts(self, scope: Scope) -> Mapping[tuple[str, str, bool], int]:
        """How many there are, by cycle, state, and whether a decision is staged."""
        rows = self.rows(COUNTS, names(scope))
        return {(cycle, state, bool(staged)): number for cycle, state, staged, number in rows}

    def _every(self, statement: Any, values: dict[str, Any]) -> Sequence[Application]:
        return [self._seen(row) for row in self.rows(statement, values)]

    def _seen(self, row: AnyRow) -> Application:
        number, organisation, programme, *rest, _live, revision = row
        self.remember(number, revision)
        return Application(number, Scope(organisation, programme), *rest)
