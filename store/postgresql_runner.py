"""PostgreSQL: units of work side by side, each in a transaction of its own, tried again where that is safe."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from store.errors import StaleError, UncertainCommitError, told_in_our_words
from store.unit import Shared, Unit
from store.wake import CHANNEL

T = TypeVar("T")

MOST_ATTEMPTS = 6
THREADS_AHEAD = 2
_NOTIFY = text(f"SELECT pg_notify('{CHANNEL}', :sender)")

# What PostgreSQL itself says may be tried again: a conflict of transactions, and a server that goes or comes.
_CONFLICT = {"40001", "40P01"}
_AGAIN = _CONFLICT | {"57P01", "57P02", "57P03"}


class PostgresqlRunner:
    """`Runner` for PostgreSQL."""

    def __init__(self, engine: Engine, shared: Shared, news: Callable[[], None], threads: int) -> None:
        """`news` is called after a commit that queued messages; other processes hear of it by NOTIFY."""
        self._engine = engine
        self._shared = shared
        self._news = news
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="foothold-store")
        self._ahead = ThreadPoolExecutor(THREADS_AHEAD, thread_name_prefix="foothold-ahead")

    def submit(self, work: Callable[[Unit], T], *, ahead: bool = False) -> Future[T]:
        return (self._ahead if ahead else self._threads).submit(self.run, work)

    def run(self, work: Callable[[Unit], T]) -> T:
        from tenacity import Retrying, retry_if_exception, stop_after_attempt, wait_random_exponential

        again = Retrying(
            stop=stop_after_attempt(MOST_ATTEMPTS),
            wait=wait_random_exponential(multiplier=0.01, max=1),
            retry=retry_if_exception(_may_be_tried_again),
            reraise=True,
        )
        with told_in_our_words():
            result: T = again(self._once, work)
            return result

    def read(self, work: Callable[[Unit], T]) -> T:
        with told_in_our_words(), self._engine.connect() as connection:
            return work(Unit(connection.execution_options(postgresql_readonly=True), self._shared))

    def close(self) -> None:
        self._ahead.shutdown()
        self._threads.shutdown()
        self._engine.dispose()

    def _once(self, work: Callable[[Unit], T]) -> T:
        with self._engine.connect() as connection:
            transaction = connection.begin()
            unit = Unit(connection, self._shared)
            result = work(unit)
            if unit.has_news:
                connection.execute(_NOTIFY, {"sender": self._shared.name})
            try:
                transaction.commit()
            except DBAPIError as error:
                if _state(error) not in _CONFLICT:
                    # Nobody knows whether it was saved: to do it again might do it twice.
                    raise UncertainCommitError from error
                raise
        for after in unit.after_commit:
            after()
        if unit.has_news:
            self._news()
        return result


def _state(error: DBAPIError) -> Any:
    return getattr(error.orig, "sqlstate", None)


def _may_be_tried_again(error: BaseException) -> bool:
    if isinstance(error, StaleError):
        return True
    return isinstance(error, DBAPIError) and (error.connection_invalidated or _state(error) in _AGAIN)
