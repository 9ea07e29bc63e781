"""A tick over a million planned rows of which a thousand are due, beside the bare statement that claims them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from benchmarks.claims import CLAIM, SCOPE
from benchmarks.databases import Bench, both
from benchmarks.measuring import Figure, in_milliseconds, in_turns
from bot.cards import text
from bot.ports import Outgoing
from store.metadata import microseconds

PLANNED, DUE, ROUNDS = 1_000_000, 1000, 5


def run() -> Iterator[Figure]:
    """On both databases."""
    with both() as makers:
        for make in makers:
            with make() as bench:
                yield measure(bench)


def measure(bench: Bench) -> Figure:
    """Product and bare, in turns, each claiming the thousand in batches of 100; the leases are undone in between."""
    now = datetime.now(UTC)
    plan(bench, now, PLANNED - DUE, "later", now + timedelta(days=30))
    plan(bench, now, DUE, "now", now)
    bench.run("ANALYZE")
    at: Any = now
    until: Any = now + timedelta(seconds=60)
    if bench.name == "SQLite":
        at, until = microseconds(now), microseconds(until)

    def free() -> None:
        bench.run("UPDATE outbox SET due_at = :at WHERE due_at = :until", at=at, until=until)

    def product() -> None:
        claimed = [bench.store.deliveries.claim(now, 100) for _ in range(DUE // 100)]
        assert sum(map(len, claimed)) == DUE

    def bare() -> None:
        claimed = [bench.run(CLAIM[bench.name], now=at, until=until).fetchall() for _ in range(DUE // 100)]
        assert sum(map(len, claimed)) == DUE

    taken, other, ratio = in_turns(product, bare, ROUNDS, free, clock=bench.clock)
    name = f"tick, {DUE:,} due of {PLANNED:,}, {bench.name}"
    return Figure(name, in_milliseconds(taken), in_milliseconds(other), ratio)


def plan(bench: Bench, now: datetime, number: int, key: str, due_at: datetime) -> None:
    """Queue so many rows, due at that instant."""
    message = Outgoing(key, 0, text("Your check-in is due."), due_at, "nudge", SCOPE)
    for first in range(0, number, 100_000):
        people = range(first + 1, min(first + 100_000, number) + 1)
        bench.store.run(lambda unit, people=people: unit.queue.fan_out(message, people))
