"""Records that are looked up by a few columns and kept whole as JSON: one shape for everything about a placement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from typing import Any, Generic, TypeVar, cast

from pydantic import TypeAdapter
from sqlalchemy import Column, Index, Integer, Row, Table, bindparam, delete
from sqlalchemy.dialects.postgresql import insert

from bot.programme.people import Scope
from store.metadata import Json, id_column, metadata, names, owned, scope_columns, storable, within
from store.rows import Repository, rows_of, saving

T = TypeVar("T")


class Shape(Generic[T]):
    """A table for one kind of entity: a frozen dataclass with `id` and `scope`.

    `columns` are fields that rows are looked up by; everything else is in `data`. Statements are made here, once.
    """

    def __init__(
        self, name: str, kind: type[T], *columns: Column[Any], indexes: Sequence[Index] = ()
    ) -> None:
        self.keys = tuple(str(column.name) for column in columns)
        self.table = Table(
            name,
            metadata,
            id_column(),
            *scope_columns(),
            *columns,
            Column("data", Json, nullable=False),
            Column("revision", Integer, nullable=False, default=0),
            *indexes,
        )
        self._adapter: TypeAdapter[T] = TypeAdapter(kind)
        self._rest = {field.name for field in fields(cast("Any", kind))} - {"id", "scope"}
        self.add = insert(self.table).on_conflict_do_nothing().returning(self.table.c.id)
        self.save = saving(self.table, *self.keys, "data")
        self.drop = delete(self.table).where(within(self.table), self.table.c.id == bindparam("in_id"))
        self.get = self.by("id")

    def by(self, *keys: str) -> Any:
        """A select of the rows with these values, oldest first; the values come from `in_KEY`."""
        return rows_of(self.table, *(self.table.c[key] == bindparam(f"in_{key}") for key in keys))

    def values(self, entity: T) -> dict[str, Any]:
        """The columns of an entity."""
        data = self._adapter.dump_python(entity, mode="json", include=cast("Any", self._rest))
        return {**{key: getattr(entity, key) for key in self.keys}, "data": clean(data)}

    def entity(self, row: Row[Any]) -> T:
        """The entity of a row."""
        whole = {**row.data, "id": row.id, "scope": Scope(row.organisation, row.programme)}
        return self._adapter.validate_python(whole)


class Records(Repository):
    """What a repository of shapes can do."""

    def found(self, shape: Shape[T], statement: Any, scope: Scope, **values: Any) -> list[T]:
        """Every entity that a statement of the shape selects, oldest first."""
        rows = self.rows(statement, {**names(scope), **{f"in_{key}": value for key, value in values.items()}})
        return [self._seen(shape, row) for row in rows]

    def single(self, shape: Shape[T], statement: Any, scope: Scope, **values: Any) -> T | None:
        """The first of them, or None."""
        return next(iter(self.found(shape, statement, scope, **values)), None)

    def put_in(self, shape: Shape[T], entity: T) -> int | None:
        """The id of the new row; None where one that must be the only one is there already."""
        scope = cast("Any", entity).scope
        row = self.one(shape.add, {**owned(scope), **shape.values(entity), "revision": 0})
        if row is None:
            return None
        self._note(shape, int(row[0]), 0)
        return int(row[0])

    def must_put_in(self, shape: Shape[T], entity: T) -> int:
        """As `put_in`, where nothing can be in the way."""
        number = self.put_in(shape, entity)
        if number is None:
            raise LookupError(f"{shape.table.name} has such a row already")
        return number

    def save_in(self, shape: Shape[T], entity: T) -> None:
        """Raises NotFoundError, or ConflictError when somebody else changed it meanwhile."""
        self._read = self._reads(shape)
        self.save_row(shape.save, cast("Any", entity).scope, cast("Any", entity).id, shape.values(entity))

    def put_only(self, shape: Shape[T], statement: Any, entity: T, **values: Any) -> None:
        """Add it, or bring the only one that the statement selects up to date."""
        scope = cast("Any", entity).scope
        there = self.single(shape, statement, scope, **values)
        if there is None:
            self.must_put_in(shape, entity)
        else:
            self.save_in(shape, replace(cast("Any", entity), id=cast("Any", there).id))

    def drop_from(self, shape: Shape[T], scope: Scope, number: int) -> None:
        """Delete a row; deleting twice is no error."""
        self.change(shape.drop, {**names(scope), "in_id": number})

    def _seen(self, shape: Shape[T], row: Row[Any]) -> T:
        self._note(shape, row.id, row.revision)
        return shape.entity(row)

    def _note(self, shape: Shape[Any], number: int, revision: int) -> None:
        # The first reading counts: what is decided on it must not be saved over what somebody did since.
        self._reads(shape).setdefault(number, revision)

    def _reads(self, shape: Shape[Any]) -> dict[int, int]:
        """What was read, by table: two shapes of one repository have ids of their own."""
        if not hasattr(self, "_by_table"):
            self._by_table: dict[str, dict[int, int]] = {}
        return self._by_table.setdefault(shape.table.name, {})


def clean(value: Any) -> Any:
    """JSON values without what a database refuses (see `storable`)."""
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, Mapping):
        return {storable(str(key)): clean(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [clean(item) for item in value]
    return value
