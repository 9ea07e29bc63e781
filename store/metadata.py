"""What all tables share: one MetaData, the column types, and the words of a scope."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    ColumnElement,
    Dialect,
    Integer,
    MetaData,
    String,
    Table,
    TypeDecorator,
    and_,
    bindparam,
    literal_column,
)
from sqlalchemy.dialects.postgresql import TIMESTAMP
from sqlalchemy.types import TypeEngine

from bot.programme.people import Scope

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


class Instant(TypeDecorator[datetime]):
    """An aware instant, in UTC: `timestamptz` on PostgreSQL, whole microseconds since 1970 on SQLite.

    A naive datetime raises ValueError: it names no instant (design promise 7).
    """

    impl = BigInteger
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(TIMESTAMP(timezone=True))
        return dialect.type_descriptor(BigInteger())

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], Any]:
        """What makes a parameter of an instant."""
        as_stored = _unchanged if dialect.name == "postgresql" else microseconds

        def bind(value: datetime | None) -> Any:
            if value is None:
                return None
            if value.tzinfo is None:
                raise ValueError(f"{value} names no instant: it has no zone")
            return as_stored(value)

        return bind

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None] | None:
        """What makes an instant of a column: on PostgreSQL the driver has made it already."""
        return None if dialect.name == "postgresql" else _from_microseconds


class Words(TypeDecorator[str]):
    """Text that somebody typed. What no database can hold (NUL, half characters) is kept as U+FFFD."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else storable(value)


def microseconds(instant: datetime) -> int:
    """Whole microseconds since 1970, exactly."""
    return (instant - EPOCH) // MICROSECOND


def _unchanged(instant: datetime) -> datetime:
    return instant


def _from_microseconds(value: int | None) -> datetime | None:
    return None if value is None else EPOCH + timedelta(microseconds=value)


def storable(text: str) -> str:
    """The text without what PostgreSQL and UTF-8 refuse: NUL, and surrogates that stand alone."""
    if text.isascii() and "\0" not in text:
        return text
    return text.replace("\0", "\ufffd").encode("utf-16", "surrogatepass").decode("utf-16", "replace")


# Not JSONB: that refuses some of what people type, and nothing is asked of the database about what is inside.
Json = JSON(none_as_null=True)
Id = BigInteger().with_variant(Integer(), "sqlite")


def id_column() -> Column[int]:
    """The number of a row, given by the database."""
    return Column("id", Id, primary_key=True, autoincrement=True)


def scope_columns(*, nullable: bool = False, primary_key: bool = False) -> tuple[Column[str], Column[str]]:
    """Whose row it is: every table of a programme's data starts with these two."""
    return (
        Column("organisation", String, nullable=nullable, primary_key=primary_key),
        Column("programme", String, nullable=nullable, primary_key=primary_key),
    )


def one_of(column: ColumnElement[Any], *words: str) -> ColumnElement[bool]:
    """That a column holds one of our own words, written into the statement: as parameters they cost a fifth of it."""
    return column.in_([literal_column(f"'{word}'") for word in words])


def within(table: Table) -> ColumnElement[bool]:
    """The condition that keeps a statement inside one scope; its values come from `names`."""
    return and_(
        table.c.organisation == bindparam("in_organisation"), table.c.programme == bindparam("in_programme")
    )


def names(scope: Scope) -> dict[str, Any]:
    """The values for `within`."""
    return {"in_organisation": scope.organisation, "in_programme": scope.programme}


def owned(scope: Scope | None) -> dict[str, Any]:
    """The values of the two scope columns of a new row."""
    if scope is None:
        return {"organisation": None, "programme": None}
    return {"organisation": scope.organisation, "programme": scope.programme}


@lru_cache(maxsize=1024)
def scope_of(organisation: str | None, programme: str | None) -> Scope | None:
    """The scope of a row, or None for a row that belongs to no programme."""
    return None if organisation is None or programme is None else Scope(organisation, programme)
