"""How units of work are run, on either database."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import Protocol, TypeVar

from store.unit import Unit

T = TypeVar("T")


class Runner(Protocol):
    """Runs each unit of work in a transaction of its own: all of it happens, or nothing."""

    def run(self, work: Callable[[Unit], T]) -> T: ...
    def submit(self, work: Callable[[Unit], T], *, ahead: bool = False) -> Future[T]: ...
    def read(self, work: Callable[[Unit], T]) -> T: ...
    def close(self) -> None: ...
