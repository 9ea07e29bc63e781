"""Rehearsals are kept whole, found by cycle and state, and begun by one process alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.errors import ConflictError
from bot.programme.rehearsals import DeadEnd, Held, Message, Order, Rate, Record, Rehearsal

NOW = datetime(2024, 1, 8, 10, tzinfo=UTC)
RECORD = Record(
    NOW, NOW, 9, 3,
    sent=(Message(NOW, "Student 001", "student", "Asia/Tokyo", "nudge", "check-in", "How is it going?", quiet=True),),
    held=(Held(NOW, "Student 001", "offer", "it is quiet hours where this person is", NOW),),
    dead_ends=(DeadEnd("application: with the host", 2, "Student 002"),),
    acts=(("offers accepted", 3),), assumed=("placements begin on Monday",), warnings=("Mend it.",),
    broken=("One was.",), rates=(Rate("Slack", 5.0),),
)  # fmt: skip


def kept(store, scope, cycle="spring", **changed):
    one = Rehearsal(0, scope, Order(cycle, 60, 7, date(2024, 1, 8)), "format: 1", NOW, 4)
    one = replace(one, **changed)
    return replace(one, id=store.run(lambda unit: unit.rehearsals.add(one)))


def test_a_rehearsal_comes_back_as_it_was(store, scope):
    one = kept(store, scope, state="done", record=RECORD)
    assert store.run(lambda unit: unit.rehearsals.get(scope, one.id)) == one


def test_those_of_a_cycle_are_found_the_newest_first_and_only_where_they_belong(store, scope):
    first, second = (kept(store, scope, state="done", record=RECORD) for _ in range(2))
    kept(store, scope, "summer", state="done", record=RECORD)
    other = replace(scope, programme="another")
    assert store.run(lambda unit: unit.rehearsals.done(scope, "spring")) == [second, first]
    assert store.run(lambda unit: unit.rehearsals.done(other, "spring")) == []
    assert store.run(lambda unit: unit.rehearsals.get(other, first.id)) is None
    store.run(lambda unit: unit.rehearsals.forget(first))
    assert store.run(lambda unit: unit.rehearsals.done(scope, "spring")) == [second]


def test_what_waits_and_what_is_under_way_is_unfinished(store, scope):
    waiting, running = kept(store, scope), kept(store, scope, state="running", began_at=NOW)
    kept(store, scope, state="failed")
    assert store.run(lambda unit: unit.rehearsals.unfinished(scope)) == [running, waiting]


def test_who_saves_over_what_another_process_has_begun_is_told(store, scope):
    one = kept(store, scope)

    def stale(unit):
        unit.rehearsals.get(scope, one.id)
        unit.connection.exec_driver_sql("UPDATE rehearsals SET revision = revision + 1")
        unit.rehearsals.save(replace(one, state="running"))

    with pytest.raises(ConflictError):
        store.run(stale)
