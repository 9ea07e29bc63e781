"""What happens during a placement: sessions, check-ins, journal, deliverables, and what completes it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag

from bot.programme.base import ClockTime, Flag, Key, Model, Role, Sourced, Text, YesNo, by_key
from bot.programme.dates.values import AnyDate


class Session(Sourced):
    """A training, a workshop or a live session. `compulsory` has no default (T34)."""

    key: Key
    name: Text
    aliases: tuple[Text, ...] = ()
    kind: Literal["training", "workshop", "live", "class"]
    compulsory: YesNo
    live: YesNo = "not_stated"
    hours: float | None = Field(default=None, gt=0)
    dates: dict[Key, AnyDate] = Field(default_factory=dict)
    invitations: dict[Key, AnyDate] = Field(default_factory=dict)
    make_up: Text | None = None
    about: Text | None = None
    where: Text | None = None


class ByWeek(Model):
    """In a published calendar week, per cycle."""

    weeks: dict[Key, AnyDate] = Field(min_length=1)


class ByFraction(Model):
    """After this part of the placement: 0.5 of a four-day placement is after day 2 (T12)."""

    fraction: float = Field(gt=0, le=1)


class ByDay(Model):
    """On this day of the placement; its first day is day 1."""

    day_of_placement: int = Field(ge=1)


class ByWeekOfPlacement(Model):
    """In this week of the placement; its first week is week 1."""

    week_of_placement: int = Field(ge=1)


CheckInPlan = Annotated[
    Annotated[ByWeek, Tag("weeks")]
    | Annotated[ByFraction, Tag("fraction")]
    | Annotated[ByDay, Tag("day_of_placement")]
    | Annotated[ByWeekOfPlacement, Tag("week_of_placement")],
    Discriminator(by_key("weeks", "fraction", "day_of_placement", "week_of_placement")),
]


class Asked(Model):
    """One side of a check-in: who is asked, at what time on their own clock, who sees the answers."""

    role: Role
    at: ClockTime
    seen_by: tuple[Role, ...] = Field(min_length=1)


class CheckIn(Sourced):
    """A scheduled short question. It is off unless the programme states it or staff turn it on."""

    key: Key
    name: Text
    on: Flag
    when: CheckInPlan
    asked: tuple[Asked, ...] = Field(min_length=1)
    asked_status: Literal["stated", "assumed"] = "assumed"
    open_days: int = Field(default=5, ge=1)
    """How many days it can be answered, counted from the day it is sent."""


class JournalDeadline(Sourced):
    """The journal's deadline: one for the edition, or one per cycle.

    Where one date is published for the whole edition, `not_separately_for` names the cycles
    for which the page does not say it separately (T1).
    """

    scope: Literal["edition", "cycle"]
    date: AnyDate | None = None
    dates: dict[Key, AnyDate] = Field(default_factory=dict)
    not_separately_for: tuple[Key, ...] = ()


class JournalPlan(Model):
    """When the bot offers to write; `assumed`, and off until staff turn it on."""

    on: Flag
    every: Literal["day", "week", "fraction"] = "week"
    fraction: float | None = Field(default=None, gt=0, le=1)
    style: Literal["what_so_what_now_what", "gibbs"] = "what_so_what_now_what"
    star_at_end: Flag = True


class Journal(Sourced):
    """The reflection journal."""

    kind: Literal["HEAR", "reflective"]
    name: Text
    deadline: JournalDeadline
    plan: JournalPlan
    seen_by: tuple[Role, ...] = ("staff",)


class Deliverable(Sourced):
    """Something that a placement produces."""

    key: Key
    name: Text
    for_whom: Text | None = None
    one_for_the_group: Flag = False
    required: YesNo = "not_stated"
    due: dict[Key, AnyDate] = Field(default_factory=dict)
    seen_by: tuple[Role, ...] = ("staff", "host_supervisor")


class EveryOf(Model):
    """All of these."""

    all_of: tuple[Requirement, ...] = Field(min_length=1)


class AnyOf(Model):
    """At least one of these."""

    any_of: tuple[Requirement, ...] = Field(min_length=1)


class NoneOf(Model):
    """None of these."""

    none_of: tuple[Requirement, ...] = Field(min_length=1)


class NeedsSession(Model):
    """Attended (or made up) this session."""

    session: Key


class NeedsHours(Model):
    """Worked at least this many hours in all."""

    hours: float = Field(gt=0)


class NeedsCheckIn(Model):
    """Answered this check-in."""

    check_in: Key


class NeedsDeliverable(Model):
    """Handed in this deliverable."""

    deliverable: Key


class NeedsJournal(Model):
    """The journal is in this state, or beyond."""

    journal: Literal["submitted", "accepted"]


class NeedsStaff(Model):
    """A member of staff confirms it, in these words."""

    confirmed: Text


Requirement = Annotated[
    Annotated[EveryOf, Tag("all_of")]
    | Annotated[AnyOf, Tag("any_of")]
    | Annotated[NoneOf, Tag("none_of")]
    | Annotated[NeedsSession, Tag("session")]
    | Annotated[NeedsHours, Tag("hours")]
    | Annotated[NeedsCheckIn, Tag("check_in")]
    | Annotated[NeedsDeliverable, Tag("deliverable")]
    | Annotated[NeedsJournal, Tag("journal")]
    | Annotated[NeedsStaff, Tag("confirmed")],
    Discriminator(
        by_key(
            "all_of",
            "any_of",
            "none_of",
            "session",
            "hours",
            "check_in",
            "deliverable",
            "journal",
            "confirmed",
        )
    ),
]


class Completion(Sourced):
    """What makes a placement complete."""

    rule: Requirement
    text: Text


class Credential(Sourced):
    """What is earned, who gives it, and where it shows."""

    name: Text
    aliases: tuple[Text, ...] = ()
    kind: Literal["micro_credential", "certificate", "transcript_entry"]
    issuer: Text
    shown_on: tuple[Text, ...] = ()
    criterion: Text


EveryOf.model_rebuild()
AnyOf.model_rebuild()
NoneOf.model_rebuild()
