"""A credential as Open Badges 3.0 data: what is issued, for whom, and how it is taken back.

The form is the minimal credential of the 1EdTech specification (notes/evidence.md, credentials). Signing and serving
are the outside's work; here is only what is said.
"""

from __future__ import annotations

import gzip
import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol
from urllib.parse import quote, urlencode, urlsplit

from bot.programme.definition import Programme
from bot.programme.people import Scope

CONTEXTS = (
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
)
PLACES = 131_072
"""Bits of a list of revocations: the least that the W3C's Bitstring Status List allows, for the herd's privacy."""
LINKEDIN = "https://www.linkedin.com/profile/add"


@dataclass(frozen=True, slots=True)
class Issued:
    """A credential that was issued.

    `uid` names it for ever; `token` is the signed form, `place` its place on the list of revocations; `revoked` says
    why it was taken back, if it was.
    """

    id: int
    scope: Scope
    placement: int
    student: int
    uid: str
    name: str
    issued_at: datetime
    token: str = ""
    place: int = 0
    revoked: str = ""
    revoked_at: datetime | None = None


class Credentials(Protocol):
    """Credentials that were issued. `by_uid` serves whoever holds a credential's address, so it takes no scope."""

    def add(self, issued: Issued) -> int: ...
    def save(self, issued: Issued) -> None: ...
    def of_placement(self, scope: Scope, placement: int) -> Issued | None: ...
    def by_uid(self, uid: str) -> Issued | None: ...
    def all(self, scope: Scope) -> Sequence[Issued]: ...


def issuer_of(programme: Programme, address: str) -> str:
    """Who issues, as a name that leads to the public key: a did:web under the installation's own address."""
    return f"did:web:{quote(urlsplit(address).netloc, safe='')}:l:credentials:{programme.key}"


def base_of(programme: Programme, address: str) -> str:
    """Where the programme's credentials, its key and its list of revocations are served."""
    return f"{address}/l/credentials/{programme.key}"


def place_on_list(uid: str, taken: Iterable[int]) -> int:
    """A place on the list of revocations that no other credential has; it tells nothing of who or when."""
    used = set(taken)
    place = int(uid[:12], 16) % PLACES
    while place in used:
        place = (place + 1) % PLACES
    return place


def achievement(
    programme: Programme, uid: str, place: int, student_name: str, email: str, at: datetime, address: str
) -> dict[str, Any]:
    """The credential as JSON, for signing. `place` is its place on the list of revocations.

    The earner is named, and known by a salted hash of their e-mail address, so that the badge can be shown without it.
    """
    credential = programme.credential
    if credential is None:
        raise LookupError(f"{programme.key} gives no credential")
    base = base_of(programme, address)
    return {
        "@context": list(CONTEXTS),
        "id": f"{base}/{uid}",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": issuer_of(programme, address), "type": ["Profile"], "name": credential.issuer},
        "validFrom": zulu(at),
        "name": credential.name,
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [
                {
                    "type": "IdentityObject",
                    "hashed": True,
                    "salt": uid,
                    "identityType": "emailAddress",
                    "identityHash": f"sha256${hashlib.sha256(f'{email.casefold()}{uid}'.encode()).hexdigest()}",
                },
                {
                    "type": "IdentityObject",
                    "hashed": False,
                    "identityType": "name",
                    "identityHash": student_name,
                },
            ],
            "achievement": {
                "id": f"{base}/achievement",
                "type": ["Achievement"],
                "name": credential.name,
                "description": f"{credential.name}, {programme.title}",
                "criteria": {"narrative": credential.criterion},
            },
        },
        "credentialStatus": {
            "id": f"{base}/revoked#{place}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": str(place),
            "statusListCredential": f"{base}/revoked",
        },
    }


def revocations(programme: Programme, issued: Iterable[Issued], at: datetime, address: str) -> dict[str, Any]:
    """The programme's list of revocations as JSON, for signing: one bit for each place, set where it was taken back."""
    bits = bytearray(PLACES // 8)
    for one in issued:
        if one.revoked:
            bits[one.place // 8] |= 0x80 >> one.place % 8
    packed = urlsafe_b64encode(gzip.compress(bytes(bits), mtime=0)).rstrip(b"=").decode()
    url = f"{base_of(programme, address)}/revoked"
    return {
        "@context": [CONTEXTS[0]],
        "id": url,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer_of(programme, address),
        "validFrom": zulu(at),
        "credentialSubject": {
            "id": f"{url}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": f"u{packed}",
        },
    }


def zulu(at: datetime) -> str:
    """An instant as credentials write it."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


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
