"""Delivers what the outbox holds, through the surface of each row: order, pace, tries, and one outcome per row.

A claim gives a row to this process for a minute. Then one transaction checks it again, finds where it goes, takes its
pace and writes "sending"; then the platform is called; then the outcome is written. A row that is found in "sending"
after a crash becomes unknown and is never sent again by itself (design promises 3 and 4).
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Literal

from adapters import destinations, metrics, pacing
from adapters.host import Store, Work
from adapters.logs import describe, log
from adapters.surface import Delivered, Destination, Failed, Outcome, Retry, Surface, Unknown, Unreachable
from bot.activities import Place
from bot.cards import Card
from bot.errors import UnsupportedPartError
from bot.ports import Outgoing
from bot.programme.quiet import SEND, Drop, Hold, Send, Verdict

AT_ONCE = 100
LEASE = 60.0
"""Seconds for which a claimed row is this process's; a good deal longer than the longest call."""
LONGEST_CALL = 30.0
"""Seconds after which an answer counts as lost."""
GIVE_UP = timedelta(hours=24)
LONGEST_WAIT = 300.0
IDLE = 30.0
"""Seconds after which an idle courier looks again by itself, should a wake-up have been lost."""
Recheck = Callable[[Work, Outgoing, datetime], Verdict]
After = Callable[[Work, Outgoing, str, datetime], None]


@dataclass(frozen=True, slots=True)
class Ready:
    """A row whose "sending" is written: the message, and the destinations to try, the best first."""

    outgoing: Outgoing
    destinations: tuple[Destination, ...]


ENDS: dict[type[Outcome], str] = {
    Delivered: "delivered",
    Failed: "failed",
    Unreachable: "unreachable",
    Unknown: "unknown",
}


def always(_: Work, outgoing: Outgoing, now: datetime) -> Verdict:
    """The least that is checked again at send time: whether the message still has a point."""
    if outgoing.expires_at is not None and now >= outgoing.expires_at:
        return Drop("it would have come too late")
    return SEND


def nothing(_unit: Work, _outgoing: Outgoing, _state: str, _now: datetime) -> None:
    """Nothing follows from a delivery."""


class Courier:
    """Works while `run` is running; `wake` is called after every commit that may have queued something.

    `recheck` is asked in the transaction that marks the row as sending, and may give the card of today; `after` is
    told how each row ended ("delivered", "unknown", "failed", "unreachable"), in the transaction that ends it. With
    `only` (the console), what is for anybody else stays in the outbox.
    """

    def __init__(
        self,
        store: Store,
        surfaces: Mapping[str, Surface],
        now: Callable[[], datetime],
        *,
        recheck: Recheck = always,
        after: After = nothing,
        only: str | None = None,
        lease: float = LEASE,
    ) -> None:
        self._lease = lease
        self._store = store
        self._surfaces = surfaces
        self._now = now
        self._recheck = recheck
        self._after = after
        self._only = only
        self._woken = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._flights: set[asyncio.Task[None]] = set()
        self._spared: set[int] = set()

    def wake(self) -> None:
        """Look for due rows now; may be called from any thread."""
        if self._loop is None:
            self._woken.set()
        else:
            self._loop.call_soon_threadsafe(self._woken.set)

    async def run(self) -> None:
        """Deliver until cancelled; on the way out, what is in flight is finished."""
        self._loop = asyncio.get_running_loop()
        try:
            while True:
                self._woken.clear()
                try:
                    free = AT_ONCE - len(self._flights)
                    began = await self._begin(free) if free else 0
                except Exception as error:  # noqa: BLE001 - the database may be away for a while; it is logged
                    log().error("claiming failed", **describe(error))
                    began = 0
                if began == 0:
                    await self._rest()
        finally:
            if self._flights:
                await asyncio.wait(self._flights, timeout=LONGEST_CALL)

    async def drain(self) -> int:
        """Deliver everything that is due now, and return how many rows were handled (the terminal, tests)."""
        handled = 0
        self._spared.clear()
        while True:
            began = await self._begin(AT_ONCE)
            if self._flights:
                await asyncio.wait(self._flights)
            if not began:
                break
            handled += began
        return handled

    async def recover(self) -> int:
        """Turn rows that a dead worker was sending into unknown ones; returns how many."""
        count: int = await self._run(lambda unit: unit.deliveries.recover(self._now()))
        return count

    async def take_over(self) -> None:
        """End what an earlier process of these surfaces left claimed: for the terminal, which has one process."""
        for surface in self._surfaces:
            await self._run(partial(_take_over, surface=surface, now=self._now()))

    async def _rest(self) -> None:
        """Wait until a flight has landed (its next message may be due), something is queued, or some time is over."""
        woken = asyncio.ensure_future(self._woken.wait())
        try:
            due = await self._run(lambda unit: unit.deliveries.next_due())
            seconds = min(max((due - self._now()).total_seconds(), 0.05), IDLE) if due else IDLE
        except Exception:  # noqa: BLE001 - the database may be away for a while; claiming logs it
            seconds = 1.0
        await asyncio.wait({woken, *self._flights}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        woken.cancel()

    async def _begin(self, limit: int) -> int:
        """Claim and let fly; returns how many rows were claimed that are not merely for somebody else."""
        now = self._now()
        claimed = await self._run(
            lambda unit: unit.deliveries.claim(now, limit, self._lease, list(self._surfaces))
        )
        fresh = [outgoing for outgoing in claimed if outgoing.id not in self._spared]
        for outgoing in claimed:
            task = asyncio.create_task(self._deliver(outgoing))
            self._flights.add(task)
            task.add_done_callback(self._landed)
        return len(fresh)

    def _landed(self, task: asyncio.Task[None]) -> None:
        self._flights.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log().error("a delivery could not be written down", **describe(error))
        self._woken.set()

    async def _deliver(self, outgoing: Outgoing) -> None:
        ready = await self._run(partial(self._prepare, outgoing=outgoing, looked_up=None))
        if ready == "unseen":
            found = await destinations.looked_up(self._run, outgoing, self._surfaces, self._now())
            ready = await self._run(partial(self._prepare, outgoing=outgoing, looked_up=found))
        if ready is None:
            return
        outcome, destination = await self._call(ready)
        metrics.DELIVERIES.labels(destination.identity.surface, type(outcome).__name__.casefold()).inc()
        await self._run(
            partial(self._write, outgoing=ready.outgoing, destination=destination, outcome=outcome)
        )

    def _prepare(
        self, unit: Work, outgoing: Outgoing, looked_up: tuple[Destination, ...] | None
    ) -> Ready | Literal["unseen"] | None:
        """In one transaction: check it again, take its pace, and write "sending"; None when it does not go now.

        "unseen" for somebody who was never seen and has to be looked up in the directories first.
        """
        now, row = self._now(), outgoing.id
        found = destinations.known(unit, outgoing, self._surfaces) or looked_up or ()
        if not found and looked_up is None and outgoing.op == "send" and self._only is None:
            return "unseen"
        deliveries = unit.deliveries
        if self._only is not None and not any(one.identity.user == self._only.casefold() for one in found):
            self._spared.add(row)
            deliveries.retry(row, now, "")
            return None
        match self._recheck(unit, outgoing, now):
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
            self._after(unit, outgoing, "unreachable", now)
            return None
        if outgoing.op != "send" and not outgoing.target:
            deliveries.suppressed(row, "The message that it would change was never delivered.", now=now)
            return None
        if seconds := pacing.wait(unit, pacing.PACES.get(found[0].identity.surface), found[0], now):
            deliveries.retry(row, now + timedelta(seconds=seconds), "waiting for its turn")
            return None
        return Ready(outgoing, found) if deliveries.sending(row, now=now, lease_seconds=self._lease) else None

    async def _call(self, ready: Ready) -> tuple[Outcome, Destination]:
        """Call the platform; where somebody is certainly not to be reached on one surface, try the next."""
        outcome: Outcome = Unreachable("This person cannot be reached.")
        destination = ready.destinations[0]
        for destination in ready.destinations:
            surface = self._surfaces[destination.identity.surface]
            try:
                outcome = await asyncio.wait_for(surface.deliver(ready.outgoing, destination), LONGEST_CALL)
            except TimeoutError:
                outcome = Unknown("the platform did not answer in time")
            except UnsupportedPartError as error:
                outcome = Failed(error.message)
            except Exception as error:  # noqa: BLE001 - whether it was sent nobody can say; it is logged
                log().error(
                    "a surface raised", surface=surface.name, outbox=ready.outgoing.id, **describe(error)
                )
                outcome = Unknown("the surface failed while sending")
            if not isinstance(outcome, Unreachable):
                break
            await self._run(partial(destinations.lost, destination=destination, reason=outcome.reason))
        return outcome, destination

    def _write(self, unit: Work, outgoing: Outgoing, destination: Destination, outcome: Outcome) -> None:
        now, row = self._now(), outgoing.id
        deliveries = unit.deliveries
        identity = destination.identity
        ended = ENDS.get(type(outcome), "")
        match outcome:
            case Delivered(message_id=message_id, place=place):
                where = (
                    place or destination.place or Place(identity.surface, identity.workspace, identity.user)
                )
                deliveries.delivered(row, message_id, where, now=now)
                if destination.place is None and where.private:
                    unit.people.link(identity, outgoing.person, where, now)
            case Retry(reason=reason) if now - outgoing.due_at > GIVE_UP:
                ended = "failed"
                deliveries.failed(row, f"{reason}, for a whole day", now=now)
            case Retry(after=after, reason=reason, workspace=workspace):
                at = now + timedelta(seconds=backoff(now - outgoing.due_at, after))
                deliveries.retry(row, at, reason)
                if workspace:
                    deliveries.push_back(f"{identity.surface}/{identity.workspace}", at)
            case Failed(reason=reason):
                deliveries.failed(row, reason, now=now)
            case Unreachable(reason=reason):
                deliveries.unreachable(row, reason, now=now)
            case Unknown(reason=reason):
                deliveries.unknown(row, reason, now=now)
        if ended:
            self._after(unit, outgoing, ended, now)

    async def _run(self, work: Callable[[Any], Any]) -> Any:
        return await asyncio.wrap_future(self._store.submit(work))


def _take_over(unit: Work, surface: str, now: datetime) -> None:
    unit.deliveries.take_over(surface, now)


def backoff(age: timedelta, after: float | None) -> float:
    """Seconds until the next try: what the platform asked for, else about half of how long it has been tried."""
    jitter = random.uniform(0.5, 1.0)  # noqa: S311 - it spreads tries, and hides nothing
    wanted = max(1.0, age.total_seconds()) * jitter
    return max(after or 0.0, min(wanted, LONGEST_WAIT))
