"""The composition root and the command line: the only room of the adapters that knows which store it is."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from adapters.commands import (
    ask,
    chat,
    connect,
    db,
    deliveries,
    demo,
    import_,
    manifest,
    owner,
    programme,
    rehearse,
    run,
)
from bot.errors import FootholdError

if TYPE_CHECKING:
    from adapters.config import Settings
    from adapters.documents.making import FileDocuments
    from adapters.host import House
    from bot.ports import FileStore

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="A placements assistant for Slack and Microsoft Teams. Try `foothold demo`.",
)
app.command()(demo.demo)
app.command()(chat.chat)
app.command()(ask.ask)
app.command()(run.run)
app.command()(run.serve)
app.command()(run.work)
app.add_typer(programme.app, name="programme")
app.command()(rehearse.rehearse)
app.add_typer(import_.app, name="import")
app.command()(connect.connect)
app.add_typer(owner.app, name="owner")
app.command()(deliveries.deliveries)
app.add_typer(manifest.app, name="manifest")
app.add_typer(db.app, name="db")


AGAIN = "Nothing was changed. Try again; if it happens again, report it with this message."
LOOK = "Check the name, and that this user may read and write there."
REPORT = "Please report it with this line; what was done before it is kept."
BAD_USAGE: Any = typer.BadParameter.__base__
"""What typer raises for words that are no command; it has no name of its own there."""


class Root:
    """Puts the pieces together for a command, each when it is first needed."""

    @cached_property
    def settings(self) -> Settings:
        """The settings of the environment; raises SettingsError."""
        from adapters.config import read

        return read(os.environ)

    @contextmanager
    def open(self, url: str = "", files: str = "") -> Iterator[House]:
        """The store and what stands on it, closed at the end."""
        import store
        from adapters import logs
        from adapters.host import House
        from adapters.importing.chat import FileImporter
        from adapters.previews import SurfacePreviews
        from bot.assistant import Assistant

        logs.set_up(json=not sys.stderr.isatty())
        url = url or self.settings.database_url
        is_file = url.startswith("sqlite")
        secret = self.settings.secret_key or None
        opened = store.open_store(
            url,
            files or self.settings.files,
            secret=secret,
            synchronous=self.settings.sqlite_synchronous,
            migrate=is_file,
        )
        try:
            yield House(
                opened,
                opened.files,
                Assistant(self.documents(opened.files, url), FileImporter(opened.files), SurfacePreviews()),
            )
        finally:
            opened.close()

    def documents(self, files: FileStore, url: str) -> FileDocuments:
        """Whoever makes the files that people take away."""
        from adapters.console.clock import SystemClock
        from adapters.documents.making import documents_for

        settings = self.settings
        address = settings.public_url or f"http://{settings.host}:{settings.port}"
        beside = Path(url.removeprefix("sqlite:///")).parent if url.startswith("sqlite") else None
        return documents_for(files, settings.secret_key, beside, address, SystemClock().now)

    def upgrade(self) -> str:
        """Bring the tables of the database up to date."""
        import store

        store.upgrade(self.settings.database_url)
        return store.name_of(self.settings.database_url)


def say_version(*, wanted: bool) -> None:
    """Print which version this is, and stop there."""
    if wanted:
        typer.echo(f"foothold {metadata.version('foothold')}")
        raise typer.Exit


Version = Annotated[
    bool, typer.Option("--version", help="Say which version this is.", callback=say_version, is_eager=True)
]


@app.callback()
def foothold(context: typer.Context, *, version: Version = False) -> None:
    """Give every command what it needs."""
    context.obj = context.obj or Root()


def main() -> None:
    """Run the command line; what fails says why in one line and what to do in the next."""
    from bot.programme.problems import ProgrammeFileError

    try:
        code = app(standalone_mode=False)
    except BAD_USAGE as error:
        raise SystemExit(misused(error)) from None
    except typer.Abort:  # Ctrl-D or Ctrl-C at a question
        typer.echo("Stopped.", err=True)
        raise SystemExit(1) from None
    except BrokenPipeError:  # the reader of our output has gone
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(1) from None
    except ProgrammeFileError as error:
        typer.echo(f"{error}\nMend the file and try again: foothold programme check FILE", err=True)
        raise SystemExit(1) from None
    except FootholdError as error:
        why = getattr(error, "why", "") or error.message
        typer.echo(f"{why}\n{getattr(error, 'mend', '') or AGAIN}", err=True)
        raise SystemExit(1) from None
    except OSError as error:
        what = (
            f"{error.filename} cannot be used"
            if error.filename
            else "Something of this machine cannot be used"
        )
        typer.echo(f"{what}: {error.strerror or type(error).__name__}.\n{LOOK}", err=True)
        raise SystemExit(1) from None
    except Exception as error:  # noqa: BLE001 - a bug: its words may quote people, so only its place is told
        from adapters.logs import describe

        at = describe(error)
        typer.echo(f"Something is wrong in Foothold: {at['error']} at {at['where']}.\n{REPORT}", err=True)
        raise SystemExit(1) from None
    raise SystemExit(code or 0)


def misused(error: Any) -> int:
    """Say what is wrong with the words of a command; who gave none has been shown the help. Returns the exit code."""
    if type(error).__name__ != "NoArgsIsHelpError":
        path = error.ctx.command_path if error.ctx else "foothold"
        typer.echo(f"{error.format_message()}\nSee how it is used: {path} --help", err=True)
    return int(error.exit_code)
