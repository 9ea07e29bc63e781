"""Dates, deadlines and whose clock: when things are, and whether it is too late."""

from __future__ import annotations

from collections.abc import Iterable

from bot.programme.calendar import over
from bot.programme.dates import ByAgreement, WeekPair
from bot.programme.definition import Cycle, Fact
from bot.understanding.answering import Answer, Question, join, sentences
from bot.understanding.topics import deadlines, placement, training
from bot.understanding.topics.cycle_dates import batch, behind, of_dates, slots_of, status_of

OPENING = (
    r"(?:open(?:s|ed|ing)?|go(?:es)? live|live|launch\w*|released?|published|up|available|out|begin to apply|"
    r"start applying|first apply|appear|drop|start accepting)"
)
THINGS = (
    r"ones?|applications?|registration|sign-?ups?|vacancies|vacancy|placements?|portal|adverts?|roles|listings|"
    r"projects|internships|it|they|window|apply(?:ing)?"
)
SENT = (
    r"(?:sent|send|sends|forward\w*|passed|pass|go|goes|going|released?|get|gets|receiv\w*|see|sees|hand\w*|"
    r"submitted|land|lands|arrive\w*|reach\w*)"
)
PAPERS = r"applications?|details|cvs?|form|them|it|what i wrote|papers|(?:my|our) stuff|answers|batch|packs?"
HOSTS = r"hosts?|employers?|company|companies|organisations?|us|host employers?|(?:my|our) (?:desk|inbox)"
NEXT_TIME = (
    r"next year|next (?:edition|academic year)|again|another (?:one|round|edition|intake)|new (?:dates|edition|"
    r"round)|(?:this|the coming|coming) (?:academic )?year|20(?:2[5-9]|3\d)(?:/\d\d)?"
)


def dates(a: Question) -> Answer:
    """When something begins, ends or takes place."""
    found = _of_something_else(a)
    if found is not None:
        return found
    if _asks_batch(a) and batch(a):
        return _from_facts(a, batch(a))
    if a.says(r"\d weeks?|(?:three|four|five|six) weeks?") and a.facts("duration"):
        return join([placement.duration(a), _placements(a)])
    if _asks_opening(a):
        return _opening(a)
    if a.says("deadline|closing date|cut-?off|close|closes"):
        return deadlines.deadline(a)
    return _placements(a)


def _of_something_else(a: Question) -> Answer | None:
    """The dates of the journal, the check-in or the sessions, and the hours of a day."""
    if a.says(r"(?:hear )?journals?|reflections?") and not a.says("placements?|internship"):
        return placement.journal(a)
    if a.says(r"check-ins?|mid-way|halfway|mid-?point"):
        return placement.check_in(a)
    if a.says(
        r"trainings?|workshops?|induction|(?:live )?sessions?|classes|(?<!after )class|invitations?|invites?|webinars?"
    ):
        return training.training(a)
    day = r"(?:what|which) (?:time|hours?)\b.*\b(?:day|shift|office|work|start and finish)"
    return placement.hours(a) if a.programme.hours and a.says(day) else None


def _asks_batch(a: Question) -> bool:
    """Whether it is about the day on which applications go to hosts; a host says "we" of hosts."""
    hosts = a.says(HOSTS) or (a.role == "supervisor" and a.says("i|we|me|my|our"))
    return hosts and a.says(SENT) and a.says(PAPERS)


def _asks_opening(a: Question) -> bool:
    if a.says(
        r"(?:when can|from when|from which (?:day|date)|what day|since when)\b.* "
        r"(?:start applying|first apply|begin to apply|apply|register|sign up|see|fill in|log in)"
    ):
        return True
    return a.says(
        rf"(?:{THINGS})\b.*\b{OPENING}|{OPENING}\b.*\b(?:{THINGS}|yet|already)|opening date|opens|"
        r"apply (?:already|yet)|already apply"
    ) and not a.says(r"how long|start and end|open to|wrap\w* up|finish\w*|end|done")


def _from_facts(a: Question, facts: list[Fact]) -> Answer:
    return a.answer("answer", f"{sentences(facts)} {a.aged(facts, dated=True)}", facts)


def _opening(a: Question) -> Answer:
    """When applications open: the dates, and whether that is ahead or behind."""
    cycles = of_dates(a, a.cycles or a.programme.cycles)
    facts = behind(a, (fact for one in cycles for fact in one.opens.facts))
    if not any(one.opens.first for one in cycles):
        if facts and all(fact.sayable for fact in facts):
            return a.silent("deadline", beside=facts, why="The programme's page gives no opening date.")
        return a.silent("deadline", why="The programme's page gives no date from which one can apply.")
    states = [one for cycle in cycles if (one := status_of(a, cycle)).state != "closed"]
    told = " ".join(dict.fromkeys(one.why for one in states)) if not over(a.programme, a.now).over else ""
    return a.answer(
        "answer",
        f"{sentences(facts)} {told} {a.aged(facts, dated=True)}",
        facts,
        {"cycle": [one.key for one in a.cycles]} if a.cycles else {},
    )


def _placements(a: Question) -> Answer:
    """When placements are: every cycle, or those that were named."""
    cycles = a.cycles or a.programme.cycles
    if a.says(NEXT_TIME) and not a.says("first time"):
        return _next_time(a)
    if a.says(
        r"who (?:chooses|decides|picks|selects)|(?:choose|pick|select)|both weeks|which of the two|first or "
        r"second week|only one of"
    ):
        return _choice(a)
    if a.says(r"next (?:chance|one|ones|round|cycle|time|opportunity)|another chance") and a.cycles:
        cycles = tuple(one for one in a.programme.cycles if _ahead(a, one)) or cycles
    keyed = _end_or_begin(a, cycles)
    facts = behind(a, keyed) or behind(a, (key for one in cycles for key in one.placements.facts))
    dated = any(one.placements.first for one in cycles)
    if dated:
        general = (
            [fact for fact in a.facts("dates") if fact.cycle is None and fact.topic == "dates"]
            if len(cycles) > 1
            else []
        )
        held = [*general, *facts]
        # Where no line of a page is behind the dates, they are said as they stand in the programme.
        told = sentences(held) or " ".join(
            status_of(a, one, "placements").why for one in cycles if one.placements.first
        )
        return a.answer("answer", f"{told} {_two(a, cycles)} {a.aged(held, dated=True)}", held, slots_of(a))
    if any(isinstance(one.placements, ByAgreement) for one in cycles):
        if a.says(
            r"school|hols?|after class|holidays?|vacation|weekends?|evenings?|flexible|negotiable|my own|"
            r"choose|pick|fixed|term|"
            r"summer|christmas|easter|busy|breaks?|half-term"
        ) and not a.says("when|what date|which date"):
            return _from_facts(a, facts)
        return a.answer(
            "not_stated",
            f"{_no_dates(facts)} {sentences(facts)} {a.aged(facts, dated=True)} Please ask {_route(a)}.",
            facts,
        )
    stated = [fact for fact in a.facts("dates") if fact.topic in ("dates", "deadline")]
    lengths = [fact for fact in a.facts("duration") if fact.topic == "duration"]
    return a.silent("dates", beside=[*lengths, *stated])


def _ahead(a: Question, cycle: Cycle) -> bool:
    first = cycle.placements.first
    return first is not None and first > a.now.astimezone(a.zone).date()


def _no_dates(facts: list[Fact]) -> str:
    return "" if "no dates" in sentences(facts) else "The page gives no dates."


def _two(a: Question, cycles: Iterable[Cycle]) -> str:
    return (
        "A placement is in one of a cycle's two alternative weeks."
        if any(one.alternatives for one in cycles)
        else ""
    )


def _end_or_begin(a: Question, cycles: Iterable[Cycle]) -> list[str]:
    """The keys of the facts on the begin week or the end week, where only that was asked."""
    ends = a.says(
        r"ends?|finish\w*|over|done|last (?:week|day)|latest|wrap\w* up|completed?|conclude\w*|by when must .* over"
    )
    begins = a.says(
        r"starts?|begin\w*|first day|day one|kick\w*|commence\w*|get going|latest .* start|join us|arrive"
    )
    if ends == begins:
        return []
    pairs = [one.placements.facts for one in cycles if isinstance(one.placements, WeekPair)]
    return [facts[-1 if ends else 0] for facts in pairs if len(facts) > 1]


def _choice(a: Question) -> Answer:
    unknown = [
        one for one in a.programme.facts_about("dates") if one.status == "unknown" and "week" in one.text
    ]
    facts = behind(a, (key for one in a.cycles or a.programme.cycles for key in one.placements.facts))
    if not unknown:
        if any(isinstance(one.placements, ByAgreement) for one in a.programme.cycles):
            return _from_facts(a, facts)
        return a.silent("dates", beside=facts, why="The programme's page does not say who chooses the dates.")
    return a.silent("dates", beside=facts, why=unknown[0].text)


def _next_time(a: Question) -> Answer:
    facts = behind(
        a, (key for one in a.programme.cycles for key in (*one.opens.facts, *one.placements.facts))
    )
    return a.silent(
        "dates",
        beside=facts,
        why=f"I know of no dates after the {a.programme.edition.label} edition; the programme's page gives none.",
    )


def _route(a: Question) -> str:
    return next((one.route for one in a.programme.facts_about("deadline") if one.route), None) or a.contact
