"""The store as others use it: opened by URL, asked to run units of work."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any, TypeVar, cast

from sqlalchemy import URL, Engine

from bot.errors import FootholdError
from bot.ports import FileStore
from store.deliveries import SqlDeliveries
from store.encryption import ciphers
from store.engine import Synchronous, open_engine, parse_url
from store.files import EncryptedFiles
from store.inbox import SqlInbox
from store.migrating import must_be_current, upgrade_engine
from store.postgresql_runner import PostgresqlRunner
from store.runner import Runner
from store.secrets import SqlSecrets
from store.sqlite_runner import SqliteRunner
from store.unit import Shared, Unit
from store.wake import Listener, Wake

T = TypeVar("T")

THREADS = 8


class Store:
    """One database and one place for files. Safe to use from any thread."""

    inbox: SqlInbox
    deliveries: SqlDeliveries
    secrets: SqlSecrets
    files: FileStore

    def __init__(self, engine: Engine, files: FileStore, shared: Shared, threads: int) -> None:
        """Use `open_store`."""
        self._engine = engine
        self._wake = Wake()
        self._shared = shared
        self._listener: Listener | None = None
        self._runner: Runner = (
            PostgresqlRunner(engine, shared, self._wake, threads)
            if engine.dialect.name == "postgresql"
            else SqliteRunner(engine, shared, self._wake)
        )
        self.files = files
        self.inbox = cast("SqlInbox", EachAlone(self, "inbox"))
        self.deliveries = cast("SqlDeliveries", EachAlone(self, "deliveries"))
        self.secrets = cast("SqlSecrets", EachAlone(self, "secrets"))

    def run(self, work: Callable[[Unit], T]) -> T:
        """Do the work in one transaction and wait for its result: all of it happens, or nothing.

        The work may be run more than once (PostgreSQL, after a conflict or a lost connection), so it changes nothing
        but the unit. Raises what the work raised, else StoreError when the database failed (nothing was saved), or
        UncertainCommitError when it failed at the one moment at which nobody can know.
        """
        return self._runner.run(work)

    def submit(self, work: Callable[[Unit], T], *, ahead: bool = False) -> Future[T]:
        """As `run`, without waiting. On SQLite those that wait together are committed together.

        `ahead` of all that waits: for what is short, and somebody outside waits for it.
        """
        return self._runner.submit(work, ahead=ahead)

    def read(self, work: Callable[[Unit], T]) -> T:
        """The result of work that changes nothing; it waits for no writer, and cannot write."""
        return self._runner.read(work)

    def listen(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Call back whenever messages were queued, by any process; returns what ends it.

        The callback runs on a thread of the store and must be quick (`loop.call_soon_threadsafe(event.set)`).
        """
        if self._engine.dialect.name == "postgresql" and self._listener is None:
            self._listener = Listener(conninfo(self._engine.url), self._shared.name, self._wake)
        return self._wake.add(callback)

    def must_be_current(self) -> None:
        """Raises StoreError where the database cannot be reached or has not the tables that this version needs."""
        must_be_current(self._engine)

    def close(self) -> None:
        """Finish what was submitted, then close everything."""
        if self._listener is not None:
            self._listener.stop()
        self._runner.close()


class EachAlone:
    """A repository whose every call is a unit of work of its own."""

    def __init__(self, store: Store, repository: str) -> None:
        self._store = store
        self._repository = repository

    def __getattr__(self, method: str) -> Callable[..., Any]:
        def call(*args: Any, **named: Any) -> Any:
            return self._store.run(
                lambda unit: getattr(getattr(unit, self._repository), method)(*args, **named)
            )

        return call


def open_store(
    url: str,
    files: str | None = None,
    *,
    secret: str | None = None,
    synchronous: Synchronous = "NORMAL",
    threads: int = THREADS,
    migrate: bool = True,
) -> Store:
    """Open the database of that URL (`sqlite:///FILE`, `postgresql://…`), by default brought up to date first.

    `files` is a folder or an fsspec URL, by default the folder `foothold-files` beside a SQLite file. `secret` is
    FOOTHOLD_SECRET_KEY; a SQLite store without one keeps a key in a file beside the database. `synchronous` NORMAL
    may lose the last commits when the power fails (never when the process dies), FULL loses none and is slower.
    Raises DatabaseUrlError, or StoreError when the database cannot be used or (without `migrate`) has other tables.
    """
    parsed = parse_url(url)
    engine = open_engine(parsed, synchronous=synchronous, threads=threads)
    try:
        (upgrade_engine if migrate else must_be_current)(engine)
    except FootholdError:
        engine.dispose()
        raise
    beside = _folder_of(parsed)
    cipher = ciphers(secret, None if beside is None else beside / "foothold.key")
    shared = Shared(cipher, secrets.token_hex(8))
    where = files or str((beside or Path.cwd()) / "foothold-files")
    return Store(engine, EncryptedFiles(where, lambda: cipher("files")), shared, threads)


def conninfo(url: URL) -> str:
    """The URL as the driver itself reads it."""
    return url.set(drivername="postgresql").render_as_string(hide_password=False)


def _folder_of(url: URL) -> Path | None:
    if url.get_backend_name() != "sqlite":
        return None
    in_memory = url.database in {None, "", ":memory:"}
    return Path.cwd() if in_memory else Path(str(url.database)).absolute().parent
