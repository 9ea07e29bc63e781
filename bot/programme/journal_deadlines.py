"""Until when a journal counts for one student: the published day, whoever's clock, and what staff granted (T1, T8).

With a day and no hour or zone, a journal is frozen only at the last instant at which that day has ended everywhere
(design §7). A deadline of the whole edition counts for every cycle; none is ever made up for one of them (T1).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from bot.programme.bounds import closing_bounds
from bot.programme.calendar import journal_date
from bot.programme.dates import say_both, say_date
from bot.programme.definition import Programme

Phase: TypeAlias = Literal["open", "undecidable", "over", "no_deadline"]


@dataclass(frozen=True, slots=True)
class Limit:
    """One deadline as instants: certainly in time before `sure`, frozen from `frozen` on; None where there is none.

    `extended` says that staff granted this student a later instant than the published one.
    """

    sure: datetime | None = None
    frozen: datetime | None = None
    extended: bool = False

    def phase(self, now: datetime) -> Phase:
        """Where `now` stands."""
        if self.sure is None or self.frozen is None:
            return "no_deadline"
        return "open" if now < self.sure else "undecidable" if now < self.frozen else "over"


def limit_for(programme: Programme, window: str, zone: str, extended_to: datetime | None = None) -> Limit:
    """The limit of one student with a placement of this window; `zone` is the student's own."""
    cycle = programme.cycle(window)
    bounds = closing_bounds(
        journal_date(programme, cycle.key if cycle else window), programme.clock.zone, zone
    )
    if bounds is None:
        return Limit(extended_to, extended_to, extended=extended_to is not None)
    if extended_to is not None and extended_to > bounds.last:
        return Limit(extended_to, extended_to, extended=True)
    return Limit(bounds.first, bounds.last)


def said(programme: Programme, window: str, zone: str, limit: Limit) -> str:
    """The deadline in words, as exactly as it is known and no more; never a spring date that nobody published (T1)."""
    if programme.journal is None:
        return ""
    if limit.extended and limit.frozen:
        return f"You have until {say_both(limit.frozen, programme.clock.zone, zone)}; the team gave you this extension."
    cycle = programme.cycle(window)
    date = journal_date(programme, cycle.key if cycle else window)
    if date.first is None:
        return f"The programme publishes no deadline for the {programme.journal.name}."
    words = f"One deadline is published for the {programme.journal.name}: {say_date(date)}."
    if cycle and cycle.key in programme.journal.deadline.not_separately_for:
        words += f" The page does not say it separately for {cycle.name.lower()}."
    if limit.sure != limit.frozen:
        words += " It gives no hour and no time zone."
    return words
