"""What a column means, said once by staff: kept for this programme and this kind of file, shown, and taken back."""

from __future__ import annotations

import re

from bot.activities import Args
from bot.cards import Action, Card, Part, Row, Text
from bot.conversations.broadcast.common import name_of
from bot.conversations.phrases import listed
from bot.conversations.placement import mine
from bot.conversations.staff import dropped
from bot.conversations.staff.today import HOME
from bot.errors import NotFoundError, OutdatedError
from bot.imports import KINDS, Dropped, Kind, Looked
from bot.programme.column_meanings import ColumnMeaning
from bot.programme.dates.saying import say_day
from bot.turn import Turn

MOST_BUTTONS = 12
SAYS = re.compile(
    r"(?:the |my )?(?:column )?[\"“']?(?P<header>.+?)[\"”']?(?: column)? (?P<no>is not|isn'?t|is no|is|means|=|are|"
    r"stands for|should be|as) (?:the |an? |our )?[\"“']?(?P<column>.+?)[\"”']?(?: column)?[.!]*",
    re.IGNORECASE,
)


def ask_missing(turn: Turn, file: Dropped, kind: Kind, found: Looked) -> None:
    """A column that every such file needs is not there by any name that is known: which one is it?"""
    column = found.missing[0]
    say = {"kind": kind, "file": file.file_id, "column": column}
    actions = [Action(title, "column.say", {**say, "header": title}) for title in found.headers if title]
    dropped.of_kind(turn, kind)
    turn.remember(pending=None)
    turn.say(
        Card(
            title=f"{file.name}: which column is {column.replace('_', ' ')}?",
            parts=(
                Text(f"It has {listed([f'“{title}”' for title in found.headers if title])}."),
                Text("I keep your answer for files of this kind on this programme."),
            ),
            actions=(
                *actions[:MOST_BUTTONS],
                Action("None of these, forget the file", "import.cancel", {"file": file.file_id}),
            ),
        )
    )


def heard(turn: Turn, text: str) -> bool:
    """Words such as “Student ID email is email”, while a file waits that has such a column."""
    kept = turn.talk.memory.get("rows")
    said = SAYS.fullmatch(text.strip()) if kept and kept.get("kind") else None
    if kept is None or said is None:
        return False
    file, kind = Dropped(kept["file_id"], kept["name"]), _kind(kept["kind"])
    wanted = " ".join(said["header"].split()).casefold()
    header = next((one for one in turn.importer.headers(file) if one.casefold() == wanted), None)
    column = turn.importer.column(kind, said["column"])
    if header is None or column is None:
        return False
    no = said["no"].casefold() in {"is not", "isn't", "isnt", "is no"}
    say(turn, {"kind": kind, "file": file.file_id, "header": header, "column": "" if no else column})
    return True


def say(turn: Turn, args: Args) -> None:
    """Keep it, and look at the file again where one waits."""
    mine.must_be_staff(turn)
    kind, header, column = _kind(args.get("kind", "")), args["header"], args["column"]
    if column and turn.importer.column(kind, column) != column:
        raise OutdatedError
    before = next((one for one in turn.unit.columns.of(turn.scope, kind) if one.header == header), None)
    turn.unit.columns.put(ColumnMeaning(0, turn.scope, kind, header, column, turn.person.id, turn.now))
    turn.record(
        "column named", f"column:{kind}:{header}",
        before={"column": before.column} if before else None, after={"column": column},
    )  # fmt: skip
    words = f"From now on “{header}” is {_as(column)} in files of {kind} on this programme."
    back = Action("Take it back", "column.drop", {"kind": kind, "header": header})
    kept = turn.talk.memory.get("rows")
    if kept and kept["file_id"] == args.get("file"):
        turn.say(words, back)
        turn.go("import.look", kind=kind, file=args["file"])
        return
    turn.say(words, back, HOME)


def _as(column: str) -> str:
    return column.replace("_", " ") if column else "kept as a further fact"


def show(turn: Turn, _: Args) -> None:
    """Everything that was said of columns."""
    mine.must_be_staff(turn)
    rows: list[Part] = []
    for one in turn.unit.columns.all(turn.scope):
        day = say_day(one.said_at.astimezone(turn.zone).date())
        take = Action("Take it back", "column.drop", {"kind": one.kind, "header": one.header})
        words = f"In files of {one.kind}; said by {name_of(turn, one.by)} on {day}."
        rows.append(Row(f"“{one.header}” is {_as(one.column)}", words, (take,)))
    if not rows:
        rows.append(Text("Nothing was said of columns yet; I go by their names."))
    turn.say(Card(title="What columns mean", parts=tuple(rows), actions=(HOME,)))


def drop(turn: Turn, args: Args) -> None:
    """Take back what was said of one column; it can be said again with a press."""
    mine.must_be_staff(turn)
    kind = _kind(args.get("kind", ""))
    one = next((one for one in turn.unit.columns.of(turn.scope, kind) if one.header == args["header"]), None)
    if one is None:
        raise NotFoundError("That was taken back already. Say “columns” to see what stands.")
    turn.unit.columns.drop(turn.scope, one.id)
    turn.record("column taken back", f"column:{kind}:{one.header}", before={"column": one.column})
    again = {"kind": kind, "header": one.header, "column": one.column}
    turn.say(
        f"Taken back: I go by the name of the column “{one.header}” again.",
        Action("Undo", "column.say", again),
        Action("Columns", "columns"),
    )


def _kind(name: str) -> Kind:
    """The kind of that name; raises OutdatedError."""
    found = next((kind for kind in KINDS if kind == name), None)
    if found is None:
        raise OutdatedError
    return found
