"""Settings from the environment (design §6); one that is missing or contradicts another is named with its mend."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias
from urllib.parse import urlsplit

from adapters.pacing import PACES, Pace
from bot.errors import FootholdError

Synchronous: TypeAlias = Literal["NORMAL", "FULL"]
TeamsAppType: TypeAlias = Literal["SingleTenant", "UserAssignedMSI"]
SHORTEST_SECRET = 32
FASTEST = {"slack": 20.0, "teams": 50.0, "email": 100.0}
"""Messages a second at which a platform is certain to refuse, or a mail server to take offence (see pacing.py)."""
RATES = {"slack": "SLACK", "teams": "TEAMS", "email": "FOOTHOLD_MAIL"}
MAKE_A_SECRET = "python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"  # noqa: S105 - how to make one


class SettingsError(FootholdError):
    """A setting is missing or wrong.

    `mend` is what to do about it, in one line.
    """

    def __init__(self, message: str, mend: str) -> None:
        super().__init__(message)
        self.mend = mend


@dataclass(frozen=True)
class SlackSettings:
    """How to talk to Slack. Either `bot_token` (one workspace) or the client's id and secret (many)."""

    signing_secret: str = ""
    bot_token: str = ""
    client_id: str = ""
    client_secret: str = ""
    app_token: str = ""
    api_url: str = "https://slack.com/api/"


@dataclass(frozen=True)
class TeamsSettings:
    """How to talk to Teams."""

    app_type: TeamsAppType = "SingleTenant"
    app_id: str = ""
    app_password: str = ""
    tenant_id: str = ""
    openid_metadata_url: str = ""
    login_url: str = ""
    allow_anonymous: bool = False


@dataclass(frozen=True)
class Settings:
    """Everything that the environment decides.

    `slack` or `teams` None: that surface is off. `rates`: how fast a workspace of a surface is written to, where set.
    """

    database_url: str = "sqlite:///foothold.db"
    sqlite_synchronous: Synchronous = "NORMAL"
    files: str = "foothold-files"
    public_url: str = ""
    secret_key: str = ""
    smtp_url: str = ""
    host: str = "127.0.0.1"
    port: int = 3978
    tick_seconds: float = 15.0
    slack: SlackSettings | None = None
    teams: TeamsSettings | None = None
    rates: Mapping[str, Pace] = field(default_factory=dict)

    @property
    def is_sqlite(self) -> bool:
        """Whether the store is a file: then one process does everything."""
        return self.database_url.startswith("sqlite")


def read(environment: Mapping[str, str]) -> Settings:
    """The settings of this process; raises SettingsError. Nothing is required here: see `require_server`."""
    host = environment.get("FOOTHOLD_HOST") or "127.0.0.1"
    return Settings(
        database_url=_database(environment.get("FOOTHOLD_DATABASE_URL") or Settings.database_url),
        sqlite_synchronous=_synchronous(environment.get("FOOTHOLD_SQLITE_SYNCHRONOUS") or "NORMAL"),
        files=environment.get("FOOTHOLD_FILES") or Settings.files,
        public_url=_public_url(environment.get("FOOTHOLD_PUBLIC_URL") or ""),
        secret_key=_secret(environment.get("FOOTHOLD_SECRET_KEY") or ""),
        smtp_url=_smtp(environment.get("FOOTHOLD_SMTP_URL") or ""),
        host=host,
        port=int(_number(environment, "FOOTHOLD_PORT", Settings.port, 1, 65535)),
        tick_seconds=_number(environment, "FOOTHOLD_TICK_SECONDS", Settings.tick_seconds, 0.1, 3600),
        slack=_slack(environment),
        teams=_teams(environment, host),
        rates={surface: pace for surface in RATES if (pace := _pace(environment, surface))},
    )


def require_server(settings: Settings, *, processes: Literal["one", "many"]) -> None:
    """Check what `run` (one process) or `serve` and `work` (many) need; raises SettingsError."""
    if not settings.secret_key:
        raise SettingsError(
            "FOOTHOLD_SECRET_KEY is not set; links and kept files are protected with it.",
            f"Set it to any string of {SHORTEST_SECRET} characters or more, and keep it: {MAKE_A_SECRET}",
        )
    if processes == "many" and settings.is_sqlite:
        raise SettingsError(
            "SQLite serves one process, and this command is meant for many.",
            "Use `foothold run`, or set FOOTHOLD_DATABASE_URL to postgresql://USER:PASSWORD@HOST/DATABASE",
        )
    if processes == "many" and "://" not in settings.files:
        raise SettingsError(
            f"FOOTHOLD_FILES is the folder {settings.files!r}, which other machines do not see.",
            "Set it to an object store such as s3://BUCKET/foothold, or to file:///FOLDER when all of them share it.",
        )
    if settings.slack is None and settings.teams is None:
        raise SettingsError(
            "Neither Slack nor Teams is set up.",
            "Set SLACK_SIGNING_SECRET and SLACK_BOT_TOKEN, or TEAMS_APP_ID, TEAMS_APP_PASSWORD and TEAMS_TENANT_ID "
            "(see docs/slack.md and docs/teams.md); `foothold chat` needs neither.",
        )
    if settings.slack and settings.slack.client_id and not settings.public_url:
        raise SettingsError(
            "Installing into many Slack workspaces needs FOOTHOLD_PUBLIC_URL.",
            "Set it to the address at which Slack reaches this server, such as https://foothold.example.ac.uk",
        )


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach that host."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _synchronous(value: str) -> Synchronous:
    known: dict[str, Synchronous] = {"NORMAL": "NORMAL", "FULL": "FULL"}
    if value.upper() in known:
        return known[value.upper()]
    raise SettingsError(
        f"FOOTHOLD_SQLITE_SYNCHRONOUS is {value!r}, which SQLite is not asked for here.",
        "Leave it out (NORMAL), or set it to FULL: slower, and nothing is lost when the power fails.",
    )


def _database(url: str) -> str:
    scheme = url.partition(":")[0].partition("+")[0]
    if scheme not in {"sqlite", "postgresql", "postgres"}:
        raise SettingsError(
            f"FOOTHOLD_DATABASE_URL starts with {scheme!r}, which is not a database that Foothold knows.",
            "Use sqlite:///FILE or postgresql://USER:PASSWORD@HOST/DATABASE",
        )
    return url


def _public_url(url: str) -> str:
    if not url:
        return ""
    parts = urlsplit(url)
    if not parts.hostname or not (
        parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname))
    ):
        raise SettingsError(
            f"FOOTHOLD_PUBLIC_URL is {url!r}, which is not an https address.",
            "Set it to the address at which this server is reached, such as https://foothold.example.ac.uk",
        )
    return url.rstrip("/")


def _secret(key: str) -> str:
    if key and len(key) < SHORTEST_SECRET:
        raise SettingsError(
            f"FOOTHOLD_SECRET_KEY has {len(key)} characters; it needs {SHORTEST_SECRET} or more.",
            f"Make a good one: {MAKE_A_SECRET}",
        )
    return key


def _smtp(url: str) -> str:
    parts = urlsplit(url)
    if url and (parts.scheme not in {"smtp", "smtps"} or not parts.hostname):
        raise SettingsError(
            "FOOTHOLD_SMTP_URL is not the address of a mail server.",
            "Write it as smtp://USER:PASSWORD@HOST:587 (STARTTLS) or smtps://USER:PASSWORD@HOST:465",
        )
    return url


def _number(environment: Mapping[str, str], name: str, default: float, least: float, most: float) -> float:
    text = environment.get(name)
    if not text:
        return default
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not least <= value <= most:
        raise SettingsError(f"{name} is {text!r}.", f"Set it to a number from {least:g} to {most:g}.")
    return value


def _pace(environment: Mapping[str, str], surface: str) -> Pace | None:
    """The rate of a surface; None where nothing is set. A burst is whole, and at least a second's worth is borne."""
    rate_name, burst_name = f"{RATES[surface]}_RATE", f"{RATES[surface]}_BURST"
    if not (environment.get(rate_name) or environment.get(burst_name)):
        return None
    usual = PACES[surface].workspace
    rate = _number(environment, rate_name, usual.rate if usual else 1.0, 0.01, FASTEST[surface])
    burst = _number(environment, burst_name, min(usual.burst if usual else 1, max(1, rate * 4)), 1, 200)
    if not burst.is_integer():
        raise SettingsError(
            f"{burst_name} is {environment[burst_name]!r}.", "Set it to a whole number of messages."
        )
    if surface == "teams" and burst > FASTEST[surface]:
        raise SettingsError(
            f"{burst_name} is {burst:g}, and Teams takes at most {FASTEST[surface]:g} at once.",
            f"Set it to a whole number from 1 to {FASTEST[surface]:g}.",
        )
    return Pace(rate, int(burst))


def _slack(environment: Mapping[str, str]) -> SlackSettings | None:
    names = ("SIGNING_SECRET", "BOT_TOKEN", "CLIENT_ID", "CLIENT_SECRET", "APP_TOKEN")
    given = {name.lower(): environment.get(f"SLACK_{name}") or "" for name in names}
    if not any(given.values()):
        return None
    slack = SlackSettings(**given, api_url=environment.get("SLACK_API_URL") or SlackSettings.api_url)
    if slack.bot_token and (slack.client_id or slack.client_secret):
        raise SettingsError(
            "SLACK_BOT_TOKEN (one workspace) and SLACK_CLIENT_ID (many workspaces) are both set.",
            "Keep SLACK_BOT_TOKEN for one workspace, or SLACK_CLIENT_ID and SLACK_CLIENT_SECRET for many.",
        )
    if bool(slack.client_id) != bool(slack.client_secret):
        absent = "SLACK_CLIENT_SECRET" if slack.client_id else "SLACK_CLIENT_ID"
        raise SettingsError(
            f"{absent} is not set.", "Both stand on the Basic Information page of your Slack app."
        )
    if not slack.bot_token and not slack.client_id:
        raise SettingsError(
            "Slack is set up in part: there is no SLACK_BOT_TOKEN.",
            "Install the app to your workspace and copy the Bot User OAuth Token (xoxb-…) into SLACK_BOT_TOKEN.",
        )
    if not slack.signing_secret and not slack.app_token:
        raise SettingsError(
            "SLACK_SIGNING_SECRET is not set, so no request could be trusted.",
            "Copy it from the Basic Information page of your Slack app (or set SLACK_APP_TOKEN for Socket Mode).",
        )
    return slack


def _teams(environment: Mapping[str, str], host: str) -> TeamsSettings | None:
    names = ("APP_ID", "APP_PASSWORD", "TENANT_ID", "OPENID_METADATA_URL", "LOGIN_URL")
    given = {name.lower(): environment.get(f"TEAMS_{name}") or "" for name in names}
    anonymous = environment.get("TEAMS_ALLOW_ANONYMOUS") or ""
    kind = environment.get("TEAMS_APP_TYPE") or "SingleTenant"
    if not (any(given.values()) or anonymous):
        return None
    if kind not in {"SingleTenant", "UserAssignedMSI"}:
        raise SettingsError(
            f"TEAMS_APP_TYPE is {kind!r}.", "Set it to SingleTenant (the default) or UserAssignedMSI."
        )
    if anonymous not in {"", "0", "1"}:
        raise SettingsError(f"TEAMS_ALLOW_ANONYMOUS is {anonymous!r}.", "Set it to 1, or leave it out.")
    app_type: TeamsAppType = "UserAssignedMSI" if kind == "UserAssignedMSI" else "SingleTenant"
    teams = TeamsSettings(app_type=app_type, **given, allow_anonymous=anonymous == "1")
    if teams.allow_anonymous:
        if not is_loopback(host):
            raise SettingsError(
                f"TEAMS_ALLOW_ANONYMOUS=1 lets anybody in, and this server listens on {host}.",
                "It is for the local test client only: set FOOTHOLD_HOST=127.0.0.1, or unset TEAMS_ALLOW_ANONYMOUS.",
            )
        return teams
    needed = {"TEAMS_APP_ID": teams.app_id, "TEAMS_TENANT_ID": teams.tenant_id}
    if app_type == "SingleTenant":
        needed["TEAMS_APP_PASSWORD"] = teams.app_password
    for name, value in needed.items():
        if not value:
            raise SettingsError(
                f"Teams is set up in part: {name} is not set.", "docs/teams.md says where to find it."
            )
    if app_type == "UserAssignedMSI" and teams.app_password:
        raise SettingsError(
            "TEAMS_APP_PASSWORD is set, and a managed identity (UserAssignedMSI) has none.",
            "Unset TEAMS_APP_PASSWORD, or set TEAMS_APP_TYPE=SingleTenant.",
        )
    return teams
