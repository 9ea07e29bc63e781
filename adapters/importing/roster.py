"""Who is on the programme already: read whole for a file, asked for one by one for a single row."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from bot.ports import UnitOfWork
from bot.programme.people import Membership, Person, Role, Scope

Member = tuple[Person, Membership]


class Roster:
    """The people of some roles, by address and role."""

    def __init__(self, unit: UnitOfWork, scope: Scope, roles: Sequence[Role], *, whole: bool) -> None:
        """With `whole` everybody is read now; without, a person is looked up when a row names one."""
        self._unit = unit
        self._scope = scope
        self._all: dict[tuple[str, Role], Member] | None = None
        if whole:
            self._all = {
                (person.email, role): (person, membership)
                for role in roles
                for person, membership in unit.people.having(scope, role)
            }
            self._known = {person.email: person for person, _ in self._all.values()}
        else:
            self._known = {}

    def find(self, email: str, role: Role) -> Member | None:
        """The person of that address with that role."""
        if self._all is not None:
            return self._all.get((email, role))
        person = self.person(email)
        membership = self._unit.people.membership(self._scope, person.id, role) if person else None
        return (person, membership) if person and membership else None

    def person(self, email: str) -> Person | None:
        """The person of that address, also one who has none of the roles."""
        if email not in self._known:
            person = self._unit.people.by_email(self._scope.organisation, email)
            if person is None:
                return None
            self._known[email] = person
        return self._known[email]

    def others(self, named: Collection[tuple[str, Role]]) -> int:
        """How many memberships are none of those that were `named`."""
        return len((self._all or {}).keys() - set(named))
