"""Plays the transcripts through Teams: signed activities to the real botbuilder, and what Teams was given as lines."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.teams import as_lines
from tests.teams.cardcheck import card
from tests.teams.fake_service import BOT, TENANT, FakeService, Sent, User
from tests.teams.running import Running
from tests.transcripts.drivers import NoSuchButton

IN_CHAT = "Save and finish in chat"
DOWNLOAD = "application/vnd.microsoft.teams.file.download.info"
TEAM = "19:placements@thread.tacv2"


class TeamsDriver:
    """One tenant in which everybody of the sample data is a user. A restart leaves the database, and Teams."""

    def __init__(self, folder: Path, emails: list[str]) -> None:
        self._folder = folder
        self._now = datetime(2023, 11, 1, tzinfo=UTC)
        self._loop = asyncio.Runner()
        self._fake = FakeService()
        self._fake.limit = False  # the clock of a transcript stands still
        self._fake.client_info = False
        self._loop.run(self._fake.start())
        self._people = {email: self._fake.add(name_of(email), email=email) for email in emails}
        self._fake.rosters[TEAM] = list(self._people.values())
        self._email = ""
        self._opened: set[str] = set()
        self._read: dict[str, int] = {}
        self._house = Running(self._fake, folder, now=lambda: self._now)
        self._loop.run(self._install_in_team())

    async def _install_in_team(self) -> None:
        """An administrator has added the app to the team that everybody is in."""
        await self._house.start()
        admin = self._fake.add("Administrator", email="admin@sample.example")
        body = self._fake.activity(admin, type="conversationUpdate", membersAdded=[BOT])
        body["conversation"] = {
            "id": TEAM,
            "conversationType": "channel",
            "isGroup": True,
            "tenantId": TENANT,
        }
        body["channelData"]["team"] = {"id": TEAM}
        assert (await self._fake.post(body))[0] == 200
        await self._house.settle()

    def become(self, email: str) -> None:
        """Somebody else speaks from here on; a stranger is a user of the tenant whom no roster knows."""
        if email not in self._people:
            self._people[email] = self._fake.add("", email=email)
        self._email = email
        self._house.deliver_only(self._user.aad)
        self._loop.run(self._house.settle())

    def set_clock(self, instant: datetime) -> None:
        """It is this instant from here on."""
        self._now = instant
        if self._email:
            self._loop.run(self._house.settle())

    def open(self) -> None:
        """They open the conversation: the app is installed for them; later they ask for home."""
        if self._email in self._opened:
            self.send("home")
            return
        self._opened.add(self._email)
        installed = [
            {"type": "installationUpdate", "action": "add"},
            {"type": "conversationUpdate", "membersAdded": [self._user.account(), BOT]},
        ]
        self._do(*(self._fake.activity(self._user, **body) for body in installed))

    def send(self, text: str) -> None:
        """They type."""
        self._do(self._fake.activity(self._user, text=text, textFormat="plain"))

    def press(self, label: str, under: str = "") -> None:
        """They press a button; where it opens a dialog, they go on in the chat at once."""
        sent, action = self._find(label, under)

        async def work() -> None:
            answer = await self._fake.act(self._user, action, sent)
            if answer and answer.get("task", {}).get("type") == "continue":
                page = answer["task"]["value"]["card"]["content"]
                leave = next(one for one in page["actions"] if one["title"] == IN_CHAT)
                await self._fake.invoke(self._user, "task/submit", {"data": leave["data"]})
            await self._house.settle()

        self._loop.run(work())

    def open_dialog(self, label: str) -> dict[str, Any]:
        """They press a button that opens a dialog; its first page."""
        sent, action = self._find(label, "")
        answer = self._loop.run(self._fake.act(self._user, action, sent))
        assert answer["task"]["type"] == "continue"
        return self._checked(answer)["task"]["value"]["card"]["content"]

    def send_page(self, page: dict[str, Any], filled: dict[str, Any]) -> dict[str, Any]:
        """They send a page in, filled so; what the dialog is answered."""

        async def work() -> dict[str, Any]:
            data = {**page["actions"][0]["data"], **filled}
            _, answer = await self._fake.invoke(self._user, "task/submit", {"data": data})
            await self._house.settle()
            return answer

        return self._checked(self._loop.run(work()))

    def _checked(self, answer: dict[str, Any]) -> dict[str, Any]:
        if answer["task"]["type"] == "continue":
            card(answer["task"]["value"]["card"]["content"], dialog=True)
        return answer

    def attach(self, path: Path) -> None:
        """They send a file."""
        self._fake.downloads[path.name] = path.read_bytes()
        url = f"{self._fake.service_url}v3/attachments/{path.name}"
        ending = path.suffix.removeprefix(".")
        file = {
            "contentType": DOWNLOAD,
            "name": path.name,
            "content": {"downloadUrl": url, "fileType": ending},
        }
        self._do(self._fake.activity(self._user, attachments=[file]))

    def plan(self) -> None:
        """The schedule ticks."""
        self._loop.run(self._house.plan())

    def restart(self) -> None:
        """The process ends and begins again."""
        self._loop.run(self._house.stop())
        only = self._user.aad if self._email else None
        self._house = Running(self._fake, self._folder, now=lambda: self._now, only=only)
        self._loop.run(self._house.start())

    def shown(self) -> str:
        """What they have seen since this was last asked."""
        if not self._email:
            return ""
        everything = self._fake.shown
        begin, self._read[self._email] = self._read.get(self._email, 0), len(everything)
        return "\n".join(
            line
            for chat, body in everything[begin:]
            if chat == self._user.chat
            for line in as_lines.lines(body)
        )

    def close(self) -> None:
        """Play no more; everything that Teams was given must have pleased it."""
        self._loop.run(self._house.stop())
        self._loop.run(self._fake.stop())
        self._loop.close()
        assert self._fake.refused == []

    @property
    def _user(self) -> User:
        return self._people[self._email]

    def _do(self, *bodies: dict) -> None:
        async def work() -> None:
            for body in bodies:
                status, _ = await self._fake.post(body)
                assert status == 200
            await self._house.settle()

        self._loop.run(work())

    def _find(self, label: str, under: str) -> tuple[Sent, dict[str, Any]]:
        """The button on the newest card that has it; a client may still show a card that was replaced since."""
        seen: list[str] = []
        for sent, drawn in reversed(
            [shown for shown in self._fake.cards if shown[0].conversation == self._user.chat]
        ):
            rows = as_lines.rows(drawn)
            found = [
                action
                for title, action in rows
                if action["title"] == label and (not under or under.casefold() in title.casefold())
            ]
            if found and all(one.get("data") == found[0].get("data") for one in found):
                return sent, unfolded(found[0])
            if found:
                raise NoSuchButton(f"[{label}] is under several titles; name one of them behind it")
            seen += [action["title"] for _, action in rows]
        raise NoSuchButton(f"there is no [{label}]; there were {', '.join(seen[:30]) or 'no buttons'}")


def unfolded(action: dict[str, Any]) -> dict[str, Any]:
    """The button itself, where a question is asked before."""
    return action["card"]["actions"][0] if action["type"] == "Action.ShowCard" else action


def name_of(email: str) -> str:
    return email.partition("@")[0].replace(".", " ").title()
