"""The life of an application: its states, which change follows which, and the reason for every end.

The table is the diagram of the vocabulary; nothing else changes a state.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal, TypeAlias

from bot.errors import TransitionError
from bot.programme.people import Scope

State: TypeAlias = Literal[
    "draft",
    "submitted",
    "with_host",
    "interviewing",
    "waitlisted",
    "offered",
    "accepted",
    "declined",
    "offer_expired",
    "offer_rescinded",
    "unsuccessful",
    "ineligible",
    "withdrawn",
    "lapsed",
]

CHANGES: dict[State, frozenset[State]] = {
    "draft": frozenset({"submitted", "lapsed", "withdrawn"}),
    "submitted": frozenset(
        {"submitted", "withdrawn", "ineligible", "with_host", "waitlisted", "offered", "unsuccessful"}
    ),
    "with_host": frozenset({"interviewing", "offered", "waitlisted", "unsuccessful", "withdrawn"}),
    "interviewing": frozenset({"with_host", "offered", "waitlisted", "unsuccessful", "withdrawn"}),
    "waitlisted": frozenset({"offered", "unsuccessful", "withdrawn"}),
    "offered": frozenset({"accepted", "declined", "offer_expired", "offer_rescinded", "withdrawn"}),
    "accepted": frozenset({"withdrawn"}),
    "declined": frozenset(),
    "offer_expired": frozenset(),
    "offer_rescinded": frozenset(),
    "unsuccessful": frozenset(),
    "ineligible": frozenset(),
    "withdrawn": frozenset(),
    "lapsed": frozenset(),
}
ENDED: frozenset[State] = frozenset(state for state, after in CHANGES.items() if not after)
LIVE: frozenset[State] = frozenset(CHANGES) - ENDED


@dataclass(frozen=True, slots=True)
class Application:
    """One student's request for one opportunity, or for the programme as a whole (`opportunity` None).

    `answers` is the version in force since `submitted_at`; a draft of a new version lives with the conversation
    until it is submitted. `reason` is set at every end. `pending` is a decision staged and not yet announced.
    """

    id: int
    scope: Scope
    student: int
    opportunity: int | None
    cycle: str
    state: State
    answers: dict[str, Any] = field(default_factory=dict)
    created_at: datetime | None = None
    submitted_at: datetime | None = None
    version: int = 0
    reason: str = ""
    undecidable: bool = False
    expires_at: datetime | None = None
    pending: State | None = None

    @property
    def ended(self) -> bool:
        """Whether nothing more can happen to it."""
        return self.state in ENDED


def move(application: Application, to: State, *, reason: str = "", **changed: Any) -> Application:
    """The application in its new state; raises TransitionError where the diagram has no such arrow.

    `reason` is required for every end but a lapse (whose reason is the deadline itself).
    """
    if to not in CHANGES[application.state]:
        raise TransitionError(
            f"This application is {words_for(application.state)}, so it cannot become {words_for(to)}."
        )
    if to in ENDED and not reason and to != "lapsed":
        raise TransitionError("Every end of an application has a reason; please give one.")
    return replace(application, state=to, reason=reason or application.reason, **changed)


WORDS: dict[State, str] = {
    "draft": "a draft",
    "submitted": "submitted",
    "with_host": "with the host",
    "interviewing": "at the interview stage",
    "waitlisted": "on the waiting list",
    "offered": "offered a place",
    "accepted": "accepted",
    "declined": "declined by you",
    "offer_expired": "closed, because the offer ran out",
    "offer_rescinded": "closed, because the offer was taken back",
    "unsuccessful": "unsuccessful",
    "ineligible": "closed, because it does not meet a rule of the programme",
    "withdrawn": "withdrawn",
    "lapsed": "closed, because it was not submitted in time",
}


def words_for(state: State) -> str:
    """A state as a student reads it."""
    return WORDS[state]
