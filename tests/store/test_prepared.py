"""Statements that are run on the driver's own connection: the same rows, errors and retries as SQLAlchemy gives."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    Float,
    MetaData,
    String,
    Table,
    bindparam,
    insert,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError

from bot.errors import ConflictError
from store import open_store
from store import prepared as preparing
from store.metadata import Instant, Json, Words, id_column
from store.prepared import prepared
from store.rows import Repository

everything = Table(
    "everything",
    MetaData(),
    id_column(),
    Column("word", Words, unique=True),
    Column("yes", Boolean, nullable=False, default=True),
    Column("day", Date),
    Column("at", Instant),
    Column("data", Json),
    Column("raw", JSON),
    Column("share", Float),
    Column("from", String),
)
ADD = insert(everything).returning(everything.c.id)
ALL = select(everything).order_by(everything.c.id)
ONE = select(everything).where(everything.c.id == bindparam("in_id"))
RISE = update(everything).where(everything.c.id == bindparam("in_id")).values(share=everything.c.share + 1.5)
NAMED = select(everything.c.word).where(everything.c.word.in_(bindparam("in_words", expanding=True)))
FULL = {
    "word": "50 % of “it”",
    "yes": False,
    "day": date(2024, 3, 4),
    "at": datetime(2024, 3, 4, 9, 30, 0, 123456, tzinfo=UTC),
    "data": {"a": [1, None, "ü"]},
    "raw": [True],
    "share": 0.25,
    "from": "x",
}
EMPTY = dict.fromkeys(FULL) | {"yes": True}


@pytest.fixture
def unit_of(store):
    """Runs work with a repository in a database that has the table."""

    def run(work):
        def with_table(unit):
            everything.create(unit.connection, checkfirst=True)
            return work(Repository(unit.connection))

        return store.run(with_table)

    yield run
    store.run(lambda unit: everything.drop(unit.connection, checkfirst=True))


def test_rows_are_those_that_sqlalchemy_gives(unit_of):
    def work(here):
        first, second = here.insert(ADD, FULL), here.insert(ADD, EMPTY)
        theirs = here.connection.execute(ALL).all()
        ours = here.rows(ALL, {})
        assert [tuple(row) for row in ours] == [tuple(row) for row in theirs]
        assert tuple(ours[0]) == (first, *FULL.values())
        assert [row.at for row in ours] == [FULL["at"], None]
        assert here.one(ONE, {"in_id": second}).id == second
        assert here.one(ONE, {"in_id": 0}) is None
        assert here.change(RISE, {"in_id": first}) == 1
        assert here.one(ONE, {"in_id": first}).share == 1.75
        assert here.change(RISE, {"in_id": 0}) == 0

    unit_of(work)


def test_defaults_and_lists_are_left_to_sqlalchemy(unit_of):
    def work(here):
        for word in ("a", "b", "c"):
            here.insert(ADD, {"word": word})
        assert [row.yes for row in here.rows(ALL, {})] == [True] * 3
        assert {row.word for row in here.rows(NAMED, {"in_words": ["a", "c", "z"]})} == {"a", "c"}
        assert here.rows(NAMED, {"in_words": []}) == []

    unit_of(work)


@pytest.mark.parametrize("values", [{"in_if": 1}, {}])
def test_a_value_that_is_missing_is_an_error(unit_of, values):
    with pytest.raises(KeyError):
        unit_of(lambda here: here.one(ONE, values))


def test_errors_are_of_the_same_family(unit_of):
    unit_of(lambda here: here.insert(ADD, FULL))
    with pytest.raises(ConflictError):
        unit_of(lambda here: here.insert(ADD, FULL))
    with pytest.raises(IntegrityError) as raised:
        unit_of(lambda here: here.insert(ADD, {**FULL, "word": "other", "yes": None}))
    assert "of “it”" not in str(raised.value.args)


def test_a_statement_is_written_once(store, monkeypatch):
    written = []
    monkeypatch.setattr(preparing, "Prepared", lambda *of: written.append(of) or object())
    statement = select(everything.c.word)

    def work(unit):
        return prepared(statement, unit.connection, {}) is prepared(statement, unit.connection, {})

    assert store.run(work)
    assert len(written) == 1


def test_a_connection_that_is_lost_is_given_up_and_the_work_tried_again(postgresql_url):
    store = open_store(postgresql_url)
    attempts = []

    def work(unit):
        attempts.append(1)
        if len(attempts) == 1:
            (pid,) = unit.connection.exec_driver_sql("SELECT pg_backend_pid()").one()
            store.read(
                lambda other: other.connection.exec_driver_sql(f"SELECT pg_terminate_backend({pid}, 5000)")
            )
        return unit.people.add("queen_mary", "1@qmul.ac.uk", "Sam", None, None)

    assert store.run(work)
    assert len(attempts) == 2
    store.close()
