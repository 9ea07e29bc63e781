"""What would happen: sentences of staff and supervisors become a plan that is shown before anything is done."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from bot.programme.calendar import journal_date
from bot.programme.dates import say_day, say_instant, say_list
from bot.programme.definition import Cycle, Fact
from bot.programme.windows import current_cycle
from bot.understanding.answering import Answer, Question, sentences
from bot.understanding.broadcast_words import Order, read_order
from bot.understanding.dates import Ambiguous, Impossible, When, read_when
from bot.understanding.names import names_in

UNDONE = "Nothing is sent yet."


def staff_only(a: Question) -> Answer | None:
    """Refuse what only staff may do."""
    if a.role == "staff":
        return None
    who = a.programme.contact.office
    return a.answer(
        "refuse",
        f"Only staff of the programme can do this, so I will not. I can pass a message on to {who} for you.",
    )


def when_of(a: Question, *, future: bool = True) -> When | Ambiguous | Impossible | None:
    """The date or time in the message: on the programme's clock for staff, as plans are made for that clock."""
    return read_when(
        a.text, a.now, ZoneInfo(a.programme.clock.zone) if a.role == "staff" else a.zone, future=future
    )


def both_clocks(a: Question, when: When) -> str:
    """Say a time on its own clock, and on the asker's or the programme's where that differs."""
    said = when.say()
    if when.at is None:
        return said
    for other in (ZoneInfo(a.programme.clock.zone), a.zone):
        if (
            other.utcoffset(when.at.astimezone(other).replace(tzinfo=None))
            != when.at.astimezone(when.zone).utcoffset()
        ):
            return f"{said}, which is {say_instant(when.at, str(other))}"
    return said


def impossible(a: Question, read: Impossible | Ambiguous) -> Answer:
    """A time that cannot be, or that contradicts itself: asked about before anything is planned."""
    near = read.nearest if isinstance(read, Impossible) else read.candidates
    offered = (
        f" Do you mean {say_list([one.say() for one in near], 'or')}?" if near else " Which time do you mean?"
    )
    return a.answer(
        "clarify", f"{read.why}{offered} {UNDONE}", (), {"candidates": [one.iso() for one in near]}
    )


def _unclear(read: object) -> bool:
    return isinstance(read, Impossible) or (isinstance(read, Ambiguous) and read.contradiction)


def _time(a: Question, order: Order) -> tuple[str, dict[str, Any], list[str]]:
    """The line on when, its slots, and the open points."""
    read = order.when
    if isinstance(read, When):
        slots = {"when": read.iso()}
        if read.at is None:
            day = (
                "On which day, and at what time?" if read.precision in ("week", "range") else "At what time?"
            )
            return both_clocks(a, read), slots, [day]
        return both_clocks(a, read), slots, _night(a, read)
    if isinstance(read, Ambiguous):
        chosen = [both_clocks(a, one) for one in read.candidates]
        return (
            say_list(chosen, "or"),
            {"when": [one.iso() for one in read.candidates]},
            [f"Which of these? {read.why}"],
        )
    if order.at_once:
        said = f"now, once you say yes ({say_instant(a.now, a.programme.clock.zone)})"
        return said, {"when": a.now.isoformat()}, []
    return "not said yet", {}, ["When should it go out? Now, or at a time you name?"]


def _night(a: Question, when: When) -> list[str]:
    local = when.at.astimezone(when.zone).time() if when.at else dt.time(12)
    quiet = a.programme.nudges
    if local >= quiet.quiet_from or local < quiet.quiet_to:
        return [
            (
                f"That is within quiet hours ({quiet.quiet_from:%H:%M} to {quiet.quiet_to:%H:%M}): it would wait "
                f"until {quiet.quiet_to:%H:%M} on each reader's own clock."
            )
        ]
    return []


def broadcast(a: Question) -> Answer:
    """A message to many: whom, when, what, what is open; nothing before a yes."""
    no = staff_only(a)
    if no is not None:
        return no
    order = read_order(a.text, a.programme, a.now, ZoneInfo(a.programme.clock.zone))
    if isinstance(order.when, Impossible | Ambiguous) and _unclear(order.when):
        return impossible(a, order.when)
    when, slots, open_points = _time(a, order)
    audience = order.whom.audience
    if audience is None:
        whom = (
            "To whom? Name the people, such as all students, those with a draft, or the hosts of one cycle."
        )
        return a.answer("clarify", f"{whom} {UNDONE}", (), slots)
    who = audience.say(a.programme)
    slots = {**slots, "audience": who, **({"text": order.text} if order.text else {})}
    if not order.text:
        open_points.append("What should it say?")
    open_points += [
        f"I did not understand “{one}” in whom it is for." for one in order.whom.unclear if " " in one
    ]
    if audience.everyone:
        open_points.append("This goes to everyone in the programme. Is that meant?")
    if a.programme.minors.guardian_consent and "student" in audience.roles:
        open_points.append(
            "Participants count as minors: only those with a guardian's consent on record get it."
        )
    facts = _facts_mentioned(a)
    lines = [
        f"Here is what would happen. {UNDONE}",
        f"To: {who}; the list is worked out again at sending.",
        f"When: {when}.",
        f"Text: “{order.text}”"
        if order.text
        else f"Text: about {order.topic}."
        if order.topic
        else "Text: not said yet.",
        *([f"On record: {sentences(facts)}"] if facts else []),
        *open_points,
        "Say yes to schedule it, or change any line.",
    ]
    return a.answer("confirm", "\n\n".join(lines), facts, slots)


def _facts_mentioned(a: Question) -> list[Fact]:
    """The programme's own date where the message speaks of one, so that a wrong one is seen before it is sent."""
    if a.says("journals?") and a.programme.journal:
        return [one for one in a.facts("journal") if one.topic == "journal"]
    if a.says("deadline|closes?|closing"):
        return [one for one in a.facts("deadline") if one.topic == "deadline"]
    return []


def cancel_broadcast(a: Question) -> Answer:
    """Cancel what is planned."""
    no = staff_only(a)
    if no is not None:
        return no
    read = when_of(a, future=False)
    which = f" for {both_clocks(a, read)}" if isinstance(read, When) else ""
    slots = {"when": read.iso()} if isinstance(read, When) else {}
    return a.answer(
        "confirm",
        f"I show you what is planned{which} and cancel it once you say yes. What has not gone out stays "
        f"unsent; what was delivered can be recalled.",
        (),
        slots,
    )


def looked_up(what: str) -> Callable[[Question], Answer]:
    """Make the answer of something that is looked up and reported at once, for staff."""

    def reported(a: Question) -> Answer:
        return staff_only(a) or a.answer("act", what, (), _cycle_slots(a))

    return reported


def outstanding(a: Question) -> Answer:
    """Who has not done it; a supervisor sees only their own students, a student their own tasks."""
    topic = next(
        (
            one
            for one in ("journal", "check-in", "application", "hours", "training", "decision")
            if a.says(
                one + "s?|mid-way"
                if one == "check-in"
                else one + "s?|drafts?"
                if one == "application"
                else one + "s?"
            )
        ),
        "",
    )
    what = {"check-in": "check-in", "": "tasks"}.get(topic, topic)
    slots = {**_cycle_slots(a), **({"task": topic} if topic else {})}
    if a.role == "student":
        return a.answer(
            "act",
            "I list what you still have to do, with its dates. What others have done I show to nobody.",
            (),
            slots,
        )
    mine = "of your own students " if a.role == "supervisor" else ""
    of_cycle = f" in {say_list([one.name for one in a.cycles])}" if a.cycles else ""
    facts = (
        [one for one in a.facts("journal") if one.topic == "journal"]
        if topic == "journal"
        else a.facts("check_in")
        if topic == "check-in"
        else []
    )
    return a.answer(
        "act",
        f"I list {mine}everyone who has not done it ({what}){of_cycle}, as of now. {sentences(facts)}",
        facts,
        slots,
    )


def _cycle_slots(a: Question) -> dict[str, Any]:
    return {"cycle": [one.key for one in a.cycles]} if a.cycles else {}


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
            _cycle_slots(a),
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
    slots = {**_cycle_slots(a), "event": event, "date": read.iso(), **({"people": who} if who else {})}
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
    return a.answer("confirm", text, facts, _cycle_slots(a))


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


def rehearse(a: Question) -> Answer:
    """Run a cycle with simulated people."""
    no = staff_only(a)
    if no is not None:
        return no
    number = re.search(
        r"(\d{1,5}) (?:[\w-]+ ){0,2}(?:students|people|persons|applicants|dummies|bots|users)|cohort (\d{1,5})",
        a.words,
    )
    size = next((int(one) for one in number.groups() if one), None) if number else None
    of = say_list([one.name for one in a.cycles]) if a.cycles else "the cycle"
    who = f"{size} simulated students" if size else "simulated students"
    return a.answer(
        "act",
        f"I run {of} with {who} on a simulated clock and show every message each would get. Nobody real gets anything.",
        (),
        {**_cycle_slots(a), **({"cohort": size} if size else {})},
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
        _cycle_slots(a),
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


def slots_of(when: When | Ambiguous | Impossible | None) -> Mapping[str, Any]:
    """The slot for a time that was read."""
    return {"when": when.iso()} if isinstance(when, When) else {}
