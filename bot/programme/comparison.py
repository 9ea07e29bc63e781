"""Both sides of a check-in, side by side: what is said of one placement, and what somebody should look at."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from bot.programme.checkins import LOW_SCORE, WORDS, CheckIn

FlagKind: TypeAlias = Literal["no_show", "help_wanted", "disagreement", "low_score", "silence"]
URGENT: frozenset[FlagKind] = frozenset({"no_show", "help_wanted"})
ABSENT = re.compile(
    r"no[ -]?show|never (?:turned|showed|came|appeared)|(?:has ?n.?t|did ?n.?t|have ?n.?t|has not|did not|not) "
    r"(?:turn(?:ed)? up|show(?:ed|n)? up|appear(?:ed)?|been seen|come in)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Flag:
    """One reason for a human to look. `words` say it to staff."""

    kind: FlagKind
    words: str

    @property
    def urgent(self) -> bool:
        """Whether staff are messaged at once, rather than finding it on their list."""
        return self.kind in URGENT


@dataclass(frozen=True, slots=True)
class Comparison:
    """The two sides of one placement: the student's, the supervisors', and what follows."""

    student: CheckIn | None
    supervisors: tuple[CheckIn, ...]
    flags: tuple[Flag, ...]


def compare(check_ins: Sequence[CheckIn]) -> Comparison:
    """Lay the check-ins of one placement and one plan side by side.

    What is said counts from the first word; a side that is still silent is neither good nor bad news. "Fine" beside
    "not started" is the alarm that neither side gives alone.
    """
    student = next((one for one in check_ins if one.role == "student"), None)
    supervisors = tuple(one for one in check_ins if one.role != "student")
    given = [one for one in check_ins if one.word is not None]
    flags: list[Flag] = []
    for one in given:
        side = "the student" if one.role == "student" else f"the {one.role.replace('_', ' ')}"
        if one.word == "not_started" or ABSENT.search(one.note):
            flags.append(Flag("no_show", f"{side} says that it has not started{_quoted(one)}"))
        elif one.word == "needs_word":
            flags.append(Flag("help_wanted", f"{side} asks for a word{_quoted(one)}"))
        if one.score is not None and one.score <= LOW_SCORE:
            flags.append(Flag("low_score", f"{side} gives it {one.score} of 5"))
    flags += _disagreements(student, supervisors)
    return Comparison(student, supervisors, tuple(dict.fromkeys(flags)))


def _disagreements(student: CheckIn | None, supervisors: Sequence[CheckIn]) -> list[Flag]:
    if student is None or student.word is None:
        return []
    return [
        Flag(
            "disagreement",
            f"the two sides differ: the student says {WORDS[student.word]}, "
            f"the {one.role.replace('_', ' ')} says {WORDS[one.word]}",
        )
        for one in supervisors
        if one.word is not None and (one.word == "not_started") != (student.word == "not_started")
    ]


def _quoted(one: CheckIn) -> str:
    return f": “{one.note}”" if one.note else ""
