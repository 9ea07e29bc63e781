"""Engines: how each of the two databases is opened."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from functools import partial
from typing import Any, Literal, TypeAlias

from sqlalchemy import URL, Connection, Engine, RootTransaction, create_engine, event, make_url
from sqlalchemy.pool import StaticPool

from bot.errors import FootholdError

Synchronous: TypeAlias = Literal["NORMAL", "FULL"]
BUSY_MILLISECONDS = 10_000
CONNECT_SECONDS = 10


class DatabaseUrlError(FootholdError):
    """FOOTHOLD_DATABASE_URL is not the address of a database that Foothold knows."""

    mend = "Write it as sqlite:///FILE or postgresql://USER:PASSWORD@HOST/DATABASE"


def parse_url(url: str) -> URL:
    """The URL with the driver that is used for it; raises DatabaseUrlError for another kind of database."""
    try:
        parsed = make_url(url)
    except Exception as error:
        raise DatabaseUrlError from error
    kind = parsed.drivername.split("+")[0]
    if kind == "sqlite":
        return parsed.set(drivername="sqlite")
    if kind in {"postgresql", "postgres"}:
        return parsed.set(drivername="postgresql+psycopg")
    raise DatabaseUrlError


def name_of(url: str) -> str:
    """Which database that is, with nothing that is secret; raises DatabaseUrlError."""
    parsed = parse_url(url)
    return str(parsed.set(drivername=parsed.get_backend_name(), password=None, query={}))


def open_engine(url: URL, *, synchronous: Synchronous = "NORMAL", threads: int = 8) -> Engine:
    """An engine for that URL. `threads` is how many connections may be in use at once (PostgreSQL)."""
    options: dict[str, Any] = {"json_serializer": partial(json.dumps, separators=(",", ":"))}
    if url.get_backend_name() == "sqlite":
        if url.database in {None, "", ":memory:"}:
            options |= {"poolclass": StaticPool, "connect_args": {"check_same_thread": False}}
        else:
            _make_private(str(url.database))
        engine = create_engine(url, **options)
        _prepare_sqlite(engine, synchronous)
        return engine
    return create_engine(
        url,
        pool_size=threads,
        max_overflow=threads,
        pool_pre_ping=False,
        isolation_level="READ COMMITTED",
        connect_args={
            "options": "-c timezone=UTC",
            "application_name": "foothold",
            "connect_timeout": CONNECT_SECONDS,
        },
        **options,
    )


def _make_private(file: str) -> None:
    """A new file for its owner alone: it holds names and addresses. SQLite gives its other files the same rights."""
    with suppress(OSError):  # one that is there already, or cannot be made: connecting says so
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def _prepare_sqlite(engine: Engine, synchronous: Synchronous) -> None:
    def pragmas(connection: Any, _: Any) -> None:
        # The driver's own transactions begin too late: `begin` (below) begins ours.
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (
            f"busy_timeout = {BUSY_MILLISECONDS}",
            "journal_mode = WAL",
            f"synchronous = {synchronous}",
            "foreign_keys = ON",
            "cache_size = -32000",
            "temp_store = MEMORY",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    event.listen(engine, "connect", pragmas)


def begin(connection: Connection, *, reading: bool = False) -> RootTransaction:
    """Begin a transaction: on SQLite as a writer at once, or as a reader who waits for nobody.

    SQLAlchemy's own event for this would slow down every statement.
    """
    transaction = connection.begin()
    if connection.dialect.name == "sqlite":
        driver: Any = connection.connection.driver_connection
        driver.execute("BEGIN" if reading else "BEGIN IMMEDIATE")
    return transaction
