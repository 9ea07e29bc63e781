"""The console as a surface: delivering is showing, a file is a path on this machine, a user is an e-mail address."""

from __future__ import annotations

import asyncio
import mimetypes
from collections.abc import Callable
from itertools import count
from pathlib import Path

from adapters.surface import Delivered, Destination, FetchError, Outcome, Unreachable
from bot.activities import Identity, Place, Profile, Upload
from bot.ports import Outgoing

NAME = "console"
WORKSPACE = "terminal"
Show = Callable[[Outgoing], None]


def identity_of(email: str) -> Identity:
    """Whoever has this address, at the terminal."""
    return Identity(NAME, WORKSPACE, email.casefold())


def place_of(email: str) -> Place:
    """The conversation of whoever has this address."""
    return Place(NAME, WORKSPACE, email.casefold())


def upload_of(path: str) -> Upload:
    """A file on this machine, on its way in."""
    found = Path(path).expanduser()
    kind = mimetypes.guess_type(found.name)[0] or "application/octet-stream"
    size = found.stat().st_size if found.is_file() else 0
    return Upload(found.name, kind, size, str(found))


class ConsoleSurface:
    """Shows what is for the person at the terminal; everybody else is not here."""

    name = NAME
    home = WORKSPACE

    def __init__(self, email: str, show: Show) -> None:
        self._email = email.casefold()
        self._show = show
        self._numbers = count(1)

    async def deliver(self, outgoing: Outgoing, destination: Destination) -> Outcome:
        """Show it, when it is for the one who sits here."""
        if destination.identity.user != self._email:
            return Unreachable("This person is not at the terminal.")
        self._show(outgoing)
        message = outgoing.target or f"console-{next(self._numbers)}"
        return Delivered(message, destination.place or place_of(self._email))

    async def profile(self, identity: Identity) -> Profile:
        """The terminal believes who somebody says they are."""
        return Profile(email=identity.user)

    async def find(self, workspace: str, email: str) -> Identity | None:
        """The one who sits here, if it is they."""
        return identity_of(email) if email.casefold() == self._email else None

    async def fetch(self, upload: Upload) -> bytes:
        """Read the file from this machine."""
        try:
            return await asyncio.to_thread(Path(upload.source).read_bytes)
        except OSError as error:
            raise FetchError(
                f'I could not open "{upload.name}": {error.strerror or "it cannot be read"}.'
            ) from error
