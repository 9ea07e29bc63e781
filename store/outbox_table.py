"""The table of outgoing messages, and how a message becomes a row and a row a message again.

`due_at` is the schedule: when a row may next be claimed, moved by leases and retries, and NULL once the row has ended.
`planned_at` is when it was meant to go. `pool` is what rows share fairly: an urgent or a patient lane, and the
workspace, or the programme while the place is not known.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from sqlalchemy import Boolean, CheckConstraint, Column, Index, Integer, String, Table, Text, text

from bot.activities import Place
from bot.cards import Card
from bot.ports import Outgoing
from bot.wire import from_json, to_json
from store.metadata import Id, Instant, Words, id_column, metadata, owned, scope_columns, scope_of
from store.rows import AnyRow

URGENT = frozenset({"reply", "safety"})

outbox = Table(
    "outbox",
    metadata,
    id_column(),
    *scope_columns(nullable=True),
    Column("key", String().with_variant(String(collation="C"), "postgresql"), nullable=False),
    Column("person", Id, nullable=False),
    Column("kind", String, nullable=False),
    Column("card", Text, nullable=False),
    Column("op", String, nullable=False),
    Column("target", String),
    Column("ref", String),
    Column("why", Words, nullable=False),
    Column("about", Text, nullable=False),
    Column("batch", String),
    Column("surface", String),
    Column("workspace", String),
    Column("conversation", String, nullable=False),
    Column("thread", String),
    Column("private", Boolean, nullable=False),
    Column("pool", String().with_variant(String(collation="C"), "postgresql"), nullable=False),
    Column("planned_at", Instant, nullable=False),
    Column("due_at", Instant),
    Column("expires_at", Instant),
    Column("state", String, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("reason", Words, nullable=False),
    Column("message_id", String),
    Column("delivered_to", Text),
    Column("ended_at", Instant),
    Index("uq_outbox_key", "key", unique=True),
    # Promise 3: exactly one state, and what has ended is never due.
    CheckConstraint(
        "CASE WHEN state IN ('queued', 'deferred', 'sending') THEN due_at IS NOT NULL"
        " WHEN state IN ('delivered', 'suppressed', 'failed', 'unreachable', 'unknown', 'cancelled', 'recalled')"
        " THEN due_at IS NULL ELSE FALSE END",
        name="ck_outbox_state",
    ),
)

_c = outbox.c
_waiting = _c.due_at.is_not(None)
Index("ix_outbox_due", _c.pool, _c.due_at, _c.id, sqlite_where=_waiting, postgresql_where=_waiting)
Index("ix_outbox_order", _c.person, _c.conversation, _c.id, sqlite_where=_waiting, postgresql_where=_waiting)
Index(
    "ix_outbox_sending", _c.due_at, sqlite_where=_c.state == "sending", postgresql_where=_c.state == "sending"
)
_batched = _c.batch.is_not(None)
Index(
    "ix_outbox_batch",
    _c.organisation,
    _c.programme,
    _c.batch,
    sqlite_where=_batched,
    postgresql_where=_batched,
)
_ended = _c.ended_at.is_not(None)
Index("ix_outbox_person", _c.person, _c.ended_at, sqlite_where=_ended, postgresql_where=_ended)
Index(
    "ix_outbox_ref", _c.person, _c.ref, sqlite_where=_c.ref.is_not(None), postgresql_where=_c.ref.is_not(None)
)

MESSAGE = tuple(
    _c[name]
    for name in (
        "id", "organisation", "programme", "key", "person", "kind", "card", "op", "target", "why", "about", "batch",
        "surface", "workspace", "conversation", "thread", "private", "planned_at", "expires_at",
    )
)  # fmt: skip


# The pools that have open rows, found by jumping along the index from one to the next, and when each is next due.
POOLS = text(
    "WITH RECURSIVE pools(pool) AS ("
    " SELECT min(pool) FROM outbox WHERE due_at IS NOT NULL"
    " UNION ALL SELECT (SELECT min(o.pool) FROM outbox o WHERE o.due_at IS NOT NULL AND o.pool > pools.pool)"
    " FROM pools WHERE pools.pool IS NOT NULL)"
    " SELECT pool, (SELECT min(o.due_at) FROM outbox o WHERE o.pool = pools.pool AND o.due_at IS NOT NULL) AS due_at"
    " FROM pools WHERE pool IS NOT NULL"
).columns(pool=String, due_at=Instant)


def pool_of(outgoing: Outgoing) -> str:
    """What this row shares with others: `lane/surface/workspace`, or `lane//programme` where no place is known."""
    lane = "0" if outgoing.kind in URGENT else "1"
    if outgoing.place is not None:
        return f"{lane}/{outgoing.place.surface}/{outgoing.place.workspace}"
    return f"{lane}//{outgoing.scope.programme if outgoing.scope else ''}"


def as_values(outgoing: Outgoing) -> dict[str, Any]:
    """A new row."""
    place = outgoing.place
    return {
        **owned(outgoing.scope),
        "key": outgoing.key,
        "person": outgoing.person,
        "kind": outgoing.kind,
        "card": json.dumps(to_json(outgoing.card), separators=(",", ":")),
        "op": outgoing.op,
        "target": outgoing.target,
        "ref": outgoing.card.ref,
        "why": outgoing.why,
        "about": json.dumps(dict(outgoing.about), separators=(",", ":")),
        "batch": outgoing.batch,
        "surface": place.surface if place else None,
        "workspace": place.workspace if place else None,
        "conversation": place.conversation if place else "",
        "thread": place.thread if place else None,
        "private": place.private if place else True,
        "pool": pool_of(outgoing),
        "planned_at": outgoing.due_at,
        "due_at": outgoing.due_at,
        "expires_at": outgoing.expires_at,
        "state": "queued",
        "attempts": 0,
        "reason": "",
    }


def as_outgoing(row: AnyRow) -> Outgoing:
    """The message of a row with the columns of MESSAGE."""
    (
        number, organisation, programme, key, person, kind, card, op, target, why, about, batch,
        surface, workspace, conversation, thread, private, planned_at, expires_at,
    ) = row  # fmt: skip
    return Outgoing(
        key=key, person=person, card=read_card(card), due_at=planned_at, kind=kind,
        scope=scope_of(organisation, programme),
        place=None if surface is None else Place(surface, workspace, conversation, private, thread),
        op=op, target=target, why=why, about=json.loads(about) if about != "{}" else {}, batch=batch,
        expires_at=expires_at, id=number,
    )  # fmt: skip


@lru_cache(maxsize=256)
def read_card(text: str) -> Card:
    """A card from its row; the rows of a broadcast hold the same one."""
    return from_json(Card, json.loads(text))


def place_to_text(place: Place) -> str:
    """A place as one column holds it."""
    return json.dumps([place.surface, place.workspace, place.conversation, place.private, place.thread])


def place_from_text(text: str) -> Place:
    """The place of `place_to_text`."""
    return Place(*json.loads(text))
