"""foothold demo: a database with the five programmes and labelled sample data, and a chat in it."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from adapters.commands import Root, is_terminal, read_instant, tell
from adapters.commands.chat import ask_who, somebody, talk

if TYPE_CHECKING:
    from adapters.host import House

INSTANT = datetime(2024, 1, 22, 9, 0, tzinfo=UTC)
INSTANTS = {
    "hku_u21_2025": datetime(2025, 11, 3, 2, 0, tzinfo=UTC),
    "oxford_mip_2023_24": datetime(2024, 2, 1, 9, 0, tzinfo=UTC),
}
"""When there is most to see, where that is not INSTANT."""
STUDENT = "amara.okafor@qm.sample.example"
FIRST = "queen_mary_2024"
FOLDER = Path("foothold-demo")
KINDS = ("people", "opportunities", "placements")


def demo(
    context: typer.Context,
    now: Annotated[str, typer.Option("--now", help="Another instant than the sample one.")] = "",
    as_: Annotated[str, typer.Option("--as", help="Whom to be, by e-mail address.")] = "",
    folder: Annotated[Path, typer.Option(help="Where the sample database is kept.")] = FOLDER,
) -> None:
    """Try Foothold: five programmes, sample people and opportunities, and a chat in this terminal."""
    root: Root = context.obj
    asked = read_instant(now) if now else None
    folder.mkdir(parents=True, exist_ok=True)
    with root.open(f"sqlite:///{folder / 'foothold.db'}", str(folder / "files")) as house:
        fill(house, asked or INSTANT)
        people = sorted(house.store.run(somebody), key=lambda one: one[1].scope.programme != FIRST)
        email = as_ or (ask_who(people) if is_terminal() else STUDENT)
        name, key = next(
            (
                (person.name, membership.scope.programme)
                for person, membership in people
                if person.email == email
            ),
            (email, FIRST),
        )
        start = asked or INSTANTS.get(key, INSTANT)
        if is_terminal() and not asked:
            start = ask_when(start)
        fill(house, start)
        tell(f"Sample data in {folder.resolve()}; every person and host in it is made up.")
        tell(f"The clock stands at {start:%A} {start.day} {start:%B %Y, %H:%M} UTC (--now changes it).")
        tell(f"You are {name}.")
        print(flush=True)
        talk(house, email, start=start)


def ask_when(start: datetime) -> datetime:
    """Let a person at the terminal choose the instant; the sample one is offered."""
    from adapters.commands import CommandError

    tell("Every dated window is over today, so this runs at a sample instant; Enter takes the one offered.")
    while True:
        said = input(f"When should it be? [{start:%Y-%m-%dT%H:%M}] ").strip()
        if not said:
            return start
        try:
            return read_instant(said)
        except CommandError as error:
            print(f"{error.message} {error.mend}")


def fill(house: House, start: datetime) -> None:
    """The programmes that ship, and their sample data; done again it changes nothing.

    Placements are added only once the clock of the demo has reached the weeks in which they begin.
    """
    from bot.programme.loading import load_programme, shipped

    samples = resources.files("programmes").joinpath("sample")

    def work(unit: Any) -> None:
        from adapters.importing import import_file

        for key, text in shipped().items():
            programme = unit.programmes.get(key)
            if programme is None:
                programme = load_programme(text, key)
                unit.programmes.put(programme, text, start)
            for kind in KINDS:
                file = samples.joinpath(f"{key}.{kind}.csv")
                if file.is_file() and (kind != "placements" or begun(programme, start)):
                    import_file(unit, kind, (file.name, file.read_bytes()), programme, start)

    house.store.run(work)


def begun(programme: Any, start: datetime) -> bool:
    """Whether the first placements that the sample data names have begun."""
    spring = programme.cycle("spring")
    first = spring.begins.first if spring else None
    return first is not None and start.date() >= first
