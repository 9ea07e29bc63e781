"""People, their identities on surfaces, and their roles in programmes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    bindparam,
    select,
    update,
)

from bot.activities import Identity, Place
from bot.errors import ConflictError, NotFoundError
from bot.programme.names import Named
from bot.programme.people import Membership, Person, Role, Scope
from store.metadata import Id, Instant, Json, Words, id_column, metadata, names, owned, scope_columns, within
from store.rows import AnyRow, Repository
from store.upserts import added, upsert

people = Table(
    "people",
    metadata,
    id_column(),
    Column("organisation", String, nullable=False),
    Column("email", Words, nullable=False),
    Column("name", Words, nullable=False),
    Column("time_zone", String),
    Column("locale", String),
    Column("quiet_from", String),
    Column("quiet_to", String),
    Column("weekly_nudges", Integer),
    Column("paused_until", Instant),
    Column("stopped", Boolean, nullable=False, default=False),
    Index("uq_people_organisation_email", "organisation", "email", unique=True),
)

identities = Table(
    "identities",
    metadata,
    Column("surface", String, primary_key=True),
    Column("workspace", String, primary_key=True),
    Column("user", String, primary_key=True),
    Column("person", Id, ForeignKey("people.id"), nullable=False, index=True),
    Column("conversation", String),
    Column("thread", String),
    Column("private", Boolean, nullable=False, default=True),
    Column("seen_at", Instant, nullable=False),
    Column("reachable", Boolean, nullable=False, default=True),
    Column("reason", Words, nullable=False, default=""),
)

memberships = Table(
    "memberships",
    metadata,
    *scope_columns(primary_key=True),
    Column("role", String, primary_key=True),
    Column("person", Id, ForeignKey("people.id"), primary_key=True, index=True),
    Column("attributes", Json, nullable=False),
)

_person = people.c.id == bindparam("in_person")
_identity = (
    (identities.c.surface == bindparam("in_surface"))
    & (identities.c.workspace == bindparam("in_workspace"))
    & (identities.c.user == bindparam("in_user"))
)
_member = (memberships.c.person == bindparam("in_person")) & (memberships.c.role == bindparam("in_role"))

GET = select(people).where(_person)
ADD = added(people, "organisation", "email")
_WISHES = (
    "email",
    "name",
    "time_zone",
    "locale",
    "quiet_from",
    "quiet_to",
    "weekly_nudges",
    "paused_until",
    "stopped",
)
SAVE = update(people).where(_person).values({column: bindparam(column) for column in _WISHES})
BY_EMAIL = select(people).where(
    people.c.organisation == bindparam("in_organisation"), people.c.email == bindparam("in_email")
)
BY_IDENTITY = select(people).join(identities, identities.c.person == people.c.id).where(_identity)
_seen = ("person", "seen_at", "reachable", "reason")
_place = ("conversation", "thread", "private")
LINK = upsert(identities, "surface", "workspace", "user", change=_seen)
LINK_AT = upsert(identities, "surface", "workspace", "user", change=(*_seen, *_place))
IDENTITIES = (
    select(identities)
    .where(identities.c.person == bindparam("in_person"), identities.c.reachable)
    .order_by(identities.c.seen_at.desc(), identities.c.surface, identities.c.workspace)
)
REACH = (
    update(identities).where(_identity).values(reachable=bindparam("reachable"), reason=bindparam("reason"))
)
MEMBERSHIPS = (
    select(memberships)
    .where(memberships.c.person == bindparam("in_person"))
    .order_by(memberships.c.organisation, memberships.c.programme, memberships.c.role)
)
MEMBERSHIP = select(memberships).where(within(memberships), _member)
JOIN = upsert(memberships, "organisation", "programme", "role", "person", change=("attributes",))
LEAVE = memberships.delete().where(within(memberships), _member)
HAVING = (
    select(*people.c, memberships.c.attributes)
    .join(memberships, memberships.c.person == people.c.id)
    .where(within(memberships), memberships.c.role == bindparam("in_role"))
    .order_by(people.c.id)
)
NAMES = (
    select(people.c.id, people.c.name, people.c.email)
    .join(memberships, memberships.c.person == people.c.id)
    .where(within(memberships))
    .distinct()
    .order_by(people.c.name, people.c.id)
)


def clean_email(email: str) -> str:
    """An address as it is compared: without space around it, in small letters."""
    return email.strip().casefold()


def as_person(row: AnyRow) -> Person:
    """The person of a row that starts with the columns of `people`."""
    return Person(*row[:11])


def as_membership(row: AnyRow) -> Membership:
    """The membership of a row of `memberships`."""
    organisation, programme, role, person, attributes = row
    return Membership(person, Scope(organisation, programme), role, attributes)


def _named(identity: Identity) -> dict[str, Any]:
    return {"in_surface": identity.surface, "in_workspace": identity.workspace, "in_user": identity.user}


class SqlPeople(Repository):
    """The port `People`. Addresses are compared in small letters and kept so."""

    def get(self, person: int) -> Person:
        """Raises NotFoundError."""
        row = self.one(GET, {"in_person": person})
        if row is None:
            raise NotFoundError
        return as_person(row)

    def save(self, person: Person) -> None:
        """Raises NotFoundError; the organisation of a person never changes."""
        values = {column: getattr(person, column) for column in _WISHES}
        if self.change(SAVE, {**values, "email": clean_email(person.email), "in_person": person.id}) == 0:
            raise NotFoundError

    def add(self, organisation: str, email: str, name: str, time_zone: str | None, locale: str | None) -> int:
        """The id of the new person; raises ConflictError when the organisation has that address already."""
        row = self.one(
            ADD,
            {
                "organisation": organisation, "email": clean_email(email), "name": name,
                "time_zone": time_zone, "locale": locale, "stopped": False,
            },
        )  # fmt: skip
        if row is None:
            raise ConflictError(f"{email} is on the roster already.")
        return int(row[0])

    def by_email(self, organisation: str, email: str) -> Person | None:
        row = self.one(BY_EMAIL, {"in_organisation": organisation, "in_email": clean_email(email)})
        return None if row is None else as_person(row)

    def by_identity(self, identity: Identity) -> Person | None:
        row = self.one(BY_IDENTITY, _named(identity))
        return None if row is None else as_person(row)

    def link(self, identity: Identity, person: int, place: Place | None, at: datetime) -> None:
        """Say whose identity this is, seen at that instant; it counts as reachable again.

        A place replaces the one that was known; None keeps it.
        """
        seen = {
            "surface": identity.surface, "workspace": identity.workspace, "user": identity.user,
            "person": person, "seen_at": at, "reachable": True, "reason": "", "private": True,
        }  # fmt: skip
        if place is None:
            self.change(LINK, seen)
            return
        where = {"conversation": place.conversation, "thread": place.thread, "private": place.private}
        self.change(LINK_AT, {**seen, **where})

    def identities(self, person: int) -> Sequence[tuple[Identity, Place | None]]:
        """The identities that can be reached, the one last seen first."""
        return [
            (
                Identity(row.surface, row.workspace, row.user),
                None if row.conversation is None
                else Place(row.surface, row.workspace, row.conversation, row.private, row.thread),
            )
            for row in self.rows(IDENTITIES, {"in_person": person})
        ]  # fmt: skip

    def memberships(self, person: int) -> Sequence[Membership]:
        return [as_membership(row) for row in self.rows(MEMBERSHIPS, {"in_person": person})]

    def membership(self, scope: Scope, person: int, role: Role) -> Membership | None:
        row = self.one(MEMBERSHIP, {**names(scope), "in_person": person, "in_role": role})
        return None if row is None else as_membership(row)

    def join(self, membership: Membership) -> None:
        """Give the role; the attributes replace those that were there."""
        self.change(
            JOIN,
            {
                **owned(membership.scope), "role": membership.role, "person": membership.person,
                "attributes": dict(membership.attributes),
            },
        )  # fmt: skip

    def leave(self, scope: Scope, person: int, role: Role) -> None:
        """Take the role away; taking it twice is no error."""
        self.change(LEAVE, {**names(scope), "in_person": person, "in_role": role})

    def having(self, scope: Scope, role: Role) -> Sequence[tuple[Person, Membership]]:
        """Everybody with that role, in the order in which they came."""
        return [
            (as_person(row), Membership(row.id, scope, role, row.attributes))
            for row in self.rows(HAVING, {**names(scope), "in_role": role})
        ]

    def names(self, scope: Scope) -> Sequence[Named]:
        """Everybody on the roster of a programme, by name."""
        return [Named(*row) for row in self.rows(NAMES, names(scope))]

    def reach(self, identity: Identity, *, reachable: bool, reason: str = "") -> None:
        """Note that an identity can or cannot be written to (blocked, removed, returned)."""
        self.change(REACH, {**_named(identity), "reachable": reachable, "reason": reason})
