"""Teams as a surface: sends, changes and takes back what the courier brings, and asks the roster who somebody is.

A message id is what the connector gave; several, parted by commas, where one card needed several messages.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from typing import Any

from adapters.links import Links
from adapters.logs import describe, log
from adapters.surface import (
    AskLaterError,
    Delivered,
    Destination,
    Failed,
    FetchError,
    Outcome,
    Retry,
    Unknown,
    Unreachable,
)
from adapters.teams.attached import CONNECTOR
from adapters.teams.botframework import BotFramework
from adapters.teams.files import Files, in_onedrive, wanted
from adapters.teams.options import Options
from adapters.teams.outcomes import TROUBLE, outcome
from adapters.teams.pace import Paces
from adapters.teams.parse import SURFACE, THREAD
from adapters.teams.people import email_of, identity_of, profile_of
from adapters.teams.references import PERSONAL, Reference, References
from adapters.teams.render import Link, message, messages, pages
from adapters.teams.tries import again
from bot.activities import Identity, Place, Profile, Upload
from bot.cards import Card, Image
from bot.errors import UnsupportedPartError
from bot.ports import FileStore, Outgoing

LARGEST_FILE = 25_000_000
ROSTER_SECONDS = 600.0
WAIT_WITHIN = 8.0  # a further message of one card waits this long at most; the courier waits 30 s in all
PAUSE = 1.0
TOO_FAST = "Waiting for the pace that Teams allows."


class TeamsSurface:
    """The `teams` surface."""

    name = SURFACE

    def __init__(
        self,
        options: Options,
        framework: BotFramework,
        references: References,
        links: Links | None = None,
        kept: FileStore | None = None,
    ) -> None:
        self._options = options
        self.home = options.tenant_id
        self._framework = framework
        self._references = references
        self._links = links
        self.files = Files(options, framework, links, kept)
        self._paces = Paces()
        self._rosters: dict[str, tuple[float, list[dict[str, Any]]]] = {}

    async def deliver(self, outgoing: Outgoing, destination: Destination) -> Outcome:
        """Send, update or delete one message; never raises for what Teams does."""
        found = await self._reference(destination)
        if not isinstance(found, Reference):
            return found
        if outgoing.op == "delete":
            return await self._delete(found, _ids(outgoing.target))
        link = self.link(destination.reader)
        try:
            file = wanted(outgoing.card)
            drawn = await self.files.save(file, found, link) if file else _drawn(outgoing, link)
        except UnsupportedPartError as error:
            log().error("a card cannot be drawn for Teams", outbox=outgoing.id, **describe(error))
            return Failed(error.message)
        sent = await self._send(found, _ids(outgoing.target) if outgoing.op == "update" else [], drawn)
        if isinstance(sent, Delivered) and outgoing.op == "send" and found.private and not file:
            await self._offer(found, outgoing.card, destination.reader)
        return sent

    async def _offer(self, reference: Reference, card: Card, reader: int) -> None:
        """Offer the files of a card that was sent. Where that cannot be, the links on the card are enough."""
        for offer in await self.files.offers(card, reader):
            found = await self._paced(reference, self._framework.send, reference, offer)
            if not isinstance(found, str):
                log().warning("a file was not offered", reason_kind=found.reason)
                return

    async def _send(self, reference: Reference, old: list[str], drawn: list[dict[str, Any]]) -> Outcome:
        """Every message of a card: the old ones changed, further ones added, those left over taken away."""
        ids: list[str] = []
        for number, one in enumerate(drawn):
            call = partial(self._paced, reference, self._framework.send, reference, one)
            if number < len(old):
                call = partial(self._paced, reference, self._framework.update, reference, old[number], one)
            found = await call()
            if ids and isinstance(found, Retry) and not found.workspace:  # the rest of a card that is begun
                await asyncio.sleep(min(found.after or PAUSE, WAIT_WITHIN))
                found = await call()
            if isinstance(found, str):
                ids.append(found)
            elif ids:
                return Unknown(f"{len(ids)} of {len(drawn)} messages of this card were sent. {found.reason}")
            else:
                return found
        if old[len(drawn) :]:
            await self._delete(reference, old[len(drawn) :])
        return Delivered(",".join(ids), _place(reference))

    async def _paced(self, reference: Reference, call: Callable[..., Awaitable[str]], *args: Any) -> Any:
        """The message id of a call, or how it failed."""
        if wait := await self._paces.turn(reference.tenant, reference.conversation):
            return Retry(wait, TOO_FAST)
        try:
            return await call(*args)
        except TROUBLE as error:
            return outcome(error, "send" if call == self._framework.send else "again")

    async def _delete(self, reference: Reference, ids: list[str]) -> Outcome:
        for one in ids:
            try:
                await self._framework.delete(reference, one)
            except TROUBLE as error:
                found = outcome(error, "again")
                if getattr(error, "status", 0) not in {404, 410}:  # gone already is what was wanted
                    return found
        return Delivered(",".join(ids), _place(reference))

    async def _reference(self, destination: Destination) -> Reference | Outcome:
        """Where a message goes: the conversation that is known, else a private one opened now."""
        identity, place = destination.identity, destination.place
        if place is not None:
            known = await self._references.chat(place.workspace, place.conversation)
            known = known or await self._constructed(place, identity)
            thread = f"{THREAD}{place.thread}" if place.thread else ""
            return replace(known, conversation=place.conversation + thread)
        known = await self._references.person(identity.workspace, identity.user)
        return known or await self._open(identity)

    async def _open(self, identity: Identity) -> Reference | Outcome:
        tenant = identity.workspace
        service = await self._service(tenant)
        try:
            conversation = await self._framework.open_chat(service, identity.user, tenant)
        except TROUBLE as error:
            return outcome(error, "open")
        if not conversation:
            return Unreachable("Teams opened no conversation with this person.")
        opened = await self._constructed(Place(SURFACE, tenant, conversation), identity)
        await self._references.keep(opened, user=identity.user)
        return opened

    async def _constructed(self, place: Place, identity: Identity) -> Reference:
        """A conversation of which nothing arrived yet."""
        teams_id = ":" in identity.user  # "29:…"; an id of the directory has no colon
        return Reference(
            service_url=await self._service(place.workspace),
            conversation=place.conversation,
            kind=PERSONAL if place.private else "channel",
            tenant=place.workspace,
            bot=self._options.bot_id,
            user=identity.user,
            aad_object_id="" if teams_id else identity.user,
        )

    async def _service(self, tenant: str) -> str:
        return await self._references.service(tenant) or self._options.service_url

    def link(self, reader: int = 0) -> Link:
        """Makes the addresses of kept files, for one reader."""
        links = self._links

        def address(part: Any) -> str:
            if links is None:
                raise UnsupportedPartError("Files cannot be linked to: FOOTHOLD_PUBLIC_URL is not set.")
            if isinstance(part, Image):
                return links.file(part.file_id, "picture.png", "image/png", reader=reader)
            return links.file(part.file_id, part.name, part.media_type, reader=reader)

        return address

    async def profile(self, identity: Identity) -> Profile:
        """What the roster of the conversation says of a user, with the time zone that their client told.

        It raises while Teams is busy: to be told that one is unknown here, because Teams was ill, would be wrong.
        """
        known = await self._references.person(identity.workspace, identity.user)
        if known is None:
            return Profile()
        try:
            member = await again(lambda: self._framework.member(known, known.user or identity.user))
        except TROUBLE as error:
            if isinstance(outcome(error, "open"), Retry):
                raise
            log().warning("Teams gave no profile", **describe(error))
            member = {}
        return profile_of(member, known)

    async def find(self, workspace: str, email: str) -> Identity | None:
        """The user with that address in one of the teams that the app is in, or None; raises AskLaterError."""
        busy: AskLaterError | None = None
        for team in await self._references.teams(workspace):
            try:
                members = await self._roster(team)
            except AskLaterError as error:
                busy = error
                continue
            for member in members:
                if email_of(member) == email.casefold():
                    return identity_of(workspace, member)
        if busy:
            raise busy
        return None

    async def _roster(self, team: Reference) -> list[dict[str, Any]]:
        at, members = self._rosters.get(team.conversation, (0.0, []))
        if members and time.monotonic() - at < ROSTER_SECONDS:
            return members
        try:
            members = await self._framework.members(team)
        except TROUBLE as error:
            found = outcome(error, "open")
            if isinstance(found, Retry):
                raise AskLaterError(found.after) from error
            log().warning("Teams gave no roster", **describe(error))
            if getattr(error, "status", 0) in {403, 404}:
                await self._references.keep(replace(team, gone=True))  # until something is heard from there
            return []
        self._rosters[team.conversation] = (time.monotonic(), members)
        return members

    async def fetch(self, upload: Upload) -> bytes:
        """The content of a file; raises FetchError.

        Our token goes only to the connector itself, and nothing is fetched from anywhere but there and OneDrive.
        """
        signed = upload.source.startswith(CONNECTOR)
        url = upload.source.removeprefix(CONNECTOR)
        if not (signed or in_onedrive(url) or self._options.allow_anonymous):
            raise FetchError
        try:
            return await again(lambda: self._framework.download(url, signed=signed, most=LARGEST_FILE))
        except TROUBLE as error:
            raise FetchError from error


def _drawn(outgoing: Outgoing, link: Link) -> list[dict[str, Any]]:
    """The messages of a card. What changes is drawn as a card: clients go on showing a card that became words."""
    if outgoing.op == "update":
        return [message(one, outgoing.card) for one in pages(outgoing.card, link)]
    return messages(outgoing.card, link)


def _ids(target: str | None) -> list[str]:
    return [one for one in (target or "").split(",") if one]


def _place(reference: Reference) -> Place:
    conversation, found, thread = reference.conversation.partition(THREAD)
    return Place(
        SURFACE, reference.tenant, conversation, private=reference.private, thread=thread if found else None
    )
