"""Where activities come in: written down first, acknowledged, then worked on, each in one transaction.

A surface calls `receive` and acknowledges when it returns; or `inline` where its HTTP answer carries the result.
One person's activities are worked on in the order in which they came; different people do not wait for each other.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from time import perf_counter
from typing import Any

from adapters import metrics
from adapters.host import Core, Store, Work
from adapters.known import Known, role_in
from adapters.logs import describe, log
from adapters.surface import FetchError, Surface
from adapters.uploads import looked_at, too_large
from bot.activities import Activity, Identity, Message, Submission, Upload
from bot.cards import Action, Card, Form, Text
from bot.errors import ConflictError, NotFoundError
from bot.ports import FileStore, Outgoing
from bot.turn import Turn
from bot.wire import from_json, to_json

WAITS = (timedelta(seconds=0.5), timedelta(seconds=3), timedelta(seconds=20))
"""Between two tries of a turn that failed."""
TURNS_AT_ONCE = 6
"""How many turns wait for the store at a time: what comes in meanwhile is written down, and acknowledged, soon."""
AT_ONCE = 200
"""How many open activities are taken from the inbox at a time, when working off what was left."""
SORRY = (
    "Something went wrong on my side, and nothing was lost. Please try again in a moment. "
    "If it happens again, tell the programme team."
)


@dataclass(frozen=True, slots=True)
class InlineAnswer:
    """What the platform's HTTP answer is made of.

    `form` is the page to show next, or the same page refilled with `errors` (by field key, "" for the whole page);
    `replacement` the card that takes the place of the pressed one; `said` the cards that were also queued as
    messages, for surfaces that close a form with a word. All empty: the form closes. Links are signed for `reader`.
    """

    form: Form | None = None
    replacement: Card | None = None
    errors: Mapping[str, str] = field(default_factory=dict)
    said: tuple[Card, ...] = ()
    reader: int = 0


class Reception:
    """The one way in for every surface.

    `store`, `assistant`, `files` and the clock `now` come from the composition root; `surfaces` are by name.
    `waits` are between the tries of a turn that fails.
    """

    def __init__(
        self,
        store: Store,
        assistant: Core,
        files: FileStore,
        surfaces: Mapping[str, Surface],
        now: Callable[[], datetime],
        waits: Sequence[timedelta] = WAITS,
    ) -> None:
        self._waits = waits
        self._store = store
        self._assistant = assistant
        self._files = files
        self._surfaces = surfaces
        self._now = now
        self._known = Known(store, surfaces)
        self._lines: dict[Identity, asyncio.Lock] = {}
        self._waiting: dict[Identity, int] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._room = asyncio.Semaphore(TURNS_AT_ONCE)

    async def receive(self, activity: Activity) -> bool:
        """Write the activity down durably and start working on it; False for one that was received before.

        Acknowledge when this returns, whatever it says. It raises when the database cannot be written: then answer
        with an error, so that the platform sends the activity again.
        """
        if not await self._write_down(activity):
            return False
        self._begin(self._work(activity))
        return True

    async def work(self, activity_id: str) -> None:
        """Handle one activity of the inbox: one transaction, after its profile and files are fetched.

        Nothing happens when it has been dealt with already, or came from a surface that this process does not have.
        """
        try:
            activity = await self._run(lambda unit: unit.inbox.body(activity_id))
        except NotFoundError:
            return
        if activity.identity.surface in self._surfaces:  # else it is for a process that has its surface
            await self._work(activity)

    async def inline(self, activity: Activity) -> InlineAnswer:
        """Write down, handle and answer before the acknowledgement; a duplicate gets the answer of the first.

        It raises when the database cannot be written.
        """
        activity = replace(activity, inline=True)
        new = await self._write_down(activity)
        async with self._line(activity.identity):
            kept = None if new else await self.answered(activity.id)
            if kept is not None:
                return kept
            try:
                return answer_of(await self._handle(activity))
            except ConflictError:  # another process has dealt with it meanwhile
                return await self.answered(activity.id) or InlineAnswer()
            except Exception as error:  # noqa: BLE001 - a bug in one turn must not end the others; it is logged
                await self._give_up(activity, error)
                return InlineAnswer(errors={"": SORRY}, said=(sorry(),))

    async def answered(self, activity_id: str) -> InlineAnswer | None:
        """What an activity that was handled inline was answered; None where there is no such answer."""
        kept = await self._run(lambda unit: unit.inbox.answer(activity_id))
        return None if kept is None else from_json(InlineAnswer, kept)

    async def work_off(self, *, alone: bool) -> int:
        """Begin on what was received and never dealt with; returns how much that was.

        `alone`: this process is the only one, so everything open was left by one that died. Otherwise only what its
        worker has not closed in time.
        """
        ids = await self._run(lambda unit: unit.inbox.open(AT_ONCE, now=None if alone else self._now()))
        for activity_id in ids:
            self._begin(self.work(activity_id))
        return len(ids)

    async def is_open(self, activity_id: str) -> bool:
        """Whether an activity was received and could not be dealt with yet."""
        try:
            await self._run(lambda unit: unit.inbox.body(activity_id))
        except NotFoundError:
            return False
        return True

    async def role(self, identity: Identity) -> str:
        """What somebody is: "staff", "supervisor" or "student"."""
        return str(await self._run(lambda unit: role_in(unit, identity)))

    async def settle(self) -> None:
        """Wait until nothing is being worked on (stopping, the terminal, tests)."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    def _begin(self, work: Any) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _run(self, work: Callable[[Work], Any], *, ahead: bool = False) -> Any:
        return await asyncio.wrap_future(self._store.submit(work, ahead=ahead))

    async def _write_down(self, activity: Activity) -> bool:
        now = self._now()
        new = bool(await self._run(lambda unit: unit.inbox.receive(activity, now=now), ahead=True))
        (metrics.RECEIVED if new else metrics.DUPLICATES).labels(activity.identity.surface).inc()
        return new

    @asynccontextmanager
    async def _line(self, identity: Identity) -> AsyncIterator[None]:
        """One after the other for one identity, in the order of coming."""
        lock = self._lines.setdefault(identity, asyncio.Lock())
        self._waiting[identity] = self._waiting.get(identity, 0) + 1
        try:
            async with lock:
                yield
        finally:
            self._waiting[identity] -= 1
            if not self._waiting[identity]:
                del self._waiting[identity], self._lines[identity]

    async def _work(self, activity: Activity) -> None:
        async with self._line(activity.identity):
            for wait in (*self._waits, None):
                try:
                    await self._handle(activity)
                    return
                except ConflictError:
                    return  # dealt with already
                except Exception as error:  # noqa: BLE001 - a bug in one turn must not end the others; it is logged
                    tries = await self._tried(activity, error)
                    if wait is None or tries > len(self._waits):
                        await self._give_up(activity, error)
                        return
                await asyncio.sleep(wait.total_seconds())

    async def _handle(self, activity: Activity) -> Turn:
        started = perf_counter()
        activity = await self._complete(activity)

        def transaction(unit: Work) -> Turn:
            self._known.serve_home(unit)
            turn = self._assistant.handle(activity, unit)
            answer = to_json(answer_of(turn)) if activity.inline else None
            unit.inbox.close(activity.id, answer, now=self._now())
            return turn

        async with nullcontext() if activity.inline else self._room:
            turn: Turn = await self._run(transaction)
        if turn.memberships:
            self._known.recognised(activity.identity)
        surface = activity.identity.surface
        metrics.TURNS.labels(surface, "done").inc()
        metrics.TURN_SECONDS.labels(surface).observe(perf_counter() - started)
        return turn

    async def _complete(self, activity: Activity) -> Activity:
        """The activity with what its surface knows of the person, and with its files in the file store."""
        if activity.profile is None:
            activity = replace(activity, profile=await self._known.profile(activity.identity))
        match activity.body:
            case Message(files=files) as body if files:
                kept = tuple([await self._keep(activity, one) for one in files])
                return activity.with_body(replace(body, files=kept))
            case Submission(files=named) as body if named:
                by_key = {key: await self._keep(activity, one) for key, one in named.items()}
                return activity.with_body(replace(body, files=by_key))
            case _:
                return activity

    async def _keep(self, activity: Activity, upload: Upload) -> Upload:
        if upload.file_id or upload.problem:
            return upload
        if problem := too_large(upload):
            return replace(upload, problem=problem)
        try:
            content = await self._surfaces[activity.identity.surface].fetch(upload)
        except FetchError as error:
            return replace(upload, problem=error.message)
        seen = looked_at(upload, content)
        return (
            seen if seen.problem else replace(seen, file_id=await asyncio.to_thread(self._files.put, content))
        )

    async def _tried(self, activity: Activity, error: Exception) -> int:
        """Note that a try failed; the number of tries, 0 where the database cannot even say that."""
        surface = activity.identity.surface
        metrics.TURNS.labels(surface, "failed").inc()
        log().error("a turn failed", surface=surface, kind=activity.body.kind, **describe(error))
        again = self._now() + timedelta(minutes=1)
        try:
            return int(
                await self._run(lambda unit: unit.inbox.retry(activity.id, again, type(error).__name__))
            )
        except Exception as second:  # noqa: BLE001 - the row stays open and is worked off later
            log().error("a failed turn could not be noted", surface=surface, **describe(second))
            return 0

    async def _give_up(self, activity: Activity, error: Exception) -> None:
        """Close the row as failed and tell the person so; where the database is away, the row stays open."""

        def transaction(unit: Work) -> None:
            unit.inbox.give_up(activity.id, type(error).__name__, now=self._now())
            person = unit.people.by_identity(activity.identity)
            if person is not None:
                key, place = f"sorry:{activity.id}", activity.place
                unit.outbox.add(
                    Outgoing(key=key, person=person.id, card=sorry(), due_at=self._now(), place=place)
                )

        surface = activity.identity.surface
        log().error("a turn was given up", surface=surface, kind=activity.body.kind, **describe(error))
        try:
            await self._run(transaction)
        except Exception as second:  # noqa: BLE001 - the row stays open and is worked off later
            log().error("a failed turn could not be closed", surface=surface, **describe(second))


def sorry() -> Card:
    """What a person reads when a turn failed."""
    return Card(parts=(Text(SORRY),), actions=(Action("Home", "home"),), summary=SORRY)


def answer_of(turn: Turn) -> InlineAnswer:
    """What a turn says to the platform's own request."""
    form = turn.form
    errors = {one.key: one.error for one in form.fields if one.error} if form else {}
    if form and form.error:
        errors[""] = form.error
    return InlineAnswer(form, turn.replacement, errors, tuple(turn.said), turn.person.id)
