"""Signed Slack events, acknowledged and answered: the whole product beside a bare Bolt app that says "hello".

Each runs in a process of its own behind HTTP on loopback; this process plays Slack: it sends the events and takes the
answers. The product checks, writes down, acknowledges, recognises the person, reads the words, answers from a
database, and delivers through the outbox; only the pace that Slack asks for is lifted. The bare app is Bolt as its
documentation shows it; the tuned one has a single session for all its calls, and is no mark but good to know. Where
other programs use the machine, the processor's time and the bare app's own acknowledgements say what the load has cost.
"""

from __future__ import annotations

import asyncio
import csv
import hashlib
import hmac
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
from aiohttp import web

from benchmarks.measuring import Figure
from benchmarks.slack_servers import SECRET

HOUSE = Path(__file__).parent.parent
EVENTS, AT_ONCE, ROUNDS = 400, 64, 3
STEADY_RATE, STEADY_SECONDS = 200, 6.0
LONGEST_ACK = 0.100
KINDS = ("product", "bare", "tuned")


@dataclass
class Slack:
    """The other side: a Web API that says yes, and counts what was posted."""

    emails: list[str]
    posted: int = 0
    url: str = ""
    moved: asyncio.Event = field(default_factory=asyncio.Event)

    async def start(self) -> web.AppRunner:
        """Listen on loopback."""
        app = web.Application()
        app.router.add_route("*", "/api/{method}", self.answer)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{runner.addresses[0][1]}/api/"
        return runner

    async def answer(self, request: web.Request) -> web.Response:
        """Whatever is asked: yes."""
        method = request.match_info["method"]
        if method == "users.info":
            number = int(request.query["user"][1:])
            about = {"email": self.emails[number % len(self.emails)], "real_name": "Somebody"}
            return web.json_response(
                {"ok": True, "user": {"id": "U", "team_id": "T1", "tz": "Europe/London", "profile": about}}
            )
        if method == "chat.postMessage":
            self.posted += 1
            self.moved.set()
        where = {
            "channel": "D1",
            "ts": f"1.{self.posted}",
            "team_id": "T1",
            "user_id": "UBOT",
            "bot_id": "B1",
            "team": "T",
        }
        return web.json_response({"ok": True, **where})

    async def has_posted(self, number: int) -> None:
        """Wait until so many answers have come."""
        while self.posted < number:
            self.moved.clear()
            await asyncio.wait_for(self.moved.wait(), 60)


def event(number: int, people: int) -> tuple[bytes, dict[str, str]]:
    """A signed message event."""
    user = f"U{number % people}"
    body = json.dumps(
        {
            "type": "event_callback",
            "team_id": "T1",
            "event_id": f"Ev{number}",
            "event_time": int(time.time()),
            "event": {
                "type": "message",
                "channel_type": "im",
                "channel": f"D{number % people}",
                "user": user,
                "team": "T1",
                "text": "help",
                "ts": "1.1",
            },
        }
    )
    stamp = str(int(time.time()))
    sign = hmac.new(SECRET.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
    return body.encode(), {
        "Content-Type": "application/json",
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": f"v0={sign}",
    }


class Load:
    """Sends events to one server; the numbers never repeat."""

    def __init__(self, slack: Slack, url: str, session: aiohttp.ClientSession) -> None:
        self.slack, self.url, self.session, self.sent = slack, url, session, 0

    async def one(self) -> float:
        """Send an event; the seconds until its acknowledgement."""
        self.sent += 1
        body, headers = event(self.sent, len(self.slack.emails))
        began = time.perf_counter()
        async with self.session.post(self.url, data=body, headers=headers) as answer:
            assert answer.status == 200, answer.status
        return time.perf_counter() - began

    async def burst(self, number: int) -> float:
        """Send so many, some at once; events a second until the last answer has come."""
        wanted = self.slack.posted + number
        gate = asyncio.Semaphore(AT_ONCE)

        async def gated() -> None:
            async with gate:
                await self.one()

        began = time.perf_counter()
        await asyncio.gather(*(gated() for _ in range(number)))
        await self.slack.has_posted(wanted)
        return number / (time.perf_counter() - began)

    async def steady(self) -> list[float]:
        """Send at an even rate; the seconds of each acknowledgement."""
        began, tasks = time.perf_counter(), []
        for number in range(int(STEADY_RATE * STEADY_SECONDS)):
            due = began + number / STEADY_RATE
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            tasks.append(asyncio.create_task(self.one()))
        return list(await asyncio.gather(*tasks))


async def measure() -> Iterator[Figure]:
    """Both servers in turns."""
    with tempfile.TemporaryDirectory() as folder:
        slack = Slack(people())
        runner = await slack.start()
        servers = {}
        try:
            for kind in KINDS:
                servers[kind] = await begin(kind, slack.url, folder)
            async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
                loads = {kind: Load(slack, url, session) for kind, (_, url) in servers.items()}
                rates: dict[str, list[float]] = {kind: [] for kind in KINDS}
                begun = dict.fromkeys(KINDS, 0.0)
                for number in range(ROUNDS + 1):
                    for kind in KINDS if number % 2 else reversed(KINDS):
                        rates[kind].append(await loads[kind].burst(EVENTS))
                    if number == 0:
                        begun = {kind: processor_seconds(process) for kind, (process, _) in servers.items()}
                spent = {
                    kind: (processor_seconds(process) - begun[kind]) / (ROUNDS * EVENTS)
                    for kind, (process, _) in servers.items()
                }
                acks = {kind: p99(await loads[kind].steady()) for kind in ("bare", "product")}
        finally:
            for process, _ in servers.values():
                process.kill()
                await process.wait()
            await runner.cleanup()
    return iter(
        [
            compared("Slack: signed events, answered", rates, "bare", 0.5),
            compared("Slack: the same beside the tuned Bolt", rates, "tuned", None),
            Figure(
                "Slack: the processor's time for one event",
                f"{spent['product'] * 1000:.2f} ms",
                f"{spent['bare'] * 1000:.2f} ms",
                spent["bare"] / spent["product"] if spent["product"] else 0.0,
            ),
            Figure(
                f"Slack: p99 acknowledgement at {STEADY_RATE}/s ÷ {LONGEST_ACK * 1000:.0f} ms",
                f"{acks['product'] * 1000:.1f} ms",
                f"{acks['bare'] * 1000:.1f} ms",
                acks["product"] / LONGEST_ACK,
                1.0,
                at_most=True,
            ),
        ]
    )


def p99(seconds: list[float]) -> float:
    """What one in a hundred waits longer than."""
    return sorted(seconds)[int(len(seconds) * 0.99)]


def processor_seconds(process: asyncio.subprocess.Process) -> float:
    """What a server has used of the processor, whatever else runs on the machine; 0.0 where Linux does not tell."""
    stat = Path(f"/proc/{process.pid}/stat")
    if not stat.exists():
        return 0.0
    fields = stat.read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def compared(name: str, rates: dict[str, list[float]], other: str, mark: float | None) -> Figure:
    """The product's rate beside another's; the first round is not counted."""
    pairs = list(zip(rates["product"][1:], rates[other][1:], strict=True))
    mine, theirs = (statistics.median(one) for one in zip(*pairs, strict=True))
    return Figure(
        name, f"{mine:,.0f}/s", f"{theirs:,.0f}/s", statistics.median(a / b for a, b in pairs), mark
    )


async def begin(kind: str, slack_url: str, folder: str) -> tuple[asyncio.subprocess.Process, str]:
    """Start a server; it says where it listens."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "benchmarks.slack_servers",
        kind,
        slack_url,
        folder,
        cwd=HOUSE,
        stdout=subprocess.PIPE,
    )
    assert process.stdout is not None
    while not (line := (await process.stdout.readline()).decode().strip()).startswith("http"):
        assert line or process.returncode is None, "the server did not begin"
    return process, line


def people() -> list[str]:
    """Everybody of one programme's sample data."""
    path = HOUSE / "programmes" / "sample" / "queen_mary_2024.people.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return [row["email"] for row in csv.DictReader(file)]


def run() -> Iterator[Figure]:
    """The figures."""
    return asyncio.run(measure())
