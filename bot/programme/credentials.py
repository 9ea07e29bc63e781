"""A credential as Open Badges 3.0 data: what is issued, for whom, and how it is taken back.

The form is the minimal credential of the 1EdTech specification (notes/evidence.md, credentials). Signing and serving
are the outside's work; here is only what is said.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from urllib.parse import urlencode

from bot.programme.definition import Programme
from bot.programme.people import Scope

CONTEXTS = (
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
)
LINKEDIN = "https://www.linkedin.com/profile/add"


@dataclass(frozen=True, slots=True)
class Issued:
    """A credential that was issued. `uid` names it for ever; `token` is the signed form; `revoked` says why, if so."""

    id: int
    scope: Scope
    placement: int
    student: int
    uid: str
    name: str
    issued_at: datetime
    token: str = ""
    revoked: str = ""
    revoked_at: datetime | None = None


class Credentials(Protocol):
    """Credentials that were issued. `by_uid` serves whoever holds a credential's address, so it takes no scope."""

    def add(self, issued: Issued) -> int: ...
    def save(self, issued: Issued) -> None: ...
    def of_placement(self, scope: Scope, placement: int) -> Issued | None: ...
    def by_uid(self, uid: str) -> Issued | None: ...
    def all(self, scope: Scope) -> Sequence[Issued]: ...


def achievement(
    programme: Programme, uid: str, student_name: str, email: str, at: datetime, base: str
) -> dict[str, Any]:
    """The credential as JSON; `base` is the public address under which issuer, badge and status are served.

    The earner is named by a salted hash of their e-mail address, so that the badge can be passed on without it.
    """
    credential = programme.credential
    if credential is None:
        raise LookupError(f"{programme.key} gives no credential")
    return {
        "@context": list(CONTEXTS),
        "id": f"{base}/credentials/{uid}",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {
            "id": f"{base}/credentials/issuer/{programme.key}",
            "type": ["Profile"],
            "name": credential.issuer,
        },
        "validFrom": at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "name": credential.name,
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [
                {
                    "type": "IdentityObject",
                    "hashed": True,
                    "salt": uid,
                    "identityType": "emailAddress",
                    "identityHash": "sha256$"
                    + hashlib.sha256(f"{email.casefold()}{uid}".encode()).hexdigest(),
                },
                {
                    "type": "IdentityObject",
                    "hashed": False,
                    "identityType": "name",
                    "identityHash": student_name,
                },
            ],
            "achievement": {
                "id": f"{base}/credentials/achievement/{programme.key}",
                "type": ["Achievement"],
                "name": credential.name,
                "description": f"{credential.name}, {programme.title}",
                "criteria": {"narrative": credential.criterion},
            },
        },
        "credentialStatus": {
            "id": f"{base}/credentials/revoked/{programme.key}",
            "type": "1EdTechRevocationList",
        },
    }


def revocations(programme: Programme, issued: list[Issued], base: str) -> dict[str, Any]:
    """The programme's list of credentials taken back, as 1EdTech's status method has it."""
    return {
        "id": f"{base}/credentials/revoked/{programme.key}",
        "issuer": f"{base}/credentials/issuer/{programme.key}",
        "revokedCredential": [
            {"id": f"{base}/credentials/{one.uid}", "revoked": True, "revocationReason": one.revoked}
            for one in issued
            if one.revoked
        ],
    }


def linkedin(name: str, issuer: str, at: datetime, uid: str, url: str) -> str:
    """The link with which the earner adds it to their own LinkedIn profile; nothing is sent by us."""
    values = {
        "startTask": "CERTIFICATION_NAME",
        "name": name,
        "organizationName": issuer,
        "issueYear": f"{at:%Y}",
        "issueMonth": f"{at.month}",
        "certId": uid,
    }
    if url:
        values["certUrl"] = url
    return f"{LINKEDIN}?{urlencode(values)}"
