"""Who takes part in a rehearsal: students of many characters in many zones, hosts, a team; none of them is real."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Literal, TypeAlias, TypeVar

from bot.programme.definition import Programme
from bot.programme.definition.eligibility import AnyCondition, EveryCondition, HasValue

T = TypeVar("T")
Applying: TypeAlias = Literal[
    "early", "late", "draft", "saver", "silent", "withdraws", "declines", "too_late"
]
Answering: TypeAlias = Literal["at_once", "reminded", "later", "never"]
Writing: TypeAlias = Literal["weekly", "last_day", "late", "never"]

ZONES = (
    "Asia/Tokyo", "America/New_York", "Asia/Kolkata", "Australia/Sydney", "America/Los_Angeles", "Africa/Lagos",
    "Asia/Shanghai", "America/Sao_Paulo", "Pacific/Auckland", "Europe/Berlin", "Asia/Dubai", "Asia/Kathmandu",
    "America/Chicago", "Africa/Johannesburg", "Asia/Singapore", "America/St_Johns", "Pacific/Honolulu",
    "Europe/Athens",
)  # fmt: skip
"""Besides the programme's own, on which a little more than half of the students live."""
APPLYING: tuple[Applying, ...] = (
    *("early",) * 6, *("late",) * 5, *("draft",) * 2, *("saver",) * 2, "silent", *("withdraws",) * 2, "declines",
    "too_late",
)  # fmt: skip
ANSWERING: tuple[Answering, ...] = (*("at_once",) * 6, *("reminded",) * 2, "later", "never")
WRITING: tuple[Writing, ...] = (*("weekly",) * 4, *("last_day",) * 4, "late", "never")
ABROAD = frozenset({2, 4, 6, 8})
"""Of nine students, those who live in another zone."""
STUDENTS_A_SUPERVISOR = 12
STUDENTS_A_PLACEMENT = 4
DOMAIN = "rehearsal.invalid"


@dataclass(frozen=True, slots=True)
class Student:
    """One student. `pauses` and `stops` are wishes about messages; `random` is theirs alone."""

    email: str
    name: str
    zone: str
    applying: Applying
    answering: Answering
    writing: Writing
    pauses: bool
    stops: bool
    supervisor: str
    random: Random


@dataclass(frozen=True, slots=True)
class Host:
    """One host. `days` is how long it takes to choose, None where it never does."""

    name: str
    email: str
    days: int | None
    answering: Answering


def students(programme: Programme, cohort: int, seed: int) -> list[Student]:
    """The students, each with a character that depends on the seed and on nothing else."""
    dice = Random(f"{seed}/cast")  # noqa: S311 - a rehearsal must come out the same again
    applying = dealt(dice, APPLYING, cohort)
    answering = dealt(dice, ANSWERING, cohort)
    writing = dealt(dice, WRITING, cohort)
    return [
        Student(
            email=f"student-{number:03}@{DOMAIN}", name=f"Student {number:03}",
            zone=ZONES[number // 2 % len(ZONES)] if number % 9 in ABROAD else programme.clock.zone,
            applying=applying[number - 1], answering=answering[number - 1], writing=writing[number - 1],
            pauses=number % 19 == 0, stops=number % 23 == 0,
            supervisor=f"supervisor-{1 + (number - 1) // STUDENTS_A_SUPERVISOR:02}@{DOMAIN}",
            random=Random(f"{seed}/{number}"),  # noqa: S311
        )
        for number in range(1, cohort + 1)
    ]  # fmt: skip


def dealt(dice: Random, kinds: tuple[T, ...], number: int) -> list[T]:
    """As many as there are people, dealt like cards, so that a small cohort has many characters too."""
    cards: list[T] = []
    while len(cards) < number:
        deck = list(kinds)
        dice.shuffle(deck)
        cards += deck
    return cards[:number]


def hosts(cohort: int) -> list[Host]:
    """The hosts: most choose within days, some take weeks, one in eight never does."""
    number = max(3, cohort // STUDENTS_A_PLACEMENT)
    return [
        Host(
            f"Host {one:02}", f"host-{one:02}@{DOMAIN}", None if one % 8 == 3 else 20 if one % 5 == 0 else 4 + one % 4,
            ANSWERING[one * 3 % len(ANSWERING)],
        )
        for one in range(1, number + 1)
    ]  # fmt: skip


def attributes(programme: Programme) -> dict[str, str]:
    """What the roster says of a student to whom every rule of the programme applies that can apply."""
    found = {key: value for one in programme.eligibility.inclusions for key, value in wanted(one.needs)}
    return {**found, "guardian_consent": "yes"} if programme.minors.guardian_consent else found


def wanted(condition: object) -> Iterator[tuple[str, str]]:
    """The attributes that make a condition true."""
    match condition:
        case HasValue(attribute=attribute, one_of=values):
            yield attribute, values[0]
        case EveryCondition(all_of=conditions):
            for one in conditions:
                yield from wanted(one)
        case AnyCondition(any_of=conditions):
            yield from wanted(conditions[0])
