"""A platform that does what platforms do: 429 first, answers that are lost, people who blocked the bot, refusals."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable

from adapters.surface import Delivered, Destination, Failed, Outcome, Retry, Unknown, Unreachable
from bot.activities import Identity, Place, Profile, Upload
from bot.ports import Outgoing

LIMITED, LOST, BLOCKED, REFUSED = 7, 11, 13, 17
"""Every so many-th person: told to wait at first; takes it and loses the answer; has blocked the bot; is refused."""


class Platform:
    """Keeps who got what. `diary` is a file to which each arrival is written at once; `full` stops it after so many."""

    home = ""

    def __init__(self, name: str, *, calm: bool = False, diary: str = "") -> None:
        self.name = name
        self.arrived: Counter[int] = Counter()
        self.shown: dict[int, str] = {}
        self.limited: set[int] = set()
        self.calm = calm
        self.full: int | None = None
        self.on_arrival: Callable[[int], None] = lambda _: None
        self._diary = os.open(diary, os.O_WRONLY | os.O_APPEND | os.O_CREAT) if diary else None

    async def deliver(self, outgoing: Outgoing, destination: Destination) -> Outcome:
        user = destination.identity.user
        number = int(user) if user.isdigit() else 0
        place = destination.place or Place(self.name, destination.identity.workspace, f"dm-{user}")
        message = f"{self.name}-{user}"
        if outgoing.op != "send":
            if outgoing.op == "delete":
                self.shown.pop(number, None)
            else:
                self.shown[number] = outgoing.card.headline()
            return Delivered(outgoing.target or message, place)
        if number == 0:
            return Delivered(f"{message}-{outgoing.id}", place)
        if self.full is not None and self.arrived.total() >= self.full:
            return Retry(60.0, "the platform is busy")
        if not self.calm:
            if number % LIMITED == 0 and number not in self.limited:
                self.limited.add(number)
                return Retry(1.0, "rate limited")
            if number % BLOCKED == 0:
                return Unreachable("blocked")
            if number % REFUSED == 0:
                return Failed("refused")
        self._take(number, outgoing)
        if not self.calm and number % LOST == 0:
            return Unknown("the answer was lost")
        return Delivered(message, place)

    def _take(self, number: int, outgoing: Outgoing) -> None:
        self.arrived[number] += 1
        self.shown[number] = outgoing.card.headline()
        if self._diary is not None:
            os.write(self._diary, f"{number}\n".encode())
        self.on_arrival(number)

    async def profile(self, identity: Identity) -> Profile:
        return Profile()

    async def find(self, workspace: str, email: str) -> Identity | None:
        return None

    async def fetch(self, upload: Upload) -> bytes:
        raise NotImplementedError
