"""Who may take part, as conditions over what is known of a person; every rule can come out unknown."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag

from bot.programme.base import Key, Model, Sourced, Text, by_key


class HasValue(Model):
    """An attribute has one of these values; a missing or unclear value leaves it unknown."""

    attribute: Key
    one_of: tuple[Text, ...] = Field(min_length=1)


class EveryCondition(Model):
    """All of these."""

    all_of: tuple[Condition, ...] = Field(min_length=1)


class AnyCondition(Model):
    """At least one of these."""

    any_of: tuple[Condition, ...] = Field(min_length=1)


class NoCondition(Model):
    """None of these."""

    none_of: tuple[Condition, ...] = Field(min_length=1)


class Undecided(Model):
    """A condition that the page leaves open, so that a human must answer."""

    undecided: Text


Condition = Annotated[
    Annotated[HasValue, Tag("attribute")]
    | Annotated[EveryCondition, Tag("all_of")]
    | Annotated[AnyCondition, Tag("any_of")]
    | Annotated[NoCondition, Tag("none_of")]
    | Annotated[Undecided, Tag("undecided")],
    Discriminator(by_key("attribute", "all_of", "any_of", "none_of", "undecided")),
]


class Inclusion(Sourced):
    """Something that must hold. `if_not` says whether its failing excludes, or only leaves it open."""

    key: Key
    needs: Condition
    text: Text
    if_not: Literal["no", "unknown"] = "no"
    if_absent: Literal["ask", "skip"] = "ask"
    route: Text | None = None


class Exclusion(Sourced):
    """Something that excludes, with where to go instead where the page says so (T33)."""

    key: Key
    when: Condition
    text: Text
    redirect: Text | None = None
    if_absent: Literal["ask", "skip"] = "ask"


class Eligibility(Model):
    """The rules, the exclusions, and whom to ask when they do not settle it."""

    inclusions: tuple[Inclusion, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    route: Text


EveryCondition.model_rebuild()
AnyCondition.model_rebuild()
NoCondition.model_rebuild()
