"""The app package that an administrator uploads: the manifest for one installation, and its two icons."""

from __future__ import annotations

import io
import json
import zipfile
from importlib import metadata, resources
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from bot.conversations.tables import HOMES
from bot.errors import FootholdError

ICONS = ("color.png", "outline.png")
MOST_COMMANDS = 12
SAME_TIME = (2024, 1, 1, 0, 0, 0)  # the same installation makes the same package, byte for byte
EXAMPLE_URL = "https://foothold.example.ac.uk"
EXAMPLE_APP = "00000000-0000-0000-0000-000000000000"

# What the client shows beside a command, by the action that it stands for; the label says the rest.
DESCRIPTIONS = {
    "home": "What needs you now: overdue, upcoming, done",
    "browse": "Find placements that fit you",
    "browse.saved": "The placements that you saved",
    "status": "How your applications stand",
    "dates": "Every date of your programme",
    "help": "What you can ask and do here",
    "checkin.open": "The check-ins that wait for your answer",
    "settings": "When and how often I write to you",
    "students": "The students whom you supervise, and how each is getting on",
    "placement": "Your placement: dates, hours, sessions, what is missing",
    "journal": "Your journal: write, read, hand in",
    "expense.export": "Expenses: what was claimed, and what is to be paid back",
    "deliverables.received": "What was handed in, and what is still missing",
    "broadcast.new": "For staff: a message to everybody whom it concerns",
}


class PackageError(FootholdError):
    """The app package cannot be made from these settings."""

    def __init__(self, message: str, mend: str) -> None:
        super().__init__(message)
        self.mend = mend


def package(public_url: str, app_id: str, *, website: str = "", privacy: str = "", terms: str = "") -> bytes:
    """The zip for an installation at `public_url` with the app id of its registration; raises PackageError."""
    files = {
        "manifest.json": json.dumps(fill(public_url, app_id, website, privacy, terms), indent=2).encode()
    }
    files |= {name: (_shipped() / name).read_bytes() for name in ICONS}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(zipfile.ZipInfo(name, SAME_TIME), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def fill(
    public_url: str, app_id: str, website: str = "", privacy: str = "", terms: str = ""
) -> dict[str, Any]:
    """The manifest with an installation's own values in it; raises PackageError."""
    try:
        app = str(UUID(app_id))
    except ValueError as error:
        raise PackageError(
            f"TEAMS_APP_ID is {app_id!r}, which is no app id.",
            "Copy the Application (client) ID (docs/teams.md).",
        ) from error
    address = public_url.rstrip("/")
    host = urlsplit(address).netloc
    if not address.startswith("https://") or not host:
        raise PackageError(
            f"Teams takes only https addresses, and FOOTHOLD_PUBLIC_URL is {public_url!r}.",
            f"Set it to the address at which Teams reaches this server, such as {EXAMPLE_URL}",
        )
    found: dict[str, Any] = json.loads((_shipped() / "manifest.json").read_text("utf-8"))
    found["version"] = metadata.version("foothold")
    found["id"] = found["bots"][0]["botId"] = found["webApplicationInfo"]["id"] = app
    found["webApplicationInfo"]["resource"] = f"api://{host}/{app}"
    found["validDomains"] = [host]
    pages = {"websiteUrl": website, "privacyUrl": privacy, "termsOfUseUrl": terms}
    found["developer"] |= {name: given or address for name, given in pages.items()}
    found["bots"][0]["commandLists"][0]["commands"] = commands()
    return found


def commands() -> list[dict[str, str]]:
    """The command list of the private chat: home, then what the homes of all roles offer."""
    offered = {"Home": "home"}
    for _, actions in HOMES.values():
        for action in actions:
            offered.setdefault(action.label, action.name)
    listed = [(name, label) for label, name in offered.items() if name != "help"]
    listed = [*listed[: MOST_COMMANDS - 1], ("help", "Help")]
    return [{"title": label, "description": DESCRIPTIONS.get(name, label)} for name, label in listed]


def _shipped() -> Any:
    return resources.files("manifest") / "teams"
