"""Everything that is kept of a person, by kind: given out, and deleted. Requests for both are kept here too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    ForeignKey,
    Index,
    String,
    Table,
    and_,
    delete,
    not_,
    select,
    update,
)

from bot.programme.definition import DataKind
from bot.programme.people import Scope
from bot.programme.privacy import Request
from store.applications import applications
from store.audit import audit
from store.check_ins import check_ins
from store.drafts import drafts
from store.journals import ENTRIES, JOURNALS, SUBMISSIONS
from store.metadata import Id
from store.opportunities_table import saved_opportunities
from store.outbox_table import outbox
from store.people import identities, memberships, people
from store.placement_records import (
    ATTENDANCE,
    CLAIMS,
    CONFIRMATIONS,
    FEEDBACK,
    HANDED_IN,
    HOURS,
    ISSUED,
    TASKS,
)
from store.placements import placements
from store.questions import questions
from store.records import Records, Shape
from store.safety import safety_alerts
from store.talks import talks

REQUESTS = Shape(
    "privacy_requests",
    Request,
    Column("person", Id, ForeignKey("people.id"), nullable=False),
    Column("state", String, nullable=False),
    indexes=[Index("ix_privacy_requests_state", "organisation", "programme", "state")],
)
OPEN = REQUESTS.by("state")
OF_PERSON = REQUESTS.by("person")
GONE = "Deleted person"

# By kind of data: each table with the column that says whose row it is. `placement` and `journal` lead there by way
# of another table. What is deleted first stands first.
TABLES: dict[DataKind, tuple[tuple[Table, str], ...]] = {
    "journals": ((SUBMISSIONS.table, "journal"), (ENTRIES.table, "student"), (JOURNALS.table, "student")),
    "check_ins": ((check_ins, "placement"), (FEEDBACK.table, "placement")),
    "expenses": ((CLAIMS.table, "student"),),
    "applications": ((applications, "student"),),
    "files": ((HANDED_IN.table, "by"),),
    "conversations": ((drafts, "person"), (talks, "person"), (questions, "asker"), (TASKS.table, "about")),
    "messages": ((outbox, "person"),),
    "people": (
        (saved_opportunities, "person"),
        (HOURS.table, "student"),
        (ATTENDANCE.table, "student"),
        (CONFIRMATIONS.table, "placement"),
        (ISSUED.table, "student"),
        (memberships, "person"),
    ),
    "safety": ((safety_alerts, "writer"),),
    "audit": ((audit, "actor"),),
}
FILES_IN = ("data", "answers")


def of_person(table: Table, column: str, scope: Scope, person: int | None) -> ColumnElement[bool]:
    """Whose rows: one person's, or with None everybody's of the programme."""
    conditions: list[ColumnElement[bool]] = []
    if "programme" in table.c and table is not talks:
        conditions += [table.c.organisation == scope.organisation, table.c.programme == scope.programme]
    if column == "placement":
        mine = select(placements.c.id).where(_in(placements, scope), _is(placements.c.student, person))
        conditions.append(table.c.placement.in_(mine))
    elif column == "journal":
        mine = select(JOURNALS.table.c.id).where(
            _in(JOURNALS.table, scope), _is(JOURNALS.table.c.student, person)
        )
        conditions.append(table.c.journal.in_(mine))
    elif person is not None:
        conditions.append(table.c[column] == person)
    elif "programme" not in table.c or table is talks:
        here = select(memberships.c.person).where(_in(memberships, scope))
        conditions.append(table.c[column].in_(here))
        if table is talks:
            # Somebody who talks of another programme by now goes on with that.
            conditions.append(talks.c.programme == scope.programme)
    return and_(*conditions)


def _in(table: Table, scope: Scope) -> ColumnElement[bool]:
    return and_(table.c.organisation == scope.organisation, table.c.programme == scope.programme)


def _is(column: ColumnElement[Any], person: int | None) -> ColumnElement[bool]:
    return column.is_not(None) if person is None else column == person


class SqlRequests(Records):
    """The port `Requests`."""

    def get(self, scope: Scope, request: int) -> Request | None:
        return self.single(REQUESTS, REQUESTS.get, scope, id=request)

    def add(self, request: Request) -> int:
        return self.must_put_in(REQUESTS, request)

    def save(self, request: Request) -> None:
        self.save_in(REQUESTS, request)

    def open(self, scope: Scope) -> Sequence[Request]:
        return self.found(REQUESTS, OPEN, scope, state="asked")

    def of_person(self, scope: Scope, person: int) -> Sequence[Request]:
        return self.found(REQUESTS, OF_PERSON, scope, person=person)

    def collect(self, scope: Scope, person: int) -> dict[str, Any]:
        """Every row that is theirs, by kind and table, as it is kept; and the row of the person itself."""
        found: dict[str, Any] = {"person": self._rows(people, people.c.id == person)}
        found["identities"] = self._rows(identities, identities.c.person == person)
        found["placements"] = self._rows(
            placements, and_(_in(placements, scope), placements.c.student == person)
        )
        for kind, tables in TABLES.items():
            found[kind] = {
                table.name: self._rows(table, of_person(table, column, scope, person))
                for table, column in tables
            }
        return found

    def erase(
        self, scope: Scope, person: int | None, kinds: Sequence[DataKind]
    ) -> tuple[dict[str, int], Sequence[str]]:
        """Delete these kinds; what other records point at (the person, the placement) stays without its name."""
        counts: dict[str, int] = {}
        files: list[str] = []
        for kind in (kind for kind in TABLES if kind in kinds):
            for table, column in TABLES[kind]:
                where = of_person(table, column, scope, person)
                files += self._files(table, where)
                counts[kind] = counts.get(kind, 0) + self._delete(table, where, scope)
        if "people" in kinds and person is not None:
            counts["people"] = counts.get("people", 0) + self._unname(person)
        return counts, tuple(dict.fromkeys(files))

    def _delete(self, table: Table, where: ColumnElement[bool], scope: Scope) -> int:
        if table is outbox:
            # The count of the messages and their ends stays true; what they said goes.
            blank = {
                "card": '{"parts":[]}',
                "about": "{}",
                "conversation": "",
                "thread": None,
                "delivered_to": None,
            }
            ended = outbox.c.ended_at.is_not(None)
            return self.connection.execute(update(outbox).where(where, ended).values(blank)).rowcount
        if table is drafts:
            return self._delete_drafts(where, scope)
        return self.connection.execute(delete(table).where(where)).rowcount

    def _delete_drafts(self, where: ColumnElement[bool], scope: Scope) -> int:
        """Drafts belong to a person; those of an application or placement of another programme stay."""
        elsewhere = {
            f'{{"{name}":"{number}"'
            for name, table in (("application", applications), ("placement", placements))
            for (number,) in self.connection.execute(select(table.c.id).where(not_(_in(table, scope))))
        }
        gone = 0
        for person, flow, subject in self.connection.execute(
            select(drafts.c.person, drafts.c.flow, drafts.c.subject).where(where)
        ).all():
            if subject.rstrip("}").partition(",")[0] not in elsewhere:
                one = and_(drafts.c.person == person, drafts.c.flow == flow, drafts.c.subject == subject)
                gone += self.connection.execute(delete(drafts).where(one)).rowcount
        return gone

    def _unname(self, person: int) -> int:
        """A person whom placements and logs point at keeps a number, and nothing else."""
        other = select(memberships.c.person).where(memberships.c.person == person)
        if self.connection.execute(other).first() is not None:
            return 0
        nothing = dict.fromkeys(
            ("time_zone", "locale", "quiet_from", "quiet_to", "weekly_nudges", "paused_until")
        )
        values = {
            **nothing,
            "name": f"{GONE} {person}",
            "email": f"{person}@deleted.invalid",
            "stopped": True,
        }
        self.connection.execute(delete(identities).where(identities.c.person == person))
        return self.connection.execute(update(people).where(people.c.id == person).values(values)).rowcount

    def _rows(self, table: Table, where: ColumnElement[bool]) -> list[dict[str, Any]]:
        found = self.connection.execute(select(table).where(where)).mappings()
        return [{str(key): plain(value) for key, value in row.items()} for row in found]

    def _files(self, table: Table, where: ColumnElement[bool]) -> list[str]:
        column = next((table.c[name] for name in FILES_IN if name in table.c), None)
        if column is None:
            return []
        return [
            file
            for (value,) in self.connection.execute(select(column).where(where))
            for file in files_of(value)
        ]


def files_of(value: Any) -> Iterator[str]:
    """Every file id in a JSON value."""
    if isinstance(value, dict):
        if isinstance(value.get("file_id"), str):
            yield value["file_id"]
        for item in value.values():
            yield from files_of(item)
    elif isinstance(value, list):
        for item in value:
            yield from files_of(item)


def plain(value: Any) -> Any:
    """A value of a column as JSON has it."""
    return value if isinstance(value, str | int | float | bool | dict | list | None) else str(value)
