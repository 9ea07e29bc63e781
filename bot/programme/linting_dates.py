"""Remarks on dates: clashes between them, holidays, and what a deadline leaves open."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from bot.programme.calendar import journal_date
from bot.programme.dates import AnyDate, Day, Unknown, calendar_exists, holiday_name, say_day
from bot.programme.definition import (
    ByDay,
    ByWeek,
    ByWeekOfPlacement,
    Cycle,
    InDays,
    InHours,
    InWeeks,
    Programme,
)

Remark = tuple[Literal["must", "look"], str, str, str]

_SUNDAY = 6
_WEEK = 7
_HOURS_A_DAY = 24


def check_dates(programme: Programme) -> Iterator[Remark]:
    """Yield the remarks on every date of a programme."""
    yield from _clock(programme)
    for cycle in programme.cycles:
        yield from _order(cycle)
        yield from _deadline(programme, f"cycles / {cycle.key} / closes", cycle.closes)
        yield from _sessions(programme, cycle)
        yield from _journal(programme, cycle)
    if programme.journal and programme.journal.deadline.date:
        yield from _deadline(programme, "journal / deadline", programme.journal.deadline.date)
    yield from _check_ins(programme)


def _clock(programme: Programme) -> Iterator[Remark]:
    clock = programme.clock
    if clock.standing == "assumed":
        mend = "Ask whoever owns the programme, and write `status: stated` with the fact that says so."
        yield "look", "clock", f"The programme's own clock ({clock.zone}) is assumed.", mend
    if clock.holidays and not calendar_exists(clock.holidays):
        mend = "Use a country, with a part where it has its own holidays: GB-ENG, HK, US, US-CA."
        yield "must", "clock / holidays", f"No public holidays are known for “{clock.holidays}”.", mend


def _order(cycle: Cycle) -> Iterator[Remark]:
    path = f"cycles / {cycle.key}"
    opens, closes, batch = cycle.opens.first, cycle.closes.last, cycle.sent_to_hosts.first
    begins = cycle.placements.first
    if opens and closes and opens > closes:
        yield "must", path, "Applications close before they open.", "Look at `opens` and `closes`."
    if closes and batch and batch <= closes:
        mend = "Look at `closes` and `sent_to_hosts`."
        yield "must", path, "Applications go to hosts before the deadline is over.", mend
    if closes and begins and begins <= closes:
        mend = "Look at `closes` and `placements`."
        yield "look", path, "Placements can begin before applications close.", mend


def _deadline(programme: Programme, path: str, date: AnyDate) -> Iterator[Remark]:
    if isinstance(date, Unknown):
        return
    if isinstance(date, Day):
        if "basis" not in date.model_fields_set:
            mend = "Add `basis:` with programme_zone, student_day, anywhere_on_earth or unspecified."
            yield (
                "look",
                path,
                "The deadline does not say whose clock counts; it is taken as unspecified.",
                mend,
            )
        elif date.basis == "unspecified":
            mend = "Ask the owner for the hour and the zone."
            yield (
                "look",
                path,
                "The deadline is a day with no zone, so that 50 hours around it are undecidable.",
                mend,
            )
    day = date.last
    calendar = programme.clock.holidays
    if day is None:
        return
    holiday = holiday_name(day, calendar) if calendar and calendar_exists(calendar) else None
    if holiday:
        mend = "Nobody may be there to help: say when questions are answered last."
        yield "look", path, f"The deadline, {say_day(day)}, is a public holiday ({holiday}).", mend
    elif day.weekday() == _SUNDAY:
        mend = "Nobody may be there to help: reminders go out on the days before, too."
        yield "look", path, f"The deadline, {say_day(day)}, is a Sunday.", mend


def _sessions(programme: Programme, cycle: Cycle) -> Iterator[Remark]:
    for session in programme.sessions:
        date, invited = session.dates.get(cycle.key), session.invitations.get(cycle.key)
        path = f"sessions / {session.key} / {cycle.key}"
        if date and date.first and invited and invited.first and invited.first > date.first:
            yield "must", path, "Invitations go out after the session.", "Look at `dates` and `invitations`."
        if session.compulsory == "yes" and (date is None or date.first is None):
            mend = "Give its date for this cycle."
            yield "look", path, f"{session.name} is compulsory, and has no date in this cycle.", mend


def _journal(programme: Programme, cycle: Cycle) -> Iterator[Remark]:
    deadline = journal_date(programme, cycle.key).last
    ends = cycle.placements.last
    if deadline and ends and deadline < ends:
        mend = "Look at the journal's deadline and at the placements of this cycle."
        yield "look", f"journal / {cycle.key}", "The journal is due before placements have ended.", mend


def _check_ins(programme: Programme) -> Iterator[Remark]:
    for check_in in programme.check_ins:
        path = f"check_ins / {check_in.key}"
        plan = check_in.when
        shortest = _days(programme)
        if isinstance(plan, ByWeek):
            yield from _by_week(programme, path, plan)
        late = (isinstance(plan, ByDay) and plan.day_of_placement) or (
            isinstance(plan, ByWeekOfPlacement) and (plan.week_of_placement - 1) * _WEEK + 1
        )
        if late and shortest is not None and late > shortest:
            mend = "Use `fraction: 0.5`, which fits every length."
            yield (
                "must",
                path,
                f"For the shortest placement ({shortest:g} days) it comes after the end.",
                mend,
            )


def _by_week(programme: Programme, path: str, plan: ByWeek) -> Iterator[Remark]:
    shortest = _days(programme)
    if shortest is not None and shortest < _WEEK:
        mend = "Use `fraction: 0.5`, which fits every length."
        message = f"A check-in by week makes no sense for placements of {shortest:g} days."
        yield "look", path, message, mend
    for key, week in plan.weeks.items():
        cycle = programme.cycle(key)
        if cycle is None or week.first is None:
            continue
        first, last = cycle.placements.first, cycle.placements.last
        if (last and week.first > last) or (first and week.last and week.last < first):
            yield (
                "must",
                f"{path} / {key}",
                "It lies outside the placements of its cycle.",
                "Look at both dates.",
            )


def _days(programme: Programme) -> float | None:
    """Return the shortest placement in calendar days, or None where it is not known."""
    shortest = programme.duration.shortest if programme.duration else None
    match shortest:
        case InDays(days=days):
            return days
        case InWeeks(weeks=weeks):
            return weeks * _WEEK
        case InHours(hours=hours):
            return hours / _HOURS_A_DAY
        case _:
            return None
