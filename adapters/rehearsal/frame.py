"""The days of a cycle as a rehearsal takes them: what the programme states, and for the rest an assumption, said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from bot.programme.calendar import journal_date
from bot.programme.dates import say_day
from bot.programme.definition import Cycle, Programme

WINDOW = timedelta(days=14)
"""How long applications are open where nothing is stated."""
BEFORE_PLACEMENTS = timedelta(days=42)
TO_PLACEMENTS = timedelta(days=28)
AROUND = timedelta(days=5)
AFTER = timedelta(days=15)
WEEKS = 4


@dataclass(frozen=True, slots=True)
class Frame:
    """Every day is on the programme's clock. `assumed` names what is not stated; `dated` whether placements are."""

    starts: date
    opens: date
    closes: date
    batch: date
    begins: date
    ends: date
    journal: date | None
    last: date
    dated: bool
    assumed: tuple[str, ...]


def frame(programme: Programme, cycle: Cycle, starts: date) -> Frame:
    """The days of a cycle; `starts` is the first day where the cycle states none."""
    assumed: list[str] = []

    def known(stated: date | None, otherwise: date, what: str) -> date:
        if stated is None:
            assumed.append(f"{what} on {say_day(otherwise)}")
        return stated or otherwise

    first = cycle.begins.first
    for_opening = cycle.closes.last - WINDOW if cycle.closes.last else None
    for_opening = for_opening or (first - BEFORE_PLACEMENTS if first else starts + AROUND)
    opens = known(cycle.opens.first, for_opening, "applications open")
    closes = known(cycle.closes.last, opens + WINDOW, "applications close")
    batch = cycle.sent_to_hosts.first or closes + timedelta(days=1)
    begins = known(first, _monday(batch + TO_PLACEMENTS), "placements begin")
    ends = known(cycle.ends.last, begins + timedelta(weeks=_weeks(programme), days=-3), "placements end")
    journal = journal_date(programme, cycle.key).last
    sessions = [one.dates[cycle.key].last for one in programme.sessions if cycle.key in one.dates]
    last = max([ends, *(day for day in (journal, *sessions) if day is not None)])
    return Frame(
        opens - AROUND, opens, closes, batch, begins, ends, journal, last + AFTER, first is not None, tuple(assumed)
    )  # fmt: skip


def _monday(day: date) -> date:
    return day + timedelta(days=-day.weekday() % 7)


def _weeks(programme: Programme) -> int:
    longest = programme.duration.longest if programme.duration else None
    weeks = getattr(longest, "weeks", None)
    return int(weeks) if weeks else WEEKS
