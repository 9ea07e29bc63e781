"""What others open: the calendar feed behind its signed link, and a credential with all that is needed to check it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any

from aiohttp import web
from jinja2 import DictLoader, Environment

from adapters.documents import calendars
from adapters.documents.signing import Signer
from adapters.host import Store
from adapters.links import Link
from bot.conversations.calendar_entries import entries_for
from bot.ports import UnitOfWork
from bot.programme import credentials
from bot.programme.credentials import Issued
from bot.programme.dates import say_day
from bot.programme.definition import Programme
from bot.programme.people import Scope

PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ name }}</title>
<style>
body{font:1.05rem/1.5 system-ui,sans-serif;max-width:40rem;margin:3rem auto;padding:0 1rem;color:#1b1b1b}
dt{color:#595959;margin-top:.8rem}dd{margin:0}.gone{border-left:.3rem solid #8a1c1c;padding-left:.8rem}
</style>
<h1>{{ name }}</h1>
{% if revoked %}<p class="gone"><strong>Taken back on {{ revoked_on }}.</strong>
The reason: {{ revoked }}</p>{% endif %}
<dl><dt>Earned by</dt><dd>{{ student }}</dd><dt>Issued by</dt><dd>{{ issuer }}</dd>
<dt>Issued on</dt><dd>{{ issued_on }}</dd><dt>Given for</dt><dd>{{ criterion }}</dd>
<dt>Programme</dt><dd>{{ programme }}</dd></dl>
<p><a href="?format=jwt" download="credential.jwt">Download the signed credential</a>
(Open Badges 3.0, VC-JWT, Ed25519).
Anybody can check it with the key at <a href="{{ key }}">{{ key }}</a>.</p></html>"""


class DocumentPages:
    """`store` is asked in a thread; `address` is where this installation is reached."""

    def __init__(self, store: Store, signer: Signer, address: str, now: Callable[[], datetime]) -> None:
        self._store = store
        self._signer = signer
        self._address = address
        self._now = now
        self._page = Environment(loader=DictLoader({"page": PAGE}), autoescape=True).get_template("page")

    def routes(self) -> list[web.RouteDef]:
        """Public by their nature: whoever is shown a credential can check it."""
        return [
            web.get("/l/credentials/{programme}/did.json", self.key),
            web.get("/l/credentials/{programme}/revoked", self.revoked),
            web.get("/l/credentials/{programme}/achievement", self.achievement),
            web.get("/l/credentials/{programme}/{uid}", self.credential),
        ]

    async def calendar(self, link: Link, _: web.Request) -> web.StreamResponse:
        """The feed of the person for whom the link was made, worked out now."""

        def work(unit: UnitOfWork) -> bytes:
            programme = unit.programmes.get(link.values["programme"])
            if programme is None:
                raise web.HTTPNotFound
            return calendars.render(
                entries_for(unit, programme, unit.people.get(link.reader)), programme.title
            )

        content = await self._ask(work)
        return web.Response(
            body=content, content_type="text/calendar", headers={"Cache-Control": "private, max-age=3600"}
        )

    async def key(self, request: web.Request) -> web.Response:
        """The public key, as the did:web of the issuer says."""
        programme = await self._programme(request)
        return web.json_response(self._signer.did_document(credentials.issuer_of(programme, self._address)))

    async def revoked(self, request: web.Request) -> web.Response:
        """The signed list of revocations."""

        def work(programme: Programme, unit: UnitOfWork) -> dict[str, Any]:
            issued = unit.credentials.all(Scope(programme.organisation.key, programme.key))
            return credentials.revocations(programme, issued, self._now(), self._address)

        programme = await self._programme(request)
        made = await self._ask(partial(work, programme))
        return web.Response(text=self._signer.sign(made), content_type="application/vc+jwt")

    async def achievement(self, request: web.Request) -> web.Response:
        """What is achieved, in the programme's words."""
        programme = await self._programme(request)
        made = credentials.achievement(programme, "0", 0, "", "", self._now(), self._address)
        return web.json_response(made["credentialSubject"]["achievement"])

    async def credential(self, request: web.Request) -> web.Response:
        """One credential: a page for people; the signed form with `?format=jwt`."""
        programme = await self._programme(request)

        def work(unit: UnitOfWork) -> tuple[Issued, str]:
            issued = unit.credentials.by_uid(request.match_info["uid"])
            if issued is None or issued.scope.programme != programme.key:
                raise web.HTTPNotFound
            return issued, unit.people.get(issued.student).name

        issued, student = await self._ask(work)
        if request.query.get("format") == "jwt":
            return web.Response(text=issued.token, content_type="application/vc+jwt")
        given = programme.credential
        text = self._page.render(
            name=issued.name,
            student=student,
            issuer=given.issuer if given else "",
            issued_on=_day(issued.issued_at),
            criterion=given.criterion if given else "",
            programme=programme.title,
            revoked=issued.revoked,
            revoked_on=_day(issued.revoked_at or issued.issued_at),
            key=f"{credentials.base_of(programme, self._address)}/did.json",
        )
        return web.Response(text=text, content_type="text/html", headers={"X-Robots-Tag": "noindex"})

    async def _programme(self, request: web.Request) -> Programme:
        found = await self._ask(lambda unit: unit.programmes.get(request.match_info["programme"]))
        if found is None or found.credential is None:
            raise web.HTTPNotFound
        return found

    async def _ask(self, work: Callable[[Any], Any]) -> Any:
        return await asyncio.to_thread(self._store.run, work)


def _day(at: datetime) -> str:
    return say_day(at.astimezone(UTC).date())
