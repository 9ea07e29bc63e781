"""Open questions: what a programme does not say, waiting for staff."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Column, Index, Integer, String, Table, bindparam, insert

from bot.programme.people import Scope
from bot.programme.questions import OpenQuestion
from store.metadata import Id, Instant, Words, id_column, metadata, names, owned, scope_columns
from store.rows import AnyRow, Repository, rows_of, saving

questions = Table(
    "questions",
    metadata,
    id_column(),
    *scope_columns(),
    Column("asker", Id),
    Column("text", Words, nullable=False),
    Column("intent", String, nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("state", String, nullable=False),
    Column("answer", Words, nullable=False),
    Column("revision", Integer, nullable=False, default=0),
    Index("ix_questions_state", "organisation", "programme", "state"),
)

_CHANGING = ("asker", "text", "intent", "asked_at", "state", "answer")

ADD = insert(questions).returning(questions.c.id)
SAVE = saving(questions, *_CHANGING)
GET = rows_of(questions, questions.c.id == bindparam("in_id"))
OPEN = rows_of(questions, questions.c.state == "open")


def _values(question: OpenQuestion) -> dict[str, Any]:
    return {column: getattr(question, column) for column in _CHANGING}


class SqlQuestions(Repository):
    """The port `Questions`."""

    def add(self, question: OpenQuestion) -> int:
        number = self.insert(ADD, {**owned(question.scope), **_values(question), "revision": 0})
        self.remember(number, 0)
        return number

    def get(self, scope: Scope, question: int) -> OpenQuestion | None:
        row = self.one(GET, {**names(scope), "in_id": question})
        return None if row is None else self._seen(row)

    def save(self, question: OpenQuestion) -> None:
        """Raises NotFoundError, or ConflictError when somebody else answered meanwhile."""
        self.save_row(SAVE, question.scope, question.id, _values(question))

    def open(self, scope: Scope) -> Sequence[OpenQuestion]:
        """Those that wait for an answer, oldest first."""
        return [self._seen(row) for row in self.rows(OPEN, names(scope))]

    def _seen(self, row: AnyRow) -> OpenQuestion:
        number, organisation, programme, asker, text, intent, asked_at, state, answer, revision = row
        self.remember(number, revision)
        return OpenQuestion(
            Scope(organisation, programme), asker, text, intent, asked_at, number, state, answer
        )
