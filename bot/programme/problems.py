"""A mistake in a programme file: where it is, what is wrong, how to mend it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One mistake. `line` counts from 1; `path` is the place in the file, such as `cycles / 1 / closes`."""

    line: int
    path: str
    message: str
    mend: str

    def __str__(self) -> str:
        place = f" ({self.path})" if self.path else ""
        return f"line {self.line}{place}: {self.message}. {self.mend}"


class ProgrammeFileError(Exception):
    """This programme file cannot be used yet."""

    def __init__(self, name: str, problems: list[Problem]) -> None:
        self.name = name
        self.problems = tuple(sorted(problems, key=lambda one: (one.line, one.path)))
        count = "1 mistake" if len(self.problems) == 1 else f"{len(self.problems)} mistakes"
        super().__init__("\n".join([f"{name} has {count}:", *(f"  {one}" for one in self.problems)]))
