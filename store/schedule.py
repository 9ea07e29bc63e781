"""What planning keeps: when each programme was last looked at, the dates it had then, and who was written to lately.

The schedule itself is the outbox: a planned message is a row there, with its due instant and its unique key.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Column, Row, Select, Table, bindparam, func, or_, select, update

from bot.programme.people import Scope
from store.metadata import Instant, Json, metadata, names, owned, scope_columns, within
from store.opportunities_table import saved_opportunities
from store.outbox_table import outbox
from store.people import identities
from store.rows import Repository
from store.upserts import once, upsert

AT_ONCE = 500

planning = Table(
    "planning",
    metadata,
    *scope_columns(primary_key=True),
    Column("looked_at", Instant, nullable=False),
)

known_dates = Table(
    "known_dates",
    metadata,
    *scope_columns(primary_key=True),
    Column("dates", Json, nullable=False),
)

_o = outbox.c
_reached = _o.state.in_(("delivered", "unknown", "recalled"))

FIRST = once(planning, "organisation", "programme")
AGAIN = (
    update(planning)
    .where(
        within(planning),
        # A look that lies in the future was made by a clock that has since been put right.
        or_(planning.c.looked_at <= bindparam("in_before"), planning.c.looked_at > bindparam("in_now")),
    )
    .values(looked_at=bindparam("looked_at"))
)
KNOWN = select(known_dates.c.dates).where(within(known_dates))
REMEMBER = upsert(known_dates, "organisation", "programme", change=("dates",))
RECENT = (
    select(_o.ended_at)
    .where(
        _o.person == bindparam("in_person"),
        _o.ended_at > bindparam("in_since"),
        _o.kind.in_(("nudge", "broadcast")),
        _o.op == "send",
        _reached,
    )
    .order_by(_o.ended_at)
)
_sent = (
    select(_o.why, _o.kind, _o.ended_at)
    .where(
        _o.person == bindparam("in_person"),
        _o.kind.in_(("nudge", "broadcast", "notice")),
        _o.op == "send",
        _reached,
    )
    .order_by(_o.ended_at.desc(), _o.id.desc())
    .limit(1)
)
REASON = _sent
HELD = (
    select(_o.person, _o.about, _o.kind, _o.state, _o.reason, _o.due_at)
    .where(
        within(outbox),
        _o.kind.in_(("nudge", "broadcast", "notice")),
        _o.state.in_(("suppressed", "deferred")),
    )
    .order_by(_o.id.desc())
    .limit(bindparam("in_limit"))
)
DELIVERED = (
    select(_o.person, _o.key, _o.ended_at)
    .where(
        within(outbox),
        _o.kind.in_(("nudge", "broadcast")),
        _o.op == "send",
        _o.state.in_(("delivered", "recalled")),
    )
    .order_by(_o.id.desc())
    .limit(bindparam("in_limit"))
)
KNOWN_KEYS = select(_o.key).where(_o.key.in_(bindparam("in_keys", expanding=True)))
ENDED_KEYS = KNOWN_KEYS.where(_o.ended_at.is_not(None))
STATE = select(_o.state).where(_o.key == bindparam("in_key"))
REASON_OF = _sent.where(_o.key == bindparam("in_key"))
LAST_SEEN = (
    select(identities.c.person, func.max(identities.c.seen_at).label("seen_at"))
    .where(identities.c.person.in_(bindparam("in_people", expanding=True)), identities.c.reachable)
    .group_by(identities.c.person)
)
SAVED: Select[Any] = select(saved_opportunities.c.person, saved_opportunities.c.opportunity).where(
    within(saved_opportunities)
)
SAVED_BY = SAVED.where(saved_opportunities.c.person == bindparam("in_person"))


class SqlSchedule(Repository):
    """The port `Schedule`."""

    def look(self, scope: Scope, now: datetime, every: timedelta) -> bool:
        """Whether it is this caller's turn to plan the programme: once in `every`, whoever asks."""
        if self.change(FIRST, {**owned(scope), "looked_at": now}) == 1:
            return True
        return (
            self.change(AGAIN, {**names(scope), "in_before": now - every, "in_now": now, "looked_at": now})
            == 1
        )

    def known_dates(self, scope: Scope) -> Mapping[str, str] | None:
        """The dates of the programme in words as they were last told; None before the first time."""
        row = self.one(KNOWN, names(scope))
        return None if row is None else dict(row[0])

    def remember_dates(self, scope: Scope, dates: Mapping[str, str]) -> None:
        self.change(REMEMBER, {**owned(scope), "dates": dict(dates)})

    def reached(self, person: int, since: datetime) -> Sequence[datetime]:
        """When nudges and broadcasts of any programme reached this person, or may have."""
        return [row[0] for row in self.rows(RECENT, {"in_person": person, "in_since": since})]

    def reason(self, person: int, key: str | None = None) -> tuple[str, str, datetime] | None:
        """Why a message that nobody had asked for came (that one, else the last), its kind, and when."""
        values = {"in_person": person}
        row = self.one(REASON, values) if key is None else self.one(REASON_OF, {**values, "in_key": key})
        return None if row is None else (row.why, row.kind, row.ended_at)

    def held(self, scope: Scope, limit: int) -> Sequence[tuple[int, str, str, str, datetime | None]]:
        """(person, topic, state, reason, until) of what was held back or dropped, the latest first."""
        found = self.rows(HELD, {**names(scope), "in_limit": limit})
        return [
            (row.person, str(json.loads(row.about).get("topic", row.kind)), row.state, row.reason, row.due_at)
            for row in found
        ]

    def known(self, keys: Sequence[str]) -> set[str]:
        """Those of these keys under which a message was queued before."""
        return self._of(KNOWN_KEYS, keys)

    def ended(self, keys: Sequence[str]) -> set[str]:
        """Those of these keys whose message has ended, however it did."""
        return self._of(ENDED_KEYS, keys)

    def state_of(self, key: str) -> str | None:
        """How it stands with the message of that key."""
        row = self.one(STATE, {"in_key": key})
        return None if row is None else str(row.state)

    def last_seen(self, people: Sequence[int]) -> Mapping[int, datetime]:
        """When each of these people was last seen where they can be written to; who nowhere can is left out."""
        return {row.person: row.seen_at for row in self.rows(LAST_SEEN, {"in_people": list(people)})}

    def saved(self, scope: Scope, person: int | None = None) -> Sequence[tuple[int, int]]:
        """(student, opportunity) of what was saved: by everybody, or by one."""
        if person is None:
            return _pairs(self.rows(SAVED, names(scope)))
        return _pairs(self.rows(SAVED_BY, {**names(scope), "in_person": person}))

    def _of(self, statement: Select[Any], keys: Sequence[str]) -> set[str]:
        return {
            row.key
            for first in range(0, len(keys), AT_ONCE)
            for row in self.rows(statement, {"in_keys": list(keys[first : first + AT_ONCE])})
        }

    def delivered(self, scope: Scope, limit: int) -> Sequence[tuple[int, str, datetime]]:
        """(person, key, instant) of the nudges and broadcasts that reached somebody, the latest queued first."""
        rows = self.rows(DELIVERED, {**names(scope), "in_limit": limit})
        return [(row.person, row.key, row.ended_at) for row in rows]


def _pairs(rows: Sequence[Row[Any]]) -> list[tuple[int, int]]:
    return [(row.person, row.opportunity) for row in rows]
