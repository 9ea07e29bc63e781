"""Installing into many workspaces: Slack's OAuth pages, single-use states, and a word to whoever installed."""

from __future__ import annotations

import asyncio
import html
import json
import secrets as randomness
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from slack_bolt.oauth.async_callback_options import AsyncCallbackOptions, AsyncFailureArgs, AsyncSuccessArgs
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.response import BoltResponse
from slack_sdk.oauth import OAuthStateUtils
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore
from slack_sdk.web.async_client import AsyncWebClient

from adapters.config import SlackSettings
from adapters.slack.manifest import scopes
from adapters.slack.tokens import Installations, Secrets

INSTALL_PATH = "/slack/install"
REDIRECT_PATH = "/slack/oauth_redirect"
STATE_SECONDS = 600
PREFIX = "slack:state:"
PAGE = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
    '<meta name="viewport" content="width=device-width, initial-scale=1">'
    "<style>body{{font:1.1rem/1.5 system-ui,sans-serif;max-width:36rem;margin:4rem auto;padding:0 1rem}}</style>"
    "</head><body><h1>{title}</h1><p>{text}</p></body></html>"
)

Installed = Callable[[str, str], Awaitable[None]]


class States(AsyncOAuthStateStore):
    """States of the OAuth dance: each good for ten minutes and for one use, in whichever process it ends."""

    def __init__(self, secrets: Secrets) -> None:
        self._secrets = secrets

    async def async_issue(self, *args: Any, **kwargs: Any) -> str:
        """A new state."""
        state = randomness.token_urlsafe(32)
        await asyncio.to_thread(self._secrets.put, PREFIX + state, json.dumps(time.time() + STATE_SECONDS))
        return state

    async def async_consume(self, state: str) -> bool:
        """Whether a state is ours and still good; it is used up."""
        kept = await asyncio.to_thread(self._secrets.get, PREFIX + state)
        if kept is None:
            return False
        await asyncio.to_thread(self._secrets.delete, PREFIX + state)
        return bool(json.loads(kept) > time.time())


def flow(
    settings: SlackSettings,
    public_url: str,
    installations: Installations,
    secrets: Secrets,
    installed: Installed,
) -> AsyncOAuthFlow:
    """The installation flow. `installed` is told the workspace and the user who installed."""

    async def success(args: AsyncSuccessArgs) -> BoltResponse:
        new = args.installation
        await installed(new.team_id or new.enterprise_id or "", new.user_id)
        return page(
            200,
            "Foothold is installed",
            "One step is left: the owner of Foothold connects this workspace to its programmes. "
            f"Its id is {new.team_id or new.enterprise_id}. You can close this page.",
        )

    async def failure(args: AsyncFailureArgs) -> BoltResponse:
        return page(
            args.suggested_status_code,
            "Foothold was not installed",
            f"Slack said: {args.reason}. Nothing was changed. Please start again from the page that sent you here.",
        )

    site = settings.api_url.rstrip("/").removesuffix("/api")
    return AsyncOAuthFlow(
        client=AsyncWebClient(base_url=settings.api_url),
        settings=AsyncOAuthSettings(
            client_id=settings.client_id,
            client_secret=settings.client_secret,
            scopes=scopes(),
            redirect_uri=public_url.rstrip("/") + REDIRECT_PATH,
            install_path=INSTALL_PATH,
            redirect_uri_path=REDIRECT_PATH,
            authorization_url=f"{site}/oauth/v2/authorize",
            install_page_rendering_enabled=False,
            installation_store=installations,
            installation_store_bot_only=True,
            state_store=States(secrets),
            state_expiration_seconds=STATE_SECONDS,
            callback_options=AsyncCallbackOptions(success=success, failure=failure),
        ),
    )


def page(status: int, title: str, text: str) -> BoltResponse:
    """A page of a few words."""
    body = PAGE.format(title=html.escape(title), text=html.escape(text))
    headers: dict[str, str | Sequence[str]] = {
        "Content-Type": "text/html; charset=utf-8",
        "Set-Cookie": OAuthStateUtils().build_set_cookie_for_deletion(),
    }
    return BoltResponse(status=status, body=body, headers=headers)
