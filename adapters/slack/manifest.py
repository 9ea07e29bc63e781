"""The app manifest: its permissions and prompts for the code, and itself with an installation's own address."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

import yaml

EXAMPLE = "https://foothold.example.ac.uk"
SOCKET_NOTE = "# For Socket Mode, which needs no address. Set FOOTHOLD_PUBLIC_URL for the other kind.\n"
URL_KEYS = ("url:", "request_url:", "message_menu_options_url:")


@cache
def source() -> str:
    """The manifest as it ships."""
    return (resources.files("manifest") / "slack.yaml").read_text("utf-8")


@cache
def parsed() -> dict[str, Any]:
    """The manifest as data."""
    found: dict[str, Any] = yaml.safe_load(source())
    return found


def scopes() -> list[str]:
    """The permissions that the app asks for."""
    return list(parsed()["oauth_config"]["scopes"]["bot"])


def prompts() -> list[dict[str, str]]:
    """The suggested prompts of the agent view, at most four."""
    return [dict(one) for one in parsed()["features"]["agent_view"]["suggested_prompts"]]


def fill(public_url: str) -> str:
    """The manifest for an installation at `public_url`; for Socket Mode, which needs no address, with ""."""
    if public_url:
        return source().replace(EXAMPLE, public_url.rstrip("/"))
    lines = [line for line in source().splitlines() if not line.strip().startswith(URL_KEYS)]
    text = SOCKET_NOTE + "\n".join(lines) + "\n"
    text = text.replace(f"  redirect_urls:\n    - {EXAMPLE}/slack/oauth_redirect\n", "")
    return text.replace("socket_mode_enabled: false", "socket_mode_enabled: true")
