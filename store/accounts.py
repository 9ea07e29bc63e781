"""What became of messages: the sums of a broadcast, who was reached, and the depth of the queue (design promise 3)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import get_args

from sqlalchemy import bindparam, func, select, update

from bot.ports import Delivery
from bot.programme.people import Scope
from store.metadata import names, one_of, within
from store.outbox_table import POOLS, outbox
from store.people import people
from store.rows import Repository

DELIVERIES: tuple[Delivery, ...] = get_args(Delivery)
AGAIN: frozenset[Delivery] = frozenset({"unknown", "failed", "unreachable", "suppressed", "cancelled"})

_o = outbox.c
_batch = (within(outbox), _o.batch == bindparam("in_batch"), _o.op == "send")

COUNTS = select(_o.state, func.count().label("number")).where(*_batch).group_by(_o.state)
BATCHES = (
    select(_o.batch)
    .where(within(outbox), _o.batch.is_not(None), _o.op == "send")
    .group_by(_o.batch)
    .order_by(func.min(_o.id))
)
REPORT = (
    select(
        _o.id, _o.person, people.c.name, people.c.email, _o.state, _o.reason, _o.attempts, _o.message_id, _o.planned_at,
        _o.due_at, _o.ended_at,
    )
    .join_from(outbox, people, people.c.id == _o.person, isouter=True)
    .where(*_batch)
    .order_by(_o.id)
)  # fmt: skip
CANCEL = (
    update(outbox)
    .where(*_batch, one_of(_o.state, "queued", "deferred"))
    .values(state="cancelled", due_at=None, reason=bindparam("reason"), ended_at=bindparam("ended_at"))
)
RESEND = (
    update(outbox)
    .where(*_batch, _o.state.in_(bindparam("in_states", expanding=True)))
    .values(state="queued", due_at=bindparam("at"), planned_at=bindparam("at"), reason="", ended_at=None)
)
DUE = select(func.count().label("rows"), func.min(_o.due_at).label("oldest")).where(
    _o.pool == bindparam("in_pool"), _o.due_at <= bindparam("in_now"), one_of(_o.state, "queued", "deferred")
)


@dataclass(frozen=True, slots=True)
class Recipient:
    """What became of one message of a batch. `name` and `email` are None for a person who was erased."""

    id: int
    person: int
    name: str | None
    email: str | None
    state: Delivery
    reason: str
    attempts: int
    message_id: str | None
    planned_at: datetime
    due_at: datetime | None
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Depth:
    """How much is due and not claimed, and since when the oldest is."""

    due: int
    oldest: datetime | None


class SqlAccounts(Repository):
    """Sums and lists over the outbox."""

    def batches(self, scope: Scope) -> Sequence[str]:
        """The batches of a programme, in the order in which they were planned."""
        return [row.batch for row in self.rows(BATCHES, names(scope))]

    def counts(self, scope: Scope, batch: str) -> dict[Delivery, int]:
        """How many messages of a batch are in each state, every state named; intended is their sum."""
        found = {row.state: row.number for row in self.rows(COUNTS, {**names(scope), "in_batch": batch})}
        return {state: found.get(state, 0) for state in DELIVERIES}

    def report(self, scope: Scope, batch: str) -> Sequence[Recipient]:
        """What became of each message of a batch, in the order in which they were queued."""
        return [Recipient(*row) for row in self.rows(REPORT, {**names(scope), "in_batch": batch})]

    def cancel(self, scope: Scope, batch: str, reason: str, *, now: datetime | None = None) -> int:
        """Call off what has not been sent yet; returns how many."""
        values = {**names(scope), "in_batch": batch, "reason": reason, "ended_at": now or datetime.now(UTC)}
        return self.change(CANCEL, values)

    def resend(
        self, scope: Scope, batch: str, states: Collection[Delivery], *, now: datetime | None = None
    ) -> int:
        """Queue again what ended in these states; returns how many.

        Raises ValueError for a state in which the message was or may still be sent.
        """
        if wrong := set(states) - AGAIN:
            raise ValueError(f"what is {', '.join(sorted(wrong))} is not sent again")
        values = {
            **names(scope),
            "in_batch": batch,
            "in_states": list(states),
            "at": now or datetime.now(UTC),
        }
        return self.change(RESEND, values)

    def depth(self, now: datetime) -> Depth:
        """The state of the queue, for metrics."""
        due, oldest = 0, None
        for pool in self.rows(POOLS, {}):
            row = self.connection.execute(DUE, {"in_pool": pool.pool, "in_now": now}).one()
            due += row.rows
            oldest = min((instant for instant in (oldest, row.oldest) if instant), default=None)
        return Depth(due, oldest)
