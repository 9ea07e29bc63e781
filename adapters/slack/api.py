"""The Web API of Slack: one session, a client for each workspace's token, and what it knows of people and files."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.logs import log
from adapters.slack import outcomes
from adapters.slack.parse import SURFACE
from adapters.slack.tokens import NotInstalledError, Tokens
from adapters.surface import AskLaterError, FetchError, Retry
from bot.activities import Identity, Profile, Upload

CALL_SECONDS = 20.0
KEEP_ALIVE_SECONDS = (
    10.0  # shorter than Slack's, so that no request goes into a connection that it just closed
)
MOST_WAITS, LONGEST_WAIT = 5, 60.0  # when a whole year opens the app on one morning
LARGEST_FILE = 50_000_000
FILE_HOSTS = ("slack.com", "slack-files.com", "slack-edge.com", "slack-gov.com")
OK = 200


class WebApi:
    """Calls Slack. `tokens` is made from a function that gives a client without a token (for renewals)."""

    def __init__(self, url: str, tokens: Callable[[Callable[[], AsyncWebClient]], Tokens]) -> None:
        self.url = url.rstrip("/") + "/"
        self.tokens = tokens(self.client)
        self._session: aiohttp.ClientSession | None = None
        self._clients: dict[str, AsyncWebClient] = {}

    def session(self) -> aiohttp.ClientSession:
        """The one session; made on first use, within the running loop."""
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(
                timeout=aiohttp.ClientTimeout(total=CALL_SECONDS, connect=5.0),
                connector=aiohttp.TCPConnector(limit=100, keepalive_timeout=KEEP_ALIVE_SECONDS),
            )
        return self._session

    def client(self, token: str | None = None) -> AsyncWebClient:
        """A client that never repeats a call by itself."""
        return AsyncWebClient(
            token=token,
            base_url=self.url,
            session=self.session(),
            retry_handlers=[],
            timeout=int(CALL_SECONDS),
        )

    async def for_workspace(self, team: str) -> AsyncWebClient:
        """The client that speaks for a workspace; raises NotInstalledError."""
        bot = await self.tokens.bot(team)
        known = self._clients.get(team)
        if known is None or known.token != bot.bot_token or known.session is not self.session():
            known = self._clients[team] = self.client(bot.bot_token)
            if bot.is_enterprise_install and team != bot.enterprise_id:
                known.default_params["team_id"] = team
        return known

    async def close(self) -> None:
        """End the session."""
        if self._session is not None:
            await self._session.close()

    async def profile(self, identity: Identity) -> Profile:
        """What the workspace's directory says of a user; somebody from another workspace is a stranger."""
        try:
            bot = await self.tokens.bot(identity.workspace)
            client = await self.for_workspace(identity.workspace)
            user = (await _patiently(client.users_info, user=identity.user, include_locale=True))["user"]
        except NotInstalledError:
            return Profile()
        except SlackApiError as error:
            if isinstance(outcomes.before_sending(error), Retry):
                raise  # to be told that one is unknown here, because Slack was ill, would be wrong
            return Profile()
        about = user.get("profile") or {}
        name = about.get("real_name") or user.get("real_name") or None
        organisation = (user.get("enterprise_user") or {}).get("enterprise_id")
        same = user.get("team_id") in {None, identity.workspace} or (
            organisation is not None and organisation in {bot.enterprise_id, identity.workspace}
        )
        if user.get("is_stranger") or not same:
            return Profile(name=name, stranger=True)
        return Profile(
            email=about.get("email") or None,
            name=name,
            time_zone=user.get("tz") or None,
            locale=user.get("locale") or None,
        )

    async def find(self, workspace: str, email: str) -> Identity | None:
        """The member of a workspace with that address; raises AskLaterError."""
        try:
            client = await self.for_workspace(workspace)
            user = (await client.users_lookupByEmail(email=email))["user"]
        except NotInstalledError:
            return None
        except SlackApiError as error:
            if isinstance(outcomes.before_sending(error), Retry):  # too many questions, or Slack is ill
                raise AskLaterError(outcomes.retry_after(error)) from error
            code = outcomes.code_of(error)
            if code not in {"users_not_found", "user_not_found"}:
                log().error(
                    "Slack does not tell who has an address", surface=SURFACE, workspace=workspace, error=code
                )
            return None
        return None if user.get("deleted") or user.get("is_bot") else Identity(SURFACE, workspace, user["id"])

    async def fetch(self, upload: Upload) -> bytes:
        """The content of a file, with the token of its workspace; raises FetchError."""
        team, _, rest = upload.source.partition(" ")
        address = rest.partition(" ")[2]
        trouble = f'I could not fetch "{upload.name}" from Slack. Please send it again.'
        if not self._is_slacks(address):
            raise FetchError(trouble)
        try:
            token = (await self.tokens.bot(team)).bot_token
            headers = {"Authorization": f"Bearer {token}"}
            async with self.session().get(address, headers=headers, allow_redirects=False) as answer:
                # Slack shows its sign-in page to a token that may not see the file.
                sign_in = answer.content_type == "text/html" and upload.media_type != "text/html"
                if answer.status != OK or sign_in:
                    raise FetchError(trouble)
                content = bytearray()
                async for piece in answer.content.iter_chunked(65_536):
                    content += piece
                    if len(content) > LARGEST_FILE:
                        most = LARGEST_FILE // 1_000_000
                        raise FetchError(
                            f'"{upload.name}" is larger than {most} MB. Please send a smaller file.'
                        )
        except (NotInstalledError, aiohttp.ClientError, TimeoutError) as error:
            raise FetchError(trouble) from error
        return bytes(content)

    def _is_slacks(self, address: str) -> bool:
        """Whether the token may be shown to an address: only to Slack's own hosts, or the API's of the settings."""
        parts, api = urlsplit(address), urlsplit(self.url)
        host = parts.hostname or ""
        theirs = parts.scheme == "https" and any(
            host == one or host.endswith("." + one) for one in FILE_HOSTS
        )
        return theirs or (parts.scheme, parts.netloc) == (api.scheme, api.netloc)


async def _patiently(call: Callable[..., Any], **arguments: Any) -> Any:
    """A question to the directory; where Slack asks to wait, it is put again after that."""
    for _ in range(MOST_WAITS):
        try:
            return await call(**arguments)
        except SlackApiError as error:
            found = outcomes.before_sending(error)
            if not isinstance(found, Retry) or found.after is None:
                raise
            await asyncio.sleep(min(found.after, LONGEST_WAIT))
    return await call(**arguments)
