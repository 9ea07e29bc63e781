"""A surface that records what it is given, and an assistant with a few words that tests need."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count

from adapters.surface import Delivered, Destination, Outcome
from bot.activities import Activity, Identity, Message, Place, Profile, Upload
from bot.cards import Card, Text
from bot.ports import Outgoing, Talk
from bot.programme.people import Person
from bot.turn import Turn

START = datetime(2024, 1, 22, 9, tzinfo=UTC)
HOME = "T1"
NUMBERS = count(1)


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.instant = START

    def now(self) -> datetime:
        return self.instant

    def move(self, **by: float) -> None:
        self.instant += timedelta(**by)


class FakeSurface:
    """Delivers into a list. `outcome` says how each delivery ends; `profiles` what the directory knows."""

    home = HOME

    def __init__(self, name: str = "test") -> None:
        self.name = name
        self.sent: list[tuple[Outgoing, Destination]] = []
        self.outcome: Callable[[Outgoing, Destination], Outcome] = self.delivered
        self.profiles: dict[str, Profile] = {}
        self.asked: list[Identity] = []
        self.directory: dict[str, str] = {}
        self.files: dict[str, bytes] = {}
        self.slow = 0.0

    def delivered(self, outgoing: Outgoing, destination: Destination) -> Outcome:
        where = destination.place or Place(
            self.name, destination.identity.workspace, f"dm-{destination.identity.user}"
        )
        return Delivered(outgoing.target or f"m{next(NUMBERS)}", where)

    async def deliver(self, outgoing: Outgoing, destination: Destination) -> Outcome:
        if self.slow:
            await asyncio.sleep(self.slow)
        self.sent.append((outgoing, destination))
        return self.outcome(outgoing, destination)

    async def profile(self, identity: Identity) -> Profile:
        self.asked.append(identity)
        return self.profiles.get(identity.user, Profile())

    async def find(self, workspace: str, email: str) -> Identity | None:
        user = self.directory.get(email)
        return Identity(self.name, workspace, user) if user else None

    async def fetch(self, upload: Upload) -> bytes:
        return self.files[upload.source]

    def texts(self) -> list[str]:
        return [outgoing.card.headline() for outgoing, _ in self.sent]


class Echo:
    """Says back what was said, with how many turns this person has had; some words make it fail."""

    def __init__(self) -> None:
        self.worked: list[str] = []
        self.fail: Callable[[Activity], None] = lambda _: None

    def handle(self, activity: Activity, unit) -> Turn:
        person = self.person(activity, unit)
        talk: Talk = unit.talks.lock(person.id)
        turns = talk.memory.get("turns", 0) + 1
        turn = Turn(activity=activity, unit=unit, person=person, talk=talk)
        turn.memberships = tuple(unit.people.memberships(person.id))
        turn.remember(memory={"turns": turns})
        unit.talks.save(turn.talk)
        words = activity.body.text if isinstance(activity.body, Message) else activity.body.kind
        turn.say(Card(parts=(Text(f"{turns}: {words}"),)))
        for row in turn.outgoing():
            unit.outbox.add(row)
        self.fail(activity)
        self.worked.append(activity.id)
        return turn

    def person(self, activity: Activity, unit) -> Person:
        email = (activity.profile and activity.profile.email) or f"{activity.identity.user}@t.example"
        known = unit.people.by_identity(activity.identity) or unit.people.by_email("org", email)
        found = known or unit.people.get(unit.people.add("org", email, "", None, None))
        unit.people.link(activity.identity, found.id, activity.place, activity.at)
        return found


def activity(text: str = "hello", *, user: str = "u1", number: int | None = None, **changed) -> Activity:
    """An activity of the test surface."""
    return Activity(
        id=f"test:{number or next(NUMBERS)}-{user}",
        identity=Identity("test", HOME, user),
        place=Place("test", HOME, f"dm-{user}"),
        at=changed.pop("at", START),
        body=changed.pop("body", Message(text)),
        **changed,
    )
