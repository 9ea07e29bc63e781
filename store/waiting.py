"""The waiting list, and the numbers of places that staff have set."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    Column,
    Float,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
    bindparam,
    insert,
    select,
    update,
)

from bot.programme.deciding import Limit, Waiting
from bot.programme.people import Scope
from store.metadata import Id, Instant, Words, id_column, metadata, names, owned, scope_columns, within
from store.rows import AnyRow, Repository, rows_of, saving

waiting = Table(
    "waiting",
    metadata,
    id_column(),
    *scope_columns(),
    Column("application", Id, nullable=False),
    Column("opportunity", Id),
    Column("quota", Words, nullable=False),
    Column("rank", Float, nullable=False),
    Column("since", Instant, nullable=False),
    Column("state", String, nullable=False),
    Column("revision", Integer, nullable=False, default=0),
    Index("ix_waiting_state", "organisation", "programme", "state"),
)
limits = Table(
    "limits",
    metadata,
    id_column(),
    *scope_columns(),
    Column("quota", Words, nullable=False),
    Column("places", Integer, nullable=False),
    UniqueConstraint("organisation", "programme", "quota"),
)

_CHANGING = ("application", "opportunity", "quota", "rank", "since", "state")

ADD = insert(waiting).returning(waiting.c.id)
SAVE = saving(waiting, *_CHANGING)
WAITING = rows_of(waiting, waiting.c.state == "waiting", waiting.c.quota == bindparam("in_quota"))
OF_APPLICATION = rows_of(
    waiting, waiting.c.application == bindparam("in_application"), waiting.c.state == "waiting"
)
LIMIT = select(limits.c.places).where(within(limits), limits.c.quota == bindparam("in_quota"))
SET_LIMIT = (
    update(limits)
    .where(within(limits), limits.c.quota == bindparam("in_quota"))
    .values(places=bindparam("in_places"))
)
ADD_LIMIT = insert(limits)


def _values(entry: Waiting) -> dict[str, Any]:
    return {column: getattr(entry, column) for column in _CHANGING}


class SqlWaitingList(Repository):
    """The port `WaitingList`."""

    def add(self, entry: Waiting) -> int:
        number = self.insert(ADD, {**owned(entry.scope), **_values(entry), "revision": 0})
        self.remember(number, 0)
        return number

    def of(self, scope: Scope, opportunity: int | None, quota: str) -> Sequence[Waiting]:
        """Those who wait for this opportunity or quota, next first."""
        rows = [self._seen(row) for row in self.rows(WAITING, {**names(scope), "in_quota": quota})]
        mine = [one for one in rows if one.opportunity == opportunity]
        return sorted(mine, key=lambda one: (one.rank, one.id))

    def of_application(self, scope: Scope, application: int) -> Waiting | None:
        row = self.one(OF_APPLICATION, {**names(scope), "in_application": application})
        return None if row is None else self._seen(row)

    def save(self, entry: Waiting) -> None:
        """Raises NotFoundError, or ConflictError when somebody else moved the list meanwhile."""
        self.save_row(SAVE, entry.scope, entry.id, _values(entry))

    def limit(self, scope: Scope, quota: str) -> int | None:
        """How many places staff have set, or None."""
        row = self.one(LIMIT, {**names(scope), "in_quota": quota})
        return None if row is None else int(row[0])

    def set_limit(self, limit: Limit) -> None:
        """Set the number of places of a quota."""
        values = {**names(limit.scope), "in_quota": limit.quota, "in_places": limit.places}
        if not self.connection.execute(SET_LIMIT, values).rowcount:
            self.connection.execute(
                ADD_LIMIT, {**owned(limit.scope), "quota": limit.quota, "places": limit.places}
            )

    def _seen(self, row: AnyRow) -> Waiting:
        number, organisation, programme, application, opportunity, quota, rank, since, state, revision = row
        self.remember(number, revision)
        return Waiting(
            number, Scope(organisation, programme), application, opportunity, quota, rank, since, state
        )
