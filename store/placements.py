"""Placements: who is where, and when."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, String, Table, bindparam, insert, or_

from bot.programme.people import Scope
from bot.programme.placements import Placement
from store.metadata import Id, Words, id_column, metadata, names, owned, scope_columns
from store.rows import AnyRow, Repository, rows_of, saving

placements = Table(
    "placements",
    metadata,
    id_column(),
    *scope_columns(),
    Column("student", Id, ForeignKey("people.id"), nullable=False),
    Column("opportunity", Id, ForeignKey("opportunities.id")),
    Column("window", String, nullable=False),
    Column("state", String, nullable=False),
    Column("starts", Date),
    Column("ends", Date),
    Column("host_supervisor", Id, ForeignKey("people.id")),
    Column("programme_supervisor", Id, ForeignKey("people.id")),
    Column("group", Words, nullable=False),
    Column("reason", Words, nullable=False),
    Column("revision", Integer, nullable=False, default=0),
    Index("ix_placements_student", "organisation", "programme", "student"),
    Index("ix_placements_host_supervisor", "organisation", "programme", "host_supervisor"),
    Index("ix_placements_programme_supervisor", "organisation", "programme", "programme_supervisor"),
)

_CHANGING = (
    "student", "opportunity", "window", "state", "starts", "ends", "host_supervisor", "programme_supervisor", "group",
    "reason",
)  # fmt: skip

ADD = insert(placements).returning(placements.c.id)
SAVE = saving(placements, *_CHANGING)
GET = rows_of(placements, placements.c.id == bindparam("in_id"))
OF_STUDENT = rows_of(placements, placements.c.student == bindparam("in_student"))
OF_SUPERVISOR = rows_of(
    placements,
    or_(
        placements.c.host_supervisor == bindparam("in_person"),
        placements.c.programme_supervisor == bindparam("in_person"),
    ),
)
ALL = rows_of(placements)


def _values(placement: Placement) -> dict[str, Any]:
    return {column: getattr(placement, column) for column in _CHANGING}


class SqlPlacements(Repository):
    """The port `Placements`."""

    def get(self, scope: Scope, placement: int) -> Placement | None:
        row = self.one(GET, {**names(scope), "in_id": placement})
        return None if row is None else self._seen(row)

    def add(self, placement: Placement) -> int:
        number = self.insert(ADD, {**owned(placement.scope), **_values(placement), "revision": 0})
        self.remember(number, 0)
        return number

    def save(self, placement: Placement) -> None:
        """Raises NotFoundError, or ConflictError when somebody else changed it meanwhile."""
        self.save_row(SAVE, placement.scope, placement.id, _values(placement))

    def of_student(self, scope: Scope, student: int) -> Sequence[Placement]:
        return self._every(OF_STUDENT, {**names(scope), "in_student": student})

    def of_supervisor(self, scope: Scope, person: int) -> Sequence[Placement]:
        """Those that this person supervises, at the host or at the university."""
        return self._every(OF_SUPERVISOR, {**names(scope), "in_person": person})

    def all(self, scope: Scope) -> Sequence[Placement]:
        return self._every(ALL, names(scope))

    def _every(self, statement: Any, values: dict[str, Any]) -> Sequence[Placement]:
        return [self._seen(row) for row in self.rows(statement, values)]

    def _seen(self, row: AnyRow) -> Placement:
        number, organisation, programme, *rest, revision = row
        self.remember(number, revision)
        return Placement(number, Scope(organisation, programme), *rest)
