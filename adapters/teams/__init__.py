"""Microsoft Teams: the route that activities come in by, and the surface that cards go out through."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from adapters.config import TeamsSettings
from adapters.links import Links
from adapters.reception import Reception
from adapters.teams.app import Allowed, TeamsApp
from adapters.teams.botframework import BotFramework
from adapters.teams.options import Options
from adapters.teams.references import References, Secrets
from adapters.teams.transport import TeamsSurface
from bot.ports import FileStore


class Teams:
    """Both sides of Teams over one connection. Open it on the running loop.

    `surface` is for the courier and the reception; `app(...)` makes the route, which needs the reception.
    """

    def __init__(
        self, settings: TeamsSettings, secrets: Secrets, links: Links | None, files: FileStore | None
    ) -> None:
        self.options = Options.of(settings)
        self.references = References(secrets)
        self.framework = BotFramework(self.options)
        self.surface = TeamsSurface(self.options, self.framework, self.references, links, files)

    def app(self, reception: Reception, allowed: Allowed, now: Callable[[], datetime]) -> TeamsApp:
        """The route. `allowed` says whether a tenant is served (the one of the settings always is)."""
        own = self.options.tenant_id

        async def served(tenant: str) -> bool:
            return bool(own and tenant == own) or await allowed(tenant)

        return TeamsApp(self.options, self.framework, self.surface, self.references, reception, served, now)

    async def close(self) -> None:
        """Close the connections (where there is no route, which closes them itself)."""
        await self.framework.close()
