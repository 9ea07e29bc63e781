"""Questions in words: answered from the programme's own lines, or said to be unanswered there and passed to staff.

`bot.understanding` composes the answer and knows nothing of the person; what belongs to the person and the moment
(their attributes, the open question, the way to the source) is added here.
"""

from __future__ import annotations

import re
from typing import Any

from bot.activities import Args
from bot.cards import Action, Card, Part, Text
from bot.programme.known_facts import KnownFact, asks_the_same
from bot.programme.questions import OpenQuestion
from bot.turn import Turn
from bot.understanding.answers import Answer, compose
from bot.understanding.reader import Reading

PLEASE_ASK = re.compile(r"\s*Please ask .+?\.(?=\s+[A-Z]|$)")
"""Here the bot asks for the person, so nobody is sent away to ask."""
IF_YOU_KNOW = "If you know it, add it as a fact; whoever asks is then told."
OF_STAFF = (
    "You are the team, so I have passed this to nobody, and nothing was changed. Say whose record or which placement "
    "it is about, and I show what can be done."
)
CLOSED_ALREADY = "I have asked this for you already; the answer comes here."


def answer(turn: Turn, text: str, reading: Reading) -> None:
    """Answer a question about the programme, with a way to its source."""
    found = compose(text, reading, turn.the_programme, role_of(turn), turn.now, turn.zone, attributes(turn))
    if found.outcome == "not_stated" and (known := known_fact(turn, text, found.intent)) is not None:
        tell_known(turn, known)
        return
    words, ways = found.text, WAYS.get(found.intent, ())
    if found.outcome in {"act", "confirm", "handoff"} and role_of(turn) == "staff":  # there is nobody to ask
        words = OF_STAFF
        ways = (("Help", "help"), ("What needs me today", "home"))
    elif found.outcome in {"act", "confirm"}:
        words = f"I cannot do that from this chat yet. {pass_on(turn, text, found)}"
    elif found.outcome == "not_stated" and role_of(turn) == "staff":  # they are who would be asked
        words = f"{PLEASE_ASK.sub('', words)} {IF_YOU_KNOW}".strip()
        ways = (("Add a fact", "fact.add"), *ways)
    elif found.outcome == "not_stated":
        words = f"{PLEASE_ASK.sub('', words)} {open_question(turn, text, found)}".strip()
    elif found.outcome == "handoff":
        words = f"{words} {pass_on(turn, text, found)}".strip()
    remember_sources(turn, found)
    actions = [Action("Why?", "ask.why")] if found.sources else []
    actions += [Action(label, name) for label, name in ways]
    turn.say(Card(parts=tuple(Text(part) for part in words.split("\n\n") if part), actions=tuple(actions)))


WAYS: dict[str, tuple[tuple[str, str], ...]] = {
    "ask_dates": (("All dates", "dates"),),
    "ask_deadline": (("All dates", "dates"),),
    "ask_eligibility": (("May I take part?", "eligibility"),),
    "ask_themes": (("Browse", "browse"),),
}


def known_fact(turn: Turn, text: str, intent: str) -> KnownFact | None:
    """What staff have said to this question before."""
    facts = turn.unit.known_facts.about(turn.scope, intent)
    return next((one for one in facts if asks_the_same(intent, text, one.intent, one.question)), None)


def tell_known(turn: Turn, known: KnownFact) -> None:
    """The page is silent, and staff have answered: their words, whose they are, and as of when."""
    source = {"verbatim": [known.text], "source": known.source, "as_of": None, "status": "stated"}
    turn.remember(memory={**turn.talk.memory, "sources": [source]})
    turn.say(
        Card(
            parts=(
                Text(known.text),
                Text(f"The programme's page does not say this. Source: {known.source}.", "quiet"),
            ),
            actions=(Action("Why?", "ask.why"),),
        )
    )


def why(turn: Turn, _: Args) -> None:
    """The lines behind the last answer, word for word, each with its source and date."""
    sources = turn.talk.memory.get("sources") or []
    if not sources:
        turn.say(
            "There is no line behind my last message; it was not about the programme's rules.",
            Action("Home", "home"),
        )
        return
    by_source: dict[str, list[str]] = {}
    for one in sources:
        as_of = f", as of {one['as_of']}" if one.get("as_of") else ""
        label = " (worked out from the line)" if one.get("status") == "derived" else ""
        by_source.setdefault(f"{one['source']}{as_of}{label}", []).extend(one["verbatim"])
    parts: list[Part] = []
    for source, lines in by_source.items():
        parts += [Text(line, "quote") for line in dict.fromkeys(lines)]
        parts.append(Text(source, "quiet"))
    turn.say(Card(title="What the programme says", parts=tuple(parts), actions=(Action("Home", "home"),)))


def remember_sources(turn: Turn, found: Answer) -> None:
    """Keep what the answer rests on, for "why?"."""
    sources: list[dict[str, Any]] = [
        {"verbatim": list(one.verbatim), "source": one.source, "as_of": one.as_of, "status": one.status}
        for one in found.sources
    ]
    turn.remember(memory={**turn.talk.memory, "sources": sources})


def open_question(turn: Turn, text: str, found: Answer) -> str:
    """The programme is silent: staff get the question, once for each asker and intent."""
    if any(
        one.asker == turn.person.id and one.intent == found.intent and one.text.casefold() == text.casefold()
        for one in turn.unit.questions.open(turn.scope)
    ):
        return CLOSED_ALREADY
    turn.unit.questions.add(
        OpenQuestion(
            scope=turn.scope, asker=turn.person.id, text=text[:1000], intent=found.intent, asked_at=turn.now
        )
    )
    return "I have asked the programme team, and will tell you here."


def pass_on(turn: Turn, text: str, found: Answer) -> str:
    """A human has to look at this: the staff get it with the words that were used."""
    question = OpenQuestion(
        scope=turn.scope, asker=turn.person.id, text=text[:1000], intent=found.intent, asked_at=turn.now
    )
    if any(
        one.asker == question.asker and one.text == question.text
        for one in turn.unit.questions.open(turn.scope)
    ):
        return CLOSED_ALREADY
    turn.unit.questions.add(question)
    return "I have passed this to the programme team, with your words; they answer here."


def attributes(turn: Turn) -> dict[str, str]:
    """What the roster says of this person, for questions about themselves."""
    return dict(turn.membership.attributes) if turn.membership else {}


def role_of(turn: Turn) -> str:
    """The asker's role as the understanding knows it: student, supervisor or staff."""
    role = turn.membership.role if turn.membership else "student"
    return {"host_supervisor": "supervisor", "programme_supervisor": "supervisor"}.get(
        role, "student" if role == "student" else "staff"
    )
