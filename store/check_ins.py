"""Check-ins: who was asked what of which placement, and what they answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, bindparam

from bot.programme.checkins import CheckIn, State
from bot.programme.people import Scope
from store.metadata import Id, Instant, Json, Words, id_column, metadata, names, owned, scope_columns
from store.rows import Repository, rows_of, saving
from store.upserts import added

check_ins = Table(
    "check_ins",
    metadata,
    id_column(),
    *scope_columns(),
    Column("placement", Id, ForeignKey("placements.id"), nullable=False),
    Column("plan", String, nullable=False),
    Column("role", String, nullable=False),
    Column("asked", Id, ForeignKey("people.id"), nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("closes_at", Instant, nullable=False),
    Column("seen_by", Json, nullable=False),
    Column("state", String, nullable=False),
    Column("answers", Json, nullable=False),
    Column("sent_at", Instant),
    Column("answered_at", Instant),
    Column("reminders", Integer, nullable=False),
    Column("snoozed_until", Instant),
    Column("delegated_by", Id, ForeignKey("people.id")),
    Column("reason", Words, nullable=False),
    Column("revision", Integer, nullable=False, default=0),
    Index("uq_check_ins_placement_plan_role", "placement", "plan", "role", unique=True),
    Index("ix_check_ins_asked", "organisation", "programme", "asked"),
    Index("ix_check_ins_state", "organisation", "programme", "state"),
)

_CHANGING = (
    "placement", "plan", "role", "asked", "due_at", "closes_at", "seen_by", "state", "answers", "sent_at",
    "answered_at", "reminders", "snoozed_until", "delegated_by", "reason",
)  # fmt: skip
_states = check_ins.c.state.in_(bindparam("in_states", expanding=True))

ADD = added(check_ins, "placement", "plan", "role")
SAVE = saving(check_ins, *_CHANGING)
GET = rows_of(check_ins, check_ins.c.id == bindparam("in_id"))
OF_ASKED = rows_of(check_ins, check_ins.c.asked == bindparam("in_person"))
OF_ASKED_IN = rows_of(check_ins, check_ins.c.asked == bindparam("in_person"), _states)
OF_PLACEMENT = rows_of(check_ins, check_ins.c.placement == bindparam("in_placement"))
IN_STATES = rows_of(check_ins, _states)


def _values(check_in: CheckIn) -> dict[str, Any]:
    values = {column: getattr(check_in, column) for column in _CHANGING}
    return {**values, "seen_by": list(check_in.seen_by), "answers": dict(check_in.answers)}


class SqlCheckIns(Repository):
    """The port `CheckIns`."""

    def get(self, scope: Scope, check_in: int) -> CheckIn | None:
        row = self.one(GET, {**names(scope), "in_id": check_in})
        return None if row is None else self._seen(row)

    def add(self, check_in: CheckIn) -> int | None:
        """The id of the new row; None where this placement has one of that plan and role already."""
        row = self.one(ADD, {**owned(check_in.scope), **_values(check_in), "revision": 0})
        if row is None:
            return None
        self.remember(row[0], 0)
        return int(row[0])

    def save(self, check_in: CheckIn) -> None:
        """Raises NotFoundError, or ConflictError when somebody else changed it meanwhile."""
        self.save_row(SAVE, check_in.scope, check_in.id, _values(check_in))

    def of_asked(self, scope: Scope, person: int, states: Sequence[State] = ()) -> Sequence[CheckIn]:
        """Those that this person is to answer now, oldest first; all of them without `states`."""
        values = {**names(scope), "in_person": person}
        return (
            self._every(OF_ASKED_IN, {**values, "in_states": list(states)})
            if states
            else self._every(OF_ASKED, values)
        )

    def of_placement(self, scope: Scope, placement: int) -> Sequence[CheckIn]:
        return self._every(OF_PLACEMENT, {**names(scope), "in_placement": placement})

    def in_states(self, scope: Scope, states: Sequence[State]) -> Sequence[CheckIn]:
        return self._every(IN_STATES, {**names(scope), "in_states": list(states)})

    def _every(self, statement: Any, values: Mapping[str, Any]) -> Sequence[CheckIn]:
        return [self._seen(row) for row in self.rows(statement, values)]

    def _seen(self, row: Any) -> CheckIn:
        (
            number,
            organisation,
            programme,
            placement,
            plan,
            role,
            asked,
            due_at,
            closes_at,
            seen_by,
            *rest,
            revision,
        ) = row
        self.remember(number, revision)
        return CheckIn(
            number,
            Scope(organisation, programme),
            placement,
            plan,
            role,
            asked,
            due_at,
            closes_at,
            tuple(seen_by),
            *rest,
        )
