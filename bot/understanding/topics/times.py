"""Dates, deadlines and whose clock: when things are, and whether it is too late."""

from __future__ import annotations

from collections.abc import Iterable

from bot.programme.calendar import over
from bot.programme.dates import ByAgreement, WeekPair, say_date
from bot.programme.definition import Cycle, Fact
from bot.programme.window_state import WindowStatus
from bot.programme.windows import current_cycle, window_status
from bot.understanding.answering import Answer, Question, sentences
from bot.understanding.topics import placement

LATE = (
    r"too late|late|missed|miss|closed|over|shut|passed|finished|ended|gone|out of time|past it|sailed|expired|"
    r"2 late"
)
STILL = r"still|yet|time left|any time|in time|open|accepting|taking|left|chance|make it|make the|even"
HOUR = (
    r"what time|which hour|what hour|midnight|noon|end of (?:the )?day|start of (?:the )?day|exact time|till "
    r"what hour|hour of|at what time|23.59|11.59|5pm|clock"
)
LATE_ONES = (
    r"late (?:applications?|submissions?|entries)|strict|hard deadline|firm|flexible|after the (?:deadline|"
    r"closing)|rolling"
)
OPENING = (
    r"(?:open(?:s|ed|ing)?|go(?:es)? live|live|launch\w*|released?|published|up|available|out|begin to apply|"
    r"start applying|first apply|appear|drop|start accepting)"
)
THINGS = (
    r"ones?|applications?|registration|sign-?ups?|vacancies|vacancy|placements?|portal|adverts?|roles|listings|"
    r"projects|internships|it|they|window|apply(?:ing)?"
)
SENT = (
    r"(?:sent|send|sends|forward\w*|passed|pass|go|goes|going|released?|get|gets|receive|see|sees|hand\w*|"
    r"submitted)"
)
HOSTS = r"hosts?|employers?|company|companies|organisations?|us|host employers?"
NEXT_TIME = (
    r"next year|next (?:edition|academic year)|again|another (?:one|round|edition|intake)|new (?:dates|edition|"
    r"round)|(?:this|the coming|coming) (?:academic )?year|20(?:2[5-9]|3\d)(?:/\d\d)?"
)


def dates(a: Question) -> Answer:
    """When something begins, ends or takes place."""
    if a.says(r"(?:hear )?journals?|reflections?") and not a.says("placements?|internship"):
        return placement.journal(a)
    if a.says(r"check-ins?|mid-way|halfway|mid-?point"):
        return placement.check_in(a)
    if a.says(
        r"trainings?|workshops?|live sessions?|induction|sessions?|classes|class|invitations?|invites?|webinars?"
    ):
        return placement.training(a)
    if (
        a.says(f"(?:{SENT})")
        and a.says(HOSTS)
        and a.says("applications?|details|cvs?|form|them|it|what i wrote|papers|my stuff|answers")
        and batch(a)
    ):
        return _from_facts(a, batch(a))
    if _asks_opening(a):
        return _opening(a)
    if a.says("deadline|closing date|cut-?off|close|closes"):
        return deadline(a)
    return _placements(a)


def batch(a: Question) -> list[Fact]:
    """The facts on when applications go to hosts, of the cycles that were named or of all."""
    keys = [key for cycle in a.cycles or a.programme.cycles for key in cycle.sent_to_hosts.facts]
    return [fact for key in dict.fromkeys(keys) for fact in a.fact(key)]


def _asks_opening(a: Question) -> bool:
    if a.says(
        r"(?:when can|from when|from which (?:day|date)|what day|since when)\b.* "
        r"(?:start applying|first apply|begin to apply|apply|register|sign up|see|fill in|log in)"
    ):
        return True
    return a.says(
        rf"(?:{THINGS})\b.*\b{OPENING}|{OPENING}\b.*\b(?:{THINGS}|yet|already)|opening date|opens"
    ) and not a.says(r"how long|start and end|open to|wrap up|finish\w*|end")


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
        return a.answer(
            "answer", f"{sentences(held)} {_two(a, cycles)} {a.aged(held, dated=True)}", held, slots_of(a)
        )
    if any(isinstance(one.placements, ByAgreement) for one in cycles):
        if a.says(
            r"school|hols?|after class|holidays?|vacation|weekends?|evenings?|flexible|negotiable|my own|"
            r"choose|pick|fixed|term|"
            r"summer|christmas|easter|busy"
        ):
            return _from_facts(a, facts)
        return a.answer(
            "not_stated",
            f"The page gives no dates. {sentences(facts)} {a.aged(facts, dated=True)} Please ask {_route(a)}.",
            facts,
        )
    stated = [fact for fact in a.facts("dates") if fact.topic in ("dates", "deadline")]
    lengths = [fact for fact in a.facts("duration") if fact.topic == "duration"]
    return a.silent("dates", beside=[*lengths, *stated])


def _two(a: Question, cycles: Iterable[Cycle]) -> str:
    return (
        "A placement is in one of a cycle's two alternative weeks."
        if any(one.alternatives for one in cycles)
        else ""
    )


def _end_or_begin(a: Question, cycles: Iterable[Cycle]) -> list[str]:
    """The keys of the facts on the begin week or the end week, where only that was asked."""
    ends = a.says(
        r"ends?|finish\w*|over|done|last (?:week|day)|latest|wrap up|completed?|conclude\w*|by when must .* over"
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


def behind(a: Question, keys: Iterable[str]) -> list[Fact]:
    """The facts with these keys that may be said, each once."""
    return [fact for key in dict.fromkeys(keys) for fact in a.fact(key)]


def of_dates(a: Question, cycles: Iterable[Cycle]) -> list[Cycle]:
    """The cycles with different application dates: of six with one deadline only the first."""
    seen: dict[tuple[str, str], Cycle] = {}
    for one in cycles:
        seen.setdefault((say_date(one.opens), say_date(one.closes)), one)
    return list(seen.values())


def status_of(a: Question, cycle: Cycle, event: str = "applications") -> WindowStatus:
    """How a window of a cycle stands now for the asker; the cycle goes unnamed where all have the same dates."""
    status = window_status(a.programme, cycle.key, event, a.now, a.reader_zone)
    same = len(of_dates(a, a.programme.cycles)) == 1 < len(a.programme.cycles)
    if same and event == "applications":
        from dataclasses import replace

        return replace(status, why=status.why.replace(f" for {cycle.name}", ""))
    return status


def slots_of(a: Question) -> dict[str, object]:
    """The cycles that were named."""
    return {"cycle": [one.key for one in a.cycles]} if a.cycles else {}


def _route(a: Question) -> str:
    return next((one.route for one in a.programme.facts_about("deadline") if one.route), None) or a.contact


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


def yes_or_no(a: Question, status: WindowStatus) -> str:
    """Yes or no first, where the rules know it; nothing where they do not."""
    asks_late, asks_still = a.says(LATE), a.says(STILL) and not a.says(r"too late|missed|miss")
    if status.state == "undecidable" or not (asks_late or asks_still):
        return ""
    if not a.says(
        r"am|are|is|have|has|did|can|could|may|do|does|will|would|too late|still|late|open|closed|any|missed|it's|its"
    ):
        return ""
    usable = status.state in ("open", "closing")
    if status.state == "not_yet":
        return "No. " if asks_late else "Not yet. "
    if asks_still:
        return "Yes. " if usable else "No. "
    return "No. " if usable else "Yes. "


def time_zone(a: Question) -> Answer:
    """Whose clock counts."""
    about_deadline = a.says(
        r"deadline|clos\w+|apply|applications?|midnight|23.59|submit|nov\w*|jan\w*|may|cut-?off|due"
    )
    facts = a.facts("time_zone")
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
