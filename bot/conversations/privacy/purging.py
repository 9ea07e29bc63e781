"""The purge job: what a programme keeps for a time is deleted when that time is over (design §7)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.ports import AuditEvent, UnitOfWork
from bot.programme import privacy
from bot.programme.definition import DataKind, Programme
from bot.programme.people import Scope


@dataclass
class Purged:
    """How many records went, by kind, and the ids of the files that belonged to them: delete those after the commit."""

    counts: dict[str, int] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)


def purge(unit: UnitOfWork, now: datetime) -> Purged:
    """Delete what is due in every programme; doing it again finds nothing."""
    done = Purged()
    for programme in unit.programmes.all():
        kinds = privacy.due(
            programme, now.astimezone(ZoneInfo(programme.clock.zone)).date(), ended(unit, programme)
        )
        if kinds:
            one_programme(unit, programme, kinds, now, done)
    return done


def ended(unit: UnitOfWork, programme: Programme) -> date | None:
    """The last day of a placement, for programmes that publish no dates of their own."""
    scope = Scope(programme.organisation.key, programme.key)
    return max((one.ends for one in unit.placements.all(scope) if one.ends), default=None)


def one_programme(
    unit: UnitOfWork, programme: Programme, kinds: tuple[DataKind, ...], now: datetime, done: Purged
) -> None:
    """One programme's due kinds; of people only students lose their names, the team goes on."""
    scope = Scope(programme.organisation.key, programme.key)
    others: list[DataKind] = [kind for kind in kinds if kind != "people"]
    counts, files = unit.requests.erase(scope, None, others)
    found = [(counts, files)]
    if "people" in kinds:
        students = [person.id for person, _ in unit.people.having(scope, "student")]
        found += [unit.requests.erase(scope, student, ["people"]) for student in students]
    for some, gone in found:
        for kind, count in some.items():
            if not count:
                continue
            done.counts[kind] = done.counts.get(kind, 0) + count
        done.files += gone
    went: dict[str, int] = {kind: sum(some.get(kind, 0) for some, _ in found) for kind in kinds}
    if any(went.values()) and "audit" not in kinds:
        unit.audit.add(
            AuditEvent(at=now, actor=None, kind="data purged", subject=programme.key, scope=scope, after=went)
        )
