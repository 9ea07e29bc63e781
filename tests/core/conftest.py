"""The sample world of the transcripts, and a way to act in it through the core alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

import store
from adapters.console.surface import identity_of, place_of
from bot.activities import Activity, Body, Message, Press, Profile
from bot.assistant import Assistant
from bot.cards import Action, Card, Row
from bot.ports import UnitOfWork
from bot.turn import Turn
from tests.transcripts.conftest import sample_world, world

__all__ = ["Core", "core", "sample_world", "world"]

MORNING = datetime(2024, 1, 22, 9, tzinfo=UTC)


class Core:
    """Acts as anybody, and gives back the turn."""

    def __init__(self, folder: Path) -> None:
        self.store = store.open_store(f"sqlite:///{folder / 'foothold.db'}", str(folder / "files"))
        self.now = MORNING
        self.assistant = Assistant()
        self._numbers = count(1)

    def act(
        self,
        email: str,
        body: Body,
        *,
        private: bool = True,
        inline: bool = False,
        card: str | None = None,
        thread: str | None = None,
    ) -> Turn:
        number = next(self._numbers)
        activity = Activity(
            id=f"test:{number}",
            identity=identity_of(email),
            place=replace(place_of(email), private=private, thread=thread),
            at=self.now + timedelta(seconds=number),
            body=body,
            profile=Profile(email=email),
            inline=inline,
            card=card,
        )

        def work(unit: UnitOfWork) -> Turn:
            place = activity.place
            if not unit.programmes.served(place.surface, place.workspace):
                unit.programmes.connect(
                    place.surface, place.workspace, [one.key for one in unit.programmes.all()]
                )
            return self.assistant.handle(activity, unit)

        return self.store.run(work)

    def say(self, email: str, *texts: str) -> Turn:
        turn = None
        for text in texts:
            turn = self.act(email, Message(text))
        assert turn is not None
        return turn

    def press(self, email: str, turn: Turn, label: str) -> Turn:
        action = button(turn, label)
        return self.act(email, Press(action.name, action.args))


def button(turn: Turn, label: str) -> Action:
    """The button of that label on what was said."""
    found = [action for card in cards(turn) for action in actions(card) if action.label.startswith(label)]
    assert found, f"no [{label}] on {words(turn)}"
    return found[0]


def cards(turn: Turn) -> list[Card]:
    return [*turn.said, *([turn.replacement] if turn.replacement else [])]


def actions(card: Card) -> list[Action]:
    rows = [action for part in card.parts if isinstance(part, Row) for action in part.actions]
    return [*rows, *card.actions]


def words(turn: Turn) -> str:
    """Everything that was said, as one text."""
    said = []
    for card in cards(turn):
        said.append(card.title)
        for part in card.parts:
            match part.kind:
                case "text":
                    said.append(part.text)
                case "facts":
                    said += [f"{name}: {value}" for name, value in part.pairs]
                case "row":
                    said += [part.title, part.text]
        said += [f"[{action.label}]" for action in card.actions]
    return "\n".join(said)


@pytest.fixture
def core(world: Path) -> Iterator[Core]:
    made = Core(world)
    yield made
    made.store.close()
