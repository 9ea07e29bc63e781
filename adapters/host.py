"""What the host needs of the store, as protocols: only the composition root knows which store it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from datetime import datetime
from typing import Any, Protocol, TypeVar

from bot.activities import Activity
from bot.ports import UnitOfWork

T = TypeVar("T")


class Inbox(Protocol):
    """What arrived and was not dealt with yet. `close` belongs into the unit of work that deals with it."""

    def receive(self, activity: Activity, *, now: datetime | None = None) -> bool: ...
    def open(self, limit: int, *, now: datetime | None = None) -> Sequence[str]: ...
    def body(self, activity_id: str) -> Activity: ...
    def close(
        self, activity_id: str, answer: Mapping[str, Any] | None, *, now: datetime | None = None
    ) -> None: ...
    def answer(self, activity_id: str) -> Mapping[str, Any] | None: ...
    def retry(self, activity_id: str, at: datetime, reason: str) -> int: ...
    def give_up(self, activity_id: str, reason: str, *, now: datetime | None = None) -> None: ...


class Work(UnitOfWork, Protocol):
    """One transaction of the store, with what is the host's."""

    inbox: Inbox


class Store(Protocol):
    """The store. `run` waits for the end of its transaction, `submit` returns its future."""

    def run(self, work: Callable[[Any], T]) -> T: ...
    def submit(self, work: Callable[[Any], T]) -> Future[T]: ...
    def close(self) -> None: ...
