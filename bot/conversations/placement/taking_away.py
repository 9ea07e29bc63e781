"""What a student takes away: the journal as a file, STAR bullets, a CV line, the credential."""

from __future__ import annotations

from bot.activities import Args
from bot.cards import Action, Card, Text
from bot.conversations.journal import glance as journal
from bot.conversations.phrases import moment
from bot.conversations.placement import completing, mine
from bot.conversations.placement import glance as placement
from bot.documents import Block, Document
from bot.programme import credentials, exports, hours, journal_skills, journals
from bot.programme.dates import MONTHS, say_day
from bot.programme.journals import Entry
from bot.programme.placements import Placement
from bot.turn import Turn


def show(turn: Turn, args: Args) -> None:
    """Everything that can be taken away."""
    one = mine.current(turn, args)
    if one is None:
        return
    ident = {"placement": str(one.id)}
    actions = [Action("CV line", "exports.cv", ident)]
    if journal.entries_of(turn, one.id):
        actions = [
            Action("Journal (Word, PDF)", "journal.export", ident, "primary"),
            Action("STAR bullets", "exports.star", ident),
            *actions,
        ]
    if turn.the_programme.journal and turn.the_programme.journal.kind == "HEAR":
        actions.append(Action("HEAR line", "exports.hear", ident))
    if turn.the_programme.credential:
        actions.append(Action("Credential", "credential", ident))
    turn.say(
        Card(
            parts=(Text("What would you like to take with you? Everything is in your own words."),),
            actions=(*actions, Action("Home", "home")),
        )
    )


def journal_files(turn: Turn, args: Args) -> None:
    """The journal as .docx and .pdf, with the receipt of the copy that was submitted."""
    one = mine.current(turn, args)
    if one is None or journal.none_here(turn):
        return
    entries = journal.entries_of(turn, one.id)
    if not entries:
        turn.say("Nothing is written yet.", Action("Write", "journal.write", {"kind": "three_turns"}))
        return
    document = set_journal(turn, one, entries)
    files = (
        turn.documents.text(document, "journal.docx", "docx"),
        turn.documents.text(document, "journal.pdf", "pdf"),
    )
    turn.say(
        Card(
            title=f"Your {journal.name(turn)}",
            parts=files,
            actions=(
                Action("STAR bullets", "exports.star", {"placement": str(one.id)}),
                Action("My journal", "journal"),
            ),
        )
    )


def set_journal(turn: Turn, one: Placement, entries: list[Entry]) -> Document:
    """The journal as a document: by day, under headings, sentences by skill at the end, and the receipt."""
    blocks: list[Block] = []
    for entry in entries:
        blocks.append(Block("heading", f"{say_day(entry.day)} · {journals.KIND_WORDS[entry.kind]}"))
        for heading, text in entry.paragraphs():
            blocks += [Block("label", heading)] if heading else []
            blocks.append(Block("text", text))
        blocks += [Block("quiet", f"Attached: {file['name']}") for file in entry.files]
    skills = journal_skills.named(turn.the_programme)
    shown = journal_skills.by_skill(entries, skills)
    if any(shown.values()):
        blocks.append(Block("heading", "Skills"))
        for skill in skills:
            if shown[skill.key]:
                blocks.append(Block("label", skill.name))
                blocks += [Block("bullet", sentence) for sentence in shown[skill.key]]
    copy = journal.last_submission(turn, journal.journal_of(turn, one))
    lines = [turn.person.name, mine.title_of(turn, one), placement.when(turn, one)]
    if copy:
        blocks.append(Block("heading", "Receipt"))
        blocks.append(
            Block("text", f"Submitted {moment(turn, copy.at)}; version {copy.number}; {copy.words} words.")
        )
        blocks.append(Block("quiet", f"SHA-256 of the submitted text: {copy.digest}"))
    return Document(
        mine.first(journal.name(turn)),
        tuple(line for line in lines if line),
        tuple(blocks),
        turn.the_programme.title,
        turn.person.name,
        turn.person.locale or "en-GB",
    )


def star(turn: Turn, args: Args) -> None:
    """STAR bullets, in the student's own words."""
    one = mine.current(turn, args)
    if one is None:
        return
    bullets = exports.star_bullets(journal.entries_of(turn, one.id))
    if not bullets:
        turn.say(
            "You have no STAR entry yet. It takes a few short questions.",
            Action("Write a STAR entry", "journal.write", {"kind": "star"}, "primary"),
        )
        return
    turn.say(
        Card(
            title="STAR bullets",
            parts=tuple(Text(f"• {bullet}") for bullet in bullets),
            actions=(Action("Take it with you", "exports"),),
        )
    )


def cv(turn: Turn, args: Args) -> None:
    """One line for a CV."""
    one = mine.current(turn, args)
    if one is None:
        return
    opportunity = turn.unit.opportunities.get(turn.scope, one.opportunity) if one.opportunity else None
    minutes = hours.total(turn.unit.hours.of_placement(turn.scope, one.id))
    called = turn.the_programme.vocabulary.name("placement", locale=turn.person.locale)
    title = (
        f"{called[:1].upper() + called[1:]}: {opportunity.title}" if opportunity else turn.the_programme.title
    )
    line = exports.cv_line(title, opportunity.host if opportunity else "", months(turn, one), minutes)
    turn.say(Card(title="CV line", parts=(Text(line),), actions=(Action("Take it with you", "exports"),)))


def months(turn: Turn, one: Placement) -> str:
    """When it was, as a CV says it: "March 2024", "March to April 2024"."""
    last = one.ends or completing.window_end(turn, one)
    cycle = turn.the_programme.cycle(one.window)
    starts = one.starts or (cycle.placements.first if cycle else None)
    if starts is None or last is None:
        return ""
    end = f"{MONTHS[last.month - 1]} {last.year}"
    if (starts.year, starts.month) == (last.year, last.month):
        return end
    begin = MONTHS[starts.month - 1] + ("" if starts.year == last.year else f" {starts.year}")
    return f"{begin} to {end}"


def credential(turn: Turn, args: Args) -> None:
    """The credential: when it comes, or the links to show it."""
    one = mine.current(turn, args)
    programme = turn.the_programme
    if one is None:
        return
    if programme.credential is None:
        turn.say("The programme names no credential.", Action("Take it with you", "exports"))
        return
    issued = turn.unit.credentials.of_placement(turn.scope, one.id)
    if issued is None:
        turn.say(
            f"{programme.credential.name}: it is given for this: {programme.credential.criterion} It has not "
            "been issued to you yet.",
            Action("What is still missing?", "completion"),
        )
        return
    if issued.revoked:
        at = issued.revoked_at or issued.issued_at
        day = say_day(at.astimezone(turn.zone).date())
        words = f"{issued.name} was taken back on {day}. The reason: {issued.revoked}"
        turn.say(words, Action("Ask the team", "problem"))
        return
    url = f"{credentials.base_of(programme, turn.documents.address)}/{issued.uid}"
    linked = credentials.linkedin(
        issued.name, programme.credential.issuer, issued.issued_at.astimezone(turn.zone), issued.uid, url
    )
    actions = [
        Action("Show the credential", url=url),
        Action("Add to my LinkedIn profile", url=linked),
        Action("Home", "home"),
    ]
    file = turn.documents.data({"token": issued.token}, "credential.json")
    turn.say(
        Card(
            title=issued.name,
            parts=(
                Text(
                    f"Issued by {programme.credential.issuer}, "
                    f"{say_day(issued.issued_at.astimezone(turn.zone).date())}. Anybody can check it: it is "
                    "signed (Open Badges 3.0)."
                ),
                file,
            ),
            actions=tuple(actions),
        )
    )
