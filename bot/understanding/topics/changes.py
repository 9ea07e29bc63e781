"""What staff change: dates, rules, facts, attendance, the waiting list; shown before it is done."""

from __future__ import annotations

import datetime as dt
import re
from zoneinfo import ZoneInfo

from bot.programme.calendar import journal_date
from bot.programme.dates import say_day, say_list
from bot.programme.definition import Cycle, Fact
from bot.programme.windows import current_cycle
from bot.understanding.answering import Answer, Question, sentences
from bot.understanding.dates import Ambiguous, Impossible, When, read_when
from bot.understanding.names import names_in
from bot.understanding.topics.plans import both_clocks, cycle_slots, impossible, staff_only

EVENTS = (
    ("journal", "the journal's deadline", r"(?:hear )?journals?|reflections?"),
    (
        "training",
        "the date of the session",
        r"trainings?|workshops?|sessions?|induction|pre-internship|post-internship",
    ),
    ("check_in", "the check-in week", r"check-ins?|mid-way"),
    ("begins", "the begin week", r"begin week|start week|start date"),
    ("opens", "the opening date", r"opening|go-live|go live|opens"),
    (
        "applications",
        "the application deadline",
        r"deadlines?|closing|applications?|cut-?off|close|window|applying|apply",
    ),
)


def change_deadline(a: Question) -> Answer:
    """A new date for a deadline, with its consequences."""
    if a.role == "student":
        return a.hand(
            "I cannot change a deadline, and a longer time for you is not mine to give.",
            _deadline_facts(a, "applications"),
        )
    no = staff_only(a)
    if no is not None:
        return no
    event, named, _ = next((one for one in EVENTS if a.says(one[2])), EVENTS[-1])
    read = read_when(_new_date(a.text), a.now, ZoneInfo(a.programme.clock.zone), future=True)
    cycle = a.cycles[0] if a.cycles else current_cycle(a.programme, a.now)
    facts = _deadline_facts(a, event, cycle)
    old = sentences(facts)
    shifted = _shifted(a, cycle, event) if read is None or not isinstance(read, When) else None
    if shifted is not None:
        read = shifted
    if isinstance(read, Impossible | Ambiguous):
        return impossible(a, read)
    if read is None:
        return a.answer(
            "clarify",
            f"To which date should {named} move? {old} Nothing is changed yet.",
            facts,
            cycle_slots(a),
        )
    who = names_in(a.text)
    told = (
        f"For {say_list(who)} only"
        if who and a.says(r"for|give|grant|'s|extend") and event != "training"
        else f"For {cycle.name}"
        if len(a.programme.cycles) > 1
        else "For the programme"
    )
    consequences = _consequences(a, cycle, event, read)
    hour = "" if read.at else "At what hour, and on whose clock? The published date has neither. "
    text = (
        f"Here is what would change. Nothing is changed yet.\n\n{told}: {named} moves to "
        f"{both_clocks(a, read)}.\n\nUntil now: {old or 'no date on record.'}\n\n"
        f"{consequences}\n\nThose affected are told once: old date, new date, and why. {hour}Say yes to change "
        f"it; it can be undone."
    )
    slots = {**cycle_slots(a), "event": event, "date": read.iso(), **({"people": who} if who else {})}
    return a.answer("confirm", text, facts, slots)


def _new_date(text: str) -> str:
    """The part that names the new date: after the last "to" or "until", or before "instead of"."""
    plain = re.split(r"\binstead of\b", text, flags=re.IGNORECASE)[0]
    parts = re.split(
        r"\b(?:to|until|till|is now|is|on|becomes?)\b(?=.*\d|.*(?:day|week|month|tomorrow))",
        plain,
        flags=re.IGNORECASE,
    )
    return (
        parts[-1]
        if len(parts) > 1 and read_when(parts[-1], dt.datetime.now(dt.UTC), ZoneInfo("UTC"))
        else plain
    )


def _shifted(a: Question, cycle: Cycle, event: str) -> When | None:
    """A shift ("by two days", "a week later"): counted from the date that is published."""
    found = re.search(
        r"\b(?:by|back|forward|earlier|later|add|put|extend\w*|another|extra)?\s*(an?|one|two|three|four|five|"
        r"six|seven|ten|\d{1,2}) (?:more |extra )?(days?|weeks?)\b",
        a.words,
    )
    day = (
        journal_date(a.programme, cycle.key).first
        if event == "journal"
        else cycle.closes.first
        if event == "applications"
        else None
    )
    if not found or day is None:
        return None
    numbers = {
        "a": 1,
        "an": 1,
        "one": 1,
        "two": 2,
        "three": 3,
        "four": 4,
        "five": 5,
        "six": 6,
        "seven": 7,
        "ten": 10,
    }
    amount = numbers.get(found[1]) or int(found[1])
    length = dt.timedelta(days=amount * (7 if found[2].startswith("week") else 1))
    moved = day - length if a.says("earlier|forward|bring|sooner|shorten") else day + length
    return When("day", moved, moved, ZoneInfo(a.programme.clock.zone))


def _deadline_facts(a: Question, event: str, cycle: Cycle | None = None) -> list[Fact]:
    topic = {
        "journal": "journal",
        "training": "training",
        "check_in": "check_in",
        "begins": "dates",
        "opens": "dates",
    }.get(event, "deadline")
    facts = [
        one
        for one in a.facts(topic, supporting=True)
        if one.topic == topic and (cycle is None or one.cycle in (None, cycle.key))
    ]
    if event == "training":
        return [one for one in facts if " is on " in one.text]
    if event in ("begins", "opens"):
        return [
            one
            for one in facts
            if ("must begin" if event == "begins" else "live") in one.text
            or (event == "opens" and "open" in one.text)
        ]
    return facts


def _consequences(a: Question, cycle: Cycle, event: str, when: When) -> str:
    """What the new date runs into: hosts already have the applications, the placement has begun."""
    if event != "applications":
        return ""
    found = []
    batch, begins = cycle.sent_to_hosts.first, cycle.begins.first
    if batch and when.first >= batch:
        found.append(
            f"That is not before {say_day(batch)}, when applications are sent to hosts, so that date has to move too."
        )
    if begins and when.first >= begins:
        found.append("It would also be after placements begin.")
    network = next((one.name for one in a.programme.owner_chain if one.role == "network"), None)
    if network:
        found.append(f"The programme is shared with {network}: please check that it agrees.")
    return " ".join(found)


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
