"""A mail server that keeps what it is given; its answers can be scripted."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from email import message_from_bytes, policy


class Mailbox:
    """Listens on the loopback. `answers` replaces the reply to a command ("RCPT": "550 no"), "drop" hangs up."""

    def __init__(self):
        self.mails = []
        self.answers = {}

    async def __aenter__(self):
        self._talks = set()
        self._server = await asyncio.start_server(self._begin, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_):
        self._server.close()
        if self._talks:
            await asyncio.wait(self._talks, timeout=5)

    async def _begin(self, reader, writer):
        self._talks.add(asyncio.current_task())
        try:
            await self._serve(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # the other side has hung up
        finally:
            writer.close()
            with suppress(ConnectionError):
                await writer.wait_closed()

    @property
    def url(self):
        return f"smtp://127.0.0.1:{self.port}?from=foothold@uni.example"

    async def _serve(self, reader, writer):
        async def say(line):
            writer.write(line.encode() + b"\r\n")
            await writer.drain()

        await say("220 test")
        while line := await reader.readline():
            word = line.split()[0].decode().upper() if line.split() else ""
            if word in self.answers:
                if self.answers[word] == "drop":
                    break
                await say(self.answers[word])
            elif word == "EHLO":
                await say("250 test")
            elif word == "DATA":
                await say("354 go on")
                body = await reader.readuntil(b"\r\n.\r\n")
                if self.answers.get("BODY") == "drop":
                    break
                self.mails.append(message_from_bytes(body[:-5], policy=policy.default))
                await say("250 kept")
            elif word == "QUIT":
                await say("221 bye")
                break
            else:
                await say("250 ok")
        writer.close()
