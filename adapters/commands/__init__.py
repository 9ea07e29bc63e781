"""The command line, one file per command. What they share is the root that `adapters.main` gives them."""

from __future__ import annotations

import shutil
import sys
import textwrap
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from bot.errors import FootholdError

if TYPE_CHECKING:
    from adapters.config import Settings
    from adapters.host import House
    from bot.ports import UnitOfWork
    from bot.programme.definition import Programme


class CommandError(FootholdError):
    """This command could not be done. `mend` is what to do next, in one line."""

    def __init__(self, message: str, mend: str) -> None:
        super().__init__(message)
        self.mend = mend


class Root(Protocol):
    """What the composition root gives to a command."""

    @property
    def settings(self) -> Settings:
        """The settings of the environment; raises SettingsError."""

    def open(self, url: str = "", files: str = "") -> AbstractContextManager[House]:
        """The store and what stands on it: of the settings, or of another database and folder.

        A database that is a file is brought up to date; another one must be.
        """

    def upgrade(self) -> str:
        """Bring the tables of the database up to date; returns which database that was, without its password."""


def is_terminal() -> bool:
    """Whether a person can be asked: only where both ends are a terminal."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def tell(words: str) -> None:
    """Print a line; on a terminal it is broken between words."""
    width = shutil.get_terminal_size().columns if is_terminal() else 0
    print(textwrap.fill(words, width) if width > len("foothold") else words, flush=True)


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
