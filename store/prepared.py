"""Statements that SQLAlchemy writes once for each database, run on the driver's own connection.

What SQLAlchemy does at every execution takes several times as long as SQLite's whole work. Where there is more to do
than to hand over values (defaults of columns, lists that become as many parameters as they are long), it still does it.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias
from weakref import WeakKeyDictionary

from sqlalchemy import BindParameter, Connection, Dialect, Executable
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import TypeEngine

Values: TypeAlias = Mapping[str, Any]
Process: TypeAlias = Callable[[Any], Any]


class Prepared:
    """A statement in the words of one database, to be given values of certain names."""

    def __init__(self, statement: Executable, dialect: Dialect, names: Sequence[str]) -> None:
        """`names` say which columns an insert or an update has, over and above those written into it."""
        self._statement = statement
        self._dialect = dialect
        compiled: Any = statement.compile(dialect=dialect, column_keys=list(names))  # type: ignore[attr-defined]
        self._sql = str(compiled)
        binds: dict[str, BindParameter[Any]] = {name: bind for bind, name in compiled.bind_names.items()}
        order: list[str] = compiled.positiontup if compiled.positional else list(binds)
        self._names = None if compiled.positional else [compiled.escaped_bind_names.get(n, n) for n in order]
        self._binds = [(binds[name].key, _processor(binds[name].type, dialect)) for name in order]
        self._fixed = {bind.key: bind.value for bind in binds.values() if not bind.required}
        self._types = [column.type for column in getattr(statement, "exported_columns", ())]
        self._row: Process | None = None
        self._is_left_to_sqlalchemy = bool(
            compiled.insert_prefetch
            or compiled.update_prefetch
            or compiled.post_compile_params
            or compiled.literal_execute_params
            or any(bind.callable for bind in binds.values())
        )

    def one(self, connection: Connection, values: Values) -> Any:
        """The first row, or None."""
        if self._is_left_to_sqlalchemy:
            return connection.execute(self._statement, values).first()
        cursor = self._execute(connection, values)
        row = cursor.fetchone()
        return None if row is None else self._made(cursor)(row)

    def rows(self, connection: Connection, values: Values) -> Sequence[Any]:
        """Every row."""
        if self._is_left_to_sqlalchemy:
            return connection.execute(self._statement, values).all()
        cursor = self._execute(connection, values)
        return list(map(self._made(cursor), cursor.fetchall()))

    def change(self, connection: Connection, values: Values) -> int:
        """How many rows were changed."""
        if self._is_left_to_sqlalchemy:
            return connection.execute(self._statement, values).rowcount
        return int(self._execute(connection, values).rowcount)

    def spoken(self, values: Values) -> tuple[str, Any]:
        """The words and the values that the driver is given."""
        if self._fixed:
            values = {**self._fixed, **values}
        taken = [values[key] if process is None else process(values[key]) for key, process in self._binds]
        return self._sql, taken if self._names is None else dict(zip(self._names, taken, strict=True))

    def _execute(self, connection: Connection, values: Values) -> Any:
        """The driver's cursor; raises what SQLAlchemy would raise, and gives up a connection that is lost."""
        driver: Any = connection.connection.driver_connection
        try:
            return driver.execute(*self.spoken(values))
        except self._dialect.loaded_dbapi.Error as error:
            is_lost = self._dialect.is_disconnect(error, driver, None)
            if is_lost:
                connection.invalidate(error)
            raise DBAPIError.instance(
                self._sql,
                None,
                error,
                self._dialect.loaded_dbapi.Error,
                hide_parameters=True,
                connection_invalidated=is_lost,
                dialect=self._dialect,
            ) from error

    def _made(self, cursor: Any) -> Process:
        """What makes a row of what the driver gives: by name and by number, in the types of the tables."""
        if self._row is None:
            named = namedtuple("Row", [column[0] for column in cursor.description], rename=True)  # type: ignore[misc]  # noqa: PYI024
            processes = [
                _reader(type_, self._dialect, column[1])
                for type_, column in zip(self._types, cursor.description, strict=True)
            ]
            self._row = _maker(named._make, [(at, one) for at, one in enumerate(processes) if one])
        return self._row


def _maker(make: Process, processes: Sequence[tuple[int, Process]]) -> Process:
    def row(raw: Sequence[Any]) -> Any:
        values = list(raw)
        for at, process in processes:
            values[at] = process(values[at])
        return make(values)

    return row if processes else make


def _processor(type_: TypeEngine[Any], dialect: Dialect) -> Process | None:
    return type_.dialect_impl(dialect).bind_processor(dialect)


def _reader(type_: TypeEngine[Any], dialect: Dialect, kind: object) -> Process | None:
    return type_.dialect_impl(dialect).result_processor(dialect, kind)


_known: WeakKeyDictionary[Executable, dict[tuple[str, ...], Prepared]] = WeakKeyDictionary()


def prepared(statement: Executable, connection: Connection, values: Values) -> Prepared:
    """The statement for this database and values of these names, made when it is first asked for."""
    here = _known.get(statement)
    if here is None:
        here = _known[statement] = {}
    which = (connection.dialect.name, *values)
    found = here.get(which)
    if found is None:
        found = here[which] = Prepared(statement, connection.dialect, list(values))
    return found
