"""A reflection journal: its entries, its states, what is submitted, and the receipt that proves it.

A journal is private until it is submitted. What is submitted is a copy; entries that change afterwards change
nothing in it until the student submits again, and from the freeze on nothing does (notes/vocabulary.md).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Literal, Protocol, TypeAlias

from bot.errors import TransitionError
from bot.programme.people import Scope

State: TypeAlias = Literal[
    "not_started", "in_progress", "submitted", "reopened", "late", "accepted", "returned", "missing"
]
EntryKind: TypeAlias = Literal["note", "three_turns", "gibbs", "star"]

CHANGES: dict[State, frozenset[State]] = {
    "not_started": frozenset({"in_progress", "missing"}),
    "in_progress": frozenset({"in_progress", "submitted", "late", "missing"}),
    "submitted": frozenset({"reopened", "submitted", "accepted", "returned"}),
    "reopened": frozenset({"reopened", "submitted", "late", "accepted", "returned"}),
    "late": frozenset({"accepted", "returned", "late"}),
    "returned": frozenset({"returned", "submitted", "late"}),
    "missing": frozenset({"in_progress", "late", "submitted"}),
    "accepted": frozenset({"returned"}),
}
HANDED_IN: frozenset[State] = frozenset({"submitted", "reopened", "late", "accepted"})
WORDS: dict[State, str] = {
    "not_started": "not started",
    "in_progress": "in progress, not submitted",
    "submitted": "submitted",
    "reopened": "submitted, with later changes that are not submitted",
    "late": "submitted late",
    "accepted": "accepted",
    "returned": "returned to you",
    "missing": "not submitted by the deadline",
}
PARTS: dict[EntryKind, tuple[tuple[str, str], ...]] = {
    "note": (("text", ""),),
    "three_turns": (("what", "What happened"), ("so_what", "So what"), ("now_what", "Now what")),
    "gibbs": (
        ("description", "Description"),
        ("feelings", "Feelings"),
        ("evaluation", "Evaluation"),
        ("analysis", "Analysis"),
        ("conclusion", "Conclusion"),
        ("action_plan", "Action plan"),
    ),
    "star": (("situation", "Situation"), ("task", "Task"), ("action", "Action"), ("result", "Result")),
}
KIND_WORDS: dict[EntryKind, str] = {
    "note": "Note",
    "three_turns": "Reflection",
    "gibbs": "Reflection (Gibbs)",
    "star": "STAR entry",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """A sentence of an entry that the student chose as showing a skill; word by word as it stands there."""

    sentence: str
    skill: str


@dataclass(frozen=True, slots=True)
class Clash:
    """A second text for one part of an entry, written elsewhere at the same time; the student chooses."""

    part: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. `texts` is by part key; `day` is the day it is about; `version` counts the changes.

    `files` are stored values of file prompts: {"file_id", "name", "size", "media_type"}. `skill` is the key of the
    skill that a STAR entry is about.
    """

    id: int
    scope: Scope
    student: int
    placement: int
    kind: EntryKind
    day: date
    made_at: datetime
    texts: dict[str, str] = field(default_factory=dict)
    files: tuple[dict[str, Any], ...] = ()
    marks: tuple[Mark, ...] = ()
    clashes: tuple[Clash, ...] = ()
    skill: str = ""
    version: int = 1
    changed_at: datetime | None = None

    def paragraphs(self) -> tuple[tuple[str, str], ...]:
        """Heading and text of each part that has one, in the order of its kind."""
        return tuple((heading, self.texts[key]) for key, heading in PARTS[self.kind] if self.texts.get(key))

    @property
    def whole(self) -> str:
        """All its words, without headings."""
        return "\n\n".join(text for _, text in self.paragraphs())


@dataclass(frozen=True, slots=True)
class Submission:
    """The copy that was submitted: `text` as `compose` made it, word by word; `digest` its SHA-256 in hex.

    `late` after the freeze, `undecidable` in hours in which nobody can say whether the day was over (design §7).
    """

    id: int
    scope: Scope
    journal: int
    number: int
    at: datetime
    text: str
    words: int
    digest: str
    late: bool = False
    undecidable: bool = False


@dataclass(frozen=True, slots=True)
class Journal:
    """One student's journal of one placement. `extended_to` is an instant that staff granted."""

    id: int
    scope: Scope
    student: int
    placement: int
    state: State = "not_started"
    submission: int | None = None
    reason: str = ""
    extended_to: datetime | None = None
    skills_seen: bool = False


class Journals(Protocol):
    """Journals, their entries, and the copies that were submitted; one journal for each placement."""

    def get(self, scope: Scope, journal: int) -> Journal | None: ...
    def of_placement(self, scope: Scope, placement: int) -> Journal | None: ...
    def all(self, scope: Scope) -> Sequence[Journal]: ...
    def add(self, journal: Journal) -> int: ...
    def save(self, journal: Journal) -> None: ...
    def entry(self, scope: Scope, entry: int) -> Entry | None: ...
    def entries(self, scope: Scope, placement: int) -> Sequence[Entry]: ...
    def add_entry(self, entry: Entry) -> int: ...
    def save_entry(self, entry: Entry) -> None: ...
    def drop_entry(self, scope: Scope, entry: int) -> None: ...
    def submissions(self, scope: Scope, journal: int) -> Sequence[Submission]: ...
    def add_submission(self, submission: Submission) -> int: ...


def move(journal: Journal, to: State, *, reason: str = "", **changed: Any) -> Journal:
    """The journal in its new state; raises TransitionError where the diagram has no such arrow.

    Returning it needs a reason.
    """
    if to not in CHANGES[journal.state]:
        raise TransitionError(f"A journal that is {WORDS[journal.state]} cannot become {WORDS[to]}.")
    if to == "returned" and not reason:
        raise TransitionError(
            "Please say why the journal is returned, so that the student knows what to change."
        )
    return replace(journal, state=to, reason=reason, **changed)


def touched(journal: Journal) -> Journal:
    """The journal after one of its entries changed: begun, or reopened where a copy is submitted already."""
    if journal.state in {"not_started", "missing"}:
        return move(journal, "in_progress")
    if journal.state == "submitted":
        return move(journal, "reopened")
    return journal


def compose(entries: Sequence[Entry], day_words: dict[date, str]) -> str:
    """The plain text that is submitted and hashed: entries by day, then as they were made.

    `day_words` names each day as it is printed.
    """
    blocks = []
    for entry in in_order(entries):
        lines = [f"{day_words[entry.day]} · {KIND_WORDS[entry.kind]}"]
        for heading, text in entry.paragraphs():
            lines.append(f"{heading}\n{text}" if heading else text)
        lines += [f"Attached: {file['name']}" for file in entry.files]
        blocks.append("\n\n".join(lines))
    return "\n\n\n".join(blocks) + "\n"


def in_order(entries: Sequence[Entry]) -> list[Entry]:
    """Entries as they are read: by the day they are about, then as they were made."""
    return sorted(entries, key=lambda entry: (entry.day, entry.made_at, entry.id))


def digest_of(text: str) -> str:
    """SHA-256 of the text in UTF-8, in hex: the same text gives the same receipt anywhere."""
    return hashlib.sha256(text.encode()).hexdigest()


def own_words(entries: Sequence[Entry]) -> str:
    """Everything that the student wrote, without our headings and dates; this is what is counted."""
    return "\n\n".join(entry.whole for entry in in_order(entries))


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text, word by word, in order, each once."""
    found = (
        part.strip() for line in text.splitlines() for part in re.split(r"(?<=[.!?…])[\"'”’)]*\s+", line)
    )
    return tuple(dict.fromkeys(part for part in found if any(char.isalnum() for char in part)))


def rewritten(entry: Entry, part: str, text: str, at: datetime) -> Entry:
    """The entry with one part changed; marks on sentences that are gone go with them."""
    texts = {**entry.texts, part: text}
    changed = replace(entry, texts=texts, version=entry.version + 1, changed_at=at)
    still = {sentence for words in texts.values() for sentence in sentences(words)}
    return replace(changed, marks=tuple(mark for mark in entry.marks if mark.sentence in still))


def edited(entry: Entry, part: str, text: str, seen: int, at: datetime) -> Entry:
    """An edit that began at version `seen`: taken, or kept beside the other text where that changed meanwhile."""
    if text == entry.texts.get(part):
        return entry
    if seen == entry.version:
        return rewritten(entry, part, text, at)
    return replace(entry, clashes=(*entry.clashes, Clash(part, text, at)))


def settled(entry: Entry, keep: Literal["first", "second", "both"], at: datetime) -> Entry:
    """The entry after the student chose between the two texts of the oldest clash."""
    clash, rest = entry.clashes[0], entry.clashes[1:]
    entry = replace(entry, clashes=rest)
    if keep == "first":
        return entry
    old = entry.texts.get(clash.part, "")
    return rewritten(entry, clash.part, clash.text if keep == "second" else f"{old}\n\n{clash.text}", at)


def found_in(entries: Sequence[Entry], words: str) -> list[tuple[Entry, str]]:
    """Entries that hold all the words, each with the first sentence that holds one of them."""
    wanted = [word.casefold() for word in re.findall(r"\w+", words)]
    hits = []
    for entry in in_order(entries):
        text = entry.whole.casefold()
        if wanted and all(word in text for word in wanted):
            line = next(
                one for one in sentences(entry.whole) if any(word in one.casefold() for word in wanted)
            )
            hits.append((entry, line))
    return hits
