"""A file of people as the audience of a message, or kept as a list: only who is on the roster of this programme.

Whom a row names is looked for among the people of the programme and nowhere else, so that a file never tells who takes
part in another one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.activities import Args
from bot.cards import Action, Card, Part, Text
from bot.conversations import dialog, people_files
from bot.conversations.broadcast import begin, changing, plan
from bot.conversations.broadcast import lists as people_lists
from bot.conversations.broadcast.common import changed, meant, people_words, staff_only
from bot.conversations.dialog import Dialog, Subject
from bot.conversations.phrases import listed
from bot.conversations.staff import dropped
from bot.errors import UnclearReplyError
from bot.flow import Flow
from bot.imports import Dropped
from bot.programme.audiences import EVERYBODY, Audience, Condition
from bot.programme.bad_rows import Bad
from bot.programme.broadcasts import SavedList, edited
from bot.programme.people import Person
from bot.programme.sessions import Matched
from bot.turn import Turn
from bot.understanding.broadcast_words import Order
from bot.understanding.recipients import Heard


@dataclass(frozen=True, slots=True)
class _Read:
    """A file, read: whom it names, what it does not, and how many rows named somebody again."""

    people: tuple[Person, ...]
    unknown: tuple[Bad, ...]
    rows: int
    again: int
    notes: tuple[str, ...]


def received(turn: Turn, args: Args) -> None:
    """A file while a message is being asked for: whom to write to. Raises UnclearReplyError."""
    staff_only(turn)
    file = Dropped(args["file"], args["name"])
    dropped.replace_waiting(turn, file)
    look(turn, {"file": file.file_id, "for": "message", "broadcast": args["broadcast"]})


def ways(turn: Turn, file: Dropped) -> tuple[Action, ...]:
    """What a file of people can be used for; first the message that is on screen."""
    here = {"file": file.file_id}
    shown = changing.on_screen(turn)
    use = Action(
        "Use it for this message", "list.look", {**here, "for": "message", **(shown or {})}, "primary"
    )
    return (
        *((use,) if shown else ()),
        Action("Write to them", "list.look", {**here, "for": "write"}),
        Action("Keep it as a list", "list.look", {**here, "for": "keep"}),
    )


def look(turn: Turn, args: Args) -> None:
    """Whom the file names, and each row that names nobody, with its line; raises UnclearReplyError."""
    staff_only(turn)
    file = dropped.waiting(turn, args)
    found = _read(turn, file)
    do = Action(f"Go on with {_who(len(found.people))}", "list.use", dict(args), "primary")
    if not found.unknown:
        use(turn, args)
        return
    lines = len({one.line for one in found.unknown})
    of = "its only row names" if found.rows == 1 else f"{lines:,} of {found.rows:,} rows name"
    title = f"{file.name}: {of} nobody on this programme"
    parts: list[Part] = [Text("\n".join(str(one) for one in found.unknown[: dropped.MOST_BAD]))]
    if len(found.unknown) > dropped.MOST_BAD:
        parts += [
            Text(f"and {len(found.unknown) - dropped.MOST_BAD:,} more; all of them are in the file."),
            dropped.as_file(turn, file, found.unknown),
        ]
    parts += [Text(words, "quiet") for words in _notes(found)]
    if found.people:
        parts.append(Text("I can go on with those who are known, or you mend the file and send it again."))
        turn.remember(pending={"action": do.name, "args": do.args, "label": do.label})
    else:
        parts.append(Text("Nobody in it is known, so there is nobody to go on with."))
    forget = Action("Forget the file", "import.cancel", {"file": file.file_id})
    turn.say(
        Card(
            title=title,
            parts=tuple(parts),
            actions=(*((do,) if found.people else ()), forget),
            summary=title[:150],
        )
    )


def _who(number: int) -> str:
    return "the 1 who is known" if number == 1 else f"the {number:,} who are known"


def _read(turn: Turn, file: Dropped) -> _Read:
    """Match each row with the roster; raises UnclearReplyError where the file cannot be read."""
    rows = people_files.rows_of(turn, file)
    roster = {
        person.id: person
        for role in people_lists.ROLES
        for person, _ in turn.unit.people.having(turn.scope, role)
    }
    matched = people_files.matched(rows.rows, list(roster.values()))
    sure = [one.people[0] for _, one in matched if one.sure]
    people = tuple(dict.fromkeys(sure))
    unknown = tuple(_nobody(line, one) for line, one in matched if not one.sure)
    return _Read(people, unknown, len(rows.rows), len(sure) - len(people), rows.notes)


def _nobody(line: int, one: Matched) -> Bad:
    if "@" in one.line:
        return Bad(line, "", f"{one.line} is not on the roster of this programme")
    if one.people:
        names = listed([f"{person.name} ({person.email})" for person in one.people[:3]], "or")
        return Bad(line, "", f"“{one.line}” could be {names}; write the address")
    return Bad(line, "", f"nobody on this programme is called “{one.line}”")


def _notes(found: _Read) -> Sequence[str]:
    again = f"{found.again:,} rows name somebody again; everybody counts once."
    one = "1 row names somebody again; everybody counts once."
    return (*([again if found.again > 1 else one] if found.again else []), *found.notes)


def use(turn: Turn, args: Args) -> None:
    """Go on with the people who are known: as the audience of a message, or to be kept under a name."""
    staff_only(turn)
    turn.remember(pending=None)
    file = dropped.waiting(turn, args)
    found = _read(turn, file)
    if not found.people:
        raise UnclearReplyError("Nobody in it is on the roster of this programme.")
    if args.get("for") == "keep":
        dialog.start(turn, KEEP, {"file": file.file_id})
        return
    name = _free_name(turn, file.name)
    audience = _kept(turn, name, found.people)
    dropped.drop(turn, file)
    notes = " ".join(_notes(found))
    turn.say(f"“{name}”: {people_words(len(found.people))}, kept as a list under that name. {notes}".strip())
    if args.get("for") != "message":
        begin.begin(turn, Order(Heard(audience)))
        return
    one = meant(turn, args)
    after = changed(turn, edited(one, audience=audience))
    changing.remember(turn, one, after)
    subject = next(
        (
            dict(parked["subject"])
            for parked in reversed(turn.talk.parked)
            if parked["flow"] == begin.BROADCAST.name and parked["subject"].get("broadcast") == str(one.id)
        ),
        None,
    )
    if subject is None:
        turn.say(plan.card(turn, after, changing.lead(one, after, ["who gets it"]), undo=True))
    elif subject["part"].startswith("all"):
        dialog.start(turn, begin.BROADCAST, subject)
    else:
        turn.unit.drafts.drop(turn.person.id, begin.BROADCAST.name, subject)
        turn.remember(parked=[one for one in turn.talk.parked if one["subject"] != subject])
        turn.say(plan.card(turn, after, changing.lead(one, after, ["who gets it"]), undo=True))


def _free_name(turn: Turn, file: str) -> str:
    """The name of the file, with a number where a list has it already."""
    taken = {saved.name.casefold() for saved in turn.unit.broadcasts.lists(turn.scope)}
    name = (
        " ".join(file.rpartition(".")[0].replace("_", " ").split())[: people_lists.LONGEST_NAME - 4] or "list"
    )
    numbered = (f"{name} {number}" for number in range(2, len(taken) + 3))
    return (
        name if name.casefold() not in taken else next(one for one in numbered if one.casefold() not in taken)
    )


def _kept(turn: Turn, name: str, people: tuple[Person, ...]) -> Audience:
    numbers = tuple(person.id for person in people)
    number = turn.unit.broadcasts.add_list(SavedList(0, turn.scope, name, turn.person.id, turn.now, numbers))
    turn.record("list kept", f"list:{name}", after={"number": len(people)})
    return Audience(EVERYBODY, (Condition("list", key=str(number), name=name),))


def build(turn: Turn, subject: Subject) -> Flow:
    """One question: what the list is called."""
    file = dropped.waiting(turn, subject)
    return people_lists.name_flow(turn, f"For example “{_free_name(turn, file.name)}”.")


def finish(turn: Turn, subject: Subject, answers: dict[str, Any]) -> None:
    """Keep the list."""
    file = dropped.waiting(turn, subject)
    people = _read(turn, file).people
    name = str(answers["name"])
    _kept(turn, name, people)
    dropped.drop(turn, file)
    turn.say(
        f"Kept “{name}”: {people_words(len(people))}. Say its name to write to them.",
        Action("Write to them", "list.write", {"name": name}, "primary"),
        Action("Lists", "lists"),
    )


KEEP = Dialog("list.keep", build, finish, left="No list was kept.")
