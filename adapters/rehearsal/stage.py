"""The stage of a rehearsal: a clock that jumps from one thing that is due to the next, and a surface that records.

The store, the core, the planner, the sender and the courier are the real ones; months pass in seconds.
"""

from __future__ import annotations

import heapq
from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any, TypeVar

from adapters.courier import Courier
from adapters.host import Core, Store, Work
from adapters.planner import Planner
from adapters.reception import InlineAnswer, Reception
from adapters.sender import Sender
from adapters.surface import Delivered, Destination, FetchError, Outcome
from bot.activities import Activity, Body, Identity, Place, Profile, Upload
from bot.conversations import planning
from bot.ports import FileStore, Outgoing
from bot.programme.quiet import Verdict

T = TypeVar("T")
NAME, WORKSPACE = "rehearsal", "stage"
STEP = timedelta(hours=12)
PLANNED_EVERY = timedelta(hours=6)
Taken = Callable[[Outgoing, str], None]


def identity_of(email: str) -> Identity:
    """Whoever has this address, on the stage."""
    return Identity(NAME, WORKSPACE, email)


def place_of(email: str) -> Place:
    """The conversation of whoever has this address."""
    return Place(NAME, WORKSPACE, f"dm-{email}")


class Recorder:
    """A surface that takes everything and sends nothing; `outcome` may be replaced, to let deliveries fail.

    `members` are the addresses that its directory knows.
    """

    name = NAME
    home = WORKSPACE

    def __init__(self, taken: Taken) -> None:
        self._taken = taken
        self._numbers = count(1)
        self.members: set[str] = set()
        self.outcome: Callable[[Outgoing, Destination], Outcome] = self.delivered

    def delivered(self, outgoing: Outgoing, destination: Destination) -> Outcome:
        """It has arrived."""
        email = destination.identity.user
        self._taken(outgoing, email)
        return Delivered(outgoing.target or f"m{next(self._numbers)}", destination.place or place_of(email))

    async def deliver(self, outgoing: Outgoing, destination: Destination) -> Outcome:
        """Whatever `outcome` says."""
        return self.outcome(outgoing, destination)

    async def profile(self, identity: Identity) -> Profile:
        """Everybody is who they say they are."""
        return Profile(email=identity.user)

    async def find(self, workspace: str, email: str) -> Identity | None:
        """Whoever is a member of the workspace."""
        return identity_of(email) if email in self.members else None

    async def fetch(self, upload: Upload) -> bytes:
        """Nobody sends files."""
        raise FetchError


@dataclass(frozen=True, slots=True)
class Judged:
    """What was decided on a message that nobody had asked for, at the instant at which it was due."""

    at: datetime
    outgoing: Outgoing
    verdict: Verdict


class AtOnce:
    """A store with one user, who waits: each transaction is done where it is asked for, with no thread in between."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.run = self.read = store.run
        self.listen = store.listen
        self.must_be_current = store.must_be_current
        self.close = store.close

    def submit(self, work: Callable[[Any], T], *, ahead: bool = False) -> Future[T]:
        """The future of something that is over."""
        done: Future[T] = Future()
        try:
            done.set_result(self._store.run(work))
        except Exception as error:  # noqa: BLE001 - whoever waits for the result is told
            done.set_exception(error)
        return done


class Stage:
    """One world on one clock. `taken` is told of each message that arrives, with the address of its reader.

    The schedule is looked at `every` so often while something happens: messages are planned a day and a half ahead.
    """

    def __init__(
        self,
        store: Store,
        files: FileStore,
        core: Core,
        start: datetime,
        taken: Taken,
        every: timedelta = PLANNED_EVERY,
    ) -> None:
        store = AtOnce(store)
        self._every = every
        self.store = store
        self.now = start
        self.judged: list[Judged] = []
        self.surface = Recorder(taken)
        surfaces = {NAME: self.surface}
        self.reception = Reception(store, core, files, surfaces, self.clock, waits=())
        self.planner = Planner(store, self.clock)
        self.sender = Sender(store, self.clock)
        self.courier = Courier(store, surfaces, self.clock, recheck=self._recheck, after=planning.aftermath)
        self._events: list[tuple[datetime, int, Callable[[], Awaitable[object]]]] = []
        self._numbers = count(1)
        self._planned: datetime | None = None

    def clock(self) -> datetime:
        """What everybody here takes for the time."""
        return self.now

    async def run(self, work: Callable[[Any], T]) -> T:
        """One transaction."""
        return self.store.run(work)

    def at(self, instant: datetime, do: Callable[[], Awaitable[object]]) -> None:
        """Have something done at an instant; what lies in the past is done at once."""
        heapq.heappush(self._events, (max(instant, self.now), next(self._numbers), do))

    async def act(self, email: str, body: Body, *, inline: bool = False) -> InlineAnswer | None:
        """One activity of somebody, worked on, with what follows at once delivered."""
        activity = Activity(
            f"{NAME}:{next(self._numbers)}", identity_of(email), place_of(email), self.now, body
        )
        if inline:
            answer = await self.reception.inline(activity)
            await self.courier.drain()
            return answer
        await self.reception.receive(activity)
        await self.reception.settle()
        await self.courier.drain()
        return None

    async def live(self, until: datetime) -> None:
        """Let time pass."""
        while self.now < until:
            await self._look()
            marks = [self.now + STEP, until]
            if (due := await self.run(lambda unit: unit.deliveries.next_due())) and due > self.now:
                marks.append(due)
            if self._events:
                marks.append(self._events[0][0])
            self.now = min(mark for mark in marks if mark > self.now)

    async def _look(self) -> None:
        """What is due at this instant: people first, then what the schedule makes of it."""
        while self._events and self._events[0][0] <= self.now:
            _, _, do = heapq.heappop(self._events)
            await do()
        if self._planned is None or self.now - self._planned >= self._every:
            self._planned = self.now
            await self.planner.look()
            await self.sender.look()
        await self.courier.drain()
        if self._events and self._events[0][0] <= self.now:
            await self._look()

    def _recheck(self, unit: Work, outgoing: Outgoing, now: datetime) -> Verdict:
        verdict = planning.recheck(unit, outgoing, now)
        if outgoing.kind in planning.PROACTIVE:
            self.judged.append(Judged(now, replace(outgoing), verdict))
        return verdict
