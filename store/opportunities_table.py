"""The tables of what is on offer, apart from their repository because searching needs them too."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, Float, ForeignKey, Index, Integer, String, Table

from store.metadata import Id, Json, Words, id_column, metadata, scope_columns

opportunities = Table(
    "opportunities",
    metadata,
    id_column(),
    *scope_columns(),
    Column("key", String, nullable=False),
    Column("title", Words, nullable=False),
    Column("host", Words, nullable=False),
    Column("summary", Words, nullable=False),
    Column("sector", Words, nullable=False),
    Column("theme", Words, nullable=False),
    Column("mode", String),
    Column("location", Words, nullable=False),
    Column("window", String, nullable=False),
    Column("duration", Words, nullable=False),
    Column("hours", Float),
    Column("places", Integer),
    Column("group_size", Integer),
    Column("paid", Boolean),
    Column("skills", Words, nullable=False),  # one on a line
    Column("host_supervisor_email", Words, nullable=False),
    Column("opens", Date),
    Column("closes", Date),
    Column("cancelled", Words),
    Column("attributes", Json, nullable=False),
    # What filters compare: small letters, no accents, no punctuation.
    Column("sector_folded", String, nullable=False),
    Column("theme_folded", String, nullable=False),
    Column("location_folded", String, nullable=False),
    Column("skills_folded", String, nullable=False),
    Column("revision", Integer, nullable=False, default=0),
    Index("uq_opportunities_key", "organisation", "programme", "key", unique=True),
    Index("ix_opportunities_scope", "organisation", "programme", "id"),
    Index("ix_opportunities_theme", "organisation", "programme", "theme_folded", "id"),
    Index("ix_opportunities_sector", "organisation", "programme", "sector_folded", "id"),
    Index("ix_opportunities_window", "organisation", "programme", "window", "id"),
    Index("ix_opportunities_mode", "organisation", "programme", "mode", "id"),
)

saved_opportunities = Table(
    "saved_opportunities",
    metadata,
    *scope_columns(primary_key=True),
    Column("person", Id, ForeignKey("people.id"), primary_key=True),
    Column("opportunity", Id, ForeignKey("opportunities.id"), primary_key=True),
)
