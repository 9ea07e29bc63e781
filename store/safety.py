"""Safety alerts: what was passed to whom, and who has taken it up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, bindparam, insert, select

from bot.programme.people import Scope
from bot.programme.safety import Alert
from store.metadata import Id, Instant, Json, Words, id_column, metadata, names, owned, scope_columns
from store.rows import Repository, rows_of, saving

safety_alerts = Table(
    "safety_alerts",
    metadata,
    id_column(),
    *scope_columns(),
    Column("writer", Id, ForeignKey("people.id"), nullable=False, index=True),
    Column("kind", String, nullable=False),
    Column("words", Words, nullable=False),
    Column("at", Instant, nullable=False),
    Column("told", Json, nullable=False),
    Column("left_out", Json, nullable=False),
    Column("next_at", Instant),
    Column("taken_by", Id, ForeignKey("people.id")),
    Column("taken_at", Instant),
    Column("revision", Integer, nullable=False, default=0),
    Index("ix_safety_alerts_next_at", "next_at"),
)

_CHANGING = ("writer", "kind", "words", "at", "told", "left_out", "next_at", "taken_by", "taken_at")

ADD = insert(safety_alerts).returning(safety_alerts.c.id)
SAVE = saving(safety_alerts, *_CHANGING)
GET = rows_of(safety_alerts, safety_alerts.c.id == bindparam("in_id"))
DUE = (
    select(safety_alerts)
    .where(
        safety_alerts.c.next_at.is_not(None), safety_alerts.c.next_at <= bindparam("in_now", type_=Instant())
    )
    .order_by(safety_alerts.c.id)
)


def _values(alert: Alert) -> dict[str, Any]:
    values = {column: getattr(alert, column) for column in _CHANGING}
    return {**values, "told": list(alert.told), "left_out": list(alert.left_out)}


class SqlAlerts(Repository):
    """The port `Alerts`."""

    def get(self, scope: Scope, alert: int) -> Alert | None:
        row = self.one(GET, {**names(scope), "in_id": alert})
        return None if row is None else self._seen(row)

    def add(self, alert: Alert) -> int:
        number = self.insert(ADD, {**owned(alert.scope), **_values(alert), "revision": 0})
        self.remember(number, 0)
        return number

    def save(self, alert: Alert) -> None:
        """Raises NotFoundError, or ConflictError when somebody else changed it meanwhile."""
        self.save_row(SAVE, alert.scope, alert.id, _values(alert))

    def due(self, now: datetime) -> Sequence[Alert]:
        """Those whose next contact it is time to alert, of every programme."""
        return [self._seen(row) for row in self.rows(DUE, {"in_now": now})]

    def _seen(self, row: Any) -> Alert:
        values: list[Any] = list(row)
        number, organisation, programme, writer, kind, words, at, told, left_out, *rest, revision = values
        self.remember(number, revision)
        return Alert(
            number,
            Scope(organisation, programme),
            writer,
            kind,
            words,
            at,
            tuple(told),
            tuple(left_out),
            *rest,
        )
