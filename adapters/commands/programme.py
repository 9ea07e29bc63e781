"""foothold programme check|load|list|new: the files that describe programmes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from adapters.commands import CommandError, Root

if TYPE_CHECKING:
    from bot.ports import UnitOfWork
    from bot.programme.definition import Programme

app = typer.Typer(no_args_is_help=True, help="Check, load, list and begin programme files.")
MOST_CHANGES = 20
NOBODY = "No date moved that concerns anybody now, so nobody is told a reason."
Because = Annotated[
    str,
    typer.Option(help="Why dates have moved, as those affected will read it: the form was down for a day."),
]
File = Annotated[str, typer.Argument(help="A programme file, or the key of one that ships with Foothold.")]


@app.command()
def check(file: File) -> None:
    """Say whether a programme file can be used, and what is still to be filled in; needs no database."""
    programme, text = read(file)
    print(f"{programme.key}: {programme.title}: this file can be loaded.")
    for note in notes(programme, text, all_of_them=True):
        print(f"  {note}")


@app.command()
def load(context: typer.Context, file: File, because: Because = "") -> None:
    """Load a programme file, or a new version of it; running conversations and applications stay whole."""
    from bot.programme.comparing import what_changed

    root: Root = context.obj
    programme, text = read(file)
    with root.open() as house:
        before = house.store.run(lambda unit: unit.programmes.get(programme.key))
        changed = [] if before is None else what_changed(before, programme)
        if before is not None and not changed:
            print(f"{programme.key} is loaded already; nothing has changed.")
            return
        told = house.store.run(partial(_put, programme=programme, text=text, before=before, because=because))
    print(f"{programme.key}: {programme.title}: {'loaded' if before is None else 'a new version is loaded'}.")
    for line in changed[:MOST_CHANGES]:
        print(f"  {line.in_words}")
    if len(changed) > MOST_CHANGES:
        print(f"  and {len(changed) - MOST_CHANGES} more changes")
    if because:
        print(f"  {_people(told)} told the old date, the new one, and why." if told else f"  {NOBODY}")
    for note in notes(programme, text):
        print(f"  {note}")


def _put(unit: UnitOfWork, programme: Programme, text: str, before: Programme | None, because: str) -> int:
    """Put the new version in place; with a reason, those affected by a date that moved are told. Returns how many."""
    from bot.conversations.planning import snapshot, tell_changes
    from bot.programme.date_changes import known_dates

    now = datetime.now(UTC)
    unit.programmes.put(programme, text, now)
    if before is None or not because:
        return 0
    reason = " ".join(because.split()).removeprefix("because ").rstrip(".")
    return tell_changes(unit, snapshot(unit, programme, now), reason, known_dates(before))


def _people(count: int) -> str:
    return "1 person is" if count == 1 else f"{count:,} people are"


@app.command(name="list")
def list_(context: typer.Context) -> None:
    """List the programmes that are loaded, and those that ship with Foothold."""
    from bot.programme.loading import shipped

    root: Root = context.obj
    with root.open() as house:
        loaded = {one.key: one for one in house.store.run(lambda unit: unit.programmes.all())}
    for key, programme in loaded.items():
        print(f"{key:24} loaded        {programme.title} ({programme.edition.label})")
    for key in shipped():
        if key not in loaded:
            print(f"{key:24} not loaded    ships with Foothold: foothold programme load {key}")


@app.command()
def new(
    key: Annotated[str, typer.Argument(help="Small letters, digits and _, such as leeds_2027.")],
    folder: Annotated[Path, typer.Option(help="Where to write it.")] = Path(),
) -> None:
    """Begin a programme file of your own from the template, in which every part is explained."""
    import re

    from bot.programme.loading import new_programme

    if not re.fullmatch(r"[a-z][a-z0-9_]{1,60}", key):
        raise CommandError(
            f"{key!r} cannot be a key.", "Use small letters, digits and _, beginning with a letter."
        )
    path = folder / f"{key}.yaml"
    if path.exists():
        raise CommandError(f"{path} is there already.", "Choose another key, or move the file away.")
    try:
        path.write_text(new_programme(key), encoding="utf-8")
    except OSError as error:
        raise CommandError(
            f"{path} cannot be written: {error.strerror}.", "Choose another folder."
        ) from error
    print(f"Wrote {path}. Fill it in, then: foothold programme check {path}")


def read(file: str) -> tuple[Programme, str]:
    """A programme and its text, from a file or from those that ship; raises CommandError, ProgrammeFileError."""
    from bot.programme.loading import load_programme, shipped

    path = Path(file)
    if path.is_file():
        try:
            text = path.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(
                f"{file} cannot be read as text.", "Save it as UTF-8 and try again."
            ) from error
        return load_programme(text, path.name), text
    known = shipped()
    if file not in known:
        raise CommandError(f"There is no file {file}.", f"Name a file, or one that ships: {', '.join(known)}")
    return load_programme(known[file], file), known[file]


def notes(programme: Programme, text: str, *, all_of_them: bool = False) -> Iterator[str]:
    """What must be mended before people are let in (design §7), and on wish what deserves a look, with the lines."""
    from bot.programme.linting import lint
    from bot.programme.yaml_reading import read_yaml

    tree, _ = read_yaml(text)
    for one in lint(programme):
        line = tree.line_of(one.path.partition("; ")[0]) if tree else 1
        said = f"line {line} ({one.path}): {one.message} {one.mend}"
        if one.level == "must":
            yield f"to do before it goes live: {said}"
        elif all_of_them:
            yield f"worth a look: {said}"
