"""The roster: who takes part in a programme and in which role. Further columns become attributes for its rules."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from adapters.importing import values
from adapters.importing.columns import Column
from adapters.importing.roster import Member, Roster
from adapters.importing.rows import Cells, Change, differences
from bot.ports import UnitOfWork
from bot.programme.definition import Programme
from bot.programme.people import ROLES, Membership, Person, Role, Scope

ROLE_WORDS: dict[str, Role] = {
    **{role.replace("_", " "): role for role in ROLES if role != "owner"},
    "students": "student",
    "participant": "student",
    "applicant": "student",
    "intern": "student",
    "micro intern": "student",
    "pupil": "student",
    "supervisor at host": "host_supervisor",
    "line manager": "host_supervisor",
    "host contact": "host_supervisor",
    "site supervisor": "host_supervisor",
    "employer supervisor": "host_supervisor",
    "university supervisor": "programme_supervisor",
    "program supervisor": "programme_supervisor",
    "careers consultant": "programme_supervisor",
    "adviser": "programme_supervisor",
    "advisor": "programme_supervisor",
    "programme staff": "staff",
    "program staff": "staff",
    "careers staff": "staff",
    "administrator": "staff",
    "coordinator": "staff",
    "network": "network_staff",
}
ATTRIBUTES = (
    "institution",
    "level",
    "programme_supervisor_email",
    "consents",
    "guardian_email",
    "matriculated",
)


class People:
    """Reads rows of people; the same address in the same role twice in one file is a problem of its own."""

    columns: tuple[Column, ...] = (
        Column("email", ("e-mail", "email address", "mail", "university email", "work email"), required=True),
        Column("name", ("full name", "student name", "display name", "preferred name")),
        Column("first_name", ("forename", "given name", "first")),
        Column("last_name", ("surname", "family name", "last")),
        Column("role", ("person type", "roles", "user type"), required=True),
        Column("time_zone", ("timezone", "tz", "zone")),
        Column("locale", ("language", "lang")),
        Column("institution", ("university", "school", "college", "member university", "institute")),
        Column("level", ("level of study", "study level", "degree level", "year level")),
        Column("programme_supervisor_email", ("program supervisor email", "university supervisor email")),
        Column("consents", ("consent", "guardian consent", "consents given")),
        Column("guardian_email", ("parent email", "guardian's email", "parent or guardian email")),
        Column("matriculated", ("is matriculated", "matriculation")),
    )

    def __init__(
        self,
        unit: UnitOfWork,
        programme: Programme,
        gives: Collection[Role] | None = None,
        *,
        whole: bool = True,
    ) -> None:
        """A role that is not in `gives` is given to nobody new. `whole`: many rows come, so load who is there now."""
        self._gives = gives
        self._unit = unit
        self._scope = Scope(programme.organisation.key, programme.key)
        self._roster = Roster(unit, self._scope, ROLES, whole=whole)
        self._added: dict[str, int] = {}
        self._seen: dict[tuple[str, Role], int] = {}

    def change(self, cells: Cells) -> Change | None:
        """The change that a row comes to."""
        email = cells.take("email", values.address, "", required=True)
        none: Any = None
        role: Role | None = cells.take("role", _role, none, required=True)
        zone = cells.take("time_zone", values.zone, "")
        locale = cells.take("locale", values.locale, "")
        for column in ("programme_supervisor_email", "guardian_email"):
            cells.take(column, values.address, "")
        if role and (email, role) in self._seen:
            cells.refuse(
                "email", f"{email} is already a {role.replace('_', ' ')} in line {self._seen[email, role]}"
            )
        there = self._roster.find(email, role) if email and role else None
        if role and there is None and self._gives is not None and role not in self._gives:
            cells.refuse(
                "role", f"only an owner makes somebody {role.replace('_', ' ')}; ask one to say so here"
            )
        if role is None or cells.problems:
            return None
        self._seen[email, role] = cells.line
        name = cells.text("name") or " ".join(
            filter(None, (cells.text("first_name"), cells.text("last_name")))
        )
        wanted = Person(0, self._scope.organisation, email, name, zone or None, locale or None)
        return self._change(cells, wanted, role, there)

    def untouched(self) -> int:
        """How many memberships the file does not name."""
        return self._roster.others(self._seen)

    def _change(self, cells: Cells, wanted: Person, role: Role, there: Member | None) -> Change:
        person, membership = there or (self._roster.person(wanted.email), None)
        attributes = self._attributes(cells, dict(membership.attributes) if membership else {})
        label = f"{wanted.email} ({role.replace('_', ' ')})"
        if person is None:
            return Change(cells.line, "new", label, lambda: self._add(wanted, role, attributes))
        after = replace(
            person,
            name=wanted.name or person.name,
            time_zone=wanted.time_zone or person.time_zone,
            locale=wanted.locale or person.locale,
        )
        said = differences(person, after, ("name", "time_zone", "locale"))
        if membership is None:
            return Change(cells.line, "new", label, lambda: self._save(person, after, role, attributes))
        changed = [
            key
            for key in {**membership.attributes, **attributes}
            if membership.attributes.get(key) != attributes.get(key)
        ]
        said = ", ".join(filter(None, (said, *sorted(key.replace("_", " ") for key in changed))))
        if not said:
            return Change(cells.line, "same", label, _nothing)
        return Change(
            cells.line, "changed", f"{label}: {said}", lambda: self._save(person, after, role, attributes)
        )

    def _attributes(self, cells: Cells, before: dict[str, str]) -> dict[str, str]:
        """What was known, with what the file says put over it; an empty cell makes it unknown again."""
        said = {key: cells.text(key) for key in ATTRIBUTES if cells.has(key)}
        said |= {key: " ".join(value.split()) for key, value in cells.attributes.items()}
        return {key: value for key, value in {**before, **said}.items() if value}

    def _add(self, wanted: Person, role: Role, attributes: dict[str, str]) -> None:
        found = self._added.get(wanted.email)
        if found is None:
            found = self._unit.people.add(
                wanted.organisation, wanted.email, wanted.name, wanted.time_zone, wanted.locale
            )
            self._added[wanted.email] = found
        self._unit.people.join(Membership(found, self._scope, role, attributes))

    def _save(self, before: Person, after: Person, role: Role, attributes: dict[str, str]) -> None:
        if after != before:
            self._unit.people.save(after)
        self._unit.people.join(Membership(before.id, self._scope, role, attributes))


def _role(text: str) -> Role:
    if text.strip().casefold() == "owner":
        raise values.CellError("owners are not imported; name one with: foothold owner add EMAIL")
    return values.chosen(text, ROLE_WORDS, "role")


def _nothing() -> None:
    """The row says what is there already."""
