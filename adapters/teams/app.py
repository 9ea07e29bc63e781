"""The route of Teams: who is asking, is it allowed, what was said, and the answer within the time that a turn has."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TypeAlias

from aiohttp import web

from adapters.logs import describe, log
from adapters.reception import InlineAnswer, Reception
from adapters.teams import answers
from adapters.teams.auth import Guard, RefusedError
from adapters.teams.botframework import BotFramework
from adapters.teams.files import CONSENT
from adapters.teams.limits import ANSWER_SECONDS
from adapters.teams.options import Options
from adapters.teams.parse import (
    INVOKES,
    PRESSED,
    activity_of,
    content,
    conversation_of,
    in_chat,
    is_invoke,
    left_page,
    reference_of,
    team_of,
    tenant_of,
    user_of,
)
from adapters.teams.references import Reference, References
from adapters.teams.repeats import Repeats
from adapters.teams.service import Answer, Body
from adapters.teams.transport import TeamsSurface
from bot.activities import Activity

PATH = "/api/messages"
NOT_IMPLEMENTED = 501
Allowed: TypeAlias = Callable[[str], Awaitable[bool]]


class TeamsApp:
    """Takes in activities. `allowed` says whether a tenant is served; `now` is the clock.

    Hand `routes()` to the server; `close` it at the end, which waits for what is being worked on.
    """

    def __init__(
        self,
        options: Options,
        framework: BotFramework,
        surface: TeamsSurface,
        references: References,
        reception: Reception,
        allowed: Allowed,
        now: Callable[[], datetime],
    ) -> None:
        self._options = options
        self._framework = framework
        self._surface = surface
        self._references = references
        self._reception = reception
        self._allowed = allowed
        self._now = now
        self._guard = Guard(options)
        self._repeats = Repeats()
        self._late: set[asyncio.Task[None]] = set()
        if options.allow_anonymous:
            log().warning(
                "TEAMS_ALLOW_ANONYMOUS=1: anybody on this machine may speak as any user; for the local test client only"
            )

    def routes(self) -> list[web.RouteDef]:
        """The one route that the Bot Framework service calls."""
        return [web.post(PATH, self.messages)]

    async def cease(self) -> None:
        """Finish what is being worked on."""
        await self._repeats.finish()
        await asyncio.gather(*self._late, return_exceptions=True)

    async def close(self) -> None:
        """Cease, and close the connections, by which messages leave as well."""
        await self.cease()
        await self._framework.close()

    async def messages(self, request: web.Request) -> web.Response:
        """Answer one request of the service; 401, 403 and 400 have no effect at all."""
        try:
            claims, body = await self._admit(request)
            found = await self._framework.handle(body, claims, self._turn)
        except RefusedError as error:
            log().warning(
                "a request to Teams' route was refused", status=error.status, reason_kind=str(error)
            )
            return web.Response(status=error.status)
        except ValueError as error:
            log().warning("a request to Teams' route was no activity", **describe(error))
            return web.Response(status=400)
        return (
            web.Response(status=found.status)
            if found.body is None
            else web.json_response(found.body, status=found.status)
        )

    async def _admit(self, request: web.Request) -> tuple[Body, Body]:
        claims = await self._guard.claims(request.headers, request.remote)
        body = await _json(request)
        self._guard.matches(claims, body)
        tenant = tenant_of(body)
        if not tenant or not (self._options.allow_anonymous or await self._allowed(tenant)):
            raise RefusedError(403, "the tenant is not served")
        return claims, body

    async def _turn(self, body: Body) -> Answer:
        name = str(body.get("name") or "")
        reference = await self._remember(body)
        file = self._surface.files.answer(body) if name == CONSENT else None
        activity = activity_of(body, reference, self._now(), file)
        if activity is None:
            if not is_invoke(body) or name == CONSENT:
                return Answer()
            return answers.refused(name) if name in INVOKES else Answer(NOT_IMPLEMENTED)
        return await self._repeats.once(
            activity.place.conversation + activity.identity.user,
            content(body),
            lambda: self._inline(activity, name, body) if activity.inline else self._receive(activity),
            press=activity.card is not None,
        )

    async def _receive(self, activity: Activity) -> Answer:
        await self._reception.receive(activity)
        return Answer()

    async def _inline(self, activity: Activity, name: str, body: Body) -> Answer:
        page = left_page(body, activity)
        work = asyncio.ensure_future(
            self._leave(page, activity) if page else self._reception.inline(activity)
        )
        done, _ = await asyncio.wait({work}, timeout=ANSWER_SECONDS)
        if not done:
            late = asyncio.ensure_future(self._afterwards(work, activity))
            self._late.add(late)
            late.add_done_callback(self._late.discard)
            return answers.word(name, answers.SLOW if name == PRESSED else answers.SLOW_FORM)
        try:
            found = work.result()
            return answers.answer(name, found, self._surface.link(found.reader))
        except Exception as error:  # noqa: BLE001 - a bug in one turn is answered in words; it is logged
            log().error("a turn of Teams failed", activity=activity.id, **describe(error))
            return answers.word(name, answers.BROKEN)

    async def _leave(self, page: Activity, activity: Activity) -> InlineAnswer:
        """Keep what stands in a page that is left for the chat; what cannot be kept is said beside its field."""
        kept = await self._reception.inline(page)
        return await self._reception.inline(activity) if kept.form and not kept.errors else kept

    async def _afterwards(self, work: asyncio.Future[InlineAnswer], activity: Activity) -> None:
        """What was too late for the answer: cards and words are in the outbox, and a form goes on in the chat."""
        try:
            found = await work
            if found.form and found.form.in_chat:
                await self._reception.receive(in_chat(activity, found.form.in_chat))
        except Exception as error:  # noqa: BLE001 - a bug in one turn is answered in words; it is logged
            log().error("a turn of Teams failed", activity=activity.id, **describe(error))

    async def _remember(self, body: Body) -> Reference:
        """Keep the conversation as this activity shows it, before anything is answered into it."""
        before = await self._references.chat(tenant_of(body), conversation_of(body))
        reference = reference_of(body, before)
        await self._references.keep(reference, user=user_of(body) if reference.private else "")
        if team := team_of(body, reference):
            await self._references.keep(team, team=team.conversation)
        return reference


async def _json(request: web.Request) -> Body:
    try:
        body = await request.json()
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise ValueError("the body is no JSON") from error
    if not isinstance(body, dict) or not isinstance(body.get("type"), str):
        raise ValueError("the body is no activity")  # noqa: TRY004 - answered like any other wrong body
    return body
