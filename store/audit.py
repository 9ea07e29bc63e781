"""The audit log: who did what to which; only ever added to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Column, Index, String, Table, bindparam, func, insert, select

from bot.ports import AuditEvent
from bot.programme.people import Scope
from store.metadata import (
    Id,
    Instant,
    Json,
    id_column,
    metadata,
    names,
    owned,
    scope_columns,
    scope_of,
    within,
)
from store.rows import AnyRow, Repository, rows_of

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
    Index("ix_audit_at", "organisation", "programme", "at"),
)

ADD = insert(audit).inline()
ABOUT = rows_of(audit, audit.c.subject == bindparam("in_subject"))
SINCE = (
    select(audit)
    .where(
        within(audit),
        audit.c.at >= bindparam("in_at"),
        audit.c.kind.not_like("danger:%"),
        audit.c.subject.not_like("alert:%"),
    )
    .order_by(audit.c.at.desc(), audit.c.id.desc())
    .limit(bindparam("in_limit"))
    .offset(bindparam("in_offset"))
)

ACTS = select(audit.c.actor, audit.c.kind, audit.c.at).where(
    within(audit),
    audit.c.at >= bindparam("in_at"),
    audit.c.actor.is_not(None),
    audit.c.kind.in_(bindparam("in_kinds", expanding=True)),
)
LATEST = (
    select(audit.c.subject, func.max(audit.c.at))
    .where(within(audit), audit.c.kind == bindparam("in_kind"))
    .group_by(audit.c.subject)
)


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
        return [_event(row) for row in self.rows(ABOUT, {**names(scope), "in_subject": subject})]

    def since(self, scope: Scope, at: datetime, *, limit: int, offset: int = 0) -> Sequence[AuditEvent]:
        """What happened from an instant on, the latest first; what only a safety contact may know is left out."""
        values = {**names(scope), "in_at": at, "in_limit": limit, "in_offset": offset}
        return [_event(row) for row in self.rows(SINCE, values)]

    def acts(self, scope: Scope, kinds: Sequence[str], at: datetime) -> Sequence[tuple[int, str, datetime]]:
        """Who did something of these kinds, and when, from an instant on."""
        values = {**names(scope), "in_at": at, "in_kinds": list(kinds)}
        return [(row.actor, row.kind, row.at) for row in self.rows(ACTS, values)]

    def latest(self, scope: Scope, kind: str) -> Mapping[str, datetime]:
        """When something of this kind last happened, by what it happened to."""
        return dict(self.rows(LATEST, {**names(scope), "in_kind": kind}))


def _event(row: AnyRow) -> AuditEvent:
    scope = scope_of(row.organisation, row.programme)
    return AuditEvent(row.at, row.actor, row.kind, row.subject, scope, row.before, row.after)
