"""foothold rehearse: a whole cycle on a simulated clock, with people who do not exist; nobody real gets anything."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from adapters.commands import CommandError, Root

if TYPE_CHECKING:
    from bot.programme.definition import Programme
    from bot.programme.rehearsals import Order, Record, Rehearsal

USUAL, SEED, MOST = 60, 7, 2000
File = Annotated[
    str, typer.Argument(help="A key that is loaded or ships with Foothold, a programme file, or - for the input.")
]  # fmt: skip


def rehearse(
    context: typer.Context,
    programme: File,
    cycle: Annotated[str, typer.Argument(help="The cycle; needed where there are several.")] = "",
    cohort: Annotated[int, typer.Option(help="How many simulated students.", min=1, max=MOST)] = USUAL,
    seed: Annotated[
        int, typer.Option(help="The same seed gives the same people and the same record.")
    ] = SEED,
    starts: Annotated[
        str, typer.Option("--from", help="The first day, for a cycle that gives no dates.")
    ] = "",
    csv: Annotated[Path | None, typer.Option(help="Write every message to this file.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Print the record alone.")] = False,  # noqa: FBT002
) -> None:
    """Rehearse a cycle: every message each person would get, the load, the night, and what has no end."""
    from adapters.documents import tables
    from bot.conversations.staff import rehearsed
    from bot.programme.loading import load_programme

    root: Root = context.obj
    text = text_of(root, programme, alone=json)
    loaded = load_programme(text, programme)
    order = order_of(loaded, cycle, cohort, seed, starts)
    record = run(root, text, order)
    if json:
        from bot.wire import to_json_text

        print(to_json_text(record))
        return
    done, before = kept(root, loaded, text, order, record)
    print_report(loaded, done, before)
    if csv is not None:
        csv.write_bytes(tables.render(*rehearsed.table(done)))
        print(f"\nEvery message is in {csv}.")


def text_of(root: Root, name: str, *, alone: bool) -> str:
    """The text of a programme: the input, a file, the version that is loaded, or one that ships."""
    from adapters.commands.programme import read

    if name == "-":
        return sys.stdin.read()
    if not alone and not Path(name).is_file():
        with root.open() as house:
            if house.store.run(lambda unit: unit.programmes.get(name)) is not None:
                return str(house.store.run(lambda unit: unit.programmes.text(name)))
    return read(name)[1]


def order_of(programme: Programme, cycle: str, cohort: int, seed: int, starts: str) -> Order:
    """What to rehearse; raises CommandError where the cycle or the day is not clear."""
    from bot.programme.rehearsals import Order
    from bot.programme.reporting import cycle_in

    found = programme.cycle(cycle) or (cycle_in(programme, cycle) if cycle else None)
    if found is None and not cycle and len(programme.cycles) == 1:
        found = programme.cycles[0]
    if found is None:
        said = f"There is no cycle {cycle!r}." if cycle else "There are several cycles."
        raise CommandError(said, f"Name one: {', '.join(one.key for one in programme.cycles)}")
    try:
        day = date.fromisoformat(starts) if starts else None
    except ValueError as error:
        raise CommandError(f"{starts!r} is not a day.", "Write it as 2024-01-08") from error
    return Order(found.key, cohort, seed, day)


def run(root: Root, text: str, order: Order) -> Record:
    """In a house of its own that is gone afterwards."""
    from adapters.rehearsal.run import rehearse as play

    today = datetime.now(UTC).date()
    begun = order if order.starts else replace(order, starts=today + timedelta(days=7 - today.weekday()))
    with (
        tempfile.TemporaryDirectory(prefix="foothold-rehearsal-") as folder,
        root.open(f"sqlite:///{Path(folder) / 'rehearsal.db'}", str(Path(folder) / "files")) as house,
    ):
        return asyncio.run(play(house, text, begun))


def kept(
    root: Root, programme: Programme, text: str, order: Order, record: Record
) -> tuple[Rehearsal, Rehearsal | None]:
    """The rehearsal as it is kept for the next comparison, and the one before it."""
    from bot.conversations.staff import rehearsing
    from bot.programme.people import Scope
    from bot.programme.rehearsals import Rehearsal

    now = datetime.now(UTC)
    scope = Scope(programme.organisation.key, programme.key)
    one = Rehearsal(0, scope, order, text, now, state="running")
    with root.open() as house:
        before = house.store.run(lambda unit: unit.rehearsals.done(scope, order.cycle))
        number = house.store.run(lambda unit: unit.rehearsals.add(one))
        one = replace(one, id=number)
        house.store.run(lambda unit: rehearsing.finish(unit, one, record, now))
    return replace(one, state="done", record=record), before[0] if before else None


def print_report(programme: Programme, one: Rehearsal, before: Rehearsal | None) -> None:
    """The same report as in the chat, without its buttons."""
    from adapters.console.plain import Buttons, plain
    from bot.conversations.staff import rehearsed

    print(plain(replace(rehearsed.card(programme, one, before), actions=()), Buttons(numbered=False)))
