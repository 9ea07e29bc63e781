"""The command line, one file per command. What they share is the root that `adapters.main` gives them."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from bot.errors import FootholdError

if TYPE_CHECKING:
    from adapters.config import Settings
    from adapters.host import Store
    from bot.ports import UnitOfWork
    from bot.programme.definition import Programme


class CommandError(FootholdError):
    """This command could not be done. `mend` is what to do next, in one line."""

    def __init__(self, message: str, mend: str) -> None:
        super().__init__(message)
        self.mend = mend


class Root(Protocol):
    """What the composition root gives to a command."""

    settings: Settings

    def open(self, url: str = "", files: str = "") -> Store:
        """The store of the settings, or another one; its tables are brought up to date where it is a file."""

    def upgrade(self, url: str = "") -> None:
        """Bring the tables of the database up to date."""

    def pieces(self) -> Any:
        """The assistant and what else the host is made of: see `adapters.host.Pieces`."""


def is_terminal() -> bool:
    """Whether a person can be asked: only where both ends are a terminal."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def read_file(path: Path) -> bytes:
    """The content of a file; raises CommandError."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise CommandError(
            f"{path} cannot be read: {error.strerror}.", "Check the name of the file."
        ) from error


def read_instant(text: str) -> datetime:
    """An instant such as 2024-01-22T09:00+00:00; without an offset it is taken as UTC. Raises CommandError."""
    from datetime import UTC

    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"{text!r} is not an instant.", "Write it as 2024-01-22T09:00+00:00") from error
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def the_programme(unit: UnitOfWork, key: str) -> Programme:
    """The programme of that key, or the only one that is loaded where no key is given; raises CommandError."""
    programmes = {programme.key: programme for programme in unit.programmes.all()}
    if key in programmes:
        return programmes[key]
    if not programmes:
        raise CommandError(
            "No programme is loaded.", "Load one: foothold programme load FILE (or a key of a shipped one)"
        )
    if not key and len(programmes) == 1:
        return next(iter(programmes.values()))
    said = f"There is no programme {key!r}." if key else "Several programmes are loaded."
    raise CommandError(said, f"Name one with --programme: {', '.join(programmes)}")
