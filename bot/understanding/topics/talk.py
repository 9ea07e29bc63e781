"""The small change of a conversation: greetings, help, and what was not understood."""

from __future__ import annotations

from collections.abc import Callable

from bot.understanding.answering import Answer, Question


def opening(a: Question) -> Answer:
    """A greeting."""
    return a.answer(
        "answer",
        f"Hello. I am Foothold, the assistant for {a.programme.title}. Ask me about dates, eligibility or "
        f"applying, or say “help”.",
    )


def thanks(a: Question) -> Answer:
    """Thanks, goodbye."""
    return a.answer("answer", "You are welcome.")


def helping(a: Question) -> Answer:
    """What can be asked and done."""
    can = {
        "student": (
            "tell you about dates, deadlines, who can take part, hours, pay and expenses; help you apply; show "
            "where your application stands; take check-in answers and journal entries"
        ),
        "supervisor": (
            "take your check-in answers, feedback and choices; tell you about dates, hours and expenses; pass "
            "a problem on"
        ),
        "staff": (
            "plan messages to many, list who is outstanding, change dates and facts, record attendance, make "
            "files, and answer questions about the programme"
        ),
    }[a.role]
    return a.answer("answer", f"I can {can}. Type it in your own words.")


def why(a: Question) -> Answer:
    """Asked "why?": the line behind the last answer; here there was none."""
    return a.answer(
        "answer",
        "Each of my answers about the programme rests on a line of its page; after an answer, “why?” shows "
        "that line, its source and its date.",
    )


def do_now(what: str) -> Callable[[Question], Answer]:
    """Make the answer of something of one's own that is done or shown at once."""

    def done(a: Question) -> Answer:
        return a.answer("act", what)

    return done


def nothing_waits(a: Question) -> Answer:
    """A yes, a no or a "back" with no question before it."""
    return a.answer(
        "clarify",
        "There is no open question between us right now. What would you like to do? Say “help” to see what I can do.",
    )


def off_topic(a: Question) -> Answer:
    """Nothing to do with the programme."""
    return a.answer(
        "refuse",
        f"I can only help with {a.programme.title}: dates, who can take part, applying, and what happens on a "
        f"placement. What would you like to know about it?",
    )


def unknown(a: Question) -> Answer:
    """Not understood; a language that is not English is said to be that."""
    if not a.words:
        return a.answer("clarify", f"I can only read English. Please write in English, or ask {a.contact}.")
    return a.answer(
        "clarify",
        f"I did not understand that. Is it about dates, who can take part, applying, or something on your "
        f"placement? You can also ask {a.contact}.",
    )
