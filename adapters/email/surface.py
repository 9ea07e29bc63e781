"""E-mail as a surface: the last way to somebody who is on no connected workspace.

Only what such a person needs goes this way: check-ins (with the link to their page), notices and safety alerts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import parse_qs, unquote, urlsplit

import aiosmtplib

from adapters.email.letter import letter
from adapters.links import Links
from adapters.surface import Delivered, Destination, Failed, FetchError, Outcome, Retry, Unknown, Unreachable
from bot.activities import Identity, Place, Profile, Upload
from bot.ports import Outgoing

NAME = HOME = "email"
PAGE = "page"
"""The conversation of whoever answers on a page: what is said there is shown there."""
TIMEOUT = 20.0
KINDS = frozenset({"notice", "safety"})
TEMPORARY = range(400, 500)


@dataclass(frozen=True, slots=True)
class Server:
    """A mail server, from `smtp://USER:PASSWORD@HOST:587?from=ADDRESS` (or `smtps://`, which begins encrypted)."""

    host: str
    port: int
    encrypted: bool
    user: str | None
    password: str | None
    sender: str


def server_of(url: str, public_url: str) -> Server | None:
    """The server of FOOTHOLD_SMTP_URL; None where there is none. Without `from`, the user's address is the sender."""
    if not url:
        return None
    parts = urlsplit(url)
    user = unquote(parts.username) if parts.username else None
    named = parse_qs(parts.query).get("from", [""])[0]
    fallback = f"foothold@{urlsplit(public_url).hostname or parts.hostname}"
    encrypted = parts.scheme == "smtps"
    return Server(
        host=parts.hostname or "",
        port=parts.port or (465 if encrypted else 587),
        encrypted=encrypted,
        user=user,
        password=unquote(parts.password) if parts.password else None,
        sender=named or (user if user and "@" in user else fallback),
    )


class EmailSurface:
    """Sends through one mail server; without one, nobody can be reached this way, but pages still work."""

    name = NAME
    home = HOME

    def __init__(self, server: Server | None, links: Links | None, now: Callable[[], datetime]) -> None:
        """`links` makes the addresses of pages; None where the installation has no public address."""
        self._server = server
        self._links = links
        self._now = now

    async def deliver(self, outgoing: Outgoing, destination: Destination) -> Outcome:
        """Send it, if it is of a kind that goes by e-mail."""
        place = destination.place
        if place is not None and place.conversation == PAGE and outgoing.place is not None:
            return Delivered(f"page:{outgoing.key}", place)
        asks = str(outgoing.about.get("topic", "")).startswith("check_in")
        if outgoing.op != "send" or not (asks or outgoing.kind in KINDS):
            return Unreachable("this kind of message does not go by e-mail")
        if self._server is None:
            return Unreachable("no mail server is set up")
        link = self.page(outgoing) if asks else self.taking(outgoing)
        if asks and not link:
            return Unreachable("there is no public address for the page to answer on")
        return await self._send(outgoing, destination.identity.user, link)

    def page(self, outgoing: Outgoing) -> str:
        """The address of the page on which a check-in is answered, valid until it closes."""
        if self._links is None or outgoing.scope is None:
            return ""
        lasts = (outgoing.expires_at - self._now()) if outgoing.expires_at else timedelta(days=5)
        values = {"programme": outgoing.scope.programme, "plan": str(outgoing.about.get("what", ""))}
        return self._links.make(
            "checkin", values, reader=outgoing.person, lifetime=max(lasts, timedelta(hours=1))
        )

    def taking(self, outgoing: Outgoing) -> str:
        """The address of the page on which a safety alert is taken up; "" for every other message."""
        if self._links is None or outgoing.scope is None or "contact" not in outgoing.about:
            return ""
        values = {"programme": outgoing.scope.programme, "alert": str(outgoing.about["safety"])}
        return self._links.make("safety", values, reader=outgoing.person)

    async def profile(self, identity: Identity) -> Profile:
        """Nothing is known but the address."""
        return Profile()

    async def find(self, workspace: str, email: str) -> Identity | None:
        """Whoever has an address can be written to, once there is a server."""
        return Identity(NAME, HOME, email) if self._server is not None and workspace == HOME else None

    async def fetch(self, upload: Upload) -> bytes:
        """No files come this way."""
        raise FetchError

    async def _send(self, outgoing: Outgoing, to: str, link: str) -> Outcome:
        server = self._server
        assert server is not None  # noqa: S101 - deliver has looked
        mail = letter(outgoing, server.sender, to, link)
        try:
            await aiosmtplib.send(
                mail,
                hostname=server.host,
                port=server.port,
                username=server.user,
                password=server.password,
                use_tls=server.encrypted,
                timeout=TIMEOUT,
            )
        except (aiosmtplib.SMTPConnectError, aiosmtplib.SMTPConnectTimeoutError, ConnectionRefusedError):
            return Retry(None, "the mail server cannot be reached")
        except aiosmtplib.SMTPAuthenticationError:
            return Retry(300.0, "the mail server refuses the user or the password of FOOTHOLD_SMTP_URL")
        except aiosmtplib.SMTPRecipientsRefused as error:
            return _refused(error.recipients[0].code, "the mail server refuses the address")
        except aiosmtplib.SMTPResponseException as error:
            return _refused(error.code, "the mail server refuses the message")
        except (aiosmtplib.SMTPException, OSError, TimeoutError) as error:
            return Unknown(f"the connection to the mail server broke ({type(error).__name__})")
        return Delivered(str(mail["Message-ID"]), Place(NAME, HOME, to))


def _refused(code: int, words: str) -> Outcome:
    return Retry(None, f"{words} for now ({code})") if code in TEMPORARY else Failed(f"{words} ({code})")
