"""May I take part: what people say of themselves, put to the programme's rules; yes, no with the rule, or a human."""

from __future__ import annotations

import re

from bot.programme.definition import HasValue
from bot.programme.eligibility import Verdict, check
from bot.programme.levels import HIGH_SCHOOL, is_within, normalise_level
from bot.understanding.answering import Answer, Question, sentences

PERSONAL = r"i|i'm|i've|im|am i|me|my|mine|she|he|her|his|they're|student on|a student (?:on|from|who|is|asks|wants|emailed)|one student|someone (?:on|who)|son|daughter|friend|nephew|niece|cousin"
NOT_YET = r"(?:not|haven'?t|hasn'?t|isn'?t|yet to|before i|until i|don'?t)(?: \w+){0,2} (?:matriculat\w*|enrolled|started|start)|offer[- ]holder|(?:have|got|hold|accepted|holding)(?: \w+){0,3} (?:offer|place)(?! a)|start(?:ing)?(?: \w+){0,3} in (?:september|october|autumn|the fall)|un-?matriculated|pre-?matriculation"
LEFT = r"graduated|alumn\w+|finished my degree|former student|recent graduate|(?:already|just) finished|no longer (?:a student|enrolled)|not a student|left (?:uni|university|oxford)|ex-student|a graduate|graduates"
UNSURE = r"suspend\w*|interrupt\w*|intermit\w*|leave of absence|rusticat\w*|repeating|gap year|year out|postdoc\w*|staff member|employee|part[- ]?time|part[- ]?timer|distance learn\w*|recognised student|continuing education|certificate course|foundation year|pre-sessional|online student|dual enrolled"
SILENT_RULES = r"age|old|young|gpa|grades?|2:1|2:2|first class|marks|experience|skills?|language|english|coding|twice|more than once|again|another one|limit|reference|permission|passport|minimum|year group|nationality|country|countries|cv|interview|disabilit\w*|refugee|criminal"
LEVELS = (
    r"emba|executive mba|mba|visiting|exchange|erasmus|study abroad|dphil|phd|doctora\w+|mphil|msc|mst|master'?s?|llm|bcl|pgce|"
    r"taught postgraduate|research postgraduate|postgraduates?|undergraduates?|sixth ?form\w*|high ?school\w*|(?:year|grade) (?:9|10|11|12|13)|(?:9|10|11|12)th (?:grade|class)|12th class|secondary school|pupils?|"
    r"(?:first|second|third|final|fourth|1st|2nd|3rd|4th) years?|finalists?|junior year|bsc|ba|medics?"
)
UNIVERSITIES = (
    r"oxford brookes|brookes|cambridge|imperial|ucl|lse|king'?s(?: college)?(?: london)?|kcl|warwick|manchester|leeds|durham|bristol|exeter|"
    r"city(?: university)?|soas|goldsmiths|westminster|greenwich|brunel|royal holloway|southampton|sheffield|york|bath|loughborough|harvard|yale|"
    r"stanford|mit|princeton|sorbonne|heidelberg|(?:a |an )?(?:different|other|another) (?:uni\w*|college|school)|other universities|community college"
)


def said_of(a: Question) -> dict[str, str]:
    """Return what a message says of the person it is about, as the attributes that rules use."""
    found: dict[str, str] = {}
    level = _level(a)
    if level:
        found["level"] = level
    if a.says(NOT_YET):
        found["matriculated"] = "no"
    elif a.says(r"matriculated|i matriculated") and not a.says(
        "not matriculated|have to be matriculated|need to be|must"
    ):
        found["matriculated"] = "yes"
    own = {
        one.lower()
        for rule in a.programme.eligibility.inclusions
        for one in _values(rule.needs, "institution")
    }
    if a.says(
        rf"not (?:at|a|an|from|studying at|part of|in) (?:{'|'.join(map(re.escape, sorted(own))) or 'xx'})(?: student| university)?"
    ) or a.says(UNIVERSITIES):
        if own and not any(
            a.says(re.escape(one)) and not a.says(rf"not (?:at|from) {re.escape(one)}")
            for one in own
            if one not in ("oxford",)
        ):
            found["institution"] = "other"
        if own and "oxford" in own and a.says("brookes|cambridge"):
            found["institution"] = "other"
    for one in sorted(own, key=len, reverse=True):
        if (
            "institution" not in found
            and a.says(rf"(?:at|from|in|i'?m|go to|study at|a|an|hku|for) (?:the )?{re.escape(one)}")
            and not a.says("brookes")
        ):
            found["institution"] = one
    if a.says(
        r"(?:not|isn'?t|aren'?t|non)(?: \w+){0,3} (?:u21|network)|outside (?:of )?u21|non-?u21|not a member|not (?:a )?part of"
    ):
        found["u21_member"] = "no"
    elif a.says(
        r"(?:is|are|'s|at|from|my uni\w* is)(?: \w+){0,3} u21|u21 (?:member|university|student)"
    ) and a.says("i|my|i'm"):
        found["u21_member"] = "yes"
    if a.says(r"off[- ]campus"):
        found["campus"] = "off"
    elif a.says(r"on[- ]campus"):
        found["campus"] = "on"
    if a.says(
        r"international student|international|from abroad|foreign|overseas|not (?:a )?(?:us|american|british|uk|eu) citizen"
    ):
        found["international"] = "yes"
    return found


def _values(condition: object, attribute: str) -> list[str]:
    """The values that a rule wants of an attribute, wherever in the condition it stands."""
    if isinstance(condition, HasValue):
        return list(condition.one_of) if condition.attribute == attribute else []
    return [
        one
        for name in ("all_of", "any_of", "none_of")
        for part in getattr(condition, name, ())
        for one in _values(part, attribute)
    ]


def _level(a: Question) -> str | None:
    found = re.findall(rf"\b(?:{LEVELS})\b", a.words)
    levels = {
        normalise_level(one) or {"12th class": HIGH_SCHOOL, "junior year": HIGH_SCHOOL}.get(one)
        for one in found
    } - {None}
    for first in ("visiting", "emba", "mba"):
        if first in levels and not a.says(rf"not (?:a |an |on (?:the |an )?)?{first}"):
            return first
    narrow = [
        one
        for one in levels
        if one and not any(other != one and other and is_within(other, one) for other in levels)
    ]
    return narrow[0] if len(narrow) == 1 else None


def verdict(a: Question) -> tuple[Verdict, dict[str, str]]:
    """Return how the programme's rules come out for the person spoken of, and what was said of them."""
    said = said_of(a)
    own = dict(a.attributes) if a.role == "student" and a.says(r"i|i'm|am i|me|my|im") else {}
    return check(a.programme, {**own, **said}), said


def refusal(a: Question) -> Answer | None:
    """Return the answer to one whom a rule excludes, or None where none does."""
    settled, said = verdict(a)
    if settled.answer != "no" or not (said or a.attributes):
        return None
    facts = [fact for key in settled.facts for fact in a.fact(key)]
    redirect = settled.redirect or f"If you think that this does not fit, ask {a.contact}."
    return a.answer("answer", f"No. {settled.rule} {redirect} {a.aged(facts)}", facts, said)


def eligibility(a: Question) -> Answer:
    """May I, or may they, take part: three-valued, and never a no for want of knowing (T21, T22, T33, T35)."""
    facts = a.facts("eligibility")
    settled, said = verdict(a)
    general = not a.says(PERSONAL) or a.says(
        r"who (?:can|is|may|are)|which students|what students|criteria|requirements"
    )
    no = refusal(a)
    if no is not None:
        return no
    if a.says(LEFT) and not a.says("when i|after i"):
        if general and not a.says("i|i'm|i've|my"):
            return a.silent(
                "eligibility", beside=facts, why="The programme's page does not say anything about graduates."
            )
        return a.hand(
            f"{sentences(facts)} The page does not say more about somebody who has finished.",
            facts,
            to=_route(a),
            slots=said,
        )
    silent = _silent(a, said)
    if silent is not None:
        return silent
    if said.get("international") and a.programme.work_authorisation:
        return authorisation(a)
    if (
        a.says(r"disciplines?|subjects?|majors?|courses?|degrees?|study|studying|faculty|department")
        and (open_to := [one for one in facts if "all disciplines" in one.text])
        and "u21_member" not in said
        and not said.get("level")
    ):
        return a.answer("answer", f"{sentences(open_to)} {a.aged(open_to)}", open_to, said)
    if said.get("campus") == "on" and (route := [one for one in facts if "on-campus" in one.text.lower()]):
        return a.answer("answer", f"{sentences(route)} {a.aged(route)}", route, said)
    if said.get("campus") == "off" and settled.rule_key != "off_campus":
        rule = [one for one in facts if "Off-campus" in one.text] or facts
        return a.answer("answer", f"{sentences(rule)} {a.aged(rule)}", rule, said)
    needs_level = any(_values(rule.needs, "level") for rule in a.programme.eligibility.inclusions)
    own_case = not general and (a.says(UNSURE) or ("level" in said and not needs_level))
    if settled.answer == "yes" and not own_case:
        held = [fact for key in settled.facts for fact in a.fact(key)] or facts
        lead = "Yes. " if said and not general else ""
        return a.answer("answer", f"{lead}{settled.rule} {a.aged(held)}", held, said)
    if not general and a.says(UNSURE):
        return a.hand(
            f"{sentences(facts)} The page does not settle it for this case.", facts, to=_route(a), slots=said
        )
    return _open(a, settled, said, general=general)


def _open(a: Question, settled: Verdict, said: dict[str, str], *, general: bool) -> Answer:
    """The rules do not settle it: conditions named, or handed over where the person's own case needs a human."""
    facts = a.facts("eligibility")
    lists_missing = any(
        one.key == settled.rule_key and not settled.missing for one in a.programme.eligibility.inclusions
    )
    silent_level = [one for one in a.programme.facts_about("eligibility") if one.status == "unknown"]
    needs_level = any(_values(rule.needs, "level") for rule in a.programme.eligibility.inclusions)
    if "level" in said and not needs_level:
        if general:
            return a.silent("eligibility", beside=facts)
        why = silent_level[0].text if silent_level else ""
        return a.hand(f"{sentences(facts)} {why}", facts, to=_route(a), slots=said)
    if lists_missing and not general and settled.rule_key != "level":
        return a.hand(
            f"{sentences(facts)} So I cannot tell you for your case.", facts, to=_route(a), slots=said
        )
    if (
        not general
        and a.says(
            r"(?:at|from|attend|go to|study at) (?!a |the |my )[a-z]+|is my (?:uni|university|school|college)"
        )
        and "u21_member" in settled.missing
        and "institution" not in said
    ):
        return a.hand(f"{sentences(facts)} The page does not list them.", facts, to=_route(a), slots=said)
    if a.says(
        r"which (?:universities|schools|colleges|courses|departments|faculties)|what (?:universities|schools|departments|courses)"
    ):
        return a.silent(
            "eligibility",
            beside=facts,
            why=silent_level[0].text
            if silent_level and "list" in sentences(silent_level)
            else "The page does not list them.",
        )
    lead = (
        "No. "
        if a.says(r"(?:just|only) (?:for|undergraduates?|open to)")
        and "level" in said
        and needs_level
        and said["level"] not in ("undergraduate",)
        else ""
    )
    return a.answer("answer", f"{lead}{sentences(facts)} {a.aged(facts)}", facts, said)


def _silent(a: Question, said: dict[str, str]) -> Answer | None:
    """Age, grades, experience and the like: not stated; the person's own age is for a human."""
    facts = a.facts("eligibility")
    age = re.search(
        r"\b(?:i am|i'm|is|aged?|turning)\s+(1[0-9]|[2-9][0-9])\b(?! (?:hours|weeks|days|credits))", a.words
    )
    if age and not said.get("level"):
        unknown = [one.text for one in a.programme.facts_about("eligibility") if one.status == "unknown"]
        return a.hand(
            f"{sentences(facts)} {unknown[0] if unknown else 'The page does not say anything about age.'}",
            facts,
            to=_route(a),
            slots={"age": int(age[1])},
        )
    if (
        not a.says(SILENT_RULES)
        or said.get("level") in ("mba", "emba", "visiting")
        or said.get("matriculated")
    ):
        return None
    if a.says("year") and not a.says("age|old|young|minimum|experience|grades?|gpa|again|twice"):
        return None
    unknown = [
        one.text
        for one in a.programme.facts_about("eligibility")
        if one.status == "unknown" and (a.says("age|old|young") or "level" not in one.text)
    ]
    return a.silent(
        "eligibility",
        beside=facts,
        why=unknown[0] if unknown else "The programme's page does not say anything about that.",
    )


def _route(a: Question) -> str:
    return a.contact if a.programme.contact.email else a.programme.eligibility.route


def authorisation(a: Question) -> Answer:
    """Visa, CPT, OPT: quoted, then handed over; never advised on (T29)."""
    note = a.programme.work_authorisation
    facts = a.facts("work_authorisation")
    if note and facts:
        return a.hand(f"{sentences(facts)} {a.aged(facts)} I give no advice on it.", facts, to=note.route)
    silent = next(
        (one.text for one in a.programme.facts_about("work_authorisation") if one.status == "unknown"),
        "The programme's page does not say anything about visas or the right to work.",
    )
    return a.hand(f"{silent} I give no advice on it.")


def law(a: Question) -> Answer:
    """What is legal is never advised on."""
    lines = a.facts("pay")[:1] if a.says(r"unpaid|paid|pay|wage|wages|free") else []
    lines = [
        *lines,
        *(a.facts("work_authorisation") if a.says(r"visas?|cpt|opt|immigration|work permit") else []),
    ]
    to = (
        a.programme.work_authorisation.route
        if a.programme.work_authorisation and a.says(r"visas?|cpt|opt|immigration|work permit|deport\w*")
        else None
    )
    return a.hand(f"I do not give legal advice. {sentences(lines)}", lines, to=to)
