"""Inserts that say what happens when the row is there already: one construct, which both databases understand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Column, Table
from sqlalchemy.dialects.postgresql import Insert, insert
from sqlalchemy.sql.dml import ReturningInsert


def upsert(table: Table, *key: str, change: Sequence[str]) -> Insert:
    """Insert a row, or bring these columns of the one with the same key up to date."""
    statement = insert(table)
    return statement.on_conflict_do_update(
        index_elements=list(key), set_={column: statement.excluded[column] for column in change}
    )


def once(table: Table, *key: str) -> Insert:
    """Insert a row unless one with the same key is there; the row count tells."""
    statement = insert(table).on_conflict_do_nothing(index_elements=list(key))
    return statement.execution_options(preserve_rowcount=True)


def added(table: Table, *key: str) -> ReturningInsert[Any]:
    """Insert a row unless one with the same key is there; returns its id, or no row."""
    identity: Column[Any] = table.c.id
    return once(table, *key).returning(identity)
