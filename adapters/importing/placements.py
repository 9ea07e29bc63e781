"""Placements that were agreed before the programme came to Foothold: who is where, when and with whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from adapters.importing import values
from adapters.importing.columns import Column
from adapters.importing.roster import Roster
from adapters.importing.rows import Cells, Change, differences
from bot.ports import UnitOfWork
from bot.programme.definition import Programme
from bot.programme.opportunities import Opportunity
from bot.programme.people import Person, Role, Scope
from bot.programme.placements import Placement, State

ROLES: tuple[Role, ...] = ("student", "host_supervisor", "programme_supervisor")
COMPARED = ("starts", "ends", "host_supervisor", "programme_supervisor", "group")


class Placements:
    """Reads rows of placements. The people and opportunities that they name must be there already.

    A placement is known by its student, its opportunity and its window. `today` decides whether a new one has begun.
    """

    columns: tuple[Column, ...] = (
        Column(
            "student_email", ("email", "student", "student e-mail", "student email address"), required=True
        ),
        Column("opportunity_key", ("key", "opportunity", "placement", "reference", "opportunity id")),
        Column("window", ("cycle", "week", "term", "cohort", "run")),
        Column("starts", ("start date", "start", "begins", "from", "first day")),
        Column("ends", ("end date", "end", "to", "until", "last day")),
        Column("host_supervisor_email", ("host supervisor", "line manager email", "host contact email")),
        Column(
            "programme_supervisor_email",
            ("programme supervisor", "program supervisor email", "university supervisor email"),
        ),
        Column("group", ("team", "group name")),
    )

    def __init__(self, unit: UnitOfWork, programme: Programme, today: dt.date, *, whole: bool = True) -> None:
        """`whole`: many rows come, so load the students, supervisors and placements of the programme now."""
        self._unit = unit
        self._programme = programme
        self._today = today
        self._scope = Scope(programme.organisation.key, programme.key)
        self._roster = Roster(unit, self._scope, ROLES, whole=whole)
        self._whole = whole
        self._there = self._known_by(unit.placements.all(self._scope)) if whole else {}
        self._seen: dict[tuple[int, int | None, str], int] = {}

    def change(self, cells: Cells) -> Change | None:
        """The change that a row comes to."""
        student = self._person(cells, "student_email", "student", required=True)
        opportunity = self._opportunity(cells)
        window = self._window(cells, opportunity)
        none: Any = None
        starts: dt.date | None = cells.take("starts", values.day, none)
        ends: dt.date | None = cells.take("ends", values.day, none)
        if starts and ends and ends < starts:
            cells.refuse("ends", f"it ends on {ends}, before it starts on {starts}")
        host = self._person(cells, "host_supervisor_email", "host_supervisor")
        programme_side = self._person(cells, "programme_supervisor_email", "programme_supervisor")
        if student is None or cells.problems:
            return None
        known = (student.id, opportunity.id if opportunity else None, window)
        if known in self._seen:
            cells.refuse("student_email", f"this placement is already in line {self._seen[known]}")
            return None
        self._seen[known] = cells.line
        if not self._whole:
            self._there = self._known_by(self._unit.placements.of_student(self._scope, student.id))
        before = self._there.get(known)
        span = self._span(window)
        starts, ends = starts or span[0], ends or span[1]
        host = host or self._known(
            "host_supervisor", opportunity.host_supervisor_email if opportunity else ""
        )
        programme_side = programme_side or self._known("programme_supervisor", self._looked_after_by(student))
        after = Placement(
            before.id if before else 0,
            self._scope,
            *known,
            starts=starts,
            ends=ends,
            state=before.state if before else self._state(starts, ends, window),
            host_supervisor=host.id if host else None,
            programme_supervisor=programme_side.id if programme_side else None,
            group=cells.text("group"),
            reason=before.reason if before else "",
        )
        return self._change(cells.line, before, after, student.email, opportunity)

    def untouched(self) -> int:
        """How many placements the file does not name."""
        return len(self._there.keys() - self._seen.keys())

    def _change(
        self,
        line: int,
        before: Placement | None,
        after: Placement,
        email: str,
        opportunity: Opportunity | None,
    ) -> Change:
        label = f"{email}, {opportunity.title + ', ' + opportunity.host if opportunity else after.window}"
        if before is None:
            return Change(line, "new", label, lambda: _ignore(self._unit.placements.add(after)))
        said = differences(before, after, COMPARED)
        if not said:
            return Change(line, "same", label, _nothing)
        names = ", ".join(
            name.replace("_", " ") for name in COMPARED if getattr(before, name) != getattr(after, name)
        )
        return Change(line, "changed", f"{label}: {names}", lambda: self._unit.placements.save(after))

    @staticmethod
    def _known_by(placements: Iterable[Placement]) -> dict[tuple[int, int | None, str], Placement]:
        return {(one.student, one.opportunity, one.window): one for one in placements}

    def _person(self, cells: Cells, column: str, role: Role, *, required: bool = False) -> Person | None:
        email = cells.take(column, values.address, "", required=required)
        person = self._known(role, email)
        if email and person is None:
            cells.refuse(
                column, f"{email} is not a {role.replace('_', ' ')} of this programme; import people first"
            )
        return person

    def _known(self, role: Role, email: str) -> Person | None:
        found = self._roster.find(email.casefold(), role) if email else None
        return found[0] if found else None

    def _looked_after_by(self, student: Person) -> str:
        found = self._roster.find(student.email, "student")
        return found[1].attributes.get("programme_supervisor_email", "") if found else ""

    def _opportunity(self, cells: Cells) -> Opportunity | None:
        key = cells.text("opportunity_key")
        if not key:
            if self._programme.application.target == "opportunity":
                cells.refuse("opportunity_key", "this cell is empty")
            return None
        found = self._unit.opportunities.by_key(self._scope, key)
        if found is None:
            cells.refuse("opportunity_key", f'there is no opportunity "{key}"; import opportunities first')
        return found

    def _window(self, cells: Cells, opportunity: Opportunity | None) -> str:
        said = cells.text("window").casefold() or (opportunity.window if opportunity else "")
        if opportunity and opportunity.window and said != opportunity.window:
            cells.refuse("window", f"the opportunity {opportunity.key} is in the window {opportunity.window}")
        elif said not in self._programme.window_keys:
            keys = ", ".join(self._programme.window_keys)
            cells.refuse(
                "window", f'"{cells.text("window")}" is not a window of this programme; it can be {keys}'
            )
        return said

    def _span(self, window: str) -> tuple[dt.date | None, dt.date | None]:
        """The days of a window where it has days of its own; a week is no day (T2), so it gives none."""
        cycle = self._programme.cycle(window)
        found = next((one for one in cycle.alternatives if one.key == window), None) if cycle else None
        return (found.starts, found.ends) if found else (None, None)

    def _state(self, starts: dt.date | None, ends: dt.date | None, window: str) -> State:
        cycle = self._programme.cycle(window)
        begun = starts or (cycle.begins.last if cycle else None)
        over = ends or (cycle.ends.last if cycle else None)
        if over and self._today > over:
            return "work_done"
        return "active" if begun and self._today >= begun else "confirmed"


def _ignore(_: int) -> None:
    """The id of what was added is not needed here."""


def _nothing() -> None:
    """The row says what is there already."""
