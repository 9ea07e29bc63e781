"""What staff change: rules, facts, attendance, the waiting list; shown before it is done."""

from __future__ import annotations

import re

from bot.programme.dates import say_day, say_list
from bot.understanding.answering import Answer, Question, sentences
from bot.understanding.names import names_in
from bot.understanding.topics.plans import cycle_slots, staff_only


def change_rule(a: Question) -> Answer:
    """A rule of the programme changes."""
    no = staff_only(a)
    if no is not None:
        return no
    topics = (
        ("training", r"training|workshops?|sessions?|attend\w*"),
        (
            "eligibility",
            r"mba|mbas|visiting|alumni|eligib\w*|open|restrict|finalists?|undergraduate|postgraduate|first years?",
        ),
        ("eligibility", r"students from|other (?:schools|departments)|exclude|include (?:all|part)"),
        ("expenses", r"expenses?|taxis?|train|parking|dinner|travel|claim\w*"),
        ("hours", r"hours?|cap"),
        ("duration", r"days?|weeks?|length|long"),
        ("pay", r"paid|pay|stipend"),
        ("journal", r"journals?"),
        ("check_in", r"check-ins?"),
        ("application", r"applications?|cvs?|statement|words|references?"),
    )
    facts = next(
        (
            found
            for topic, pattern in topics
            if a.says(pattern) and (found := [one for one in a.facts(topic) if one.topic == topic])
        ),
        [],
    )
    now_says = (
        f"Today the programme says: {sentences(facts)}"
        if facts
        else "The programme's page says nothing on this today."
    )
    text = (
        f"Here is the change as I understand it: “{a.text.strip()}”. Nothing is changed "
        f"yet.\n\n{now_says}\n\nOpen points: from when, for which cycles, and on whose authority (a source "
        f"with its date)? Say yes with these, and those affected are told; it can be undone."
    )
    return a.answer("confirm", text, facts, cycle_slots(a))


def set_fact(a: Question) -> Answer:
    """A new fact with its source."""
    no = staff_only(a)
    if no is not None:
        return no
    sourced = re.search(
        r"\b(?:source|according to|per|from|says|said|told|confirmed|handbook|website|email|page|by phone)\b",
        a.words,
    )
    said = re.sub(
        r"^(?:please )?(?:add|record|save|store|note|set|publish|put down|learn|remember)(?: down)?(?: (?:a|"
        r"the|this)(?: new)? fact| that| this)?\s*[:,-]?\s*",
        "",
        a.text.strip(),
        flags=re.IGNORECASE,
    )
    ask = "" if sourced else " What is its source, and its date?"
    return a.answer(
        "confirm",
        f"I would record this as a fact of the programme, dated {say_day(a.now.astimezone(a.zone).date())}: "
        f"“{said}”. Nothing is recorded yet. Once you say yes, it answers such questions for all, with its "
        f"source.{ask}",
        (),
        {"fact": said, **({"source": sourced[0]} if sourced else {})},
    )


def attendance(a: Question) -> Answer:
    """Who attended."""
    no = staff_only(a)
    if no is not None:
        return no
    people = names_in(a.text)
    which = next(
        (
            one.name
            for one in a.programme.sessions
            if any(a.says(re.escape(name.lower())) for name in (one.name, *one.aliases))
        ),
        None,
    )
    whom = say_list(people) if people else "everyone you named" if not a.says("everyone|all") else "everyone"
    ask = "" if which else " Which session, and on which day?"
    absent = "absent" if a.says("absent|missed|didn't (?:come|attend)|skipped|not there") else "present"
    text = (
        f"I would record {whom} as {absent}{f' at the {which}' if which else ''}. Nothing is recorded yet; "
        f"names that fit several people I ask about.{ask} Say yes to record it."
    )
    return a.answer(
        "confirm",
        text,
        (),
        {**({"people": people} if people else {}), **({"session": which} if which else {})},
    )


def promote(a: Question) -> Answer:
    """Move the waiting list: by whoever runs it, and nobody else (T20)."""
    no = staff_only(a)
    if no is not None:
        return no
    waiting = a.programme.decisions.waiting_list
    facts = [one for one in a.facts("waitlist") if one.topic == "waitlist"]
    if waiting and waiting.operator == "network":
        name = waiting.operator_name or "the network"
        return a.answer(
            "refuse",
            f"I cannot move the waiting list from here: {name} runs it. {sentences(facts)} I can pass your "
            f"request on to {name}, or record its decision once you have it with its source.",
            facts,
        )
    people = names_in(a.text)
    whom = say_list(people) if people else "the next on the list"
    text = (
        f"Here is what would happen; nothing is done yet. The free place is offered to {whom}, by the rule of "
        f"the list; the offer stands for {a.programme.decisions.offer_hours} hours, and passes on if it is not "
        f"taken. Which placement or cycle is it? Say yes to send the offer."
    )
    return a.answer("confirm", text, facts, {"people": people} if people else {})
