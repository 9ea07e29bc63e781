"""Dated facts of staff."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Boolean, Column, Index, Integer, String, Table, bindparam, insert

from bot.programme.known_facts import KnownFact
from bot.programme.people import Scope
from store.metadata import Id, Instant, Words, id_column, metadata, names, owned, scope_columns
from store.rows import AnyRow, Repository, rows_of, saving

known_facts = Table(
    "known_facts",
    metadata,
    id_column(),
    *scope_columns(),
    Column("intent", String, nullable=False),
    Column("text", Words, nullable=False),
    Column("source", Words, nullable=False),
    Column("said_at", Instant, nullable=False),
    Column("by", Id),
    Column("question", Words, nullable=False),
    Column("withdrawn", Boolean, nullable=False),
    Column("revision", Integer, nullable=False, default=0),
    Index("ix_known_facts_intent", "organisation", "programme", "intent"),
)

_CHANGING = ("intent", "text", "source", "said_at", "by", "question", "withdrawn")

ADD = insert(known_facts).returning(known_facts.c.id)
SAVE = saving(known_facts, *_CHANGING)
GET = rows_of(known_facts, known_facts.c.id == bindparam("in_id"))
ALL = rows_of(known_facts, ~known_facts.c.withdrawn)
ABOUT = rows_of(known_facts, ~known_facts.c.withdrawn, known_facts.c.intent == bindparam("in_intent"))


def _values(fact: KnownFact) -> dict[str, Any]:
    return {column: getattr(fact, column) for column in _CHANGING}


class SqlKnownFacts(Repository):
    """The port `KnownFacts`."""

    def add(self, fact: KnownFact) -> int:
        number = self.insert(ADD, {**owned(fact.scope), **_values(fact), "revision": 0})
        self.remember(number, 0)
        return number

    def get(self, scope: Scope, fact: int) -> KnownFact | None:
        row = self.one(GET, {**names(scope), "in_id": fact})
        return None if row is None else self._seen(row)

    def save(self, fact: KnownFact) -> None:
        """Raises NotFoundError, or ConflictError when somebody else changed it meanwhile."""
        self.save_row(SAVE, fact.scope, fact.id, _values(fact))

    def about(self, scope: Scope, intent: str) -> Sequence[KnownFact]:
        """Those that stand, the newest first."""
        return [self._seen(row) for row in reversed(self.rows(ABOUT, {**names(scope), "in_intent": intent}))]

    def all(self, scope: Scope) -> Sequence[KnownFact]:
        """Everything that stands, the newest first."""
        return [self._seen(row) for row in reversed(self.rows(ALL, names(scope)))]

    def _seen(self, row: AnyRow) -> KnownFact:
        number, organisation, programme, intent, text, source, said_at, by, question, withdrawn, revision = (
            row
        )
        self.remember(number, revision)
        return KnownFact(
            number, Scope(organisation, programme), intent, text, source, said_at, by, question, withdrawn
        )
