"""How a transcript is played: the interface of a surface driver, and the driver of the core by way of the console.

A driver of another surface does the same through that surface's own requests, and shows what its platform was given
as the same plain lines: paragraphs, `Label: value`, a row's title, text and buttons, `[Label]` for a button.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol
from uuid import uuid4

import store
from adapters.console.plain import Buttons, plain
from adapters.console.surface import ConsoleSurface, identity_of, place_of, upload_of
from adapters.courier import Courier
from adapters.documents.making import documents_for
from adapters.host import House
from adapters.importing.chat import FileImporter
from adapters.planner import Planner
from adapters.previews import SurfacePreviews
from adapters.reception import Reception
from adapters.rehearser import Rehearser
from adapters.sender import Sender
from bot.activities import Activity, Arrived, Body, Message, Press
from bot.assistant import Assistant
from bot.cards import Action, Card, Row
from bot.conversations import planning
from bot.ports import Outgoing

SECRET = "the secret of the transcripts, and of nothing else"
ADDRESS = "https://foothold.example"


BEFORE_ANY_CLOCK = datetime.min.replace(tzinfo=UTC)


class Driver(Protocol):
    """Plays one conversation at a time. `shown` is what the person has seen since it was last asked for."""

    def become(self, email: str) -> None: ...
    def set_clock(self, instant: datetime) -> None: ...
    def open(self) -> None: ...
    def send(self, text: str) -> None: ...
    def press(self, label: str, under: str = "") -> None: ...
    def attach(self, path: Path) -> None: ...
    def plan(self) -> None: ...
    def restart(self) -> None: ...
    def shown(self) -> str: ...
    def close(self) -> None: ...


class NoSuchButton(Exception):
    """The transcript presses a button that is not on screen, or that several rows have."""


class ConsoleDriver:
    """The core with a real SQLite store, shown as plain lines. A restart leaves nothing but the database."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._email = ""
        self._now = BEFORE_ANY_CLOCK
        self._seen: list[Card] = []
        self._screens: dict[str, list[Card]] = {}
        self._open_house()

    def become(self, email: str) -> None:
        """Somebody else speaks from here on; they see what has come for them meanwhile."""
        self._email = email
        if self._now > BEFORE_ANY_CLOCK:
            self._play(self._courier_only)

    def set_clock(self, instant: datetime) -> None:
        """It is this instant from here on; what has become due is delivered."""
        self._now = instant
        if self._email:
            self._play(self._courier_only)

    def open(self) -> None:
        """They open the conversation."""
        self._do(Arrived())

    def send(self, text: str) -> None:
        """They type."""
        self._do(Message(text))

    def press(self, label: str, under: str = "") -> None:
        """They press a button on their screen: the newest with that label (and under that title)."""
        action = find(reversed(self._screens.get(self._email, [])), label, under)
        self._do(Press(action.name, action.args))

    def attach(self, path: Path) -> None:
        """They send a file."""
        self._do(Message("", (upload_of(str(path)),)))

    def plan(self) -> None:
        """The schedule ticks: what is due is planned, and delivered."""

        async def work(_: Reception, courier: Courier) -> None:
            await Planner(self._house.store, lambda: self._now).plan()
            await Sender(self._house.store, lambda: self._now).look()
            await Rehearser(self._house.store, lambda: self._now).settle()
            await courier.drain()

        self._play(work)

    def restart(self) -> None:
        """The process ends and begins again."""
        self._house.store.close()
        self._open_house()

    def shown(self) -> str:
        """What they have seen since this was last asked."""
        cards, self._seen = self._seen, []
        return "\n".join(plain(card, Buttons(numbered=False)) for card in cards)

    def close(self) -> None:
        """Play no more."""
        self._house.store.close()

    def _open_house(self) -> None:
        opened = store.open_store(f"sqlite:///{self._folder / 'foothold.db'}", str(self._folder / "files"))
        documents = documents_for(opened.files, SECRET, None, ADDRESS, lambda: self._now)
        self._house = House(
            opened, opened.files, Assistant(documents, FileImporter(opened.files), SurfacePreviews())
        )

    def _do(self, body: Body) -> None:
        identity, place = identity_of(self._email), place_of(self._email)
        activity = Activity(f"console:{uuid4()}", identity, place, self._now, body)

        async def work(reception: Reception, courier: Courier) -> None:
            assert await reception.receive(activity)
            await reception.settle()
            await courier.drain()

        self._play(work)

    def _play(self, work: Callable[[Reception, Courier], Any]) -> None:
        def now() -> datetime:
            return self._now

        surfaces = {"console": ConsoleSurface(self._email, self._take)}
        house = self._house
        reception = Reception(house.store, house.assistant, house.files, surfaces, now, waits=())
        how = {"recheck": planning.recheck, "after": planning.aftermath}
        courier = Courier(house.store, surfaces, now, **how, only=self._email)
        asyncio.run(work(reception, courier))

    async def _courier_only(self, _: Reception, courier: Courier) -> None:
        await courier.drain()

    def _take(self, outgoing: Outgoing) -> None:
        if outgoing.op != "delete":
            self._seen.append(outgoing.card)
            self._screens.setdefault(self._email, []).append(outgoing.card)


def find(cards: Iterable[Card], label: str, under: str) -> Action:
    """The button of the first card that has it; raises NoSuchButton where there is none or it is not clear which."""
    seen: list[str] = []
    for card in cards:
        found = [
            action for title, action in buttons(card)
            if action.label == label and (not under or under.casefold() in title.casefold())
        ]  # fmt: skip
        if found and all((one.name, one.args) == (found[0].name, found[0].args) for one in found):
            return found[0]
        if found:
            raise NoSuchButton(f"[{label}] is under several titles; name one of them behind it")
        seen += [action.label for _, action in buttons(card)]
    raise NoSuchButton(f"there is no [{label}]; there were {', '.join(seen[:30]) or 'no buttons'}")


def buttons(card: Card) -> list[tuple[str, Action]]:
    """Every button with the title that it stands under."""
    rows = [(part.title, action) for part in card.parts if isinstance(part, Row) for action in part.actions]
    return rows + [(card.title, action) for action in card.actions]
