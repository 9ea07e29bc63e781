"""Bringing a database up to date, from any folder: the migrations are part of the package."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from store.engine import begin, open_engine, parse_url
from store.errors import NewerTablesError, OtherTablesError, in_our_words

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).parent / "migrations"
_LOCK = 0x466F6F74686F6C64  # any number that nobody else locks: "Foothold"


def head() -> str:
    """The newest revision; revisions are numbers, and the name of each file starts with its own."""
    return max(file.name.split("_")[0] for file in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def upgrade(url: str) -> str:
    """Bring the database of that URL up to date; returns the revision that it now has.

    Doing it twice changes nothing, and several processes may do it at once. Raises DatabaseUrlError or StoreError.
    """
    engine = open_engine(parse_url(url))
    try:
        return upgrade_engine(engine)
    finally:
        engine.dispose()


def upgrade_engine(engine: Engine) -> str:
    """As `upgrade`, on an engine that is open."""
    version = _version(engine)
    if version == head():
        return version
    if version > head():
        raise NewerTablesError
    from alembic import command

    try:
        with engine.connect() as connection, begin(connection):
            if engine.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
            command.upgrade(config(connection), "head")
    except DBAPIError as error:
        raise in_our_words(error) from error
    return head()


def must_be_current(engine: Engine) -> None:
    """Raises OtherTablesError or NewerTablesError for tables of another version, StoreError for no database at all."""
    version = _version(engine)
    if version != head():
        raise NewerTablesError if version > head() else OtherTablesError


def _version(engine: Engine) -> str:
    """The revision of the tables; "" where there are none. A connection that is dropped is made again, once."""
    try:
        return _read_version(engine)
    except DBAPIError as error:
        if not error.connection_invalidated:
            raise in_our_words(error) from error
    try:
        return _read_version(engine)
    except DBAPIError as error:
        raise in_our_words(error) from error


def _read_version(engine: Engine) -> str:
    try:
        with engine.connect() as connection:
            return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or "")
    except DBAPIError as error:
        # No such table: PostgreSQL says so in one class of errors, SQLite in another.
        if "alembic_version" in str(error.orig):
            return ""
        raise


def config(connection: Connection) -> Config:
    """What Alembic has to know, without a file."""
    from alembic.config import Config

    made = Config()
    made.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    made.set_main_option("version_path_separator", "os")
    made.attributes["connection"] = connection
    return made


def next_revision() -> str:
    """The number of the next migration."""
    return f"{int(head()) + 1:04}" if any((MIGRATIONS / "versions").glob("[0-9]*.py")) else "0001"


def made_by_hand(_: object, name: str | None, kind: str, reflected: bool, compare_to: object) -> bool:  # noqa: FBT001 - Alembic's
    """Whether Alembic may compare this: the full-text indexes differ between the databases and are written by hand."""
    return not (str(name).startswith("opportunity_words") or (kind, name) in _BY_HAND)


_BY_HAND = {("column", "search"), ("index", "ix_opportunities_search")}
