"""SQLite: one writer at a time, who commits once for all the units of work that wait, each in its own savepoint.

What is to go ahead of the others is committed as soon as the unit of work that is running has ended.
"""

from __future__ import annotations

import sqlite3
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from store.engine import begin
from store.errors import StoreError, in_our_words, told_in_our_words
from store.unit import Shared, Unit

T = TypeVar("T")

# How many may share a commit: with more, the first of them would only wait longer.
MOST_TOGETHER = 64


@dataclass
class Job:
    """A unit of work that waits; `result` is kept back until the commit."""

    work: Callable[[Unit], Any]
    future: Future[Any]
    ahead: bool = False
    unit: Unit | None = None
    result: Any = None


class SqliteRunner:
    """`Runner` for SQLite."""

    def __init__(self, engine: Engine, shared: Shared, news: Callable[[], None]) -> None:
        """`news` is called after a commit that queued messages."""
        self._engine = engine
        self._shared = shared
        self._news = news
        self._in_memory = engine.url.database in {None, "", ":memory:"}
        self._connection: Connection | None = None
        self._jobs: deque[Job] = deque()
        self._ahead: deque[Job] = deque()
        self._queueing = threading.Condition()
        self._writing = threading.Lock()
        self._writer: int | None = None
        self._is_busy = False
        self._closed = False
        self._thread = threading.Thread(target=self._write, name="foothold-writer", daemon=True)
        self._thread.start()

    def submit(self, work: Callable[[Unit], T], *, ahead: bool = False) -> Future[T]:
        job = Job(work, Future(), ahead)
        with self._queueing:
            if self._closed:
                raise StoreError("The store is closed.")
            self._queue_of(job).append(job)
            self._queueing.notify()
        return job.future

    def run(self, work: Callable[[Unit], T]) -> T:
        if threading.get_ident() == self._writer:
            raise RuntimeError("a unit of work that starts another one would wait for itself")
        with self._queueing:
            # With nobody before us the work is done here: handing it to the writer takes longer than most works.
            is_first = not (self._closed or self._is_busy or self._jobs or self._ahead)
            here = is_first and self._writing.acquire(blocking=False)
        if not here:
            return self.submit(work).result()
        job = Job(work, Future())
        try:
            self._commit([job])
        finally:
            self._writing.release()
        return cast("T", job.future.result())

    def read(self, work: Callable[[Unit], T]) -> T:
        if self._in_memory:
            return self.run(work)
        with told_in_our_words(), self._engine.connect() as connection, begin(connection, reading=True):
            connection.exec_driver_sql("PRAGMA query_only = ON")
            try:
                return work(Unit(connection, self._shared))
            finally:
                connection.exec_driver_sql("PRAGMA query_only = OFF")

    def close(self) -> None:
        with self._queueing:
            self._closed = True
            self._queueing.notify()
        self._thread.join()
        self._engine.dispose()

    def _write(self) -> None:
        while together := self._next():
            with self._writing:
                left = self._commit(together)
            with self._queueing:
                for job in reversed(left):
                    self._queue_of(job).appendleft(job)
                self._is_busy = False
        with self._writing:
            self._drop()

    def _queue_of(self, job: Job) -> deque[Job]:
        return self._ahead if job.ahead else self._jobs

    def _next(self) -> list[Job]:
        """What is to be committed together next; waits for it. Nothing once the store is closed and all is done."""
        with self._queueing:
            while not (self._ahead or self._jobs or self._closed):
                self._queueing.wait()
            waiting = self._ahead or self._jobs
            self._is_busy = bool(waiting)
            return [waiting.popleft() for _ in range(min(len(waiting), MOST_TOGETHER))]

    def _commit(self, jobs: list[Job]) -> list[Job]:
        """Run the jobs and commit them together; returns those that have not been run.

        The rest is left when something is to go ahead of it, or when SQLite has taken back the whole transaction.
        """
        self._writer = threading.get_ident()
        try:
            return self._commit_together(jobs)
        finally:
            self._writer = None

    def _commit_together(self, jobs: list[Job]) -> list[Job]:
        try:
            connection = self._connection = self._connection or self._engine.connect()
            transaction = begin(connection)
        except Exception as error:  # noqa: BLE001 - each of them is told
            self._fail([job for job in jobs if job.future.set_running_or_notify_cancel()], error)
            return []
        database = cast("sqlite3.Connection", connection.connection.driver_connection)
        done: list[Job] = []
        left = deque(jobs)
        alone = len(jobs) == 1
        try:
            while left and database.in_transaction:
                if done and self._ahead and not left[0].ahead:
                    break
                job = left.popleft()
                if job.future.set_running_or_notify_cancel() and self._attempt(
                    connection, database, job, alone=alone
                ):
                    done.append(job)
            if alone and not done:
                transaction.rollback()
                return []
            _must_be_whole(database)
            transaction.commit()
        except Exception as error:  # noqa: BLE001 - each of them is told
            self._fail(done, error)
            return list(left)
        self._tell(done)
        return list(left)

    def _attempt(
        self, connection: Connection, database: sqlite3.Connection, job: Job, *, alone: bool
    ) -> bool:
        """Whether the job was done. One that is alone needs no savepoint: the whole transaction is taken back."""
        try:
            if not alone:
                database.execute("SAVEPOINT unit")
            job.unit = Unit(connection, self._shared)
            job.result = job.work(job.unit)
            if not alone:
                database.execute("RELEASE unit")
        except BaseException as error:  # noqa: BLE001 - whoever waits for the result is told
            try:
                if database.in_transaction and not alone:
                    database.execute("ROLLBACK TO unit")
                    database.execute("RELEASE unit")
            finally:
                job.future.set_exception(in_our_words(error))
            return False
        return True

    def _tell(self, jobs: list[Job]) -> None:
        units = [job.unit for job in jobs if job.unit is not None]
        for after in (after for unit in units for after in unit.after_commit):
            after()
        for job in jobs:
            job.future.set_result(job.result)
        if any(unit.has_news for unit in units):
            self._news()

    def _fail(self, jobs: list[Job], error: Exception) -> None:
        self._drop()
        for job in jobs:
            job.future.set_exception(in_our_words(error))

    def _drop(self) -> None:
        """Take back whatever transaction is left, and let the connection go; the next job opens another."""
        connection, self._connection = self._connection, None
        if connection is None:
            return
        try:
            cast("sqlite3.Connection", connection.connection.driver_connection).rollback()
            connection.close()
        except (sqlite3.Error, SQLAlchemyError):
            connection.invalidate()


def _must_be_whole(database: sqlite3.Connection) -> None:
    """On a full disk SQLite takes back the whole transaction, and with it the units of work that were done."""
    if not database.in_transaction:
        raise StoreError
