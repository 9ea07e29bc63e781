"""When a check-in is asked, reminded of and closed: worked out from the programme's plan and the placement."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.programme.checkins import CheckIn
from bot.programme.dates import AnyDate, Week, is_working_day, next_working_day, working_days_after
from bot.programme.definition import Asked, ByDay, ByFraction, ByWeek, Programme
from bot.programme.definition import CheckIn as Plan
from bot.programme.people import Person
from bot.programme.placements import OVER, Placement
from bot.programme.quiet import on_clock

A_DAY = timedelta(days=1)
A_WEEK = 7 * A_DAY
MIDNIGHT = time(0)


@dataclass(frozen=True, slots=True)
class Window:
    """From when to when a check-in can be answered: instants in UTC."""

    opens: datetime
    closes: datetime


def span(programme: Programme, placement: Placement) -> tuple[date, date] | None:
    """The first and last day of a placement: its own, else those of its window; None where nobody knows."""
    cycle = programme.cycle(placement.window)
    first = last = None
    if cycle is not None:
        chosen = next((one for one in cycle.alternatives if one.key == placement.window), None)
        if chosen is not None:
            first, last = chosen.starts, chosen.ends
        elif not cycle.alternatives:
            first, last = cycle.placements.first, cycle.placements.last
    first, last = placement.starts or first, placement.ends or last
    return None if first is None or last is None else (first, max(first, last))


def day_of(plan: Plan, programme: Programme, placement: Placement) -> date | None:
    """The day on which a placement's check-in is asked; None where the plan or the dates do not give one.

    In a published week it is the first working day (Easter Monday is none, T4); a fraction counts the working days
    of the placement, rounded up (T12); a day and a week count from the first day (day 1, week 1).
    """
    holidays = programme.clock.holidays
    when = plan.when
    if isinstance(when, ByWeek):
        cycle = programme.cycle(placement.window)
        published = when.weeks.get(placement.window) or (when.weeks.get(cycle.key) if cycle else None)
        return _in_week(published, holidays)
    known = span(programme, placement)
    if known is None:
        return None
    first, last = known
    if isinstance(when, ByFraction):
        days = _working_days(first, last, holidays) or (first,)
        return days[math.ceil(len(days) * when.fraction) - 1]
    if isinstance(when, ByDay):
        day = next_working_day(first + (when.day_of_placement - 1) * A_DAY, holidays)
    else:
        monday = first - first.weekday() * A_DAY + (when.week_of_placement - 1) * A_WEEK
        day = max(first, _first_working_day(monday, holidays))
    return day if day <= last else None


def window(
    plan: Plan, asked: Asked, programme: Programme, placement: Placement, reader: ZoneInfo
) -> Window | None:
    """When it opens and closes on the reader's own clock.

    It is open for the plan's number of days, the first one counted, and never longer than the placement lasts.
    """
    day = day_of(plan, programme, placement)
    if day is None:
        return None
    last = day + (plan.open_days - 1) * A_DAY
    known = span(programme, placement)
    if known is not None and day <= known[1]:
        last = min(last, known[1])
    return Window(on_clock(day, asked.at, reader), on_clock(last + A_DAY, MIDNIGHT, reader))


def reminders(check_in: CheckIn, programme: Programme, reader: ZoneInfo) -> tuple[datetime, ...]:
    """When the silent are reminded: each time after the programme's days of silence, within the window."""
    plan = programme.check_in(check_in.plan)
    asked = next((one for one in plan.asked if one.role == check_in.role), None) if plan else None
    if asked is None:
        return ()
    start = (check_in.sent_at or check_in.due_at).astimezone(reader).date()
    settings = programme.nudges
    days = (
        working_days_after(start, number * settings.silent_working_days, programme.clock.holidays)
        for number in range(1, settings.reminders + 1)
    )
    instants = (on_clock(day, asked.at, reader) for day in days)
    return tuple(instant for instant in instants if instant < check_in.closes_at)


def to_ask(
    programme: Programme,
    placements: Iterable[Placement],
    people: Mapping[int, Person],
    now: datetime,
    ahead: timedelta,
) -> list[CheckIn]:
    """The check-ins that open between now and `ahead`, or are open already; nothing that is over.

    `people` holds whoever can be asked, by id. A side that has nobody to ask is left out: see `nobody_to_ask`.
    """
    found: list[CheckIn] = []
    for placement in placements:
        if placement.state in OVER or placement.state == "paused":
            continue
        for plan in programme.check_ins:
            if not plan.on:
                continue
            for asked in plan.asked:
                reader = people.get(asked_person(placement, asked) or 0)
                if reader is None:
                    continue
                open_for = window(plan, asked, programme, placement, reader.zone(programme.clock.zone))
                if open_for is None or open_for.closes <= now or open_for.opens > now + ahead:
                    continue
                found.append(
                    CheckIn(
                        id=0,
                        scope=placement.scope,
                        placement=placement.id,
                        plan=plan.key,
                        role=asked.role,
                        asked=reader.id,
                        due_at=max(open_for.opens, min(now, open_for.closes)).astimezone(UTC),
                        closes_at=open_for.closes,
                        seen_by=asked.seen_by,
                    )
                )
    return found


def asked_person(placement: Placement, asked: Asked) -> int | None:
    """Who answers that side for a placement."""
    match asked.role:
        case "student":
            return placement.student
        case "host_supervisor":
            return placement.host_supervisor
        case "programme_supervisor":
            return placement.programme_supervisor
        case _:
            return None


def nobody_to_ask(
    programme: Programme, placements: Iterable[Placement]
) -> list[tuple[Placement, Plan, Asked]]:
    """The placements that have nobody who could answer a side which a plan asks: staff must name someone."""
    return [
        (placement, plan, asked)
        for placement in placements
        if placement.state not in OVER
        for plan in programme.check_ins
        if plan.on
        for asked in plan.asked
        if asked_person(placement, asked) is None
    ]


def _in_week(published: AnyDate | None, holidays: str | None) -> date | None:
    if isinstance(published, Week):
        return _first_working_day(published.week, holidays)
    if published is None or published.first is None:
        return None
    return next_working_day(published.first, holidays)


def _first_working_day(monday: date, holidays: str | None) -> date:
    """The first working day of a week; its Monday where the whole week is free."""
    found = next_working_day(monday, holidays)
    return found if found < monday + A_WEEK else monday


def _working_days(first: date, last: date, holidays: str | None) -> list[date]:
    days = (first + number * A_DAY for number in range((last - first).days + 1))
    return [day for day in days if is_working_day(day, holidays)]
