"""A broadcast queued for many people in one statement, beside a bare INSERT … SELECT into the same table."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from benchmarks.databases import Bench, both
from benchmarks.measuring import Figure, in_turns, per_second
from bot.cards import text
from bot.ports import Outgoing
from bot.programme.people import Membership, Scope
from store.metadata import microseconds
from store.outbox_table import as_values
from store.people import memberships

ROWS, ROUNDS, MARK = 20_000, 5, 0.9
SCOPE = Scope("bench", "bench")


def run() -> Iterator[Figure]:
    """On both databases, to everybody who has a role."""
    with both() as makers:
        for make in makers:
            with make() as bench:
                yield measure(bench)


def measure(bench: Bench) -> Figure:
    """Product and bare, in turns; what they queued is taken away in between."""
    now = datetime.now(UTC)
    bench.store.run(enrol)
    audience = (
        memberships.select().where(memberships.c.role == "student").with_only_columns(memberships.c.person)
    )
    message = Outgoing("b", 0, text("The deadline is on Sunday."), now, "broadcast", SCOPE, batch="b")
    number = itertools.count()

    def clear() -> None:
        bench.run("DELETE FROM outbox")

    def product() -> None:
        assert bench.store.run(lambda unit: unit.queue.plan_from_select(message, audience)) == ROWS

    values: dict[str, Any] = {
        name: value for name, value in as_values(message).items() if name not in {"person", "key"}
    }
    if bench.name == "SQLite":
        values |= {name: microseconds(now) for name in ("planned_at", "due_at")}
    columns = ", ".join(values)
    chosen = ", ".join(f"CAST(:{name} AS {kind_of(bench, name)})" for name in values)
    statement = (
        f"INSERT INTO outbox (person, key, {columns}) SELECT person, :run || CAST(person AS varchar), {chosen}"
        " FROM memberships WHERE role = 'student'"
    )

    def bare() -> None:
        assert bench.run(statement, run=f"{next(number)}:", **values).rowcount == ROWS

    taken, other, ratio = in_turns(product, bare, ROUNDS, clear, clock=bench.clock)
    return Figure(f"fan-out, {bench.name}", per_second(ROWS, taken), per_second(ROWS, other), ratio, MARK)


def enrol(unit: Any) -> None:
    """So many students."""
    for number in range(ROWS):
        person = unit.people.add("bench", f"{number}@bench", "Somebody", None, None)
        unit.people.join(Membership(person, SCOPE, "student"))


def kind_of(bench: Bench, name: str) -> str:
    """The type of a column of the outbox, as the database calls it."""
    from store.outbox_table import outbox

    return str(outbox.c[name].type.compile(bench.store._engine.dialect)).split(" COLLATE")[0]  # noqa: SLF001
