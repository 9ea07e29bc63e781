"""Conversation references: where a conversation is and who is in it, as our own JSON, kept fresh by what arrives."""

from __future__ import annotations

import asyncio
import json
import time
from collections import OrderedDict
from dataclasses import asdict, dataclass, fields
from typing import Any, Protocol

PERSONAL = "personal"
PREFIX = "teams:reference:"
REMEMBER_SECONDS = 300.0
REMEMBER_MOST = 20_000


@dataclass(frozen=True, slots=True)
class Reference:
    """One conversation as it was last seen.

    `conversation` may end in ";messageid=…" for a thread of a channel. `kind` is personal, groupChat or channel.
    `user` is the Teams id of the person (personal conversations only), `aad_object_id` their id in the directory.
    `left` is the id of the activity that last removed the app here, "" if none did; `gone` is true until it is back.
    """

    service_url: str
    conversation: str
    kind: str
    tenant: str
    bot: str
    user: str = ""
    aad_object_id: str = ""
    name: str = ""
    locale: str = ""
    time_zone: str = ""
    left: str = ""
    gone: bool = False

    @property
    def private(self) -> bool:
        """Whether only one person and the bot read here."""
        return self.kind == PERSONAL

    def to_json(self) -> dict[str, Any]:
        """As JSON values."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Reference:
        """From JSON values; what a later version wrote besides is left out."""
        known = {field.name for field in fields(cls)}
        return cls(**{key: value for key, value in data.items() if key in known})


class Secrets(Protocol):
    """Small texts kept encrypted in the store, by name; called from another thread."""

    def put(self, name: str, value: str) -> None: ...
    def get(self, name: str) -> str | None: ...


class References:
    """The references of all tenants, by conversation, by person and by team.

    They are read through a memory of a few minutes, and written only when they changed.
    """

    def __init__(self, secrets: Secrets) -> None:
        self._secrets = secrets
        self._known: OrderedDict[str, tuple[float, str | None]] = OrderedDict()

    async def chat(self, tenant: str, conversation: str) -> Reference | None:
        """Where a conversation is."""
        return _read(await self._get(f"{tenant}:chat:{conversation}"))

    async def person(self, tenant: str, user: str) -> Reference | None:
        """The private conversation with a person, by the id that their identity has."""
        return _read(await self._get(f"{tenant}:user:{user}"))

    async def teams(self, tenant: str) -> list[Reference]:
        """The teams that the app is installed in."""
        ids = json.loads(await self._get(f"{tenant}:teams") or "[]")
        found = [_read(await self._get(f"{tenant}:chat:{team}")) for team in ids]
        return [one for one in found if one is not None and not one.gone]

    async def service(self, tenant: str) -> str | None:
        """The address of the service that this tenant's conversations were last heard from."""
        return await self._get(f"{tenant}:service")

    async def keep(self, reference: Reference, *, user: str = "", team: str = "") -> None:
        """Keep a conversation as it is now; under the person's id too, or as a team that people are found in."""
        text = json.dumps(reference.to_json(), sort_keys=True)
        await self._put(f"{reference.tenant}:service", reference.service_url)
        if team:
            ids = json.loads(await self._get(f"{reference.tenant}:teams") or "[]")
            if team not in ids:
                await self._put(f"{reference.tenant}:teams", json.dumps(sorted([*ids, team])))
        await self._put(f"{reference.tenant}:chat:{reference.conversation}", text)
        if user:
            await self._put(f"{reference.tenant}:user:{user}", text)

    async def _get(self, name: str) -> str | None:
        at, text = self._known.get(name, (-REMEMBER_SECONDS, None))
        if time.monotonic() - at < REMEMBER_SECONDS:
            return text
        text = await asyncio.to_thread(self._secrets.get, PREFIX + name)
        self._remember(name, text)
        return text

    async def _put(self, name: str, text: str) -> None:
        if await self._get(name) != text:
            await asyncio.to_thread(self._secrets.put, PREFIX + name, text)
            self._remember(name, text)

    def _remember(self, name: str, text: str | None) -> None:
        self._known[name] = (time.monotonic(), text)
        self._known.move_to_end(name)
        while len(self._known) > REMEMBER_MOST:
            self._known.popitem(last=False)


def _read(text: str | None) -> Reference | None:
    return Reference.from_json(json.loads(text)) if text else None
