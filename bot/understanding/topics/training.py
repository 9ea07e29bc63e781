"""Sessions and workshops: when, compulsory or not, what about."""

from __future__ import annotations

import re

from bot.programme.definition import Fact
from bot.understanding.answering import Answer, Question, sentences

SEVERAL = 2


CANNOT = (
    r"(?:can'?t|can not|cannot|couldn'?t|won'?t|unable|not able|not be able|impossible)(?: \w+){0,3} (?:make|attend|"
    r"come|be|do|go|get|join|manage|there|attending)|"
    r"(?:i|i've|i have|we|she has|he has|student has|has)(?: got)? (?:an? |my )?(?:exam|lecture|clash|funeral|"
    r"hospital|appointment|flight|interview|shift|test|class|seminar|wedding|job)|"
    r"i'?m (?:away|abroad|ill|sick|on holiday)|i (?:will|might|may|must|have to) (?:miss|be away|skip)|i "
    r"missed|(?:and|he|she|they|we|student) missed|(?:was|were) (?:ill|sick|unwell|in (?:hospital|a&e))|"
    r"clash(?:es)?|excused?|can i be excused"
)


SESSION_SILENT = (
    r"record(?:ed|ing)|make[- ]?up|catch[- ]?up|replacement|second chance|online|in person|zoom|remote|where|"
    r"what time|which time|hour|how long|which day of the week|what day of|time of day|room|link|book|sign up|"
    r"register"
)


def training(a: Question) -> Answer:
    """Sessions and workshops: when, compulsory or not, what about."""
    facts = a.facts("training", supporting=True)
    compulsory = [one for one in facts if "compulsory" in one.text.lower()]
    if not any(one.answers for one in facts):
        return a.silent("training", beside=facts)
    must = any(one.compulsory == "yes" for one in a.programme.sessions)
    asked = a.says(r"is (?:it|this|that|the \w+)(?: \w+)? (?:compulsory|mandatory|optional|required)")
    if a.says(CANNOT) and must and not asked:
        dated = _session_dates(a)
        return a.hand(
            f"{sentences(compulsory)} {sentences(dated)} An exception is not mine to make.",
            [*compulsory, *dated],
        )
    if a.says(
        r"when|weekday|which (?:evening|day)|what date|which date|what day|which day|date|dates|time|times|how "
        r"soon|what week|schedule|hour"
    ) and not a.says(r"what time (?:commitment)"):
        return _when(a)
    if a.says(
        r"compulsory|mandatory|required|optional|have to|need to|must|skip|miss|necessary|voluntary|obliged|"
        r"attendance|get out of|dodge"
    ):
        return _must(a)
    known = a.says("how long|how many hours|length") and any(one.hours for one in a.programme.sessions)
    elsewhere = any("advertised" in one.text for one in facts)
    if a.says(SESSION_SILENT) and not known and not elsewhere:
        return a.silent(
            "training",
            beside=[*compulsory, *_session_dates(a)] or facts,
            why="The programme's page does not say that about the sessions.",
        )
    if a.says(r"invit\w*|joining instructions") and (
        invited := [one for one in facts if "invitation" in one.text.lower()]
    ):
        return a.answer("answer", f"{sentences(invited)} {a.aged(invited, dated=True)}", invited)
    return a.answer("answer", f"{sentences(facts)} {a.aged(facts, dated=True)}", facts)


def _session_dates(a: Question) -> list[Fact]:
    keys = [
        key
        for one in a.programme.sessions
        if _named(a, one.key)
        for cycle, date in one.dates.items()
        for key in date.facts
        if not a.cycles or cycle in {c.key for c in a.cycles}
    ]
    return [fact for key in dict.fromkeys(keys) for fact in a.fact(key)]


def _named(a: Question, key: str) -> bool:
    """Whether this session is meant: the first or the last where the words tell, else all."""
    sessions = a.programme.sessions
    if len(sessions) < SEVERAL:
        return True
    if a.says(r"pre|pre-\w+|before|beginning|first|induction|opening|start|prep\w*|introductory"):
        return key == sessions[0].key
    if a.says(r"post|post-\w+|after|end|second|last|final|closing|wrap-?up|debrief"):
        return key == sessions[-1].key
    workshops = {one.key for one in sessions if one.kind == "workshop"}
    if workshops and a.says("workshop") and not a.says("trainings?|sessions?|workshops"):
        return key in workshops
    return True


def _when(a: Question) -> Answer:
    facts = a.facts("training", supporting=True)
    if a.says(r"invit\w*"):
        invited = [one for one in facts if "invitation" in one.text.lower()]
        if invited:
            return a.answer("answer", f"{sentences(invited)} {a.aged(invited, dated=True)}", invited)
    dated = _session_dates(a)
    if dated:
        must = [one for one in facts if "are compulsory" in one.text]
        hour = (
            "The page gives no time of day for them." if a.says("what time|which time|hour|at what") else ""
        )
        if hour:
            return a.silent("training", beside=dated, why=hour)
        return a.answer(
            "answer", f"{sentences(dated)} {sentences(must)} {a.aged(dated, dated=True)}", [*dated, *must]
        )
    elsewhere = [one for one in facts if "advertised" in one.text]
    if elsewhere:
        return a.answer(
            "answer",
            f"{sentences(one for one in facts if one.answers)} The page gives no dates for them. {a.aged(facts)}",
            facts,
        )
    why = next(
        (one.text for one in a.programme.facts_about("training") if one.status == "unknown"),
        "The programme's page gives no dates for the sessions.",
    )
    return a.silent("training", beside=[one for one in facts if one.answers], why=why)


def _must(a: Question) -> Answer:
    facts = a.facts("training", supporting=True)
    stated = [one for one in facts if re.search(r"compulsory", one.text)]
    named = {one.compulsory for one in a.programme.sessions}
    if "yes" in named:
        dated = _session_dates(a)
        lead = (
            "Yes. "
            if a.says(r"do (?:i|we|they|the)|is|are|must|have to|need to|does|should")
            and not a.says("optional|skip|miss|get out|dodge|voluntary")
            else ""
        )
        if a.says(r"optional|voluntary|(?:can|could|may) (?:i|we|they) (?:skip|miss|not go|get out|dodge)"):
            lead = "No. "
        return a.answer(
            "answer",
            f"{lead}{sentences(stated)} {sentences(dated)} {a.aged(dated, dated=True)}",
            [*stated, *dated],
        )
    done = [one for one in a.facts("completion") if one.topic == "completion"]
    if a.programme.completion and done and a.programme.credential:
        spoken = [one for one in facts if one.answers]
        name = a.programme.credential.name
        criterion = a.programme.credential.criterion.rstrip(".")
        return a.answer(
            "answer",
            f"The page does not call the sessions compulsory. The {name} takes: "
            f"{criterion[0].lower()}{criterion[1:]}. {sentences(spoken)} {a.aged(spoken)}",
            [*done, *spoken],
        )
    if stated:
        where = [one for one in facts if "advertised" in one.text]
        held = [*stated, *where]
        return a.answer("answer", f"{sentences(held)} {a.aged(held)}", held)
    return a.silent("training", beside=[one for one in facts if one.answers])
