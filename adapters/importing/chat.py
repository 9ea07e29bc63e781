"""The port `bot.imports.Importer`: the importer of the command line, for files that were dropped in the chat."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from adapters.importing.columns import Column, ColumnsError, MissingColumnsError, match_columns, plain
from adapters.importing.importer import ImportRefusedError, Report, import_file, import_one, told_of
from adapters.importing.opportunities import Opportunities
from adapters.importing.people import People
from adapters.importing.placements import Placements
from adapters.importing.tables import UnreadableFileError, read_table
from bot.errors import NotFoundError
from bot.imports import Asker, Dropped, Kind, Looked, Rows
from bot.ports import FileStore, UnitOfWork
from bot.programme.bad_rows import Bad
from bot.programme.definition import Programme

DECISIONS: tuple[Column, ...] = (
    Column("application", ("application number", "application id", "number", "no")),
    Column("email", ("e-mail", "email address", "student email", "student_email", "mail")),
    Column("name", ("student", "student name", "applicant", "full name", "candidate")),
    Column("placement", ("opportunity", "opportunity key", "key", "project", "title")),
    Column("decision", ("outcome", "result", "choice", "status", "verdict"), required=True),
    Column("reason", ("why", "comment", "comments", "notes", "feedback")),
)
LISTED: tuple[Column, ...] = (
    Column("email", (*DECISIONS[1].aliases, "university email", "work email", "address")),
    Column("name", (*DECISIONS[2].aliases, "display name", "preferred name", "attendee", "participant")),
    Column("first_name", ("forename", "given name", "first")),
    Column("last_name", ("surname", "family name", "last")),
    Column("attended", ("attendance", "present", "came", "here", "was there")),
)
COLUMNS: dict[Kind, tuple[Column, ...]] = {
    "people": People.columns,
    "opportunities": Opportunities.columns,
    "placements": Placements.columns,
    "decisions": DECISIONS,
}
TELLING: dict[Kind, set[str]] = {
    "people": {"role"},
    "opportunities": {"host"},
    "placements": {"opportunity_key", "window", "starts"},
    "decisions": {"application", "email", "name"},
}
"""What a file of each kind has at least one of, beside the columns that it must have."""
ADDRESS = re.compile(r"[^@\s,;]+@[^@\s,;]+\.[^@\s,;]+")
NO_SUCH_FILE = "That file is no longer kept. Please send it again."


class FileImporter:
    """`files` is where uploads are kept."""

    def __init__(self, files: FileStore) -> None:
        self._files = files

    def headers(self, file: Dropped) -> Sequence[str]:
        try:
            return read_table(file.name, self._files.get(file.file_id)).header.cells
        except (UnreadableFileError, NotFoundError):
            return ()

    def column(self, kind: Kind, words: str) -> str | None:
        said = plain(words)
        for one in COLUMNS[kind]:
            if said in {plain(name) for name in (one.name, *one.aliases)}:
                return one.name
        return None

    def kinds(self, unit: UnitOfWork, file: Dropped, programme: Programme) -> Sequence[Kind]:
        header = tuple(self.headers(file))
        found: list[tuple[int, int, Kind]] = []
        for place, (kind, wanted) in enumerate(COLUMNS.items()):
            try:
                known = match_columns(header, wanted, told_of(unit, kind, programme)).known
            except ColumnsError:
                continue
            if known.keys() & TELLING[kind]:
                found.append((-len(known), place, kind))
        return [kind for _, _, kind in sorted(found)]

    def decisions(self, unit: UnitOfWork, file: Dropped, programme: Programme) -> Rows:
        try:
            table = read_table(file.name, self._files.get(file.file_id))
            columns = match_columns(table.header.cells, DECISIONS, told_of(unit, "decisions", programme))
        except (UnreadableFileError, ColumnsError) as problem:
            return Rows(refused=f"{problem.message} {problem.mend}")
        except NotFoundError:
            return Rows(refused=NO_SUCH_FILE)
        rows = tuple((row.line, columns.values(row.cells)) for row in table.rows)
        return Rows(rows, table.notes, columns.read_as)

    def people(self, file: Dropped) -> Rows:
        try:
            table = read_table(file.name, self._files.get(file.file_id))
            bare = next((at for at, cell in enumerate(table.header.cells) if ADDRESS.fullmatch(cell)), None)
            if bare is not None:
                found = [
                    {"email": row.cells[bare]} for row in (table.header, *table.rows) if bare < len(row.cells)
                ]
                lines = [row.line for row in (table.header, *table.rows) if bare < len(row.cells)]
                return Rows(tuple(zip(lines, found, strict=True)), table.notes)
            columns = match_columns(table.header.cells, LISTED)
        except (UnreadableFileError, ColumnsError) as problem:
            return Rows(refused=f"{problem.message} {problem.mend}")
        except NotFoundError:
            return Rows(refused=NO_SUCH_FILE)
        if not columns.known.keys() & {"email", "name", "last_name"}:
            return Rows(refused="It has no column of e-mail addresses or names.")
        rows = tuple((row.line, _person(columns.values(row.cells))) for row in table.rows)
        return Rows(rows, table.notes, columns.read_as)

    def forget(self, file: Dropped) -> None:
        self._files.delete(file.file_id)

    def read(
        self,
        unit: UnitOfWork,
        kind: Kind,
        file: Dropped,
        programme: Programme,
        at: datetime,
        asker: Asker,
        *,
        dry_run: bool,
    ) -> Looked:
        try:
            content = (file.name, self._files.get(file.file_id))
        except NotFoundError:
            return Looked(refused=NO_SUCH_FILE)
        try:
            report = import_file(unit, kind, content, programme, at, dry_run=dry_run, asker=asker)
        except ImportRefusedError as refused:
            return _looked(refused.report)
        except MissingColumnsError as problem:
            words = f"{problem.message} {problem.mend}"
            return Looked(refused=words, missing=problem.missing, headers=problem.header)
        except (UnreadableFileError, ColumnsError) as problem:
            return Looked(refused=f"{problem.message} {problem.mend}")
        return _looked(report)

    def one(
        self,
        unit: UnitOfWork,
        kind: Kind,
        row: Mapping[str, str],
        programme: Programme,
        at: datetime,
        asker: Asker,
        *,
        dry_run: bool,
    ) -> Looked:
        return _looked(import_one(unit, kind, row, programme, at, asker, dry_run=dry_run))


def _person(cells: Mapping[str, str]) -> Mapping[str, str]:
    whole = " ".join(filter(None, (cells.get("first_name", ""), cells.get("last_name", ""))))
    return {**cells, "name": cells.get("name") or whole}


def _looked(report: Report) -> Looked:
    bad = tuple(Bad(one.line, one.column, one.reason) for one in report.problems)
    return Looked(
        report.rows, report.new, report.changed, report.same, report.untouched, bad, report.examples,
        report.notes, report.read_as, report.attributes, told=report.told,
    )  # fmt: skip
