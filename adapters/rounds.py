"""One transaction of the courier: write down how calls ended, claim what is due, judge it, and mark it as sending.

A round is short, since others wait for the database meanwhile: what it had no time for is left to the next one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import uniform
from time import monotonic, perf_counter
from typing import Literal

from adapters import destinations, pacing
from adapters.host import Work
from adapters.surface import Delivered, Destination, Failed, Outcome, Retry, Surface, Unknown, Unreachable
from bot.activities import Place
from bot.cards import Card
from bot.ports import Outgoing
from bot.programme.quiet import SEND, Drop, Hold, Send, Verdict

LONGEST_ROUND = 0.02
"""Seconds after which a round judges no further message."""
GIVE_UP = timedelta(hours=24)
LONGEST_WAIT = 300.0
Recheck = Callable[[Work, Outgoing, datetime], Verdict]
After = Callable[[Work, Outgoing, str, datetime], None]


@dataclass(frozen=True, slots=True)
class Claimed:
    """A message that is this process's for a while; `found` is what the directories said, once they were asked."""

    outgoing: Outgoing
    found: tuple[Destination, ...] | None = None


@dataclass(frozen=True, slots=True)
class Ready:
    """A message whose "sending" is written, and the destinations to try, the best first."""

    outgoing: Outgoing
    destinations: tuple[Destination, ...]


@dataclass(frozen=True, slots=True)
class Landed:
    """How the call for a message ended, and where the person proved not to be reached (and why)."""

    outgoing: Outgoing
    destination: Destination
    outcome: Outcome
    lost: tuple[tuple[Destination, str], ...] = ()
    at: float = field(default_factory=monotonic)


@dataclass(slots=True)
class Round:
    """What came of a round. `seen` is how many of those that waited, then of those `claimed`, were judged.

    `ready` are to be sent, `unseen` to be looked up in the directories, `spared` are for somebody else;
    `next_due` says when there will be more, where all that could be claimed was.
    """

    claimed: list[Claimed] = field(default_factory=list)
    seen: int = 0
    ready: list[Ready] = field(default_factory=list)
    unseen: list[Outgoing] = field(default_factory=list)
    spared: set[int] = field(default_factory=set)
    next_due: datetime | None = None


def always(_: Work, outgoing: Outgoing, now: datetime) -> Verdict:
    """The least that is checked again at send time: whether the message still has a point."""
    if outgoing.expires_at is not None and now >= outgoing.expires_at:
        return Drop("it would have come too late")
    return SEND


def nothing(_unit: Work, _outgoing: Outgoing, _state: str, _now: datetime) -> None:
    """Nothing follows from a delivery."""


@dataclass(frozen=True, slots=True)
class Rounds:
    """What every round of a courier needs; the fields are explained there."""

    surfaces: Mapping[str, Surface]
    now: Callable[[], datetime]
    recheck: Recheck
    after: After
    only: str | None
    lease: float

    def __call__(
        self,
        unit: Work,
        landed: Sequence[Landed],
        waiting: Sequence[Claimed],
        room: int,
        *,
        judges: bool = True,
    ) -> Round:
        """Do one. Where nothing `waiting` is left from the last, up to `room` messages are claimed."""
        now, done = self.now(), Round()
        self._write(unit, landed, now)
        if room and not waiting:
            claimed = unit.deliveries.claim(now, room, lease_seconds=self.lease, surfaces=list(self.surfaces))
            waiting = done.claimed = [Claimed(outgoing) for outgoing in claimed]
        if judges:
            self._judge_all(unit, waiting, done, now)
        if len(done.claimed) < room and done.seen == len(waiting):
            done.next_due = unit.deliveries.next_due()
        return done

    def _judge_all(self, unit: Work, waiting: Sequence[Claimed], done: Round, now: datetime) -> None:
        until = perf_counter() + LONGEST_ROUND
        ready: list[Ready] = []
        for one in waiting:
            if done.seen and perf_counter() > until:
                break
            done.seen += 1
            match self._judge(unit, one, now):
                case Ready() as found:
                    ready.append(found)
                case "unseen":
                    done.unseen.append(one.outgoing)
                case "spared":
                    done.spared.add(one.outgoing.id)
                case None:
                    pass
        paced = [one for one in sorted(ready, key=_lane) if self._has_pace(unit, one, now)]
        held = unit.deliveries.sending([one.outgoing.id for one in paced], now=now, lease_seconds=self.lease)
        done.ready = [one for one in ready if one.outgoing.id in held]

    def _judge(
        self, unit: Work, claimed: Claimed, now: datetime
    ) -> Ready | Literal["unseen", "spared"] | None:
        """Whether and where a message goes; None when it does not go now, which is then written down."""
        outgoing, deliveries = claimed.outgoing, unit.deliveries
        row = outgoing.id
        found = destinations.known(unit, outgoing, self.surfaces) or claimed.found or ()
        if self.only is not None and not any(one.identity.user == self.only.casefold() for one in found):
            deliveries.retry(row, now, "")
            return "spared"
        if not found and claimed.found is None and outgoing.op == "send":
            return "unseen"
        match self.recheck(unit, outgoing, now):
            case Drop(reason=reason):
                deliveries.suppressed(row, reason, now=now)
                return None
            case Hold(until=until, reason=reason):
                deliveries.deferred(row, until, reason)
                return None
            case Send(card=Card() as card):
                outgoing = replace(outgoing, card=card)
            case _:
                pass
        if not found:
            deliveries.unreachable(row, "This person is on none of the connected surfaces.", now=now)
            self.after(unit, outgoing, "unreachable", now)
            return None
        if outgoing.op != "send" and not outgoing.target:
            deliveries.suppressed(row, "The message that it would change was never delivered.", now=now)
            return None
        return Ready(outgoing, found)

    def _has_pace(self, unit: Work, ready: Ready, now: datetime) -> bool:
        destination = ready.destinations[0]
        seconds = pacing.wait(unit, pacing.PACES.get(destination.identity.surface), destination, now)
        if seconds:
            unit.deliveries.retry(ready.outgoing.id, now + timedelta(seconds=seconds), "waiting for its turn")
        return not seconds

    def _write(self, unit: Work, landed: Sequence[Landed], now: datetime) -> None:
        """Write down how calls ended, and what follows from it.

        Nothing follows where it had been written already: a round whose commit is in doubt is done again.
        """
        ended: list[tuple[Outgoing, str]] = []
        taken: list[tuple[int, str, Place]] = []
        for one in landed:
            for destination, reason in one.lost:
                destinations.lost(unit, destination, reason)
            match one.outcome:
                case Delivered():
                    taken.append(self._taken(unit, one, one.outcome, now))
                case outcome:
                    if state := _write_failure(unit, one, outcome, now):
                        ended.append((one.outgoing, state))
        written = unit.deliveries.delivered(taken, now=now)
        ended += [(one.outgoing, "delivered") for one in landed if one.outgoing.id in written]
        for outgoing, state in ended:
            self.after(unit, outgoing, state, now)

    def _taken(self, unit: Work, one: Landed, answer: Delivered, now: datetime) -> tuple[int, str, Place]:
        """What the platform has taken, and where it stands; the conversation is remembered."""
        identity, known = one.destination.identity, one.destination.place
        where = answer.place or known or Place(identity.surface, identity.workspace, identity.user)
        if known is None and where.private:
            unit.people.link(identity, one.outgoing.person, where, now)
        return one.outgoing.id, answer.message_id, where


def _write_failure(
    unit: Work, one: Landed, outcome: Retry | Failed | Unreachable | Unknown, now: datetime
) -> str:
    """Write down what was not delivered; the state in which it ended with this, or "" where it did not."""
    row, deliveries = one.outgoing.id, unit.deliveries
    age = now - one.outgoing.due_at
    match outcome:
        case Retry(reason=reason) if age > GIVE_UP:
            return "failed" if deliveries.failed(row, f"{reason}, for a whole day", now=now) else ""
        case Retry(after=after, reason=reason, workspace=workspace):
            at = now + timedelta(seconds=backoff(age, after))
            deliveries.retry(row, at, reason)
            if workspace:
                identity = one.destination.identity
                deliveries.push_back(f"{identity.surface}/{identity.workspace}", at)
            return ""
        case Failed(reason=reason):
            return "failed" if deliveries.failed(row, reason, now=now) else ""
        case Unreachable(reason=reason):
            return "unreachable" if deliveries.unreachable(row, reason, now=now) else ""
        case Unknown(reason=reason):
            return "unknown" if deliveries.unknown(row, reason, now=now) else ""


def backoff(age: timedelta, after: float | None) -> float:
    """Seconds until the next try: what the platform asked for, else about half of how long it has been tried."""
    wanted = max(1.0, age.total_seconds()) * uniform(0.5, 1.0)  # noqa: S311 - it spreads tries, and hides nothing
    return max(after or 0.0, min(wanted, LONGEST_WAIT))


def _lane(ready: Ready) -> tuple[str, str, str]:
    """The order in which tokens are taken: the same for every worker, so that none waits for one that waits for it."""
    identity, place = ready.destinations[0].identity, ready.destinations[0].place
    return identity.surface, identity.workspace, place.conversation if place else identity.user
