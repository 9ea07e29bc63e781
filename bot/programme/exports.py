"""Lines that a student takes away: STAR bullets, a CV line, a draft of the HEAR 6.1 line; only from their own words.

Nothing is phrased for the student: sentences are taken whole, and what is missing is said (design: it never writes
for them).
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.programme.journals import Entry, in_order, sentences

HEAR_LONGEST = 400
"""Characters that a HEAR 6.1 description may have (Goldsmiths; notes/evidence.md)."""


def star_bullets(entries: Sequence[Entry]) -> list[str]:
    """One bullet per STAR entry: its four parts in the student's own words."""
    bullets = []
    for entry in in_order(entries):
        if entry.kind == "star":
            parts = [" ".join(text.split()) for _, text in entry.paragraphs()]
            bullets.append(" ".join(part if part[-1] in ".!?…" else f"{part}." for part in parts))
    return bullets


def cv_line(title: str, host: str, when: str, minutes: int) -> str:
    """One line for a CV, only from what is on record: title, host, when, hours."""
    hours = f"{minutes / 60:g} hours" if minutes else ""
    return ", ".join(part for part in (title, host, when, hours) if part)


def hear_draft(what: str, entries: Sequence[Entry]) -> str:
    """A draft of at most 400 characters: what it was, then whole sentences of the student's that fit.

    STAR results and marked sentences come first. Staff confirm or change it; it is never final by itself.
    """
    wanted = [
        one
        for entry in in_order(entries)
        if entry.kind == "star"
        for part in ("action", "result")
        for one in sentences(entry.texts.get(part, ""))
    ]
    wanted += [mark.sentence for entry in in_order(entries) for mark in entry.marks]
    line = shortened(what if what.endswith(".") else f"{what}.", HEAR_LONGEST)
    for sentence in dict.fromkeys(wanted):
        if len(line) + 1 + len(sentence) <= HEAR_LONGEST:
            line = f"{line} {sentence}"
    return line


def shortened(text: str, longest: int) -> str:
    """The text, cut after a whole word where it is too long, and the cut shown."""
    if len(text) <= longest:
        return text
    return text[: longest - 2].rsplit(" ", 1)[0] + " …"
