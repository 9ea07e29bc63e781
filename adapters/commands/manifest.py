"""foothold manifest slack|teams: what an administrator uploads to install the app."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from adapters.commands import CommandError, Root

PACKAGE = Path("foothold-teams.zip")
Output = Annotated[Path, typer.Option("--output", "-o", help="Where to write the package.")]
app = typer.Typer(no_args_is_help=True, help="Make what an administrator installs.")


@app.command()
def slack(context: typer.Context) -> None:
    """Print the manifest of the Slack app, with this server's address in it."""
    from adapters.slack.manifest import fill

    root: Root = context.obj
    print(fill(root.settings.public_url), end="")


@app.command()
def teams(
    context: typer.Context,
    output: Output = PACKAGE,
) -> None:
    """Write the Teams app package, with this server's address and app id in it."""
    from adapters.teams.package import build

    root: Root = context.obj
    content = build(root.settings)
    try:
        output.write_bytes(content)
    except OSError as error:
        raise CommandError(
            f"{output} cannot be written: {error.strerror}.", "Name another with --output."
        ) from error
    print(f"Wrote {output}. Upload it in the Teams admin centre (docs/teams.md).")
