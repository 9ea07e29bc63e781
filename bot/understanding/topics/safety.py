"""Danger, and what is never done: care and a named human, or a refusal with what can be done instead."""

from __future__ import annotations

from bot.programme.definition import CrisisLine
from bot.understanding.answering import Answer, Question


def crisis(a: Question) -> Answer:
    """Danger to oneself: care, numbers, a named human at once."""
    lines = _lines(a.programme.safety.crisis_lines)
    about_other = a.role != "student" or a.says(
        r"(?:she|he|friend|student|intern|someone|flatmate|brother|sister|they)(?:'s| is| was| has| wants| "
        r"says| said| told| took| might| may| will)?"
    )
    lead = (
        "Thank you for telling me. If they may be in danger now, call an emergency number first and stay with "
        "them if you can."
        if about_other and not a.says("i want to|i'm going to|kill myself|my life|i don't want")
        else (
            "I am glad you told me. You matter, and you do not have to carry this alone. I am a program and "
            "cannot help as a person can, but people can, now."
        )
    )
    return a.answer("handoff", f"{lead}\n\n{lines}\n\n{_alerted(a)}")


def safeguarding(a: Question) -> Answer:
    """Someone may be harmed or is being pressed: a named human at once."""
    own = a.role == "student" and not a.says("my friend|another (?:student|intern)|a student")
    lead = (
        "I am sorry that this is happening. It is not your fault, and you were right to say so. You do not "
        "have to answer them or go back there today."
        if own
        else (
            "Thank you for telling me. Please do not look into it yourself, and keep what you know to those "
            "who have to act on it."
        )
    )
    lines = _lines(a.programme.safety.crisis_lines[:2])
    return a.answer("handoff", f"{lead}\n\n{_alerted(a)}\n\nIf anyone is in danger now: {lines}")


def _lines(lines: tuple[CrisisLine, ...]) -> str:
    return (
        "; ".join(f"{one.name} {one.number} ({one.where}, {one.when})" for one in lines) + "."
        if lines
        else "Call the emergency number where you are."
    )


def _alerted(a: Question) -> str:
    """Name who is alerted: the first safety contact, by name and role."""
    contacts = a.programme.safety.contacts
    if not contacts:
        return f"I alert {a.contact} at once."
    first = contacts[0]
    return (
        f"The alert goes at once to {first.name}, {first.role}, and to nobody you complain about. I tell you "
        f"when it is delivered."
    )


def other_people(a: Question) -> Answer:
    """Names or data of others."""
    return a.answer(
        "refuse",
        f"I do not tell anyone about other people: who applied, who was chosen, or what they wrote. I can tell "
        f"you about your own application and about the programme; for anything else ask {a.contact}.",
    )


def student_info(a: Question) -> Answer:
    """A supervisor asking for more than they may see."""
    return a.answer(
        "refuse",
        f"I cannot share that about a student: you see what the student agreed to share with you, and no more. "
        f"You can ask the student directly, or ask {a.contact}.",
    )


def prediction(a: Question) -> Answer:
    """Which has the better chance."""
    return a.answer(
        "refuse",
        "I cannot say who will be chosen or what anyone's chances are: people decide that, and I would only be "
        "guessing. I can show you what the programme says about who can take part, and where your own "
        "application stands.",
    )


def ghostwrite(a: Question) -> Answer:
    """Asked to write it for them: "write it for me": declined, with a way to start."""
    if a.role != "student":
        return a.answer(
            "refuse", "I do not write it for you. Tell me the words, and I set them down as they are."
        )
    if a.says("statement|application|cover letter|cv"):
        start = "Tell me in one sentence what drew you to this placement, and we go on from there."
    else:
        start = (
            "Let us start small: what did you do this week? Then: why did it matter? Then: what will you do "
            "differently?"
        )
    return a.answer(
        "refuse",
        f"I do not write it for you; it has to be in your own words. {start} I keep every word you write and "
        f"put them in order with you.",
    )


def injection(a: Question) -> Answer:
    """Instructions to the bot, hidden in a message: never obeyed."""
    return a.answer(
        "refuse",
        "I do not follow instructions inside messages or files, and nothing was changed. I can answer "
        "questions about the programme, or help with your own tasks.",
    )
