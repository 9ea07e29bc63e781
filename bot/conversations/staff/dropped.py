"""The file that waits in a conversation with staff: which it is, how it was read, and why it cannot be taken."""

from __future__ import annotations

from bot.activities import Args
from bot.cards import Attachment, Card, Part, Text
from bot.conversations.phrases import listed
from bot.conversations.staff.today import HOME
from bot.errors import OutdatedError
from bot.imports import Dropped
from bot.programme.bad_rows import Bad
from bot.programme.decision_files import plain
from bot.turn import Turn

MOST_BAD = 15


def read_words(read_as: tuple[tuple[str, str], ...], notes: tuple[str, ...]) -> list[str]:
    """Which header was taken for which column, and what had to be assumed."""
    telling = [(header, column) for header, column in read_as if plain(header) != plain(column)]
    pairs = listed([f"“{header}” as {column}" for header, column in telling])
    return [*([f"Read {pairs}."] if pairs else []), *notes]


def say_refused(
    turn: Turn, file: Dropped, refused: str, bad: tuple[Bad, ...], rows: int, words: list[str]
) -> None:
    """Why nothing was imported: each bad row with line and reason; beyond a screenful as a file."""
    drop(turn, file)
    turn.remember(pending=None)
    if refused:
        turn.say(f"Nothing was changed. {refused}", HOME)
        return
    lines = len({one.line for one in bad})
    parts: list[Part] = [Text("\n".join(str(one) for one in bad[:MOST_BAD]))]
    if len(bad) > MOST_BAD:
        parts += [
            Text(f"and {len(bad) - MOST_BAD:,} more; all of them are in the file."),
            as_file(turn, file, bad),
        ]
    parts += [Text(said, "quiet") for said in words]
    parts.append(Text("Mend these in the file, and send it again."))
    of = "1 row" if rows == 1 else f"{rows:,} rows"
    title = f"{file.name}: {lines:,} of {of} cannot be taken, so nothing was changed"
    turn.say(Card(title=title, parts=tuple(parts), actions=(HOME,), summary=title[:150]))


def as_file(turn: Turn, file: Dropped, bad: tuple[Bad, ...]) -> Attachment:
    """Every problem as a table."""
    rows = [(str(one.line), one.column, one.reason) for one in bad]
    return turn.documents.table(
        ("line", "column", "reason"), rows, f"problems in {file.name.rpartition('.')[0]}.csv"
    )


def waiting(turn: Turn, args: Args) -> Dropped:
    """The file that this card is about; raises OutdatedError where another one, or none, waits."""
    kept = turn.talk.memory.get("rows")
    if not kept or kept["file_id"] != args.get("file"):
        raise OutdatedError(
            "That file is settled already, or another one came after it. Please send it again."
        )
    return Dropped(kept["file_id"], kept["name"])


def replace_waiting(turn: Turn, file: Dropped) -> None:
    """Only the newest file waits; the one before is forgotten."""
    before = turn.talk.memory.get("rows")
    if before:
        turn.importer.forget(Dropped(before["file_id"], before["name"]))
    turn.remember(
        memory={**turn.talk.memory, "rows": {"file_id": file.file_id, "name": file.name}}, pending=None
    )


def of_kind(turn: Turn, kind: str) -> None:
    """The file that waits is taken for one of this kind."""
    turn.remember(memory={**turn.talk.memory, "rows": {**turn.talk.memory["rows"], "kind": kind}})


def drop(turn: Turn, file: Dropped) -> None:
    """The file waits no longer, and is deleted."""
    turn.importer.forget(file)
    turn.remember(memory={key: value for key, value in turn.talk.memory.items() if key != "rows"})
