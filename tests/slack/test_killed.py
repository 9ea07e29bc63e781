"""Each event delivered three times, acknowledged or not, and the process killed -9 at random points.

At the end each effect happened exactly once, and no reply was sent twice: one whose answer was lost with the process
is unknown, and says so.
"""

from __future__ import annotations

import asyncio
import random
import signal
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp

import store
from tests.slack.fake_slack import Member
from tests.slack.person import Person

HOUSE = Path(__file__).parent.parent.parent
PEOPLE, EACH, KILLS = 6, 6, 3
AHEAD = 100.0


class Victim:
    """The process that is killed and begun again."""

    def __init__(self, folder: Path, fake) -> None:
        self.folder, self.fake, self.url, self.lives = folder, fake, "", 0
        self.process: asyncio.subprocess.Process | None = None
        self.up = asyncio.Event()

    async def begin(self) -> None:
        self.process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "tests.slack.victim",
            str(self.folder),
            self.fake.url,
            str(self.lives * AHEAD),
            cwd=HOUSE,
            stdout=asyncio.subprocess.PIPE,
        )
        self.lives += 1
        assert self.process.stdout is not None
        while not self.url:
            line = (await self.process.stdout.readline()).decode().strip()
            assert line or self.process.returncode is None, "the victim did not begin"
            if line.startswith("http"):
                self.url = line
        self.up.set()

    async def kill(self) -> None:
        assert self.process is not None
        self.up.clear()
        self.url = ""
        self.process.send_signal(signal.SIGKILL)
        await self.process.wait()


async def delivered(victim: Victim, fake, user: str, text: str, chance: random.Random) -> None:
    """An event as Slack sends it: again and again until it is acknowledged, and in the end three times at least."""
    person = Person(fake, "", user)
    acknowledged = 0
    body = None
    while acknowledged < 3:
        await victim.up.wait()
        person.url = victim.url
        try:
            if body is None:
                body = True
                status = await person.say(text)
            else:
                status = await person.again()
        except (aiohttp.ClientError, ConnectionError, OSError):
            status = 0
        acknowledged += status == 200
        await asyncio.sleep(chance.uniform(0, 0.3))


async def test_every_effect_happens_once_whatever_is_killed(fake, tmp_path):
    chance = random.Random(7)
    users = [f"U{100 + number}" for number in range(PEOPLE)]
    fake.add(*(Member(user, f"Person {user}") for user in users))
    fake.latency = 0.1
    victim = Victim(tmp_path, fake)
    await victim.begin()
    wanted = {f"{user} {number}" for user in users for number in range(EACH)}

    async def one_person(user: str) -> None:
        for number in range(EACH):
            await delivered(victim, fake, user, f"{user} {number}", chance)

    talk = asyncio.gather(*(one_person(user) for user in users))
    for _ in range(KILLS):
        await asyncio.sleep(chance.uniform(0.05, 0.4))
        await victim.kill()
        await victim.begin()
    await asyncio.wait_for(talk, 60)
    await victim.kill()
    await victim.begin()
    await finished(tmp_path)
    await victim.kill()

    opened = store.open_store(
        f"sqlite:///{tmp_path / 'foothold.db'}", str(tmp_path / "files"), secret="k" * 40
    )
    effects = Counter(
        opened.run(
            lambda unit: [
                row.subject for row in rows(unit, "SELECT subject FROM audit WHERE kind = 'effect'")
            ]
        )
    )
    states = opened.run(
        lambda unit: {row.key: row.state for row in rows(unit, "SELECT key, state FROM outbox")}
    )
    opened.close()
    assert effects == Counter({f"said {text}": 1 for text in wanted})
    sent = Counter(
        message["text"].splitlines()[0] for channel in fake.messages.values() for message in channel.values()
    )
    assert max(sent.values()) == 1, "no reply came twice"
    unknown = sum(state == "unknown" for state in states.values())
    assert len(states) == len(wanted)
    assert Counter(states.values()) == Counter(
        {"delivered": len(wanted) - unknown, **({"unknown": unknown} if unknown else {})}
    )
    assert len(sent) >= len(wanted) - unknown


def rows(unit, statement):
    return unit.connection.exec_driver_sql(statement).fetchall()


async def finished(folder: Path) -> None:
    """Wait until nothing is open and nothing is on its way."""
    end = datetime.now(UTC) + timedelta(seconds=30)
    opened = store.open_store(
        f"sqlite:///{folder / 'foothold.db'}", str(folder / "files"), secret="k" * 40, migrate=False
    )
    try:
        while datetime.now(UTC) < end:
            left = opened.run(
                lambda unit: (
                    rows(unit, "SELECT 1 FROM inbox WHERE due_at IS NOT NULL")
                    + rows(unit, "SELECT 1 FROM outbox WHERE state IN ('queued', 'sending', 'deferred')")
                )
            )
            if not left:
                return
            await asyncio.sleep(0.1)
    finally:
        opened.close()
    raise AssertionError(f"{len(left)} rows are still open")
