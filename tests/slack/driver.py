"""Plays the transcripts through Slack: signed requests to the real Bolt, and what Slack was given read off as lines."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.slack import as_lines
from tests.slack.fake_slack import FakeSlack, Member
from tests.slack.person import Person
from tests.slack.running import Running

IN_CHAT = "Save and finish in chat"
MEDIA = {
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".txt": "text/plain",
    ".png": "image/png",
    ".jpg": "image/jpeg",
}


class SlackDriver:
    """One workspace in which everybody of the sample data is a member. A restart leaves the database, and Slack."""

    def __init__(self, folder: Path, emails: list[str]) -> None:
        self._folder = folder
        self._now = datetime(2023, 11, 1, tzinfo=UTC)
        self._loop = asyncio.Runner()
        self._fake = FakeSlack()
        self._loop.run(self._fake.start())
        self._people = {
            email: Member(f"U{number:03}", email.partition("@")[0], email)
            for number, email in enumerate(emails, 1)
        }
        self._fake.add(*self._people.values())
        self._email = ""
        self._opened: set[str] = set()
        self._read: dict[str, int] = {}
        self._house = Running(self._fake, folder, now=lambda: self._now)
        self._loop.run(self._house.start())

    def become(self, email: str) -> None:
        """Somebody else speaks from here on; a stranger is a member of the workspace whom no roster knows."""
        if email not in self._people:
            self._people[email] = Member(f"U{len(self._people) + 1:03}", "", email)
            self._fake.add(self._people[email])
        self._email = email
        self._house.deliver_to(self._people[email].id)
        self._loop.run(self._house.settle())

    def set_clock(self, instant: datetime) -> None:
        """It is this instant from here on."""
        self._now = instant
        if self._email:
            self._loop.run(self._house.settle())

    def open(self) -> None:
        """They open the conversation; when they have before, their home tab."""
        tab = "home" if self._email in self._opened else "messages"
        self._opened.add(self._email)
        self._do(lambda person: person.open(tab))

    def send(self, text: str) -> None:
        """They type."""
        self._do(lambda person: person.say(text))

    def press(self, label: str, under: str = "") -> None:
        """They press a button; where it opens a modal, they go on in the chat at once."""

        async def both(person: Person) -> int:
            before = set(self._fake.views)
            status = await person.press(label, under)
            if set(self._fake.views) - before and "submit" in person.see():
                status = await person.press_modal(IN_CHAT)
            return status

        self._do(both)

    def attach(self, path: Path) -> None:
        """They send a file."""
        self._fake.files[path.name] = path.read_bytes()
        file = {
            "id": f"F{path.name}",
            "name": path.name,
            "mimetype": MEDIA.get(path.suffix, "application/octet-stream"),
            "size": path.stat().st_size,
            "url_private_download": self._fake.url.replace("/api/", f"/files/{path.name}"),
        }
        self._do(lambda person: person.say("", files=[file]))

    def plan(self) -> None:
        """The schedule ticks: what is due is planned, and delivered."""
        self._loop.run(self._house.plan())
        self._loop.run(self._house.settle())

    def restart(self) -> None:
        """The process ends and begins again."""
        self._loop.run(self._house.stop())
        self._house = Running(self._fake, self._folder, now=lambda: self._now, only=self._house.only)
        self._loop.run(self._house.start())

    def shown(self) -> str:
        """What they have seen since this was last asked."""
        if not self._email:
            return ""
        calls = self._fake.calls
        begin, self._read[self._email] = self._read.get(self._email, 0), len(calls)
        user = self._people[self._email].id
        found: list[str] = []
        for method, given in calls[begin:]:
            if method in {"chat.postMessage", "chat.update"} and given["channel"] == self._fake.dm(user):
                found += as_lines.lines(given["blocks"])
            elif method == "views.publish" and given["user_id"] == user:
                found += as_lines.lines(given["view"]["blocks"])[:-1]
        return "\n".join(found)

    def close(self) -> None:
        """Play no more; everything that Slack was given must have pleased it."""
        self._loop.run(self._house.stop())
        self._loop.run(self._fake.stop())
        self._loop.close()
        assert self._fake.refused == []

    def _do(self, what: Any) -> None:
        async def work() -> None:
            status = await what(Person(self._fake, self._house.url, self._people[self._email].id))
            assert status == 200
            await self._house.settle()

        self._loop.run(work())
