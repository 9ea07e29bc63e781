"""The Bot Framework on this machine: signing keys, a token endpoint and a strict connector, over HTTP.

It refuses what the real one refuses: no or wrong tokens, unknown conversations, people without the app, messages
without tenant or directory id, cards that break the schema, too many requests. `trouble` makes it fail on purpose.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections import defaultdict, deque
from dataclasses import dataclass, field
from functools import cache
from itertools import count

import aiohttp
import jwt
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.teams.cardcheck import ADAPTIVE, CONSENT, INFO, Refused, card, message

APP = "11111111-2222-3333-4444-555555555555"
TENANT = "aaaaaaaa-0000-0000-0000-000000000001"
SECRET = "a-client-secret"
BOT = {"id": f"28:{APP}", "name": "Foothold"}


@cache
def rsa_key(name: str):
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class User:
    """Somebody in the tenant; `installed` says whether the app is installed for them."""

    id: str
    aad: str
    name: str
    email: str | None = None
    upn: str | None = None
    tenant: str = TENANT
    installed: bool = True

    @property
    def chat(self) -> str:
        return f"a:{self.aad}"

    def account(self) -> dict:
        return {"id": self.id, "aadObjectId": self.aad, "name": self.name}

    def member(self) -> dict:
        shown = {"id": self.id, "aadObjectId": self.aad, "name": self.name, "tenantId": self.tenant}
        if self.email:
            shown["email"] = self.email
        return {**shown, "userPrincipalName": self.upn or self.email or ""}


@dataclass
class Sent:
    """A message as it stands in a conversation."""

    id: str
    conversation: str
    body: dict
    edits: int = 0
    answered: dict = field(
        default_factory=dict
    )  # the card that an answer put here: its update changes nothing

    @property
    def card(self) -> dict | None:
        found = self._attached(ADAPTIVE)
        return found["content"] if found else None

    @property
    def offer(self) -> dict | None:
        """The card that offers a file."""
        return self._attached(CONSENT)

    @property
    def file(self) -> dict | None:
        """The card of a file in OneDrive."""
        return self._attached(INFO)

    def _attached(self, kind: str) -> dict | None:
        attachments = self.body.get("attachments") or [{}]
        return attachments[0] if attachments[0].get("contentType") == kind else None


@dataclass
class Trouble:
    """What goes wrong next: answered with `status`, or (0) the connection is cut, before or after the work."""

    method: str
    status: int
    code: str = ""
    headers: dict = field(default_factory=dict)
    after: bool = False
    times: int = 1


class FakeService:
    """Start it with `start`, stop it with `stop`; `bot` is the address of the bot under test."""

    def __init__(self) -> None:
        self.users: dict[str, User] = {}
        self.rosters: dict[str, list[User]] = {}
        self.messages: list[Sent] = []
        self.deleted: list[str] = []
        self.trouble: list[Trouble] = []
        self.tokens_given = 0
        self.keys_fetched = 0
        self.requests: list[tuple[str, str]] = []
        self.downloads: dict[str, bytes] = {}
        self.onedrive: dict[str, bytes] = {}
        self.places: set[str] = set()
        self.limit = True
        self.shown: list[tuple[str, dict]] = []
        self.cards: list[tuple[Sent, dict]] = []
        self.told: list[str] = []
        self.refused: list[str] = []
        self.client_info = True
        self.revoked: set[str] = set()
        self.bot = ""
        self._numbers = count(1)
        self._recent: dict[str, deque[float]] = defaultdict(deque)
        self.news = asyncio.Event()

    async def start(self) -> FakeService:
        app = web.Application()
        app.add_routes(
            [
                web.get("/v1/.well-known/openidconfiguration", self._metadata),
                web.get("/v1/keys", self._keys),
                web.post("/{tenant}/oauth2/v2.0/token", self._token),
                web.get("/msi/token", self._identity_token),
                web.post("/teams/v3/conversations", self._create),
                web.post("/teams/v3/conversations/{chat}/activities", self._send),
                web.put("/teams/v3/conversations/{chat}/activities/{id}", self._update),
                web.delete("/teams/v3/conversations/{chat}/activities/{id}", self._delete),
                web.get("/teams/v3/conversations/{chat}/members/{id}", self._member),
                web.get("/teams/v3/conversations/{chat}/pagedmembers", self._members),
                web.get("/teams/v3/attachments/{name}", self._attachment),
                web.get("/files/{name}", self._attachment),
                web.put("/teams/onedrive/{place}", self._upload),
            ]
        )
        self._runner = web.AppRunner(app)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        port = site._server.sockets[0].getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        self.service_url = f"{self.url}/teams/"
        self.metadata_url = f"{self.url}/v1/.well-known/openidconfiguration"
        self._session = aiohttp.ClientSession()
        return self

    async def stop(self) -> None:
        await self._session.close()
        await self._runner.cleanup()

    def add(self, name: str, **more) -> User:
        number = len(self.users) + 1
        user = User(f"29:user-{number}", f"bbbbbbbb-0000-0000-0000-{number:012}", name, **more)
        self.users[user.chat] = user
        return user

    # --- keys and tokens

    async def _metadata(self, request: web.Request) -> web.Response:
        return web.json_response(
            {"issuer": "https://api.botframework.com", "jwks_uri": f"{self.url}/v1/keys"}
        )

    async def _keys(self, request: web.Request) -> web.Response:
        self.keys_fetched += 1
        public = {"service": ["msteams"], "elsewhere": ["webchat"]}
        return web.json_response(
            {
                "keys": [
                    {
                        **json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(rsa_key(name).public_key())),
                        "kid": name,
                        "endorsements": endorsed,
                    }
                    for name, endorsed in public.items()
                ]
            }
        )

    def claims(self, **changed) -> dict:
        now = int(time.time())
        claims = {
            "iss": "https://api.botframework.com",
            "aud": APP,
            "serviceurl": self.service_url,
            "nbf": now - 60,
            "exp": now + 3600,
            **changed,
        }
        return {key: value for key, value in claims.items() if value is not None}

    def sign(self, key="service", kid=None, algorithm="RS256", **changed) -> str:
        signer = rsa_key(key) if algorithm.startswith("RS") else key
        return jwt.encode(self.claims(**changed), signer, algorithm, headers={"kid": kid or key})

    async def _token(self, request: web.Request) -> web.Response:
        form = await request.post()
        if form.get("client_secret") != SECRET or request.match_info["tenant"] != TENANT:
            return web.json_response({"error": "invalid_client"}, status=401)
        if form.get("scope") != "https://api.botframework.com/.default" or form.get("client_id") != APP:
            return web.json_response({"error": "invalid_scope"}, status=400)
        return web.json_response({"token_type": "Bearer", "expires_in": 3600, "access_token": self._give()})

    async def _identity_token(self, request: web.Request) -> web.Response:
        if request.headers.get("X-IDENTITY-HEADER") != "identity" or request.query.get("client_id") != APP:
            return web.json_response({"error": "invalid_request"}, status=400)
        return web.json_response(
            {
                "access_token": self._give(),
                "expires_on": str(int(time.time()) + 3600),
                "resource": request.query["resource"],
                "token_type": "Bearer",
                "client_id": APP,
            }
        )

    def _give(self) -> str:
        self.tokens_given += 1
        return f"app-token-{self.tokens_given}"

    # --- the connector

    def _check(self, request: web.Request) -> None:
        self.requests.append((request.method, request.path))
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if not token.startswith("app-token-") or token in self.revoked:
            raise _error(401, "Unauthorized")
        self._fail(request.method, after=False)

    def _fail(self, method: str, *, after: bool) -> None:
        for one in self.trouble:
            if one.method == method and one.after == after and one.times:
                one.times -= 1
                if one.status == 0:
                    raise ConnectionAbortedError
                raise _error(one.status, one.code, one.headers)

    def _pace(self, chat: str) -> None:
        recent = self._recent[chat]
        now = time.monotonic()
        recent.append(now)
        for most, seconds in ((7, 1), (8, 2), (60, 30)):
            if self.limit and sum(1 for at in recent if at > now - seconds) > most:
                recent.pop()
                raise _error(429, "", {"Retry-After": "1"})

    async def _create(self, request: web.Request) -> web.Response:
        return await self._answer(request, self._created)

    async def _created(self, request: web.Request) -> dict:
        body = await request.json()
        if (
            body.get("tenantId") != TENANT
            or body.get("channelData", {}).get("tenant", {}).get("id") != TENANT
        ):
            raise _error(403, "TenantNotAllowed")
        (member,) = body["members"]
        user = next((one for one in self.users.values() if member["id"] in {one.id, one.aad}), None)
        if body["bot"]["id"] != BOT["id"] or user is None:
            raise _error(404, "NotFound")
        if not user.installed:
            raise _error(403, "ForbiddenOperationException")
        return {"id": user.chat, "serviceUrl": self.service_url}

    async def _send(self, request: web.Request) -> web.Response:
        return await self._answer(request, self._sent)

    async def _sent(self, request: web.Request) -> dict:
        body = await self._message(request)
        sent = Sent(f"1700000000{next(self._numbers):03}", request.match_info["chat"], body)
        self.messages.append(sent)
        self._show(sent)
        self.news.set()
        return {"id": sent.id}

    def _show(self, sent: Sent) -> None:
        """It is on the person's screen."""
        self.shown.append((sent.conversation, sent.body))
        if sent.card:
            self.cards.append((sent, sent.card))

    async def _update(self, request: web.Request) -> web.Response:
        return await self._answer(request, self._updated)

    async def _updated(self, request: web.Request) -> dict:
        body = await self._message(request)
        sent = next((one for one in self.messages if one.id == request.match_info["id"]), None)
        if sent is None or sent.conversation != request.match_info["chat"]:
            raise _error(404, "ActivityNotFoundInConversation")
        sent.body, sent.edits = body, sent.edits + 1
        if sent.card != sent.answered:
            self._show(sent)
        sent.answered = {}
        self.news.set()
        return {"id": sent.id}

    async def _message(self, request: web.Request) -> dict:
        chat = request.match_info["chat"]
        body = await request.json()
        user = self.users.get(chat)
        if user is None and chat.partition(";")[0] not in self.rosters:
            raise _error(404, "ConversationNotFound")
        if user and not user.installed:
            raise _error(403, "BotNotInConversationRoster")
        if body.get("conversation", {}).get("tenantId") != TENANT:
            raise _error(403, "TenantNotAllowed")
        if user and body.get("recipient", {}).get("aadObjectId") != user.aad:
            raise _error(403, "RecipientNotAllowed")
        self._pace(chat)
        try:
            message(body)
        except Refused as refused:
            self.refused.append(str(refused))
            raise _error(400, f"BadSyntax: {refused}") from refused
        return body

    async def _delete(self, request: web.Request) -> web.Response:
        return await self._answer(request, self._gone)

    async def _gone(self, request: web.Request) -> dict:
        known = [one for one in self.messages if one.id == request.match_info["id"]]
        if not known:
            raise _error(404, "ActivityNotFoundInConversation")
        self.messages.remove(known[0])
        self.deleted.append(known[0].id)
        return {}

    async def _member(self, request: web.Request) -> web.Response:
        return await self._answer(request, self._one_member)

    async def _one_member(self, request: web.Request) -> dict:
        chat, wanted = request.match_info["chat"], request.match_info["id"]
        user = self.users.get(chat)
        if user is None or wanted not in {user.id, user.aad}:
            raise _error(404, "MemberNotFoundInConversation")
        return user.member()

    async def _members(self, request: web.Request) -> web.Response:
        return await self._answer(request, self._all_members)

    async def _all_members(self, request: web.Request) -> dict:
        members = self.rosters.get(request.match_info["chat"])
        if members is None:
            raise _error(404, "ConversationNotFound")
        at = int(request.query.get("continuationToken", 0))
        page = {"members": [one.member() for one in members[at : at + 2]]}
        return {**page, "continuationToken": str(at + 2)} if at + 2 < len(members) else page

    async def _attachment(self, request: web.Request) -> web.Response:
        if request.path.startswith("/teams/"):
            self._check(request)
        elif "Authorization" in request.headers:
            raise _error(400, "a token where none belongs")
        return web.Response(body=self.downloads[request.match_info["name"]])

    async def _upload(self, request: web.Request) -> web.Response:
        """OneDrive's side of an upload: the whole file at once, in a place that is good once, and with no token."""
        place = request.match_info["place"]
        try:
            self._fail("UPLOAD", after=False)
            if "Authorization" in request.headers:
                raise _error(400, "a token where none belongs")
            if place not in self.places:
                raise _error(404, "itemNotFound")
            content = await request.read()
            if request.headers.get("Content-Range") != f"bytes 0-{len(content) - 1}/{len(content)}":
                raise _error(416, "invalidRange")
            self.places.remove(place)
            self.onedrive[place] = content
            self._fail("UPLOAD", after=True)
        except ConnectionAbortedError:
            request.transport.close()
            return web.Response()
        return web.json_response({"id": place}, status=201)

    async def accept(self, user: User, sent: Sent, **more) -> tuple[int, object]:
        """Press "Allow" on the offer of a file, as the client does it: it makes the place for the upload."""
        number = next(self._numbers)
        name, place = sent.offer["name"], f"place-{number}"
        self.places.add(place)
        upload = {
            "contentUrl": f"{self.service_url}onedrive/{number}/{name}",
            "name": name,
            "uploadUrl": f"{self.service_url}onedrive/{place}",
            "uniqueId": f"id-{number}",
            "fileType": name.rpartition(".")[2],
        }
        return await self._consent(user, sent, "accept", uploadInfo={**upload, **more})

    async def decline(self, user: User, sent: Sent) -> tuple[int, object]:
        """Press "Decline"."""
        return await self._consent(user, sent, "decline")

    async def _consent(self, user: User, sent: Sent, action: str, **more) -> tuple[int, object]:
        context = sent.offer["content"][f"{action}Context"]
        value = {"type": "fileUpload", "action": action, "context": context, **more}
        return await self.invoke(user, "fileConsent/invoke", value, replyToId=sent.id)

    async def _answer(self, request: web.Request, work) -> web.Response:
        try:
            self._check(request)
            done = await work(request)
            self._fail(request.method, after=True)
        except ConnectionAbortedError:
            request.transport.close()
            return web.Response()
        return web.json_response(done, status=201 if request.method == "POST" else 200)

    # --- speaking to the bot

    def activity(self, user: User, **body) -> dict:
        number = next(self._numbers)
        info = {"type": "clientInfo", "locale": "en-GB", "timezone": "Europe/London", "platform": "Web"}
        return {
            "type": "message",
            "id": f"f:{number}",
            "timestamp": "2024-01-28T10:00:00.000Z",
            "channelId": "msteams",
            "serviceUrl": self.service_url,
            "from": user.account(),
            "recipient": BOT,
            "locale": "en-GB",
            "conversation": {"id": user.chat, "conversationType": "personal", "tenantId": TENANT},
            "channelData": {"tenant": {"id": TENANT}},
            "entities": [info] if self.client_info else [],
            **body,
        }

    async def post(self, body, token: str | None = "", headers: dict | None = None) -> tuple[int, object]:
        """Send an activity to the bot with a right token, another one, or (None) with none: status and body."""
        if token is not None:
            headers = {"Authorization": f"Bearer {token or self.sign()}", **(headers or {})}
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        sending = {"Content-Type": "application/json", **(headers or {})}
        async with self._session.post(f"{self.bot}/api/messages", data=data, headers=sending) as response:
            found = await response.text()
            return response.status, json.loads(found) if found else None

    async def say(self, user: User, text: str, **more) -> int:
        """Typed words."""
        return (await self.post(self.activity(user, text=text, textFormat="plain", **more)))[0]

    async def press(self, user: User, sent: Sent, label: str) -> object:
        """Press a button of a message as the client does it; the body of the answer. A replaced card is shown."""
        return await self.act(user, find_button(sent.card, label), sent)

    async def act(self, user: User, action: dict, sent: Sent) -> object:
        if action["type"] == "Action.Execute":
            value = {"action": {key: action[key] for key in ("type", "verb", "data")}, "trigger": "manual"}
            _, body = await self.invoke(user, "adaptiveCard/action", value, replyToId=sent.id)
            if body["type"] == "application/vnd.microsoft.card.adaptive":
                sent.body = {
                    **sent.body,
                    "attachments": [{**sent.body["attachments"][0], "content": body["value"]}],
                }
                sent.edits += 1
                sent.answered = body["value"]
                card(body["value"])
                self._show(sent)
            else:
                self.told.append(body["value"])
            return body
        data = action["data"]
        if data.get("msteams", {}).get("type") == "task/fetch":
            value = {"data": data, "context": {"theme": "default"}}
            return (await self.invoke(user, "task/fetch", value, replyToId=sent.id))[1]
        return (await self.post(self.activity(user, value=data, replyToId=sent.id)))[1]

    async def invoke(self, user: User, name: str, value: dict, **more) -> tuple[int, dict]:
        return await self.post(self.activity(user, type="invoke", name=name, value=value, **more))

    def to(self, user: User) -> list[Sent]:
        return [one for one in self.messages if one.conversation == user.chat]

    async def until(self, condition, seconds: float = 10.0) -> None:
        """Wait until a condition holds, which is looked at whenever a message is sent or changed."""
        async with asyncio.timeout(seconds):
            while not condition():
                self.news.clear()
                await self.news.wait()


def find_button(card: dict, label: str) -> dict:
    from tests.teams.cardcheck import buttons

    found = [one for one in buttons(card) if one["title"] == label]
    assert found, f"no button {label!r} among {[one['title'] for one in buttons(card)]}"
    return found[0]


def _error(status: int, code: str, headers: dict | None = None) -> web.HTTPException:
    body = json.dumps({"error": {"code": code, "message": "made by the tests"}})
    if status == 413:
        return web.HTTPRequestEntityTooLarge(1, 2, text=body, content_type="application/json")
    kinds = {kind.status_code: kind for kind in _all(web.HTTPException)}
    if not code and status >= 500:
        return kinds[status](text="<html>Bad gateway</html>", content_type="text/html", headers=headers)
    return kinds[status](text=body, content_type="application/json", headers=headers)


def _all(kind):
    for one in kind.__subclasses__():
        if getattr(one, "status_code", -1) > 0:
            yield one
        yield from _all(one)
