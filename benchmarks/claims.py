"""Claim, note that it is being sent, complete: rows in batches of 100, beside the same three statements bare.

The product claims by pool, keeps the order of each person's messages, holds leases, and makes a message of every row;
the bare loop does none of that.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from benchmarks.databases import Bench, both
from benchmarks.measuring import Figure, in_turns, per_second
from bot.activities import Place
from bot.cards import text
from bot.ports import Outgoing
from bot.programme.people import Scope
from store.metadata import microseconds
from store.outbox_table import place_to_text

ROWS, BATCH, ROUNDS = 4000, 100, 5
MARKS = {"SQLite": 0.65, "PostgreSQL": 0.85}
SCOPE = Scope("bench", "bench")
PLACE = Place("slack", "T1", "D1")
COLUMNS = (
    "id, organisation, programme, key, person, kind, card, op, target, why, about, batch, surface, workspace,"
    " conversation, thread, private, planned_at, expires_at"
)
WAITING = (
    "SELECT id FROM outbox WHERE pool = '1//bench' AND due_at <= :now AND state IN ('queued', 'deferred')"
    " ORDER BY due_at, id LIMIT 100"
)
CLAIM = {
    "SQLite": f"UPDATE outbox SET due_at = :until WHERE id IN ({WAITING}) RETURNING {COLUMNS}",
    "PostgreSQL": f"WITH picked AS ({WAITING} FOR UPDATE SKIP LOCKED) UPDATE outbox SET due_at = :until"
    f" FROM picked WHERE outbox.id = picked.id RETURNING outbox.{COLUMNS.replace(', ', ', outbox.')}",
}
SENDING = {
    "SQLite": "UPDATE outbox SET state = 'sending', attempts = attempts + 1"
    " WHERE id IN (SELECT value FROM json_each(:ids))",
    "PostgreSQL": "UPDATE outbox SET state = 'sending', attempts = attempts + 1 WHERE id = ANY(:ids)",
}
COMPLETE = (
    "UPDATE outbox SET state = 'delivered', due_at = NULL, message_id = :message, delivered_to = :place,"
    " ended_at = :now WHERE id = :id AND state = 'sending'"
)


def run() -> Iterator[Figure]:
    """The loop, on both databases."""
    with both() as makers:
        for make in makers:
            with make() as bench:
                yield measure(bench)


def measure(bench: Bench) -> Figure:
    """Product and bare, in turns, each on new rows; planning them is not timed."""
    now = datetime.now(UTC)
    plans = itertools.count()

    def plan() -> None:
        message = Outgoing(f"b{next(plans)}", 0, text("The deadline is on Sunday."), now, "broadcast", SCOPE)
        bench.store.run(lambda unit: unit.queue.fan_out(message, range(1, ROWS + 1)))

    def product() -> None:
        deliveries, done = bench.store.deliveries, 0
        while claimed := deliveries.claim(now, BATCH):
            rows = deliveries.sending([one.id for one in claimed], now=now)
            deliveries.delivered([(row, f"m{row}", PLACE) for row in rows], now=now)
            done += len(rows)
        assert done == ROWS

    taken, other, ratio = in_turns(product, lambda: bare_loop(bench, now), ROUNDS, plan, clock=bench.clock)
    name = f"claim and complete, {bench.name}"
    return Figure(name, per_second(ROWS, taken), per_second(ROWS, other), ratio, MARKS[bench.name])


def bare_loop(bench: Bench, now: datetime) -> None:
    """The same with the driver alone."""
    until: Any = now + timedelta(seconds=60)
    at: Any = now
    if bench.name == "SQLite":
        at, until = microseconds(now), microseconds(until)
    complete, cursor = bench.written(COMPLETE), bench.bare.cursor()
    place, done = place_to_text(PLACE), 0
    while claimed := bench.run(CLAIM[bench.name], now=at, until=until).fetchall():
        ids: Any = [row[0] for row in claimed]
        bench.run(SENDING[bench.name], ids=json.dumps(ids) if bench.name == "SQLite" else ids)
        bench.bare.execute("BEGIN")
        cursor.executemany(
            complete, [{"id": row, "message": f"m{row}", "place": place, "now": at} for row in ids]
        )
        bench.bare.execute("COMMIT")
        done += len(ids)
    assert done == ROWS
