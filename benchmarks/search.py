"""Filters and full-text search over 100,000 opportunities, beside the same question in bare SQL.

The rare words stand in some hundred opportunities each, the common one in most of them: there the bare query ranks
every match, and the product only as many as anybody would look at.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from benchmarks.databases import Bench, both
from benchmarks.measuring import Figure, in_milliseconds, in_turns
from bot.programme.opportunities import Opportunity, Search
from bot.programme.people import Scope
from store.opportunities import _values
from store.opportunities_table import opportunities

OFFERS, ROUNDS = 100_000, 9
SCOPE = Scope("bench", "bench")
THEMES = [f"Theme {number}" for number in range(12)]
WINDOWS = [f"window-{number}" for number in range(6)]
PLACES = ["London", "Leeds", "Oxford", "Hong Kong", "Pune", "Cape Town"]
SYLLABLES = ("ba", "co", "di", "fu", "ga", "hi", "jo", "ku", "la", "mi", "no", "pe", "ra", "so", "ti", "vu")
COMMON = "data"
FILTERED = Search(theme="Theme 3", windows=("window-2",), mode="remote")
HERE = "organisation = 'bench' AND programme = 'bench' AND cancelled IS NULL"
RANK = "bm25(opportunity_words, 10.0, 4.0, 4.0, 4.0, 1.0, 2.0, 4.0, 1.0)"


def run() -> Iterator[Figure]:
    """On both databases."""
    vocabulary = words()
    with both() as makers:
        for make in makers:
            with make() as bench:
                bench.store.run(lambda unit: load(unit, vocabulary))
                bench.run("ANALYZE")
                yield from measure(bench, vocabulary)


def measure(bench: Bench, vocabulary: list[str]) -> Iterator[Figure]:
    """One question after the other."""
    where = f"{HERE} AND theme_folded = 'theme 3' AND \"window\" = 'window-2' AND mode = 'remote'"
    columns = ", ".join(f'"{column.name}"' for column in opportunities.c)
    bare = f"SELECT {columns} FROM opportunities WHERE {where} ORDER BY id LIMIT 10"
    yield figure(bench, "filter", FILTERED, bare, {}, repeats=50, mark=3.0)
    rare, often, other = vocabulary[700], vocabulary[150], vocabulary[900]
    for name, typed in (("rare word", rare), ("two words", f"{often} {other}"), ("common word", COMMON)):
        query = typed.replace(" ", " & ") if bench.name == "PostgreSQL" else typed
        bare = full_text(bench, columns)
        yield figure(bench, f"search, {name}", Search(words=typed), bare, {"q": query}, repeats=5, mark=1.2)


def full_text(bench: Bench, columns: str) -> str:
    """The bare full-text query."""
    if bench.name == "SQLite":
        mine = ", ".join(f"o.{column}" for column in columns.split(", "))
        return (
            f"SELECT {mine} FROM opportunity_words JOIN opportunities o ON o.id = opportunity_words.rowid"
            f" WHERE opportunity_words MATCH :q AND {HERE} ORDER BY {RANK} LIMIT 10"
        )
    return (
        f"SELECT {columns} FROM opportunities WHERE search @@ to_tsquery('foothold', :q) AND {HERE}"
        " ORDER BY ts_rank(search, to_tsquery('foothold', :q)) DESC LIMIT 10"
    )


def figure(
    bench: Bench,
    name: str,
    search: Search,
    statement: str,
    values: dict[str, Any],
    *,
    repeats: int,
    mark: float,
) -> Figure:
    """Product and bare in turns, each several times; the ratio is of times."""
    written = bench.written(statement)

    def inside(unit: Any) -> tuple[float, float, float]:
        def product() -> None:
            for _ in range(repeats):
                assert unit.opportunities.search(SCOPE, search, limit=10)

        def bare() -> None:
            for _ in range(repeats):
                assert bench.bare.execute(written, values).fetchall()

        return in_turns(product, bare, ROUNDS, clock=bench.clock)

    taken, other, ratio = bench.store.read(inside)
    mine, theirs = (in_milliseconds(one / repeats) for one in (taken, other))
    return Figure(f"{name}, {bench.name}", mine, theirs, 1 / ratio, mark, at_most=True)


def words() -> list[str]:
    """A thousand words that mean nothing."""
    drawn = random.Random(7)
    return sorted({"".join(drawn.choices(SYLLABLES, k=3)) for _ in range(1400)})[:1000]


def load(unit: Any, vocabulary: list[str]) -> None:
    """The opportunities: titles of four words, summaries of forty, the first words of the vocabulary most often."""
    drawn = random.Random(11)
    weights = [1 / (rank + 5) for rank in range(len(vocabulary))]
    rows = []
    for number in range(OFFERS):
        text = drawn.choices(vocabulary, weights, k=40)
        if number % 5:
            text[number % 40] = COMMON
        offer = Opportunity(
            0, SCOPE, f"k{number}", " ".join(drawn.choices(vocabulary, weights, k=4)), f"Host {number % 5000}",
            " ".join(text), theme=drawn.choice(THEMES), mode=drawn.choice(("remote", "in_person", "hybrid")),
            location=drawn.choice(PLACES), window=drawn.choice(WINDOWS), hours=float(drawn.randrange(10, 80)),
            paid=bool(number % 2), skills=("writing",),
        )  # fmt: skip
        rows.append({"organisation": "bench", "programme": "bench", **_values(offer), "revision": 0})
    unit.connection.execute(opportunities.insert(), rows)
