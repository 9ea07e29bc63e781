"""The settings of the Teams side, and what follows from them: which cloud, whose tokens, which bot."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from adapters.config import TeamsAppType, TeamsSettings

PUBLIC_METADATA = "https://login.botframework.com/v1/.well-known/openidconfiguration"
PUBLIC_LOGIN = "https://login.microsoftonline.com"
# The service that is in every tenant of the public cloud; a conversation's own address wins over it.
PUBLIC_SERVICE = "https://smba.trafficmanager.net/teams/"
PUBLIC_ISSUER = "https://api.botframework.com"
GOVERNMENT_ISSUER = "https://api.botframework.us"
# GCC High's; that of the Department of Defense is learnt from the first activity. GCC lives in the public cloud.
GOVERNMENT_SERVICE = "https://smba.infra.gov.teams.microsoft.us/teams/"


@dataclass(frozen=True, slots=True)
class Options:
    """What TEAMS_* say. `metadata_url` and `login_url` are changed for government clouds and local tests."""

    app_id: str = ""
    password: str = ""
    tenant_id: str = ""
    app_type: TeamsAppType = "SingleTenant"
    metadata_url: str = PUBLIC_METADATA
    login_url: str = PUBLIC_LOGIN
    allow_anonymous: bool = False

    @property
    def bot_id(self) -> str:
        """The bot's own id in conversations."""
        return f"28:{self.app_id}" if self.app_id else "28:foothold"

    @property
    def government(self) -> bool:
        """Whether the app lives in a cloud of the United States government (GCC High, DoD)."""
        hosts = [urlsplit(url).hostname or "" for url in (self.metadata_url, self.login_url)]
        return any(host.endswith(".us") for host in hosts)

    @property
    def issuer(self) -> str:
        """Who signs what arrives; the same name is the audience of what we send."""
        return GOVERNMENT_ISSUER if self.government else PUBLIC_ISSUER

    @property
    def scope(self) -> str:
        """What our own tokens are asked for."""
        return self.issuer

    @property
    def service_url(self) -> str:
        """Where to open a conversation with someone of whose tenant nothing arrived yet."""
        return GOVERNMENT_SERVICE if self.government else PUBLIC_SERVICE

    @classmethod
    def of(cls, settings: TeamsSettings) -> Options:
        """From the settings of the environment, which config.py has checked."""
        return cls(
            app_id=settings.app_id,
            password=settings.app_password,
            tenant_id=settings.tenant_id,
            app_type=settings.app_type,
            metadata_url=settings.openid_metadata_url or PUBLIC_METADATA,
            login_url=settings.login_url or PUBLIC_LOGIN,
            allow_anonymous=settings.allow_anonymous,
        )
