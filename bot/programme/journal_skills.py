"""Which sentences of a journal may show which of the programme's skills: suggestions, choices, gaps.

A suggestion is only ever that: the student chooses. It looks for the words of the skill's own name and description,
and for everyday words of the same family.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.programme.definition import Programme, Skill
from bot.programme.journals import Entry, sentences

# By the beginning of a word in a skill's name: beginnings of words with which people tell of it.
FAMILIES: dict[str, tuple[str, ...]] = {
    "research": (
        "interview",
        "survey",
        "look",
        "found out",
        "source",
        "i read",
        "read about",
        "read up",
        "compar",
        "investigat",
        "gather",
    ),
    "analy": (
        "data",
        "pattern",
        "spreadsheet",
        "chart",
        "figure",
        "compar",
        "trend",
        "calculat",
        "sort",
        "categor",
    ),
    "communic": (
        "explain",
        "email",
        "call",
        "spoke",
        "wrote",
        "write",
        "listen",
        "discuss",
        "phone",
        "clarif",
        "told",
    ),
    "presentation": ("present", "slide", "pitch", "audience", "explain", "rehears", "stakeholder"),
    "time": ("deadline", "on time", "priorit", "schedul", "plan", "late", "calendar", "hours", "timetable"),
    "responsib": ("in charge", "trusted", "my job", "took on", "own up", "mistake", "decide", "relied"),
    "problem": (
        "solv",
        "fix",
        "stuck",
        "work out",
        "worked out",
        "workaround",
        "cause",
        "tried",
        "broke",
        "failed",
    ),
    "self": ("organis", "organiz", "plan", "priorit", "on my own", "motivat", "deadline", "remind", "list"),
    "commercial": (
        "customer",
        "client",
        "budget",
        "cost",
        "price",
        "market",
        "sales",
        "competitor",
        "revenue",
        "shop",
    ),
    "agil": ("adapt", "chang", "unfamiliar", "new to me", "unexpected", "switch", "instead", "quickly"),
    "international": ("time zone", "abroad", "countr", "language", "cultur", "translat", "overseas"),
    "collaborat": ("together", "group", "shared", "team", "split", "agreed", "help"),
    "influence": (
        "convinc",
        "persuad",
        "trust",
        "agreed",
        "changed their",
        "changed his",
        "changed her",
        "buy-in",
    ),
    "leader": ("led", "chair", "delegat", "organis", "motivat"),
    "team": ("together", "group", "shared", "split", "helped", "colleague"),
}
PLAIN = {
    "skill",
    "skills",
    "the",
    "and",
    "ability",
    "with",
    "their",
    "your",
    "from",
    "outside",
    "work",
    "working",
    "hand",
    "first",
    "experience",
    "deliver",
    "results",
    "across",
    "different",
    "quickly",
    "complex",
    "information",
    "into",
}
SUGGESTIONS_AT_ONCE = 4


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A sentence that may show a skill, and the words in it that made us think so."""

    entry: int
    sentence: str
    skill: str
    because: tuple[str, ...]


def named(programme: Programme) -> tuple[Skill, ...]:
    """The skills that the programme itself names; what a testimonial says is a voice, not a rule."""
    return (
        tuple(skill for skill in programme.skills.items if skill.said_by == "programme")
        if programme.skills
        else ()
    )


def signs_of(skill: Skill) -> tuple[str, ...]:
    """Beginnings of words that may tell of a skill."""
    own = [
        word
        for word in re.findall(r"[a-z]{4,}", f"{skill.name} {skill.about or ''}".casefold())
        if word not in PLAIN
    ]
    family = [
        sign for start, signs in FAMILIES.items() if _has(skill.name.casefold(), start) for sign in signs
    ]
    return tuple(dict.fromkeys([word[: max(5, len(word) - 3)] for word in own] + family))


def suggest(
    entries: Sequence[Entry],
    skills: Sequence[Skill],
    *,
    dismissed: frozenset[str] = frozenset(),
    most: int = SUGGESTIONS_AT_ONCE,
) -> list[Suggestion]:
    """Sentences that are not marked yet, the best first; skills with nothing marked come before the others."""
    marked = {mark.sentence for entry in entries for mark in entry.marks}
    shown = {mark.skill for entry in entries for mark in entry.marks}
    found: list[tuple[int, int, Suggestion]] = []
    told = [(entry, sentence) for entry in entries for sentence in sentences(entry.whole)]
    for order, (entry, sentence) in enumerate(told):
        if sentence in marked or sentence in dismissed or len(sentence.split()) < 4:
            continue
        words = sentence.casefold()
        scored = []
        for place, skill in enumerate(skills):
            because = tuple(sign for sign in signs_of(skill) if _has(words, sign))
            if because:
                scored.append(
                    (
                        -len(because),
                        skill.key in shown,
                        place,
                        Suggestion(entry.id, sentence, skill.key, because),
                    )
                )
        if scored:
            least, seen, _, best = min(scored, key=lambda one: one[:3])
            found.append((least + 2 * seen, order, best))
    found.sort(key=lambda one: one[:2])
    return [one for _, _, one in found[:most]]


def gaps(entries: Sequence[Entry], skills: Sequence[Skill]) -> list[Skill]:
    """The skills with no marked sentence and no STAR entry yet, in the programme's order."""
    shown = {mark.skill for entry in entries for mark in entry.marks} | {entry.skill for entry in entries}
    return [skill for skill in skills if skill.key not in shown]


def by_skill(entries: Sequence[Entry], skills: Sequence[Skill]) -> dict[str, list[str]]:
    """The marked sentences of each skill, in the order of the journal."""
    return {
        skill.key: [mark.sentence for entry in entries for mark in entry.marks if mark.skill == skill.key]
        for skill in skills
    }


def _has(text: str, start: str) -> bool:
    return re.search(rf"\b{re.escape(start)}", text) is not None
