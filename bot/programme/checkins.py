"""A check-in: one person asked about one placement, its states, its answers, and who may read them.

The table is the diagram of the vocabulary; nothing else changes a state. A check-in that has been reminded of can
still be put off or handed over: then it stays `reminded`, and `snoozed_until` says when it is asked again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal, Protocol, TypeAlias

from bot.errors import TransitionError
from bot.programme.people import Membership, Role, Scope
from bot.programme.placements import Placement

State: TypeAlias = Literal[
    "scheduled",
    "cancelled",
    "due",
    "sent",
    "undeliverable",
    "opened",
    "snoozed",
    "delegated",
    "reminded",
    "answered",
    "partial",
    "missed",
    "flagged",
    "escalated",
    "closed",
]
Word: TypeAlias = Literal["on_track", "needs_word", "not_started"]

CHANGES: dict[State, frozenset[State]] = {
    "scheduled": frozenset({"cancelled", "due"}),
    "due": frozenset({"sent", "undeliverable"}),
    "undeliverable": frozenset({"sent", "escalated"}),
    "sent": frozenset({"opened", "snoozed", "delegated", "reminded", "missed"}),
    "snoozed": frozenset({"sent"}),
    "delegated": frozenset({"sent"}),
    "opened": frozenset({"answered", "partial"}),
    "reminded": frozenset({"opened", "missed"}),
    "answered": frozenset({"flagged", "closed"}),
    "partial": frozenset({"flagged", "closed"}),
    "missed": frozenset({"escalated"}),
    "flagged": frozenset({"escalated"}),
    "escalated": frozenset({"closed"}),
    "cancelled": frozenset(),
    "closed": frozenset(),
}
WAITING: frozenset[State] = frozenset(
    {"scheduled", "due", "sent", "snoozed", "delegated", "reminded", "opened"}
)
"""Nothing final has been said yet."""
TO_SEND: frozenset[State] = WAITING | {"undeliverable"}
"""Something may still have to be sent."""
SILENT: frozenset[State] = frozenset({"sent", "reminded"})
"""Asked, and not a word has come back: only these are reminded."""
GIVEN: frozenset[State] = frozenset({"answered", "partial", "flagged", "escalated", "closed"})

WORDS: dict[Word, str] = {"on_track": "on track", "needs_word": "needs a word", "not_started": "not started"}
LOW_SCORE = 2
UNDELIVERED = "it could not be delivered"
UNANSWERED = "no answer came"
ENDED_EARLY = "the placement ended before an answer came"


@dataclass(frozen=True, slots=True)
class CheckIn:
    """One side of one check-in of one placement; (placement, plan, role) is unique.

    `plan` is the key of the programme's check-in. `asked` is who is to answer now, `delegated_by` who handed it
    over. `sent_at` is when they were asked last, reminders apart. `seen_by` is fixed when it is asked (design
    promise 10). `answers` holds "answer" (a Word), "note" and, from students, "score" (1 to 5). It can be answered
    and changed until `closes_at`.
    """

    id: int
    scope: Scope
    placement: int
    plan: str
    role: Role
    asked: int
    due_at: datetime
    closes_at: datetime
    seen_by: tuple[Role, ...]
    state: State = "scheduled"
    answers: Mapping[str, Any] = field(default_factory=dict)
    sent_at: datetime | None = None
    answered_at: datetime | None = None
    reminders: int = 0
    snoozed_until: datetime | None = None
    delegated_by: int | None = None
    reason: str = ""

    @property
    def word(self) -> Word | None:
        """What was answered to the one question that both sides get."""
        return self.answers.get("answer")

    @property
    def note(self) -> str:
        """The optional sentence."""
        return self.answers.get("note") or ""

    @property
    def score(self) -> int | None:
        """The student's mark, 1 to 5."""
        return self.answers.get("score")

    def is_open(self, now: datetime) -> bool:
        """Whether an answer can still be given or changed."""
        return now < self.closes_at and self.state not in {"cancelled", "closed"}


class CheckIns(Protocol):
    """Check-ins. `add` returns None where this placement has been asked by this plan on this side before."""

    def get(self, scope: Scope, check_in: int) -> CheckIn | None: ...
    def add(self, check_in: CheckIn) -> int | None: ...
    def save(self, check_in: CheckIn) -> None: ...
    def of_asked(self, scope: Scope, person: int, states: Sequence[State] = ()) -> Sequence[CheckIn]: ...
    def of_placement(self, scope: Scope, placement: int) -> Sequence[CheckIn]: ...
    def in_states(self, scope: Scope, states: Sequence[State]) -> Sequence[CheckIn]: ...


def move(check_in: CheckIn, *to: State, **changed: Any) -> CheckIn:
    """The check-in after these states in turn; raises TransitionError where the diagram has no such arrow."""
    for state in to:
        if state not in CHANGES[check_in.state]:
            raise TransitionError(f"A check-in that is {check_in.state} cannot become {state}.")
        check_in = replace(check_in, state=state)
    return replace(check_in, **changed)


def sent(check_in: CheckIn, at: datetime) -> CheckIn:
    """It has reached the person asked: the first time, again after a snooze or a handing over, or as a reminder.

    Silence is counted from the last time that somebody was asked, so that a reminder never follows on its heels.
    """
    match check_in.state:
        case "scheduled":
            return move(check_in, "due", "sent", sent_at=at)
        case "due" | "snoozed" | "delegated" | "undeliverable":
            return move(check_in, "sent", sent_at=at, snoozed_until=None)
        case "sent":
            return move(check_in, "reminded", reminders=check_in.reminders + 1)
        case "reminded" if check_in.snoozed_until is not None:
            return replace(check_in, sent_at=at, snoozed_until=None)
        case "reminded":
            return replace(check_in, reminders=check_in.reminders + 1)
        case _:
            return check_in


def opened(check_in: CheckIn, at: datetime) -> CheckIn:
    """The first button or word has come, on whatever way it took."""
    if check_in.state in {"scheduled", "due", "snoozed", "delegated", "undeliverable"}:
        check_in = sent(check_in, at)
    return move(check_in, "opened", snoozed_until=None) if check_in.state in SILENT else check_in


def answer(check_in: CheckIn, answers: Mapping[str, Any], at: datetime) -> CheckIn:
    """The check-in with these answers, given or changed; raises TransitionError when the window is over."""
    if not check_in.is_open(at):
        raise TransitionError("This check-in is closed, so its answers can no longer be changed.")
    check_in = replace(opened(check_in, at), answers={**check_in.answers, **answers})
    if check_in.state == "opened":
        check_in = move(check_in, "answered")
    return replace(check_in, answered_at=at)


def snooze(check_in: CheckIn, until: datetime) -> CheckIn:
    """Ask again then; raises TransitionError when that is after the window, or when there is nothing to put off."""
    if until >= check_in.closes_at:
        raise TransitionError("That is after this check-in closes. Please choose a time before.")
    if check_in.state in {"sent", "snoozed", "delegated"}:
        check_in = replace(check_in, state="sent")
        return move(check_in, "snoozed", snoozed_until=until)
    if check_in.state == "reminded":
        return replace(check_in, snoozed_until=until)
    raise TransitionError("There is nothing to put off: this check-in is not waiting for an answer.")


def delegate(check_in: CheckIn, to: int) -> CheckIn:
    """Somebody else is asked instead, at once and from the beginning; only for supervisors, and only while nothing
    has been answered.
    """
    if check_in.role == "student":
        raise TransitionError("Only the student can answer this one.")
    if check_in.state in {"snoozed", "delegated"}:
        check_in = replace(check_in, state="sent", snoozed_until=None)
    by = check_in.delegated_by or check_in.asked
    if check_in.state == "sent":
        return move(check_in, "delegated", asked=to, delegated_by=by)
    if check_in.state == "reminded":
        asked_since = check_in.sent_at or check_in.due_at
        return replace(check_in, asked=to, delegated_by=by, reminders=0, snoozed_until=asked_since)
    raise TransitionError("This one is not waiting for an answer, so there is nothing to hand over.")


def close_window(check_in: CheckIn, *, over: bool = False) -> CheckIn:
    """What becomes of it when its window closes; `over` is true where the placement itself has ended early.

    Silence is missed and escalated to a human; a beginning is partial; a plain answer is closed.
    """
    if check_in.state in {"snoozed", "delegated"}:
        check_in = replace(check_in, state="sent", snoozed_until=None)
    help_wanted = wants_help(check_in)
    undelivered = check_in.reason or UNDELIVERED
    ends: dict[State, tuple[tuple[State, ...], str]] = {
        "scheduled": (("cancelled",), ENDED_EARLY if over else "it was never sent"),
        "due": (("undeliverable", "escalated"), undelivered),
        "undeliverable": (("escalated",), undelivered),
        "sent": (("missed", "escalated", "closed"), ENDED_EARLY)
        if over
        else (("missed", "escalated"), UNANSWERED),
        "reminded": (("missed", "escalated", "closed"), ENDED_EARLY)
        if over
        else (("missed", "escalated"), UNANSWERED),
        "opened": (("partial", "flagged" if help_wanted else "closed"), ""),
        "answered": (("flagged",) if help_wanted else ("closed",), ""),
    }
    states, reason = ends.get(check_in.state, ((), ""))
    return move(check_in, *states, reason=reason or check_in.reason)


def wants_help(check_in: CheckIn) -> bool:
    """Whether the answer, taken alone, means that somebody should look."""
    return check_in.word in {"needs_word", "not_started"} or (check_in.score or LOW_SCORE + 1) <= LOW_SCORE


def may_read(check_in: CheckIn, placement: Placement, person: int, memberships: Sequence[Membership]) -> bool:
    """Whether this person may read the answers: who gave them, and the roles named when it was asked.

    A supervisor reads only what concerns their own students.
    """
    if person in {check_in.asked, check_in.delegated_by}:
        return True
    own = {
        placement.host_supervisor: "host_supervisor",
        placement.programme_supervisor: "programme_supervisor",
    }
    for membership in memberships:
        if membership.scope != check_in.scope or membership.role not in check_in.seen_by:
            continue
        if membership.role in {"host_supervisor", "programme_supervisor"}:
            if own.get(person) == membership.role:
                return True
        elif membership.role != "student":
            return True
    return False
