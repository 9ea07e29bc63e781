"""foothold deliveries: what became of messages, as sums that add up, or recipient by recipient."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from adapters.commands import CommandError, Root, the_programme

Key = Annotated[
    str, typer.Option("--programme", help="The programme's key; needed where several are loaded.")
]


def deliveries(
    context: typer.Context,
    batch: Annotated[str, typer.Argument(help="A broadcast or prompt; leave it out for all of them.")] = "",
    programme: Key = "",
    each: Annotated[bool, typer.Option("--each", help="One line for each recipient of the batch.")] = False,  # noqa: FBT002
) -> None:
    """Show how many messages were intended and how each of them ended."""
    from bot.programme.people import Scope

    root: Root = context.obj

    def work(unit: Any) -> tuple[list[tuple[str, dict[str, int]]], list[Any]]:
        found = the_programme(unit, programme)
        scope = Scope(found.organisation.key, found.key)
        names = list(unit.deliveries.batches(scope))
        if batch and batch not in names:
            raise CommandError(
                f"There is no broadcast or prompt {batch!r}.", "List them all: foothold deliveries"
            )
        names = [batch] if batch else names
        sums = [(name, unit.deliveries.counts(scope, name)) for name in names]
        return sums, list(unit.deliveries.report(scope, batch)) if each and batch else []

    with root.open() as house:
        sums, recipients = house.store.run(work)
    if not sums:
        print("No message of a broadcast or prompt has been planned yet.")
    for name, counts in sums:
        said = ", ".join(f"{state} {count:,}" for state, count in counts.items() if count)
        print(f"{name}: intended {sum(counts.values()):,}{': ' + said if said else ''}")
    for one in recipients:
        print(f"  {one.email or 'erased'}  {one.state}  {one.reason}")
