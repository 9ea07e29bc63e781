"""Who sent a request: the Bot Framework's token, checked in full before anything else is done with the body.

The library's own check lets pass tokens that never run out and bodies that name no service, and answers most forged
tokens with 500; so PyJWT does it here. Rules: Bot Connector authentication (RS256, issuer, audience = our app id,
five minutes of skew, the `serviceurl` claim equal to the body's, a key endorsed for the channel).
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import jwt

from adapters.config import is_loopback
from adapters.teams.options import Options

CHANNEL = "msteams"
ALGORITHMS = ["RS256"]
SKEW_SECONDS = 300
KEYS_LAST_SECONDS = 24 * 3600
KEYS_AGAIN_SECONDS = 300  # an unknown key id makes us look again at most this often
TIMEOUT_SECONDS = 10
FORWARDED = ("X-Forwarded-For", "Forwarded", "X-Original-Host")


class RefusedError(Exception):
    """A request that is not answered. `status` is the HTTP status; the reason goes to the log only."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


class SigningKeys:
    """The service's public keys by id, fetched when they are needed and kept for a day."""

    def __init__(self, metadata_url: str) -> None:
        self._url = metadata_url
        self._keys: dict[str, tuple[jwt.PyJWK, frozenset[str]]] = {}
        self._fetched_at: float | None = None
        self._tried_at: float | None = None
        self._lock = asyncio.Lock()

    async def find(self, key_id: str) -> tuple[jwt.PyJWK, frozenset[str]] | None:
        """A key and the channels that it is endorsed for; raises RefusedError(503) while there are none at all."""
        async with self._lock:
            old = _past(self._fetched_at, KEYS_LAST_SECONDS)
            if (old or key_id not in self._keys) and (
                not self._keys or _past(self._tried_at, KEYS_AGAIN_SECONDS)
            ):
                await self._fetch()
        return self._keys.get(key_id)

    async def _fetch(self) -> None:
        self._tried_at = time.monotonic()
        try:
            async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=TIMEOUT_SECONDS)) as session:
                async with session.get(self._url) as response:
                    metadata = await response.json(content_type=None)
                async with session.get(metadata["jwks_uri"]) as response:
                    found = await response.json(content_type=None)
            self._keys = dict(
                _read_key(key) for key in found["keys"] if key.get("kty") == "RSA" and "kid" in key
            )
            self._fetched_at = self._tried_at
        except (
            aiohttp.ClientError,
            TimeoutError,
            ValueError,
            LookupError,
            TypeError,
            jwt.PyJWTError,
        ) as error:
            if not self._keys:
                raise RefusedError(
                    503, f"the service's keys cannot be fetched: {type(error).__name__}"
                ) from error


def _read_key(key: dict[str, Any]) -> tuple[str, tuple[jwt.PyJWK, frozenset[str]]]:
    return key["kid"], (jwt.PyJWK(key, algorithm="RS256"), frozenset(key.get("endorsements", ())))


def _past(at: float | None, seconds: float) -> bool:
    return at is None or time.monotonic() - at > seconds


class Guard:
    """Lets verified requests in. `claims` first, before the body is read; then `matches` with the body."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._keys = SigningKeys(options.metadata_url)

    async def claims(self, headers: Mapping[str, str], remote: str | None) -> dict[str, Any]:
        """The claims of the request's token; raises RefusedError(401). Empty for the local test client."""
        given = headers.get("Authorization", "")
        if not given and self._options.allow_anonymous:
            if not is_loopback(remote or "") or any(name in headers for name in FORWARDED):
                raise RefusedError(401, "no token, and not from this machine")
            return {}
        scheme, _, token = given.partition(" ")
        if scheme.casefold() != "bearer" or not token:
            raise RefusedError(401, "no bearer token")
        try:
            return await self._verified(token.strip())
        except jwt.PyJWTError as error:
            raise RefusedError(401, f"token refused: {type(error).__name__}") from error

    async def _verified(self, token: str) -> dict[str, Any]:
        header = jwt.get_unverified_header(token)
        if header.get("alg") not in ALGORITHMS:
            raise RefusedError(401, "token refused: algorithm")
        found = await self._keys.find(str(header.get("kid", "")))
        if found is None:
            raise RefusedError(401, "token refused: unknown key")
        key, endorsed = found
        if CHANNEL not in endorsed:
            raise RefusedError(401, "token refused: its key is not endorsed for this channel")
        return jwt.decode(
            token,
            key,
            algorithms=ALGORITHMS,
            audience=self._options.app_id,
            issuer=self._options.issuer,
            leeway=SKEW_SECONDS,
            options={"require": ["exp", "iss", "aud"], "strict_aud": True},
        )

    def matches(self, claims: Mapping[str, Any], body: Mapping[str, Any]) -> None:
        """Raise RefusedError(401) unless the token was made for this body."""
        service = body.get("serviceUrl")
        if not isinstance(service, str) or not service:
            raise RefusedError(401, "the body names no service")
        if claims:
            if claims.get("serviceurl") != service:
                raise RefusedError(401, "the token was made for another service")
            if body.get("channelId") != CHANNEL:
                raise RefusedError(401, "the token's key is not endorsed for this channel")
        elif not is_loopback(urlsplit(service).hostname or ""):
            raise RefusedError(401, "without a token, only a service on this machine is answered")
