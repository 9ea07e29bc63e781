"""Every date of a programme by its name, and whether the edition is over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from bot.programme.bounds import aware, closing_bounds
from bot.programme.dates import AnyDate, Unknown, say_day
from bot.programme.definition import ByWeek, Cycle, Programme

NO_DATE = Unknown(unknown=True)


@dataclass(frozen=True)
class Event:
    """A dated thing of one cycle. `key` is what `window_status` takes, `label` what people read."""

    key: str
    label: str
    date: AnyDate


@dataclass(frozen=True)
class EditionOver:
    """Whether every stated date of an edition has passed, since when, and the sentence for it (T16)."""

    over: bool
    last_day: dt.date | None
    why: str


def journal_date(programme: Programme, cycle: str) -> AnyDate:
    """Return the journal's deadline for a cycle: its own, else the one of the whole edition (T1)."""
    if programme.journal is None:
        return NO_DATE
    deadline = programme.journal.deadline
    return deadline.dates.get(cycle) or deadline.date or NO_DATE


def _events(programme: Programme, cycle: Cycle) -> Iterator[Event]:
    yield Event("opens", "applications open", cycle.opens)
    yield Event("closes", "applications close", cycle.closes)
    yield Event("sent_to_hosts", "applications are sent to hosts", cycle.sent_to_hosts)
    for session in programme.sessions:
        invited = session.invitations.get(cycle.key)
        if invited is not None:
            yield Event(f"invitations:{session.key}", f"invitations to the {session.name}", invited)
    yield Event("begins", "placements begin", cycle.begins)
    yield Event("ends", "placements end", cycle.ends)
    for session in programme.sessions:
        yield Event(f"session:{session.key}", session.name, session.dates.get(cycle.key, NO_DATE))
    for check_in in programme.check_ins:
        if check_in.on and isinstance(check_in.when, ByWeek):
            yield Event(
                f"check_in:{check_in.key}", check_in.name, check_in.when.weeks.get(cycle.key, NO_DATE)
            )
    if programme.journal is not None:
        yield Event("journal", f"{programme.journal.name} deadline", journal_date(programme, cycle.key))


def events(programme: Programme, cycle: Cycle) -> tuple[Event, ...]:
    """Return everything of a cycle that can have a date, dated or not."""
    return tuple(_events(programme, cycle))


def dated_events(programme: Programme, cycle: Cycle) -> tuple[Event, ...]:
    """Return what has a date in a cycle, earliest first."""
    dated = [event for event in _events(programme, cycle) if event.date.first is not None]
    return tuple(sorted(dated, key=lambda event: event.date.first or dt.date.max))


def event_dates(programme: Programme, cycle: Cycle, event: str) -> tuple[AnyDate, AnyDate]:
    """Return from which date to which an event's window runs. Raises KeyError for an unknown event."""
    if event == "applications":
        return cycle.opens, cycle.closes
    if event == "placements":
        return cycle.begins, cycle.ends
    if event == "journal":
        return NO_DATE, journal_date(programme, cycle.key)
    for one in _events(programme, cycle):
        if one.key == event:
            return one.date, one.date
    raise KeyError(f"{programme.key} has no event “{event}”.")


def over(programme: Programme, now: dt.datetime) -> EditionOver:
    """Return whether every date that the edition states has passed, everywhere on Earth (T16)."""
    now = aware(now)
    zone = programme.clock.zone
    label = programme.edition.label
    ends = [
        (bounds.last, event.date.last)
        for cycle in programme.cycles
        for event in dated_events(programme, cycle)
        if (bounds := closing_bounds(event.date, zone)) and event.date.last
    ]
    last_end, last_day = max(ends) if ends else (None, None)
    passed = last_end is not None and now >= last_end
    if not (passed if programme.edition.over is None else programme.edition.over):
        return EditionOver(over=False, last_day=last_day, why="")
    if last_day is None:
        return EditionOver(over=True, last_day=None, why=f"The {label} edition is over.")
    return EditionOver(
        over=True,
        last_day=last_day,
        why=f"These are the {label} dates, and they have passed: the last one was {say_day(last_day)}. "
        "I know of no later dates.",
    )


def opening_together(programme: Programme, cycle: Cycle) -> tuple[Cycle, ...]:
    """The cycles whose applications open and close on the same days as this one's, it included, in order."""

    def days(one: Cycle) -> tuple[object, ...]:
        return one.opens.first, one.closes.last

    return tuple(one for one in programme.cycles if one.key == cycle.key or days(one) == days(cycle))
