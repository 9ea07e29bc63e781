"""Intended equals the sum over all states after any sequence of what a courier, staff and crashes can do (promise 3)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.activities import Place
from bot.cards import text
from bot.ports import Outgoing
from store.deliveries import Leases

SECOND = timedelta(seconds=1)
ENDS = {"delivered", "suppressed", "failed", "unreachable", "unknown", "cancelled", "recalled"}

steps = st.lists(
    st.one_of(
        st.tuples(st.just("plan"), st.integers(1, 6)),
        st.tuples(st.just("claim"), st.integers(1, 4)),
        st.tuples(
            st.sampled_from(["sending", "delivered", "retry", "deferred", "failed", "unreachable"]),
            st.integers(1, 12),
        ),
        st.tuples(st.sampled_from(["suppressed", "unknown", "cancelled"]), st.integers(1, 12)),
        st.tuples(st.sampled_from(["recover", "cancel", "resend", "crash", "wait"]), st.integers(0, 90)),
    ),
    max_size=40,
)


class Over(Exception):
    """Takes back what an example did, so that the next one begins with nothing."""


class World:
    """A courier, its staff and its accidents, in one unit of work."""

    def __init__(self, unit, scope, now, key):
        self.unit, self.scope, self.now, self.batch = unit, scope, now, key
        self.planned = 0
        self.sent: dict[int, int] = {}

    def step(self, name, number):
        deliveries = self.unit.deliveries
        if name == "plan":
            people = list(range(self.planned + 1, self.planned + number + 1))
            self.planned += self.unit.queue.fan_out(
                Outgoing(self.batch, 0, text("x"), self.now, "broadcast", self.scope, batch=self.batch),
                people,
            )
        elif name == "claim":
            self.claimed = [one.id for one in deliveries.claim(self.now, number)]
            self._after_commit()
        elif name == "wait":
            self.now += number * SECOND
        elif name == "recover":
            deliveries.recover(self.now)
        elif name == "cancel":
            deliveries.cancel(self.scope, self.batch, "off", now=self.now)
        elif name == "resend":
            deliveries.resend(self.scope, self.batch, ["unknown", "failed"], now=self.now)
        elif name == "crash":
            deliveries._leases, deliveries._new = Leases(), {}
        else:
            self._on_row(name, self.first + number)
            self._after_commit()

    def _on_row(self, name, row):
        deliveries = self.unit.deliveries
        if name == "sending" and deliveries.sending([row], now=self.now):
            self.sent[row] = self.sent.get(row, 0) + 1
        elif name == "delivered":
            deliveries.delivered([(row, f"m{row}", Place("slack", "T", "D"))], now=self.now)
        elif name in {"retry", "deferred"}:
            getattr(deliveries, name)(row, self.now + 5 * SECOND, "later")
        elif name != "sending":
            getattr(deliveries, name)(row, "a reason", now=self.now)

    def _after_commit(self):
        for after in self.unit.after_commit:
            after()
        self.unit.after_commit.clear()


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=steps)
def test_every_message_is_in_exactly_one_state(store, scope, now, steps):
    def work(unit):
        world = World(unit, scope, now, "b")
        world.first = unit.connection.exec_driver_sql("SELECT coalesce(max(id), 0) FROM outbox").scalar_one()
        for step in steps:
            world.step(*step)
            counts = unit.deliveries.counts(scope, world.batch)
            assert sum(counts.values()) == world.planned
            report = unit.deliveries.report(scope, world.batch)
            assert len(report) == world.planned
            for one in report:
                assert (one.due_at is None) == (one.state in ENDS)
                assert (one.ended_at is not None) == (one.state in ENDS)
                assert one.attempts == world.sent.get(one.id, 0)
                assert not (one.message_id is None and one.state == "delivered")
        raise Over

    with pytest.raises(Over):
        store.run(work)
