"""Two at once: one person's turns are in order, different people do not wait, a row has one owner."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.activities import Place
from bot.programme.applications import Application
from store import open_store


@pytest.fixture
def stores(database_url, tmp_path):
    opened = [open_store(database_url, str(tmp_path / "files")) for _ in range(2)]
    yield opened
    for one in opened:
        one.close()


def test_turns_of_one_person_are_one_after_the_other(stores, student):
    def turn(unit):
        talk = unit.talks.lock(student)
        unit.talks.save(replace(talk, memory={"turns": talk.memory.get("turns", 0) + 1}))

    with ThreadPoolExecutor(8) as threads:
        for result in [threads.submit(stores[number % 2].run, turn) for number in range(40)]:
            result.result(timeout=30)
    assert stores[0].run(lambda unit: unit.talks.lock(student)).memory == {"turns": 40}


def test_different_people_never_wait_for_each_other(postgresql_url):
    store = open_store(postgresql_url)
    people = [store.run(lambda unit, n=n: unit.people.add("o", f"{n}@x", "X", None, None)) for n in range(4)]
    inside = threading.Barrier(len(people), timeout=10)

    def turn(person):
        def work(unit):
            unit.talks.lock(person)
            inside.wait()  # all of them hold their locks at the same time, or this breaks

        return work

    for future in [store.submit(turn(person)) for person in people]:
        future.result(timeout=20)
    store.close()


def test_no_change_is_lost_when_two_save_the_same_row(stores, student, scope):
    number = stores[0].run(
        lambda unit: unit.applications.add(Application(0, scope, student, None, "spring", "draft"))
    )

    def edit(unit):
        seen = unit.applications.get(scope, number)
        unit.applications.save(replace(seen, version=seen.version + 1))

    with ThreadPoolExecutor(4) as threads:
        for result in [threads.submit(stores[n % 2].run, edit) for n in range(24)]:
            result.result(timeout=30)
    assert stores[0].run(lambda unit: unit.applications.get(scope, number)).version == 24


def test_a_duplicate_application_is_refused_to_one_of_two(stores, student, scope):
    from bot.errors import ConflictError

    application = Application(0, scope, student, None, "spring", "draft")
    with ThreadPoolExecutor(2) as threads:
        results = [threads.submit(one.run, lambda unit: unit.applications.add(application)) for one in stores]
    errors = [result.exception() for result in results]
    assert sorted(type(error) for error in errors if error) == [ConflictError]


def test_every_row_is_claimed_by_one_worker(stores, make_outgoing, now):
    def plan(unit):
        for number in range(120):
            place = Place("slack", f"T{number % 3}", f"D{number}")
            unit.outbox.add(make_outgoing(f"k{number}", number, place=place))

    stores[0].run(plan)

    def work(store):
        mine = []
        while claimed := store.deliveries.claim(now, 7):
            for one in claimed:
                assert store.deliveries.sending([one.id], now=now)
                assert store.deliveries.delivered([(one.id, f"m{one.id}", one.place)], now=now)
            mine += [one.id for one in claimed]
        return mine

    with ThreadPoolExecutor(4) as threads:
        shares = [
            future.result(timeout=60) for future in [threads.submit(work, stores[n % 2]) for n in range(4)]
        ]
    rows = [row for share in shares for row in share]
    # A worker may see nothing left while another still holds the last rows; none is lost or done twice.
    assert len(rows) == len(set(rows))
    rest = stores[0].deliveries.claim(now + timedelta(minutes=2), 200)
    assert len(rows) + len(rest) == 120
    assert len(rest) == 0


def test_an_activity_is_received_by_one_and_closed_by_one(stores, now):
    from bot.activities import Activity, Identity, Message

    activity = Activity("slack:1", Identity("slack", "T", "U"), Place("slack", "T", "D"), now, Message("hi"))
    with ThreadPoolExecutor(4) as threads:
        received = [threads.submit(stores[n % 2].inbox.receive, activity) for n in range(8)]
        assert sorted(one.result() for one in received) == [False] * 7 + [True]
        closed = [threads.submit(stores[n % 2].inbox.close, "slack:1", {"n": n}) for n in range(4)]
        assert sum(one.exception() is None for one in closed) == 1


def test_workers_share_one_pace(stores, now):
    with ThreadPoolExecutor(4) as threads:
        waits = list(threads.map(lambda n: stores[n % 2].deliveries.pace("slack/T", 1.0, 5, now), range(20)))
    assert waits.count(0.0) == 5
