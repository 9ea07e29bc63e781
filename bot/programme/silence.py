"""Nobody is ghosted: which applications wait for a decision too long, and the honest words to those who wait."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.programme.applications import Application
from bot.programme.bounds import closing_bounds
from bot.programme.dates.saying import say_day
from bot.programme.deciding import UNDECIDED
from bot.programme.definition import Cycle, Programme
from bot.programme.packs import WITH_THE_HOST
from bot.programme.reporting import SLOW_DAYS


@dataclass(frozen=True, slots=True)
class Waits:
    """One application with no decision. `since` is when it went to the host, else when its window closed."""

    application: Application
    since: datetime
    days: int


def without_decision(programme: Programme, applications: Iterable[Application]) -> list[Application]:
    """Those that wait for a decision, with nothing staged: where the host decides, only what is with the host."""
    states = undecided_states(programme)
    return [one for one in applications if one.state in states and not one.pending]


def undecided_states(programme: Programme) -> Collection[str]:
    """The states in which an application waits for a decision."""
    return WITH_THE_HOST if programme.decisions.decided_by == "host" else UNDECIDED


def waiting_long(
    programme: Programme, applications: Iterable[Application], sent: Mapping[int, datetime], now: datetime
) -> list[Waits]:
    """Those that have waited for a week or more with nothing staged, the longest first.

    `sent` says when an application went to its host, by its id: from then on it waits; where the host does not decide,
    from the end of the window on.
    """
    by_host = programme.decisions.decided_by == "host"
    found = []
    for one in without_decision(programme, applications):
        since = sent.get(one.id) if by_host else closed(programme, one)
        since = since or one.submitted_at
        if since is not None and (days := (now - since).days) >= SLOW_DAYS:
            found.append(Waits(one, since, days))
    return sorted(found, key=lambda waits: (waits.since, waits.application.id))


def closed(programme: Programme, one: Application) -> datetime | None:
    """When the window of an application was over everywhere; None where no closing date is published."""
    cycle = programme.cycle(one.cycle)
    bounds = closing_bounds(cycle.closes, programme.clock.zone) if cycle else None
    return bounds.last if bounds else None


def holding_text(programme: Programme, cycle: Cycle, waits: Iterable[Waits]) -> str:
    """The honest message to those who wait: what happened when, that there is no decision, and no promise of a day."""
    zone = ZoneInfo(programme.clock.zone)
    days = sorted({one.since.astimezone(zone).date() for one in waits})
    name = f"{cycle.name} application" if len(programme.cycles) > 1 else "application"
    by_host = programme.decisions.decided_by == "host"
    if by_host:
        happened = f"Your {name} went to the {programme.vocabulary.name('host')} {span(days)}."
    else:
        decider = programme.decisions.decided_by_name or programme.contact.office
        happened = f"Your {name} has arrived and is with {decider}. Applications closed {span(days)}."
    return (
        f"{happened} No decision has been made that we could pass on. The programme states no day for it, so we "
        "do not promise one; as soon as there is a decision, you hear it here.\n\n"
        "You need not do anything. Say “my applications” to see where it stands, or to withdraw it."
    )


def span(days: list[date]) -> str:
    """The day, or the first and the last of them."""
    if len(days) == 1:
        return f"on {say_day(days[0])}"
    return f"between {say_day(days[0])} and {say_day(days[-1])}"
