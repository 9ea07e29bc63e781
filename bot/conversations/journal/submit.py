"""Submitting a journal: what would be sent is shown first; then a receipt that ends every later argument."""

from __future__ import annotations

from dataclasses import replace

from bot.activities import Args
from bot.cards import Action, Card, Facts, Part, Text
from bot.conversations.journal import glance as journal
from bot.conversations.journal import reminding
from bot.conversations.journal.write import WRITE
from bot.conversations.phrases import listed, moment
from bot.conversations.placement import mine
from bot.programme import journal_skills, journals
from bot.programme.dates import say_day
from bot.programme.journal_deadlines import Limit
from bot.programme.journals import Entry, Journal, Submission
from bot.programme.placements import Placement
from bot.prompts import count_words
from bot.turn import Turn

READERS = {
    "network_staff": "the network's team",
    "programme_supervisor": "your programme supervisor",
    "host_supervisor": "your supervisor at the host",
}


def text_of(entries: list[Entry]) -> str:
    """What would be submitted, word by word."""
    return journals.compose(entries, {entry.day: say_day(entry.day) for entry in entries})


def frozen(turn: Turn, book: Journal, limit: Limit) -> str:
    """Why nothing more can be submitted, or ""."""
    if book.state == "accepted":
        return "Your journal is accepted, so nothing is left to submit."
    if limit.phase(turn.now) != "over" or book.state in {"not_started", "in_progress", "missing", "returned"}:
        return ""
    return (
        "The deadline is over everywhere, so what you submitted is frozen as it is. What you write now is "
        "kept for you. "
        "If you need more time, ask for an extension."
    )


def ask(turn: Turn, args: Args) -> None:
    """Show what would be submitted, to whom, and what is still thin; nothing happens yet."""
    placement = mine.current(turn, args)
    if placement is None or journal.none_here(turn):
        return
    book = journal.journal_of(turn, placement)
    entries = journal.entries_of(turn, placement.id)
    limit = journal.limit_of(turn, placement, book)
    if refusal := frozen(turn, book, limit):
        turn.say(
            refusal, Action("Ask for an extension", "journal.extension"), Action("My journal", "journal")
        )
        return
    if not entries:
        turn.say(
            "Nothing is written yet, so there is nothing to submit.",
            Action("Write", "journal.write", {"kind": "three_turns"}, "primary"),
        )
        return
    if clash := next((entry for entry in entries if entry.clashes), None):
        turn.say("One entry has two texts. Please choose first, so that the right one is submitted.")
        turn.go("journal.entry", entry=str(clash.id))
        return
    turn.say(preview(turn, placement, entries, limit))


def readers_of(turn: Turn) -> str:
    """Who reads what is submitted, by the names of this programme."""
    roles = turn.the_programme.journal.seen_by if turn.the_programme.journal else ()
    return listed([READERS.get(role) or mine.team(turn) for role in roles])


def preview(turn: Turn, placement: Placement, entries: list[Entry], limit: Limit) -> Card:
    """The card before the press that submits."""
    readers = readers_of(turn)
    digest = journals.digest_of(text_of(entries))
    files = [str(file["name"]) for entry in entries for file in entry.files]
    pairs = [
        ("Entries", str(len(entries))),
        ("Words", str(count_words(journals.own_words(entries)))),
        ("Read by", readers),
    ]
    if files:
        pairs.append(("Attached", listed(files)))
    parts: list[Part] = [Facts(tuple(pairs)), Text(journal.deadline_words(turn, placement, limit))]
    begun = any(one["flow"] == WRITE.name for one in turn.talk.parked)
    if begun:
        parts.append(Text("An entry that you have begun is not finished, so it is not part of this."))
    skills = journal_skills.named(turn.the_programme)
    if gaps := [skill.name for skill in journal_skills.gaps(entries, skills)]:
        parts.append(Text(f"Nothing is marked yet for {listed(gaps)}. You can submit without."))
    phase = limit.phase(turn.now)
    if phase == "undecidable":
        parts.append(
            Text(
                "With no hour and no time zone, that day may be over by somebody's clock. It is taken and marked, "
                "and the team decides whether it counts.",
                "warning",
            )
        )
    if phase == "over":
        parts.append(
            Text(
                "The deadline is over everywhere, so it is marked late. It is taken all the same; the team decides.",
                "warning",
            )
        )
    ident = {"placement": str(placement.id)}
    actions = [
        Action(f"Submit to {readers}", "journal.submit.sure", {**ident, "digest": digest[:16]}, "primary"),
        Action("Read it first", "journal.read", ident),
        Action("Not now", "journal", ident),
    ]
    if begun:
        actions.insert(1, Action("Finish it first", "dialog.parked"))
    if gaps:
        actions.insert(1, Action("Skills", "journal.skills", ident))
    turn.remember(
        pending={
            "action": "journal.submit.sure",
            "args": {**ident, "digest": digest[:16]},
            "label": actions[0].label,
        }
    )
    return Card(title=f"Submit your {journal.name(turn)}?", parts=tuple(parts), actions=tuple(actions))


def submit(turn: Turn, args: Args) -> None:
    """Submit exactly what was shown: a journal that changed since is shown again instead."""
    placement = mine.current(turn, args)
    if placement is None:
        return
    turn.remember(pending=None)
    book = journal.journal_of(turn, placement)
    entries = journal.entries_of(turn, placement.id)
    limit = journal.limit_of(turn, placement, book)
    text = text_of(entries)
    copy = journal.last_submission(turn, book)
    if copy is not None and copy.text == text and book.state in journals.HANDED_IN:
        turn.say(receipt(turn, copy, limit, entries, again=True))
        return
    refusal = frozen(turn, book, limit)
    if refusal or not entries or args.get("digest") != journals.digest_of(text)[:16]:
        turn.say(refusal or "Your journal has changed since that card. Here is what would be submitted now.")
        if not refusal:
            turn.go("journal.submit", placement=str(placement.id))
        return
    phase = limit.phase(turn.now)
    late = phase == "over" and book.state != "returned"
    copy = Submission(
        id=0,
        scope=turn.scope,
        journal=book.id,
        number=(copy.number if copy else 0) + 1,
        at=turn.now,
        text=text,
        words=count_words(journals.own_words(entries)),
        digest=journals.digest_of(text),
        late=late,
        undecidable=phase == "undecidable",
    )
    copy = replace(copy, id=turn.unit.journals.add_submission(copy))
    moved = journals.move(book, "late" if late else "submitted", submission=copy.id)
    turn.unit.journals.save(moved)
    reminding.call_off(turn, placement, "the journal was handed in")
    turn.record(
        "journal submitted",
        f"journal:{book.id}",
        after={"number": copy.number, "sha256": copy.digest, "late": late},
    )
    if copy.undecidable or late:
        when = (
            "after the deadline"
            if late
            else "in hours in which the deadline's day, published without a zone, is over in some parts of the world"
        )
        mine.hand_over(
            turn,
            "journal",
            f"journal:{book.id}",
            f"{turn.person.name} submitted the {journal.name(turn)} at {moment(turn, turn.now)}, {when}. "
            "Please decide whether it counts.",
            placement=str(placement.id),
        )
    turn.say(receipt(turn, copy, limit, entries))


def receipt(turn: Turn, copy: Submission, limit: Limit, entries: list[Entry], *, again: bool = False) -> Card:
    """When, how much, which text, and until when it can be changed."""
    until = "until the team has accepted it; no deadline is published"
    if limit.frozen:
        until = (
            f"until {moment(turn, limit.frozen)}"
            if turn.now < limit.frozen
            else "no longer; it is frozen as it is"
        )
        if limit.sure != limit.frozen and turn.now < limit.frozen:
            until += " at the latest, when the day of the deadline has ended everywhere"
    pairs = (
        ("Received", moment(turn, copy.at)), ("Version", str(copy.number)), ("Words", str(copy.words)),
        ("Fingerprint (SHA-256)", copy.digest), ("You can still change it", until),
    )  # fmt: skip
    lead = (
        "This is submitted already; here is its receipt."
        if again
        else f"Your {journal.name(turn)} is submitted."
    )
    if copy.late:
        lead += " It is marked late; the team decides."
    elif copy.undecidable:
        lead += " It is marked as sent in the hours that the published day leaves open; the team decides."
    return Card(
        title="Receipt", parts=(Text(lead), Facts(pairs)), summary=f"Submitted: {copy.words} words",
        actions=(
            Action("Take it away (Word, PDF)", "journal.export"), Action("What is still missing?", "completion"),
            Action("Home", "home"),
        ),
    )  # fmt: skip


def said_extension(turn: Turn, text: str) -> None:
    """More time: for the journal where there is a placement; else a human decides what is meant."""
    if mine.placements(turn) and turn.the_programme.journal is not None:
        extension(turn, {})
        return
    mine.hand_over(
        turn, "extension", f"person:{turn.person.id}", f"{turn.person.name} asks for more time: {text}"
    )
    turn.say(
        f"I have passed this to {mine.team(turn)}, who decide. The answer comes here.", Action("Home", "home")
    )


def extension(turn: Turn, _: Args) -> None:
    """Ask the team for more time: a human decides."""
    placement = mine.current(turn)
    if placement is None or journal.none_here(turn):
        return
    book = journal.journal_of(turn, placement)
    limit = journal.limit_of(turn, placement, book)
    made = mine.hand_over(
        turn,
        "extension",
        f"journal:{book.id}",
        f"{turn.person.name} asks for more time for the {journal.name(turn)}. "
        f"{journal.deadline_words(turn, placement, limit)}",
        placement=str(placement.id),
    )
    words = (
        f"I have passed this to {mine.team(turn)}, who decide."
        if made
        else f"{mine.first(mine.team(turn))} have your request already."
    )
    turn.say(
        f"{words} The answer comes here. What you write meanwhile is kept.", Action("My journal", "journal")
    )
