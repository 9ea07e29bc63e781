"""A message to a million people: its audience worked out and queued in one statement, beside a bare INSERT … SELECT.

The audience is a rule (students of one level without a placement), and the bare statement selects the same people
by the same conditions, written by hand. One counted round: a million rows are no toy.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from benchmarks.databases import Bench, both
from benchmarks.fan_out import kind_of
from benchmarks.measuring import Figure, in_turns, per_second
from bot.cards import text
from bot.ports import Outgoing
from bot.programme.audiences import Audience, Condition
from bot.programme.broadcasts import Broadcast
from bot.programme.loading import load_programme, shipped
from bot.programme.people import Scope
from store.metadata import microseconds
from store.outbox_table import as_values

ROWS, ROUNDS, MARK = 1_000_000, 1, 0.9
KEY = "queen_mary_2024"
RULE = Audience(
    ("student",),
    (
        Condition("attribute", ("undergraduate",), key="level", name="level"),
        Condition("placement", opposite=True),
    ),
)


def run() -> Iterator[Figure]:
    """On both databases."""
    with both() as makers:
        for make in makers:
            with make() as bench:
                yield measure(bench)


def measure(bench: Bench) -> Figure:
    """Product and bare, in turns; what they queued is taken away in between."""
    now = datetime.now(UTC)
    programme = load_programme(shipped()[KEY], KEY)
    scope = Scope(programme.organisation.key, KEY)
    enrol(bench, scope)
    one = Broadcast(1, scope, 1, now, audience=RULE, text="The deadline is on Sunday.", at=now)
    card = text(one.text)
    number = itertools.count()

    def clear() -> None:
        bench.run("DELETE FROM outbox")

    def product() -> None:
        assert bench.store.run(lambda unit: unit.broadcasts.queue(one, programme, card, "why")) == ROWS

    message = Outgoing("b", 0, card, now, "broadcast", scope, batch="b", why="why", about={"broadcast": 1})
    values: dict[str, Any] = {
        name: value for name, value in as_values(message).items() if name not in {"person", "key"}
    }
    if bench.name == "SQLite":
        values |= {name: microseconds(now) for name in ("planned_at", "due_at")}
    columns = ", ".join(values)
    chosen = ", ".join(f"CAST(:{name} AS {kind_of(bench, name)})" for name in values)
    level = (
        "json_extract(attributes, '$.level')"
        if bench.name == "SQLite"
        else "CAST(attributes AS json) ->> 'level'"
    )
    statement = (
        f"INSERT INTO outbox (person, key, {columns}) SELECT person, :run || CAST(person AS varchar), {chosen}"
        f" FROM memberships WHERE organisation = '{scope.organisation}' AND programme = '{scope.programme}'"
        f" AND role = 'student' AND lower({level}) = 'undergraduate' AND person NOT IN (SELECT student FROM placements"
        f" WHERE organisation = '{scope.organisation}' AND programme = '{scope.programme}')"
    )

    def bare() -> None:
        assert bench.run(statement, run=f"{next(number)}:", **values).rowcount == ROWS

    taken, other, ratio = in_turns(product, bare, ROUNDS, clear)
    return Figure(
        f"message to {ROWS:,}, {bench.name}", per_second(ROWS, taken), per_second(ROWS, other), ratio, MARK
    )


def enrol(bench: Bench, scope: Scope) -> None:
    """So many students, by bare statements."""
    numbers = (
        f"WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < {ROWS}) "
        if bench.name == "SQLite"
        else ""
    )
    source = "n" if bench.name == "SQLite" else f"generate_series(1, {ROWS}) AS n(x)"
    bench.run(
        f"INSERT INTO people (id, organisation, email, name, stopped) {numbers}"
        f"SELECT x, '{scope.organisation}', CAST(x AS varchar) || '@bench', 'Somebody', "
        f"{'0' if bench.name == 'SQLite' else 'false'} FROM {source}"
    )
    bench.run(
        f"INSERT INTO memberships (organisation, programme, role, person, attributes) "
        f"SELECT '{scope.organisation}', '{scope.programme}', 'student', id, :level FROM people",
        level='{"level": "undergraduate"}',
    )
