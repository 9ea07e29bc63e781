"""How the pages behind links in e-mails are drawn: one template, without JavaScript."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from secrets import token_urlsafe

from aiohttp import web
from jinja2 import Environment, PackageLoader, Template

HEADERS = {
    "Cache-Control": "private, no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}


@dataclass(frozen=True)
class Question:
    """One row of radio buttons. `options` are (value, label, chosen)."""

    name: str
    title: str
    text: str
    options: tuple[tuple[str, str, bool], ...]


@dataclass(frozen=True)
class Shown:
    """What the template is filled with."""

    title: str
    lead: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()
    score: bool = False
    notices: tuple[str, ...] = ()
    nonce: str = field(default_factory=lambda: token_urlsafe(12))
    later: bool = False
    instead: bool = False
    button: str = ""


def drawn(found: Shown) -> web.Response:
    """The page."""
    return web.Response(text=_template().render(page=found), content_type="text/html", headers=HEADERS)


@cache
def _template() -> Template:
    return Environment(loader=PackageLoader("adapters.email", "."), autoescape=True).get_template("page.html")
