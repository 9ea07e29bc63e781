"""An order is run once, by one process, elsewhere; what is lost is begun again, what cannot be done is said."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

import store
from adapters.rehearsal.apart import RehearsalError
from adapters.rehearser import Rehearser
from bot.conversations.staff.rehearsing import KEPT, LOST
from bot.programme.loading import load_programme, shipped
from bot.programme.people import Membership, Scope
from bot.programme.rehearsals import Order, Record, Rehearsal
from store.outbox_table import outbox

NOW = datetime(2024, 1, 8, 10, tzinfo=UTC)
QM = Scope("queen_mary", "queen_mary_2024")
RECORD = Record(NOW, NOW, 9, 3)


class Ordered:
    """A store with one member of staff, and whoever runs what they order."""

    def __init__(self, folder):
        self.store = store.open_store(f"sqlite:///{folder / 'o.db'}", str(folder / "files"))
        self.now = NOW
        self.runs = []
        self.problem = None
        text = shipped()[QM.programme]
        self.staff = self.store.run(lambda unit: self._fill(unit, text))
        self.rehearser = Rehearser(self.store, lambda: self.now, self.apart)

    def _fill(self, unit, text):
        unit.programmes.put(load_programme(text, QM.programme), text, NOW)
        number = unit.people.add(QM.organisation, "s@qm", "Staff", None, None)
        unit.people.join(Membership(number, QM, "staff"))
        return number

    async def apart(self, text, order):
        self.runs.append(order)
        await asyncio.sleep(0)
        if self.problem is not None:
            raise self.problem
        return RECORD

    def order(self, **changed):
        one = Rehearsal(0, QM, Order("spring"), shipped()[QM.programme], self.now, self.staff)
        return self.store.run(lambda unit: unit.rehearsals.add(replace(one, **changed)))

    def settle(self):
        asyncio.run(self.rehearser.settle())

    def states(self):
        def work(unit):
            numbers = range(1, 20)
            return [one.state for number in numbers if (one := unit.rehearsals.get(QM, number))]

        return self.store.run(work)

    def told(self):
        wanted = select(outbox.c.card).where(outbox.c.person == self.staff).order_by(outbox.c.id)
        rows = self.store.run(lambda unit: unit.connection.execute(wanted).all())
        return [row.card for row in rows]


@pytest.fixture
def ordered(tmp_path):
    made = Ordered(tmp_path)
    yield made
    made.store.close()


def test_each_order_is_run_once_and_its_author_told(ordered):
    ordered.order()
    ordered.order(order=Order("summer"))
    ordered.settle()
    ordered.settle()
    assert [one.cycle for one in ordered.runs] == ["spring", "summer"]
    assert ordered.states() == ["done", "done"]
    assert ["0 messages to 9 people" in card for card in ordered.told()] == [True, True]


def test_one_that_is_under_way_elsewhere_is_left_alone_until_it_must_be_lost(ordered):
    ordered.order(state="running", began_at=NOW, tries=1)
    ordered.settle()
    assert ordered.runs == []
    ordered.now += LOST + timedelta(seconds=1)
    ordered.settle()
    assert ordered.states() == ["done"]


def test_one_that_was_lost_twice_is_given_up_and_its_author_told(ordered):
    ordered.order(state="running", began_at=NOW - LOST, tries=2)
    ordered.settle()
    assert ordered.runs == []
    assert ordered.states() == ["failed"]
    assert "it was broken off twice" in ordered.told()[0]


def test_what_cannot_be_done_is_said_with_the_reason(ordered):
    ordered.problem = RehearsalError("it took more than 10 minutes")
    ordered.order()
    ordered.settle()
    assert ordered.states() == ["failed"]
    assert "could not be finished: it took more than 10 minutes. Nothing was changed" in ordered.told()[0]


def test_the_latest_few_of_a_cycle_are_kept(ordered):
    for _ in range(KEPT + 2):
        ordered.order()
        ordered.settle()
    assert ordered.states() == ["done"] * KEPT


def test_looking_does_not_wait_for_what_is_under_way(ordered):
    async def both():
        ordered.order()
        assert await ordered.rehearser.look()
        assert not await ordered.rehearser.look()
        assert ordered.states() == ["running"]
        await ordered.rehearser.settle()

    asyncio.run(both())
    assert ordered.states() == ["done"]
