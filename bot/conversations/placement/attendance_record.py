"""Staff record who attended: from a list, a paste of names or a CSV; a name that could be two people is asked about."""

from __future__ import annotations

from typing import Any

from bot.activities import Args, Upload
from bot.cards import Action, Card, Part, Row, Text
from bot.conversations import dialog, people_files
from bot.conversations.dialog import Dialog, Subject
from bot.conversations.phrases import listed
from bot.conversations.placement import mine
from bot.conversations.placement.attendance import cycles, expected, named, note, show
from bot.conversations.staff import dropped as waiting
from bot.flow import Flow, Step
from bot.imports import Dropped
from bot.programme import sessions
from bot.programme.sessions import Matched
from bot.prompts import LongText
from bot.turn import Turn

NAMES_HINT = (
    "Paste names or e-mail addresses, one on a line or with commas; “all” means everybody expected. "
    "A CSV can be pasted as it is, or sent as a file."
)


def record(turn: Turn, args: Args) -> None:
    """Ask for the names."""
    named(turn, args)
    dialog.start(turn, RECORD, {"session": args["session"], "window": args["window"]})


def said(turn: Turn, text: str) -> None:
    """Words about attendance; the session is asked for where it is not clear."""
    mine.must_be_staff(turn)
    found = [
        (session, cycle)
        for cycle in cycles(turn)
        for session in turn.the_programme.sessions
        if any(
            name.casefold() in text.casefold()
            for name in (session.name, session.key.replace("_", " "), *session.aliases)
        )
    ]
    if len(found) == 1:
        session, cycle = found[0]
        dialog.start(turn, RECORD, {"session": session.key, "window": cycle.key})
        return
    show(turn, {})


def build(turn: Turn, subject: Subject) -> Flow:
    """One question: who came."""
    name, cycle = named(turn, subject)
    prompt = LongText(
        question=f"Who attended {name}, {cycle.name}?",
        label="Names",
        words=5000,
        hint=NAMES_HINT,
    )
    return Flow("Attendance", (Step("names", prompt),))


def finish(turn: Turn, subject: Subject, answers: dict[str, Any]) -> None:
    """Note who is named."""
    _, cycle = named(turn, subject)
    roster = expected(turn, cycle)
    text = str(answers["names"])
    if text.strip().casefold().rstrip(".!") in {"all", "everybody", "everyone", "all of them"}:
        matched = [Matched(one.name, (one,), sure=True) for one in roster]
    else:
        matched = sessions.match_names(text, roster)
    settle(turn, subject, matched)


def settle(turn: Turn, subject: Subject, matched: list[Matched], notes: tuple[str, ...] = ()) -> None:
    """Note the sure ones, ask about the others, and say what was noted."""
    name, cycle = named(turn, subject)
    roster = expected(turn, cycle)
    sure = list(dict.fromkeys(one.people[0] for one in matched if one.sure))
    for person in sure:
        note(turn, subject["session"], cycle, person, "attended")
    parts: list[Part] = [Text(f"Noted as attended: {len(sure)} of {len(roster)}.")]
    parts += [who_is_meant(subject, one) for one in matched if not one.sure and one.people]
    if unknown := [one.line for one in matched if not one.people]:
        parts.append(
            Text(
                f"Nobody on this list is called {listed([f'“{line}”' for line in unknown[:20]], 'or')}; "
                "nothing was noted for them.",
                "warning",
            )
        )
    missing = [one.name for one in roster if one not in sure]
    if missing:
        parts.append(
            Text(
                f"Not named: {listed(missing[:30])}. They keep what is noted; nobody is marked absent by themselves."
            )
        )
    parts += [Text(words, "quiet") for words in notes]
    actions = (
        Action("Mark the others absent", "attendance.absent", dict(subject)),
        Action("List", "attendance.list", dict(subject)),
    )
    turn.say(
        Card(title=f"{name}, {cycle.name}", parts=tuple(parts), actions=actions if missing else actions[1:])
    )


def who_is_meant(subject: Subject, one: Matched) -> Row:
    """A line that could name several people, or only nearly names one: a press says who."""
    actions = tuple(
        Action(
            f"{person.name} ({person.email})",
            "attendance.mark",
            {**subject, "person": str(person.id), "as": "attended"},
        )
        for person in one.people[:5]
    )
    return Row(f"“{one.line}”: who is meant?", "", actions)


def dropped(turn: Turn, subject: Subject, upload: Upload) -> None:
    """A file in the place of the names; raises UnclearReplyError where it is none of people."""
    file = people_files.file_of(upload)
    from_file(turn, subject, file)
    dialog.leave(turn)
    turn.unit.drafts.drop(turn.person.id, RECORD.name, subject)
    turn.importer.forget(file)


def file(turn: Turn, args: Args) -> None:
    """The file that waits is the list of this session."""
    kept = waiting.waiting(turn, args)
    from_file(turn, {"session": args["session"], "window": args["window"]}, kept)
    waiting.drop(turn, kept)


def from_file(turn: Turn, subject: Subject, file: Dropped) -> None:
    """Note whom the file names; a row that says that somebody was not there names nobody. Raises UnclearReplyError."""
    _, cycle = named(turn, subject)
    rows = people_files.rows_of(turn, file)
    there = [row for row in rows.rows if sessions.was_there(row[1].get("attended", ""))]
    notes = list(rows.notes)
    if (away := len(rows.rows) - len(there)) > 0:
        notes.append(f"{'1 row says' if away == 1 else f'{away:,} rows say'} that somebody was not there.")
    matched = [one for _, one in people_files.matched(there, expected(turn, cycle))]
    unique = {(one.sure, one.people, "" if one.people else one.line): one for one in matched}
    settle(turn, subject, list(unique.values()), tuple(notes))


def which(turn: Turn, args: Args) -> None:
    """Of which session is the list?"""
    mine.must_be_staff(turn)
    kept = waiting.waiting(turn, args)
    rows: list[Part] = []
    for cycle in cycles(turn):
        for session in turn.the_programme.sessions:
            ident = {"session": session.key, "window": cycle.key, "file": kept.file_id}
            take = Action("It is of this one", "attendance.file", ident)
            rows.append(Row(f"{session.name}, {cycle.name}", "", (take,)))
    forget = Action("None, forget it", "import.cancel", {"file": kept.file_id})
    parts = tuple(rows) or (Text("No cycle of this programme has both placements and sessions yet."),)
    turn.say(Card(title=f"{kept.name}: of which session?", parts=parts, actions=(forget,)))


RECORD = Dialog(name="attendance.record", build=build, finish=finish, keep=False, dropped=dropped)
