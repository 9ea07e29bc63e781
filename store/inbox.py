"""What arrived, written down before the platform is acknowledged (design promise 1)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Column, Index, Integer, String, Table, Text, bindparam, delete, func, select, update

from bot.activities import Activity
from bot.errors import ConflictError, NotFoundError
from bot.wire import from_json, to_json
from store.metadata import Instant, Json, Words, metadata
from store.rows import Repository
from store.upserts import once

LEASE = timedelta(seconds=60)
ANSWERS_KEPT = timedelta(days=1)

inbox = Table(
    "inbox",
    metadata,
    Column("id", String, primary_key=True),
    Column("body", Text),  # blank once it has been dealt with
    Column("received_at", Instant, nullable=False),
    # From when on another worker may take it; NULL once it has been dealt with.
    Column("due_at", Instant),
    Column("attempts", Integer, nullable=False, default=0),
    Column("reason", Words, nullable=False, default=""),
    Column("answer", Json),
    Column("closed_at", Instant, index=True),
)
_waiting = inbox.c.due_at.is_not(None)
Index("ix_inbox_due_at", inbox.c.due_at, sqlite_where=_waiting, postgresql_where=_waiting)

_this = inbox.c.id == bindparam("in_id")
_in_turn = select(inbox.c.id).order_by(inbox.c.received_at, inbox.c.id).limit(bindparam("in_limit"))

RECEIVE = once(inbox, "id")
BODY = select(inbox.c.body).where(_this)
ANSWER = select(inbox.c.answer).where(_this)
ALL_OPEN = _in_turn.where(_waiting).with_for_update(skip_locked=True)
OPEN = _in_turn.where(inbox.c.due_at <= bindparam("in_now")).with_for_update(skip_locked=True)
LEASED = (
    update(inbox).where(inbox.c.id.in_(bindparam("in_ids", expanding=True))).values(due_at=bindparam("until"))
)
CLOSE = (
    update(inbox)
    .where(_this, _waiting)
    .values(
        body=None,
        due_at=None,
        answer=bindparam("answer"),
        closed_at=bindparam("at"),
        reason=bindparam("reason"),
    )
)
RETRY = (
    update(inbox)
    .where(_this, _waiting)
    .values(due_at=bindparam("at"), reason=bindparam("reason"), attempts=inbox.c.attempts + 1)
    .returning(inbox.c.attempts)
)
PURGE = delete(inbox).where(inbox.c.closed_at < bindparam("in_before"))
DEPTH = select(func.count(), func.min(inbox.c.received_at)).where(_waiting)


@dataclass(frozen=True, slots=True)
class Waiting:
    """How much waits, and since when its oldest does."""

    rows: int
    oldest: datetime | None


class SqlInbox(Repository):
    """The port `Inbox`, and what a host needs over and above it."""

    def receive(self, activity: Activity, *, now: datetime | None = None) -> bool:
        """Write it down; False when an activity with that id is known already.

        Whoever received it has a minute to close it; then `open` gives it to others.
        """
        at = now or datetime.now(UTC)
        body = json.dumps(to_json(activity), separators=(",", ":"))
        values = {
            "id": activity.id,
            "body": body,
            "received_at": at,
            "due_at": at + LEASE,
            "attempts": 0,
            "reason": "",
        }
        return self.change(RECEIVE, values) == 1

    def open(self, limit: int, *, now: datetime | None = None) -> Sequence[str]:
        """The ids of what was never closed, the oldest first, now this worker's for a minute.

        Without `now` all of it: right for one process that has just started. With `now` only what its worker has not
        closed in time: right where several work.
        """
        at = now or datetime.now(UTC)
        statement, values = (ALL_OPEN, {}) if now is None else (OPEN, {"in_now": at})
        ids = [row.id for row in self.rows(statement, {**values, "in_limit": limit})]
        if ids:
            self.change(LEASED, {"in_ids": ids, "until": at + LEASE})
        return ids

    def body(self, activity_id: str) -> Activity:
        """What arrived; raises NotFoundError when it is unknown or has been dealt with."""
        row = self.one(BODY, {"in_id": activity_id})
        if row is None or row.body is None:
            raise NotFoundError
        return from_json(Activity, json.loads(row.body))

    def close(
        self, activity_id: str, answer: Mapping[str, Any] | None, *, now: datetime | None = None
    ) -> None:
        """Say that it has been dealt with, in the unit of work that did so; the body is forgotten.

        Raises ConflictError when it was closed before: then somebody else has dealt with it, and this unit of work
        must not happen.
        """
        self._end(activity_id, None if answer is None else dict(answer), "", now)

    def answer(self, activity_id: str) -> Mapping[str, Any] | None:
        """What it was answered with, for a day; None when there was no answer or none is known."""
        row = self.one(ANSWER, {"in_id": activity_id})
        return None if row is None else row.answer

    def retry(self, activity_id: str, at: datetime, reason: str) -> int:
        """Have it worked off again from that instant on; returns how often it has failed, 0 when it is closed."""
        row = self.one(RETRY, {"in_id": activity_id, "at": at, "reason": reason})
        return 0 if row is None else int(row.attempts)

    def give_up(self, activity_id: str, reason: str, *, now: datetime | None = None) -> None:
        """Close it without having dealt with it; raises ConflictError when it was closed before."""
        self._end(activity_id, None, reason, now)

    def purge(self, now: datetime | None = None) -> int:
        """Forget what was closed more than a day ago; returns how many."""
        return self.change(PURGE, {"in_before": (now or datetime.now(UTC)) - ANSWERS_KEPT})

    def depth(self) -> Waiting:
        """How much was received and not closed."""
        return Waiting(*self.connection.execute(DEPTH).one())

    def _end(
        self, activity_id: str, answer: dict[str, Any] | None, reason: str, now: datetime | None
    ) -> None:
        values = {"in_id": activity_id, "answer": answer, "reason": reason, "at": now or datetime.now(UTC)}
        if self.change(CLOSE, values) == 0:
            raise ConflictError("This has been dealt with already.")
