"""Units of work: all or nothing, many at once, and a database that stays usable whatever happens."""

from __future__ import annotations

import sqlite3
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor, wait

import pytest
from sqlalchemy.exc import DBAPIError, IntegrityError

from bot.errors import ConflictError, NotFoundError
from store import StoreError, open_store
from store.engine import DatabaseUrlError


def add(number, name="Sam"):
    return lambda unit: unit.people.add("queen_mary", f"{number}@qmul.ac.uk", name, None, None)


def people(store):
    return store.run(lambda unit: unit.connection.exec_driver_sql("SELECT count(*) FROM people").scalar_one())


def test_all_of_it_happens_or_nothing(store):
    def half(unit):
        add(1)(unit)
        raise NotFoundError

    with pytest.raises(NotFoundError):
        store.run(half)
    assert people(store) == 0


def test_a_unit_of_work_that_fails_does_not_harm_those_it_shares_a_commit_with(store):
    gate = threading.Event()
    blocked = store.submit(lambda _: gate.wait(10))

    def bad(unit):
        add("bad")(unit)
        raise KeyError("x")

    works = [bad if number % 3 == 0 else add(number) for number in range(30)]
    futures: list[Future] = [store.submit(work) for work in works]
    gate.set()
    wait([blocked, *futures], timeout=20)
    assert [isinstance(future.exception(), KeyError) for future in futures] == [
        number % 3 == 0 for number in range(30)
    ]
    assert people(store) == 20


def test_a_mistake_of_ours_is_not_called_a_failure_of_the_database(store):
    with pytest.raises(DBAPIError):
        store.run(lambda unit: unit.connection.exec_driver_sql("SELECT nonsense FROM people"))
    with pytest.raises(IntegrityError):
        store.run(lambda unit: unit.connection.exec_driver_sql("INSERT INTO people (email) VALUES ('x')"))
    assert people(store) == 0


def test_a_row_that_is_there_already_is_a_conflict(store):
    twice = "INSERT INTO paces (key, spent_until, paused_until) VALUES ('k', 0, 0)"
    store.run(lambda unit: unit.connection.exec_driver_sql(twice))
    with pytest.raises(ConflictError):
        store.run(lambda unit: unit.connection.exec_driver_sql(twice))


def test_whoever_runs_and_whoever_submits_is_served_in_turn(store):
    order = []
    gate = threading.Event()
    blocked = store.submit(lambda _: gate.wait(10))
    first = store.submit(lambda _: order.append("submitted"))
    runner = threading.Thread(target=store.run, args=(lambda _: order.append("run"),))
    if store._engine.dialect.name == "sqlite":
        runner.start()
        gate.set()
        runner.join(10)
        assert order == ["submitted", "run"]
    gate.set()
    wait([blocked, first], timeout=10)


def test_what_goes_ahead_waits_only_for_what_is_running(sqlite_url):
    store = open_store(sqlite_url)
    order, ahead = [], []
    gate, inside = threading.Event(), threading.Event()

    def first(_):
        inside.set()
        gate.wait(10)
        ahead.append(store.submit(lambda _: order.append("ahead"), ahead=True))

    jobs = [store.submit(add(1)), store.submit(first)]
    inside.wait(10)
    jobs += [
        store.submit(lambda unit: order.append(add(2)(unit))),
        store.submit(lambda _: order.append("last")),
    ]
    ahead.append(store.submit(lambda _: order.append("ahead"), ahead=True))
    gate.set()
    wait([*jobs, *ahead], timeout=10)
    assert order == ["ahead", "ahead", 2, "last"]
    store.close()


def test_what_goes_ahead_is_committed_before_the_others_are_done(sqlite_url):
    store = open_store(sqlite_url)
    gate, inside = threading.Event(), threading.Event()

    def running(_):
        inside.set()
        gate.wait(10)

    seen = []
    jobs = [store.submit(running), store.submit(lambda _: seen.append(ahead.done()))]
    inside.wait(10)
    ahead = store.submit(add(1), ahead=True)
    gate.set()
    wait(jobs, timeout=10)
    assert seen == [True]
    store.close()


def test_many_threads_may_run_and_submit_at_once(store):
    with ThreadPoolExecutor(8) as threads:
        running = [threads.submit(store.run, add(f"run{number}")) for number in range(60)]
        submitted = [store.submit(add(f"submit{number}")) for number in range(60)]
        assert len({future.result(timeout=30) for future in [*running, *submitted]}) == 120
    assert people(store) == 120


def test_results_are_there_only_after_the_commit(store, database_url):
    for number in range(5):
        store.submit(add(number)).result(timeout=10)
        assert open_and_count(database_url) == number + 1


def open_and_count(url):
    other = open_store(url)
    try:
        return people(other)
    finally:
        other.close()


def test_reading_cannot_write_and_waits_for_nobody(store):
    store.run(add(1))
    gate, inside = threading.Event(), threading.Event()

    def slow(unit):
        add(2)(unit)
        inside.set()
        gate.wait(10)

    writing = store.submit(slow)
    inside.wait(10)
    assert store.read(lambda unit: unit.people.by_email("queen_mary", "1@qmul.ac.uk")).id == 1
    assert store.read(lambda unit: unit.people.by_email("queen_mary", "2@qmul.ac.uk")) is None
    gate.set()
    writing.result(timeout=10)
    with pytest.raises((DBAPIError, StoreError)):
        store.read(add(3))
    store.run(add(4))
    assert people(store) == 3


def test_what_was_submitted_is_finished_before_closing(database_url, store):
    other = open_store(database_url)
    futures = [other.submit(add(number)) for number in range(40)]
    other.close()
    assert all(future.result(timeout=1) for future in futures)
    assert people(store) == 40
    other.close()
    with pytest.raises((StoreError, RuntimeError)):
        other.submit(add(99))


def test_a_work_that_was_cancelled_in_time_is_not_done(store):
    gate = threading.Event()
    blockers = [store.submit(lambda _: gate.wait(10)) for _ in range(8)]
    time.sleep(0.1)
    future = store.submit(add(1))
    cancelled = future.cancel()
    gate.set()
    wait(blockers, timeout=10)
    assert people(store) == (0 if cancelled else 1)
    assert cancelled


def test_waiting_for_oneself_is_refused(sqlite_url):
    store = open_store(sqlite_url)
    with pytest.raises(RuntimeError, match="itself"):
        store.run(lambda _: store.run(add(1)))
    store.close()


def test_a_full_disk_fails_who_waits_and_leaves_a_database_that_opens(sqlite_url):
    store = open_store(sqlite_url)
    store.run(add(0))
    pages = store.run(lambda unit: unit.connection.exec_driver_sql("PRAGMA page_count").scalar_one())
    store.run(lambda unit: unit.connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 4}"))
    gate = threading.Event()
    blocked = store.submit(lambda _: gate.wait(10))
    small, large, after = (
        store.submit(add("small")),
        store.submit(add("large", "x" * 200_000)),
        store.submit(add("after")),
    )
    gate.set()
    assert isinstance(large.exception(timeout=10), StoreError)
    lost = [future for future in (blocked, small) if future.exception(timeout=10) is not None]
    assert all(isinstance(future.exception(), StoreError) for future in lost)
    assert after.exception(timeout=10) is None
    assert people(store) == 1 + (small.exception() is None) + 1
    store.close()
    with sqlite3.connect(sqlite_url.removeprefix("sqlite:///")) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    reopened = open_store(sqlite_url)
    reopened.run(add("large", "x" * 200_000))
    reopened.close()


def test_a_commit_that_fails_fails_all_who_waited_for_it(sqlite_url, monkeypatch):
    store = open_store(sqlite_url)
    store.run(add(0))
    connection = store._runner._connection
    monkeypatch.setattr(connection.dialect, "do_commit", _disk_is_full)
    gate = threading.Event()
    futures = [store.submit(lambda _: gate.wait(10)), store.submit(add(1)), store.submit(add(2))]
    gate.set()
    wait(futures, timeout=10)
    errors = [future.exception() for future in futures]
    monkeypatch.undo()
    assert [type(error) for error in errors] == [StoreError] * 3
    assert people(store) == 1
    store.close()


def _disk_is_full(_):
    error = sqlite3.OperationalError("database or disk is full")
    error.sqlite_errorname = "SQLITE_FULL"
    raise error


@pytest.mark.parametrize("url", ["mysql://x/y", "nonsense", "", "oracle://"])
def test_another_database_is_refused_with_what_to_do(url):
    with pytest.raises(DatabaseUrlError, match="FOOTHOLD_DATABASE_URL"):
        open_store(url)


@pytest.mark.parametrize("url", ["sqlite:////nowhere/at/all/x.db", "postgresql://nobody@127.0.0.1:1/x"])
def test_a_database_that_cannot_be_reached_says_so(url):
    with pytest.raises(StoreError):
        open_store(url)


def test_a_store_in_memory_works_too():
    store = open_store("sqlite://")
    store.run(add(1))
    assert store.read(lambda unit: unit.people.get(1)).name == "Sam"
    store.close()


@pytest.mark.parametrize(("synchronous", "number"), [("NORMAL", 1), ("FULL", 2)])
def test_how_safely_sqlite_writes_is_a_setting(sqlite_url, synchronous, number):
    store = open_store(sqlite_url, synchronous=synchronous)

    def pragma(name):
        return store.run(lambda unit: unit.connection.exec_driver_sql(f"PRAGMA {name}").scalar_one())

    assert (pragma("synchronous"), pragma("journal_mode"), pragma("foreign_keys")) == (number, "wal", 1)
    store.close()


def test_a_lost_connection_before_the_commit_is_tried_again(postgresql_url):
    store = open_store(postgresql_url)
    tries = []

    def work(unit):
        tries.append(add(len(tries))(unit))
        if len(tries) == 1:
            unit.connection.exec_driver_sql("SELECT pg_terminate_backend(pg_backend_pid())")

    store.run(work)
    assert len(tries) == 2
    assert people(store) == 1
    store.close()


def test_a_lost_connection_at_the_commit_is_never_tried_again(postgresql_url):
    from store import UncertainCommitError

    store, killer = open_store(postgresql_url), open_store(postgresql_url)
    tries = []

    def work(unit):
        tries.append(add(1)(unit))
        pid = unit.connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
        killer.run(
            lambda other: other.connection.exec_driver_sql(f"SELECT pg_terminate_backend({pid}, 5000)")
        )

    with pytest.raises(UncertainCommitError):
        store.run(work)
    assert len(tries) == 1
    assert people(store) == 0
    for one in (store, killer):
        one.close()


def test_a_deadlock_is_tried_again(postgresql_url):
    store = open_store(postgresql_url)
    for number in (1, 2):
        store.run(add(number))
    meet = threading.Barrier(2, timeout=10)
    tries = []

    def work(first, second):
        def both(unit):
            tries.append(first)
            unit.talks.lock(first)
            if len(tries) <= 2:
                meet.wait()
            unit.talks.lock(second)

        return both

    for number in (1, 2):
        store.run(lambda unit, n=number: unit.talks.lock(n))
    futures = [store.submit(work(1, 2)), store.submit(work(2, 1))]
    for future in futures:
        future.result(timeout=20)
    assert len(tries) >= 3
    store.close()


def test_the_courier_is_woken_after_a_commit_that_queued_something(store, make_outgoing, student):
    woken = threading.Event()
    stop = store.listen(woken.set)
    time.sleep(0.3)
    woken.clear()
    store.run(add(9))
    assert not woken.wait(0.2)
    store.run(lambda unit: unit.outbox.add(make_outgoing("k", student)))
    assert woken.wait(5)
    woken.clear()
    store.run(lambda unit: unit.outbox.add(make_outgoing("k", student)))
    assert not woken.wait(0.2)
    stop()
    store.run(lambda unit: unit.outbox.add(make_outgoing("k2", student)))
    assert not woken.wait(0.2)


def test_another_process_is_woken_too(postgresql_url, make_outgoing):
    one, other = open_store(postgresql_url), open_store(postgresql_url)
    woken = threading.Event()
    other.listen(woken.set)
    assert woken.wait(5)  # once at the beginning, for what was queued before
    woken.clear()
    one.run(lambda unit: unit.outbox.add(make_outgoing("k")))
    assert woken.wait(5)
    for store in (one, other):
        store.close()
