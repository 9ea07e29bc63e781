"""A placement: a student's actual stint at a host, and the states it goes through."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal, TypeAlias

from bot.errors import TransitionError
from bot.programme.people import Scope

State: TypeAlias = Literal[
    "confirmed",
    "ready",
    "not_started",
    "active",
    "paused",
    "at_risk",
    "ended_early",
    "work_done",
    "completed",
    "incomplete",
    "certified",
    "revoked",
    "cancelled_before",
]

CHANGES: dict[State, frozenset[State]] = {
    "confirmed": frozenset({"ready", "cancelled_before"}),
    "ready": frozenset({"active", "cancelled_before", "not_started"}),
    "not_started": frozenset({"active", "ended_early"}),
    "active": frozenset({"paused", "at_risk", "ended_early", "work_done"}),
    "paused": frozenset({"active"}),
    "at_risk": frozenset({"active", "ended_early"}),
    "work_done": frozenset({"completed", "incomplete"}),
    "incomplete": frozenset({"completed"}),
    "completed": frozenset({"certified"}),
    "certified": frozenset({"revoked"}),
    "cancelled_before": frozenset(),
    "ended_early": frozenset(),
    "revoked": frozenset(),
}
OVER: frozenset[State] = frozenset(
    {"cancelled_before", "ended_early", "completed", "certified", "revoked", "incomplete"}
)


@dataclass(frozen=True, slots=True)
class Placement:
    """One student at one host. `group` is the name that the members of a group share."""

    id: int
    scope: Scope
    student: int
    opportunity: int | None
    window: str
    state: State = "confirmed"
    starts: date | None = None
    ends: date | None = None
    host_supervisor: int | None = None
    programme_supervisor: int | None = None
    group: str = ""
    reason: str = ""


def move(placement: Placement, to: State, *, reason: str = "", **changed: Any) -> Placement:
    """The placement in its new state; raises TransitionError where the diagram has no such arrow."""
    if to not in CHANGES[placement.state]:
        raise TransitionError(
            f"A placement that is {placement.state.replace('_', ' ')} cannot become {to.replace('_', ' ')}."
        )
    return replace(placement, state=to, reason=reason or placement.reason, **changed)


def moved(placement: Placement, to: State, *, reason: str = "") -> Placement:
    """The placement after every arrow on the shortest way to a state; raises TransitionError where there is no way."""
    ways: list[tuple[State, ...]] = [(placement.state,)]
    for way in ways:
        if way[-1] == to:
            for state in way[1:]:
                placement = move(placement, state)
            return replace(placement, reason=reason or placement.reason)
        ways += [(*way, state) for state in sorted(CHANGES[way[-1]]) if state not in way]
    raise TransitionError(
        f"A placement that is {placement.state.replace('_', ' ')} cannot become {to.replace('_', ' ')}."
    )
