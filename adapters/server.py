"""The long-running process: what is mounted, what runs beside it, and how it stops without losing anything."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from aiohttp import web

from adapters import metrics, mounting, pacing, pages
from adapters.config import Settings, SettingsError
from adapters.console.clock import SystemClock
from adapters.courier import LONGEST_CALL, Courier
from adapters.documents.pages import DocumentPages
from adapters.documents.signing import Signer
from adapters.email.page import CheckInPages
from adapters.email.safety_page import SafetyPages
from adapters.email.surface import EmailSurface, server_of
from adapters.host import House, Work
from adapters.links import Links
from adapters.logs import describe, log
from adapters.planner import Planner
from adapters.reception import AT_ONCE, Reception
from adapters.rehearser import Rehearser
from adapters.scheduler import Scheduler
from adapters.sender import Sender
from adapters.surface import Surface
from bot.conversations import planning
from bot.conversations.privacy import purging
from bot.errors import FootholdError
from bot.understanding import reader

LONGEST_STOP = 25.0
"""Seconds for which a process that stops waits for what is being worked on; the rest is worked off by others."""
LONGEST_WORK = 300.0
"""Seconds after which work that has not got through counts as stuck; a large programme is planned in far less."""
LARGEST_BODY = 4 * 1024 * 1024
KEEP_INBOX = timedelta(days=1)


class Server:
    """One process. `role` is run (everything), serve (HTTP and turns) or work (delivery and schedule)."""

    def __init__(self, settings: Settings, house: House, role: str) -> None:
        self._settings = settings
        pacing.use(settings.rates)
        self._house = house
        self._role = role
        self._clock = SystemClock()
        self._starts: list[Callable[[], Awaitable[None]]] = []
        self._ceases: list[Callable[[], Awaitable[None]]] = []
        self._stops: list[Callable[[], Awaitable[None]]] = []
        self._running: list[asyncio.Task[None]] = []
        self._overdue: dict[str, Callable[[], float]] = {}
        self._stopping = asyncio.Event()
        # Then nobody else can be at what was taken in: a process before this one has died.
        self._is_first_tick_alone = role == "run"
        self.app = web.Application(client_max_size=LARGEST_BODY)
        self.address = settings.public_url or f"http://{settings.host}:{settings.port}"
        self.links = Links(settings.secret_key, self.address, self._clock.now)
        self.surfaces: dict[str, Surface] = {}
        self.reception = Reception(house.store, house.assistant, house.files, self.surfaces, self._clock.now)
        self.courier = Courier(
            house.store,
            self.surfaces,
            self._clock.now,
            recheck=planning.recheck,
            after=planning.aftermath,
        )
        self.planner = Planner(house.store, self._clock.now)
        self.sender = Sender(house.store, self._clock.now)
        self.rehearser = Rehearser(house.store, self._clock.now)
        self._ceases.append(self._break_off)

    async def run(self) -> None:
        """Serve until SIGTERM or SIGINT, then stop gracefully."""
        loop = asyncio.get_running_loop()
        for name in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(name, self._stopping.set)
        self._mount()
        runner = web.AppRunner(self.app, access_log=None, shutdown_timeout=LONGEST_STOP)
        await runner.setup()
        try:
            await self._run(lambda unit: unit.secrets.hold_to_key())
            await asyncio.to_thread(self._try_files)
            await asyncio.to_thread(self._warm)
            for start in self._starts:
                await start()
            # First: one that was started by mistake beside another begins on nothing.
            await self._listen(runner)
            self._begin_work()
            log().info("ready", host=self._settings.host, port=self._settings.port, kind=self._role)
            await self._stopping.wait()
        finally:
            log().info("stopping", kind=self._role)
            await self._stop(runner)

    def stop(self) -> None:
        """Begin to stop (tests; a signal does the same)."""
        self._stopping.set()

    def ready(self) -> list[str]:
        """What is wrong with this process; empty when it can do its work."""
        wrong = [task.get_name() for task in self._running if task.done()]
        wrong += [
            f"{name} has not got through for {seconds:.0f} seconds"
            for name, overdue in self._overdue.items()
            if (seconds := overdue()) > LONGEST_WORK
        ]
        if not self._running:
            wrong.append("it has not begun yet")
        try:
            self._house.store.must_be_current()
        except Exception as error:  # noqa: BLE001 - whatever it is, the answer is: not ready
            wrong.append(getattr(error, "why", "") or f"the database cannot be used ({type(error).__name__})")
        return wrong

    def _mount(self) -> None:
        """The routes of the surfaces that are set up, and our own."""
        store = self._house.store
        documents = DocumentPages(
            store, Signer(lambda: self._settings.secret_key), self.address, self._clock.now
        )
        check_ins = CheckInPages(store, self.reception, self._clock.now)
        safety = SafetyPages(store, self.reception, self._clock.now)
        kinds = {"calendar": documents.calendar, "checkin": check_ins.open, "safety": safety.open}
        pages.mount(self.app, self.links, self._house.files, self.ready, kinds)
        self.app.add_routes(documents.routes())
        for mount in (mounting.slack, mounting.teams):
            mounted = mount(
                self._settings,
                self._house,
                self.links,
                self.reception,
                self._clock.now,
                serves=self._role != "work",
            )
            if mounted is not None:
                self.surfaces[mounted.surface.name] = mounted.surface
                self.app.add_routes(mounted.routes)
                self._starts.append(mounted.start)
                self._ceases.append(mounted.cease)
                self._stops.append(mounted.stop)
        # Last, so that it is the last way to somebody.
        mail = server_of(self._settings.smtp_url, self.address)
        links = self.links if self._settings.public_url else None
        self.surfaces["email"] = EmailSurface(mail, links, self._clock.now)

    async def _listen(self, runner: web.AppRunner) -> None:
        """Take the port; raises SettingsError where it cannot be had."""
        host, port = self._settings.host, self._settings.port
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as error:
            why = os.strerror(error.errno) if error.errno else "no such address"
            raise SettingsError(
                f"This process cannot listen on {host}, port {port}: {why.lower()}.",
                "Set FOOTHOLD_PORT and FOOTHOLD_HOST to a port and an address of this machine that are free, or end "
                "whatever has them.",
            ) from error

    def _begin_work(self) -> None:
        delivers, works_off = self._role != "serve", self._role != "work"
        if delivers:
            forget = self._house.store.listen(self.courier.wake)

            async def deaf() -> None:
                forget()

            self._ceases.insert(0, deaf)
            self._task("the courier has stopped", self.courier.run())
            self._overdue["the courier"] = self.courier.overdue
        scheduler = Scheduler(
            lambda: self._tick(delivers=delivers, works_off=works_off), self._settings.tick_seconds
        )
        scheduler.daily("purge", self._purge, at="03:30", zone="UTC")
        self._task("the schedule has stopped", scheduler.run())
        self._overdue["the schedule"] = scheduler.overdue

    def _try_files(self) -> None:
        """Keep something and forget it again, before somebody's upload is lost; raises SettingsError."""
        files = self._house.files
        try:
            files.delete(files.put(b"a try"))
        except Exception as error:
            raise SettingsError(
                f"What FOOTHOLD_FILES names cannot be written to ({type(error).__name__}).",
                "Let this user write there, or name another place; an object store needs its own library as well: "
                "pip install s3fs (s3://), gcsfs (gs://) or adlfs (az://).",
            ) from error

    def _warm(self) -> None:
        """Read what stays in memory, before somebody has to wait for it, and have the garbage collector pass it by.

        Else it would look through all of it now and then, and stop everything for a tenth of a second.
        """
        reader.read("hello", "student")
        for key in self._house.store.run(lambda unit: unit.programmes.keys()):
            try:
                self._house.store.run(partial(_read_programme, key=key))
            except FootholdError as error:  # those who talk of it are told; the others can go on
                log().error("a programme cannot be read", programme=key, **describe(error))
        gc.collect()
        gc.freeze()

    def _task(self, name: str, work: Any) -> None:
        self._running.append(asyncio.get_running_loop().create_task(work, name=name))

    async def _tick(self, *, delivers: bool, works_off: bool) -> None:
        await self._measure()
        if works_off:
            while await self.reception.work_off(alone=self._is_first_tick_alone) == AT_ONCE:
                await self.reception.settle()
            self._is_first_tick_alone = False
        if delivers:
            await self.planner.look()
            await self.sender.look()
            await self.rehearser.look()
            await self.courier.recover()
            self.courier.wake()

    async def _break_off(self) -> None:
        self.rehearser.stop()

    async def _measure(self) -> None:
        """How much waits, and for how long, whichever process it is that will see to it."""
        now = self._clock.now()
        came, goes = await self._run(lambda unit: (unit.inbox.depth(), unit.deliveries.depth(now)))
        metrics.INBOX.set(came.rows)
        metrics.INBOX_AGE.set(_seconds(came.oldest, now))
        metrics.OUTBOX.set(goes.due)
        metrics.OUTBOX_AGE.set(_seconds(goes.oldest, now))

    async def _purge(self) -> None:
        await self._run(lambda unit: unit.inbox.purge(self._clock.now()))
        gone = await self._run(lambda unit: purging.purge(unit, self._clock.now()))
        for file_id in gone.files:
            await asyncio.to_thread(self._house.files.delete, file_id)

    async def _run(self, work: Callable[[Any], Any]) -> Any:
        return await asyncio.wrap_future(self._house.store.submit(work))

    async def _stop(self, runner: web.AppRunner) -> None:
        """Take nothing more, finish what was begun, then close; what is not finished is worked off later."""
        await runner.cleanup()
        for cease in self._ceases:
            await cease()
        try:
            await asyncio.wait_for(self.reception.settle(), LONGEST_STOP)
        except TimeoutError:
            log().warning("stopped with turns in progress; they are worked off later")
        for task in self._running:
            task.cancel()
        if self._running:
            await asyncio.wait(self._running, timeout=LONGEST_CALL + 5)
        # Only now: a message under way would lose its answer with its connection, and nobody could say if it arrived.
        for stop in self._stops:
            await stop()


def _read_programme(unit: Work, key: str) -> None:
    unit.programmes.get(key)


def _seconds(since: datetime | None, now: datetime) -> float:
    return max(0.0, (now - since).total_seconds()) if since else 0.0
