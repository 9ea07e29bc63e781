"""The pace of sending, shared by all workers: a token bucket for each workspace or conversation.

A bucket is one number, the instant up to which its tokens are spent (the "generic cell rate algorithm"), so taking a
token is one statement and needs no lock. Numbers are microseconds since 1970.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from datetime import UTC, datetime, timedelta

from sqlalchemy import BigInteger, Column, String, Table, and_, bindparam, case, select
from sqlalchemy.dialects.postgresql import insert

from store.metadata import metadata, microseconds
from store.rows import Repository
from store.upserts import upsert

# A pause that lies further ahead was set by a clock that has since been put right.
LONGEST_PAUSE = timedelta(days=1)

paces = Table(
    "paces",
    metadata,
    Column("key", String, primary_key=True),
    Column("spent_until", BigInteger, nullable=False),
    Column("paused_until", BigInteger, nullable=False, default=0),
)

_p = paces.c
_now = bindparam("in_now", type_=BigInteger)
_interval = bindparam("in_interval", type_=BigInteger)
_tolerance = bindparam("in_tolerance", type_=BigInteger)
_key = _p.key == bindparam("in_key")
# A bucket cannot be spent further ahead than its burst: if it is, the clock was put back.
_spent = case(
    (_p.spent_until < _now, _now),
    (_p.spent_until > _now + _tolerance + _interval, _now),
    else_=_p.spent_until,
)
_paused = _p.paused_until.between(_now + 1, _now + LONGEST_PAUSE // timedelta(microseconds=1))

_take = insert(paces)
TAKE = _take.on_conflict_do_update(
    index_elements=["key"],
    set_={"spent_until": _spent + _interval},
    where=and_(_spent <= _now + _tolerance, ~_paused),
).returning(_p.key)
STANDING = select(_p.spent_until, _p.paused_until).where(_key)
PAUSE = upsert(paces, "key", change=("paused_until",))
PAUSED = select(_p.key).where(_paused)


class SqlPaces(Repository):
    """Buckets by key, such as "slack/T123" for a workspace or "slack/T123/D456" for a conversation."""

    def pace(self, key: str, rate: float, burst: int, now: datetime | None = None) -> float:
        """Take a token: 0.0 means send now; otherwise nothing was taken, ask again after so many seconds.

        `rate` is in messages a second, `burst` how many may go at once.
        """
        at = microseconds(now or datetime.now(UTC))
        interval = int(1_000_000 / rate)
        tolerance = interval * (burst - 1)
        values = {
            "key": key, "spent_until": at + interval, "paused_until": 0,
            "in_now": at, "in_interval": interval, "in_tolerance": tolerance,
        }  # fmt: skip
        if self.one(TAKE, values) is not None:
            return 0.0
        row = self.one(STANDING, {"in_key": key})
        if row is None:
            return 0.0
        return float(max(row.spent_until - tolerance - at, row.paused_until - at, 1)) / 1_000_000

    def push_back(self, key: str, until: datetime) -> None:
        """Nothing of this key goes before that instant (a 429 with its Retry-After)."""
        self.change(PAUSE, {"key": key, "spent_until": 0, "paused_until": microseconds(until)})

    def paused(self, now: datetime) -> AbstractSet[str]:
        """The keys that are pushed back beyond now."""
        return {row.key for row in self.rows(PAUSED, {"in_now": microseconds(now)})}
