"""Calendar entries as iCalendar (RFC 5545)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.documents import CalendarEntry

STAMP = datetime(2023, 1, 1, tzinfo=UTC)
REFRESH = timedelta(hours=6)


def render(entries: Sequence[CalendarEntry], name: str = "Placement") -> bytes:
    """The bytes of a calendar. Days are all-day entries (the end is exclusive there), instants timed ones in UTC."""
    from icalendar import Calendar, Event

    made = Calendar()
    made.add("prodid", "-//Foothold//EN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", name)
    made.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    made.add("x-published-ttl", "PT6H")
    for entry in entries:
        event = Event()
        event.add("uid", entry.uid)
        event.add("summary", entry.title)
        event.add("dtstamp", STAMP)
        event.add("sequence", entry.sequence)
        if isinstance(entry.starts, datetime) and isinstance(entry.ends, datetime):
            event.add("dtstart", _instant(entry.starts, entry.zone))
            event.add("dtend", _instant(entry.ends, entry.zone))
        else:
            event.add("dtstart", _day(entry.starts))
            event.add("dtend", _day(entry.ends) + timedelta(days=1))
            event.add("transp", "TRANSPARENT")
        if entry.where:
            event.add("location", entry.where)
        if entry.about:
            event.add("description", entry.about)
        made.add_component(event)
    content: bytes = made.to_ical()
    return content


def _instant(value: datetime, zone: str) -> datetime:
    """In UTC: every calendar shows it in its reader's own zone, and no table of zones has to travel along."""
    aware = value if value.tzinfo else value.replace(tzinfo=ZoneInfo(zone))
    return aware.astimezone(UTC)


def _day(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value
