"""What a message says of the person it is about, as the attributes that a programme's rules use."""

from __future__ import annotations

import re

from bot.programme.definition import HasValue, Programme
from bot.programme.levels import HIGH_SCHOOL, is_within, normalise_level
from bot.understanding.answering import Question

NOT_YET = (
    r"(?:not|haven'?t|hasn'?t|isn'?t|yet to|before i|until i|don'?t)(?: \w+){0,2} (?:matriculat\w*|enrolled|"
    r"started|start)|offer[- ]holder|"
    r"(?:have|got|hold|accepted|holding)(?: \w+){0,3} (?:offer|place)(?! a)|start(?:ing)?(?: \w+){0,3} in "
    r"(?:september|october|autumn|the fall)|"
    r"un-?matriculated|pre-?matriculation"
)
MATRICULATED = r"(?:i |i've |i have |have |fully |am |is |already )?matriculated"
ASKED_OF_IT = r"not matriculated|(?:have|need|has) to be matriculated|must|do you have to|required"
ELSEWHERE = (
    r"oxford brookes|brookes|cambridge|imperial(?: college)?|ucl|lse|king'?s(?: college)?(?: london)?|kcl|"
    r"warwick|manchester|leeds|durham|"
    r"bristol|exeter|city(?: university)|soas|goldsmiths|westminster|greenwich|brunel|royal holloway|"
    r"southampton|sheffield|york|bath|"
    r"loughborough|harvard|yale|stanford|mit|princeton|sorbonne|heidelberg|(?:a |an )?(?:different|other|"
    r"another) (?:uni\w*|college|school)|"
    r"other universities|community college"
)
LEVELS = (
    r"emba|executive mba|mba|visiting|exchange|erasmus|study abroad|dphil|phd|doctora\w+|mphil|msc|mst|"
    r"master'?s?|llm|llb|meng|mfe|mpp|mjur|mfa|mpa|mph|mres|bcl|pgce|taught postgraduate|"
    r"research postgraduate|postgraduates?|undergraduates?|sixth ?form\w*|high ?school\w*|(?:year|grade) (?:9|"
    r"10|11|12|13)|"
    r"(?:9|10|11|12)th (?:grade|class)|12th class|secondary school|pupils?|(?:first|second|third|final|fourth|"
    r"1st|2nd|3rd|4th) years?|"
    r"(?:first|second|third|final|fourth)-year|finalists?|junior year|bsc|ba|medics?"
)
UNKNOWN_LEVELS = {"12th class": HIGH_SCHOOL, "junior year": HIGH_SCHOOL}
DENIED = r"not|non|isn't|aren't|never|neither|nor"
OF_THE_RULE = r"ban|rule|exclusion|clause|restriction|exception|thing|line|part"
EXCLUSIVE = ("visiting", "emba", "mba")
"""Levels that settle it wherever they are said: an exchange student in the second year is an exchange student."""


def said_of(a: Question) -> dict[str, str]:
    """Return what a message says of a person: level, matriculation, institution, network, campus, nationality."""
    found = {
        "level": level_of(a),
        "matriculated": _matriculated(a),
        "institution": _institution(a),
        "u21_member": _member(a),
        "campus": "off" if a.says(r"off[- ]campus") else "on" if a.says(r"on[- ]campus") else None,
        "international": "yes" if a.says(INTERNATIONAL) else None,
    }
    return {name: value for name, value in found.items() if value}


INTERNATIONAL = (
    r"international student|international|from abroad|foreign|foreigner|overseas|not (?:a )?(?:us|american|"
    r"british|uk|eu) citizen"
)


def values_of(condition: object, attribute: str) -> list[str]:
    """Return the values that a rule wants of an attribute, wherever in its condition it stands."""
    if isinstance(condition, HasValue):
        return list(condition.one_of) if condition.attribute == attribute else []
    parts = [part for name in ("all_of", "any_of", "none_of") for part in getattr(condition, name, ())]
    return [one for part in parts for one in values_of(part, attribute)]


def wanted(programme: Programme, attribute: str) -> list[str]:
    """Return the values of an attribute that a programme's inclusion rules ask for."""
    return [one for rule in programme.eligibility.inclusions for one in values_of(rule.needs, attribute)]


def level_of(a: Question) -> str | None:
    """Return the level of study that is spoken of, or None where there is none or more than one."""
    said = re.sub(rf"\b(?:{DENIED})(?: (?:a|an|on|the|my|doing|in)){{0,3}}[ -](?:{LEVELS})\b", " ", a.words)
    said = re.sub(rf"\b(?:{LEVELS})(?: students?)? (?:{OF_THE_RULE})\b", " ", said)
    words = re.findall(rf"\b(?:{LEVELS})\b", said)
    telling = [one for one in words if not re.search(r"\byears?$", one)] or words
    levels = {normalise_level(one.replace("-", " ")) or UNKNOWN_LEVELS.get(one) for one in telling} - {None}
    for first in EXCLUSIVE:
        if first in levels:
            return first
    narrow = [
        one
        for one in levels
        if one and not any(other != one and other and is_within(other, one) for other in levels)
    ]
    return narrow[0] if len(narrow) == 1 else None


def _matriculated(a: Question) -> str | None:
    if a.says(NOT_YET):
        return "no"
    return "yes" if a.says(MATRICULATED) and not a.says(ASKED_OF_IT) else None


def _institution(a: Question) -> str | None:
    """Their institution by the programme's name for it, "other" for another one, None where none is said."""
    own = sorted({one.lower() for one in wanted(a.programme, "institution")}, key=len, reverse=True)
    if not own:
        return None
    names = "|".join(map(re.escape, own))
    rest = re.sub(rf"\b(?:{ELSEWHERE})\b", " ", a.words)
    if re.search(rf"\bnot (?:at|a|an|from|studying at|part of|in) (?:the )?(?:{names})\b", rest):
        return "other"
    if at := re.search(rf"\b(?:at|from|in|i'?m|go to|study at|a|an|for) (?:the )?({names})\b", rest):
        return at[1]
    return "other" if rest != a.words and not re.search(rf"\b(?:{names})\b", rest) else None


def _member(a: Question) -> str | None:
    """Whether their university is in the network, where a rule asks for it."""
    if not wanted(a.programme, "u21_member"):
        return None
    if a.says(
        r"(?:not|isn'?t|aren'?t|non)(?: \w+){0,3} (?:u21|network)|outside (?:of )?u21|non-?u21|not a member|"
        r"not (?:a )?part of"
    ):
        return "no"
    if a.says(r"(?:is|are|'s|at|from)(?: \w+){0,3} u21|u21 (?:member|university|student)") and a.says(
        "i|my|i'm"
    ):
        return "yes"
    return None
