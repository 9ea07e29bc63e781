"""foothold chat: the same bot in this terminal, or on a pipe."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from adapters.commands import CommandError, Root, is_terminal, read_instant, tell
from bot.errors import FootholdError

if TYPE_CHECKING:
    from datetime import datetime

    from adapters.console.plain import Buttons
    from adapters.host import House
    from bot.cards import Card
    from bot.ports import UnitOfWork
    from bot.programme.people import Membership, Person

As = Annotated[str, typer.Option("--as", help="The e-mail address of somebody on a roster.")]
Key = Annotated[str, typer.Option("--programme", help="Which programme to talk about, by its key.")]
Now = Annotated[
    str, typer.Option("--now", help="Set the clock to an instant such as 2024-01-22T09:00+00:00.")
]
INTERRUPTED = 130
"""What a program exits with that Ctrl-C ended."""
LEAVE = {"/quit", "/exit", "/q"}


def chat(context: typer.Context, as_: As = "", programme: Key = "", now: Now = "") -> None:
    """Talk to Foothold in this terminal; input that is no terminal is read line by line."""
    root: Root = context.obj
    start = read_instant(now) if now else None
    with root.open() as house:
        talk(house, as_ or choose(house), programme, start)


def choose(house: House) -> str:
    """Ask who sits here, where a person can be asked; raises CommandError."""
    people = house.store.run(somebody)
    if not people:
        raise CommandError(
            "Nobody is on a roster here yet.",
            "Try `foothold demo`, or import people (foothold import --help).",
        )
    if not is_terminal():
        raise CommandError("Nobody is named to talk as.", f"Name somebody: --as {people[0][0].email}")
    return ask_who(people)


def ask_who(people: list[tuple[Person, Membership]]) -> str:
    """Let a person at the terminal choose whom to be; Enter takes the first."""
    print("Who would you like to be?")
    programme = ""
    for number, (person, membership) in enumerate(people, start=1):
        if membership.scope.programme != programme:
            programme = membership.scope.programme
            print(f"  {programme}")
        print(f"  {number:4}  {person.name or person.email}, {membership.role.replace('_', ' ')}")
    while True:
        said = input("A number, or an e-mail address [1]: ").strip() or "1"
        if said.isdigit() and 1 <= int(said) <= len(people):
            return people[int(said) - 1][0].email
        if "@" in said:
            return said
        print(f"Please give a number from 1 to {len(people)}.")


def somebody(unit: UnitOfWork, most: int = 60) -> list[tuple[Person, Membership]]:
    """Some of the people on the rosters, by programme and role."""
    from bot.programme.people import ROLES, Scope

    return [
        found
        for programme in unit.programmes.all()
        for role in ROLES
        for found in unit.people.having(Scope(programme.organisation.key, programme.key), role)
    ][:most]


def talk(house: House, email: str, programme: str = "", start: datetime | None = None) -> None:
    """A conversation until the end of the input."""
    from adapters.console.chat import Chat, print_plain
    from adapters.console.clock import SetClock, SystemClock

    clock = SetClock(start) if start else SystemClock()
    show = drawing() if is_terminal() else print_plain
    with asyncio.Runner() as runner:
        the_chat = Chat(house, email, clock.now, show)
        runner.run(the_chat.begin(programme))
        lost = 0
        for line in lines():
            if line.strip().casefold() in LEAVE:
                break
            try:
                runner.run(the_chat.say(line))
            except FootholdError as error:  # such as a disk that is full: what was said before is safe
                typer.echo(error.message, err=True)
                lost += 1
    if lost:
        raise CommandError(
            f"{lost} of the lines could not be taken.", "Say them again; the conversation is kept."
        )


def lines() -> Iterator[str]:
    """What is typed, line by line; with a terminal a prompt is shown, and Ctrl-D ends it."""
    if not is_terminal():
        yield from (line.rstrip("\r\n") for line in sys.stdin if line.strip())
        return
    import readline  # noqa: F401 - arrow keys and history while typing

    tell("Type a sentence, or the number or name of a button. `attach FILE` sends a file; Ctrl-D leaves.")
    print()
    while True:
        try:
            line = input("you> ")
        except (EOFError, KeyboardInterrupt) as leaving:
            print("\nYour conversation is kept. Goodbye.")
            if isinstance(leaving, KeyboardInterrupt):
                raise SystemExit(INTERRUPTED) from None
            return
        print()
        yield line


def drawing() -> Callable[[Card, Buttons], None]:
    """Prints cards with rich."""
    from rich.console import Console

    from adapters.console.drawn import WIDEST, drawn

    console = Console(highlight=False)
    width = min(console.width, WIDEST)

    def show(card: Card, buttons: Buttons) -> None:
        console.print(drawn(card, buttons, width), width=width)

    return show
