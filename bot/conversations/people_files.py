"""A file that lists people: its rows, and whom each of them names among those who can be meant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.activities import Upload
from bot.errors import UnclearReplyError
from bot.imports import ENDINGS, Dropped, Rows
from bot.programme.people import Person
from bot.programme.sessions import Matched, match_lines
from bot.turn import Turn


def file_of(upload: Upload) -> Dropped:
    """The file that was sent; raises UnclearReplyError where it is no table."""
    if upload.problem:
        raise UnclearReplyError(upload.problem)
    if not upload.file_id or upload.name.rpartition(".")[2].casefold() not in ENDINGS:
        raise UnclearReplyError(f"I cannot read “{upload.name}”. A CSV or an Excel workbook (.xlsx) I can.")
    return Dropped(upload.file_id, upload.name)


def rows_of(turn: Turn, file: Dropped) -> Rows:
    """Its rows; raises UnclearReplyError where it cannot be read or names nobody."""
    rows = turn.importer.people(file)
    if rows.refused:
        raise UnclearReplyError(f"“{file.name}” cannot be read. {rows.refused}")
    if not rows.rows:
        raise UnclearReplyError(f"“{file.name}” has no rows.")
    return rows


def matched(
    rows: Sequence[tuple[int, Mapping[str, str]]], roster: Sequence[Person]
) -> list[tuple[int, Matched]]:
    """Each row with its line, and whom it names: by the address where it has one of the roster, else by the name."""
    known = {person.email.casefold(): person for person in roster}
    found: list[tuple[int, Matched]] = []
    for line, cells in rows:
        email, name = cells.get("email", "").strip().casefold(), cells.get("name", "").strip()
        if email in known:
            found.append((line, Matched(email, (known[email],), sure=True)))
        elif email or name:
            found += [(line, one) for one in match_lines([email or name], roster)]
    return found
