"""A programme's whole cycle on a simulated clock: the real store, planner and courier, and people who act by a script.

The clock jumps from one thing that is due to the next, so months pass in seconds. What reached whom, when, and in
which words is noted; so is what was held back or dropped.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from adapters.courier import Courier
from adapters.planner import Planner
from adapters.reception import Reception
from adapters.surface import Delivered
from bot.activities import Activity, Identity, Message, Place, Press
from bot.assistant import Assistant
from bot.conversations import planning
from bot.programme.loading import shipped
from bot.programme.people import Membership, Scope
from tests.adapters.fakes import NUMBERS, FakeSurface

LONDON = ZoneInfo("Europe/London")
STEP = timedelta(hours=12)


def at(text: str, zone: str = "Europe/London") -> datetime:
    """An instant from words such as "2024-01-28 12:00", on the clock of a zone."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


@dataclass
class Got:
    """One message that reached somebody."""

    at: datetime
    email: str
    key: str
    kind: str
    card: object
    zone: ZoneInfo

    def line(self) -> str:
        """The instant on the reader's own clock, who, and which message."""
        topic = self.key.split(":")[2] if self.key.startswith("nudge:") else self.key.split(":")[0]
        step = next(
            (
                f" {part}"
                for part in self.key.split(":")
                if part in {"eve", "day"} and topic in {"deadline", "journal"}
            ),
            "",
        )
        return f"{self.at.astimezone(self.zone):%a %d %b %H:%M} {self.email.split('@')[0]} {topic}{step}"


@dataclass
class World:
    """A store with one programme, a clock, people, and everything that they were sent."""

    store: object
    key: str
    now: datetime
    got: list[Got] = field(default_factory=list)
    scripts: list[tuple[datetime, Callable]] = field(default_factory=list)
    zones: dict[int, ZoneInfo] = field(default_factory=dict)
    emails: dict[int, str] = field(default_factory=dict)

    def __post_init__(self):
        self.surface = FakeSurface("test")
        self.surface.outcome = self.delivered
        self.courier = Courier(self.store, {"test": self.surface}, lambda: self.now,
                               recheck=planning.recheck, after=planning.aftermath)  # fmt: skip
        self.reception = Reception(
            self.store, Assistant(), self.store.files, {"test": self.surface}, lambda: self.now
        )
        self.seen: list[Got] = []
        self.planner = Planner(self.store, lambda: self.now)

    @cached_property
    def scope(self) -> Scope:
        """Whose data it is."""
        programme = self.do(lambda unit: unit.programmes.get(self.key))
        return Scope(programme.organisation.key, programme.key)

    async def run(self, work):
        return await asyncio.wrap_future(self.store.submit(work))

    def do(self, work):
        """One transaction."""
        return self.store.run(work)

    def load(self, change=lambda programme: programme):
        """Load the shipped programme, or a changed one under the same key."""
        from bot.programme.loading import load_programme

        text = change(shipped()[self.key])
        programme = load_programme(text, self.key)
        self.do(lambda unit: unit.programmes.put(programme, text, self.now))

    def person(self, email, role="student", zone=None, **wishes) -> int:
        """Somebody on the roster who can be reached."""
        scope = self.scope

        def work(unit):
            number = unit.people.add(scope.organisation, email, email.split("@")[0].capitalize(), zone, None)
            unit.people.join(Membership(number, scope, role))
            if wishes:
                unit.people.save(replace(unit.people.get(number), **wishes))
            unit.people.link(
                Identity("test", "T1", email), number, Place("test", "T1", f"dm-{email}"), self.now
            )
            return number

        number = self.do(work)
        self.zones[number] = ZoneInfo(zone or "Europe/London")
        self.emails[number] = email
        return number

    def delivered(self, outgoing, destination):
        """The fake platform takes it."""
        identity = destination.identity
        zone = self.zones.get(outgoing.person, LONDON)
        one = Got(self.now, identity.user, outgoing.key, outgoing.kind, outgoing.card, zone)
        self.got.append(one)
        self.seen.append(one)
        return Delivered(
            f"m{len(self.seen)}", destination.place or Place("test", "T1", f"dm-{identity.user}")
        )

    def say(self, email: str, words: str) -> None:
        """Somebody types, and what follows is delivered."""
        self.act(email, Message(words))

    def press(self, email: str, label: str) -> None:
        """Somebody presses the newest button of that label on what they got."""
        cards = [one.card for one in reversed(self.seen) if one.email == email]
        action = next(button for card in cards for button in self.buttons(card) if button.label == label)
        self.act(email, Press(action.name, action.args))

    def act(self, email: str, body) -> None:
        """One activity, from the inbox to the delivery of what it caused."""
        activity = Activity(
            f"test:{next(NUMBERS)}",
            Identity("test", "T1", email),
            Place("test", "T1", f"dm-{email}"),
            self.now,
            body,
        )

        async def work():
            await self.reception.receive(activity)
            await self.reception.settle()
            await self.courier.drain()

        asyncio.run(work())

    @staticmethod
    def buttons(card):
        """Every button of a card."""
        return [button for part in card.parts if hasattr(part, "actions") for button in part.actions] + list(
            card.actions
        )

    def script(self, text: str, act: Callable, zone: str = "Europe/London") -> None:
        """Somebody does something at that instant: `act(unit)` in one transaction."""
        self.scripts.append((at(text, zone), act))

    def live_until(self, text: str) -> None:
        """Let time pass, jumping from what is due to what is due, with a look around every few hours."""
        asyncio.run(self._live(at(text)))

    async def _live(self, end: datetime) -> None:
        self.scripts.sort(key=lambda one: one[0])
        while self.now < end:
            while self.scripts and self.scripts[0][0] <= self.now:
                _, act = self.scripts.pop(0)
                await self.run(act)
            await self.planner.look()
            await self.courier.drain()
            due = await self.run(lambda unit: unit.deliveries.next_due())
            marks = [
                self.now + STEP,
                end,
                *([due] if due and due > self.now else []),
                *([self.scripts[0][0]] if self.scripts else []),
            ]
            self.now = min(mark for mark in marks if mark > self.now)

    def lines(self) -> list[str]:
        """What reached people, in the order of the instants, and of the names where these are the same."""
        return [one.line() for one in sorted(self.got, key=lambda one: (one.at, one.email))]

    def held(self) -> list[tuple[str, str]]:
        """(key, reason) of what was dropped."""
        from sqlalchemy import select

        from store.outbox_table import outbox

        def work(unit):
            rows = unit.connection.execute(
                select(outbox.c.key, outbox.c.reason).where(outbox.c.state == "suppressed")
            )
            return [(row.key, row.reason) for row in rows]

        return self.do(work)


def never_at_night(world: World) -> list[str]:
    """The messages that came in their reader's night."""
    return [
        one.line()
        for one in world.got
        if not 9 <= one.at.astimezone(one.zone).hour < 21 and one.kind != "safety"
    ]


def heard(world: World) -> list[tuple[str, str]]:
    """Who got what, in words, and forget it."""
    found = [(one.email, one.card) for one in world.got]
    world.got.clear()
    return [
        (email, "\n".join(part.text for part in card.parts if hasattr(part, "text"))) for email, card in found
    ]
