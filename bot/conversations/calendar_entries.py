"""A person's calendar, worked out from the programme as it stands now, so that the feed is always true."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.documents import CalendarEntry
from bot.ports import UnitOfWork
from bot.programme import sessions
from bot.programme.calendar import dated_events
from bot.programme.dates import DateValue, Day, Instant
from bot.programme.definition import Cycle, Programme
from bot.programme.people import Person
from bot.programme.placements import Placement
from bot.programme.sessions import Taking

HOUR = timedelta(hours=1)


def entries_for(unit: UnitOfWork, programme: Programme, person: Person) -> list[CalendarEntry]:
    """Every dated thing of this person's placements here; before there is one, nothing."""
    scope = next(
        (one.scope for one in unit.people.memberships(person.id) if one.scope.programme == programme.key),
        None,
    )
    if scope is None:
        return []
    found: dict[str, CalendarEntry] = {}
    left = {"cancelled_before", "ended_early"}
    mine = list(unit.placements.of_student(scope, person.id)) + list(
        unit.placements.of_supervisor(scope, person.id)
    )
    for placement in (one for one in mine if one.state not in left):
        cycle = programme.cycle(placement.window)
        for taking in sessions.takings(programme, placement.window, unit.sessions.meetings(scope)):
            if taking.day is not None:
                entry = entry_of(programme, placement, taking)
                found[entry.uid] = entry
        for entry in of_cycle(programme, cycle, placement) if cycle else []:
            found[entry.uid] = entry
    return sorted(found.values(), key=lambda one: (str(one.starts), one.uid))


def entry_of(programme: Programme, placement: Placement, taking: Taking) -> CalendarEntry:
    """One session as an entry: timed where staff set a time, else the whole day."""
    uid = f"{programme.key}.session.{taking.session.key}.{taking.window.replace('/', '-')}@foothold"
    about = " ".join(
        part for part in (taking.session.about or "", "Compulsory." if taking.compulsory else "") if part
    )
    if taking.meeting:
        return CalendarEntry(
            uid,
            taking.session.name,
            taking.meeting.starts_at,
            taking.meeting.ends_at,
            taking.meeting.zone,
            taking.meeting.where,
            about,
            taking.meeting.changed,
        )
    published = taking.published
    if isinstance(published, Instant):
        ends = published.moment + timedelta(hours=taking.session.hours or 1)
        return CalendarEntry(uid, taking.session.name, published.moment, ends, published.zone, "", about)
    day = taking.day
    if day is None:
        raise LookupError(f"{taking.session.key} has no day")
    return CalendarEntry(
        uid, taking.session.name, day, day, programme.clock.zone, taking.session.where or "", about
    )


def of_cycle(programme: Programme, cycle: Cycle, placement: Placement) -> list[CalendarEntry]:
    """Placement weeks, check-ins and the journal's deadline; what is a week in the programme is a week here (T2)."""
    found = []
    if placement.starts and placement.ends:
        uid = f"{programme.key}.placement.{placement.id}@foothold"
        found.append(
            CalendarEntry(
                uid, f"Placement: {programme.title}", placement.starts, placement.ends, programme.clock.zone
            )
        )
    for event in dated_events(programme, cycle):
        if event.key.startswith(("session:", "invitations:")) or event.key in {
            "opens",
            "closes",
            "sent_to_hosts",
        }:
            continue
        if event.key in {"begins", "ends"} and placement.starts and placement.ends:
            continue
        if entry := of_date(
            programme,
            f"{programme.key}.{event.key.replace(':', '.')}.{cycle.key}@foothold",
            event.label,
            event.date,
        ):
            found.append(entry)
    return found


def of_date(programme: Programme, uid: str, title: str, date: DateValue) -> CalendarEntry | None:
    """A published date as an entry; None where no day is known."""
    if isinstance(date, Instant):
        return CalendarEntry(uid, title, date.moment, date.moment + HOUR, date.zone)
    if date.first is None or date.last is None:
        return None
    if isinstance(date, Day) and date.at is not None and date.basis == "programme_zone":
        start = datetime.combine(date.day, date.at, ZoneInfo(programme.clock.zone))
        return CalendarEntry(uid, title, start, start + HOUR, programme.clock.zone)
    return CalendarEntry(uid, title, date.first, date.last, programme.clock.zone)
