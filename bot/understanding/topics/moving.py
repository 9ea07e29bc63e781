"""Staff move a date: which one, to when, what it runs into, and why; shown before it is done."""

from __future__ import annotations

import datetime as dt
import re
from zoneinfo import ZoneInfo

from bot.programme.calendar import journal_date
from bot.programme.dates import say_day, say_list
from bot.programme.definition import ByWeek, CheckIn, Cycle, Fact, Session
from bot.programme.windows import current_cycle
from bot.understanding.answering import Answer, Question, sentences
from bot.understanding.dates import Ambiguous, Impossible, When, read_when
from bot.understanding.names import names_in
from bot.understanding.normalise import NUMBERS
from bot.understanding.topics.plans import both_clocks, cycle_slots, impossible, staff_only

EVENTS = (
    (
        "sent_to_hosts",
        "the day on which applications go to hosts",
        r"(?:go(?:es|ing)?|sent|send(?:ing)?|passed) (?:on )?(?:out )?to (?:the )?(?:hosts?|employers?|companies)",
    ),
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


KINDS = {"training": "session", "check_in": "check_in"}


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
    said, why = _reason(a.text)
    read = read_when(_new_date(said), a.now, ZoneInfo(a.programme.clock.zone), future=True)
    cycle = a.cycles[0] if a.cycles else current_cycle(a.programme, a.now)
    which = _which(a, event)
    if event == "training" and len(which) > 1:
        names = say_list([one.name for one in which], "or")
        return a.answer(
            "clarify",
            f"Which session should move: {names}? Say it with its name. Nothing is changed yet.",
            slots=cycle_slots(a),
        )
    if which:
        named = (
            f"the {which[0].name}" if event == "training" else f"the week of the {which[0].name.casefold()}"
        )
    facts = _deadline_facts(a, event, cycle)
    if event == "training" and which:
        facts = [one for one in facts if which[0].name in one.text] or facts
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
    week = read.first - dt.timedelta(days=read.first.weekday())
    new = f"the week beginning {say_day(week)}" if event == "check_in" else both_clocks(a, read)
    hour = (
        ""
        if read.at or event == "check_in"
        else "At what hour, and on whose clock? The published date has neither. "
    )
    reason = (
        f"They read: because {why}." if why else "No reason is given yet: with “because …” they read it, too."
    )
    text = (
        f"Here is what would change. Nothing is changed yet.\n\n{told}: {named} moves to "
        f"{new}.\n\nUntil now: {old or 'no date on record.'}\n\n"
        f"{consequences}\n\nThose affected are told once: old date, new date, and why. {reason} {hour}Say yes to "
        f"change it; it can be undone."
    )
    slots = {
        **cycle_slots(a),
        "event": f"{KINDS[event]}:{which[0].key}" if which else event,
        "date": read.iso(),
        **({"why": why} if why else {}),
        **({"people": who} if who else {}),
    }
    return a.answer("confirm", text, facts, slots)


def _reason(text: str) -> tuple[str, str]:
    """What is said before "because …", and the reason itself."""
    found = re.search(r",?\s*\bbecause\s+(.+)$", text.strip(), re.IGNORECASE)
    return (text[: found.start()], found[1].strip(" .!")) if found else (text, "")


def _which(a: Question, event: str) -> list[Session] | list[CheckIn]:
    """The sessions or check-ins that are meant: those that the words name, else all that there are."""
    if event == "check_in":
        return [one for one in a.programme.check_ins if isinstance(one.when, ByWeek)][:1]
    if event != "training":
        return []
    named = [one for one in a.programme.sessions if a.says(re.escape(one.name.lower()))]
    return named or [one for one in a.programme.sessions if _alike(a, one)] or list(a.programme.sessions)


def _alike(a: Question, session: Session) -> bool:
    own = {
        name
        for name in session.aliases
        if not any(name in one.aliases for one in a.programme.sessions if one is not session)
    }
    return any(a.says(re.escape(name.lower())) for name in own)


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
    amount = 1 if found[1] in {"a", "an"} else NUMBERS.get(found[1]) or int(found[1])
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
        "sent_to_hosts": "dates",
    }.get(event, "deadline")
    facts = [
        one
        for one in a.facts(topic, supporting=True)
        if one.topic == topic and (cycle is None or one.cycle in (None, cycle.key))
    ]
    if event == "training":
        return [one for one in facts if " is on " in one.text]
    if event == "sent_to_hosts":
        return [one for one in facts if "sent to" in one.text]
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
