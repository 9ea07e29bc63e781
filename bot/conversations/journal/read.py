"""Reading in one's own journal: all of it, one entry, a search; changing an entry, and deleting it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any, Literal, cast

from bot.activities import Args
from bot.cards import Action, Card, Field, Part, Row, Text
from bot.conversations import dialog
from bot.conversations.dialog import Dialog, Subject
from bot.conversations.journal import glance as journal
from bot.conversations.journal import write as journal_write
from bot.conversations.phrases import moment
from bot.conversations.placement import mine
from bot.flow import Flow, Step
from bot.programme import journal_skills, journals
from bot.programme.dates import say_day
from bot.programme.journals import Entry
from bot.prompts import LongText, ShortText
from bot.turn import Turn

SEARCHED = re.compile(
    r"(?:please )?(?:search|look in|find in)(?: my)? (?:journal|diary)(?: for)?:? (?P<after>.+)"
    r"|(?:please )?(?:search for|look for|find) (?P<before>.+?) in my (?:journal|diary)\W*$",
    re.IGNORECASE,
)
SEARCH_HERE = re.compile(r"(?:please )?search(?: for)?:? (?P<words>.+)", re.IGNORECASE)
A_PAGE = 5
PREVIEW = 160


@dataclass(frozen=True, kw_only=True)
class EditedText(LongText):
    """A text that stands there already: a form opens with it, a chat shows it above the question."""

    current: str = ""

    def field(self, key: str, value: Any, error: str = "") -> Field:
        """The field, with the present text in it where nothing else was typed."""
        return super().field(key, self.current if value is None else value, error)


def show(turn: Turn, args: Args) -> None:
    """The entries, newest first, five at a time."""
    placement = mine.current(turn, args)
    if placement is None or journal.none_here(turn):
        return
    entries = journal.entries_of(turn, placement.id)[::-1]
    if not entries:
        turn.say(
            "Nothing is written yet.",
            Action("Write the first entry", "journal.write", {"kind": "three_turns"}, "primary"),
        )
        return
    start = int(args.get("from", "0"))
    ident = {"placement": str(placement.id)}
    rows: list[Part] = [row_of(entry) for entry in entries[start : start + A_PAGE]]
    actions = [Action("Search", "journal.search", ident), Action("My journal", "journal", ident)]
    if start + A_PAGE < len(entries):
        actions.insert(0, Action("Older entries", "journal.read", {**ident, "from": str(start + A_PAGE)}))
    shown = f"{start + 1} to {min(start + A_PAGE, len(entries))} of {len(entries)}"
    turn.say(
        Card(
            title=f"{mine.first(journal.name(turn))}: entries {shown}, newest first",
            parts=tuple(rows),
            actions=tuple(actions),
        )
    )


def row_of(entry: Entry) -> Row:
    """An entry in a list."""
    text = " ".join(entry.whole.split())
    words = text if len(text) <= PREVIEW else text[:PREVIEW].rsplit(" ", 1)[0] + " …"
    files = f" ({len(entry.files)} attached)" if entry.files else ""
    title = f"{say_day(entry.day)} · {journals.KIND_WORDS[entry.kind]}{files}"
    return Row(title, words, (Action("Open", "journal.entry", {"entry": str(entry.id)}),))


def one(turn: Turn, args: Args) -> None:
    """One entry, whole."""
    entry = journal.own_entry(turn, args)
    if entry.clashes:
        turn.say(clash_card(turn, entry))
        return
    turn.say(entry_card(turn, entry))


def entry_card(turn: Turn, entry: Entry) -> Card:
    """An entry as it stands, with what can be done."""
    parts: list[Part] = []
    for heading, text in entry.paragraphs():
        parts += [Text(heading, "strong")] if heading else []
        parts.append(Text(text))
    parts += [Text(f"Attached: {file['name']}", "quiet") for file in entry.files]
    names = {skill.key: skill.name for skill in journal_skills.named(turn.the_programme)}
    parts += [
        Text(f"Shows {names.get(mark.skill, mark.skill)}: {mark.sentence}", "quiet") for mark in entry.marks
    ]
    ident = {"entry": str(entry.id)}
    actions = [
        Action(
            f"Change: {heading}" if heading else "Change it",
            "journal.edit",
            {**ident, "part": key, "seen": str(entry.version)},
            opens_form=True,
        )
        for key, heading in journals.PARTS[entry.kind]
        if key in entry.texts
    ]
    actions += [
        Action("Attach a picture or file", "journal.attach", ident),
        Action("Delete it", "journal.delete", ident),
        Action("My journal", "journal", {"placement": str(entry.placement)}),
    ]
    title = f"{say_day(entry.day)} · {journals.KIND_WORDS[entry.kind]}"
    return Card(title=title, parts=tuple(parts), actions=tuple(actions))


def edit(turn: Turn, args: Args) -> None:
    """Change one part of an entry."""
    entry = journal.own_entry(turn, args)
    part = args.get("part") or next(iter(entry.texts), "text")
    dialog.start(
        turn, EDIT, {"entry": str(entry.id), "part": part, "seen": args.get("seen") or str(entry.version)}
    )


def build_edit(turn: Turn, subject: Subject) -> Flow:
    """One question, with the present text in it."""
    entry = journal.own_entry(turn, subject)
    heading = dict(journals.PARTS[entry.kind]).get(subject["part"], "") or "Text"
    now = entry.texts.get(subject["part"], "")
    prompt = EditedText(
        question=f"{heading}: send the whole new text.", label=heading, hint=f"As it stands: {now}" if now else "",
        words=journal_write.LONGEST, current=now,
    )  # fmt: skip
    return Flow(f"{mine.first(journal.name(turn))}: {say_day(entry.day)}", (Step("text", prompt),))


def finish_edit(turn: Turn, subject: Subject, answers: dict[str, Any]) -> None:
    """Take the new text; where the entry changed elsewhere meanwhile, keep both and ask."""
    entry = journal.own_entry(turn, subject)
    changed = journals.edited(entry, subject["part"], str(answers["text"]), int(subject["seen"]), turn.now)
    turn.unit.journals.save_entry(changed)
    if changed.clashes:
        turn.say(clash_card(turn, changed))
        return
    touch(turn, entry)
    lost = len(entry.marks) - len(changed.marks)
    words = "Changed." + (
        f" {lost} of its sentences no longer stand there, so their skills were taken off." if lost else ""
    )
    if after := journal_write.after_submission(turn, entry):
        words += f" {after}"
    turn.say(
        words,
        Action("Read the entry", "journal.entry", {"entry": str(entry.id)}),
        Action("My journal", "journal"),
    )


def touch(turn: Turn, entry: Entry) -> None:
    """Note that the journal changed."""
    turn.unit.journals.save(journals.touched(journal.journal_of(turn, mine.own(turn, entry.placement))))


def clash_card(turn: Turn, entry: Entry) -> Card:
    """Two texts for one part: both are shown, the student chooses."""
    clash = entry.clashes[0]
    heading = dict(journals.PARTS[entry.kind]).get(clash.part, "") or "Text"
    ident = {"entry": str(entry.id), "version": str(entry.version)}
    return Card(
        title=f"Two texts for your entry of {say_day(entry.day)}",
        parts=(
            Text("It was changed in two places at once. Both texts are kept; which one should stand there?"),
            Text(f"First · {heading}", "strong"), Text(entry.texts.get(clash.part, "")),
            Text(f"Second · {heading}, {moment(turn, clash.at)}", "strong"), Text(clash.text),
        ),
        actions=(
            Action("Keep the first", "journal.settle", {**ident, "keep": "first"}),
            Action("Keep the second", "journal.settle", {**ident, "keep": "second"}),
            Action("Keep both, one after the other", "journal.settle", {**ident, "keep": "both"}),
        ),
        summary="Your journal entry was changed in two places; please choose",
    )  # fmt: skip


def settle(turn: Turn, args: Args) -> None:
    """The student's choice between two texts."""
    entry = journal.own_entry(turn, args)
    if not entry.clashes or str(entry.version) != args.get("version"):
        turn.say("That is settled already. Here is the entry as it stands now.")
        one(turn, args)
        return
    keep = cast("Literal['first', 'second', 'both']", args["keep"])
    changed = journals.settled(entry, keep, turn.now)
    turn.unit.journals.save_entry(changed)
    touch(turn, entry)
    turn.say(clash_card(turn, changed) if changed.clashes else entry_card(turn, changed))


def delete(turn: Turn, args: Args) -> None:
    """Ask once before an entry is deleted."""
    entry = journal.own_entry(turn, args)
    ident = {"entry": str(entry.id)}
    turn.remember(pending={"action": "journal.delete.sure", "args": ident, "label": "Delete it"})
    files = f", with its {len(entry.files)} files" if entry.files else ""
    turn.say(
        f"Delete your entry of {say_day(entry.day)}{files}? It cannot be brought back. "
        f"A copy that you submitted already stays as it was.",
        Action("Delete it", "journal.delete.sure", ident, "danger"),
        Action("Keep it", "journal.entry", ident),
    )


def delete_now(turn: Turn, args: Args) -> None:
    """The confirmed deletion: the words are gone, the log says only that an entry went."""
    entry = journal.own_entry(turn, args)
    turn.remember(pending=None)
    turn.unit.journals.drop_entry(turn.scope, entry.id)
    touch(turn, entry)
    turn.record("journal entry deleted", f"journal_entry:{entry.id}")
    turn.say(f"Deleted: your entry of {say_day(entry.day)}.", Action("My journal", "journal"))


def search(turn: Turn, args: Args) -> None:
    """Look for words; asked for where none were said."""
    if args.get("words"):
        found_words(turn, args["words"])
        return
    dialog.start(turn, SEARCH, {})


def said_search(turn: Turn, text: str) -> bool:
    """Take "search my journal for the printer" as a search, where there is a journal."""
    found = SEARCHED.match(text)
    if found is None or mine.is_staff(turn) or not mine.placements(turn):
        return False
    found_words(turn, (found["before"] or found["after"]).strip(" .!?“”\"'"))
    return True


def search_here(turn: Turn, text: str) -> bool:
    """Take "search bakery" as a search in the journal while the journal is on screen."""
    found = SEARCH_HERE.match(text)
    if found is None or not any(one["action"] == "journal.search" for one in turn.talk.shown):
        return False
    found_words(turn, found["words"].strip(" .!?“”\"'"))
    return True


def found_words(turn: Turn, words: str) -> None:
    """Entries that hold all the words."""
    placement = mine.current(turn)
    if placement is None:
        return
    hits = journals.found_in(journal.entries_of(turn, placement.id), words)
    if not hits:
        turn.say(
            f"Nothing in your journal holds “{words}”.",
            Action("Read it", "journal.read"),
            Action("My journal", "journal"),
        )
        return
    rows = tuple(replace(row_of(entry), text=line) for entry, line in hits[:10])
    more = f" The first 10 of {len(hits)} are shown." if len(hits) > len(rows) else ""
    count = f"{len(hits)} {'entry holds' if len(hits) == 1 else 'entries hold'} “{words}”.{more}"
    turn.say(Card(parts=(Text(count), *rows), actions=(Action("My journal", "journal"),)))


def build_search(turn: Turn, _: Subject) -> Flow:
    """One question: which words."""
    return Flow(f"Search in your {journal.name(turn)}", (Step("words", ShortText(question="Which words?")),))


EDIT = Dialog(
    name="journal.edit",
    build=build_edit,
    finish=finish_edit,
    left="The entry stays as it was.",
    keep=False,
    late=True,
)
SEARCH = Dialog(
    name="journal.search",
    build=build_search,
    finish=lambda turn, _, answers: found_words(turn, answers["words"]),
    keep=False,
)
