"""A programme's whole cycle on a simulated clock: the real store and core, and people who act by a script.

The clock jumps from one thing that is due to the next, so months pass in seconds. What reached whom, when, and in
which words is noted; so is what was held back or dropped.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from adapters.rehearsal.stage import Stage, identity_of, place_of
from bot.activities import Message, Press
from bot.assistant import Assistant
from bot.programme.loading import shipped
from bot.programme.people import Membership, Scope

LONDON = ZoneInfo("Europe/London")


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


class World:
    """A store with one programme, a clock, people, and everything that they were sent: the stage of a rehearsal."""

    def __init__(self, store: object, key: str, now: datetime) -> None:
        self.store, self.key = store, key
        self.stage = Stage(store, store.files, Assistant(), now, self.taken, every=timedelta(0))
        self.surface, self.planner, self.courier = self.stage.surface, self.stage.planner, self.stage.courier
        self.got: list[Got] = []
        self.seen: list[Got] = []
        self.zones: dict[int, ZoneInfo] = {}
        self.emails: dict[int, str] = {}

    @property
    def now(self) -> datetime:
        """The instant at which the world stands."""
        return self.stage.now

    @now.setter
    def now(self, instant: datetime) -> None:
        self.stage.now = instant

    @cached_property
    def scope(self) -> Scope:
        """Whose data it is."""
        programme = self.do(lambda unit: unit.programmes.get(self.key))
        return Scope(programme.organisation.key, programme.key)

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
            unit.people.link(identity_of(email), number, place_of(email), self.now)
            return number

        number = self.do(work)
        self.zones[number] = ZoneInfo(zone or "Europe/London")
        self.emails[number] = email
        return number

    def taken(self, outgoing, email):
        """The stage has delivered it."""
        zone = self.zones.get(outgoing.person, LONDON)
        one = Got(self.now, email, outgoing.key, outgoing.kind, outgoing.card, zone)
        self.got.append(one)
        self.seen.append(one)

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
        asyncio.run(self.stage.act(email, body))

    @staticmethod
    def buttons(card):
        """Every button of a card."""
        return [button for part in card.parts if hasattr(part, "actions") for button in part.actions] + list(
            card.actions
        )

    def script(self, text: str, act: Callable, zone: str = "Europe/London") -> None:
        """Somebody does something at that instant: `act(unit)` in one transaction."""

        async def do() -> None:
            await self.stage.run(act)

        self.stage.at(at(text, zone), do)

    def live_until(self, text: str) -> None:
        """Let time pass, jumping from what is due to what is due, with a look around every few hours."""
        asyncio.run(self.stage.live(at(text)))

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
