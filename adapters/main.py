"""The composition root and the command line."""

from __future__ import annotations

import typer

app = typer.Typer(no_args_is_help=True)


@app.callback()
def foothold() -> None:
    """A placements assistant for Slack and Microsoft Teams."""


def main() -> None:
    """Run the command line."""
    app()
