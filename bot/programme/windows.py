"""Whether something is still possible, worked out for one instant and one reader."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.programme.bounds import at_wall, aware, closing_bounds, opening_bounds
from bot.programme.calendar import dated_events, event_dates
from bot.programme.dates import AnyDate, DateValue, Day, Instant, PublishedElsewhere
from bot.programme.definition import Cycle, Programme
from bot.programme.window_state import Edge, Phase, State, WindowStatus
from bot.programme.window_words import say_window

CLOSING_WITHIN = dt.timedelta(hours=72)


@dataclass(frozen=True)
class Submission:
    """Whether something may be handed in or changed now, and the window that says so."""

    allowed: bool
    marked: bool
    status: WindowStatus


def _undated(value: DateValue) -> State:
    return "published_elsewhere" if isinstance(value, PublishedElsewhere) else "not_published"


def period_status(
    opens: AnyDate,
    closes: AnyDate,
    now: dt.datetime,
    *,
    programme_zone: str,
    person_zone: str | None = None,
    event: str = "applications",
    cycle: str = "",
    ends_at_latest: dt.datetime | None = None,
) -> WindowStatus:
    """Return how the window from one date to another stands at an instant; words are left empty.

    `now` is an aware instant (ValueError otherwise). `ends_at_latest` closes a window whose own
    closing date is not known. Also for an opportunity with dates of its own.
    """
    now = aware(now)
    start = opening_bounds(opens, programme_zone, person_zone)
    end = closing_bounds(closes, programme_zone, person_zone)
    last = end.last if end else ends_at_latest
    state: State
    edge: Edge | None = "closes"
    bounds = end
    accepting = True
    if last is not None and now >= last:
        state, accepting = "closed", False
    elif end is not None and now >= end.first:
        state = "undecidable"
    elif start is not None and now < start.first:
        state, edge, bounds, accepting = "not_yet", "opens", start, False
    elif start is not None and now < start.last:
        state, edge, bounds = "undecidable", "opens", start
        accepting = now.astimezone(ZoneInfo(programme_zone)).date() >= (opens.first or dt.date.min)
    elif end is None:
        state, edge = _undated(closes), None
    else:
        state = "closing" if end.first - now <= CLOSING_WITHIN else "open"
    day = opens.first if edge == "opens" else closes.last
    today = now.astimezone(ZoneInfo(person_zone or programme_zone)).date()
    return WindowStatus(
        state=state,
        event=event,
        cycle=cycle,
        opens=opens,
        closes=closes,
        edge=edge,
        first_possible=bounds.first if bounds else None,
        last_possible=bounds.last if bounds else None,
        accepting=accepting,
        phase=_phase(today, day) if state == "undecidable" and day else None,
        days_left=(day - today).days if day else None,
    )


def _phase(today: dt.date, day: dt.date) -> Phase:
    if today < day:
        return "day_before"
    return "on_the_day" if today == day else "day_after"


def _cycle(programme: Programme, cycle: str) -> Cycle:
    found = programme.of_window(cycle)
    if found is None:
        keys = ", ".join(one.key for one in programme.cycles)
        raise KeyError(f"{programme.key} has no cycle “{cycle}”; it has: {keys}.")
    return found


def window_status(
    programme: Programme, cycle: str, event: str, now: dt.datetime, person_zone: str | None = None
) -> WindowStatus:
    """Return how one event of a cycle, or of one of its alternatives, stands for a reader at an instant, in words too.

    `event` is `applications`, `journal`, `placements`, `sent_to_hosts`, or `session:KEY`,
    `invitations:KEY`, `check_in:KEY` (see `bot.programme.calendar`). `now` is aware. Raises KeyError
    for a cycle or an event that the programme does not have.
    """
    found = _cycle(programme, cycle)
    opens, closes = event_dates(programme, found, event)
    zone = programme.clock.zone
    placements_end = closing_bounds(found.placements, zone, person_zone) if event == "applications" else None
    status = period_status(
        opens,
        closes,
        now,
        programme_zone=zone,
        person_zone=person_zone,
        event=event,
        cycle=found.key,
        ends_at_latest=placements_end.last if placements_end else None,
    )
    return say_window(programme, found, status, now, person_zone)


def may_submit(
    programme: Programme, cycle: str, now: dt.datetime, person_zone: str | None = None
) -> Submission:
    """Return whether an application may be submitted now; in undecidable hours yes, and marked."""
    status = window_status(programme, cycle, "applications", now, person_zone)
    return Submission(status.accepting, status.marked, status)


def batch_closed(programme: Programme, cycle: str, now: dt.datetime) -> bool:
    """Tell whether the cycle's applications count as sent to hosts, which closes edits (T5).

    A batch day with no hour begins with that day on the programme's own clock; with no batch date
    published it is never closed by it.
    """
    batch = _cycle(programme, cycle).sent_to_hosts
    if isinstance(batch, Instant):
        return aware(now) >= batch.moment
    if batch.first is None:
        return False
    time = batch.at if isinstance(batch, Day) and batch.at else dt.time()
    return aware(now) >= at_wall(batch.first, time, ZoneInfo(programme.clock.zone))


def may_edit(
    programme: Programme, cycle: str, now: dt.datetime, person_zone: str | None = None
) -> Submission:
    """Return whether a submitted application may still be edited: up to the batch date, else the deadline."""
    status = window_status(programme, cycle, "applications", now, person_zone)
    by_batch = programme.application.edits_until == "sent_to_hosts"
    if by_batch and _cycle(programme, cycle).sent_to_hosts.first is not None:
        return Submission(not batch_closed(programme, cycle, now), marked=False, status=status)
    return Submission(status.accepting, status.marked, status)


def journal_frozen(
    programme: Programme, cycle: str, now: dt.datetime, person_zone: str | None = None
) -> bool:
    """Tell whether the journal's deadline is over everywhere, which freezes it; never without a date."""
    if programme.journal is None:
        return False
    return window_status(programme, cycle, "journal", now, person_zone).state == "closed"


def cycles_in_play(programme: Programme, now: dt.datetime) -> tuple[Cycle, ...]:
    """Return the cycles that are under way, in the order of the file; they may overlap.

    A cycle is under way from its first date to its last (the journal's, which may belong to the whole
    edition, left out); one with no dates always is.
    """
    now = aware(now)
    zone = programme.clock.zone
    found = []
    for cycle in programme.cycles:
        dates = [event.date for event in dated_events(programme, cycle) if event.key != "journal"]
        starts = [bounds.first for date in dates if (bounds := opening_bounds(date, zone))]
        ends = [bounds.last for date in dates if (bounds := closing_bounds(date, zone))]
        if not ends or min(starts) <= now < max(ends):
            found.append(cycle)
    return tuple(found)


def next_to_open(programme: Programme, now: dt.datetime) -> Cycle | None:
    """Return the cycle whose applications open next, or None where no opening is still to come."""
    statuses = [window_status(programme, cycle.key, "applications", now) for cycle in programme.cycles]
    ahead = [
        (one.first_possible, one.cycle) for one in statuses if one.state == "not_yet" and one.first_possible
    ]
    return programme.cycle(min(ahead)[1]) if ahead else None


def current_cycle(programme: Programme, now: dt.datetime) -> Cycle:
    """Return the cycle that a question without a cycle is about.

    One that takes applications now; else one that is under way; else the next to open; else the last.
    """
    now = aware(now)
    statuses = [
        (cycle, window_status(programme, cycle.key, "applications", now)) for cycle in programme.cycles
    ]
    for cycle, status in statuses:
        if status.accepting:
            return cycle
    for cycle in cycles_in_play(programme, now):
        return cycle
    for cycle, status in statuses:
        if status.state == "not_yet":
            return cycle
    return programme.cycles[-1]


__all__ = [
    "CLOSING_WITHIN",
    "Submission",
    "WindowStatus",
    "batch_closed",
    "current_cycle",
    "cycles_in_play",
    "journal_frozen",
    "may_edit",
    "may_submit",
    "next_to_open",
    "period_status",
    "window_status",
]
