"""The terms of a placement: money, time, place, equipment, and the right to work."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag, model_validator

from bot.programme.base import ClockTime, Decider, Flag, Key, Model, Sourced, Text, by_key, refuse

DayKind = Literal["in_person", "required_travel", "remote"]
ModeName = Literal["in_person", "remote", "hybrid"]


class Pay(Sourced):
    """Money for work: three-valued, and may be silent (T28)."""

    answer: Literal["paid", "unpaid", "varies", "not_stated"]
    amount: Text | None = None


class Cost(Sourced):
    """What taking part costs the student."""

    answer: Literal["free", "priced", "not_stated"]
    amount: Text | None = None


class ExpenseItem(Model):
    """Something that is paid back, and what it includes by name."""

    key: Key
    name: Text
    aliases: tuple[Text, ...] = ()
    includes: tuple[Text, ...] = ()
    not_mentioned: tuple[Text, ...] = ()
    """What people ask about and the rule does not mention: a human decides (T32)."""


class ExpenseRule(Sourced):
    """Condition, items, proof. `days` are the kinds of day it holds for; empty where the rule is not per day."""

    key: Key
    days: tuple[DayKind, ...] = ()
    only_if_pay: Literal["paid", "unpaid"] | None = None
    in_contract: Flag = False
    covers: tuple[ExpenseItem, ...] = Field(min_length=1)
    proof: Literal["receipts", "none", "not_stated"]
    paid_by: Decider
    text: Text


class NoExpenses(Sourced):
    """The days on which nothing is paid back."""

    days: tuple[DayKind, ...] = Field(min_length=1)
    text: Text


class Expenses(Sourced):
    """Money back for costs; worked out day by day, so that a hybrid placement comes out right."""

    answer: Literal["rules", "none", "not_stated"]
    rules: tuple[ExpenseRule, ...] = ()
    nothing_for: tuple[NoExpenses, ...] = ()
    per: Literal["day", "claim"] = "day"


class Mode(Sourced):
    """Where the work is done, and who decides it."""

    options: tuple[ModeName, ...] = ()
    decided_by: Decider


class InHours(Model):
    """A length in hours."""

    hours: float = Field(gt=0)


class InDays(Model):
    """A length in days."""

    days: float = Field(gt=0)


class InWeeks(Model):
    """A length in weeks."""

    weeks: float = Field(gt=0)


Length = Annotated[
    Annotated[InHours, Tag("hours")] | Annotated[InDays, Tag("days")] | Annotated[InWeeks, Tag("weeks")],
    Discriminator(by_key("hours", "days", "weeks")),
]


class Duration(Sourced):
    """From the shortest to the longest; the two may be in different units (T17)."""

    shortest: Length
    longest: Length
    approximate: Flag = False


class HourRange(Sourced):
    """Hours, from the least to the most."""

    least: float = Field(ge=0)
    most: float = Field(gt=0)
    approximate: Flag = False

    @model_validator(mode="after")
    def _ordered(self) -> HourRange:
        if self.most < self.least:
            raise refuse("order", "`most` is smaller than `least`", "Put the smaller number in `least`.")
        return self


class LoadPart(HourRange):
    """One part of the weekly load."""

    name: Text


class Load(Sourced):
    """Hours a week and in all; quoted as stated and never corrected, sums are derived (T19)."""

    per_week: HourRange | None = None
    parts: tuple[LoadPart, ...] = ()
    in_all: HourRange | None = None
    flexible: Flag = False


class Hours(Sourced):
    """Counted hours: the total where one is stated, the most in a week and in all."""

    total: float | None = Field(default=None, gt=0)
    most_per_week: float | None = Field(default=None, gt=0)
    most_in_all: float | None = Field(default=None, gt=0)
    decided_by: Decider = "not_stated"


class ClockSpan(Sourced):
    """When a day's work begins and ends on the clock; it is not the number of counted hours (T13)."""

    from_time: ClockTime
    to_time: ClockTime
    example: Flag = True


class Equipment(Sourced):
    """What the work needs, and who sees to it."""

    answer: Literal["provided", "own", "case_by_case", "not_stated"]
    items: tuple[Text, ...] = ()


class Credit(Sourced):
    """Academic credit: never automatic unless the page says so."""

    answer: Literal["yes", "no", "possible", "not_stated"]
    how: Text | None = None


class WorkAuthorisation(Sourced):
    """A note on the right to work: quoted, then handed over (T29)."""

    for_whom: Text
    terms: tuple[Text, ...] = ()
    route: Text


class TimeZoneDuty(Sourced):
    """Who must speak up about time zones, when, and to whom."""

    who: Literal["student", "host"]
    when: Literal["on_application", "on_acceptance", "always"]
    tell: Decider
    text: Text


class MessageConsent(Sourced):
    """How people agree to be written to."""

    how: Text
    charges: Text | None = None
