"""What a report is made of: everything of one programme, or of one cycle of it, counted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import get_args

from bot.conversations.placement import hours_total, mine
from bot.conversations.staff import responses
from bot.conversations.staff.hosts import SENT
from bot.programme import checkins, hours, reporting
from bot.programme.applications import CHANGES, Application
from bot.programme.checkins import CheckIn
from bot.programme.definition.cycles import Cycle
from bot.programme.packs import WITH_THE_HOST
from bot.programme.placements import Placement
from bot.programme.reporting import CheckInLine, HostLine, Progress
from bot.turn import Turn


@dataclass(frozen=True, slots=True)
class Report:
    """The counts, ready to be said, drawn or written into a table.

    `questions` are those that nobody has answered, with how many asked; `responses` by message and by hour.
    """

    funnel: list[tuple[str, int]]
    check_ins: list[CheckInLine]
    progress: Progress
    questions: list[tuple[str, int]]
    slow: list[HostLine]
    responses: responses.Found


def gather(turn: Turn, cycle: Cycle | None) -> Report:
    """Count everything that belongs to the cycle; None for the programme as a whole."""
    programme = turn.the_programme
    applications = [
        one
        for one in turn.unit.applications.in_states(turn.scope, list(CHANGES))
        if reporting.in_cycle(programme, one.cycle, cycle)
    ]
    placements = [
        one
        for one in turn.unit.placements.all(turn.scope)
        if reporting.in_cycle(programme, one.window, cycle)
    ]
    ids = {one.id for one in placements}
    asked = [
        one
        for one in turn.unit.check_ins.in_states(turn.scope, get_args(checkins.State))
        if one.placement in ids
    ]
    live = [one for one in placements if one.state not in mine.LEFT]
    minutes = {one.id: hours.total(turn.unit.hours.of_placement(turn.scope, one.id)) for one in live}
    caps = {one.id: hours_total.cap_of(turn, one).in_all for one in live}
    journals = {one.placement: one for one in turn.unit.journals.all(turn.scope)}
    return Report(
        reporting.funnel(programme, applications, saved(turn, cycle), placements),
        reporting.check_in_lines(asked),
        reporting.progress(live, journals, minutes, caps),
        unanswered(turn),
        slow(turn, applications, placements, asked),
        responses.gather(turn, cycle),
    )


def unanswered(turn: Turn) -> list[tuple[str, int]]:
    """The questions that the programme does not answer and nobody has answered yet, with how many people asked."""
    found: dict[str, list[str]] = defaultdict(list)
    for one in turn.unit.questions.open(turn.scope):
        found[one.text.casefold().strip(" ?.!")].append(one.text)
    return sorted(((texts[0], len(texts)) for texts in found.values()), key=lambda one: (-one[1], one[0]))


def saved(turn: Turn, cycle: Cycle | None) -> int:
    """How many times a student has put a placement on their list."""
    found = turn.unit.opportunities.saves(turn.scope)
    if cycle is None:
        return len(found)
    of = {one: turn.unit.opportunities.get(turn.scope, one) for one in {which for _, which in found}}
    return sum(
        1
        for _, which in found
        if (one := of[which]) is not None and reporting.in_cycle(turn.the_programme, one.window, cycle)
    )


def slow(
    turn: Turn, applications: list[Application], placements: list[Placement], asked: list[CheckIn]
) -> list[HostLine]:
    """Hosts that applications have waited for too long, or whose supervisors have not answered."""
    days: dict[str, list[int]] = defaultdict(list)
    sent = sent_at(turn, applications)
    for one in applications:
        about = turn.unit.opportunities.get(turn.scope, one.opportunity) if one.opportunity else None
        if about is not None and one.state in WITH_THE_HOST and (since := sent.get(one.id)):
            days[about.host].append((turn.now - since).days)
    silent: dict[str, int] = defaultdict(int)
    of = {one.id: one for one in placements}
    for check_in in asked:
        if check_in.role == "host_supervisor" and reporting.is_silent(check_in):
            silent[host_of(turn, of[check_in.placement])] += 1
    return reporting.slow_hosts(days, silent)


def sent_at(turn: Turn, some: Iterable[Application]) -> dict[int, datetime]:
    """When applications went to their hosts, by their numbers; where nobody wrote that down, when submitted."""
    known = turn.unit.audit.latest(turn.scope, SENT)
    found = {one.id: known.get(f"application:{one.id}", one.submitted_at) for one in some}
    return {number: at for number, at in found.items() if at is not None}


def host_of(turn: Turn, placement: Placement) -> str:
    """The host of a placement by name."""
    one = turn.unit.opportunities.get(turn.scope, placement.opportunity) if placement.opportunity else None
    return one.host if one else turn.the_programme.title
