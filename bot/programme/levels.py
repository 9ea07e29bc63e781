"""Levels of study as people and rosters write them, matched to a few that rules can use."""

from __future__ import annotations

import re

UNDERGRADUATE = "undergraduate"
POSTGRADUATE = "postgraduate"
TAUGHT = "postgraduate_taught"
RESEARCH = "postgraduate_research"
MBA = "mba"
EMBA = "emba"
VISITING = "visiting"
HIGH_SCHOOL = "high_school"

LEVELS = (UNDERGRADUATE, POSTGRADUATE, TAUGHT, RESEARCH, MBA, EMBA, VISITING, HIGH_SCHOOL)

WITHIN = {TAUGHT: POSTGRADUATE, RESEARCH: POSTGRADUATE, MBA: TAUGHT, EMBA: TAUGHT}
"""Each level, and the wider one that it is part of."""

_MASTER = r"master(?:'?s)?"

# Looked for as whole words; the first two win over whatever else is there ("visiting PhD student", "executive MBA").
_WORDS: dict[str, list[str]] = {
    VISITING: ["visiting", "visitor", "exchange", "erasmus", "study[ -]abroad", "junior year abroad", "jya"],
    EMBA: ["emba", "executive mba", rf"executive {_MASTER} (?:of|in) business administration"],
    MBA: ["mba", rf"{_MASTER} (?:of|in) business administration"],
    HIGH_SCHOOL: [
        r"high[ -]?school(?:er)?s?", r"secondary(?: school)?", r"(?:sixth|6th)[ -]?form(?:er)?s?", r"a[ -]?levels?",
        "gcse", "pupils?", "school students?", "(?:year|grade) (?:9|10|11|12|13)", "(?:9|10|11|12)th grade(?:r)?",
    ],
    RESEARCH: [
        "pgr", "d ?phil", "ph ?d", r"doctora(?:l|te)", "mphil", "mres", "(?:msc|ma|mst) by research", "edd", "dba",
        "engd", "dclinpsych", r"research (?:degree|student|postgraduate)",
        r"(?:post)?graduate(?: student)?[ (:,-]*research",
    ],
    TAUGHT: [
        "pgt", "pgce", "pgdip", "pgcert", "llm", "msc", "ma", "ms", "mst", "mpp", "mfe", "bcl", "mjur", "mfa", "mpa",
        "mph", _MASTER, "taught", "postgraduate (?:diploma|certificate)",
    ],
    UNDERGRADUATE: [
        "ug", r"undergrad(?:uate)?s?", r"bachelor(?:'?s)?", "ba", "bsc", "bs", "beng", "bba", "bfa", "llb", "bm ?bch",
        "mbbs", "mb bs", "meng", "mchem", "mphys", "mmath", "mbiochem", "mcompsci", "mearthsci", "first[ -]degree",
    ],
    POSTGRADUATE: ["pg", r"postgrad(?:uate)?s?", r"grad(?:uate)? students?"],
}  # fmt: skip
# Words that only say something where nothing else does: there are second years of a doctorate, too.
_YEARS = re.compile(
    r"\b(?:fresher|freshman|sophomore|college (?:junior|senior)"
    r"|(?:first|second|third|final|1st|2nd|3rd|4th)[ -]years?)\b"
)
_PATTERNS = {level: re.compile(rf"\b(?:{'|'.join(words)})\b") for level, words in _WORDS.items()}
_NOT = re.compile(
    r"\b(?:not|no|non|never|isn'?t|neither|(?<!6th )(?<!sixth )former(?:ly)?|ex|or|alumn\w*|graduated)\b"
)


def normalise_level(text: str) -> str | None:
    """Return the level that a text means, or None where it is not understood or says several things.

    "UG", "BA History", "2nd year" are undergraduate; "MSc" is postgraduate_taught; "DPhil" is
    postgraduate_research; "postgraduate" alone stays the wider level. A text with a "not" or an "or"
    in it is not understood: a wrong guess here would refuse somebody.
    """
    if "/" in text:
        parts = {normalise_level(part) for part in text.split("/") if part.strip()}
        return parts.pop() if len(parts) == 1 else None
    words = re.sub(
        r"[^\w'()&,:-]+", " ", text.casefold().replace(".", "").replace("’", "'").replace("_", " ")
    )
    if _NOT.search(words):
        return None
    found = [level for level, pattern in _PATTERNS.items() if pattern.search(words)]
    if not found:
        return UNDERGRADUATE if _YEARS.search(words) else None
    if found[0] in (VISITING, EMBA):
        return found[0]
    narrowest = [one for one in found if not any(is_within(other, one) for other in found if other != one)]
    if set(narrowest) == {RESEARCH, TAUGHT}:
        return RESEARCH  # "MSc by research"
    return narrowest[0] if len(narrowest) == 1 else None


def is_within(level: str, wider: str) -> bool:
    """Tell whether a level is another one, or part of it."""
    step: str | None = level
    while step is not None:
        if step == wider:
            return True
        step = WITHIN.get(step)
    return False
