"""A person in Slack: types, presses, fills in and sends, as signed requests of the shapes that Slack sends.

`again` sends the last request once more, byte for byte, as Slack does when it saw no answer.
"""

from __future__ import annotations

import copy
import hashlib
import hmac
import itertools
import json
import time
import urllib.parse
from typing import Any

import aiohttp

from tests.slack.fake_slack import FakeSlack

SECRET = "signing-secret-of-the-tests"
_numbers = itertools.count(1)


class NoSuchButton(Exception):
    """There is no such button on the screen."""


def signature(body: str, secret: str = SECRET, at: float | None = None) -> dict[str, str]:
    """The headers with which Slack signs a request."""
    stamp = str(int(at if at is not None else time.time()))
    sign = hmac.new(secret.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={sign}"}


class Person:
    """One user of a workspace. `url` is where Foothold listens."""

    def __init__(self, fake: FakeSlack, url: str, user: str = "U1", team: str = "T1") -> None:
        self.fake, self.url, self.user, self.team = fake, url, user, team
        self.view: dict[str, Any] | None = None
        self.typed: dict[str, Any] = {}
        self.last: tuple[str, dict[str, str]] = ("", {})
        self.status, self.answer = 0, ""

    # --- requests

    async def send(self, body: str, headers: dict[str, str]) -> int:
        """Post a request; its status and answer are kept."""
        self.last = (body, headers)
        async with (
            aiohttp.ClientSession() as session,
            session.post(self.url, data=body.encode(), headers=headers) as answer,
        ):
            self.status, self.answer = answer.status, await answer.text()
        return self.status

    async def again(self) -> int:
        """The same request once more."""
        return await self.send(*self.last)

    async def event(self, event: dict[str, Any], **more: Any) -> int:
        """An event of the Events API."""
        body = {
            "type": "event_callback",
            "team_id": self.team,
            "api_app_id": "A1",
            "event_id": f"Ev{next(_numbers)}",
            "event_time": int(time.time()),
            "authorizations": [
                {
                    "team_id": self.team,
                    "user_id": "UBOT",
                    "is_bot": True,
                    "is_enterprise_install": False,
                    "enterprise_id": None,
                }
            ],
            "event": event,
            **more,
        }
        text = json.dumps(body)
        return await self.send(text, {"Content-Type": "application/json", **signature(text)})

    async def interact(self, payload: dict[str, Any]) -> int:
        """An interaction: a press, a page sent in, a shortcut."""
        body = {
            "team": {"id": self.team, "domain": "test"},
            "user": {"id": self.user, "username": "ada", "team_id": self.team},
            "api_app_id": "A1",
            "token": "x",
            "is_enterprise_install": False,
            "enterprise": None,
            "trigger_id": self.fake.trigger(),
            **payload,
        }
        text = urllib.parse.urlencode({"payload": json.dumps(body)})
        return await self.send(text, {"Content-Type": "application/x-www-form-urlencoded", **signature(text)})

    # --- what a person does

    async def say(self, text: str, files: list[dict[str, Any]] | None = None, **more: Any) -> int:
        """Type in the conversation with the bot."""
        event = {
            "type": "message",
            "channel": self.fake.dm(self.user),
            "channel_type": "im",
            "user": self.user,
            "team": self.team,
            "text": text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"),
            "ts": f"{time.time():.6f}",
        }
        if files:
            event |= {"subtype": "file_share", "files": files}
        return await self.event({**event, **more})

    async def mention(self, text: str, channel: str = "C1", **more: Any) -> int:
        """Mention the bot in a channel."""
        return await self.event(
            {
                "type": "app_mention",
                "channel": channel,
                "user": self.user,
                "team": self.team,
                "text": f"<@UBOT> {text}",
                "ts": f"{time.time():.6f}",
                **more,
            }
        )

    async def open(self, tab: str = "messages") -> int:
        """Open the app's home or its messages."""
        return await self.event(
            {
                "type": "app_home_opened",
                "user": self.user,
                "channel": self.fake.dm(self.user),
                "tab": tab,
                "event_ts": f"{time.time():.6f}",
            }
        )

    async def command(self, text: str, channel: str = "C1") -> int:
        """Type /foothold."""
        body = urllib.parse.urlencode(
            {
                "command": "/foothold",
                "text": text,
                "team_id": self.team,
                "user_id": self.user,
                "channel_id": channel,
                "channel_name": "general",
                "trigger_id": self.fake.trigger(),
                "response_url": "http://127.0.0.1:9/",
                "api_app_id": "A1",
            }
        )
        return await self.send(body, {"Content-Type": "application/x-www-form-urlencoded", **signature(body)})

    async def shortcut(self, callback: str, message: str = "") -> int:
        """Use a shortcut, on a message where there is one."""
        if message:
            return await self.interact(
                {
                    "type": "message_action",
                    "callback_id": callback,
                    "channel": {"id": "C1"},
                    "message": {"type": "message", "text": message, "ts": "1.1", "user": "U2"},
                    "action_ts": f"{time.time():.6f}",
                }
            )
        return await self.interact(
            {"type": "shortcut", "callback_id": callback, "action_ts": f"{time.time():.6f}"}
        )

    def buttons(self) -> list[tuple[str, dict[str, Any], dict[str, Any]]]:
        """(the words above it, the button, its message) for all that was ever on screen, the newest first."""
        shown = [one for one in self.fake.history if one["channel"] == self.fake.dm(self.user)]
        return [
            (above, element, message)
            for message in reversed(shown)
            for above, element in buttons_in(message.get("blocks") or [])
        ]

    async def press(self, label: str, under: str = "", *, message: dict[str, Any] | None = None) -> int:
        """Press a button of the newest message that has it."""
        for above, element, where in self.buttons():
            if (
                element["text"]["text"] == label
                and under.casefold() in above.casefold()
                and (message is None or message["ts"] == where["ts"])
            ):
                return await self.press_element(element, where)
        raise NoSuchButton(
            f"[{label}] {under}: there is "
            + ", ".join(one["text"]["text"] for _, one, _ in self.buttons()[:30])
        )

    async def press_element(self, element: dict[str, Any], message: dict[str, Any]) -> int:
        """Press this button of this message."""
        status = await self.interact(
            {
                "type": "block_actions",
                "container": {
                    "type": "message",
                    "message_ts": message["ts"],
                    "channel_id": message["channel"],
                    "is_ephemeral": False,
                },
                "channel": {"id": message["channel"], "name": "directmessage"},
                "message": message,
                "actions": [action_of(element)],
                "response_url": "http://127.0.0.1:9/",
            }
        )
        self._look_for_a_modal()
        return status

    async def press_home(self, label: str) -> int:
        """Press a button on the home tab."""
        home = self.fake.homes[self.user]
        for _, element in buttons_in(home["blocks"]):
            if element["text"]["text"] == label:
                status = await self.interact(
                    {
                        "type": "block_actions",
                        "container": {"type": "view", "view_id": home["id"]},
                        "view": {**home, "state": {"values": {}}},
                        "actions": [action_of(element)],
                    }
                )
                self._look_for_a_modal()
                return status
        raise NoSuchButton(label)

    # --- modals

    def _look_for_a_modal(self) -> None:
        shown = [view for view in self.fake.views.values() if view["type"] == "modal"]
        self.view = shown[-1] if shown else None
        self.typed = {}

    def see(self) -> dict[str, Any]:
        """The modal as it is now."""
        assert self.view is not None, "no modal is open"
        self.view = self.fake.views[self.view["id"]]
        return self.view

    def state(self) -> dict[str, Any]:
        """What stands in the modal: what was there, and what was typed since."""
        values: dict[str, Any] = {}
        for block in self.see()["blocks"]:
            if block["type"] != "input":
                continue
            element = block["element"]
            state: dict[str, Any] = {"type": element["type"]}
            for drawn, sent in (
                ("initial_value", "value"),
                ("initial_date", "selected_date"),
                ("initial_time", "selected_time"),
                ("initial_option", "selected_option"),
                ("initial_options", "selected_options"),
            ):
                if drawn in element:
                    state[sent] = copy.deepcopy(element[drawn])
            key = block["block_id"].partition("@")[0]
            if block["block_id"] in self.typed:
                state |= self.typed[block["block_id"]]
            values[block["block_id"]] = {element["action_id"]: state}
            assert key
        return values

    def fill(self, **answers: Any) -> None:
        """Type, choose or attach, by field key."""
        for block in self.see()["blocks"]:
            if block["type"] != "input":
                continue
            key = block["block_id"].partition("@")[0]
            if key in answers:
                self.typed[block["block_id"]] = filled(block["element"], answers.pop(key))
        assert not answers, f"no such fields: {sorted(answers)}"

    async def submit(self, **answers: Any) -> int:
        """Send the page in, and take Slack's part in what the answer says."""
        self.fill(**answers)
        view = self.see()
        status = await self.interact(
            {"type": "view_submission", "view": {**view, "state": {"values": self.state()}}}
        )
        if status == 200 and self.answer:
            told = json.loads(self.answer)
            if told["response_action"] == "update":
                self.fake.show(told["view"], view["id"], self.team)
                blocks = {block.get("block_id") for block in told["view"]["blocks"]}
                self.typed = {name: value for name, value in self.typed.items() if name in blocks}
            elif told["response_action"] == "clear":
                self.fake.views.pop(view["id"])
                self.view = None
        elif status == 200:
            self.fake.views.pop(view["id"])
            self.view = None
        return status

    async def press_modal(self, label: str) -> int:
        """Press a button within the modal."""
        view = self.see()
        for _, element in buttons_in(view["blocks"]):
            if element["text"]["text"] == label:
                return await self.interact(
                    {
                        "type": "block_actions",
                        "container": {"type": "view", "view_id": view["id"]},
                        "view": {**view, "state": {"values": self.state()}},
                        "actions": [action_of(element)],
                    }
                )
        raise NoSuchButton(label)

    async def search(self, key: str, typed: str) -> list[dict[str, Any]]:
        """Type into a menu of many choices."""
        view = self.see()
        block = next(one for one in view["blocks"] if one.get("block_id", "").startswith(key + "@"))
        await self.interact(
            {
                "type": "block_suggestion",
                "view": view,
                "block_id": block["block_id"],
                "action_id": block["element"]["action_id"],
                "value": typed,
                "container": {"type": "view", "view_id": view["id"]},
            }
        )
        return json.loads(self.answer)["options"]


def action_of(element: dict[str, Any]) -> dict[str, Any]:
    """A button as it comes back when pressed."""
    return {
        **{key: value for key, value in element.items() if key != "confirm"},
        "action_ts": f"{time.time():.6f}",
        "block_id": "b",
    }


def filled(element: dict[str, Any], answer: Any) -> dict[str, Any]:
    """An answer as Slack puts it into the state of an element."""
    kind = element["type"]
    if kind in {"plain_text_input", "number_input"}:
        return {"value": answer}
    if kind in {"datepicker", "timepicker"}:
        return {f"selected_{kind.removesuffix('picker')}": answer}
    if kind == "file_input":
        return {"files": answer}
    known = {option["value"]: option for option in element.get("options", [])}
    option = {"text": {"type": "plain_text", "text": "found by search"}}
    if kind in {"radio_buttons", "static_select", "external_select"}:
        return {"selected_option": known.get(answer) or {**option, "value": answer}}
    return {"selected_options": [known.get(one) or {**option, "value": one} for one in answer]}


def buttons_in(blocks: list[dict[str, Any]]) -> list[tuple[str, dict[str, Any]]]:
    """Buttons with the words of the block above them."""
    found, above = [], ""
    for block in blocks:
        if block["type"] == "actions":
            found += [(above, element) for element in block["elements"] if element["type"] == "button"]
        elif block["type"] in {"rich_text", "header"}:
            above = "".join(texts(block))
    return found


def texts(thing: Any) -> list[str]:
    """All words of a block, in order."""
    if isinstance(thing, dict):
        own = (
            [thing["text"]]
            if isinstance(thing.get("text"), str)
            else [thing["url"]]
            if thing.get("type") == "link"
            else []
        )
        return own + [one for value in thing.values() for one in texts(value)]
    return [one for item in thing for one in texts(item)] if isinstance(thing, list) else []
