"""A store on each of the two databases, and the people and places that the tests of the store are about."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.activities import Place
from bot.cards import text
from bot.ports import Outgoing
from bot.programme.opportunities import Opportunity
from bot.programme.people import Scope
from store import Store, open_store

SECRET = "a secret of the tests, long enough"
NOW = datetime(2024, 1, 22, 9, 30, tzinfo=UTC)
SCOPE = Scope("queen_mary", "queen_mary_2024")
OTHER = Scope("oxford", "oxford_mip_2023_24")


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
        given = {"card": text("Hello"), "due_at": now, "scope": scope, "place": Place("slack", "T1", f"D{person}")}
        return Outgoing(key=key, person=person, **{**given, **changed})

    return make


@pytest.fixture
def make_opportunity(scope: Scope):
    """Opportunities that differ only in what a test says."""

    def make(key: str, **changed) -> Opportunity:
        given = {"id": 0, "scope": scope, "title": "A placement", "host": "A host"}
        return Opportunity(key=key, **{**given, **changed})

    return make
