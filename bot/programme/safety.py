"""Words of danger: whom they are passed to, in which order, and who must never get them (design §7)."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, Protocol, TypeAlias
from zoneinfo import ZoneInfo

from bot.programme.definition import Safety, SafetyContact
from bot.programme.people import Person, Scope

Kind: TypeAlias = Literal["crisis", "safeguarding"]
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SHORTEST_NAME = 3


@dataclass(frozen=True, slots=True)
class Alert:
    """One person's words, on their way to the safety contacts; never part of an ordinary list of tasks.

    `told` and `left_out` hold the places of contacts in the programme's list; whoever is complained about is left
    out. `next_at` is when the next contact is alerted, None where nobody is left or somebody has taken it up.
    `words` is empty where the writer has not agreed to pass them on.
    """

    id: int
    scope: Scope
    writer: int
    kind: Kind
    words: str
    at: datetime
    told: tuple[int, ...] = ()
    left_out: tuple[int, ...] = ()
    next_at: datetime | None = None
    taken_by: int | None = None
    taken_at: datetime | None = None


class Alerts(Protocol):
    """Safety alerts. `due` are those that nobody has taken up in time, of every programme."""

    def get(self, scope: Scope, alert: int) -> Alert | None: ...
    def add(self, alert: Alert) -> int: ...
    def save(self, alert: Alert) -> None: ...
    def due(self, now: datetime) -> Sequence[Alert]: ...


def next_contacts(safety: Safety, alert: Alert, now: datetime) -> tuple[int, ...]:
    """Whom to alert now: the next contact in the list, and those after them until one is in their hours."""
    found: list[int] = []
    for place, contact in enumerate(safety.contacts):
        if place in alert.told or place in alert.left_out:
            continue
        found.append(place)
        if keeps_hours(contact, now):
            break
    return tuple(found)


def wait(safety: Safety) -> timedelta:
    """How long a contact has before the next one is alerted."""
    return timedelta(minutes=safety.unacknowledged_minutes)


def keeps_hours(contact: SafetyContact, now: datetime) -> bool:
    """Whether a contact can be reached at that instant; one without hours always can."""
    if contact.hours is None:
        return True
    local = now.astimezone(ZoneInfo(contact.hours.zone))
    there = WEEKDAYS[local.weekday()] in contact.hours.days
    return there and contact.hours.from_time <= local.time() < contact.hours.to_time


def to_leave_out(safety: Safety, words: str, writer: Person, meant: Collection[str] = ()) -> tuple[int, ...]:
    """The contacts who must not get it: the writer, whoever the words name, and the addresses in `meant`."""
    said = words.casefold()
    addresses = {writer.email.casefold(), *(address.casefold() for address in meant)}
    return tuple(
        place
        for place, contact in enumerate(safety.contacts)
        if contact.email.casefold() in addresses
        or contact.email.casefold() in said
        or _named(contact.name, said)
    )


def _named(name: str, said: str) -> bool:
    """Whether a text names somebody by the whole name, or by a part of it that is long enough to mean them."""
    parts = [
        part
        for part in re.findall(r"\w+", name.casefold())
        if len(part) >= SHORTEST_NAME and not part.isdigit()
    ]
    own = [
        part
        for part in parts
        if part not in {"sample", "contact", "replace", "prof", "doctor", "miss", "mrs"}
    ]
    return any(re.search(rf"\b{re.escape(part)}\b", said) for part in own)
