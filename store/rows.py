"""What every repository is made of: a connection, and the revisions that were read in this unit of work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from sqlalchemy import (
    ColumnElement,
    Connection,
    Executable,
    Table,
    Update,
    bindparam,
    or_,
    select,
    update,
)

from bot.errors import NotFoundError
from bot.programme.people import Scope
from store.errors import StaleError
from store.metadata import names, within
from store.prepared import prepared

NOT_READ = -1
AnyRow: TypeAlias = Any
"""A row of the columns that were selected: by their names, by number, or unpacked."""


class Repository:
    """Statements are made once, at import; a repository only runs them."""

    def __init__(self, connection: Connection) -> None:
        """`connection` is in the transaction of one unit of work, and so is the repository."""
        self.connection = connection
        self._read: dict[int, int] = {}

    def one(self, statement: Executable, values: Mapping[str, Any]) -> AnyRow | None:
        """The first row, or None."""
        return prepared(statement, self.connection, values).one(self.connection, values)

    def rows(self, statement: Executable, values: Mapping[str, Any]) -> Sequence[AnyRow]:
        """Every row."""
        return prepared(statement, self.connection, values).rows(self.connection, values)

    def change(self, statement: Executable, values: Mapping[str, Any]) -> int:
        """How many rows the statement changed."""
        return prepared(statement, self.connection, values).change(self.connection, values)

    def insert(self, statement: Executable, values: Mapping[str, Any]) -> int:
        """The id that the new row was given, which the statement returns."""
        row = self.one(statement, values)
        if row is None:
            raise LookupError("an insert that returns nothing")
        return int(row[0])

    def remember(self, row: int, revision: int) -> None:
        """Note which revision of a row this unit of work has seen.

        The first reading counts: what is decided on it must not be saved over what somebody did since.
        """
        self._read.setdefault(row, revision)

    def save_row(self, statement: Update, scope: Scope, row: int, values: Mapping[str, Any]) -> None:
        """Run a statement of `saving` and look at its row count.

        Raises NotFoundError when there is no such row in the scope, StaleError (a ConflictError) when somebody else
        changed it since this unit of work read it.
        """
        seen = self._read.get(row, NOT_READ)
        if self.change(statement, {**values, **names(scope), "in_row": row, "in_revision": seen}) == 0:
            self._read.pop(row, None)  # who has been told of it may look again, and decide anew
            raise NotFoundError if seen == NOT_READ else StaleError
        if seen != NOT_READ:
            self._read[row] = seen + 1


def saving(table: Table, *columns: str) -> Update:
    """An update of these columns of one row of a scope, refused when the revision is not the one that was read."""
    return (
        update(table)
        .where(
            within(table),
            table.c.id == bindparam("in_row"),
            or_(bindparam("in_revision", NOT_READ) == NOT_READ, table.c.revision == bindparam("in_revision")),
        )
        .values({column: bindparam(column) for column in columns} | {"revision": table.c.revision + 1})
    )


def rows_of(table: Table, *conditions: ColumnElement[bool]) -> Any:
    """A select of whole rows of one scope, oldest first."""
    return select(table).where(within(table), *conditions).order_by(table.c.id)
