"""The courier's side of the outbox: claiming what is due, and writing down how each message ended.

A row is claimed by moving its `due_at` to the end of a lease; who holds the lease may send. `sending` is written before
the platform is called, so that only a lost answer leaves a doubt: such a row becomes *unknown*, and nothing sends it
again by itself (design promises 3 and 4). Wherever `now` may be left out, the system's clock is read.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from operator import itemgetter
from typing import Any, TypeAlias

from sqlalchemy import Connection, Update

from bot.activities import Place
from bot.ports import Outgoing
from store import delivery_statements as statements
from store.accounts import SqlAccounts
from store.outbox_table import POOLS, as_outgoing, place_from_text, place_to_text
from store.paces import SqlPaces

AfterCommit: TypeAlias = Callable[[Callable[[], None]], None]

LEASE = 60.0
MANY = 10_000
FORGOTTEN = LONGEST_LEASE = timedelta(hours=1)
STOPPED = "The worker stopped while this was being sent."


class Leases:
    """Which rows this process has claimed, and until when."""

    def __init__(self) -> None:
        self._until: dict[int, datetime] = {}
        self._many = MANY

    def of(self, row: int) -> datetime | None:
        """The lease of a row, also one that has run out."""
        return self._until.get(row)

    def hold(self, until: dict[int, datetime]) -> None:
        """Note new leases."""
        self._until.update(until)

    def drop(self, rows: Iterable[int]) -> None:
        """Forget the leases of rows that have ended or were put off."""
        for row in rows:
            self._until.pop(row, None)

    def forget(self, before: datetime) -> None:
        """Forget what was claimed long ago and never ended, now and then."""
        if len(self._until) > self._many:
            self.drop([row for row, end in tuple(self._until.items()) if end < before])
            self._many = max(MANY, 2 * len(self._until))


class SqlDeliveries(SqlPaces, SqlAccounts):
    """Claims and ends. Methods that end or move a row return False when this process no longer holds its lease."""

    def __init__(self, connection: Connection, leases: Leases, after_commit: AfterCommit) -> None:
        """`leases` is what this process has claimed, until when; it changes only once a commit has succeeded."""
        super().__init__(connection)
        self._leases = leases
        self._new: dict[int, datetime] = {}
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
        statement = statements.CLAIM[self.connection.dialect.name]
        claimed: list[Outgoing] = []
        if self.connection.dialect.name == "postgresql":
            self.connection.execute(statements.ALONG_THE_INDEX)
        pools = self._pools(now, surfaces)
        for number, pool in enumerate(pools):
            lane = sum(other[0] == pool[0] for other in pools[number:])
            share = -(-(limit - len(claimed)) // lane)
            if share <= 0:
                break
            values = {"in_pool": pool, "in_now": now, "in_limit": share, "until": until}
            rows = sorted(self.rows(statement, values), key=itemgetter(0))
            claimed += [self._aimed(as_outgoing(row)) for row in rows]
        self._leases.forget(now - FORGOTTEN)
        self._hold({outgoing.id: until for outgoing in claimed})
        return claimed

    def next_due(self) -> datetime | None:
        """When the next row is due, or its lease runs out; None when nothing waits."""
        return min((row.due_at for row in self.rows(POOLS, {})), default=None)

    def sending(
        self, rows: Sequence[int], *, now: datetime | None = None, lease_seconds: float = LEASE
    ) -> set[int]:
        """Note that the platform is about to be called; returns those rows for which it may be.

        The others are somebody else's by now, or cancelled.
        """
        until = (now or datetime.now(UTC)) + timedelta(seconds=lease_seconds)
        held: set[int] = set()
        for lease in {lease for row in rows if (lease := self._lease(row))}:
            ids = [row for row in rows if self._lease(row) == lease]
            values = {"in_rows": self._many(ids), "in_lease": lease, "until": until}
            found = self.rows(statements.SENDING[self.connection.dialect.name], values)
            held.update(row.id for row in found)
        self._hold(dict.fromkeys(held, until))
        return held

    def delivered(
        self, taken: Sequence[tuple[int, str | None, Place]], *, now: datetime | None = None
    ) -> set[int]:
        """The platform has taken these: (row, message id, place); returns those rows that were being sent.

        What a delete took away is recalled.
        """
        if not taken:
            return set()
        at = now or datetime.now(UTC)
        rows, message_ids, places = zip(*taken, strict=True)
        columns = (list(rows), list(message_ids), [place_to_text(place) for place in places])
        values: dict[str, Any]
        if self.connection.dialect.name == "postgresql":
            values = dict(zip(("in_rows", "in_messages", "in_places"), columns, strict=True))
        else:
            values = {"in_rows": json.dumps(list(zip(*columns, strict=True)))}
        ended = self.rows(statements.DELIVERED[self.connection.dialect.name], {**values, "ended_at": at})
        self._after_commit(lambda: self._leases.drop(rows))
        for this in ended:
            if this.op == "delete":
                gone = {"in_person": this.person, "in_target": this.target, "ended_at": at}
                self.change(statements.RECALLED, gone)
        return {this.id for this in ended}

    def deferred(self, row: int, until: datetime, reason: str) -> bool:
        """Not now, for a reason that a person may read (quiet hours, the week's budget); looked at again then."""
        return self._let_go(statements.LATER, row, {"state": "deferred", "due_at": until, "reason": reason})

    def retry(self, row: int, at: datetime, reason: str) -> bool:
        """Try again at that instant: only where it is certain that nothing was sent (412, 429, refused)."""
        return self._let_go(statements.LATER, row, {"state": "queued", "due_at": at, "reason": reason})

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
        values = {"in_now": now, "in_latest": now + LONGEST_LEASE, "reason": STOPPED}
        return self.change(statements.RECOVER, values)

    def take_over(self, surface: str, now: datetime) -> int:
        """End the leases of a surface that only ever one process serves, which has died (the terminal).

        What it was sending becomes unknown, what it had only claimed is due; returns how many rows that were.
        """
        values = {"in_surface": surface, "in_now": now}
        lost = self.change(statements.ORPHANED_IN_FLIGHT, {**values, "reason": STOPPED})
        return lost + self.change(statements.ORPHANED, values)

    def _pools(self, now: datetime, surfaces: Collection[str] | None) -> list[str]:
        paused = self.paused(now)
        due = sorted((row.pool[0], row.due_at, row.pool) for row in self.rows(POOLS, {}) if row.due_at <= now)
        return [pool for _, _, pool in due if pool[2:] not in paused and _wanted(pool, surfaces)]

    def _many(self, rows: list[int]) -> Any:
        return rows if self.connection.dialect.name == "postgresql" else json.dumps(rows)

    def _aimed(self, outgoing: Outgoing) -> Outgoing:
        if outgoing.op == "send" or (outgoing.place and outgoing.target):
            return outgoing
        values = {"in_person": outgoing.person, "in_target": outgoing.target, "in_ref": outgoing.card.ref}
        row = self.one(statements.BY_MESSAGE if outgoing.target else statements.BY_REF, values)
        if row is None:
            return outgoing
        return replace(
            outgoing, target=row.message_id, place=outgoing.place or place_from_text(row.delivered_to)
        )

    def _lease(self, row: int) -> datetime | None:
        return self._new.get(row) or self._leases.of(row)

    def _hold(self, until: dict[int, datetime]) -> None:
        self._new |= until
        self._after_commit(lambda: self._leases.hold(until))

    def _held(self, statement: Update, row: int, values: dict[str, Any]) -> bool:
        lease = self._lease(row)
        return lease is not None and self.change(statement, {**values, "in_id": row, "in_lease": lease}) == 1

    def _let_go(self, statement: Update, row: int, values: dict[str, Any]) -> bool:
        held = self._held(statement, row, values)
        if held:
            self._after_commit(lambda: self._leases.drop((row,)))
        return held

    def _ended(self, row: int, state: str, reason: str, now: datetime | None) -> bool:
        return self._let_go(
            statements.ENDED, row, {"state": state, "reason": reason, "ended_at": now or datetime.now(UTC)}
        )


def _wanted(pool: str, surfaces: Collection[str] | None) -> bool:
    surface = pool.split("/")[1]
    return surfaces is None or not surface or surface in surfaces
