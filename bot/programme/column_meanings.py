"""What a column of a file means, as staff have said: kept for a programme and a kind of file, and used next time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.programme.people import Scope


@dataclass(frozen=True, slots=True)
class ColumnMeaning:
    """The header `header` of a file of that kind is the column `column`; empty: it is none of those that are known."""

    id: int
    scope: Scope
    kind: str
    header: str
    column: str
    by: int
    said_at: datetime


class ColumnMeanings(Protocol):
    """What was said of columns, the oldest first. `put` takes the place of what was said of the same header."""

    def of(self, scope: Scope, kind: str) -> Sequence[ColumnMeaning]: ...
    def all(self, scope: Scope) -> Sequence[ColumnMeaning]: ...
    def put(self, meaning: ColumnMeaning) -> int: ...
    def drop(self, scope: Scope, number: int) -> None: ...
