"""An audience as a query: one select of people's numbers, made when it is asked, for counting, listing and fan-out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, and_, func, literal, or_, select, union_all

from bot.programme.audiences import APPLIED, HANDED_IN, PLACED, UNANSWERED, Audience, Condition, expanded
from bot.programme.definition import Programme
from bot.programme.people import Role, Scope
from store.applications import applications
from store.broadcast_tables import PRESSES, list_members
from store.check_ins import check_ins
from store.journals import JOURNALS
from store.opportunities_table import opportunities
from store.outbox_table import outbox
from store.people import memberships, people
from store.placement_records import ATTENDANCE
from store.placements import placements

_m = memberships.c
STUDENT_SIDE: dict[Role, str] = {
    "student": "student",
    "host_supervisor": "host_supervisor",
    "programme_supervisor": "programme_supervisor",
}


def select_people(programme: Programme, audience: Audience) -> Select[Any]:
    """Each person of the audience once; the one column is called `person`."""
    scope = Scope(programme.organisation.key, programme.key)
    chosen = select(_m.person.label("person")).where(
        _scoped(memberships, scope), *_belongs(programme, audience, scope)
    )
    # With one role a person stands there once; looking for doubles would cost a sort of everybody.
    return chosen if len(audience.every_role) == 1 else chosen.distinct()


def _belongs(programme: Programme, audience: Audience, scope: Scope) -> list[ColumnElement[bool]]:
    """What must hold of a membership."""
    found: list[ColumnElement[bool]] = [_m.role.in_(audience.roles)]
    for condition in audience.conditions:
        holds = MEANINGS[condition.about](condition, audience, programme, scope)
        found.append(~holds if condition.opposite else holds)
    if audience.also:
        found = [
            or_(
                *(
                    and_(*one)
                    for one in (found, *(_belongs(programme, more, scope) for more in audience.also))
                )
            )
        ]
    for less in audience.without:
        # Whoever is left out is left out as a person, whatever other role they have.
        found.append(_m.person.not_in(select(select_people(programme, less).subquery().c.person)))
    return found


def _scoped(table: Table, scope: Scope) -> ColumnElement[bool]:
    return (table.c.organisation == scope.organisation) & (table.c.programme == scope.programme)


def _sides(table: Table, audience: Audience) -> list[Any]:
    """The columns of a placement that name people of these roles; students where none of them has to do with one."""
    names = [STUDENT_SIDE[role] for role in audience.roles if role in STUDENT_SIDE]
    return [table.c[name] for name in names or ["student"]]


def _placed(one: Condition, audience: Audience, programme: Programme, scope: Scope) -> ColumnElement[bool]:
    windows = expanded(one.windows, programme)
    found = []
    for column in _sides(placements, audience):
        query = select(column).where(
            _scoped(placements, scope), placements.c.state.in_(one.states or PLACED), column.is_not(None)
        )
        found.append(query.where(placements.c.window.in_(windows)) if windows else query)
    return _m.person.in_(found[0] if len(found) == 1 else union_all(*found))


def _applied(one: Condition, _: Audience, programme: Programme, scope: Scope) -> ColumnElement[bool]:
    windows = expanded(one.windows, programme)
    query = select(applications.c.student).where(
        _scoped(applications, scope), applications.c.state.in_(one.states or APPLIED)
    )
    if windows:
        query = query.join(
            opportunities, opportunities.c.id == applications.c.opportunity, isouter=True
        ).where(applications.c.cycle.in_(windows) | opportunities.c.window.in_(windows))
    return _m.person.in_(query)


def _in_cycle(one: Condition, audience: Audience, programme: Programme, scope: Scope) -> ColumnElement[bool]:
    placed = _placed(Condition("placement", windows=one.windows), audience, programme, scope)
    applied = _applied(Condition("application", APPLIED, one.windows), audience, programme, scope)
    return placed | applied if "student" in audience.roles else placed


def _journal(one: Condition, _: Audience, programme: Programme, scope: Scope) -> ColumnElement[bool]:
    journals = JOURNALS.table
    query = select(journals.c.student).where(
        _scoped(journals, scope), journals.c.data["state"].as_string().in_(one.states or HANDED_IN)
    )
    if windows := expanded(one.windows, programme):
        query = query.join(placements, placements.c.id == journals.c.placement).where(
            placements.c.window.in_(windows)
        )
    return _m.person.in_(query)


def _check_in(one: Condition, _: Audience, programme: Programme, scope: Scope) -> ColumnElement[bool]:
    query = select(check_ins.c.asked).where(
        _scoped(check_ins, scope), check_ins.c.state.in_(one.states or UNANSWERED)
    )
    if one.key:
        query = query.where(check_ins.c.plan == one.key)
    if windows := expanded(one.windows, programme):
        query = query.join(placements, placements.c.id == check_ins.c.placement).where(
            placements.c.window.in_(windows)
        )
    return _m.person.in_(query)


def _session(one: Condition, _: Audience, programme: Programme, scope: Scope) -> ColumnElement[bool]:
    attendance = ATTENDANCE.table
    query = select(attendance.c.student).where(
        _scoped(attendance, scope),
        attendance.c.key == one.key,
        attendance.c.data["state"].as_string().in_(one.states or ("attended", "made_up")),
    )
    if windows := expanded(one.windows, programme):
        query = query.where(attendance.c.window.in_(windows))
    return _m.person.in_(query)


def _attribute(one: Condition, _: Audience, __: Programme, ___: Scope) -> ColumnElement[bool]:
    value = func.lower(func.coalesce(_m.attributes[one.key].as_string(), literal("")))
    return value.in_([state.casefold() for state in one.states])


def _list(one: Condition, _: Audience, __: Programme, ___: Scope) -> ColumnElement[bool]:
    return _m.person.in_(select(list_members.c.person).where(list_members.c.list == int(one.key)))


def _person(one: Condition, _: Audience, __: Programme, ___: Scope) -> ColumnElement[bool]:
    return _m.person.in_([int(number) for number in one.states])


def _delivered(one: Condition, _: Audience, __: Programme, scope: Scope) -> ColumnElement[bool]:
    return _m.person.in_(
        select(outbox.c.person).where(
            _scoped(outbox, scope),
            outbox.c.batch == f"broadcast:{one.key}",
            outbox.c.op == "send",
            outbox.c.state == "delivered",
        )
    )


def _pressed(one: Condition, _: Audience, __: Programme, scope: Scope) -> ColumnElement[bool]:
    return _m.person.in_(
        select(PRESSES.c.person).where(_scoped(PRESSES, scope), PRESSES.c.broadcast == int(one.key))
    )


Meaning = Callable[[Condition, Audience, Programme, Scope], ColumnElement[bool]]
MEANINGS: dict[str, Meaning] = {
    "cycle": _in_cycle,
    "placement": _placed,
    "application": _applied,
    "journal": _journal,
    "check_in": _check_in,
    "session": _session,
    "attribute": _attribute,
    "list": _list,
    "person": _person,
    "delivered": _delivered,
    "pressed": _pressed,
}


def in_zone(chosen: Select[Any], zone: str | None) -> Select[Any]:
    """Those of an audience whose own clock is of that zone (None: nobody said)."""
    found = chosen.subquery("chosen")
    own = people.c.time_zone
    return (
        select(found.c.person)
        .join(people, people.c.id == found.c.person)
        .where(own.is_(None) if zone is None else own == zone)
    )


def attribute_values(rows: Sequence[Any], most: int = 200) -> dict[str, list[str]]:
    """The values of each attribute, where they are few enough to be the name of a group."""
    found: dict[str, dict[str, None]] = {}
    for (attributes,) in rows:
        for key, value in (attributes or {}).items():
            if value:
                found.setdefault(key, {})[str(value)] = None
    return {key: list(values) for key, values in found.items() if len(values) <= most}
