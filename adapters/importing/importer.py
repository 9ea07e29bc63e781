"""One import from file to database: read every row, show what it comes to, then apply all of it or none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from adapters.importing.columns import ColumnsError, match_columns, plain
from adapters.importing.opportunities import Opportunities
from adapters.importing.people import People
from adapters.importing.placements import Placements
from adapters.importing.rows import Cells, Change, Kind, Problem
from adapters.importing.tables import read_table
from bot.errors import FootholdError
from bot.imports import Asker
from bot.ports import AuditEvent, UnitOfWork
from bot.programme.definition import Programme
from bot.programme.people import Scope

KINDS = ("people", "opportunities", "placements")
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Report:
    """What an import comes to. `examples` are some changes in words; `read_as` which header was taken for which."""

    kind: str
    name: str
    rows: int
    new: int = 0
    changed: int = 0
    same: int = 0
    untouched: int = 0
    problems: tuple[Problem, ...] = ()
    examples: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    read_as: tuple[tuple[str, str], ...] = ()
    attributes: tuple[str, ...] = ()
    told: bool = False
    applied: bool = field(default=False)


class ImportRefusedError(FootholdError):
    """Nothing was imported, because some rows cannot be taken. Please mend them and import the file again."""

    def __init__(self, report: Report) -> None:
        count = len({problem.line for problem in report.problems})
        rows = "one row" if count == 1 else f"{count:,} rows"
        super().__init__(f"Nothing was imported: {rows} of {report.rows:,} cannot be taken.")
        self.report = report
        self.mend = "Mend the lines above in the file, and import it again."


def import_file(
    unit: UnitOfWork,
    kind: str,
    file: tuple[str, bytes],
    programme: Programme,
    at: datetime,
    *,
    dry_run: bool = False,
    progress: Progress | None = None,
    asker: Asker | None = None,
) -> Report:
    """Import a file (its name, its content) within a unit of work; with `dry_run` only say what would change.

    `asker` is who imports and may not give every role; None for whoever has the command line.

    Raises UnreadableFileError, ColumnsError, or ImportRefusedError with every problem: then nothing was written.
    """
    name, content = file
    table = read_table(name, content)
    importer = _importer(kind, unit, programme, at, asker)
    told = told_of(unit, kind, programme)
    columns = match_columns(table.header.cells, importer.columns, told)
    used = [title for title in table.header.cells if plain(title) in {plain(one) for one in told}]
    changes: list[Change] = []
    problems: list[Problem] = []
    for number, row in enumerate(table.rows, start=1):
        cells = Cells(row.line, columns.values(row.cells), columns.attributes(row.cells))
        if any(row.cells[len(table.header.cells) :]):
            cells.refuse(
                "",
                f"it has {len(row.cells)} cells, and the first line has {len(table.header.cells)}; "
                "a cell with a comma in it needs quotation marks",
            )
        change = importer.change(cells)
        problems += cells.problems
        if change and not cells.problems:
            changes.append(change)
        if progress:
            progress("read", number, len(table.rows))
    counts = Counter(change.what for change in changes)
    report = Report(
        kind,
        name,
        len(table.rows),
        counts["new"],
        counts["changed"],
        counts["same"],
        importer.untouched(),
        tuple(problems),
        tuple(f"{one.what}: {one.says}" for one in changes if one.what != "same")[:10],
        (*table.notes, *_as_told(used)),
        columns.read_as,
        tuple(columns.further),
        told=bool(used),
        applied=not dry_run and not problems,
    )
    if problems:
        raise ImportRefusedError(report)
    if not dry_run:
        _apply(unit, changes, report, programme, at, progress, asker)
    return report


def import_one(
    unit: UnitOfWork,
    kind: str,
    row: Mapping[str, str],
    programme: Programme,
    at: datetime,
    asker: Asker,
    *,
    dry_run: bool,
) -> Report:
    """One row, given by its columns, through the same checks; a bad one changes nothing and is in the problems."""
    importer = _importer(kind, unit, programme, at, asker, whole=False)
    known = {column.name for column in importer.columns}
    cells = Cells(
        0,
        {name: value for name, value in row.items() if name in known},
        {name: value for name, value in row.items() if name not in known},
    )
    change = importer.change(cells)
    good = change if change is not None and not cells.problems else None
    if good is not None and not dry_run:
        good.apply()
    counts = Counter([good.what] if good is not None else [])
    return Report(
        kind, "by hand", 1, counts["new"], counts["changed"], counts["same"],
        problems=tuple(cells.problems), examples=(f"{good.what}: {good.says}",) if good is not None else (),
        applied=good is not None and not dry_run,
    )  # fmt: skip


def _as_told(titles: list[str]) -> list[str]:
    """That columns were read as staff have said."""
    *before, last = [f"“{title}”" for title in titles] or [""]
    are = "are" if before else "is"
    return (
        [f"{', '.join(before)} and {last} {are}".removeprefix(" and ") + " read as it was said before."]
        if last
        else []
    )


def told_of(unit: UnitOfWork, kind: str, programme: Programme) -> dict[str, str]:
    """What staff have said of the columns of such files: the column by header, empty for none."""
    scope = Scope(programme.organisation.key, programme.key)
    return {one.header: one.column for one in unit.columns.of(scope, kind)}


def _importer(
    kind: str,
    unit: UnitOfWork,
    programme: Programme,
    at: datetime,
    asker: Asker | None,
    *,
    whole: bool = True,
) -> Kind:
    match kind:
        case "people":
            return People(unit, programme, asker.gives if asker else None, whole=whole)
        case "opportunities":
            return Opportunities(unit, programme, whole=whole)
        case "placements":
            today = at.astimezone(ZoneInfo(programme.clock.zone)).date()
            return Placements(unit, programme, today, whole=whole)
        case _:
            raise ColumnsError(f'"{kind}" cannot be imported; people, opportunities and placements can.')


def _apply(
    unit: UnitOfWork,
    changes: list[Change],
    report: Report,
    programme: Programme,
    at: datetime,
    progress: Progress | None,
    asker: Asker | None,
) -> None:
    for number, change in enumerate(changes, start=1):
        change.apply()
        if progress:
            progress("write", number, len(changes))
    if report.new or report.changed:
        unit.audit.add(
            AuditEvent(
                at=at,
                actor=asker.person if asker else None,
                kind=f"{report.kind}.imported",
                subject=f"file:{report.name}",
                scope=Scope(programme.organisation.key, programme.key),
                after={"new": report.new, "changed": report.changed, "same": report.same},
            )
        )
