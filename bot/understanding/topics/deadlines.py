"""Closing dates, “am I too late?”, and whose clock counts."""

from __future__ import annotations

from bot.programme.calendar import over
from bot.programme.definition import Cycle, Fact
from bot.programme.window_state import WindowStatus
from bot.programme.windows import current_cycle
from bot.understanding.answering import Answer, Question, sentences
from bot.understanding.topics import placement
from bot.understanding.topics.cycle_dates import behind, of_dates, slots_of, status_of
from bot.understanding.topics.lateness import LATE, STILL, yes_or_no

HOUR = (
    r"what time|which hour|what hour|midnight|noon|end of (?:the )?day|start of (?:the )?day|exact time|till "
    r"what hour|hour of|at what time|23.59|11.59|5pm|clock"
)


LATE_ONES = (
    r"late (?:applications?|submissions?|entries)|strict|hard deadline|firm|flexible|after the (?:deadline|"
    r"closing)|rolling"
)


def deadline(a: Question) -> Answer:
    """Closing dates, and "am I too late?", by the rules of the window and never by a guess (T8, T15)."""
    elsewhere = _of_something_else(a)
    if elsewhere is not None:
        return elsewhere
    chosen = of_dates(a, a.cycles or (current_cycle(a.programme, a.now),))
    main = chosen[0]
    status = status_of(a, main)
    facts = behind(
        a, (key for one in of_dates(a, a.cycles or a.programme.cycles) for key in one.closes.facts)
    )
    if main.closes.first is None:
        if (
            status.state == "closed"
            and a.says(f"{LATE}|{STILL}")
            and not a.says("when|what|which|by when|until when")
        ):
            said = f"{yes_or_no(a, status)}{status.why} {status.next_step}"
            return a.answer("answer", said, behind(a, main.placements.facts), slots_of(a))
        return _no_deadline(a, facts)
    silent = _unsaid(a, status)
    if silent:
        return a.silent("deadline", beside=facts, why=silent)
    others = (
        chosen[1:] if a.cycles else [one for one in of_dates(a, a.programme.cycles) if one.key != main.key]
    )
    return _dated_deadline(
        a, main, status, facts, behind(a, (key for one in others for key in one.closes.facts))
    )


def _of_something_else(a: Question) -> Answer | None:
    """A deadline that is not the one for applying: the journal's, an offer's, the check-in's."""
    if a.says(r"(?:hear )?journals?|reflections?|diary"):
        return placement.journal(a)
    if a.says(
        r"(?:accept|answer|reply to|take|respond to) (?:an |the |my )?offer|offer (?:expire|lapse|deadline)"
    ):
        return a.silent(
            "application_status", why="The programme's page gives no deadline for accepting an offer."
        )
    return placement.check_in(a) if a.says("check-in|mid-way") else None


def _unsaid(a: Question, status: WindowStatus) -> str:
    """What was asked about the deadline and the page does not say: late ones, the hour; empty where it says it."""
    if (
        a.says(LATE_ONES)
        and not a.says("too late")
        and not a.says(r"am i|are we|i|i'm|my|have i|did i|we|can i")
    ):
        return "The programme's page does not say whether anything is taken after the closing date."
    if a.says(HOUR) and not a.says(LATE) and status.state != "undecidable":
        return "The programme's page gives no hour and no time zone for it."
    return ""


def _dated_deadline(
    a: Question, main: Cycle, status: WindowStatus, facts: list[Fact], rest: list[Fact]
) -> Answer:
    """A closing date that is known: before it, in the hours that it leaves open, after it."""
    slots = {**slots_of(a), "deadline": _iso(main)}
    lead = f"{yes_or_no(a, status)}{status.why}"
    if over(a.programme, a.now).over:
        return a.answer("answer", f"{lead} {sentences(rest)} {a.aged(facts, dated=True)}", facts, slots)
    if status.state == "undecidable" and status.phase == "day_after" and status.edge == "closes":
        return a.hand(f"{lead} {status.next_step}", facts, slots=slots)
    ahead = sentences(behind(a, main.closes.facts)) if status.edge == "opens" else ""
    return a.answer("answer", f"{lead} {ahead} {status.next_step} {sentences(rest)}", facts, slots)


def _iso(cycle: Cycle) -> str:
    return cycle.closes.first.isoformat() if cycle.closes.first else ""


def _no_deadline(a: Question, facts: list[Fact]) -> Answer:
    ended = over(a.programme, a.now)
    near = [one for one in a.facts("contact") if one.topic == "contact" and "channel" in one.key]
    told = [*facts, *near] if facts and near else facts
    if ended.over:
        lead = "The placements of that edition are over. " if a.says(LATE) else ""
        return a.silent("deadline", lead, beside=told, why=facts[0].text if facts else "")
    if facts:
        return a.answer("not_stated", f"{sentences(told)} {_elsewhere(a)} Please ask {a.contact}.", told)
    return a.silent(
        "deadline", beside=[one for one in a.facts("dates") if one.topic == "dates" and not one.cycle][:1]
    )


def _elsewhere(a: Question) -> str:
    career = [one for one in a.programme.contact.channels if one.name not in sentences(a.facts("contact"))]
    return (
        f"There is also {career[0].name}, for {career[0].for_what}." if career and career[0].for_what else ""
    )


def time_zone(a: Question) -> Answer:
    """Whose clock counts."""
    counts = a.says("count|counts|counted|accepted|ok") and a.says("submit\\w*|send|sent|apply|applied")
    if counts or a.says(
        f"{LATE}|time left|mins? left|minutes left|hours? left|good to go|still (?:apply|submit|ok)"
    ):
        return deadline(a)
    counted = [one for one in a.programme.facts.values() if one.sayable and "time zones" in one.text]
    if counted and a.says(r"how many|list|which ones|(?:which|what|\d\d) (?:time )?zones"):
        if a.says("how many"):
            return a.answer("answer", f"{sentences(counted)} {a.aged(counted)}", counted)
        return a.silent("time_zone", beside=counted, why="The page does not list them.")
    about_deadline = a.says(
        r"deadline|clos\w+|apply|applications?|midnight|23.59|submit|nov\w*|jan\w*|may|cut-?off|due|"
        r"\d{1,2}(?:st|nd|rd|th)"
    )
    facts = a.facts("time_zone")
    journal = [one for one in a.facts("journal") if one.topic == "journal"]
    if journal and a.says("(?:hear )?journals?|reflections?"):
        return a.silent("time_zone", beside=journal, why="The page gives no time zone for it.")
    dated = (
        behind(a, (key for one in of_dates(a, a.programme.cycles) for key in one.closes.facts))
        if about_deadline
        else []
    )
    if not facts or (about_deadline and a.programme.time_zone_duty is not None and dated):
        return a.silent(
            "time_zone",
            beside=dated,
            why="" if not facts else "The programme's page gives no time zone for its deadlines.",
        )
    unsaid = "The page does not say whose clock counts." if a.says(r"whose|which|what") else ""
    hours = [
        fact for fact in a.facts("hours") if a.programme.hours and a.programme.hours.decided_by == "host"
    ][:1]
    held = [*facts, *(hours if a.says(r"hours|work|morning|9|nine|time") else [])]
    return a.answer(
        "answer", f"{sentences(facts)} {unsaid} {sentences(held[len(facts) :])} {a.aged(held)}", held
    )
