"""Requests to the connector: signed, sent with aiohttp so that no thread waits, and every failure told apart.

`Sender` stands at the end of msrest's pipeline; it has the shape that msrest asks for and needs nothing of it.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Mapping
from types import SimpleNamespace
from typing import Any, Protocol

import aiohttp

from adapters.teams.service import AnswerLostError, ConnectorError, NotConnectedError

SECONDS = 30  # longer than the connector ever takes; then the answer counts as lost
CONNECT_SECONDS = 10
OK = 200
TAKEN = {200, 201}
REFUSED = 401


class Signer(Protocol):
    """Gives the headers that prove who we are."""

    def headers(self) -> Awaitable[dict[str, str]]: ...

    def forget(self) -> None:
        """The token was refused: fetch another one next time."""


class Received:
    """An answer, in the words that msrest uses for it."""

    def __init__(self, status: int, headers: Mapping[str, str], reason: str, text: str) -> None:
        self.status_code, self.headers, self.reason = status, headers, reason
        self._text = text
        self.internal_response = self

    def text(self, encoding: str | None = None) -> str:
        """The body."""
        return self._text

    def raise_for_status(self) -> None:
        """Say that the status is no success."""
        raise ConnectorError(self.status_code)

    @property
    def json(self) -> Any:
        """The body as JSON values; an empty object where it is none."""
        try:
            return json.loads(self._text)
        except ValueError:
            return {}


class Sender:
    """Sends over one session for all conversations. Open it on the running loop; `close` it at the end."""

    def __init__(self, signer: Signer) -> None:
        self._signer = signer
        self._session = aiohttp.ClientSession(
            timeout=aiohttp.ClientTimeout(total=SECONDS, sock_connect=CONNECT_SECONDS),
            connector=aiohttp.TCPConnector(limit=200),
        )

    async def close(self) -> None:
        """Close the connections."""
        await self._session.close()

    def build_context(self) -> None:
        """Nothing is kept beside a request."""

    async def send(self, request: Any, **_: Any) -> Any:
        """Send one request of msrest; the errors are those of service.py.

        A refused token is fetched anew, once: nothing was done with the first request.
        """
        received = await self._once(request.http_request)
        if received.status_code == REFUSED:
            self._signer.forget()
            received = await self._once(request.http_request)
        context = {
            "deserialized_data": received.json
        }  # where msrest's own policy puts it; that one fails on HTML
        return SimpleNamespace(request=request, http_response=received, context=context)

    async def _once(self, asked: Any) -> Received:
        headers = {**asked.headers, **await self._signer.headers()}
        try:
            async with self._session.request(
                asked.method, asked.url, headers=headers, data=asked.data, allow_redirects=False
            ) as response:
                return Received(
                    response.status, response.headers, response.reason or "", await response.text()
                )
        except aiohttp.ClientConnectorError as error:
            raise NotConnectedError(type(error).__name__) from error
        except (aiohttp.ClientError, TimeoutError, UnicodeDecodeError) as error:
            raise AnswerLostError(type(error).__name__) from error

    async def upload(self, url: str, content: bytes, media_type: str) -> None:
        """Put a whole file to an address that needs no token of ours."""
        last = len(content) - 1
        headers = {"Content-Type": media_type, "Content-Range": f"bytes 0-{last}/{len(content)}"}
        try:
            async with self._session.put(
                url, data=content, headers=headers, allow_redirects=False
            ) as response:
                if response.status not in TAKEN:
                    after = response.headers.get("Retry-After", "")
                    raise ConnectorError(response.status, "", float(after) if after.isdigit() else None)
        except aiohttp.ClientConnectorError as error:
            raise NotConnectedError(type(error).__name__) from error
        except (aiohttp.ClientError, TimeoutError) as error:
            raise AnswerLostError(type(error).__name__) from error

    async def download(self, url: str, *, signed: bool, most: int) -> bytes:
        """The content behind an address, cut after `most` bytes and one; with `signed`, our token goes along."""
        try:
            return await self._fetched(url, signed=signed, most=most)
        except ConnectorError as error:
            if not signed or error.status != REFUSED:
                raise
            self._signer.forget()
            return await self._fetched(url, signed=signed, most=most)

    async def _fetched(self, url: str, *, signed: bool, most: int) -> bytes:
        headers = await self._signer.headers() if signed else {}
        try:
            async with self._session.get(url, headers=headers) as response:
                if response.status != OK:
                    raise ConnectorError(response.status)
                found = bytearray()
                async for piece in response.content.iter_any():
                    found += piece
                    if len(found) > most:
                        break
                return bytes(found[: most + 1])
        except aiohttp.ClientConnectorError as error:
            raise NotConnectedError(type(error).__name__) from error
        except (aiohttp.ClientError, TimeoutError) as error:
            raise AnswerLostError(type(error).__name__) from error
