"""Why a row of a file cannot be taken."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bad:
    """Why a row cannot be taken: its line in the file, the column (empty: the whole row), the reason with its mend."""

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
