"""How a programme, or one cycle of it, is going: counts alone, worked out from what is there now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.programme.applications import Application
from bot.programme.checkins import ENDED_EARLY, CheckIn
from bot.programme.definition import Programme
from bot.programme.definition.cycles import Cycle
from bot.programme.journals import HANDED_IN, Journal
from bot.programme.people import Role
from bot.programme.placements import Placement

OFFERED = frozenset({"offered", "accepted", "declined", "offer_expired", "offer_rescinded"})
WITH_HOST = OFFERED | {"with_host", "interviewing", "waitlisted", "unsuccessful"}
OVER = frozenset({"missed", "undeliverable", "escalated", "closed"})
SLOW_DAYS = 7
"""After so many days with a host an application counts as waiting long."""


@dataclass(frozen=True, slots=True)
class CheckInLine:
    """One check-in of the plan on one side."""

    plan: str
    role: Role
    asked: int
    answered: int
    waiting: int
    silent: int


@dataclass(frozen=True, slots=True)
class HostLine:
    """A host that is slow: how many applications wait for its choice and for how long, check-ins without an answer."""

    host: str
    waiting: int
    days: int
    silent: int


@dataclass(frozen=True, slots=True)
class Progress:
    """Placements with a journal handed in and begun; with their hours reached and begun; minutes in all."""

    placements: int
    handed_in: int
    begun: int
    hours_reached: int
    hours_begun: int
    minutes: int


def funnel(
    programme: Programme, applications: Sequence[Application], saved: int, placements: Sequence[Placement]
) -> list[tuple[str, int]]:
    """How many have come how far, from saved to placed.

    What has ended counts as far as it came for certain: what was withdrawn, as submitted. The host's stage is there
    only where hosts decide.
    """
    sent = [one for one in applications if one.submitted_at is not None]
    stages = [("saved", saved), ("draft", len(applications)), ("submitted", len(sent))]
    if programme.application.target == "programme":
        stages.pop(0)
    if programme.decisions.decided_by == "host":
        stages.append(("with host", sum(1 for one in sent if one.state in WITH_HOST)))
    stages.append(("offered", sum(1 for one in sent if one.state in OFFERED)))
    stages.append(("accepted", sum(1 for one in sent if one.state == "accepted")))
    stages.append(("placed", sum(1 for one in placements if one.state != "cancelled_before")))
    return stages


def in_cycle(programme: Programme, window: str, cycle: Cycle | None) -> bool:
    """Whether a window belongs to the cycle that is reported on; None is every cycle."""
    return cycle is None or programme.cycle(window) == cycle


def cycle_in(programme: Programme, words: str) -> Cycle | None:
    """The cycle that words name, None where they name none or the programme has one alone."""
    said = f" {' '.join(''.join(char if char.isalnum() else ' ' for char in words.casefold()).split())} "
    for cycle in programme.cycles if len(programme.cycles) > 1 else ():
        if any(f" {name.casefold()} " in said for name in (cycle.name, cycle.key, *cycle.aliases)):
            return cycle
    return None


def check_in_lines(check_ins: Iterable[CheckIn]) -> list[CheckInLine]:
    """The matrix: a line for each check-in of the plan and each side; what was called off is left out."""
    groups: dict[tuple[str, Role], list[CheckIn]] = {}
    for one in check_ins:
        if one.state not in {"cancelled", "scheduled"}:
            groups.setdefault((one.plan, one.role), []).append(one)
    found = []
    for (plan, role), some in sorted(groups.items()):
        answered = sum(1 for one in some if one.answers)
        silent = sum(1 for one in some if is_silent(one))
        found.append(CheckInLine(plan, role, len(some), answered, len(some) - answered - silent, silent))
    return found


def is_silent(one: CheckIn) -> bool:
    """Whether its time is over, or it could not be delivered, without an answer."""
    return not one.answers and one.state in OVER and one.reason != ENDED_EARLY


def progress(
    placements: Sequence[Placement],
    journals: Mapping[int, Journal],
    minutes: Mapping[int, int],
    caps: Mapping[int, int | None],
) -> Progress:
    """Journals and hours; all three maps go by placement."""
    states = [journals[one.id].state if one.id in journals else "not_started" for one in placements]
    logged = [(minutes.get(one.id, 0), caps.get(one.id)) for one in placements]
    return Progress(
        len(placements),
        sum(1 for state in states if state in HANDED_IN),
        sum(1 for state in states if state not in HANDED_IN | {"not_started", "missing"}),
        sum(1 for done, cap in logged if cap and done >= cap),
        sum(1 for done, cap in logged if done and not (cap and done >= cap)),
        sum(done for done, _ in logged),
    )


def slow_hosts(waiting: Mapping[str, Sequence[int]], silent: Mapping[str, int]) -> list[HostLine]:
    """Hosts with applications that have waited long (days of each, by host) or check-ins without an answer."""
    lines = []
    for host in sorted({*waiting, *silent}):
        long = [days for days in waiting.get(host, ()) if days >= SLOW_DAYS]
        if long or silent.get(host):
            lines.append(HostLine(host, len(long), max(long, default=0), silent.get(host, 0)))
    return sorted(lines, key=lambda one: (-one.days, -one.silent, one.host))
