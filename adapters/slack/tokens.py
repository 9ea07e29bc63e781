"""Whose token speaks for a workspace: the one of the settings, or those that came by OAuth, kept encrypted.

An installation belongs to a team, or to a whole organisation (org-wide install). Tokens that rotate are renewed
well before they run out; what is known is remembered for a few minutes, so that no event asks the database.
"""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Callable
from typing import Any, Protocol

import aiohttp
from slack_sdk.errors import SlackApiError, SlackTokenRotationError
from slack_sdk.oauth.installation_store import Bot, Installation
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.token_rotation.async_rotator import AsyncTokenRotator
from slack_sdk.web.async_client import AsyncWebClient

from adapters.logs import log
from adapters.slack import outcomes

REMEMBER_SECONDS = 300.0
RENEW_MINUTES = 120  # rotated tokens live 12 hours
PREFIX = "slack:installation:"
ORGANISATION = "installed by"  # of a workspace whose organisation installed for all of its own


class Secrets(Protocol):
    """Small texts kept encrypted in the store, by name; called from another thread."""

    def put(self, name: str, value: str) -> None: ...
    def get(self, name: str) -> str | None: ...
    def delete(self, name: str) -> None: ...


class NotInstalledError(Exception):
    """Foothold is not installed in this Slack workspace."""


class Tokens(Protocol):
    """Finds the installation that speaks for a workspace."""

    async def bot(self, team: str, enterprise: str | None = None) -> Bot:
        """The bot of a workspace; raises NotInstalledError."""

    def forget(self, team: str) -> None:
        """Look it up anew next time."""


class OneWorkspace:
    """The single workspace of SLACK_BOT_TOKEN."""

    def __init__(self, token: str) -> None:
        self._bot = Bot(
            bot_token=token,
            bot_id="",
            bot_user_id="",
            installed_at=0.0,
            app_id=None,
            enterprise_id=None,
            team_id=None,
        )

    async def bot(self, team: str, enterprise: str | None = None) -> Bot:
        """The bot, whatever the workspace: there is only this one."""
        return self._bot

    def forget(self, team: str) -> None:
        """There is nothing else to look up."""


class Installations(AsyncInstallationStore):
    """The workspaces that came by OAuth."""

    def __init__(
        self, secrets: Secrets, client: Callable[[], AsyncWebClient], client_id: str, client_secret: str
    ) -> None:
        self._secrets = secrets
        self._client = client
        self._credentials = {"client_id": client_id, "client_secret": client_secret}
        self._known: dict[tuple[str, str], tuple[Bot, float]] = {}
        self._renewing: dict[str, asyncio.Lock] = {}

    @property
    def logger(self) -> Any:
        """Where the library writes."""
        return logging.getLogger("slack_bolt")

    async def async_save(self, installation: Installation) -> None:
        """Keep an installation, in the place of an earlier one of the same workspace."""
        await self._save(installation.to_bot())

    async def async_save_bot(self, bot: Bot) -> None:
        """Keep renewed tokens."""
        await self._save(bot)

    async def bot(self, team: str, enterprise: str | None = None) -> Bot:
        """The bot of a workspace, else of its organisation; raises NotInstalledError."""
        asked = (team, enterprise or "")
        known = self._known.get(asked)
        if known is not None and known[1] > time.monotonic():
            return known[0]
        found = await self._load(team) if team else None
        if found is None and enterprise:
            found = await self._load(enterprise)
            if found is not None and team:
                # Messages to this workspace later know only its team.
                note = json.dumps({ORGANISATION: enterprise})
                await asyncio.to_thread(self._secrets.put, PREFIX + team, note)
        if found is None:
            raise NotInstalledError
        found = await self._renewed(found)
        self._known[asked] = (found, time.monotonic() + REMEMBER_SECONDS)
        return found

    async def async_find_bot(
        self, *, enterprise_id: str | None, team_id: str | None, is_enterprise_install: bool | None = False
    ) -> Bot | None:
        """The bot of a workspace or organisation, or None."""
        try:
            return await self.bot((not is_enterprise_install and team_id) or "", enterprise_id)
        except NotInstalledError:
            return None

    async def async_delete_bot(self, *, enterprise_id: str | None, team_id: str | None) -> None:
        """Forget the tokens of a workspace (team) or of an organisation (no team)."""
        if name := team_id or enterprise_id:
            await asyncio.to_thread(self._secrets.delete, PREFIX + name)
            self.forget(name)

    async def async_delete_installation(
        self, *, enterprise_id: str | None, team_id: str | None, user_id: str | None = None
    ) -> None:
        """Only bots are kept, so there is nothing more to forget."""

    async def gone(self, team: str, enterprise: str, *, whole: bool, at: float) -> None:
        """Forget what was installed before an instant: the app was removed (`whole`: from the organisation).

        An event that names one workspace may mean its whole organisation: then Slack knows the token no more.
        """
        name = enterprise if whole else team
        kept = await self._load(name) if name else None
        # A late event must not take away an installation that was made since.
        if kept is None or kept.installed_at > at:
            return
        if kept.is_enterprise_install and not whole:
            name = str(kept.enterprise_id) if await self._is_dead(kept.bot_token) else team
        await self.async_delete_bot(enterprise_id=None, team_id=name)
        self._known.clear()

    async def _is_dead(self, token: str) -> bool:
        try:
            await self._client().auth_test(token=token)
        except SlackApiError as error:
            return outcomes.code_of(error) in outcomes.TOKEN_ERRORS
        except (aiohttp.ClientError, TimeoutError, ConnectionError):
            return False
        return False

    def forget(self, team: str) -> None:
        """Look it up anew next time."""
        self._known = {key: value for key, value in self._known.items() if team not in key}

    async def _save(self, bot: Bot) -> None:
        name = bot.enterprise_id if bot.is_enterprise_install else bot.team_id
        kept = {key: value for key, value in bot.to_dict_for_copying().items() if key != "custom_values"}
        await asyncio.to_thread(self._secrets.put, f"{PREFIX}{name}", json.dumps(kept, default=str))
        self.forget(name or "")

    async def _load(self, name: str) -> Bot | None:
        text = await asyncio.to_thread(self._secrets.get, PREFIX + name)
        kept = json.loads(text or "{}")
        if ORGANISATION in kept:
            return await self._load(kept[ORGANISATION])
        return Bot(**kept) if kept else None

    async def _renewed(self, bot: Bot) -> Bot:
        """The bot with a token that is good for hours; one renewal at a time for each workspace."""
        if bot.bot_token_expires_at is None:
            return bot
        name = str(bot.enterprise_id if bot.is_enterprise_install else bot.team_id)
        async with self._renewing.setdefault(name, asyncio.Lock()):
            current = await self._load(name) or bot
            rotator = AsyncTokenRotator(client=self._client(), **self._credentials)
            try:
                renewed = await rotator.perform_bot_token_rotation(
                    bot=current, minutes_before_expiration=RENEW_MINUTES
                )
            except SlackTokenRotationError:
                # Another process may have renewed it a moment ago; else the old one serves until it runs out.
                log().warning("a token could not be renewed", surface="slack", workspace=name)
                return await self._load(name) or current
            if renewed is None:
                return current
            await self._save(renewed)
            return renewed
