"""The platforms as the server sees them: a surface to deliver through, routes to serve, a start and a stop."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from aiohttp import web

from adapters.config import Settings
from adapters.host import House
from adapters.keeping import StoreSecrets
from adapters.links import Links
from adapters.reception import Reception
from adapters.surface import Surface


@dataclass(frozen=True, slots=True)
class Mounted:
    """One platform that is set up. Start it on the running loop, before its routes are served.

    `cease` takes no more in; messages can leave until `stop`.
    """

    surface: Surface
    routes: Sequence[web.RouteDef]
    start: Callable[[], Awaitable[None]]
    cease: Callable[[], Awaitable[None]]
    stop: Callable[[], Awaitable[None]]


def slack(
    settings: Settings,
    house: House,
    links: Links,
    reception: Reception,
    now: Callable[[], datetime],
    *,
    serves: bool,
) -> Mounted | None:
    """Slack, where its settings are there. Without `serves` nothing is taken in, by HTTP or Socket Mode."""
    if settings.slack is None:
        return None
    from adapters.slack.build import make_front, make_surface

    ours = settings.slack if serves else replace(settings.slack, app_token="")
    secrets = StoreSecrets(house.store, "slack")
    surface = make_surface(ours, secrets, links if settings.public_url else None)
    front = make_front(ours, surface, reception, now, secrets, settings.public_url)
    return Mounted(surface, front.routes() if serves else (), front.start, front.cease, front.stop)


def teams(
    settings: Settings,
    house: House,
    links: Links,
    reception: Reception,
    now: Callable[[], datetime],
    *,
    serves: bool,
) -> Mounted | None:
    """Teams, where its settings are there."""
    if settings.teams is None:
        return None
    from adapters.teams import Teams

    secrets = StoreSecrets(house.store, "teams")
    made = Teams(settings.teams, secrets, links if settings.public_url else None, house.files)

    async def connected(tenant: str) -> bool:
        def work(unit: Any) -> bool:
            return bool(unit.programmes.served("teams", tenant))

        return await asyncio.wrap_future(house.store.submit(work))

    async def nothing() -> None:
        """Nothing has to be asked of Teams before it can be served, and without a route nothing comes in."""

    if not serves:
        return Mounted(made.surface, (), nothing, nothing, made.close)
    app = made.app(reception, connected, now)
    return Mounted(made.surface, app.routes(), nothing, app.cease, app.close)
