"""Signed, expiring links under /l/: each says what it opens, for whom and until when; nothing is kept for them.

The keys are derived from the one secret of the installation, one per purpose, so that none can stand for another.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.errors import FootholdError

DEFAULT_LIFETIME = timedelta(days=14)


class BadLinkError(FootholdError):
    """This link is not valid. Please ask for a new one where you found it."""


class ExpiredLinkError(BadLinkError):
    """This link has run out. Please ask for a new one where you found it."""


def derive_key(secret: str, purpose: str) -> bytes:
    """32 bytes for one purpose, derived from the installation's secret (HKDF-SHA256)."""
    return HKDF(hashes.SHA256(), 32, salt=None, info=b"foothold:" + purpose.encode()).derive(secret.encode())


@dataclass(frozen=True, slots=True)
class Link:
    """What a valid link says: its kind, its values, and the person it was made for (0: whoever holds it)."""

    kind: str
    values: dict[str, str]
    reader: int


class Links:
    """Makes and reads the links of one installation.

    `public_url` is where the installation is reached from outside; `now` the clock.
    """

    def __init__(self, secret: str, public_url: str, now: Callable[[], datetime]) -> None:
        self._key = derive_key(secret, "links")
        self._base = public_url.rstrip("/")
        self._now = now

    def make(
        self, kind: str, values: dict[str, str], *, reader: int = 0, lifetime: timedelta = DEFAULT_LIFETIME
    ) -> str:
        """The whole address of a link of that kind, valid for `lifetime`."""
        return f"{self._base}/l/{self.token(kind, values, reader=reader, lifetime=lifetime)}"

    def token(
        self, kind: str, values: dict[str, str], *, reader: int = 0, lifetime: timedelta = DEFAULT_LIFETIME
    ) -> str:
        """The last part of a link's address: what `read` takes."""
        until = int((self._now() + lifetime).timestamp())
        body = _encode(
            json.dumps([kind, values, reader, until], separators=(",", ":"), ensure_ascii=False).encode()
        )
        return f"{body}.{self._sign(body)}"

    def file(self, file_id: str, name: str, media_type: str, *, reader: int = 0) -> str:
        """The address at which a kept file can be downloaded."""
        return self.make("file", {"id": file_id, "name": name, "type": media_type}, reader=reader)

    def read(self, token: str) -> Link:
        """What a link says; raises BadLinkError for a forged one, ExpiredLinkError for an old one."""
        body, _, signature = token.partition(".")
        if not hmac.compare_digest(self._sign(body).encode(), signature.encode()):
            raise BadLinkError
        kind, values, reader, until = json.loads(urlsafe_b64decode(body + "=" * (-len(body) % 4)))
        if self._now().timestamp() >= until:
            raise ExpiredLinkError
        return Link(kind, values, reader)

    def _sign(self, body: str) -> str:
        return _encode(hmac.digest(self._key, body.encode(), hashlib.sha256))


def _encode(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()
