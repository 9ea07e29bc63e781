"""A file of rows that staff drop in the chat: what it is, what it would change, and only then the change itself."""

from __future__ import annotations

from bot.activities import Args, Upload
from bot.cards import Action, Card, Part, Text
from bot.conversations.broadcast import uploaded
from bot.conversations.phrases import listed
from bot.conversations.placement import mine
from bot.conversations.staff import column_words, decision_rows, dropped
from bot.conversations.staff.today import HOME
from bot.errors import OutdatedError
from bot.imports import ENDINGS, KINDS, Asker, Dropped, Kind, Looked
from bot.programme.people import ROLES, Role
from bot.turn import Turn

WORDS: dict[Kind, str] = {
    "people": "People",
    "opportunities": "Opportunities",
    "placements": "Placements agreed elsewhere",
    "decisions": "Decisions",
}
MEANING: dict[Kind, str] = {
    "people": "people have an e-mail address and a role",
    "opportunities": "opportunities a key, a title and a host",
    "placements": "placements a student_email and an opportunity_key",
    "decisions": "decisions an application, e-mail address or name, and a decision",
}


def how(turn: Turn, _: Args) -> None:
    """What an import begins with."""
    mine.must_be_staff(turn)
    turn.say(
        "Drop a CSV or an Excel file here: people, opportunities, placements or decisions. I show what it would change "
        "before anything is changed.",
        Action("Add one by hand", "add"), Action("What the columns mean", "columns"), HOME,
    )  # fmt: skip


def received(turn: Turn, upload: Upload) -> None:
    """Say what the file would do where its kind is clear, else ask."""
    ending = upload.name.rpartition(".")[2].casefold()
    if upload.problem or not upload.file_id or ending not in ENDINGS:
        turn.say(
            upload.problem or f"I cannot import “{upload.name}”. A CSV or an Excel workbook (.xlsx) I can.",
            HOME,
        )
        return
    file = Dropped(upload.file_id, upload.name)
    dropped.replace_waiting(turn, file)
    kinds = turn.importer.kinds(turn.unit, file, turn.the_programme)
    likely = kinds[0] if kinds else None
    if likely and (len(kinds) == 1 or named(upload.name) == likely):
        look(turn, {"kind": likely, "file": file.file_id})
        return
    if not kinds and not turn.importer.people(file).refused:
        ask_of_people(turn, file)
        return
    ask(turn, file, [one for one in KINDS if one in kinds] or list(KINDS), sure=bool(kinds))


def ask_of_people(turn: Turn, file: Dropped) -> None:
    """A list of addresses or names, and nothing else: what is it for?"""
    here = {"file": file.file_id}
    rows = turn.importer.people(file).rows
    came = Action("Attendance of a session", "attendance.which", here)
    ways = uploaded.ways(turn, file)
    likely = (came, *ways) if rows and "attended" in rows[0][1] else (*ways, came)
    actions = (
        *likely,
        Action("People to import", "import.look", {**here, "kind": "people"}),
        Action("Nothing, forget it", "import.cancel", here),
    )
    turn.say(Card(parts=(Text(f"I have “{file.name}”, a list of people. What is it for?"),), actions=actions))


def ask(turn: Turn, file: Dropped, kinds: list[Kind], *, sure: bool) -> None:
    """Which kind of rows are these?"""
    why = (
        "Its columns fit more than one kind."
        if sure
        else f"I cannot tell by its columns: {'; '.join(MEANING[one] for one in kinds)}."
    )
    actions = [Action(WORDS[one], "import.look", {"kind": one, "file": file.file_id}) for one in kinds]
    turn.say(
        Card(
            parts=(Text(f"I have “{file.name}”. What is in it? {why}"),),
            actions=(*actions, Action("Nothing, forget it", "import.cancel", {"file": file.file_id})),
        )
    )


def look(turn: Turn, args: Args) -> None:
    """The dry run: what was read as what, the counts, every bad row; nothing is changed."""
    mine.must_be_staff(turn)
    file, kind = dropped.waiting(turn, args), kind_of(args)
    if kind == "decisions":
        decision_rows.look(turn, file)
        return
    found = turn.importer.read(turn.unit, kind, file, turn.the_programme, turn.now, asker(turn), dry_run=True)
    if found.missing:
        column_words.ask_missing(turn, file, kind, found)
        return
    if found.refused or found.bad:
        dropped.say_refused(
            turn, file, found.refused, found.bad, found.rows, dropped.read_words(found.read_as, found.notes)
        )
        return
    dropped.of_kind(turn, kind)
    counts = count_words(found)
    ident = {"kind": kind, "file": file.file_id}
    parts: list[Part] = [
        Text(counts),
        *(Text(words, "quiet") for words in dropped.read_words(found.read_as, found.notes)),
    ]
    if found.attributes:
        parts.append(Text(f"Kept as further facts of each: {listed(found.attributes)}.", "quiet"))
    if found.examples:
        more = found.new + found.changed - len(found.examples)
        parts.append(Text("\n".join([*found.examples, *([f"and {more:,} more"] if more > 0 else [])])))
    if found.untouched:
        parts.append(Text(f"{found.untouched:,} that the file does not name stay as they are.", "quiet"))
    if not found.new and not found.changed:
        dropped.drop(turn, file)
        told = (Action("What columns mean", "columns"),) if found.told else ()
        title = f"{file.name}: nothing to change"
        turn.say(Card(title=title, parts=tuple(parts), actions=(*told, HOME)))
        return
    turn.remember(pending={"action": "import.do", "args": ident, "label": "Import"})
    turn.say(
        Card(
            title=f"{file.name}: {WORDS[kind].casefold()}",
            parts=(*parts, Text("Nothing is changed yet.", "strong")),
            actions=(
                Action("Import", "import.do", ident, "primary"),
                *((Action("What columns mean", "columns"),) if found.told else ()),
                *(uploaded.ways(turn, file) if kind == "people" else ()),
                Action("Cancel", "import.cancel", {"file": file.file_id}),
            ),
            summary=f"{file.name}: {counts}"[:150],
        )
    )


def do(turn: Turn, args: Args) -> None:
    """Import all of it or nothing, by the state of now."""
    mine.must_be_staff(turn)
    file, kind = dropped.waiting(turn, args), kind_of(args)
    turn.remember(pending=None)
    if kind == "decisions":
        if decision_rows.stage(turn, file):
            dropped.drop(turn, file)
        return
    found = turn.importer.read(
        turn.unit, kind, file, turn.the_programme, turn.now, asker(turn), dry_run=False
    )
    if found.refused or found.bad:
        dropped.say_refused(turn, file, found.refused, found.bad, found.rows, [])
        return
    dropped.drop(turn, file)
    turn.say(
        f"Imported “{file.name}”. {count_words(found)} You can send the same file again; it adds nothing twice.",
        HOME,
    )


def cancel(turn: Turn, args: Args) -> None:
    """Forget the file."""
    mine.must_be_staff(turn)
    turn.remember(pending=None)
    dropped.drop(turn, dropped.waiting(turn, args))
    turn.say("Forgotten; nothing was changed.", HOME)


def asker(turn: Turn) -> Asker:
    """Who imports: only an owner gives roles of staff, so only their file may."""
    given: tuple[Role, ...] = ("student", "host_supervisor", "programme_supervisor")
    is_owner = turn.membership is not None and turn.membership.role == "owner"
    return Asker(turn.person.id, ROLES if is_owner else given)


def named(name: str) -> Kind | None:
    """The kind that the name of a file says, such as “spring-people.csv”."""
    said = [kind for kind in KINDS if kind in name.casefold()]
    return said[0] if len(said) == 1 else None


def count_words(found: Looked) -> str:
    """The counts in a sentence."""
    rows = "1 row" if found.rows == 1 else f"{found.rows:,} rows"
    return f"{rows}: {found.new:,} new, {found.changed:,} changed, {found.same:,} as they are already."


def kind_of(args: Args) -> Kind:
    """The kind that a button names; raises OutdatedError."""
    found = next((kind for kind in KINDS if kind == args.get("kind")), None)
    if found is None:
        raise OutdatedError
    return found
