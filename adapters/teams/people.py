"""Who somebody is, as a roster says it: the address that a programme's list is matched with, guests undone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from adapters.teams.parse import SURFACE
from adapters.teams.references import Reference
from bot.activities import Identity, Profile

_GUEST = re.compile(r"^(?P<name>.+)_(?P<domain>[^_@]+)#EXT#@.+$", re.IGNORECASE)


def email_of(member: Mapping[str, Any]) -> str:
    """The address of a member: `email`, else the sign-in name, where a guest's is written name_domain#EXT#@host."""
    given = str(member.get("email") or member.get("userPrincipalName") or "").strip()
    if guest := _GUEST.match(given):
        given = f"{guest['name']}@{guest['domain']}"
    return given.casefold() if "@" in given else ""


def profile_of(member: Mapping[str, Any], known: Reference) -> Profile:
    """What is believed of a person. Members of another tenant are strangers, whatever address they show."""
    tenant = str(member.get("tenantId") or known.tenant)
    return Profile(
        email=email_of(member) or None,
        name=str(member.get("name") or known.name) or None,
        time_zone=known.time_zone or None,
        locale=known.locale or None,
        stranger=tenant != known.tenant,
    )


def identity_of(workspace: str, member: Mapping[str, Any]) -> Identity | None:
    """The identity of a member of a roster."""
    user = str(member.get("aadObjectId") or member.get("objectId") or member.get("id") or "")
    return Identity(SURFACE, workspace, user) if user else None
