"""What a placement is like: how long, how much work, where, which sessions, check-ins and journal."""

from __future__ import annotations

import re

from bot.programme.definition import Duration, Length
from bot.programme.windows import current_cycle, window_status
from bot.understanding.amounts import hours_in
from bot.understanding.answering import Answer, Question, sentences
from bot.understanding.topics.lateness import yes_or_no

WEEKLY = r"per week|a week|each week|weekly|every week|in a week|/week|hours week|in week"
DAILY = (
    r"per day|a day|each day|daily|every day|what time|start time|finish time|9 to 5|nine to five|9-5|clock|"
    r"working day|be there|morning|get in|clock off|leave|day"
)
EXTRA = (
    r"extra|more|additional|overtime|longer|beyond|past|over|exceed\w*|above|another|stay (?:on|late|longer)|"
    r"keep (?:me|her|him|them)|late|too many"
)
MORE = r"(?:\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|few|some|many) (?:hours? )?more"
HOST_WANTS = (
    r"(?:host|manager|boss|supervisor|company|employer|they|she|he|we|we'd|i|i'd|us|student|intern|them|her|"
    r"him|me|anyone)"
)
BREAKS = r"lunch|breaks?|travel time|commut\w+|training sessions? count|live sessions? count|count towards|counts? as"


_FURTHER = re.compile(
    r"\b(?:go|get|push|stretch|extend|increase|raise|up|take \w+)(?: \w+){0,2} to (\d+)\b"
    r"(?!:|\.| ?(?:st|nd|rd|th|am|pm))"
)
"""Hours that somebody wants to go up to."""


def duration(a: Question) -> Answer:
    """How long in all: the length in words first, then the page's own line."""
    if a.says(r"how many hours|hours (?:in all|altogether|in total|overall|all in all)"):
        return hours(a)
    length = a.programme.duration
    return a.told("duration", supporting=True, lead=f"{_length(length)}." if length else "")


COUNTS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def _length(length: Duration) -> str:
    """Say a length from the shortest to the longest, each in its own unit (T17): "8 hours to four weeks"."""
    ends = [_one_length(length.shortest), _one_length(length.longest)]
    (least, unit), (most, other) = ends
    if ends[0] == ends[1]:
        said = f"{least} {unit}"
    else:
        said = f"{least} to {most} {other}" if unit == other else f"{least} {unit} to {most} {other}"
    said = f"about {said}" if length.approximate else said
    return said[0].upper() + said[1:]


def _one_length(one: Length) -> tuple[str, str]:
    name, number = next((name, float(value)) for name, value in one.model_dump().items())
    whole = int(number)
    words = COUNTS[whole] if name != "hours" and number == whole < len(COUNTS) else f"{number:g}"
    return words, name if number != 1 else name.rstrip("s")


def time_commitment(a: Question) -> Answer:
    """Hours a week, and how much work beside studies."""
    if asks_for_more(a):
        return hours(a)
    weekly = a.says(r"hours?|hrs|load|workload|how much time|time commitment|commitment")
    facts = a.facts("time_commitment", supporting=True)
    load = a.programme.load
    if (
        weekly
        and not (load and load.per_week)
        and not (a.programme.hours and a.programme.hours.most_per_week)
    ):
        return a.silent(
            "hours", beside=facts, why=_unknown(a, "hours") or "The programme's page gives no weekly hours."
        )
    if not any(one.answers for one in facts):
        return a.silent("time_commitment", beside=facts)
    return a.answer("answer", f"{sentences(facts)} {a.aged(facts)}", facts)


def _unknown(a: Question, topic: str) -> str:
    return next((one.text for one in a.programme.facts_about(topic) if one.status == "unknown"), "")


def _cap(a: Question) -> float | None:
    hours = a.programme.hours
    return (hours.most_per_week or hours.most_in_all or hours.total) if hours else None


def asks_for_more(a: Question) -> bool:
    """Tell whether hours beyond the rule are spoken of."""
    said = hours_in(a.words)
    cap = _cap(a)
    if cap and any(float(number) > cap for number in _FURTHER.findall(a.words)):
        return True
    if a.says(r"top(?:ping)?[- ]?(?:up|ups)|(?:an )?(?:extra|another) (?:full )?(?:week|day)") and a.says(
        r"\d+|hours?|need"
    ):
        return True
    if said and cap and said > cap and a.says(rf"{HOST_WANTS}|can|is|are|ok|okay|allowed|work|do"):
        return True
    if a.says(MORE) and a.says(r"hours?|at \d+|almost|done|already|love|like|work"):
        return not a.says(r"how (?:many|much)")
    if not a.says(EXTRA) or a.says(
        r"more (?:about|info|details)|how much more|over (?:how|the|what|five|two)|overall|longer than a week\b"
    ):
        return False
    return a.says(r"hours?|overtime|stay|work|do|late|weekend\w*|saturday|sunday|on|days?") and not a.says(
        r"how (?:many|much)|what is|which|maximum|limit|cap"
    )


def hours(a: Question) -> Answer:
    """Hours a day or in total, limits, extra hours (a human decides)."""
    facts = a.facts("hours")
    if asks_for_more(a):
        said = hours_in(a.words)
        lead = (
            "Extra hours are not something I can agree to."
            if not facts
            else f"{sentences(facts)} Hours beyond that are not something I can agree to."
        )
        return a.hand(lead, facts, slots={"hours": said} if said else None)
    if a.says(BREAKS):
        return a.silent(
            "hours",
            beside=facts,
            why="The programme's page does not say how breaks, travel or sessions are counted.",
        )
    total = a.says(r"total|altogether|in all|overall|all in all|whole|max\w*|most|sum|comes? to|add up")
    daily = a.says(DAILY) and not total and not a.says(WEEKLY)
    if daily and a.says(
        r"(?:fit|work|do)(?: \w+){0,3} (?:round|around)|flexib\w+|lectures?|classes|my studies"
    ):
        return time_commitment(a)
    if daily and a.programme.clock_span is None:
        return a.silent(
            "hours",
            beside=a.facts("hours", supporting=True),
            why="The programme's page gives no daily hours.",
        )
    if a.says(WEEKLY) and not total:
        return time_commitment(a)
    supporting = a.facts("hours", supporting=True)
    if not any(one.answers for one in facts):
        return a.silent("hours", beside=supporting)
    return a.answer("answer", f"{sentences(supporting)} {a.aged(supporting)}", supporting)


def mode(a: Question) -> Answer:
    """In person, remote, hybrid."""
    places = (
        a.facts("themes") if a.says(r"where|abroad|international|country|location|based|which city") else []
    )
    abroad = [one for one in places if "International" in one.text]
    facts = a.facts("mode")
    if not facts:
        return a.silent("mode")
    held = [*facts, *abroad]
    return a.answer("answer", f"{sentences(held)} {a.aged(held)}", held)


CHECK_IN_SILENT = (
    r"who (?:answers|does|asks|fills|runs|conducts|will)|what (?:do|will|is asked|happens|questions)|how long|"
    r"compulsory|mandatory|required|have to|form|call|meeting|what if i miss|online|in person|how many "
    r"questions|need from me"
)


def check_in(a: Question) -> Answer:
    """The mid-way check-in."""
    facts = a.facts("check_in")
    if not facts:
        return a.silent("check_in")
    if a.says(CHECK_IN_SILENT) and not a.says("when|which week|what week|date"):
        why = next(
            (
                one.text
                for one in a.programme.facts_about("check_in")
                if one.status == "unknown" and a.says("who")
            ),
            "The programme's page says no more about the check-in.",
        )
        return a.silent("check_in", beside=facts, why=why)
    return a.answer("answer", f"{sentences(facts)} {a.aged(facts, dated=True)}", facts)


JOURNAL_SILENT = (
    r"words?|word count|how long (?:should|must|does)|long|format|template|who (?:reads|marks|sees|checks)|"
    r"compulsory|mandatory|required|optional|have to (?:write|do|keep)|need to (?:write|do|keep)|edit|where do "
    r"i|where|how do i|what (?:do|should) i (?:write|put)|what is (?:a |the )?(?:hear|journal)|what does hear|"
    r"graded|marked|what if i don'?t|stand for|see|read|sign"
)


def journal(a: Question) -> Answer:
    """The reflection journal and its deadline (T1)."""
    facts = [one for one in a.facts("journal") if one.topic == "journal"]
    if not facts or a.programme.journal is None:
        return a.silent("journal")
    if a.says(JOURNAL_SILENT) and not a.says(
        "when|deadline|due|too late|late|still|missed|which date|what date|last day"
    ):
        return a.silent(
            "journal", beside=facts, why="The programme's page does not say that about the journal."
        )
    chosen = a.cycles[0] if a.cycles else current_cycle(a.programme, a.now)
    status = window_status(a.programme, chosen.key, "journal", a.now, a.reader_zone)
    slots = {"cycle": [one.key for one in a.cycles]} if a.cycles else {}
    if status.state == "undecidable":
        text = f"{sentences(facts)} {status.why} {status.next_step}"
        if status.phase == "day_after":
            return a.hand(text, facts, slots=slots)
        return a.answer("answer", text, facts, slots)
    lead = yes_or_no(a, status)
    return a.answer(
        "answer",
        f"{lead}{sentences(facts)} {status.why if lead else ''} "
        f"{a.aged(facts, dated=True) or (status.next_step if lead else '')}",
        facts,
        slots,
    )
