"""Delivers what the outbox holds, through the surface of each row: order, pace, tries, and one outcome per row.

It goes in rounds (`adapters.rounds`), each one transaction, and calls the platforms between them. A row that is found
in "sending" after a crash becomes unknown and is never sent again by itself (design promises 3 and 4).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from time import monotonic
from typing import Any

from adapters import destinations, metrics
from adapters.host import Store, Work
from adapters.logs import describe, log
from adapters.rounds import After, Claimed, Landed, Ready, Recheck, Round, Rounds, always, backoff, nothing
from adapters.surface import AskLaterError, Destination, Failed, Outcome, Surface, Unknown, Unreachable
from bot.errors import UnsupportedPartError
from bot.ports import Outgoing

IN_THE_AIR = 100
"""How many calls may be under way at a time."""
AT_ONCE = 10
"""How many messages are claimed at a time: few, so that an answer that is queued meanwhile need not wait for many."""
LEASE = 60.0
"""Seconds for which a claimed row is this process's; a good deal longer than the longest call."""
LONGEST_CALL = 30.0
"""Seconds after which an answer counts as lost."""
IDLE = 30.0
"""Seconds after which an idle courier looks again by itself, should a wake-up have been lost."""
PAUSE = 1.0
"""Seconds after a round that failed: the database may be away for a while."""
KEPT = 600.0
"""Seconds for which an outcome that cannot be written down is kept; then it counts as lost, and its row is unknown."""


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
        self._store = store
        self._surfaces = surfaces
        self._now = now
        self._rounds = Rounds(surfaces, now, recheck, after, only, lease)
        self._woken = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._flights: set[asyncio.Task[None]] = set()
        self._waiting: list[Claimed] = []
        self._landed: list[Landed] = []
        self._kept: list[Landed] = []
        self._spared: set[int] = set()
        self._through = monotonic()

    def overdue(self) -> float:
        """Seconds since a round that got through should have been followed by another one that did."""
        return monotonic() - self._through - IDLE

    def wake(self) -> None:
        """Look for due rows now; may be called from any thread."""
        if self._loop is None:
            self._woken.set()
        else:
            self._loop.call_soon_threadsafe(self._woken.set)

    async def run(self) -> None:
        """Deliver until cancelled; on the way out, what is in flight is finished."""
        self._loop = asyncio.get_running_loop()
        turn: asyncio.Task[float] | None = None
        try:
            while True:
                self._woken.clear()
                turn = asyncio.create_task(self._turn())
                # What a round has marked as sending must be sent, also when this is cancelled meanwhile.
                if seconds := await asyncio.shield(turn):
                    await self._rest(seconds)
        finally:
            await self._finish(turn)

    async def drain(self) -> int:
        """Deliver everything that is due now, and return how many rows were handled (the terminal, tests)."""
        handled = 0
        self._spared.clear()
        while True:
            done = await self._round(IN_THE_AIR)
            judged = done.seen - len(done.spared & self._spared)
            self._spared |= done.spared
            handled += judged
            if self._flights and not (self._landed or self._waiting):
                await asyncio.wait(self._flights, return_when=asyncio.FIRST_COMPLETED)
            if not (judged or self._flights or self._landed or self._waiting):
                return handled

    async def recover(self) -> int:
        """Turn rows that a dead worker was sending into unknown ones; returns how many.

        What could not be written down is tried again in the next round.
        """
        self._landed += [one for one in self._kept if monotonic() - one.at < KEPT]
        self._kept = []
        count: int = await self._run(lambda unit: unit.deliveries.recover(self._now()))
        return count

    async def take_over(self) -> None:
        """End what an earlier process of these surfaces left claimed: for the terminal, which has one process."""
        for surface in self._surfaces:
            await self._run(partial(_take_over, surface=surface, now=self._now()))

    async def _turn(self) -> float:
        """One round; the seconds until there may be more to do."""
        try:
            done = await self._round(min(AT_ONCE, IN_THE_AIR - len(self._flights)))
        except Exception as error:  # noqa: BLE001 - the database may be away for a while; it is logged
            log().error("a round of the courier failed", **describe(error))
            return PAUSE
        self._through = monotonic()
        if done.next_due is None:
            return 0.0 if done.seen or self._waiting else IDLE
        return min(max((done.next_due - self._now()).total_seconds(), 0.05), IDLE)

    async def _rest(self, seconds: float) -> None:
        """Wait until something has landed or is queued, or some time is over."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):  # `wait_for` of Python 3.11 may forget that it was cancelled
                await self._woken.wait()

    async def _round(self, room: int) -> Round:
        """Write down what has landed, claim and judge, and let fly."""
        landed, self._landed = self._landed, []
        waiting = tuple(self._waiting)
        try:
            done = await self._transaction(landed, waiting, room)
        except Exception as error:  # noqa: BLE001 - one message must not hold up the others; it is logged
            log().error("a round of the courier is done in pieces", **describe(error))
            done = await self._in_pieces(landed, waiting, room)
        left = [*waiting, *done.claimed][done.seen :]
        self._waiting = left + self._waiting[len(waiting) :]
        for ready in done.ready:
            self._fly(self._call(ready))
        for outgoing in done.unseen:
            self._fly(self._look_up(outgoing))
        return done

    async def _in_pieces(self, landed: Sequence[Landed], waiting: Sequence[Claimed], room: int) -> Round:
        """The same, each message in a transaction of its own: what one of them breaks is then its own."""
        failures = 0
        for number, down in enumerate(landed):
            try:
                await self._transaction([down], (), 0)
                failures = 0
            except Exception as error:
                log().error(
                    "a delivery could not be written down", outbox=down.outgoing.id, **describe(error)
                )
                self._kept.append(down)
                failures += 1
                if failures > 1:  # it is not they: the database is away
                    self._landed += landed[number + 1 :]
                    raise
        done = Round()
        if room and not waiting:
            done = await self._transaction((), (), room, judges=False)
        waiting = [*waiting, *done.claimed]
        for one in waiting:
            try:
                alone = await self._transaction((), [one], 0)
            except Exception as error:  # noqa: BLE001 - its lease runs out, and it is tried again; it is logged
                log().error("a message could not be judged", outbox=one.outgoing.id, **describe(error))
            else:
                done.ready += alone.ready
                done.unseen += alone.unseen
                done.spared |= alone.spared
        done.seen = len(waiting)
        return done

    async def _transaction(
        self, landed: Sequence[Landed], waiting: Sequence[Claimed], room: int, *, judges: bool = True
    ) -> Round:
        round_of: Round = await self._run(
            partial(self._rounds, landed=landed, waiting=waiting, room=room, judges=judges)
        )
        return round_of

    def _fly(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._flights.add(task)
        task.add_done_callback(self._flown)

    def _flown(self, task: asyncio.Task[None]) -> None:
        self._flights.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log().error("a message could not be carried on", **describe(error))
        self._woken.set()

    async def _look_up(self, outgoing: Outgoing) -> None:
        """Ask the directories for somebody who was never seen; where they are busy, the message waits as they ask."""
        try:
            found = await destinations.looked_up(self._run, outgoing, self._surfaces, self._now())
        except AskLaterError as error:
            now, reason = self._now(), str(error)
            at = now + timedelta(seconds=backoff(now - outgoing.due_at, error.after))
            await self._run(lambda unit: unit.deliveries.retry(outgoing.id, at, reason))
            return
        self._waiting.append(Claimed(outgoing, found))

    async def _call(self, ready: Ready) -> None:
        """Call the platform; where somebody is certainly not to be reached on one surface, try the next."""
        outcome: Outcome = Unreachable("This person cannot be reached.")
        destination = ready.destinations[0]
        lost: list[tuple[Destination, str]] = []
        for destination in ready.destinations:
            outcome = await self._deliver(ready.outgoing, destination)
            if not isinstance(outcome, Unreachable):
                break
            lost.append((destination, outcome.reason))
        metrics.DELIVERIES.labels(destination.identity.surface, type(outcome).__name__.casefold()).inc()
        self._landed.append(Landed(ready.outgoing, destination, outcome, tuple(lost)))

    async def _deliver(self, outgoing: Outgoing, destination: Destination) -> Outcome:
        surface = self._surfaces[destination.identity.surface]
        try:
            async with asyncio.timeout(LONGEST_CALL):
                return await surface.deliver(outgoing, destination)
        except TimeoutError:
            return Unknown("the platform did not answer in time")
        except UnsupportedPartError as error:
            return Failed(error.message)
        except Exception as error:  # noqa: BLE001 - whether it was sent nobody can say; it is logged
            log().error("a surface raised", surface=surface.name, outbox=outgoing.id, **describe(error))
            return Unknown("the surface failed while sending")

    async def _finish(self, turn: asyncio.Task[float] | None) -> None:
        """End what was begun, write down how it ended, and give back what was only claimed."""
        if turn is not None and not turn.done():
            await asyncio.wait({turn})
        if self._flights:
            await asyncio.wait(self._flights, timeout=LONGEST_CALL)
        landed, waiting = [*self._kept, *self._landed], self._waiting
        self._kept, self._landed, self._waiting = [], [], []
        if not (landed or waiting):
            return
        try:
            await self._transaction(landed, (), 0)
            await self._run(partial(_give_back, rows=[one.outgoing.id for one in waiting], now=self._now()))
        except Exception as error:  # noqa: BLE001 - the leases run out, and others see to it; it is logged
            log().error("the courier could not finish", **describe(error))

    async def _run(self, work: Callable[[Any], Any]) -> Any:
        return await asyncio.wrap_future(self._store.submit(work))


def _take_over(unit: Work, surface: str, now: datetime) -> None:
    unit.deliveries.take_over(surface, now)


def _give_back(unit: Work, rows: Sequence[int], now: datetime) -> None:
    for row in rows:
        unit.deliveries.retry(row, now, "")
