"""Full-text indexes over opportunities, each database's own, and room to breathe for the outbox.

Nothing in the metadata knows of them (`store.migrating.made_by_hand`). Both find words by their stems and without
accents, and neither drops a word as empty: the search decides that.
"""

from __future__ import annotations

import unicodedata

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

INDEXED = "title, host, theme, sector, mode, location, skills, summary"


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for statement in postgresql():
            op.execute(statement)
    else:
        for statement in sqlite():
            op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE outbox RESET (autovacuum_vacuum_scale_factor, autovacuum_vacuum_threshold)")
        op.execute("ALTER TABLE opportunities DROP COLUMN search")
        op.execute("DROP TEXT SEARCH CONFIGURATION foothold")
        op.execute("DROP TEXT SEARCH DICTIONARY foothold_stem")
    else:
        for trigger in ("added", "removed", "changed"):
            op.execute(f"DROP TRIGGER opportunity_words_{trigger}")
        op.execute("DROP TABLE opportunity_words")


def sqlite() -> list[str]:
    """An external-content table, and triggers that keep it in step."""
    new = ", ".join(f"new.{column}" for column in INDEXED.split(", "))
    old = ", ".join(f"old.{column}" for column in INDEXED.split(", "))
    put = f"INSERT INTO opportunity_words(rowid, {INDEXED}) VALUES (new.id, {new});"  # noqa: S608 - our own names
    take = f"INSERT INTO opportunity_words(opportunity_words, rowid, {INDEXED}) VALUES ('delete', old.id, {old});"  # noqa: S608
    return [
        (
            f"CREATE VIRTUAL TABLE opportunity_words USING fts5({INDEXED}, content='opportunities',"
            " content_rowid='id', tokenize='porter unicode61 remove_diacritics 2', prefix='2 3')"
        ),
        f"CREATE TRIGGER opportunity_words_added AFTER INSERT ON opportunities BEGIN {put} END",
        f"CREATE TRIGGER opportunity_words_removed AFTER DELETE ON opportunities BEGIN {take} END",
        f"CREATE TRIGGER opportunity_words_changed AFTER UPDATE OF {INDEXED} ON opportunities BEGIN {take} {put} END",
    ]


def postgresql() -> list[str]:
    """A generated column with a GIN index."""
    accented = [letter for letter in map(chr, range(0xC0, 0x180)) if plain(letter) != letter]
    fold = f"'{''.join(accented)}', '{''.join(map(plain, accented))}'"

    def weighed(words: str, weight: str) -> str:
        return f"setweight(to_tsvector('foothold', translate({words}, {fold})), '{weight}')"

    return [
        "CREATE TEXT SEARCH DICTIONARY foothold_stem (TEMPLATE = snowball, LANGUAGE = english)",
        "CREATE TEXT SEARCH CONFIGURATION foothold (COPY = english)",
        (
            "ALTER TEXT SEARCH CONFIGURATION foothold ALTER MAPPING FOR"
            " asciiword, asciihword, hword_asciipart, hword, hword_part, word WITH foothold_stem"
        ),
        "ALTER TABLE opportunities ADD COLUMN search tsvector GENERATED ALWAYS AS ("
        + weighed("title", "A")
        + " || "
        + weighed("host || ' ' || theme || ' ' || sector || ' ' || skills", "B")
        + " || "
        + weighed("location", "C")
        + " || "
        + weighed("coalesce(replace(mode, '_', ' '), '') || ' ' || summary", "D")
        + ") STORED",
        "CREATE INDEX ix_opportunities_search ON opportunities USING gin (search)",
        # Rows come and go here faster than the defaults reckon with.
        "ALTER TABLE outbox SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000)",
    ]


def plain(letter: str) -> str:
    """The letter without its accent, where it is one letter."""
    base = unicodedata.normalize("NFKD", letter)[0]
    return base if base.isascii() and base.isalpha() else letter
