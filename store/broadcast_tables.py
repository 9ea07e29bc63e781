"""The tables of broadcasts, of who pressed "Got it", and of saved lists of people."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, String, Table

from bot.programme.broadcasts import Broadcast, SavedList
from store.metadata import Id, Instant, metadata, scope_columns
from store.records import Shape

BROADCASTS = Shape(
    "broadcasts",
    Broadcast,
    Column("state", String, nullable=False),
    indexes=[Index("ix_broadcasts_state", "organisation", "programme", "state")],
)
PRESSES = Table(
    "broadcast_presses",
    metadata,
    *scope_columns(),
    Column("broadcast", Id, ForeignKey("broadcasts.id"), primary_key=True),
    Column("person", Id, primary_key=True),
    Column("at", Instant, nullable=False),
)
LISTS = Shape("saved_lists", SavedList, Column("name", String, nullable=False))
list_members = Table(
    "saved_list_members",
    metadata,
    Column("list", Id, ForeignKey("saved_lists.id"), primary_key=True),
    Column("person", Id, primary_key=True),
)
