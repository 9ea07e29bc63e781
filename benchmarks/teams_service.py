"""The Bot Framework for the benchmark of Teams: keys, tokens, signed activities, and a connector that says yes."""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import dataclass, field

import jwt
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import rsa

APP = "11111111-2222-3333-4444-555555555555"
TENANT = "aaaaaaaa-0000-0000-0000-000000000001"
ISSUER = "https://api.botframework.com"


@dataclass
class Service:
    """The other side: keys, tokens, and a connector that says yes and counts what was sent."""

    emails: list[str]
    sent: int = 0
    url: str = ""
    token: str = ""
    moved: asyncio.Event = field(default_factory=asyncio.Event)

    async def start(self) -> web.AppRunner:
        """Listen on loopback."""
        self._key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        app = web.Application()
        app.add_routes(
            [
                web.get("/metadata", self.metadata),
                web.get("/keys", self.keys),
                web.post("/{tenant}/oauth2/v2.0/token", self.give),
                web.post("/teams/v3/conversations/{chat}/activities", self.take),
                web.post("/teams/v3/conversations/{chat}/activities/{id}", self.take),
                web.get("/teams/v3/conversations/{chat}/members/{id}", self.member),
            ]
        )
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        claims = {"iss": ISSUER, "aud": APP, "serviceurl": f"{self.url}/teams/", "exp": time.time() + 3600}
        self.token = jwt.encode(claims, self._key, "RS256", headers={"kid": "k"})
        return runner

    async def metadata(self, _: web.Request) -> web.Response:
        """Where the keys are."""
        return web.json_response({"issuer": ISSUER, "jwks_uri": f"{self.url}/keys"})

    async def keys(self, _: web.Request) -> web.Response:
        """The public key, endorsed for Teams."""
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self._key.public_key()))
        return web.json_response({"keys": [{**public, "kid": "k", "endorsements": ["msteams"]}]})

    async def give(self, _: web.Request) -> web.Response:
        """A token for the bot."""
        return web.json_response({"token_type": "Bearer", "expires_in": 3600, "access_token": "t"})

    async def take(self, request: web.Request) -> web.Response:
        """A message of the bot."""
        await request.read()
        self.sent += 1
        self.moved.set()
        return web.json_response({"id": str(self.sent)}, status=201)

    async def member(self, request: web.Request) -> web.Response:
        """Who somebody is."""
        number = int(request.match_info["chat"].partition(":")[2])
        return web.json_response(
            {
                "id": request.match_info["id"],
                "email": self.emails[number],
                "name": "Somebody",
                "tenantId": TENANT,
            }
        )

    async def has_sent(self, number: int) -> None:
        """Wait until so many messages have come."""
        while self.sent < number:
            self.moved.clear()
            await asyncio.wait_for(self.moved.wait(), 60)

    def activity(self, number: int) -> bytes:
        """A message of somebody. The same words at once would be a repeat, so each has another number of spaces."""
        turn, who = divmod(number, len(self.emails))
        user = {"id": f"29:{who}", "aadObjectId": f"bbbbbbbb-0000-0000-0000-{who:012}", "name": "Somebody"}
        chat = {"id": f"a:{who}", "conversationType": "personal", "tenantId": TENANT}
        return json.dumps(
            {
                "type": "message",
                "id": f"m{number}",
                "channelId": "msteams",
                "serviceUrl": f"{self.url}/teams/",
                "from": user,
                "recipient": {"id": f"28:{APP}", "name": "Foothold"},
                "conversation": chat,
                "channelData": {"tenant": {"id": TENANT}},
                "text": "help" + " " * (turn % 64),
                "textFormat": "plain",
            }
        ).encode()
