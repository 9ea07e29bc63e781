"""A broadcast: staff to many. Its states, when it is due for whom, and the port that keeps it.

A broadcast and its recipients are two things: this is the plan; each recipient is a row of the outbox with one state
of its own (design promise 3), under the batch `broadcast:ID`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal, Protocol, TypeAlias
from zoneinfo import ZoneInfo

from bot.cards import Card
from bot.errors import TransitionError
from bot.programme.audiences import Audience
from bot.programme.dates.saying import say_both, say_day, say_time
from bot.programme.definition import Programme
from bot.programme.people import Person, Scope
from bot.programme.quiet import on_clock

State: TypeAlias = Literal[
    "draft", "rehearsed", "approved", "scheduled", "sending", "sent", "cancelled", "partly_failed"
]
CHANGES: dict[State, frozenset[State]] = {
    "draft": frozenset({"draft", "rehearsed", "approved", "scheduled", "cancelled"}),
    "rehearsed": frozenset({"draft", "rehearsed", "approved", "scheduled", "cancelled"}),
    "approved": frozenset({"draft", "scheduled", "cancelled"}),
    "scheduled": frozenset({"draft", "sending", "cancelled"}),
    "sending": frozenset({"sending", "sent", "partly_failed", "cancelled"}),
    "sent": frozenset({"sending", "partly_failed"}),
    "partly_failed": frozenset({"sending", "sent"}),
    "cancelled": frozenset(),
}
OPEN: frozenset[State] = frozenset({"draft", "rehearsed", "approved"})
"""Nothing goes out by itself yet."""
ENDED: frozenset[State] = frozenset({"sent", "partly_failed", "cancelled"})
WAITING = ("queued", "deferred", "sending")
NOT_REACHED = ("failed", "unreachable", "unknown")
DELIVERY_WORDS: dict[str, str] = {
    "queued": "waiting to be sent",
    "deferred": "held back until later",
    "sending": "being sent",
    "delivered": "delivered",
    "suppressed": "not sent, for a reason of the reader's",
    "failed": "refused by the platform",
    "unreachable": "not reachable",
    "unknown": "unknown: the platform's answer was lost",
    "cancelled": "cancelled before sending",
    "recalled": "delivered, then recalled",
}
LONGEST = 3000
SAME_TEXT = timedelta(days=14)
A_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Broadcast:
    """One message to many.

    `at` is the instant of sending, None while it is open; with `wall` (ISO, no zone) it goes at that time on each
    reader's own clock instead. `version` grows with every change, so that a button of an older card is known for
    what it is. `queued_to` is the last person queued while the fan-out is going on. `wanted` is set once the author
    has asked for it to go out and a colleague's approval is missing.
    """

    id: int
    scope: Scope
    author: int
    made_at: datetime
    state: State = "draft"
    audience: Audience | None = None
    text: str = ""
    at: datetime | None = None
    wall: str = ""
    ack: bool = False
    assumed: tuple[str, ...] = ()
    wanted: bool = False
    approved_by: int | None = None
    changed_by: int | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    follows: int | None = None
    progress: str = ""
    recalled_at: datetime | None = None
    corrections: int = 0
    queued_to: int | None = None
    version: int = 1

    @property
    def batch(self) -> str:
        """The batch of its messages in the outbox."""
        return f"broadcast:{self.id}"

    @property
    def name(self) -> str:
        """How it is called on lists: the first words of its text."""
        return shortened(self.text, 48) or "no text yet"


def shortened(text: str, longest: int) -> str:
    """The first words of a text on one line."""
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 1].rsplit(" ", 1)[0] + "…"


def move(one: Broadcast, to: State, **changed: Any) -> Broadcast:
    """The broadcast in its new state; raises TransitionError where the diagram has no such arrow."""
    if to not in CHANGES[one.state]:
        raise TransitionError(
            f"A message that is {one.state.replace('_', ' ')} cannot become {to.replace('_', ' ')}."
        )
    return replace(one, state=to, version=one.version + 1, **changed)


def edited(one: Broadcast, **changed: Any) -> Broadcast:
    """A change of text, audience or time: what was approved or scheduled before is neither any more."""
    return move(one, "draft", **{"approved_by": None, "wanted": False, **changed})


def instant_for(one: Broadcast, zone: str | None, programme: Programme) -> datetime:
    """When it is due for a reader of that zone, in UTC."""
    if one.wall:
        wall = datetime.fromisoformat(one.wall)
        return on_clock(wall.date(), wall.time(), ZoneInfo(zone or programme.clock.zone))
    if one.at is None:
        message = "a broadcast without a time is due for nobody"
        raise ValueError(message)
    return one.at


def say_when(one: Broadcast, programme: Programme, reader: str | None = None) -> str:
    """Its time in words, on the programme's clock and on the reader's own."""
    if one.wall:
        wall = datetime.fromisoformat(one.wall)
        return f"{say_day(wall.date())}, {say_time(wall.time())} on each reader's own clock"
    return say_both(one.at, programme.clock.zone, reader) if one.at else "as soon as you say so"


@dataclass(frozen=True, slots=True)
class Readers:
    """Recipients for whom the same wishes hold, and how many they are. `spent` counts the week before sending."""

    time_zone: str | None
    quiet_from: str | None
    quiet_to: str | None
    weekly_nudges: int | None
    paused_until: datetime | None
    stopped: bool
    spent: int
    seen: bool
    number: int


@dataclass(frozen=True, slots=True)
class Recipient:
    """What became of one message."""

    person: int
    name: str
    email: str
    state: str
    reason: str
    tries: int
    ended_at: datetime | None
    pressed: bool = False


@dataclass(frozen=True, slots=True)
class SavedList:
    """Some people under a name, made by staff from a file or from an audience as it was that day."""

    id: int
    scope: Scope
    name: str
    made_by: int
    made_at: datetime
    people: tuple[int, ...] = ()


class Broadcasts(Protocol):
    """Broadcasts, audiences as queries, and the messages of a broadcast as sums and lists."""

    def get(self, scope: Scope, broadcast: int) -> Broadcast | None: ...
    def add(self, broadcast: Broadcast) -> int: ...
    def save(self, broadcast: Broadcast) -> None: ...
    def in_states(self, scope: Scope, states: Sequence[State]) -> Sequence[Broadcast]: ...
    def all(self, scope: Scope) -> Sequence[Broadcast]: ...
    def count(self, programme: Programme, audience: Audience) -> int: ...
    def people(
        self, programme: Programme, audience: Audience, limit: int, offset: int = 0
    ) -> Sequence[Person]: ...
    def includes(self, programme: Programme, audience: Audience, person: int) -> bool: ...
    def readers(self, programme: Programme, audience: Audience, at: datetime) -> Sequence[Readers]: ...
    def attributes(self, programme: Programme) -> Mapping[str, Sequence[str]]: ...
    def next_slice(self, programme: Programme, audience: Audience, after: int, most: int) -> int | None: ...
    def queue(
        self,
        broadcast: Broadcast,
        programme: Programme,
        card: Card,
        why: str,
        *,
        after: int = 0,
        up_to: int | None = None,
    ) -> int: ...
    def reword(self, broadcast: Broadcast, card: Card) -> int: ...
    def sums(self, broadcast: Broadcast) -> Mapping[str, int]: ...
    def recipients(self, broadcast: Broadcast, states: Sequence[str], limit: int) -> Sequence[Recipient]: ...
    def moments(self, broadcast: Broadcast) -> Sequence[datetime]: ...
    def cancel(self, broadcast: Broadcast, reason: str, now: datetime) -> int: ...
    def resend(self, broadcast: Broadcast, states: Sequence[str], now: datetime) -> int: ...
    def recall(self, broadcast: Broadcast, now: datetime) -> int: ...
    def correct(self, broadcast: Broadcast, card: Card, now: datetime) -> int: ...
    def press(self, broadcast: Broadcast, person: int, at: datetime) -> bool: ...
    def pressed(self, broadcast: Broadcast) -> int: ...
    def add_list(self, saved: SavedList) -> int: ...
    def lists(self, scope: Scope) -> Sequence[SavedList]: ...
    def drop_list(self, scope: Scope, number: int) -> None: ...
