"""foothold db upgrade: bring the tables of the database up to date."""

from __future__ import annotations

import typer

from adapters.commands import Root

app = typer.Typer(no_args_is_help=True, help="Look after the database.")


@app.callback()
def db() -> None:
    """Look after the database."""


@app.command()
def upgrade(context: typer.Context) -> None:
    """Bring the tables up to date; done again it changes nothing."""
    root: Root = context.obj
    print(f"The tables of {root.upgrade()} are up to date.")
