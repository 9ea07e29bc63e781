"""foothold owner add EMAIL: who connects workspaces and gives roles."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from adapters.commands import CommandError, Root

app = typer.Typer(no_args_is_help=True, help="Name the owners: who connects workspaces and gives roles.")


@app.callback()
def owner() -> None:
    """Name the owners: who connects workspaces and gives roles."""


@app.command()
def add(
    context: typer.Context,
    email: Annotated[str, typer.Argument(help="An e-mail address, as the workspace's directory has it.")],
    name: Annotated[str, typer.Option(help="What to call them.")] = "",
) -> None:
    """Make somebody an owner of every programme that is loaded."""
    from adapters.importing.values import CellError, address
    from bot.ports import AuditEvent
    from bot.programme.people import Membership, Scope

    root: Root = context.obj
    try:
        email = address(email)
    except CellError as error:
        raise CommandError(f"{error}.", "Write it as name@example.ac.uk") from error

    def work(unit: Any) -> list[str]:
        programmes = unit.programmes.all()
        if not programmes:
            raise CommandError("No programme is loaded yet.", "Load one first: foothold programme load FILE")
        for programme in programmes:
            scope = Scope(programme.organisation.key, programme.key)
            found = unit.people.by_email(scope.organisation, email)
            person = found.id if found else unit.people.add(scope.organisation, email, name, None, None)
            unit.people.join(Membership(person, scope, "owner"))
            subject = f"person:{person}"
            unit.audit.add(
                AuditEvent(datetime.now(UTC), None, "owner.added", subject, scope, after={"role": "owner"})
            )
        return [programme.key for programme in programmes]

    with root.open() as house:
        keys = house.store.run(work)
    print(f"{email} is an owner of {', '.join(keys)}.")
