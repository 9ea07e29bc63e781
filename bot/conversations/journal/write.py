"""Writing in the journal: three short turns, Gibbs, STAR, or a note at any time ("journal: …")."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from bot.activities import Args
from bot.cards import Action, Card, Option, Text
from bot.conversations import dialog
from bot.conversations.dialog import Dialog, Subject
from bot.conversations.journal import glance as journal
from bot.conversations.placement import mine
from bot.errors import UnclearReplyError
from bot.flow import Answers, Flow, Step
from bot.programme import journal_questions, journal_skills, journals
from bot.programme.dates import say_day
from bot.programme.journals import Entry, EntryKind
from bot.programme.placements import Placement
from bot.prompts import Choice, File, LongText, count_words
from bot.turn import Turn

KINDS: dict[str, EntryKind] = {"three_turns": "three_turns", "gibbs": "gibbs", "star": "star", "note": "note"}
LONGEST = 3000
ENDINGS = (
    "pdf",
    "png",
    "jpg",
    "jpeg",
    "heic",
    "gif",
    "webp",
    "docx",
    "xlsx",
    "pptx",
    "txt",
    "mp3",
    "m4a",
    "mp4",
)
TITLES: dict[EntryKind, str] = {
    "three_turns": "Three short questions",
    "gibbs": "Reflection after Gibbs",
    "star": "STAR entry",
    "note": "Note",
}
KEPT: dict[EntryKind, str] = {
    "three_turns": "reflection",
    "gibbs": "reflection after Gibbs",
    "star": "STAR entry",
    "note": "note",
}
STARTERS = {
    "": "One moment is enough to begin: what is the first thing that comes to mind from this week?",
}


def start(turn: Turn, args: Args) -> None:
    """Begin an entry of a kind, or go on with the one begun."""
    if journal.none_here(turn):
        return
    placement = mine.current(turn, args)
    if placement is None:
        return
    kind = KINDS.get(args.get("kind", ""), "three_turns")
    dialog.start(turn, WRITE, {"placement": str(placement.id), "kind": kind})


def build(turn: Turn, subject: Subject) -> Flow:
    """The questions of a kind; a turn that builds on an earlier one waits for it, and quotes it."""
    kind = KINDS[subject["kind"]]
    steps = (
        [Step("skill", skill_prompt(turn))]
        if kind == "star" and journal_skills.named(turn.the_programme)
        else []
    )
    earlier: list[str] = []
    for key, heading in journals.PARTS[kind]:
        steps.append(Step(key, partial(prompt, kind, key, heading, tuple(earlier))))
        earlier.append(key)
    return Flow(f"{mine.first(journal.name(turn))}: {TITLES[kind]}", tuple(steps))


def prompt(kind: EntryKind, key: str, heading: str, earlier: tuple[str, ...], answers: Answers) -> LongText:
    """The question for one part; reading the part that it quotes makes a chat wait for it."""
    about = journal_questions.ASKED_ABOUT.get(key)
    texts = {about: answers[about] or ""} if about in earlier and about else {}
    hint = (
        "Your words are kept as you write them; nobody else reads them until you submit."
        if not earlier
        else ""
    )
    return LongText(
        question=journal_questions.question(kind, key, texts),
        label=heading,
        hint=hint,
        optional=bool(earlier),
        words=LONGEST,
    )


def skill_prompt(turn: Turn) -> Choice:
    """Which skill a STAR entry is about."""
    options = tuple(Option(skill.key, skill.name) for skill in journal_skills.named(turn.the_programme))
    return Choice(question="Which skill is this about?", label="Skill", choices=options, optional=True)


def finish(turn: Turn, subject: Subject, answers: dict[str, Any]) -> None:
    """Keep the entry, and show what could come next."""
    kind = KINDS[subject["kind"]]
    placement = mine.own(turn, int(subject["placement"]))
    texts = {key: str(answers[key]) for key, _ in journals.PARTS[kind] if answers.get(key)}
    entry = keep(turn, placement, kind, texts, skill=str(answers.get("skill") or ""))
    turn.say(kept(turn, entry))


def keep(turn: Turn, placement: Placement, kind: EntryKind, texts: dict[str, str], *, skill: str = "",
         files: tuple[dict[str, Any], ...] = ()) -> Entry:  # fmt: skip
    """Add an entry; a journal that was submitted already is then open for a new version."""
    book = journal.journal_of(turn, placement)
    entry = Entry(
        id=0,
        scope=turn.scope,
        student=turn.person.id,
        placement=placement.id,
        kind=kind,
        day=turn.now.astimezone(turn.zone).date(),
        made_at=turn.now,
        texts=texts,
        files=files,
        skill=skill,
    )
    entry = replace(entry, id=turn.unit.journals.add_entry(entry))
    turn.unit.journals.save(journals.touched(book))
    return entry


def kept(turn: Turn, entry: Entry) -> Card:
    """What was kept, and the next step."""
    words = count_words(entry.whole)
    ident, of_placement = {"entry": str(entry.id)}, {"placement": str(entry.placement)}
    what = "file" if entry.files and not words else "entry"
    parts = [
        Text(
            f"Kept: {KEPT[entry.kind]} of {say_day(entry.day)}, {words} {'word' if words == 1 else 'words'}."
        )
    ]
    if changed := after_submission(turn, entry):
        parts.append(Text(changed))
    skills = journal_skills.named(turn.the_programme)
    found = journal_skills.suggest([entry], skills, most=1)
    actions = [Action("Which skill does it show?", "journal.skills", of_placement)] if found else []
    actions += [
        Action("Attach a picture or file", "journal.attach", ident),
        Action("Change it", "journal.entry", ident),
        Action("My journal", "journal", of_placement),
    ]
    return Card(parts=tuple(parts), actions=tuple(actions), summary=f"Your {what} is kept")


def after_submission(turn: Turn, entry: Entry) -> str:
    """What a change means for a copy that was submitted already."""
    book = turn.unit.journals.of_placement(turn.scope, entry.placement)
    if book is None or book.state not in journals.HANDED_IN:
        return ""
    placement = mine.own(turn, entry.placement)
    if book.state == "accepted" or journal.limit_of(turn, placement, book).phase(turn.now) == "over":
        return "The copy you submitted stays as it is; this is kept for you only."
    return "The copy you submitted stays in force until you submit again."


def keep_both(turn: Turn, subject: Subject, step: str, old: Any) -> None:
    """A form replaces words that came from elsewhere while it was open: those become an entry of their own."""
    if not isinstance(old, str) or step == "skill":
        return
    placement = mine.own(turn, int(subject["placement"]))
    entry = keep(turn, placement, "note", {"text": old})
    turn.say(
        "You had answered this question elsewhere while the form was open. Both texts are kept: the form's "
        "stands in this "
        "entry, and the other is a note of its own. Change or delete either as you like.",
        Action("See the other text", "journal.entry", {"entry": str(entry.id)}),
    )


def note(turn: Turn, text: str) -> None:
    """A note at any time (“journal: …”), also in the middle of something else."""
    if journal.none_here(turn):
        return
    placement = mine.current(turn)
    if placement is None:
        return
    if not text:
        turn.go("journal")
        return
    body = turn.activity.body
    files = []
    for upload in getattr(body, "files", ()):
        try:
            files.append(FILE.accept(upload))
        except UnclearReplyError as problem:
            turn.say(problem.message)
    turn.say(kept(turn, keep(turn, placement, "note", {"text": text}, files=tuple(files))))


def attach(turn: Turn, args: Args) -> None:
    """Ask for a file to go with an entry."""
    entry = journal.own_entry(turn, args)
    dialog.start(turn, ATTACH, {"entry": str(entry.id)})


def build_attach(turn: Turn, subject: Subject) -> Flow:
    """One question: the file."""
    entry = journal.own_entry(turn, subject)
    return Flow(f"{mine.first(journal.name(turn))}: {say_day(entry.day)}", (Step("file", FILE),))


def finish_attach(turn: Turn, subject: Subject, answers: dict[str, Any]) -> None:
    """Keep the file with the entry."""
    entry = journal.own_entry(turn, subject)
    changed = replace(
        entry, files=(*entry.files, answers["file"]), version=entry.version + 1, changed_at=turn.now
    )
    turn.unit.journals.save_entry(changed)
    turn.unit.journals.save(journals.touched(journal.journal_of(turn, mine.own(turn, entry.placement))))
    turn.say(
        f"Attached to your entry of {say_day(entry.day)}: {answers['file']['name']}.",
        Action("Read the entry", "journal.entry", {"entry": str(entry.id)}),
        Action("My journal", "journal"),
    )


def decline_to_write(turn: Turn, _: Args) -> None:
    """It is not written for anybody; a way to start is offered instead."""
    placement = mine.placements(turn)
    entries = journal.entries_of(turn, placement[0].id) if placement else []
    words = (
        "I don't write it for you: it counts because it is yours. What I can do is ask, one small question at "
        "a time, and "
        "put your own words in order."
    )
    lead = (
        f"You have {len(entries)} {'entry' if len(entries) == 1 else 'entries'} to build on."
        if entries
        else STARTERS[""]
    )
    actions = [Action("Ask me the first question", "journal.write", {"kind": "three_turns"}, "primary")]
    if entries:
        actions.append(Action("Show what I wrote", "journal.read"))
    turn.say(
        Card(
            parts=(Text(words), Text(lead)),
            actions=tuple(actions),
            summary="I don't write it for you, but I can help you start",
        )
    )


FILE = File(
    question="Please send the picture or file here.", label="File", endings=ENDINGS,
    hint="It is kept with the entry, and submitted with it.",
)  # fmt: skip
WRITE = Dialog(
    name="journal.write",
    build=build,
    finish=finish,
    left="What you wrote so far is kept word by word; nobody else can read it.",
    clash=keep_both,
    late=True,
)
ATTACH = Dialog(name="journal.attach", build=build_attach, finish=finish_attach, keep=False)
