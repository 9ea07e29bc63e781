"""What people do and say of each other: check-ins, feedback, choices, trouble, danger, and what is never done."""

from __future__ import annotations

from collections.abc import Callable

from bot.programme.definition import CrisisLine
from bot.understanding.amounts import hours_in
from bot.understanding.answering import Answer, Question, sentences
from bot.understanding.dates import Ambiguous, Impossible, When
from bot.understanding.names import names_in
from bot.understanding.topics import times
from bot.understanding.topics.plans import both_clocks, impossible, when_of

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
    people = names_in(a.text)
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
    """Not understood."""
    return a.answer(
        "clarify",
        f"I did not understand that. Is it about dates, who can take part, applying, or something on your "
        f"placement? You can also ask {a.contact}.",
    )


def withdraw(a: Question) -> Answer:
    """Take an application back: shown first, because it cannot be undone after the deadline."""
    facts = times.batch(a)
    return a.answer(
        "confirm",
        f"I show you what you would withdraw, and do it once you say yes. It can be done at any stage; once "
        f"applications are with the hosts, the host is told. {sentences(facts)}",
        facts,
    )
