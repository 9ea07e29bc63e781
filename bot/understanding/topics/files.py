"""Rehearsals, files that go out, and data that is to be forgotten."""

from __future__ import annotations

from bot.programme.dates import say_list
from bot.understanding.answering import Answer, Question
from bot.understanding.names import names_in
from bot.understanding.rehearsal_words import size_in
from bot.understanding.topics.plans import cycle_slots, staff_only


def rehearse(a: Question) -> Answer:
    """Run a cycle with simulated people."""
    no = staff_only(a)
    if no is not None:
        return no
    size = size_in(a.text)
    of = say_list([one.name for one in a.cycles]) if a.cycles else "the cycle"
    who = f"{size} simulated students" if size else "simulated students"
    return a.answer(
        "act",
        f"I run {of} with {who} on a simulated clock and show every message each would get. Nobody real gets anything.",
        (),
        {**cycle_slots(a), **({"cohort": size} if size else {})},
    )


def export(a: Question) -> Answer:
    """A file out: one's own data, or for staff the programme's."""
    if a.role == "student" or a.says(
        r"my data|about me|on me|my (?:information|records?|history|journal|file)|i have|hold on me"
    ):
        return a.answer(
            "act", "I put together everything I hold about you as a file, and send it to you here."
        )
    if a.role == "supervisor":
        return a.answer(
            "refuse",
            f"I cannot give out students' records. I can show you the answers you gave yourself; for anything "
            f"else please ask {a.contact}.",
        )
    return a.answer(
        "act",
        "I make the file for you now. It holds only what you may see, and that it was made is recorded.",
        (),
        cycle_slots(a),
    )


def erasure(a: Question) -> Answer:
    """Delete someone's data: checked for identity and retention by a human, then done and receipted."""
    return a.answer(
        "handoff",
        f"This is for a person to decide: {a.programme.privacy.controller}. Who asks and what has to be kept "
        f"is checked first; then it is done, with a receipt that says what is deleted, what is kept and why. "
        f"Nothing is deleted yet.",
        (),
        {"people": names_in(a.text)} if a.role == "staff" and names_in(a.text) else {},
    )
