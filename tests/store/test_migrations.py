"""Migrations: they end where the tables are, on both databases, from any folder, and as often as one likes."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import psycopg
import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from store import open_store, upgrade
from store.engine import open_engine, parse_url
from store.errors import NewerTablesError, OtherTablesError
from store.metadata import metadata
from store.migrating import config, head, made_by_hand, must_be_current


@pytest.fixture(params=["sqlite_url", "postgresql_url"])
def empty_url(request):
    """A database with nothing in it."""
    return request.getfixturevalue(request.param)


@pytest.fixture
def engine(empty_url):
    opened = open_engine(parse_url(empty_url))
    yield opened
    opened.dispose()


def test_the_tables_are_what_the_migrations_make(empty_url, engine):
    upgrade(empty_url)
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"include_object": made_by_hand, "compare_type": True}
        )
        assert compare_metadata(context, metadata) == []
        found = set(inspect(connection).get_table_names())
    assert set(metadata.tables) <= found
    extra = found - set(metadata.tables) - {"alembic_version"}
    assert all(name.startswith("opportunity_words") for name in extra)


def test_partial_indexes_are_partial(empty_url, engine):
    upgrade(empty_url)
    kind = engine.dialect.name
    for table in metadata.tables.values():
        wanted = {i.name for i in table.indexes if i.dialect_options[kind].get("where") is not None}
        with engine.connect() as connection:
            found = {
                index["name"]
                for index in inspect(connection).get_indexes(table.name)
                if index.get("dialect_options", {}).get(f"{kind}_where") is not None
            }
        assert found == wanted


def test_upgrading_twice_changes_nothing(empty_url, engine):
    with pytest.raises(OtherTablesError):
        must_be_current(engine)
    assert upgrade(empty_url) == head()
    assert upgrade(empty_url) == head()
    must_be_current(engine)


def test_several_processes_may_upgrade_at_once(empty_url):
    with ThreadPoolExecutor(3) as threads:
        assert list(threads.map(upgrade, [empty_url] * 3)) == [head()] * 3


def test_every_step_can_be_taken_back(empty_url, engine):
    upgrade(empty_url)
    with engine.begin() as connection:
        command.downgrade(config(connection), "base")
    with engine.connect() as connection:
        assert set(inspect(connection).get_table_names()) <= {"alembic_version"}
    assert upgrade(empty_url) == head()


def test_there_is_one_line_of_numbered_revisions():
    engine = open_engine(parse_url("sqlite://"))
    with engine.connect() as connection:
        scripts = ScriptDirectory.from_config(config(connection))
        assert scripts.get_heads() == [head()]
        numbers = [script.revision for script in scripts.walk_revisions()]
    assert sorted(numbers) == [f"{number:04}" for number in range(1, len(numbers) + 1)]
    engine.dispose()


def test_migrations_run_from_any_folder(tmp_path: Path):
    code = "import store; print(store.upgrade('sqlite:///here.db'))"
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == head()
    assert (tmp_path / "here.db").exists()


def test_a_store_that_is_not_migrated_says_so(empty_url):
    with pytest.raises(OtherTablesError) as old:
        open_store(empty_url, migrate=False)
    assert old.value.mend == "Bring them up to date: foothold db upgrade"
    upgrade(empty_url)
    store = open_store(empty_url, migrate=False)
    store.must_be_current()
    store.close()


def test_tables_of_a_newer_version_are_left_alone(empty_url):
    upgrade(empty_url)
    engine = open_engine(parse_url(empty_url))
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    for use in (upgrade, partial(open_store, migrate=False), open_store):
        with pytest.raises(NewerTablesError):
            use(empty_url)


def test_a_connection_that_is_dropped_while_the_version_is_read_is_made_again(postgresql_url, monkeypatch):
    """A server that restarts, or a pooler that lets go, at the instant at which a process begins."""
    from store import migrating

    read, cut = migrating._read_version, []

    def cut_once(engine):
        if not cut:
            cut.append(True)
            with engine.connect() as connection:
                pid = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar()
                with psycopg.connect(postgresql_url.replace("+psycopg", ""), autocommit=True) as other:
                    other.execute("SELECT pg_terminate_backend(%s)", (pid,))
                connection.exec_driver_sql("SELECT 1")
        return read(engine)

    open_store(postgresql_url).close()
    monkeypatch.setattr(migrating, "_read_version", cut_once)
    open_store(postgresql_url, migrate=False).close()
    assert cut
