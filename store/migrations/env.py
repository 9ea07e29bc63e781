"""What Alembic runs for every command: the connection comes from `store.migrating`, never from a file."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

import store.unit  # noqa: F401 - makes every table known
from store.metadata import Instant, Words, metadata
from store.migrating import made_by_hand


def our_types(kind: str, item: Any, autogen: AutogenContext) -> str | Literal[False]:
    """Write our own column types by their names."""
    if kind == "type" and isinstance(item, Instant | Words):
        name = type(item).__name__
        autogen.imports.add(f"from store.metadata import {name}")
        return f"{name}()"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    include_object=made_by_hand,
    render_item=our_types,
    render_as_batch=True,
)
context.run_migrations()
