"""A strict Slack on loopback: the Web API that the product calls, with what the real one refuses.

It checks tokens and scopes, triggers (three seconds, once), blocks and views, and does what a test asks for next:
429 with Retry-After, errors, lost answers, slowness. It keeps messages, views and home tabs for the tests to see.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import time
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from tests.slack import blockcheck

SCOPES = {
    "chat.postMessage": "chat:write",
    "chat.update": "chat:write",
    "chat.delete": "chat:write",
    "chat.postEphemeral": "chat:write",
    "conversations.open": "im:write",
    "users.info": "users:read",
    "users.lookupByEmail": "users:read.email",
    "assistant.threads.setSuggestedPrompts": "assistant:write",
}
TRIGGER_SECONDS = 3.0


@dataclass
class Fault:
    """What happens to one call instead of, or after, its work."""

    status: int = 0
    error: str = ""
    retry_after: int | None = None
    drop: str = ""  # "before": nothing is done; "after": it is done and the answer is lost
    slow: float = 0.0


@dataclass
class Member:
    """Somebody in a workspace's directory."""

    id: str
    name: str
    email: str | None = None
    tz: str = "Europe/London"
    team: str = "T1"
    locale: str = "en-GB"
    deleted: bool = False
    can_be_messaged: str = ""  # an error code for conversations.open and chat.postMessage


@dataclass
class FakeSlack:
    """One Slack with its workspaces. `calls` holds (method, arguments) in order."""

    tokens: dict[str, str] = field(default_factory=lambda: {"xoxb-test": "T1"})
    scopes: set[str] | None = None  # None: every scope
    members: dict[str, Member] = field(default_factory=dict)
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    messages: dict[str, dict[str, dict[str, Any]]] = field(default_factory=lambda: defaultdict(dict))
    history: list[dict[str, Any]] = field(default_factory=list)  # every state in which a message was shown
    ephemeral: list[dict[str, Any]] = field(default_factory=list)
    views: dict[str, dict[str, Any]] = field(default_factory=dict)
    homes: dict[str, dict[str, Any]] = field(default_factory=dict)
    faults: dict[str, list[Fault]] = field(default_factory=lambda: defaultdict(list))
    triggers: dict[str, float] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    files: dict[str, bytes] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    installs: dict[str, dict[str, Any]] = field(default_factory=dict)
    sockets: list[web.WebSocketResponse] = field(default_factory=list)
    acks: list[dict[str, Any]] = field(default_factory=list)
    not_in: set[str] = field(default_factory=set)
    url: str = ""
    latency: float = 0.0  # seconds for each call, half before it is done and half after
    _ids: Any = field(default_factory=lambda: itertools.count(1))
    _runner: web.AppRunner | None = None

    # --- for the tests

    async def start(self) -> FakeSlack:
        """Listen on a free port of loopback."""
        app = web.Application(client_max_size=10_000_000)
        app.router.add_route("*", "/api/{method}", self._call)
        app.router.add_get("/files/{name}", self._file)
        app.router.add_get("/socket", self._socket)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        port = self._runner.addresses[0][1]
        self.url = f"http://127.0.0.1:{port}/api/"
        return self

    async def stop(self) -> None:
        for socket in self.sockets:
            await socket.close()
        assert self._runner is not None
        await self._runner.cleanup()

    def add(self, *members: Member) -> None:
        self.members |= {member.id: member for member in members}

    def next(self, method: str, **fault: Any) -> None:
        """What happens to the next call of a method."""
        self.faults[method].append(Fault(**fault))

    def trigger(self) -> str:
        """A trigger id that starts to run now."""
        name = f"trigger.{next(self._ids)}"
        self.triggers[name] = time.monotonic()
        return name

    def dm(self, user: str) -> str:
        return f"D{user[1:]}"

    def said_to(self, user: str) -> list[dict[str, Any]]:
        """The messages that stand in somebody's conversation with the bot, in order."""
        return list(self.messages[self.dm(user)].values())

    def made(self, method: str) -> list[dict[str, Any]]:
        return [arguments for name, arguments in self.calls if name == method]

    # --- the Web API

    async def _call(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        arguments = await _arguments(request)
        token = arguments.pop("token", "") or request.headers.get("Authorization", "").removeprefix("Bearer ")
        self.calls.append((method, arguments))
        fault = self.faults[method].pop(0) if self.faults[method] else None
        if fault:
            await asyncio.sleep(fault.slow)
            if fault.drop == "before":
                _hang_up(request)
            if fault.status == 429:
                headers = {} if fault.retry_after is None else {"Retry-After": str(fault.retry_after)}
                return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=headers)
            if fault.status:
                return web.Response(status=fault.status, text=fault.error or "upstream error")
            if fault.error:
                return web.json_response({"ok": False, "error": fault.error})
        await asyncio.sleep(self.latency / 2)
        try:
            answer = self._do(method, token, arguments)
        except blockcheck.Refused as refusal:
            self.refused.append(f"{method}: {refusal}")
            answer = {"ok": False, "error": refusal.error, "response_metadata": {"messages": [refusal.why]}}
        await asyncio.sleep(self.latency / 2)
        if fault and fault.drop == "after":
            _hang_up(request)
        return web.json_response(answer)

    def _do(self, method: str, token: str, given: dict[str, Any]) -> dict[str, Any]:
        if method == "oauth.v2.access":
            return self._access(given)
        if method == "apps.connections.open":
            return {
                "ok": token.startswith("xapp-"),
                "url": self.url.replace("http", "ws").replace("/api/", "/socket"),
            }
        team = self.tokens.get(token)
        if team is None:
            return {"ok": False, "error": "invalid_auth" if token else "not_authed"}
        if self.scopes is not None and (needed := SCOPES.get(method)) and needed not in self.scopes:
            return {"ok": False, "error": "missing_scope", "needed": needed}
        name = "_" + method.replace(".", "_").lower()
        handler = getattr(self, name, None)
        if handler is None:
            return {"ok": False, "error": "unknown_method"}
        found = handler(given, team)
        return found if "ok" in found else {"ok": True, **found}

    def _auth_test(self, given, team):
        return {
            "team_id": team,
            "team": "Test",
            "user_id": "UBOT",
            "bot_id": "BBOT",
            "user": "foothold",
            "url": "https://test.slack.com/",
        }

    def _chat_postmessage(self, given, team):
        if problem := self._unwelcome(given["channel"], team):
            return {"ok": False, "error": problem}
        channel = self.dm(given["channel"]) if given["channel"][0] in "UW" else given["channel"]
        given["blocks"] = blockcheck.loaded(given.get("blocks"))
        blockcheck.message(given)
        ts = self._ts()
        self.messages[channel][ts] = {**given, "channel": channel, "ts": ts}
        self.history.append(dict(self.messages[channel][ts]))
        return {"channel": channel, "ts": ts, "message": {"ts": ts}}

    def _chat_postephemeral(self, given, team):
        if given["channel"] in self.not_in:
            return {"ok": False, "error": "user_not_in_channel"}
        blockcheck.message(given)
        ts = self._ts()
        self.ephemeral.append({**given, "ts": ts})
        return {"message_ts": ts}

    def _chat_update(self, given, team):
        message = self.messages[given["channel"]].get(given["ts"])
        if message is None:
            return {"ok": False, "error": "message_not_found"}
        given["blocks"] = blockcheck.loaded(given.get("blocks"))
        blockcheck.message(given)
        message.update({"text": given["text"], "blocks": given["blocks"], "edited": True})
        self.history.append(dict(message))
        return {"channel": given["channel"], "ts": given["ts"]}

    def _chat_delete(self, given, team):
        if self.messages[given["channel"]].pop(given["ts"], None) is None:
            return {"ok": False, "error": "message_not_found"}
        return {"channel": given["channel"], "ts": given["ts"]}

    def _conversations_open(self, given, team):
        user = given["users"]
        if problem := self._unwelcome(user, team):
            return {"ok": False, "error": problem}
        return {"channel": {"id": self.dm(user)}}

    def _users_info(self, given, team):
        member = self.members.get(given["user"])
        if member is None:
            return {"ok": False, "error": "user_not_found"}
        about = {"real_name": member.name, "display_name": member.name}
        if member.email and (self.scopes is None or "users:read.email" in self.scopes):
            about["email"] = member.email
        return {
            "user": {
                "id": member.id,
                "team_id": member.team,
                "tz": member.tz,
                "locale": member.locale,
                "deleted": member.deleted,
                "is_bot": False,
                "real_name": member.name,
                "profile": about,
                "is_stranger": member.team != team,
            }
        }

    def _users_lookupbyemail(self, given, team):
        for member in self.members.values():
            if member.email and member.email.casefold() == given["email"].casefold() and member.team == team:
                return {"user": {"id": member.id, "deleted": member.deleted, "is_bot": False}}
        return {"ok": False, "error": "users_not_found"}

    def _views_open(self, given, team):
        trigger = given.get("trigger_id", "")
        started = self.triggers.get(trigger)
        if started is None:
            return {"ok": False, "error": "invalid_trigger_id"}
        if trigger in self.used:
            return {"ok": False, "error": "exchanged_trigger_id"}
        if time.monotonic() - started > TRIGGER_SECONDS:
            return {"ok": False, "error": "expired_trigger_id"}
        self.used.add(trigger)
        return {"view": self.show(blockcheck.loaded(given["view"]), f"V{next(self._ids)}", team)}

    def _views_update(self, given, team):
        if given["view_id"] not in self.views:
            return {"ok": False, "error": "not_found"}
        return {"view": self.show(blockcheck.loaded(given["view"]), given["view_id"], team)}

    def show(self, view, name, team):
        """Keep a view as Slack keeps it, with an id and a hash of its own."""
        blockcheck.view(view)
        if view["type"] == "modal":
            assert "submit" in view or not any(block["type"] == "input" for block in view["blocks"])
        kept = {
            **json.loads(json.dumps(view)),
            "id": name,
            "hash": f"{time.time():.6f}.{next(self._ids)}",
            "team_id": team,
            "root_view_id": name,
            "previous_view_id": None,
        }
        self.views[name] = kept
        return kept

    def _views_publish(self, given, team):
        view = blockcheck.loaded(given["view"])
        blockcheck.view(view)
        self.homes[given["user_id"]] = {**view, "id": f"VH{given['user_id']}", "hash": f"{time.time():.6f}"}
        return {"view": self.homes[given["user_id"]]}

    def _assistant_threads_setsuggestedprompts(self, given, team):
        prompts = blockcheck.loaded(given["prompts"])
        if (
            "thread_ts" in given
            or not 1 <= len(prompts) <= 4
            or any(set(one) != {"title", "message"} for one in prompts)
        ):
            return {"ok": False, "error": "invalid_arguments"}
        return {}

    def _access(self, given):
        if given.get("client_secret") != "client-secret" or given.get("client_id") != "client-id":
            return {"ok": False, "error": "invalid_client_id"}
        if given.get("grant_type") == "refresh_token":
            known = next(
                (
                    one
                    for one in self.installs.values()
                    if one.get("refresh_token") == given.get("refresh_token")
                ),
                None,
            )
            if known is None:
                return {"ok": False, "error": "invalid_refresh_token"}
            self.tokens.pop(known["access_token"], None)
            number = next(self._ids)
            known["access_token"], known["refresh_token"] = f"xoxe.xoxb-{number}", f"xoxe-{number}"
            self.tokens[known["access_token"]] = (known.get("team") or known["enterprise"])["id"]
            return {"ok": True, **known}
        known = self.installs.get(given.get("code", ""))
        if known is None:
            return {"ok": False, "error": "invalid_code"}
        self.tokens[known["access_token"]] = (known.get("team") or known["enterprise"])["id"]
        return {"ok": True, **known}

    def _unwelcome(self, channel: str, team: str) -> str:
        member = self.members.get(channel) or next(
            (one for one in self.members.values() if self.dm(one.id) == channel), None
        )
        if member is not None:
            return member.can_be_messaged
        if channel.startswith("C"):
            return "not_in_channel" if channel in self.not_in else ""
        return "user_not_found" if channel[0] in "UW" else "channel_not_found"

    def _ts(self) -> str:
        return f"{1_700_000_000 + next(self._ids)}.{next(self._ids):06d}"

    async def _file(self, request: web.Request) -> web.Response:
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if token not in self.tokens:
            return web.Response(text="<html>sign in</html>", content_type="text/html")
        content = self.files.get(request.match_info["name"])
        return (
            web.Response(status=404)
            if content is None
            else web.Response(body=content, content_type="application/pdf")
        )

    async def _socket(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self.sockets.append(socket)
        await socket.send_json({"type": "hello", "num_connections": 1})
        async for one in socket:
            if one.type is WSMsgType.TEXT:
                self.acks.append(json.loads(one.data))
        return socket


def _hang_up(request: web.Request) -> None:
    assert request.transport is not None
    request.transport.abort()
    raise ConnectionResetError


async def _arguments(request: web.Request) -> dict[str, Any]:
    found: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        found |= await request.json()
    elif request.can_read_body:
        found |= dict(await request.post())
    auth = request.headers.get("Authorization", "")
    if auth.startswith("Basic "):
        import base64

        found["client_id"], _, found["client_secret"] = base64.b64decode(auth[6:]).decode().partition(":")
    return found
