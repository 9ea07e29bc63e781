"""The audit log: who did what to which; only ever added to."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Column, Index, String, Table, bindparam, insert

from bot.ports import AuditEvent
from bot.programme.people import Scope
from store.metadata import Id, Instant, Json, id_column, metadata, names, owned, scope_columns, scope_of
from store.rows import Repository, rows_of

audit = Table(
    "audit",
    metadata,
    id_column(),
    *scope_columns(nullable=True),
    Column("at", Instant, nullable=False),
    Column("actor", Id),
    Column("kind", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("before", Json),
    Column("after", Json),
    Index("ix_audit_subject", "organisation", "programme", "subject"),
)

ADD = insert(audit).inline()
ABOUT = rows_of(audit, audit.c.subject == bindparam("in_subject"))


class SqlAudit(Repository):
    """The port `Audit`."""

    def add(self, event: AuditEvent) -> None:
        self.change(
            ADD,
            {
                **owned(event.scope), "at": event.at, "actor": event.actor, "kind": event.kind,
                "subject": event.subject,
                "before": None if event.before is None else dict(event.before),
                "after": None if event.after is None else dict(event.after),
            },
        )  # fmt: skip

    def about(self, scope: Scope, subject: str) -> Sequence[AuditEvent]:
        """What happened to a subject, in order."""
        return [
            AuditEvent(
                row.at, row.actor, row.kind, row.subject, scope_of(row.organisation, row.programme), row.before,
                row.after,
            )
            for row in self.rows(ABOUT, {**names(scope), "in_subject": subject})
        ]  # fmt: skip
