"""What an application contains, who sees it when, who decides, and how places are shared out."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from bot.programme.base import Decider, Flag, Key, Model, Sourced, Status, Text

StepKind = Literal[
    "opportunity",
    "alternative",
    "ranked_themes",
    "choice",
    "choices",
    "text",
    "statement",
    "file",
    "availability",
    "time_zone",
    "consent",
    "guardian_consent",
]


class Step(Model):
    """One thing asked for. What is not required has a Skip button."""

    key: Key
    kind: StepKind
    label: Text
    """What the answer is called, on forms and when it is read back."""
    question: Text | None = None
    """How the chat asks for it; the label where there is none."""
    help: Text | None = None
    required: Flag
    status: Status = "assumed"
    words: int | None = Field(default=None, ge=1)
    options: tuple[Text, ...] = ()
    choose: int | None = Field(default=None, ge=1)
    """How many may be chosen or ranked at most."""
    file_types: tuple[Key, ...] = ()
    max_megabytes: int = Field(default=10, ge=1)
    only_if: Key | None = None
    """An attribute of the person that must be `yes` for the step to be asked."""


class Share(Model):
    """Which parts of an application go to whom, and when."""

    fields: tuple[Key, ...] = Field(min_length=1)
    to: Decider
    to_name: Text
    when: Literal["sent_to_hosts", "on_submission", "on_acceptance", "not_stated"]


class Application(Sourced):
    """How one applies. `edits_until` falls back to the deadline where there is no batch date."""

    target: Literal["opportunity", "programme"]
    steps: tuple[Step, ...] = Field(min_length=1)
    max_per_student: int | None = Field(default=None, ge=1)
    edits_until: Literal["sent_to_hosts", "deadline"] = "deadline"
    shares: tuple[Share, ...] = ()
    how: Text | None = None


class Quota(Sourced):
    """How many places there are, and for whom; a number that is not published stays empty."""

    scope: Literal["programme", "institution", "opportunity"]
    number: int | None = Field(default=None, ge=0)


class WaitingList(Sourced):
    """Who runs the waiting list and in what order it moves."""

    operator: Decider
    operator_name: Text | None = None
    rule: Literal["submission_time", "rank", "lottery", "not_stated"]


class Decisions(Sourced):
    """Who decides, how places are limited, and how long an offer stands."""

    decided_by: Decider
    decided_by_name: Text | None = None
    quota: Quota | None = None
    waiting_list: WaitingList | None = None
    offer_hours: int = Field(default=48, ge=1)
    other_applications: Literal["ask", "withdraw", "keep"] = "ask"
