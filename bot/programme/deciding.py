"""Who decides on applications, what a decision may be, how an offer runs out, and how the waiting list moves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, Protocol, TypeAlias

from bot.programme.applications import CHANGES, Application
from bot.programme.definition import Programme
from bot.programme.people import Role, Scope
from bot.programme.quiet import Wishes, out_of_quiet

Decision: TypeAlias = Literal["offered", "waitlisted", "unsuccessful"]
DECISIONS: tuple[Decision, ...] = ("offered", "waitlisted", "unsuccessful")
WORDS: dict[str, str] = {
    "offered": "an offer", "waitlisted": "the waiting list", "unsuccessful": "not this time",
}  # fmt: skip
HOLDING_A_PLACE = frozenset({"offered", "accepted"})
UNDECIDED = frozenset({"submitted", "with_host", "interviewing"})


@dataclass(frozen=True, slots=True)
class Waiting:
    """A place in the queue for an opportunity, or for a quota of the programme (`quota` names the university).

    `rank` is what the programme's rule sorts by; the smallest is next. `position` is worked out, never stored.
    """

    id: int
    scope: Scope
    application: int
    opportunity: int | None
    quota: str
    rank: float
    since: datetime
    state: Literal["waiting", "offered", "left", "closed"] = "waiting"


@dataclass(frozen=True, slots=True)
class Limit:
    """How many places staff have set for a quota that the programme names without a number (T20)."""

    scope: Scope
    quota: str
    places: int


class WaitingList(Protocol):
    """The queue. `of` gives those who wait, next first."""

    def add(self, entry: Waiting) -> int: ...
    def of(self, scope: Scope, opportunity: int | None, quota: str) -> Sequence[Waiting]: ...
    def of_application(self, scope: Scope, application: int) -> Waiting | None: ...
    def save(self, entry: Waiting) -> None: ...
    def limit(self, scope: Scope, quota: str) -> int | None: ...
    def set_limit(self, limit: Limit) -> None: ...


def may_decide(programme: Programme, role: Role) -> bool:
    """Whether this role takes decisions itself. Where the network decides, only network staff do (design §7)."""
    if programme.decisions.decided_by == "network":
        return role in {"network_staff", "owner"}
    return role in {"staff", "network_staff", "owner"}


def may_record(programme: Programme, role: Role) -> bool:
    """Whether this role records decisions that others took: from a file, with its source."""
    return may_decide(programme, role) or role == "staff"


def possible(application: Application) -> tuple[Decision, ...]:
    """The decisions that the state of an application allows."""
    return tuple(one for one in DECISIONS if one in CHANGES[application.state])


def runs_out(now: datetime, hours: int, reader: Wishes) -> datetime:
    """When an offer made now lapses: after so many hours, and never inside the student's quiet hours."""
    return out_of_quiet(now + timedelta(hours=hours), reader)


def rank_of(programme: Programme, application: Application, placed: int) -> float:
    """What sorts an application on the waiting list: its time of submission, or the order in which staff listed it.

    Where the programme does not state the rule, the order of listing is kept: whoever decides knows it.
    """
    rule = programme.decisions.waiting_list.rule if programme.decisions.waiting_list else "not_stated"
    if rule == "submission_time" and application.submitted_at:
        return application.submitted_at.timestamp()
    return float(placed)


def quota_of(programme: Programme, answers: Mapping[str, object], attributes: Mapping[str, str]) -> str:
    """The name of the quota that an application counts against; empty where there is none (T20)."""
    quota = programme.decisions.quota
    if quota is None or quota.scope != "institution":
        return ""
    for step in programme.application.steps:
        if step.key in {"member_university", "university", "institution"} and answers.get(step.key):
            return str(answers[step.key]).strip()
    return attributes.get("institution", "").strip()


def places_left(limit: int | None, applications: Iterable[Application]) -> int | None:
    """How many places are free, or None where no number is known; staged offers count as taken."""
    if limit is None:
        return None
    held = sum(1 for one in applications if one.state in HOLDING_A_PLACE or one.pending == "offered")
    return limit - held


def position(entry: Waiting, queue: Sequence[Waiting]) -> int:
    """The place in the queue, counted from one."""
    return 1 + next((number for number, one in enumerate(queue) if one.id == entry.id), len(queue))
