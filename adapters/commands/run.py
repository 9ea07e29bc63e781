"""foothold run (everything in one process), serve and work (many machines)."""

from __future__ import annotations

import typer

from adapters.commands import Root


def run(context: typer.Context) -> None:
    """Run everything in one process: HTTP, delivery and schedule."""
    _start(context.obj, "run")


def serve(context: typer.Context) -> None:
    """Answer HTTP; start as many as are needed, on PostgreSQL."""
    _start(context.obj, "serve")


def work(context: typer.Context) -> None:
    """Deliver and keep the schedule; start as many as are needed, on PostgreSQL."""
    _start(context.obj, "work")


def _start(root: Root, role: str) -> None:
    import asyncio

    from adapters.config import require_server
    from adapters.server import Server

    settings = root.settings
    require_server(settings, processes="one" if role == "run" else "many")
    with root.open() as house:
        asyncio.run(Server(settings, house, role).run())
