"""foothold import people|opportunities|placements: from a CSV or Excel file, all or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from adapters.commands import Root, is_terminal, read_file, the_programme

if TYPE_CHECKING:
    from adapters.importing import Report
    from adapters.importing.importer import Progress

app = typer.Typer(no_args_is_help=True, help="Import people, opportunities or placements from CSV or Excel.")
MOST_PROBLEMS = 50
File = Annotated[Path, typer.Argument(help="A CSV or Excel (.xlsx) file with a line of column names.")]
Key = Annotated[
    str, typer.Option("--programme", help="The programme's key; needed where several are loaded.")
]
Dry = Annotated[bool, typer.Option("--dry-run", help="Say what would change, and change nothing.")]


@app.command()
def people(context: typer.Context, file: File, programme: Key = "", dry_run: Dry = False) -> None:  # noqa: FBT002
    """email, name, role, time_zone, locale, institution, level, …; further columns become attributes."""
    _import(context, "people", file, programme, dry_run=dry_run)


@app.command()
def opportunities(context: typer.Context, file: File, programme: Key = "", dry_run: Dry = False) -> None:  # noqa: FBT002
    """key, title, host, summary, sector, theme, mode, location, window, duration, hours, places, skills and more."""
    _import(context, "opportunities", file, programme, dry_run=dry_run)


@app.command()
def placements(context: typer.Context, file: File, programme: Key = "", dry_run: Dry = False) -> None:  # noqa: FBT002
    """student_email, opportunity_key, window, starts, ends, host_supervisor_email and more: agreed elsewhere."""
    _import(context, "placements", file, programme, dry_run=dry_run)


def _import(context: typer.Context, kind: str, file: Path, key: str, *, dry_run: bool) -> None:
    from adapters.importing import ImportRefusedError, import_file

    root: Root = context.obj
    content = read_file(file)
    now = datetime.now(UTC)

    with root.open() as house, _progress() as progress:

        def work(unit: Any) -> Report:
            programme = the_programme(unit, key)
            return import_file(
                unit, kind, (file.name, content), programme, now, dry_run=dry_run, progress=progress
            )

        try:
            report = house.store.run(work)
        except ImportRefusedError as error:
            tell_problems(error.report)
            raise
    tell(report)


def tell(report: Report) -> None:
    """Say what an import came to."""
    for header, column in report.read_as:
        print(f'  the column "{header}" was read as {column}')
    if report.attributes:
        print(f"  kept as attributes: {', '.join(report.attributes)}")
    for note in report.notes:
        print(f"  note: {note}")
    for line in report.examples:
        print(f"  {line}")
    if (more := report.new + report.changed - len(report.examples)) > 0:
        print(f"  and {more:,} more")
    print(f"{report.kind}: {report.new:,} new, {report.changed:,} changed, {report.same:,} as they were.")
    if report.untouched:
        print(f"{report.untouched:,} that the file does not name are left as they are.")
    if not report.applied:
        print("Nothing was changed: this was a dry run.")


def tell_problems(report: Report) -> None:
    """Every bad row with its line and reason, up to a screenful."""
    for header, column in report.read_as:
        typer.echo(f'  the column "{header}" was read as {column}', err=True)
    for problem in report.problems[:MOST_PROBLEMS]:
        typer.echo(f"  {problem}", err=True)
    if len(report.problems) > MOST_PROBLEMS:
        typer.echo(f"  and {len(report.problems) - MOST_PROBLEMS:,} more problems", err=True)


@contextmanager
def _progress() -> Iterator[Progress | None]:
    """A progress bar where there is a terminal to see it."""
    if not is_terminal():
        yield None
        return
    from rich.progress import Progress as Bar

    with Bar(transient=True) as bar:
        tasks = {"read": bar.add_task("Reading", total=None), "write": bar.add_task("Saving", total=None)}

        def progress(what: str, done: int, total: int) -> None:
            if done % 200 == 0 or done == total:
                bar.update(tasks[what], completed=done, total=total)

        yield progress
