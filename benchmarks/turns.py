"""A whole application, from hello to the status, through the core; beside the bare SQL of the same turns.

Each turn is two transactions, as in the product: the activity is written down; then it is handled, answered into the
outbox and closed. The bare contestant runs the very statements that the product ran, on a second database that was
filled in the same way, through the driver alone.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib import resources
from typing import Any

from sqlalchemy import event

from adapters.importing import import_file
from benchmarks.databases import Bench, both
from benchmarks.measuring import Figure, in_milliseconds, per_second
from bot.activities import Activity, Arrived, Body, Identity, Message, Place, Press, Profile
from bot.assistant import Assistant
from bot.cards import Action, Row
from bot.programme.loading import load_programme, shipped
from bot.programme.people import Membership, Scope
from bot.turn import Turn
from store.prepared import Prepared

STUDENTS, WARM = 40, 4
KEY = "queen_mary_2024"
NOW = datetime(2024, 1, 22, 9, tzinfo=UTC)
STATEMENT = "I like newsletters, and I would learn how a charity decides what its readers want to know."
TALK: tuple[str, ...] = (
    "open", "browse", "[Details]", "[Apply to Tea Charity (sample)]", STATEMENT, "[Skip]", "[Skip]", "[I agree]",
    "[Submit to Tea Charity (sample)]", "status",
)  # fmt: skip
Statements = list[tuple[str, Any, bool]]


def run() -> Iterator[Figure]:
    """Rate and p99 on both databases."""
    with both() as makers:
        for make in makers:
            with make() as bench, make() as second:
                fill(bench)
                fill(second)
                yield from measure(bench, second)


def measure(bench: Bench, second: Bench) -> Iterator[Figure]:
    """The product first, recorded; then the same statements bare."""
    turns: list[Statements] = []
    mine = [taken for number in range(STUDENTS) for taken in converse(bench, number, turns)]
    other = [replay(second, statements) for statements in turns]
    assert count(second) == count(bench) == STUDENTS
    first = WARM * len(TALK)
    mine, other = mine[first:], other[first:]
    rates = per_second(len(mine), sum(mine)), per_second(len(other), sum(other))
    yield Figure(f"turns of an application, {bench.name}", *rates, sum(other) / sum(mine))
    worst, bare = (statistics.quantiles(one, n=100)[98] for one in (mine, other))
    times = in_milliseconds(worst), in_milliseconds(bare)
    yield Figure(f"p99 of a turn, {bench.name}", *times, worst / bare, at_most=True)


def fill(bench: Bench) -> None:
    """The programme, its sample opportunities, and the students."""
    programme = load_programme(shipped()[KEY], KEY)
    scope = Scope(programme.organisation.key, programme.key)
    offers = (resources.files("programmes") / "sample" / f"{KEY}.opportunities.csv").read_bytes()

    def work(unit: Any) -> None:
        unit.programmes.put(programme, shipped()[KEY], NOW)
        unit.programmes.connect("bench", "T1", [KEY])
        import_file(unit, "opportunities", ("offers.csv", offers), programme, NOW)
        for number in range(STUDENTS):
            person = unit.people.add(
                scope.organisation, f"s{number}@qm.example", f"Student {number}", None, None
            )
            unit.people.join(Membership(person, scope, "student", {"level": "undergraduate"}))

    bench.store.run(work)


def converse(bench: Bench, number: int, turns: list[Statements]) -> Iterator[float]:
    """One student's whole conversation: the seconds of each turn; the statements of each are noted."""
    assistant = Assistant()
    shown: list[Action] = []
    for step, said in enumerate(TALK):
        one = activity(number, step, body_of(said, shown))
        statements: Statements = []
        with recorded(bench, statements):
            began = time.perf_counter()
            bench.store.run(lambda unit, one=one: unit.inbox.receive(one, now=NOW))
            turn = bench.store.run(lambda unit, one=one: handled(assistant, one, unit))
            taken = time.perf_counter() - began
        turns.append(statements)
        shown = [
            action
            for card in turn.said
            for part in card.parts
            if isinstance(part, Row)
            for action in part.actions
        ]
        shown += [action for card in turn.said for action in card.actions]
        yield taken


def handled(assistant: Assistant, one: Activity, unit: Any) -> Turn:
    """One turn, as the reception does it."""
    turn = assistant.handle(one, unit)
    unit.inbox.close(one.id, None, now=NOW)
    return turn


def body_of(said: str, shown: list[Action]) -> Body:
    """What a step of the conversation is."""
    if said == "open":
        return Arrived()
    if not said.startswith("["):
        return Message(said)
    action = next(action for action in shown if action.label == said.strip("[]"))
    return Press(action.name, action.args)


def activity(number: int, step: int, body: Body) -> Activity:
    """An activity of one student."""
    who = Identity("bench", "T1", f"U{number}")
    profile = Profile(email=f"s{number}@qm.example") if step == 0 else None
    return Activity(f"bench:{number}:{step}", who, Place("bench", "T1", f"D{number}"), NOW, body, profile)


class recorded:  # noqa: N801 - reads as a verb
    """Notes every statement that the store sends, and where its transactions end."""

    def __init__(self, bench: Bench, statements: Statements) -> None:
        self._engine = bench.store._engine  # noqa: SLF001 - the place where statements pass
        self._statements = statements

    def __enter__(self) -> None:
        self._spoken = Prepared.spoken
        Prepared.spoken = self._said(self._spoken)  # type: ignore[method-assign] - what goes straight to the driver
        event.listen(self._engine, "before_cursor_execute", self._statement)
        event.listen(self._engine, "begin", self._begin)
        event.listen(self._engine, "commit", self._commit)

    def __exit__(self, *_: object) -> None:
        Prepared.spoken = self._spoken  # type: ignore[method-assign]
        event.remove(self._engine, "before_cursor_execute", self._statement)
        event.remove(self._engine, "begin", self._begin)
        event.remove(self._engine, "commit", self._commit)

    def _said(self, spoken: Any) -> Any:
        def said(prepared: Prepared, values: Any) -> Any:
            words, given = spoken(prepared, values)
            self._statements.append((words, given, False))
            return words, given

        return said

    def _statement(self, _: Any, __: Any, statement: str, parameters: Any, ___: Any, many: Any) -> None:
        if not statement.startswith(("SAVEPOINT", "RELEASE", "BEGIN", "PRAGMA")):
            self._statements.append((statement, parameters, many))

    def _begin(self, _: Any) -> None:
        self._statements.append(("BEGIN", (), False))

    def _commit(self, _: Any) -> None:
        self._statements.append(("COMMIT", (), False))


def replay(bench: Bench, statements: Statements) -> float:
    """The same statements by the driver alone; the seconds that they took."""
    cursor = bench.bare.cursor()
    began = time.perf_counter()
    for statement, parameters, many in statements:
        (cursor.executemany if many else cursor.execute)(statement, parameters)
        if cursor.description:
            cursor.fetchall()
    return time.perf_counter() - began


def count(bench: Bench) -> int:
    """How many applications are there."""
    return int(bench.run("SELECT count(*) FROM applications WHERE state = 'submitted'").fetchone()[0])
