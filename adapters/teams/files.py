"""Files that the bot sends: offered by Teams' own card, put into the reader's OneDrive when they accept.

Only in personal chats, and not in the government clouds, where bots can send no files (Microsoft's page on sending and
receiving files). The signed link on the card stays as the other way. What a client sends back is not believed: the
offer is a signed token, and nothing is uploaded but to OneDrive or to the service itself.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections import OrderedDict
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from adapters.links import BadLinkError, Links
from adapters.logs import describe, log
from adapters.teams.botframework import BotFramework
from adapters.teams.options import Options
from adapters.teams.outcomes import TROUBLE
from adapters.teams.references import Reference
from adapters.teams.render import Link, messages
from adapters.teams.service import Body
from adapters.teams.tries import again
from bot.activities import FileAnswer
from bot.cards import Attachment, Card, Text, text
from bot.errors import NotFoundError
from bot.ports import FileStore

CONSENT = "fileConsent/invoke"
CONSENT_CARD = "application/vnd.microsoft.teams.card.file.consent"
INFO_CARD = "application/vnd.microsoft.teams.card.file.info"
OFFER = "offer"
ONEDRIVE = ".sharepoint.com"
OPENED_AT_ONCE = frozenset(
    {"text/calendar"}
)  # a calendar takes it from the link; in OneDrive it does nothing
MOST_OFFERS = 3  # a card with more files is a list to choose from: links are enough
UPLOAD_SECONDS = 20.0  # the courier waits for 30
REMEMBER = 1_000
ASK_AGAIN = "Please ask for it again where you found it."
SAVE = "Save it in your OneDrive? The link above opens it without that."
UNNAMEABLE = re.compile(r'["*:<>?/\\|\x00-\x1f]+')  # what OneDrive takes in no name


class RefusedUploadError(Exception):
    """The place for the upload is none that we upload to."""


class Files:
    """Makes the offers, reads the answers, and puts the files where they are wanted.

    Without `links` (no public address) or `kept` (no file store) nothing is offered.
    """

    def __init__(
        self, options: Options, framework: BotFramework, links: Links | None, kept: FileStore | None
    ) -> None:
        self._options = options
        self._framework = framework
        self._links = links
        self._kept = kept
        self._put: OrderedDict[str, None] = OrderedDict()

    async def offers(self, card: Card, reader: int) -> list[Body]:
        """The messages that offer the files of a card."""
        files = [one for one in card.parts if isinstance(one, Attachment)]
        if self._links is None or self._kept is None or self._options.government or len(files) > MOST_OFFERS:
            return []
        offered = [one for one in files if one.media_type not in OPENED_AT_ONCE]
        found = [await self._offer(one, self._links, self._kept, reader) for one in offered]
        return [one for one in found if one is not None]

    async def _offer(self, file: Attachment, links: Links, kept: FileStore, reader: int) -> Body | None:
        try:
            size = len(await asyncio.to_thread(kept.get, file.file_id))
        except NotFoundError:
            return None
        if not size:
            return None
        values = {"id": file.file_id, "name": file.name, "type": file.media_type}
        context = {OFFER: links.token(OFFER, values, reader=reader)}
        content = {
            "description": SAVE,
            "sizeInBytes": size,
            "acceptContext": context,
            "declineContext": context,
        }
        return {
            "summary": f"Save {file.name} in your OneDrive?",
            "attachments": [{"contentType": CONSENT_CARD, "name": nameable(file.name), "content": content}],
        }

    def answer(self, body: Mapping[str, Any]) -> FileAnswer | None:
        """What somebody answered to an offer; None for what is no answer to one of ours."""
        value = body.get("value")
        context = value.get("context") if isinstance(value, Mapping) else None
        token = context.get(OFFER) if isinstance(context, Mapping) else None
        if (
            self._links is None
            or not isinstance(value, Mapping)
            or not isinstance(token, str)
            or value.get("action") not in {"accept", "decline"}
        ):
            return None
        try:
            link = self._links.read(token)
        except BadLinkError:
            return FileAnswer("", "", "", 0)
        if link.kind != OFFER:
            return FileAnswer("", "", "", 0)
        into = json.dumps(value.get("uploadInfo")) if value["action"] == "accept" else ""
        return FileAnswer(link.values["name"], link.values["type"], link.values["id"], link.reader, into)

    async def save(self, file: Attachment, reference: Reference, link: Link) -> list[Body]:
        """Put a file where it is wanted; the messages that show it there, or that say why it is not."""
        info = _info(file.into)
        try:
            await self._upload(file, str(info.get("uploadUrl") or ""), reference)
        except NotFoundError:
            return messages(text(f"{file.name} is no longer kept. {ASK_AGAIN}"), link)
        except (*TROUBLE, RefusedUploadError, TimeoutError) as error:
            log().warning("a file was not taken by OneDrive", **describe(error))
            return messages(_not_saved(file), link)
        name = str(info.get("name") or nameable(file.name))
        told: Body = {"text": f"{name} is in your OneDrive.", "textFormat": "plain"}
        told["summary"] = told["text"]
        address = str(info.get("contentUrl") or "")
        if ours(address, reference.service_url):
            content = {"uniqueId": str(info.get("uniqueId", "")), "fileType": str(info.get("fileType", ""))}
            card = {"contentType": INFO_CARD, "contentUrl": address, "name": name, "content": content}
            told["attachments"] = [card]
        return [told]

    async def _upload(self, file: Attachment, url: str, reference: Reference) -> None:
        """Once: an upload whose message must be sent again is not repeated."""
        if self._kept is None or not ours(url, reference.service_url):
            raise RefusedUploadError
        if url in self._put:
            return
        content = await asyncio.to_thread(self._kept.get, file.file_id)
        async with asyncio.timeout(UPLOAD_SECONDS):
            await again(lambda: self._framework.upload(url, content, file.media_type))
        self._put[url] = None
        if len(self._put) > REMEMBER:
            self._put.popitem(last=False)


def wanted(card: Card) -> Attachment | None:
    """The file of a card that says where its reader wants it."""
    return next((one for one in card.parts if isinstance(one, Attachment) and one.into), None)


def ours(url: str, service_url: str) -> bool:
    """Whether an address is in OneDrive, or at the service itself, which the token of the request vouches for."""
    parts, service = urlsplit(url), urlsplit(service_url)
    at_service = bool(parts.netloc) and (parts.scheme, parts.netloc) == (service.scheme, service.netloc)
    return at_service or in_onedrive(url)


def in_onedrive(url: str) -> bool:
    """Whether an address is in somebody's OneDrive, where Teams keeps the files of private chats."""
    parts = urlsplit(url)
    return parts.scheme == "https" and (parts.hostname or "").endswith(ONEDRIVE)


def nameable(name: str) -> str:
    """A file's name without what OneDrive refuses."""
    return UNNAMEABLE.sub("-", name).strip(" .") or "file"


def _info(into: str) -> Mapping[str, Any]:
    found = json.loads(into)
    return found if isinstance(found, dict) else {}


def _not_saved(file: Attachment) -> Card:
    words = (
        f"OneDrive did not take {file.name}, so it is not saved there. Nothing is lost: you can open it here."
    )
    return Card(parts=(Text(words), Attachment(file.name, file.media_type, file.file_id)), summary=words)
