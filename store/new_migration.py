"""`make migration`: writes what the tables have become since the last migration."""

from __future__ import annotations

import sys
from pathlib import Path

from alembic import command
from alembic.operations.ops import MigrationScript
from alembic.runtime.migration import MigrationContext
from alembic.script import Script

from store.engine import begin, open_engine, parse_url
from store.migrating import config, next_revision, upgrade_engine


def write_migration(message: str) -> None:
    """Write a migration from what the tables have become since the last one; a person reads and mends it."""
    engine = open_engine(parse_url("sqlite://"))
    upgrade_engine(engine)
    with engine.connect() as connection, begin(connection):
        script = command.revision(
            config(connection),
            message,
            autogenerate=True,
            rev_id=next_revision(),
            process_revision_directives=_only_changes,
        )
        if isinstance(script, Script):
            _without_advice(Path(script.path))


def _only_changes(_: MigrationContext, __: object, scripts: list[MigrationScript]) -> None:
    if all(operations.is_empty() for script in scripts for operations in script.upgrade_ops_list):
        scripts.clear()
        sys.exit("The tables are what the migrations make; there is nothing to write.")


def _without_advice(file: Path) -> None:
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    file.write_text("".join(line for line in lines if "# ### " not in line), encoding="utf-8")


if __name__ == "__main__":
    write_migration(" ".join(sys.argv[1:]))
