"""The team's side of journals: who submitted, reading what was submitted, accepting, returning, giving more time."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from bot.activities import Args
from bot.cards import Action, Attachment, Card, Part, Row, Text
from bot.conversations import dialog
from bot.conversations.dialog import Dialog, Subject
from bot.conversations.journal import glance as journal
from bot.conversations.phrases import moment
from bot.conversations.placement import mine
from bot.conversations.placement.said_times import read_day
from bot.errors import NotAllowedError, NotFoundError, UnclearReplyError
from bot.flow import Flow, Step
from bot.programme import journals
from bot.programme.dates import say_day
from bot.programme.journals import Journal
from bot.programme.placements import Placement
from bot.prompts import LongText, When
from bot.turn import Turn

MOST = 40
A_PAGE = 6000


def show(turn: Turn, _: Args) -> None:
    """Every placement's journal by its state; never a word of one that was not submitted."""
    mine.must_be_staff(turn)
    if journal.none_here(turn):
        return
    rows: list[Part] = []
    counts: dict[str, int] = {}
    for placement in turn.unit.placements.all(turn.scope):
        if placement.state in mine.LEFT:
            continue
        book = turn.unit.journals.of_placement(turn.scope, placement.id) or Journal(
            0, turn.scope, placement.student, placement.id
        )
        state = state_words(turn, placement, book)
        counts[state] = counts.get(state, 0) + 1
        rows.append(
            Row(mine.student_of(turn, placement).name, state.capitalize() + ".", ways(book, placement))
        )
    head = (
        "; ".join(f"{count} {state}" for state, count in sorted(counts.items(), key=lambda one: -one[1]))
        or "No placements yet"
    )
    turn.say(
        Card(
            title=f"{mine.first(journal.name(turn))}: everybody",
            parts=(Text(f"{head}."), *rows[:MOST]),
            actions=(Action("Reminders to write", "journal.plan"), Action("Home", "home")),
        )
    )


def state_words(turn: Turn, placement: Placement, book: Journal) -> str:
    """How a journal stands; one that was not submitted is missing once its day is over everywhere."""
    over = journal.limit_of(turn, placement, book).phase(turn.now) == "over"
    missing = over and book.state in {"not_started", "in_progress"}
    words = "not submitted by the deadline" if missing else journals.WORDS[book.state]
    return words.replace("returned to you", "returned")


def ways(book: Journal, placement: Placement) -> tuple[Action, ...]:
    """What staff can do with one journal."""
    ident = {"placement": str(placement.id)}
    more = Action("Give more time", "journal.extend", ident)
    if book.state not in journals.HANDED_IN:
        return (more,)
    read = Action("Read", "journal.submitted", ident)
    if book.state == "accepted":
        return (read,)
    return (read, Action("Accept", "journal.accept", ident), Action("Return", "journal.return", ident), more)


def submitted(turn: Turn, args: Args) -> None:
    """The copy that was submitted, for those whom the programme names as its readers (promise 10)."""
    placement, book = named(turn, args)
    may_read(turn)
    copy = journal.last_submission(turn, book)
    if copy is None:
        raise NotFoundError(
            "Nothing was submitted, so there is nothing to read: a journal is private until then."
        )
    start = int(args.get("from", "0"))
    text = copy.text[start : start + A_PAGE]
    parts: list[Part] = [Text(block) for block in text.split("\n\n") if block.strip()]
    parts.append(
        Text(
            f"Submitted {moment(turn, copy.at)}; version {copy.number}; {copy.words} words; SHA-256 {copy.digest}",
            "quiet",
        )
    )
    if not start:
        parts += [
            Attachment(str(file["name"]), str(file["media_type"]), str(file["file_id"]))
            for entry in journal.entries_of(turn, placement.id)
            for file in entry.files
            if f"Attached: {file['name']}" in copy.text
        ]
    actions = list(ways(book, placement)[1:])
    if start + A_PAGE < len(copy.text):
        actions.insert(0, Action("Go on reading", "journal.submitted", {**args, "from": str(start + A_PAGE)}))
    turn.record("journal read", f"journal:{book.id}")
    turn.say(
        Card(
            title=f"{mine.first(journal.name(turn))}: {mine.student_of(turn, placement).name}",
            parts=tuple(parts),
            actions=(*actions, Action("All journals", "journal.all")),
        )
    )


def may_read(turn: Turn) -> None:
    """Raises NotAllowedError for a role that the programme does not name as a reader."""
    readers = turn.the_programme.journal.seen_by if turn.the_programme.journal else ()
    role = turn.membership.role if turn.membership else "student"
    if role not in readers and not (role == "owner" and "staff" in readers):
        raise NotAllowedError("This programme does not name you as a reader of journals.")


def named(turn: Turn, args: Args) -> tuple[Placement, Journal]:
    """The placement and its journal, for staff or the supervisors of this placement."""
    placement = mine.supervised(turn, int(args.get("placement", "0") or 0))
    return placement, journal.journal_of(turn, placement)


def accept(turn: Turn, args: Args) -> None:
    """The journal is in order; the student is told."""
    mine.must_be_staff(turn)
    placement, book = named(turn, args)
    if book.state == "accepted":
        turn.say("It is accepted already.", Action("All journals", "journal.all"))
        return
    turn.unit.journals.save(journals.move(book, "accepted"))
    done(turn, placement, book, "accepted", f"Your {journal.name(turn)} has been accepted.")


def done(turn: Turn, placement: Placement, book: Journal, what: str, words: str) -> None:
    """Write it down, tell the student, close the tasks that asked for it."""
    turn.record(f"journal {what}", f"journal:{book.id}", before={"state": book.state})
    for task in turn.unit.tasks.of_subject(turn.scope, f"journal:{book.id}"):
        if task.state == "open":
            turn.unit.tasks.save(
                replace(task, state="done", handled_by=turn.person.id, handled_at=turn.now, outcome=what)
            )
    actions = (Action("My journal", "journal", {"placement": str(placement.id)}),)
    turn.notify(
        placement.student,
        Card(parts=(Text(words),), actions=actions, summary=words[:150]),
        key=f"journal:{book.id}:{what}:{turn.activity.id}",
        why="It is your journal.",
    )
    turn.say(f"Done: {what}. The student has been told.", Action("All journals", "journal.all"))


def give_back(turn: Turn, args: Args) -> None:
    """Ask for the reason."""
    mine.must_be_staff(turn)
    placement, _ = named(turn, args)
    dialog.start(turn, RETURN, {"placement": str(placement.id)})


def build_return(turn: Turn, subject: Subject) -> Flow:
    """One question."""
    student = mine.student_of(turn, named(turn, subject)[0])
    return Flow(
        f"Return the {journal.name(turn)} of {student.name}",
        (
            Step(
                "reason",
                LongText(
                    question="What should be changed? The student reads this.", label="Reason", words=200
                ),
            ),
        ),
    )


def finish_return(turn: Turn, subject: Subject, answers: dict[str, Any]) -> None:
    """It is with the student again, with the reason; it can be submitted anew whatever the deadline."""
    mine.must_be_staff(turn)
    placement, book = named(turn, subject)
    turn.unit.journals.save(journals.move(book, "returned", reason=answers["reason"]))
    done(
        turn,
        placement,
        book,
        "returned",
        f"Your {journal.name(turn)} was returned to you: {answers['reason']} You can change it and submit it again.",
    )


def extend(turn: Turn, args: Args) -> None:
    """Ask until when."""
    mine.must_be_staff(turn)
    placement, _ = named(turn, args)
    dialog.start(turn, EXTEND, {"placement": str(placement.id)})


def build_extend(turn: Turn, subject: Subject) -> Flow:
    """One question: the last day."""
    student = mine.student_of(turn, named(turn, subject)[0])
    prompt = When(
        question="Until the end of which day?",
        label="Until",
        hint="The end of that day on the programme's clock counts, for this student only.",
        read=lambda text: later_day(turn, subject, text),
    )
    return Flow(f"More time for {student.name}", (Step("until", prompt),))


def later_day(turn: Turn, subject: Subject, text: str) -> str:
    """The day that words name, later than what counts now; raises UnclearReplyError."""
    placement, book = named(turn, subject)
    found = read_day(text, turn.now, turn.zone, ahead=True)
    limit = journal.limit_of(turn, placement, book)
    if found is None:
        raise UnclearReplyError("Please give a day, such as Sunday 18 August 2024.")
    if end_of(turn, found.isoformat()) <= max(turn.now, limit.frozen or turn.now):
        raise UnclearReplyError(
            f"{say_day(found)} is not later than what counts already. Please give a later day."
        )
    return found.isoformat()


def end_of(turn: Turn, day: str) -> datetime:
    """The last minute of a day on the programme's clock."""
    return datetime.combine(
        datetime.fromisoformat(day).date(), time(23, 59), ZoneInfo(turn.the_programme.clock.zone)
    )


def finish_extend(turn: Turn, subject: Subject, answers: dict[str, Any]) -> None:
    """One student has more time."""
    mine.must_be_staff(turn)
    placement, book = named(turn, subject)
    until = end_of(turn, answers["until"])
    turn.unit.journals.save(replace(book, extended_to=until))
    student = mine.student_of(turn, placement)
    zone = student.zone(turn.the_programme.clock.zone)
    there = (
        f", which is {until.astimezone(zone):%H:%M} on {say_day(until.astimezone(zone).date())} your time"
        if zone.utcoffset(until.replace(tzinfo=None)) != until.utcoffset()
        else ""
    )
    done(
        turn,
        placement,
        book,
        "extended",
        f"You have until {moment(turn, until)}{there} for your {journal.name(turn)}.",
    )


RETURN = Dialog(
    name="journal.return", build=build_return, finish=finish_return, left="Nothing was changed.", keep=False
)
EXTEND = Dialog(
    name="journal.extend", build=build_extend, finish=finish_extend, left="Nothing was changed.", keep=False
)
