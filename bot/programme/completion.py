"""What completes a placement: the programme's boolean rule over what was done, what is missing, and until when.

Three-valued: a part is met, not met yet, or lost (its last chance is over). A whole that is lost can only be saved
by staff (an extension, a make-up).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, Protocol, TypeAlias

from bot.programme.definition import (
    AnyOf,
    EveryOf,
    NeedsCheckIn,
    NeedsDeliverable,
    NeedsHours,
    NeedsJournal,
    NeedsSession,
    NeedsStaff,
    NoneOf,
    Programme,
    Requirement,
)
from bot.programme.people import Scope

Met: TypeAlias = Literal["met", "open", "lost"]


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A member of staff confirmed one thing, in the programme's words, for one placement."""

    id: int
    scope: Scope
    placement: int
    words: str
    by: int
    at: datetime


class Confirmations(Protocol):
    """What staff confirmed."""

    def add(self, confirmation: Confirmation) -> int: ...
    def of_placement(self, scope: Scope, placement: int) -> Sequence[Confirmation]: ...


@dataclass(frozen=True, slots=True)
class Chance:
    """The last chance for one part: a day as it is published, or none known. `over` is true once it is past."""

    last: date | None = None
    over: bool = False
    words: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was done on one placement, and by when the rest can still be done (`chances`, by part: see `part_key`).

    `sessions`, `check_ins`, `deliverables` hold the keys that count as done; `journal` "submitted" or "accepted".
    """

    sessions: frozenset[str] = frozenset()
    minutes: int = 0
    check_ins: frozenset[str] = frozenset()
    deliverables: frozenset[str] = frozenset()
    journal: Literal["", "submitted", "accepted"] = ""
    confirmed: frozenset[str] = frozenset()
    chances: dict[str, Chance] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Part:
    """One leaf of the rule: what it is in words, how it stands, and its last chance."""

    key: str
    words: str
    met: Met
    chance: Chance = Chance()


@dataclass(frozen=True, slots=True)
class Standing:
    """How a placement stands against its rule; `missing` are the leaves that still matter, as they are written."""

    met: Met
    parts: tuple[Part, ...]
    missing: tuple[Part, ...]


def standing(programme: Programme, evidence: Evidence) -> Standing | None:
    """The standing of one placement; None where the programme states no rule."""
    if programme.completion is None:
        return None
    rule = programme.completion.rule
    met, missing = _weigh(programme, rule, evidence)
    return Standing(met, tuple(_leaves(programme, rule, evidence)), tuple(missing))


def part_key(requirement: Requirement) -> str:
    """The name of a leaf, such as "session:pre_training", "hours", "journal"."""
    match requirement:
        case NeedsSession(session=key):
            return f"session:{key}"
        case NeedsCheckIn(check_in=key):
            return f"check_in:{key}"
        case NeedsDeliverable(deliverable=key):
            return f"deliverable:{key}"
        case NeedsHours():
            return "hours"
        case NeedsJournal():
            return "journal"
        case NeedsStaff(confirmed=words):
            return f"confirmed:{words}"
        case _:
            return ""


def confirmations(rule: Requirement) -> list[str]:
    """The words that staff have to confirm, as the rule has them."""
    match rule:
        case NeedsStaff(confirmed=words):
            return [words]
        case EveryOf(all_of=parts) | AnyOf(any_of=parts) | NoneOf(none_of=parts):
            return [words for part in parts for words in confirmations(part)]
        case _:
            return []


def _weigh(programme: Programme, rule: Requirement, evidence: Evidence) -> tuple[Met, list[Part]]:
    match rule:
        case EveryOf(all_of=parts):
            weighed = [_weigh(programme, part, evidence) for part in parts]
            states = [met for met, _ in weighed]
            missing = [leaf for met, leaves in weighed if met != "met" for leaf in leaves]
            whole: Met = "lost" if "lost" in states else "open" if "open" in states else "met"
            return whole, missing
        case AnyOf(any_of=parts):
            weighed = [_weigh(programme, part, evidence) for part in parts]
            states = [met for met, _ in weighed]
            if "met" in states:
                return "met", []
            wanted: Met = "open" if "open" in states else "lost"
            return wanted, [leaf for met, leaves in weighed if met == wanted for leaf in leaves]
        case NoneOf(none_of=parts):
            hit = [leaf for part in parts for leaf in _leaves(programme, part, evidence) if leaf.met == "met"]
            return ("lost", hit) if hit else ("met", [])
        case _:
            leaf = _leaf(programme, rule, evidence)
            return leaf.met, [] if leaf.met == "met" else [leaf]


def _leaves(programme: Programme, rule: Requirement, evidence: Evidence) -> list[Part]:
    match rule:
        case EveryOf(all_of=parts) | AnyOf(any_of=parts) | NoneOf(none_of=parts):
            return [leaf for part in parts for leaf in _leaves(programme, part, evidence)]
        case _:
            return [_leaf(programme, rule, evidence)]


def _leaf(programme: Programme, rule: Requirement, evidence: Evidence) -> Part:
    key = part_key(rule)
    chance = evidence.chances.get(key, Chance())
    done, words = _done(programme, rule, evidence)
    return Part(key, words, "met" if done else "lost" if chance.over else "open", chance)


def _done(programme: Programme, rule: Requirement, evidence: Evidence) -> tuple[bool, str]:
    match rule:
        case NeedsSession(session=key):
            found = programme.session(key)
            return key in evidence.sessions, found.name if found else key
        case NeedsCheckIn(check_in=key):
            asked = programme.check_in(key)
            return key in evidence.check_ins, asked.name if asked else key
        case NeedsDeliverable(deliverable=key):
            thing = next((one for one in programme.deliverables if one.key == key), None)
            return key in evidence.deliverables, thing.name if thing else key
        case NeedsHours(hours=hours):
            return evidence.minutes >= hours * 60, f"{hours:g} hours ({evidence.minutes / 60:g} logged)"
        case NeedsJournal(journal=wanted):
            name = programme.journal.name if programme.journal else "journal"
            done = evidence.journal in {"accepted", wanted}
            return done, f"{name} {wanted}"
        case NeedsStaff(confirmed=words):
            return words in evidence.confirmed, f"the team's word that {words}"
        case _:
            raise TypeError(f"{rule!r} is not a leaf of a completion rule")
