"""The log of what was done, found by its instants."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.ports import AuditEvent
from store import audit as module


@pytest.fixture
def log(store, scope, now):
    """A hundred lines, one a minute."""

    def work(unit):
        for number in range(100):
            unit.audit.add(
                AuditEvent(now + timedelta(minutes=number), 1, "applied", f"application:{number}", scope)
            )

    store.run(work)


def test_the_latest_come_first_from_an_instant_on(store, log, scope, other_scope, now):
    found = store.run(lambda unit: unit.audit.since(scope, now + timedelta(minutes=90), limit=5))
    assert [one.subject for one in found] == [f"application:{number}" for number in range(99, 94, -1)]
    later = store.run(lambda unit: unit.audit.since(scope, now + timedelta(minutes=90), limit=50, offset=5))
    assert [one.subject for one in later] == [f"application:{number}" for number in range(94, 89, -1)]
    assert store.run(lambda unit: unit.audit.since(other_scope, now, limit=5)) == []


def test_they_are_read_along_an_index_and_not_sorted(sqlite_url):
    import store as opening

    opened = opening.open_store(sqlite_url)

    def plan(unit):
        words = str(
            module.SINCE.compile(dialect=unit.connection.dialect, compile_kwargs={"render_postcompile": True})
        )
        values = ("o", "p", 0, "danger:%", "alert:%", 10, 0)
        return [row[-1] for row in unit.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {words}", values)]

    steps = opened.run(plan)
    assert any("USING INDEX ix_audit_at" in step for step in steps), steps
    assert not any("TEMP B-TREE" in step for step in steps), steps
    opened.close()
