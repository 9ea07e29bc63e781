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
    output: Output = PACKAGE,
    public_url: Annotated[
        str, typer.Option(envvar="FOOTHOLD_PUBLIC_URL", help="Where Teams reaches the server.")
    ] = "",
    app_id: Annotated[str, typer.Option(envvar="TEAMS_APP_ID", help="The Application (client) ID.")] = "",
    website: Annotated[
        str, typer.Option(help="Your page about the service (else the server's address).")
    ] = "",
    privacy: Annotated[str, typer.Option(help="Your privacy notice.")] = "",
    terms: Annotated[str, typer.Option(help="Your terms of use.")] = "",
) -> None:
    """Write the Teams app package, with this server's address and app id in it."""
    from adapters.teams.manifest import EXAMPLE_APP, EXAMPLE_URL, package

    content = package(
        public_url or EXAMPLE_URL, app_id or EXAMPLE_APP, website=website, privacy=privacy, terms=terms
    )
    try:
        output.write_bytes(content)
    except OSError as error:
        raise CommandError(
            f"{output} cannot be written: {error.strerror}.", "Name another with --output."
        ) from error
    given = {"TEAMS_APP_ID": app_id, "FOOTHOLD_PUBLIC_URL": public_url}
    if missing := [name for name, value in given.items() if not value]:
        print(
            f"Wrote {output}, with an example in the place of {' and '.join(missing)}: set it and make it again."
        )
    else:
        print(f"Wrote {output}. Upload it in the Teams admin centre (docs/teams.md).")
