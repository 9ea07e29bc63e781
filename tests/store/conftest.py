"""A store on each of the two databases, and the people and places that the tests of the store are about."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from bot.activities import Place
from bot.cards import text
from bot.ports import Outgoing
from bot.programme.opportunities import Opportunity
from bot.programme.people import Scope
from store import Store, open_store, upgrade
from store.metadata import metadata

SECRET = "a secret of the tests, long enough"
NOW = datetime(2024, 1, 22, 9, 30, tzinfo=UTC)
SCOPE = Scope("queen_mary", "queen_mary_2024")
OTHER = Scope("oxford", "oxford_mip_2023_24")


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with every table and no row, to be copied."""
    file = tmp_path_factory.mktemp("template") / "empty.sqlite3"
    upgrade(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def migrated_url(postgresql_server) -> str:
    """One PostgreSQL database for all these tests: making one takes longer than emptying it."""
    name = f"store_{uuid4().hex}"
    with psycopg.connect(postgresql_server.get_uri(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    url = postgresql_server.get_uri(database=name, driver="psycopg")
    upgrade(url)
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database with every table and no row."""
    if request.param == "sqlite":
        file = tmp_path / "foothold.sqlite3"
        shutil.copy(request.getfixturevalue("migrated_file"), file)
        return f"sqlite:///{file}"
    url = request.getfixturevalue("migrated_url")
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(
            "TRUNCATE " + ", ".join(f'"{name}"' for name in metadata.tables) + " RESTART IDENTITY CASCADE"
        )
    return url


@pytest.fixture
def store(database_url: str, tmp_path: Path) -> Iterator[Store]:
    """An empty store."""
    opened = open_store(database_url, str(tmp_path / "files"), secret=SECRET)
    yield opened
    opened.close()


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def scope() -> Scope:
    return SCOPE


@pytest.fixture
def other_scope() -> Scope:
    return OTHER


@pytest.fixture
def student(store: Store) -> int:
    return store.run(lambda unit: unit.people.add("queen_mary", "sam@qmul.ac.uk", "Sam Jones", None, None))


@pytest.fixture
def make_outgoing(scope: Scope, now: datetime):
    """Messages that differ only in what a test says."""

    def make(key: str, person: int = 1, **changed) -> Outgoing:
        given = {
            "card": text("Hello"),
            "due_at": now,
            "scope": scope,
            "place": Place("slack", "T1", f"D{person}"),
        }
        return Outgoing(key=key, person=person, **{**given, **changed})

    return make


@pytest.fixture
def make_opportunity(scope: Scope):
    """Opportunities that differ only in what a test says."""

    def make(key: str, **changed) -> Opportunity:
        given = {"id": 0, "scope": scope, "title": "A placement", "host": "A host"}
        return Opportunity(key=key, **{**given, **changed})

    return make
