"""The port of whoever knows how each surface will show a card, for those who want to see it before others do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from bot.cards import Card, Part


@dataclass(frozen=True, slots=True)
class Look:
    """How one surface shows a card: the words of its notification, what stands in the chat, what is special there."""

    notification: str
    parts: tuple[Part, ...]
    notes: tuple[str, ...] = ()


class Previews(Protocol):
    """Knows the surfaces by key, with the names that people call them by."""

    @property
    def names(self) -> Mapping[str, str]: ...

    def look(self, surface: str, card: Card) -> Look:
        """How that surface shows the card; raises KeyError for one that is not among `names`."""
