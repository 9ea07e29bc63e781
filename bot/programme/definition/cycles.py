"""The runs of a programme within an edition, and what it can be about."""

from __future__ import annotations

from typing import Literal

from bot.programme.base import Flag, Key, Model, Sourced, Text
from bot.programme.dates.values import (
    Alternative,
    Alternatives,
    AnyDate,
    CalendarDay,
    Unknown,
    Week,
    WeekPair,
)


class Edition(Model):
    """One year's rules. `over` is worked out from the dates unless it is said here (T16)."""

    label: Text
    as_of: CalendarDay | None = None
    over: Flag | None = None


class Cycle(Sourced):
    """One run of dates: when applications open, close and go to hosts, and when placements are."""

    key: Key
    name: Text
    aliases: tuple[Text, ...] = ()
    theme: Key | None = None
    opens: AnyDate
    closes: AnyDate
    sent_to_hosts: AnyDate = Unknown(unknown=True)
    placements: AnyDate

    @property
    def begins(self) -> AnyDate:
        """When placements begin: the begin week of a pair, else the whole window."""
        if isinstance(self.placements, WeekPair):
            return Week(
                week=self.placements.begin_week, facts=self.placements.facts, status=self.placements.status
            )
        return self.placements

    @property
    def ends(self) -> AnyDate:
        """When placements end: the end week of a pair, else the whole window."""
        if isinstance(self.placements, WeekPair):
            return Week(
                week=self.placements.end_week, facts=self.placements.facts, status=self.placements.status
            )
        return self.placements

    @property
    def alternatives(self) -> tuple[Alternative, ...]:
        """The alternative spans of which a placement takes one; empty where there is only one window."""
        return self.placements.alternatives if isinstance(self.placements, Alternatives) else ()

    @property
    def window_keys(self) -> tuple[str, ...]:
        """What a column `window` may hold for this cycle: its key and those of its alternatives."""
        return (self.key, *(one.key for one in self.alternatives))


class Theme(Sourced):
    """One theme, stream or sector."""

    key: Key
    name: Text
    aliases: tuple[Text, ...] = ()


class Themes(Sourced):
    """What placements are about; an open list ("such as", "including") may be longer than what is named."""

    kind: Literal["theme", "stream", "sector"]
    closed: Flag
    items: tuple[Theme, ...] = ()


class Skill(Sourced):
    """A skill that the programme names; a testimonial is a voice, not a rule."""

    key: Key
    name: Text
    about: Text | None = None
    said_by: Literal["programme", "testimonial"] = "programme"


class Skills(Model):
    """The skills named, and whether the list is closed."""

    closed: Flag
    items: tuple[Skill, ...] = ()


class Grouping(Sourced):
    """Alone or in groups, and whether one submission counts for all."""

    kind: Literal["individual", "group", "either", "not_stated"]
    one_submission_for_all: Flag = False
