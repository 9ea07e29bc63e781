"""Trainings, workshops and live sessions: when each takes place, who comes, who came, and how names are matched."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Literal, Protocol, TypeAlias

from rapidfuzz import fuzz

from bot.errors import TransitionError
from bot.programme.dates import AnyDate
from bot.programme.definition import Programme
from bot.programme.definition import Session as Defined
from bot.programme.names import plain
from bot.programme.people import Person, Scope

State: TypeAlias = Literal["invited", "registered", "declined", "attended", "absent", "made_up"]
CHANGES: dict[State, frozenset[State]] = {
    "invited": frozenset({"registered", "declined", "attended", "absent"}),
    "registered": frozenset({"registered", "declined", "attended", "absent"}),
    "declined": frozenset({"registered", "declined", "attended", "absent", "made_up"}),
    "attended": frozenset({"absent", "attended"}),
    "absent": frozenset({"attended", "absent", "made_up"}),
    "made_up": frozenset({"absent"}),
}
CAME: frozenset[State] = frozenset({"attended", "made_up"})
WORDS: dict[State, str] = {
    "invited": "invited, no answer yet",
    "registered": "coming",
    "declined": "cannot come",
    "attended": "attended",
    "absent": "absent",
    "made_up": "made up",
}
NOT_THERE = frozenset({"no", "n", "false", "0", "absent", "x", "-", "did not attend"})
ALIKE = 90
MAYBE = 72


@dataclass(frozen=True, slots=True)
class Meeting:
    """What staff set for one session of one cycle: the time and place that the page leaves open.

    `starts_at` and `ends_at` are instants; `zone` is the zone of the wall they were read from. `key` and `window`
    name the session in the programme file.
    """

    id: int
    scope: Scope
    key: str
    window: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    where: str = ""
    changed: int = 0


@dataclass(frozen=True, slots=True)
class Attendance:
    """One student and one session. `excused` belongs to an absence, `words` to whatever was said about it."""

    id: int
    scope: Scope
    key: str
    window: str
    student: int
    state: State = "invited"
    excused: bool = False
    words: str = ""
    changed_at: datetime | None = None


class Sessions(Protocol):
    """Meetings, and who comes; (key, window) names a meeting, with the student an attendance."""

    def meetings(self, scope: Scope) -> Sequence[Meeting]: ...
    def put_meeting(self, meeting: Meeting) -> None: ...
    def attendance(self, scope: Scope, key: str, window: str) -> Sequence[Attendance]: ...
    def of_student(self, scope: Scope, student: int) -> Sequence[Attendance]: ...
    def put(self, attendance: Attendance) -> None: ...


@dataclass(frozen=True, slots=True)
class Taking:
    """One session as it takes place for a window: what the programme says, and what staff set on top of it."""

    session: Defined
    window: str
    published: AnyDate | None
    meeting: Meeting | None

    @property
    def compulsory(self) -> bool:
        """Whether the programme says so; what it leaves open is never called compulsory (T34)."""
        return self.session.compulsory == "yes"

    @property
    def day(self) -> date | None:
        """The calendar day, where one is known."""
        if self.meeting:
            return self.meeting.starts_at.date()
        return (
            self.published.first
            if self.published and self.published.precision in {"day", "instant"}
            else None
        )


def move(attendance: Attendance, to: State, at: datetime, **changed: Any) -> Attendance:
    """The attendance in its new state; raises TransitionError where the diagram has no such arrow."""
    if to not in CHANGES[attendance.state]:
        raise TransitionError(
            f"Somebody who is noted as “{WORDS[attendance.state]}” cannot become “{WORDS[to]}”."
        )
    return replace(attendance, state=to, changed_at=at, **changed)


def takings(programme: Programme, window: str, meetings: Sequence[Meeting]) -> tuple[Taking, ...]:
    """The sessions of a placement's window, in the order of the file."""
    cycle = programme.cycle(window)
    key = cycle.key if cycle else window
    found = []
    for session in programme.sessions:
        meeting = next(
            (one for one in meetings if one.key == session.key and one.window in {key, window}), None
        )
        found.append(Taking(session, key, session.dates.get(key), meeting))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Matched:
    """What became of one pasted line: the people whom it may name (one: sure; several: ask; none: unknown)."""

    line: str
    people: tuple[Person, ...]
    sure: bool


def match_names(text: str, roster: Sequence[Person]) -> list[Matched]:
    """Read a paste of names or e-mail addresses, one per line or separated by commas or semicolons.

    An address or a full name that only one person has is sure. What fits several, or only nearly fits, is asked
    about, never guessed.
    """
    return match_lines(names_in(text), roster)


def match_lines(lines: Sequence[str], roster: Sequence[Person]) -> list[Matched]:
    """The same for lines that are parted already, each an address or a name."""
    return [_match(line, roster) for line in lines]


def was_there(said: str) -> bool:
    """Whether a cell of attendance does not say no."""
    return said.strip().casefold() not in NOT_THERE


def names_in(text: str) -> list[str]:
    """The names in a paste, without numbering, bullets and blank lines, each once.

    A table with a header (name or e-mail, perhaps attended) gives one name for each row that does not say no.
    """
    if rows := _table(text):
        return rows
    lines = [text] if "\n" not in text.strip() else text.splitlines()
    found = []
    for line in lines:
        for part in re.split(r"[;\t]|,(?!\s*\w+$)" if "\n" in text.strip() else r"[;,\t]|\band\b", line):
            name = re.sub(r"^[\s\-*•\d.)]+|[\s.]+$", "", part).strip()
            if name:
                found.append(name)
    return list(dict.fromkeys(found))


def _table(text: str) -> list[str]:
    lines = text.strip().splitlines()
    mark = next((mark for mark in (",", ";", "\t") if lines and mark in lines[0]), None)
    if mark is None:
        return []
    header = [cell.strip().casefold() for cell in next(csv.reader(lines[:1], delimiter=mark))]
    who = next(
        (
            header.index(name)
            for name in ("email", "e-mail", "email address", "name", "student")
            if name in header
        ),
        None,
    )
    if who is None:
        return []
    came = next(
        (header.index(name) for name in ("attended", "attendance", "present", "came") if name in header), None
    )
    found = []
    for row in csv.reader(lines[1:], delimiter=mark):
        absent = came is not None and came < len(row) and not was_there(row[came])
        if who < len(row) and row[who].strip() and not absent:
            found.append(row[who].strip())
    return list(dict.fromkeys(found))


def _match(line: str, roster: Sequence[Person]) -> Matched:
    address = re.search(r"[\w.+'-]+@[\w.-]+\w", line)
    if address:
        found = tuple(one for one in roster if one.email.casefold() == address.group().casefold())
        return Matched(line, found, sure=len(found) == 1)
    wanted = plain(line)
    exact = tuple(one for one in roster if plain(one.name) == wanted)
    if exact:
        return Matched(line, exact, sure=len(exact) == 1)
    parts = set(wanted.split())
    part = tuple(one for one in roster if parts and parts <= set(plain(one.name).split()))
    if part:
        return Matched(line, part, sure=False)
    near = [(fuzz.token_sort_ratio(wanted, plain(one.name)), one) for one in roster]
    best = sorted((one for one in near if one[0] >= MAYBE), key=lambda one: -one[0])
    top = tuple(person for score, person in best if score >= ALIKE) or tuple(person for _, person in best[:3])
    return Matched(line, top, sure=False)
