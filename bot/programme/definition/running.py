"""How the bot behaves in this programme: how often it writes, how long it keeps what, who signs off."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import Field

from bot.programme.base import ClockTime, Flag, Model, Text

DataKind = Literal[
    "people",
    "applications",
    "files",
    "check_ins",
    "journals",
    "expenses",
    "conversations",
    "messages",
    "safety",
    "audit",
]


class Nudges(Model):
    """Quiet by default: a weekly budget per person, quiet hours on their own clock, few reminders."""

    per_week: int = Field(default=3, ge=0)
    quiet_from: ClockTime = dt.time(21)
    quiet_to: ClockTime = dt.time(9)
    reminders: int = Field(default=2, ge=0)
    silent_working_days: int = Field(default=2, ge=1)
    """After how many working days of silence a member of staff is asked to look."""


class Keep(Model):
    """How long one kind of data is kept after the edition is over, and why."""

    months: int = Field(ge=0)
    why: Text


class Privacy(Model):
    """Who answers for the data, what the first contact says about it, how long it is kept."""

    controller: Text
    notice: Text
    """What students are told."""
    notice_to_others: Text = (
        "I keep what you write here for this programme only, and what is done in the programme stands in a log. "
        "You can ask at any time what is kept about you, or ask for it to be deleted."
    )
    keep: dict[DataKind, Keep]


class Broadcasts(Model):
    """Whether a second pair of eyes is needed before a message goes to many."""

    second_pair_of_eyes: Flag = False
    from_how_many: int = Field(default=1, ge=1)
