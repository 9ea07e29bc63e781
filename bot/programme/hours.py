"""Hours worked on a placement: entries, the total, and the guard before a cap is reached (T13: counted hours only)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, Protocol, TypeAlias

from bot.programme.definition import Programme
from bot.programme.people import Scope

NEARLY = 0.95
"""From this part of the cap on both sides are told: at 38 of 40 hours."""
MINUTES_OF_A_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class HoursEntry:
    """Time worked on one day. `removed` keeps what was taken back, so that a correction can be seen and undone."""

    id: int
    scope: Scope
    student: int
    placement: int
    day: date
    minutes: int
    what: str
    made_at: datetime
    removed: bool = False
    over_cap: bool = False


@dataclass(frozen=True, slots=True)
class Cap:
    """The most that the programme allows, in minutes; None where it names no such limit."""

    in_all: int | None = None
    per_week: int | None = None


class HoursLog(Protocol):
    """Hours that were logged, also those that were taken back."""

    def get(self, scope: Scope, entry: int) -> HoursEntry | None: ...
    def add(self, entry: HoursEntry) -> int: ...
    def save(self, entry: HoursEntry) -> None: ...
    def of_placement(self, scope: Scope, placement: int) -> Sequence[HoursEntry]: ...


Trouble: TypeAlias = Literal[
    "future", "too_long", "day_full", "before_start", "after_end", "over_all", "over_week"
]


@dataclass(frozen=True, slots=True)
class Check:
    """What stands against an entry, and how many minutes would still fit (None: no cap is concerned)."""

    trouble: Trouble | None = None
    room: int | None = None


def cap_of(programme: Programme, hours_of_opportunity: float | None = None) -> Cap:
    """The caps of a placement: the programme's, and where it states none, the hours of the opportunity itself."""
    stated = programme.hours
    most = (stated.most_in_all or stated.total) if stated else None
    most = most if most is not None else hours_of_opportunity
    week = stated.most_per_week if stated else None
    return Cap(round(most * 60) if most is not None else None, round(week * 60) if week is not None else None)


def total(entries: Iterable[HoursEntry]) -> int:
    """Minutes in all, without what was taken back."""
    return sum(entry.minutes for entry in entries if not entry.removed)


def of_week(entries: Iterable[HoursEntry], day: date) -> int:
    """Minutes in the week (Monday to Sunday) that a day falls in."""
    monday = day - timedelta(days=day.weekday())
    return total(entry for entry in entries if monday <= entry.day < monday + timedelta(days=7))


def check(
    entries: Iterable[HoursEntry],
    day: date,
    minutes: int,
    cap: Cap,
    today: date,
    starts: date | None = None,
    ends: date | None = None,
) -> Check:
    """Whether an entry can be kept as it is; the first thing that stands against it."""
    kept = [entry for entry in entries if not entry.removed]
    if day > today:
        return Check("future")
    if minutes > MINUTES_OF_A_DAY:
        return Check("too_long")
    if minutes + sum(entry.minutes for entry in kept if entry.day == day) > MINUTES_OF_A_DAY:
        return Check("day_full", MINUTES_OF_A_DAY - sum(entry.minutes for entry in kept if entry.day == day))
    if starts and day < starts:
        return Check("before_start")
    if ends and day > ends:
        return Check("after_end")
    if cap.in_all is not None and total(kept) + minutes > cap.in_all:
        return Check("over_all", max(0, cap.in_all - total(kept)))
    if cap.per_week is not None and of_week(kept, day) + minutes > cap.per_week:
        return Check("over_week", max(0, cap.per_week - of_week(kept, day)))
    return Check()


def guard_reached(before: int, after: int, cap: Cap) -> bool:
    """Whether this change brought the total near the cap or beyond: both sides are told, once."""
    return cap.in_all is not None and before < NEARLY * cap.in_all <= after


def against(done: int, cap: int) -> str:
    """So much of so much: "12 of 40 hours", "2 hours 30 minutes of 40 hours"."""
    return f"{done // 60} of {words(cap)}" if done % 60 == 0 else f"{words(done)} of {words(cap)}"


def words(minutes: int) -> str:
    """Minutes as people say them: "3 hours", "2 hours 30 minutes"."""
    hours, rest = divmod(minutes, 60)
    parts = [f"{hours} {'hour' if hours == 1 else 'hours'}"] if hours else []
    parts += [f"{rest} {'minute' if rest == 1 else 'minutes'}"] if rest else []
    return " ".join(parts) or "0 hours"
