"""Puts the Slack side together from the settings: for the composition root."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from adapters.config import SlackSettings
from adapters.links import Links
from adapters.reception import Reception
from adapters.slack.api import WebApi
from adapters.slack.app import SlackFront
from adapters.slack.oauth import flow
from adapters.slack.tokens import Installations, OneWorkspace, Secrets
from adapters.slack.transport import SlackSurface


def make_surface(
    settings: SlackSettings, secrets: Secrets, links: Links | None, *, strict: bool = False
) -> SlackSurface:
    """The surface that the courier and the reception use. `links` None: there is no public address."""
    if settings.bot_token:
        api = WebApi(settings.api_url, lambda _: OneWorkspace(settings.bot_token))
    else:
        ours = (settings.client_id, settings.client_secret)
        api = WebApi(settings.api_url, lambda client: Installations(secrets, client, *ours))
    return SlackSurface(api, links=links, strict=strict)


def make_front(
    settings: SlackSettings,
    surface: SlackSurface,
    reception: Reception,
    now: Callable[[], datetime],
    secrets: Secrets,
    public_url: str,
) -> SlackFront:
    """What Slack reaches: mount its `routes()`, `start()` it within the loop, `stop()` it at the end."""

    async def installed(team: str, user: str) -> None:
        await front.installed(team, user)

    tokens = surface.api.tokens
    oauth = (
        flow(settings, public_url, tokens, secrets, installed) if isinstance(tokens, Installations) else None
    )
    front = SlackFront(settings, surface, reception, now, oauth)
    return front
