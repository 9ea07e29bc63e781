"""foothold connect slack|teams WORKSPACE PROGRAMME…: which programmes a workspace serves."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from adapters.commands import CommandError, Root

SURFACES = ("slack", "teams")


def connect(
    context: typer.Context,
    surface: Annotated[str, typer.Argument(help="slack or teams.")],
    workspace: Annotated[str, typer.Argument(help="The Slack team id (T…) or the Teams tenant id.")],
    programmes: Annotated[
        list[str] | None, typer.Argument(help="Keys of loaded programmes; none: nothing.")
    ] = None,
) -> None:
    """Have a workspace serve exactly these programmes."""
    root: Root = context.obj
    if surface not in SURFACES:
        raise CommandError(f"{surface!r} is no surface that can be connected.", "Use slack or teams.")
    keys = programmes or []

    def work(unit: Any) -> None:
        loaded = unit.programmes.keys()
        for key in keys:
            if key not in loaded:
                raise CommandError(
                    f"No programme {key!r} is loaded.", f"Loaded: {', '.join(loaded) or 'none'}"
                )
        unit.programmes.connect(surface, workspace, keys)

    with root.open() as house:
        house.store.run(work)
    print(f"{surface} {workspace} serves {', '.join(keys) or 'no programme'}.")
