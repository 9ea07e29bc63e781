"""The courier's side of the outbox: claiming what is due, and writing down how each message ended.

A row is claimed by moving its `due_at` to the end of a lease; who holds the lease may send. `sending` is written before
the platform is called, so that only a lost answer leaves a doubt: such a row becomes *unknown*, and nothing sends it
again by itself (design promises 3 and 4). Wherever `now` may be left out, the system's clock is read.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias

from sqlalchemy import (
    Connection,
    Update,
    bindparam,
    exists,
    or_,
    select,
    text,
    update,
)

from bot.activities import Place
from bot.ports import Outgoing
from store.accounts import SqlAccounts
from store.metadata import one_of
from store.outbox_table import MESSAGE, POOLS, as_outgoing, outbox, place_from_text, place_to_text
from store.paces import SqlPaces
from store.rows import AnyRow

AfterCommit: TypeAlias = Callable[[Callable[[], None]], None]

LEASE = 60.0
MANY = 10_000
FORGOTTEN = timedelta(hours=1)

_o = outbox.c
_e = outbox.alias("earlier").c
_now = bindparam("in_now", type_=_o.due_at.type)

# An earlier row of the same person and place that is due and has not ended: the later one waits for it.
_in_turn = ~exists().where(
    _e.person == _o.person,
    _e.conversation == _o.conversation,
    _e.id < _o.id,
    _e.due_at.is_not(None),
    _e.planned_at <= _now,
    or_(_e.state != "deferred", _e.due_at <= _now),
)

_due = (
    select(_o.id)
    .where(
        _o.pool == bindparam("in_pool"), _o.due_at <= _now, one_of(_o.state, "queued", "deferred"), _in_turn
    )
    .order_by(_o.due_at, _o.id)
    .limit(bindparam("in_limit"))
    .with_for_update(skip_locked=True)
)
_picked = _due.cte("picked")
_leased = {"due_at": bindparam("until"), "state": "queued"}
CLAIM = {
    "sqlite": update(outbox).where(_o.id.in_(_due)).values(_leased).returning(*MESSAGE),
    # Not IN (SELECT …): PostgreSQL may run that more than once, and lock more than it was asked for.
    "postgresql": update(outbox).where(_o.id == _picked.c.id).values(_leased).returning(*MESSAGE),
}

_held = (
    _o.id == bindparam("in_id"),
    _o.due_at == bindparam("in_lease"),
    one_of(_o.state, "queued", "sending"),
)
SENDING = (
    update(outbox)
    .where(*_held, _o.state == "queued")
    .values(state="sending", attempts=_o.attempts + 1, due_at=bindparam("until"))
)
LATER = update(outbox).where(*_held).values({name: bindparam(name) for name in ("state", "due_at", "reason")})
ENDED = (
    update(outbox)
    .where(*_held)
    .values(state=bindparam("state"), due_at=None, reason=bindparam("reason"), ended_at=bindparam("ended_at"))
)
# An answer that comes after its row was given up as unknown is still an answer.
DELIVERED = (
    update(outbox)
    .where(_o.id == bindparam("in_id"), one_of(_o.state, "sending", "unknown"))
    .values(
        state="delivered", due_at=None, reason="",
        **{name: bindparam(name) for name in ("message_id", "delivered_to", "ended_at")},
    )
    .returning(_o.op, _o.person, _o.target)
)  # fmt: skip
RECALLED = (
    update(outbox)
    .where(
        _o.person == bindparam("in_person"), _o.message_id == bindparam("in_target"), _o.op == "send",
        _o.state == "delivered",
    )
    .values(state="recalled", ended_at=bindparam("ended_at"))
)  # fmt: skip
RECOVER = (
    update(outbox)
    .where(text("state = 'sending'"), _o.due_at <= _now)
    .values(state="unknown", due_at=None, ended_at=_now, reason=bindparam("reason"))
)
_delivered = (
    select(_o.message_id, _o.delivered_to)
    .where(_o.person == bindparam("in_person"), _o.state == "delivered", _o.op == "send")
    .order_by(_o.id.desc())
    .limit(1)
)
BY_MESSAGE = _delivered.where(_o.message_id == bindparam("in_target"))
BY_REF = _delivered.where(_o.ref == bindparam("in_ref"), _o.ref.is_not(None))


class Leases:
    """Which rows this process has claimed, and until when."""

    def __init__(self) -> None:
        self._until: dict[int, datetime] = {}

    def of(self, row: int) -> datetime | None:
        """The lease of a row, also one that has run out."""
        return self._until.get(row)

    def hold(self, until: dict[int, datetime], now: datetime | None = None) -> None:
        """Note new leases; those that ran out long ago are forgotten."""
        if now is not None and len(self._until) > MANY:
            self._until = {row: end for row, end in self._until.items() if end > now - FORGOTTEN}
        self._until.update(until)


class SqlDeliveries(SqlPaces, SqlAccounts):
    """Claims and ends. Methods that end or move a row return False when this process no longer holds its lease."""

    def __init__(self, connection: Connection, leases: Leases, after_commit: AfterCommit) -> None:
        """`leases` is what this process has claimed, until when; it changes only once a commit has succeeded."""
        super().__init__(connection)
        self._leases = leases
        self._after_commit = after_commit

    def claim(
        self,
        now: datetime,
        limit: int,
        lease_seconds: float = LEASE,
        surfaces: Collection[str] | None = None,
    ) -> list[Outgoing]:
        """Up to `limit` messages that are due, this process's for so many seconds, in the order in which to send.

        Replies and safety alerts come first; what is left is shared evenly among workspaces and programmes, without
        those that are pushed back. With `surfaces`, only what goes to one of them or has no place yet. A message
        waits while an earlier one to the same person in the same place is due and has not ended. `place` and `target`
        of an update or delete are filled in from what was delivered.
        """
        until = now + timedelta(seconds=lease_seconds)
        statement = CLAIM[self.connection.dialect.name]
        claimed: list[Outgoing] = []
        pools = self._pools(now, surfaces)
        for number, pool in enumerate(pools):
            lane = sum(other[0] == pool[0] for other in pools[number:])
            share = -(-(limit - len(claimed)) // lane)
            if share <= 0:
                break
            values = {"in_pool": pool, "in_now": now, "in_limit": share, "until": until}
            rows = sorted(self.rows(statement, values), key=_in_order)
            claimed += [self._aimed(as_outgoing(row)) for row in rows]
        self._after_commit(lambda: self._leases.hold({outgoing.id: until for outgoing in claimed}, now))
        return claimed

    def next_due(self) -> datetime | None:
        """When the next row is due, or its lease runs out; None when nothing waits."""
        return min((row.due_at for row in self.rows(POOLS, {})), default=None)

    def sending(self, row: int, *, now: datetime | None = None, lease_seconds: float = LEASE) -> bool:
        """Note that the platform is about to be called. False: do not, the row is somebody else's or cancelled."""
        until = (now or datetime.now(UTC)) + timedelta(seconds=lease_seconds)
        held = self._moved(SENDING, row, {"until": until})
        if held:
            self._after_commit(lambda: self._leases.hold({row: until}))
        return held

    def delivered(
        self, row: int, message_id: str | None, place: Place, *, now: datetime | None = None
    ) -> bool:
        """The platform has taken it. When it was a delete, the message that it took away is recalled."""
        at = now or datetime.now(UTC)
        values = {
            "in_id": row,
            "message_id": message_id,
            "delivered_to": place_to_text(place),
            "ended_at": at,
        }
        this = self.one(DELIVERED, values)
        if this is None:
            return False
        if this.op == "delete":
            self.change(RECALLED, {"in_person": this.person, "in_target": this.target, "ended_at": at})
        return True

    def deferred(self, row: int, until: datetime, reason: str) -> bool:
        """Not now, for a reason that a person may read (quiet hours, the week's budget); looked at again then."""
        return self._moved(LATER, row, {"state": "deferred", "due_at": until, "reason": reason})

    def retry(self, row: int, at: datetime, reason: str) -> bool:
        """Try again at that instant: only where it is certain that nothing was sent (412, 429, refused)."""
        return self._moved(LATER, row, {"state": "queued", "due_at": at, "reason": reason})

    def failed(self, row: int, reason: str, *, now: datetime | None = None) -> bool:
        """The platform refused it for good."""
        return self._ended(row, "failed", reason, now)

    def unreachable(self, row: int, reason: str, *, now: datetime | None = None) -> bool:
        """There is no way to this person (not installed, blocked)."""
        return self._ended(row, "unreachable", reason, now)

    def suppressed(self, row: int, reason: str, *, now: datetime | None = None) -> bool:
        """It has become pointless or unwelcome (answered, paused, stopped)."""
        return self._ended(row, "suppressed", reason, now)

    def unknown(self, row: int, reason: str, *, now: datetime | None = None) -> bool:
        """The platform was called and its answer was lost (a 5xx, a broken connection)."""
        return self._ended(row, "unknown", reason, now)

    def cancelled(self, row: int, reason: str, *, now: datetime | None = None) -> bool:
        """Somebody has called it off."""
        return self._ended(row, "cancelled", reason, now)

    def recover(self, now: datetime) -> int:
        """Rows that were being sent when their worker died become unknown; returns how many."""
        return self.change(
            RECOVER, {"in_now": now, "reason": "The worker stopped while this was being sent."}
        )

    def _pools(self, now: datetime, surfaces: Collection[str] | None) -> list[str]:
        paused = self.paused(now)
        due = sorted((row.pool[0], row.due_at, row.pool) for row in self.rows(POOLS, {}) if row.due_at <= now)
        return [pool for _, _, pool in due if pool[2:] not in paused and _wanted(pool, surfaces)]

    def _aimed(self, outgoing: Outgoing) -> Outgoing:
        if outgoing.op == "send" or (outgoing.place and outgoing.target):
            return outgoing
        values = {"in_person": outgoing.person, "in_target": outgoing.target, "in_ref": outgoing.card.ref}
        row = self.one(BY_MESSAGE if outgoing.target else BY_REF, values)
        if row is None:
            return outgoing
        return replace(
            outgoing, target=row.message_id, place=outgoing.place or place_from_text(row.delivered_to)
        )

    def _moved(self, statement: Update, row: int, values: dict[str, Any]) -> bool:
        lease = self._leases.of(row)
        return lease is not None and self.change(statement, {**values, "in_id": row, "in_lease": lease}) == 1

    def _ended(self, row: int, state: str, reason: str, now: datetime | None) -> bool:
        return self._moved(
            ENDED, row, {"state": state, "reason": reason, "ended_at": now or datetime.now(UTC)}
        )


def _in_order(row: AnyRow) -> int:
    return int(row.id)


def _wanted(pool: str, surfaces: Collection[str] | None) -> bool:
    surface = pool.split("/")[1]
    return surfaces is None or not surface or surface in surfaces
