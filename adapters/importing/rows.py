"""One row on its way in: its cells read with every problem noted, and the change that it comes to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol, TypeVar

from adapters.importing.columns import Column
from adapters.importing.values import CellError

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row cannot be taken: its line in the file, the column, the reason with its mend."""

    line: int
    column: str
    reason: str

    def __str__(self) -> str:
        """One line of the report."""
        return (
            f"line {self.line}, {self.column}: {self.reason}"
            if self.column
            else f"line {self.line}: {self.reason}"
        )


@dataclass(frozen=True, slots=True)
class Change:
    """What a good row comes to. `says` names it in a few words; `apply` does it; `note` is worth knowing."""

    line: int
    what: Literal["new", "changed", "same"]
    says: str
    apply: Callable[[], None]
    note: str = ""


@dataclass
class Cells:
    """The cells of one row by column; `take` reads one and notes what is wrong with it."""

    line: int
    values: Mapping[str, str]
    attributes: Mapping[str, str]
    problems: list[Problem] = field(default_factory=list)

    def has(self, column: str) -> bool:
        """Whether the file has this column at all."""
        return column in self.values

    def text(self, column: str) -> str:
        """The words of a cell, with its spaces tidied."""
        return " ".join(self.values.get(column, "").split())

    def take(self, column: str, read: Callable[[str], T], otherwise: T, *, required: bool = False) -> T:
        """The value of a cell; `otherwise` where it is empty or wrong (which is noted)."""
        said = self.values.get(column, "").strip()
        if not said:
            if required:
                self.refuse(column, "this cell is empty")
            return otherwise
        try:
            return read(said)
        except CellError as error:
            self.refuse(column, str(error))
            return otherwise

    def refuse(self, column: str, reason: str) -> None:
        """Note that this row cannot be taken."""
        self.problems.append(Problem(self.line, column, reason))


class Kind(Protocol):
    """One kind of import. `change` returns None where the row's problems were noted."""

    columns: tuple[Column, ...]

    def change(self, cells: Cells) -> Change | None: ...

    def untouched(self) -> int:
        """How many there are already that the file does not name."""


def differences(before: object, after: object, names: tuple[str, ...]) -> str:
    """Which of the named values change, as "hours 20 to 40"; long texts by name only."""
    found = []
    for name in names:
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            found.append(f"{name.replace('_', ' ')} {_short(old)} to {_short(new)}")
    return ", ".join(found)


def _short(value: object) -> str:
    words = "none" if value in {None, ""} else ", ".join(value) if isinstance(value, tuple) else str(value)
    return words if len(words) <= 40 else words[:39].rstrip() + "…"
