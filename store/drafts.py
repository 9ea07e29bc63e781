"""Answers to flows that are not finished: kept word by word, whatever happens in between."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ForeignKey, String, Table, bindparam, delete, select

from store.metadata import Id, Instant, Json, metadata
from store.rows import Repository
from store.upserts import upsert

drafts = Table(
    "drafts",
    metadata,
    Column("person", Id, ForeignKey("people.id"), primary_key=True),
    Column("flow", String, primary_key=True),
    Column("subject", String, primary_key=True),
    Column("answers", Json, nullable=False),
    Column("saved_at", Instant, nullable=False),
)

_draft = (
    (drafts.c.person == bindparam("in_person"))
    & (drafts.c.flow == bindparam("in_flow"))
    & (drafts.c.subject == bindparam("in_subject"))
)

GET = select(drafts.c.answers).where(_draft)
PUT = upsert(drafts, "person", "flow", "subject", change=("answers", "saved_at"))
DROP = delete(drafts).where(_draft)
OF_PERSON = (
    select(drafts.c.flow, drafts.c.subject, drafts.c.answers)
    .where(drafts.c.person == bindparam("in_person"))
    .order_by(drafts.c.saved_at.desc(), drafts.c.flow, drafts.c.subject)
)


def _same(subject: Mapping[str, str]) -> str:
    """One spelling for a subject, whatever order its keys came in."""
    return json.dumps(dict(subject), sort_keys=True, separators=(",", ":"))


def _which(person: int, flow: str, subject: Mapping[str, str]) -> dict[str, Any]:
    return {"in_person": person, "in_flow": flow, "in_subject": _same(subject)}


class SqlDrafts(Repository):
    """The port `Drafts`."""

    def get(self, person: int, flow: str, subject: Mapping[str, str]) -> dict[str, Any] | None:
        row = self.one(GET, _which(person, flow, subject))
        return None if row is None else dict(row.answers)

    def put(
        self, person: int, flow: str, subject: Mapping[str, str], answers: Mapping[str, Any], at: datetime
    ) -> None:
        """Keep these answers in the place of those that were kept before."""
        self.change(
            PUT,
            {
                "person": person,
                "flow": flow,
                "subject": _same(subject),
                "answers": dict(answers),
                "saved_at": at,
            },
        )

    def drop(self, person: int, flow: str, subject: Mapping[str, str]) -> None:
        """Forget a draft; forgetting twice is no error."""
        self.change(DROP, _which(person, flow, subject))

    def of_person(self, person: int) -> Sequence[tuple[str, dict[str, str], dict[str, Any]]]:
        """Flow, subject and answers of every draft, the one last worked on first."""
        rows = self.rows(OF_PERSON, {"in_person": person})
        return [(row.flow, json.loads(row.subject), dict(row.answers)) for row in rows]
