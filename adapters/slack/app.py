"""Slack's requests, by HTTP or Socket Mode: checked by Bolt, written down by the reception, then acknowledged.

One listener for each kind of request; what is inside decides the rest. Bolt runs with `process_before_response`, so
an event is acknowledged when its listener has returned, and one whose listener failed is not: Slack sends it again.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, Coroutine
from datetime import datetime
from typing import Any

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.config import SettingsError, SlackSettings
from adapters.logs import describe, log
from adapters.reception import Reception
from adapters.slack import outcomes, parse
from adapters.slack.forms import Forms
from adapters.slack.oauth import INSTALL_PATH, REDIRECT_PATH
from adapters.slack.prompts import Prompts
from adapters.slack.tokens import Installations, NotInstalledError, Tokens
from adapters.slack.transport import TROUBLE, SlackSurface

EVENTS_PATH = "/slack/events"
EVERY = re.compile("")
ANSWERED_ELSEWHERE = "I have answered in our direct messages, under Messages of the Foothold app."
REFUSED_AT_START = outcomes.TOKEN_ERRORS | {"missing_scope", "not_allowed_token_type"}
BOT_TOKEN_REFUSED = (
    "Slack does not accept SLACK_BOT_TOKEN.",
    "Install the app to the workspace again and copy its Bot User OAuth Token (xoxb-…).",
)
APP_TOKEN_REFUSED = (
    "Slack does not accept SLACK_APP_TOKEN.",
    "Make an App-Level Token with the scope connections:write under Basic Information (xapp-…), and copy it.",
)


class CatchAll(AsyncApp):
    """Bolt, with an answer for what no listener is for: a 404 would make Slack send it again."""

    async def async_dispatch(self, req: AsyncBoltRequest) -> BoltResponse:
        """Dispatch; a request that nobody wants is taken and dropped."""
        answer = await super().async_dispatch(req)
        return BoltResponse(status=200, body="") if answer.status == 404 else answer


class Authorize(AsyncAuthorize):
    """Says whether we are installed where an event comes from, without asking Slack each time."""

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens

    async def __call__(
        self, *, enterprise_id: str | None, team_id: str | None, **_: Any
    ) -> AuthorizeResult | None:
        """The bot of the workspace; None where there is none."""
        try:
            bot = await self._tokens.bot(team_id or "", enterprise_id)
        except NotInstalledError:
            return None
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            bot_token=bot.bot_token,
            bot_id=bot.bot_id or None,
            bot_user_id=bot.bot_user_id or None,
        )


class SlackFront:
    """Where Slack reaches us. `now` is the clock; `oauth` the installation flow, where many workspaces are served."""

    def __init__(
        self,
        settings: SlackSettings,
        surface: SlackSurface,
        reception: Reception,
        now: Callable[[], datetime],
        oauth: AsyncOAuthFlow | None = None,
    ) -> None:
        self._settings = settings
        self._surface = surface
        self._reception = reception
        self._now = now
        self._tasks: set[asyncio.Task[Any]] = set()
        self._prompts = Prompts(surface, reception.role)
        self._socket: Any = None
        self._forms = Forms(surface, reception, now, self._later)
        self._oauth = oauth
        authorize: Any = Authorize(surface.api.tokens)
        quiet = logging.getLogger("slack_bolt")  # what matters is logged here, without anybody's words
        quiet.setLevel(logging.ERROR)
        self.bolt = CatchAll(
            name="foothold",
            logger=quiet,
            signing_secret=settings.signing_secret,
            process_before_response=True,
            client=AsyncWebClient(base_url=surface.api.url),
            authorize=authorize,
            oauth_flow=oauth,
            attaching_function_token_enabled=False,
            attaching_conversation_kwargs_enabled=False,
        )
        self.bolt.event(EVERY)(self._event)
        self.bolt.block_action(EVERY)(self._action)
        self.bolt.view_submission(EVERY)(self._forms.submitted)
        self.bolt.block_suggestion(EVERY)(self._forms.options)
        self.bolt.command(EVERY)(self._command)
        self.bolt.shortcut(EVERY)(self._shortcut)
        self.bolt.error(self._failed)

    def routes(self) -> list[web.RouteDef]:
        """What to mount in the aiohttp application."""
        routes = [web.post(EVENTS_PATH, self._http)] if self._settings.signing_secret else []
        if self._oauth is not None:
            routes += [web.get(INSTALL_PATH, self._install), web.get(REDIRECT_PATH, self._redirect)]
        return routes

    async def start(self) -> None:
        """Check the token of a single workspace, and connect where Socket Mode is set up; raises SettingsError."""
        if self._settings.bot_token:
            await self._sign_in()
        if self._settings.app_token:
            from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler

            token = self._settings.app_token
            asked = AsyncWebClient(base_url=self._surface.api.url).apps_connections_open(app_token=token)
            await self._at_start(asked, APP_TOKEN_REFUSED)  # connecting itself would only try for ever
            self._socket = AsyncSocketModeHandler(self.bolt, token)
            await self._socket.connect_async()

    async def cease(self) -> None:
        """Take no more, and finish what was begun."""
        if self._socket is not None:
            await self._socket.close_async()
            self._socket = None
        await self.settle()

    async def stop(self) -> None:
        """Cease, and close the connections, by which messages leave as well."""
        await self.cease()
        await self._surface.api.close()

    async def settle(self) -> None:
        """Wait until nothing is being done in the background."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def _sign_in(self) -> None:
        client = await self._surface.api.for_workspace("")
        about = await self._at_start(client.auth_test(), BOT_TOKEN_REFUSED)
        self._surface.home = about["team_id"]
        log().info("signed in to Slack", surface="slack", workspace=about["team_id"])

    async def _at_start(self, call: Awaitable[Any], refused: tuple[str, str]) -> Any:
        """A call without which nothing can begin; raises SettingsError with what to do."""
        try:
            return await call
        except TROUBLE as error:
            if isinstance(error, SlackApiError) and outcomes.code_of(error) in REFUSED_AT_START:
                raise SettingsError(*refused) from error
            raise SettingsError(
                f"Slack could not be reached at {self._settings.api_url} ({type(error).__name__}).",
                "Let this server open https connections to Slack, or wait until Slack is back, and start again.",
            ) from error

    async def _http(self, request: web.Request) -> web.Response:
        stamp = request.headers.get("X-Slack-Request-Timestamp", "0")
        try:
            asked = await to_bolt_request(request)
        except ValueError:  # no JSON, no form: not from Slack
            return web.Response(status=401)
        if not (stamp.isascii() and stamp.isdigit()):  # Bolt would stumble over it
            return web.Response(status=401)
        return await to_aiohttp_response(await self.bolt.async_dispatch(asked))

    async def _install(self, request: web.Request) -> web.Response:
        return await to_aiohttp_response(await self._flow.handle_installation(await to_bolt_request(request)))

    async def _redirect(self, request: web.Request) -> web.Response:
        return await to_aiohttp_response(await self._flow.handle_callback(await to_bolt_request(request)))

    @property
    def _flow(self) -> AsyncOAuthFlow:
        if self._oauth is None:
            raise LookupError("the pages of the installation were asked for without an installation flow")
        return self._oauth

    async def installed(self, team: str, user: str) -> None:
        """A workspace was installed by a user: greet them."""
        now = self._now()
        await self._reception.receive(parse.newly_installed(team, user, now))

    async def _event(self, body: dict[str, Any]) -> None:
        what = body["event"]
        if what["type"] in {"app_uninstalled", "tokens_revoked"}:
            await self._gone(body)
            return
        activity = parse.event(body, self._now())
        if activity is None:
            return
        self._surface.met(activity)
        await self._reception.receive(activity)
        if what["type"] == "app_home_opened" and what.get("tab") == "messages":
            self._later(self._prompts.suggest(activity.identity, what["channel"]))

    async def _action(self, ack: Any, body: dict[str, Any]) -> None:
        action = body["actions"][0]
        if parse.is_in_chat(action):
            await self._forms.to_chat(body, action)
            await ack()
            return
        activity = parse.pressed(body, action, self._now())
        if activity is None:
            await ack()
            return
        self._surface.met(activity)
        if activity.inline:
            await self._forms.asked_for(body, activity)
        else:
            await self._reception.receive(activity)
        if parse.is_on_home(body):
            who = activity.identity
            await self._reception.receive(parse.at_home(who.workspace, who.user, self._now(), activity.id))
        await ack()

    async def _command(self, ack: Any, body: dict[str, Any]) -> None:
        activity = parse.command(body, self._now())
        await self._reception.receive(activity)
        here = self._surface.is_direct(
            activity.identity.workspace, activity.identity.user, body.get("channel_id", "")
        )
        await ack("" if here else ANSWERED_ELSEWHERE)

    async def _shortcut(self, ack: Any, body: dict[str, Any]) -> None:
        activity = parse.shortcut(body, self._now())
        if activity is not None:
            await self._reception.receive(activity)
        await ack()
        team, who = parse.workspace_of(body), body["user"]["id"]
        if not self._surface.is_direct(team, who, (body.get("channel") or {}).get("id", "")):
            self._later(self._forms.show_notice(body, team, answered=activity is not None))

    async def _failed(self, error: Exception) -> BoltResponse:
        """A request that could not be taken: Slack is told so, and sends an event again."""
        log().error("a request of Slack's could not be taken", surface="slack", **describe(error))
        return BoltResponse(status=500, body="")

    async def _gone(self, body: dict[str, Any]) -> None:
        """The app was removed, or its bot's token revoked: forget the token."""
        what, tokens = body["event"], self._surface.api.tokens
        if what["type"] == "tokens_revoked" and not (what.get("tokens") or {}).get("bot"):
            return
        team = parse.workspace_of(body)
        if isinstance(tokens, Installations):
            whole = team == body.get("enterprise_id") or any(
                one.get("is_enterprise_install") for one in [body, *(body.get("authorizations") or [])]
            )
            at = float(body.get("event_time") or self._now().timestamp())
            await tokens.gone(team, body.get("enterprise_id") or "", whole=whole, at=at)
        log().warning("Foothold was removed from a workspace", surface="slack", workspace=team)

    def _later(self, work: Coroutine[Any, Any, Any]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
