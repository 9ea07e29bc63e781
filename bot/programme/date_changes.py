"""A date of a programme that was moved: what changed, and whom it concerns, each told once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.programme.amending import SOURCE
from bot.programme.applications import LIVE
from bot.programme.calendar import Event, events
from bot.programme.dates import say_date, say_day
from bot.programme.definition import Programme
from bot.programme.placements import OVER
from bot.programme.planned import Snapshot


@dataclass(frozen=True, slots=True)
class Change:
    """`old` and `new` in words; `cycles` are those for which the same change was made, `why` a sentence or ""."""

    event: str
    label: str
    old: str
    new: str
    cycles: tuple[str, ...]
    why: str = ""

    def because(self, reason: str, programme: Programme, now: datetime) -> Change:
        """The same change for a reason that was given with it; one that the file gives stays."""
        on = say_day(now.astimezone(ZoneInfo(programme.clock.zone)).date())
        return self if self.why or not reason else replace(self, why=f"Moved on {on}, because {reason}.")

    def key(self, programme: str, now: datetime, person: int) -> str:
        """Unique for this change on this day to this person."""
        return f"moved:{programme}:{self.event}:{self.old}:{self.new}:{now.date().isoformat()}:{person}"


def known_dates(programme: Programme) -> dict[str, str]:
    """Every date of a programme in words, by "cycle/event": what is kept, to see later what was moved."""
    return {
        f"{cycle.key}/{event.key}": say_date(event.date)
        for cycle in programme.cycles
        for event in events(programme, cycle)
    }


def changes(programme: Programme, known: Mapping[str, str], now: datetime) -> list[Change]:
    """What differs from the dates known before; what is over already is news to nobody."""
    today = now.astimezone(ZoneInfo(programme.clock.zone)).date()
    found: dict[tuple[str, str, str], Change] = {}
    for cycle in programme.cycles:
        for event in events(programme, cycle):
            old, new = known.get(f"{cycle.key}/{event.key}"), say_date(event.date)
            if old is None or old == new or (event.date.last is not None and event.date.last < today):
                continue
            before = found.get((event.key, old, new))
            cycles = (*(before.cycles if before else ()), *cycle.window_keys)
            found[event.key, old, new] = Change(
                event.key, event.label, old, new, cycles, _why(programme, event)
            )
    return list(found.values())


def _why(programme: Programme, event: Event) -> str:
    """Who of the staff moved it, and why, where the line that gives the date says so."""
    facts = (programme.facts[name] for name in event.date.facts if name in programme.facts)
    said = next((fact.text.partition("; moved ")[2] for fact in facts if fact.source == SOURCE), "")
    return f"Moved {said}" if said else ""


def concerned(change: Change, state: Snapshot) -> list[int]:
    """Whom a change affects, by what they are doing: only those are told."""
    kind = change.event.partition(":")[0]
    applications = [one for one in state.applications if one.cycle in change.cycles]
    placements = [one for one in state.placements if one.window in change.cycles and one.state not in OVER]
    live = [one.student for one in applications if one.state in LIVE]
    placed = [one.student for one in placements]
    match kind:
        case "opens":
            people = [
                student for student in state.students if student not in {one.student for one in applications}
            ]
        case "closes":
            saved = [
                student
                for student, numbers in state.saved.items()
                if any(
                    state.opportunities[number].window in change.cycles
                    for number in numbers
                    if number in state.opportunities
                )
            ]
            people = [*(one.student for one in applications if one.state in {"draft", "submitted"}), *saved]
        case "sent_to_hosts":
            people = live
        case "begins" | "ends":
            people = [*live, *placed, *(one.host_supervisor or 0 for one in placements)]
        case "check_in":
            people = [
                *placed,
                *(one.programme_supervisor or 0 for one in placements),
                *(one.host_supervisor or 0 for one in placements),
            ]
        case "journal":
            people = [one.student for one in placements if one.id not in state.journals_in]
        case _:
            people = placed
    return [person for person in dict.fromkeys(people) if person in state.people]
