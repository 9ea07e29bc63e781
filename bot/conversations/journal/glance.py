"""The reflection journal at a glance: how far it is, until when, what can be done with it."""

from __future__ import annotations

from dataclasses import replace

from bot.activities import Args
from bot.cards import Action, Card, Facts, Part, Text
from bot.conversations.home import Need
from bot.conversations.phrases import listed, moment
from bot.conversations.placement import mine
from bot.errors import NotFoundError
from bot.programme import journal_deadlines, journal_skills, journals
from bot.programme.dates import say_day
from bot.programme.journal_deadlines import Limit, Phase
from bot.programme.journals import Entry, Journal, Submission
from bot.programme.placements import Placement
from bot.prompts import count_words
from bot.turn import Turn

NO_HOUR = "With no hour published, nobody can say when that day is over, so submit now rather than later."


def name(turn: Turn) -> str:
    """What this programme calls its journal."""
    return turn.the_programme.journal.name if turn.the_programme.journal else "journal"


def counted(number: int, one: str, many: str) -> str:
    """A number of things: "1 entry", "3 entries"."""
    return f"{number} {one if number == 1 else many}"


def none_here(turn: Turn) -> bool:
    """Whether this programme has no journal, after saying so."""
    if turn.the_programme.journal is not None:
        return False
    turn.say("This programme has no journal.", Action("Home", "home"))
    return True


def journal_of(turn: Turn, placement: Placement) -> Journal:
    """The journal of a placement, made when it is first asked for."""
    found = turn.unit.journals.of_placement(turn.scope, placement.id)
    if found is not None:
        return found
    fresh = Journal(0, turn.scope, placement.student, placement.id)
    return replace(fresh, id=turn.unit.journals.add(fresh))


def entries_of(turn: Turn, placement: int) -> list[Entry]:
    """The entries in the order of reading."""
    return journals.in_order(turn.unit.journals.entries(turn.scope, placement))


def own_entry(turn: Turn, args: Args) -> Entry:
    """An entry of this student; raises NotFoundError for anybody else's (promise 10)."""
    found = turn.unit.journals.entry(turn.scope, int(args.get("entry", "0") or 0))
    if found is None or found.student != turn.person.id:
        raise NotFoundError("That entry is no longer there. Say “journal” to see what is.")
    return found


def limit_of(turn: Turn, placement: Placement, journal: Journal) -> Limit:
    """Until when this journal counts; the student's own clock is the one of the student, whoever looks."""
    zone = turn.unit.people.get(placement.student).zone(turn.the_programme.clock.zone)
    return journal_deadlines.limit_for(turn.the_programme, placement.window, str(zone), journal.extended_to)


def deadline_words(turn: Turn, placement: Placement, limit: Limit) -> str:
    """The deadline, exactly as it is published (T1)."""
    return journal_deadlines.said(turn.the_programme, placement.window, str(turn.zone), limit)


def last_submission(turn: Turn, journal: Journal) -> Submission | None:
    """The copy in force, if one was submitted."""
    return max(
        turn.unit.journals.submissions(turn.scope, journal.id), key=lambda one: one.number, default=None
    )


def show(turn: Turn, args: Args) -> None:
    """The journal's card."""
    if none_here(turn):
        return
    placement = mine.current(turn, args)
    if placement is not None:
        turn.say(card(turn, placement))


def card(turn: Turn, placement: Placement) -> Card:
    """How far the journal is, until when, and what can be done now."""
    journal = journal_of(turn, placement)
    entries = entries_of(turn, placement.id)
    limit = limit_of(turn, placement, journal)
    phase = limit.phase(turn.now)
    words = count_words(journals.own_words(entries))
    ident = {"placement": str(placement.id)}
    pairs = [
        ("State", journals.WORDS[journal.state].capitalize()),
        ("Written", f"{counted(len(entries), 'entry', 'entries')}, {counted(words, 'word', 'words')}"),
    ]
    if entries:
        pairs.append(("Last entry", say_day(entries[-1].day)))
    if skills := journal_skills.named(turn.the_programme):
        missing = [skill.name for skill in journal_skills.gaps(entries, skills)]
        pairs.append(
            ("Nothing yet on", listed(missing)) if missing else ("Skills", "each one has a sentence")
        )
    if (copy := last_submission(turn, journal)) is not None:
        pairs.append(("Submitted", f"{moment(turn, copy.at)}, {copy.words} words"))
    if journal.reason:
        pairs.append(("From the team", journal.reason))
    parts: list[Part] = [Facts(tuple(pairs)), Text(deadline_words(turn, placement, limit))]
    if phase == "undecidable" and journal.state not in journals.HANDED_IN:
        parts.append(Text(NO_HOUR))
    if phase == "over" and journal.state not in journals.HANDED_IN:
        parts.append(
            Text(
                "That day is over everywhere. You can still submit; it is marked late, and the team decides."
            )
        )
    privacy = "Nobody but you can read it until you submit it."
    if journal.submission is not None:
        privacy = (
            "The copy that you submitted can be read by the team; what came after it, by nobody but you."
        )
    parts.append(Text(privacy, "quiet"))
    return Card(
        title=f"{mine.first(name(turn))}: {mine.title_of(turn, placement)}", parts=tuple(parts),
        actions=ways(turn, ident, entries, journal, phase),
        summary=f"{mine.first(name(turn))}: {journals.WORDS[journal.state]}, {words} words",
    )  # fmt: skip


def ways(turn: Turn, ident: Args, entries: list[Entry], journal: Journal, phase: Phase) -> tuple[Action, ...]:
    """What can be done with it now, the likeliest first."""
    found = [
        Action("Write: three short questions", "journal.write", {**ident, "kind": "three_turns"}, "primary")
    ]
    if entries:
        found.append(Action("Read it", "journal.read", ident))
    if entries and journal_skills.named(turn.the_programme):
        found.append(Action("Skills", "journal.skills", ident))
    found.append(Action("Write a STAR entry", "journal.write", {**ident, "kind": "star"}))
    if entries and (
        journal.state not in {"submitted", "accepted", "late"}
        and (phase != "over" or journal.submission is None or journal.state == "returned")
    ):
        found.append(Action("Submit", "journal.submit", ident))
    if entries:
        found.append(Action("Take it away (Word, PDF)", "journal.export", ident))
    found.append(Action("Home", "home"))
    return tuple(found)


def needs(turn: Turn) -> list[Need]:
    """The journal on the student's home, where the programme has one."""
    if turn.the_programme.journal is None:
        return []
    found = []
    for placement in mine.placements(turn)[:1]:
        journal = turn.unit.journals.of_placement(turn.scope, placement.id) or Journal(
            0, turn.scope, turn.person.id, placement.id
        )
        limit = limit_of(turn, placement, journal)
        entries = entries_of(turn, placement.id)
        clashes = [entry for entry in entries if entry.clashes]
        action = (Action("Open", "journal", {"placement": str(placement.id)}),)
        if clashes:
            open_it = (Action("Choose", "journal.entry", {"entry": str(clashes[0].id)}, "primary"),)
            found.append(
                Need(
                    "Two texts of one journal entry",
                    "Both are kept; choose which one stays.",
                    "upcoming",
                    open_it,
                )
            )
        if journal.state in journals.HANDED_IN:
            found.append(
                Need(mine.first(name(turn)), journals.WORDS[journal.state].capitalize() + ".", "done", action)
            )
        else:
            over = limit.phase(turn.now) == "over"
            so_far = counted(count_words(journals.own_words(entries)), "word", "words")
            words = (
                "Returned: " + journal.reason
                if journal.state == "returned"
                else deadline_words(turn, placement, limit)
            )
            found.append(Need(f"{mine.first(name(turn))}: {so_far} so far", words,
                              "overdue" if over else "upcoming", action, limit.frozen))  # fmt: skip
    return found
