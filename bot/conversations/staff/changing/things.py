"""What can be changed by hand, as the dialog of a change sees it: its fields as they stand, who is told, the doing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.cards import Action, Card
from bot.flow import Answers
from bot.prompts import Prompt
from bot.turn import Turn


@dataclass(frozen=True, slots=True)
class Field:
    """Something that can be changed: what it is called, how it is asked for, and how it stands as a cell ("" none)."""

    label: str
    ask: Callable[[Answers], Prompt]
    now: str


@dataclass(frozen=True, slots=True)
class Changed:
    """A change as those who are told read it."""

    key: str
    label: str
    old: str
    new: str

    @property
    def words(self) -> str:
        """The old and the new value in a sentence; a long text by its name alone."""
        if len(self.old) + len(self.new) > LONG:
            return f"{self.label}: it has a new text."
        return f"{self.label}: now {self.new or 'not said'} (before: {self.old or 'not said'})."


class Thing(Protocol):
    """One thing that can be changed. `subject` names it in the audit log."""

    @property
    def subject(self) -> str: ...

    def title(self) -> str:
        """What it is called."""

    def fields(self) -> Mapping[str, Field]:
        """What can be changed now, by key."""

    def told(self, key: str, value: str) -> Sequence[int]:
        """Whom the change is told to."""

    def also(self, key: str, value: str) -> str:
        """What else the change does, for the confirmation; empty where nothing."""

    def wrong(self, key: str, value: str) -> str:
        """Why the change cannot be made as it stands; empty where it can."""

    def apply(self, changed: Changed, value: str) -> None:
        """Make the change, and tell those who are told."""

    def after(self, lead: str, *actions: Action) -> Card:
        """What was done, with a way to the whole of it."""


Kind = Callable[[Turn, int], Thing]
"""Finds a thing by its number, for staff of this programme; raises NotFoundError."""
LONG = 200
