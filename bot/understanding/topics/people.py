"""What people do and say of each other: check-ins, feedback, choices, trouble, danger, and what is never done."""

from __future__ import annotations

import re

from bot.understanding.amounts import hours_in
from bot.understanding.answering import Answer, Question, sentences
from bot.understanding.dates import Ambiguous, Impossible, When
from bot.understanding.names import names_in
from bot.understanding.topics import cycle_dates
from bot.understanding.topics.plans import both_clocks, impossible, when_of

ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
ON_TRACK, NEEDS, NOT_STARTED = "on track", "needs a word", "not started"


def check_in_submit(a: Question) -> Answer:
    """An answer to a check-in: noted at once, changeable."""
    who = "your students" if a.role == "supervisor" else "you"
    hours = hours_in(a.words)
    slots = {"hours": hours} if hours else {}
    people = names_in(a.text)
    if people and a.role == "supervisor":
        slots["people"] = people  # type: ignore[assignment]
    return a.answer(
        "act",
        f"Noted as your check-in answer about {who}: “{a.text.strip()}”. It is seen only by those named when "
        f"you were asked, and you can change it until the check-in closes. If a word is needed, they are told "
        f"today.",
        (),
        slots,
    )


def snooze(a: Question) -> Answer:
    """Ask me later."""
    read = when_of(a)
    if isinstance(read, Impossible) or (isinstance(read, Ambiguous) and read.contradiction):
        return impossible(a, read)
    if isinstance(read, Ambiguous):
        first, *rest = read.candidates
        return a.answer(
            "act",
            f"I ask again on {both_clocks(a, first)}. If you meant {rest[0].say()}, tell me.",
            (),
            {"when": first.iso()},
        )
    if isinstance(read, When):
        return a.answer(
            "act",
            f"I ask again: {both_clocks(a, read)}. It stays open until the check-in closes.",
            (),
            {"when": read.iso()},
        )
    return a.answer(
        "act",
        "I ask again later, in your daytime and before the check-in closes. Name a time if you prefer one.",
    )


def delegate(a: Question) -> Answer:
    """Someone else answers for me: only with their name, and only after a yes."""
    if a.role == "student":
        return a.answer(
            "refuse",
            "Your own check-in is yours to answer; nobody can answer it for you. I can ask you later instead: "
            "say when.",
        )
    people = ADDRESS.findall(a.text) or names_in(a.text)
    if not people:
        return a.answer(
            "clarify",
            "Whom should I ask instead? Give me the name, and the e-mail address if they are not on the list "
            "yet. Nothing is passed on yet.",
        )
    return a.answer(
        "confirm",
        f"I would ask {people[0]} instead of you. They would see the names of your students and the question, "
        f"not your earlier answers; somebody new is approved by staff first. Nothing is passed on yet. Is that "
        f"right?",
        (),
        {"people": people},
    )


def feedback(a: Question) -> Answer:
    """Praise or criticism of a student's work."""
    people = names_in(a.text)
    return a.answer(
        "act",
        f"Noted as your feedback: “{a.text.strip()}”. The student sees it only if you agree to that; you can "
        f"change it or take it back.",
        (),
        {"people": people} if people else {},
    )


def host_decision(a: Question) -> Answer:
    """Whom the host takes: shown, then recorded on a yes; where the network decides, not from here."""
    decisions = a.programme.decisions
    if a.role == "student":
        return a.answer(
            "refuse",
            f"Choosing students is not something you can do here. If you mean your own application, I can show "
            f"you where it stands; otherwise ask {a.contact}.",
        )
    if decisions.decided_by == "network":
        name = decisions.decided_by_name or "the network"
        return a.answer(
            "refuse",
            f"I cannot record a choice made here: in this set-up {name} decides on places, and its decisions "
            f"come in as a file with their source. I can pass your wish on to {name}.",
        )
    people = names_in(a.text)
    whom = f"{', '.join(people)}" if people else "the candidates you named"
    text = (
        f"I understand your decision on {whom} like this: “{a.text.strip()}”. Nothing is sent yet. Say yes, "
        f"and it is recorded; the students are told when decisions are announced. Is anyone to be kept in "
        f"reserve?"
    )
    return a.answer("confirm", text, (), {"people": people} if people else {})


def quiet_hours(a: Question) -> Answer:
    """Do not write at this time."""
    read = when_of(a, future=False)
    slots = {"when": read.iso()} if isinstance(read, When) else {}
    return a.answer(
        "act",
        f"I keep to that: “{a.text.strip()}”, on your own clock. Messages of that time wait until it is over; "
        f"only safety alerts go out at any hour. You can change it at any time.",
        (),
        slots,
    )


def opt_out(a: Question) -> Answer:
    """Stop, unsubscribe."""
    return a.answer(
        "act",
        "I stop writing to you of my own accord, from now. You can still ask me anything here, and say “start” "
        "to get messages again. Deadlines stand as they are.",
    )


def extension(a: Question) -> Answer:
    """More time: a human decides."""
    event = "journal" if a.says(r"(?:hear )?journals?|reflections?") else "applications"
    if event == "journal":
        facts = [one for one in a.facts("journal") if one.topic == "journal"]
    else:
        facts = (
            [one for one in a.facts("deadline") if one.topic == "deadline"]
            if not a.says("project|report|check-in")
            else []
        )
    read = when_of(a, future=False)
    slots = {"until": read.iso()} if isinstance(read, When) else {}
    urge = (
        ""
        if a.role == "staff"
        else "Until you hear, keep to the published date if you can; what you have written so far is kept."
    )
    return a.hand(
        f"I cannot give more time myself. {sentences(facts)} {a.aged(facts, dated=True)} {urge}",
        facts,
        slots=slots,
    )


def problem(a: Question) -> Answer:
    """Something does not work or is wrong."""
    return a.hand("I am sorry about that. I pass it on with your words, and you get the answer here.")


def no_show(a: Question) -> Answer:
    """A student has not turned up."""
    people = names_in(a.text)
    return a.hand(
        "Thank you for saying so. The team is told at once and contacts the student; you need not chase them.",
        slots={"people": people} if people else None,
    )


def withdraw(a: Question) -> Answer:
    """Take an application back: shown first, because it cannot be undone after the deadline."""
    facts = cycle_dates.batch(a)
    return a.answer(
        "confirm",
        f"I show you what you would withdraw, and do it once you say yes. It can be done at any stage; once "
        f"applications are with the hosts, the host is told. {sentences(facts)}",
        facts,
    )
