"""When a waiting list has come to its end: once placements have begun nobody gives a place back, so none is freed.

Worked out from the published dates alone; where there is none, or where the network runs the list, people decide.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from bot.programme.bounds import closing_bounds
from bot.programme.dates.values import Alternatives, DateValue, Day, Span
from bot.programme.definition import Programme

ASKED_AFTER = timedelta(days=14)
"""After so long on a list that nothing ends, the team is asked whether it should be closed."""


def begins(programme: Programme, window: str) -> DateValue | None:
    """The day or the week in which the placements of a window begin, as published; None where no day is known."""
    cycle = programme.of_window(window)
    if cycle is None or cycle.begins.first is None:
        return None
    match cycle.begins:
        case Span(from_day=day):
            return Day(day=day)
        case Alternatives(alternatives=some):
            return Day(day=max(one.starts for one in some))
        case value:
            return value


def begun(programme: Programme, window: str, now: datetime) -> bool:
    """Whether the last day on which they can begin has ended everywhere; a week has until its Sunday (T2)."""
    value = begins(programme, window)
    bounds = closing_bounds(value, programme.clock.zone) if value else None
    return bounds is not None and now >= bounds.last


def closes_by_itself(programme: Programme, window: str) -> bool:
    """Whether the schedule ends the list; not where no date is published, nor where the network runs it (T20)."""
    rules = programme.decisions.waiting_list
    elsewhere = "network" in {programme.decisions.decided_by, rules.operator if rules else ""}
    return not elsewhere and begins(programme, window) is not None


def may_still_begin(starts: date | None, today: date) -> bool:
    """Whether a placement that has a first day of its own still lies ahead, so that its place could be freed."""
    return starts is not None and starts >= today
