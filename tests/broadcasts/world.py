"""A programme with many students on two platforms, two members of staff, and a clock."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from adapters.courier import Courier
from adapters.documents.making import documents_for
from adapters.sender import Sender
from bot.activities import Activity, Identity, Message, Place, Press
from bot.assistant import Assistant
from bot.cards import Card
from bot.conversations import planning
from bot.conversations.shown import buttons
from bot.programme.broadcasts import Broadcast
from bot.programme.loading import load_programme, shipped
from bot.programme.people import Membership, Scope
from tests.broadcasts.platform import Platform

START = datetime(2024, 3, 20, 12, tzinfo=UTC)
KEY = "queen_mary_2024"
PRIYA, OMAR = "priya@qm.example", "omar@qm.example"
SCOPE = Scope("queen_mary", KEY)
NUMBERS = count(1)


@dataclass
class World:
    """What a test plays with: a store, two platforms, the bot, and time."""

    store: Any
    platforms: dict[str, Platform]
    at: datetime = START
    said: dict[str, list[Card]] = field(default_factory=dict)
    assistant: Assistant = field(default_factory=Assistant)

    def now(self) -> datetime:
        return self.at

    def with_documents(self) -> World:
        """Let the bot make files."""
        self.assistant = Assistant(
            documents_for(self.store.files, "s" * 32, None, "http://127.0.0.1:1", self.now)
        )
        return self

    def populate(self, number: int) -> World:
        """So many students, the even ones on one platform, the odd ones on the other; and the staff."""

        def work(unit) -> None:
            if unit.programmes.get(KEY) is None:
                programme = load_programme(shipped()[KEY], KEY)
                unit.programmes.put(programme, shipped()[KEY], START)
            for surface, workspace in (("console", "terminal"), ("slack", "T1"), ("teams", "T1")):
                unit.programmes.connect(surface, workspace, [KEY])
            for student in range(1, number + 1):
                person = unit.people.add(
                    "queen_mary", f"s{student}@qm.example", f"Student {student}", "Europe/London", None
                )
                unit.people.join(Membership(person, SCOPE, "student", {"level": "undergraduate"}))
                name = "slack" if student % 2 == 0 else "teams"
                place = Place(name, "T1", f"dm-{student}")
                unit.people.link(Identity(name, "T1", str(student)), person, place, START)
            for email in (PRIYA, OMAR):
                person = unit.people.add(
                    "queen_mary", email, email.split("@")[0].title(), "Europe/London", None
                )
                unit.people.join(Membership(person, SCOPE, "staff"))

        self.store.run(work)
        return self

    # --- talking

    def say(self, email: str, text: str, *where: str) -> str:
        """Words of that person; `where` is their organisation and their workspace."""
        return self._do(email, Message(text), *where)

    def press(self, email: str, label: str, *where: str) -> str:
        """A button on that person's screen, the newest one whose label begins so."""
        for card in reversed(self.said[email]):
            for button in buttons(card):
                if str(button["label"]).startswith(label):
                    return self._do(email, Press(str(button["action"]), dict(button["args"])), *where)
        raise LookupError(f"{label} is not among: {[words(card) for card in self.said[email]]}")

    def _do(
        self, email: str, body: Message | Press, organisation: str = "queen_mary", workspace: str = "terminal"
    ) -> str:
        identity, place = Identity("console", workspace, email), Place("console", workspace, email)
        activity = Activity(f"t:{next(NUMBERS)}", identity, place, self.at, body, profile=None)

        def work(unit):
            known = unit.people.by_email(organisation, email)
            unit.people.link(identity, known.id, place, self.at)
            turn = self.assistant.handle(activity, unit)
            return [*turn.said, *([turn.replacement] if turn.replacement else [])]

        cards = self.store.run(work)
        self.said.setdefault(email, []).extend(cards)
        return "\n".join(words(card) for card in cards)

    # --- sending

    def courier(self) -> Courier:
        return Courier(
            self.store, self.platforms, self.now, recheck=planning.recheck, after=planning.aftermath
        )

    def tick(self, *, seconds: float = 0) -> None:
        """One look of the schedule, and whatever is due delivered."""
        self.at += timedelta(seconds=seconds)

        async def work() -> None:
            await Sender(self.store, self.now).look()
            await self.courier().drain()

        asyncio.run(work())

    def last(self) -> Broadcast:
        return self.store.run(lambda unit: unit.broadcasts.all(SCOPE))[-1]

    def sums(self) -> dict[str, int]:
        """What became of the last message, without the states nobody is in."""
        one = self.last()
        found = self.store.run(lambda unit: unit.broadcasts.sums(one))
        return {state: number for state, number in found.items() if number}

    @property
    def arrived(self) -> dict[int, int]:
        return {number: times for one in self.platforms.values() for number, times in one.arrived.items()}


def make(store: Any, number: int, *, calm: bool = False) -> World:
    """A world with so many students."""
    platforms = {name: Platform(name, calm=calm) for name in ("slack", "teams")}
    return World(store, platforms).populate(number)


def words(card: Card) -> str:
    """All that stands on a card."""
    from adapters.console.plain import Buttons, plain

    return plain(card, Buttons(numbered=False))
