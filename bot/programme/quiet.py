"""When a message may reach somebody: quiet hours on their own clock, the weekly budget, a pause, a stop.

Everything is a wish of the reader or a setting of the programme (design promise 11); the reader's wish wins.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal, TypeAlias
from zoneinfo import ZoneInfo

from bot.cards import Card
from bot.programme.definition import Nudges
from bot.programme.people import Person

Kind: TypeAlias = Literal["reply", "nudge", "broadcast", "notice", "safety"]
BUDGETED: frozenset[Kind] = frozenset({"nudge", "broadcast"})
ALWAYS: frozenset[Kind] = frozenset({"reply", "safety"})
A_WEEK = timedelta(days=7)
BEFORE_QUIET = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Wishes:
    """What holds for one reader: whose clock, when it is quiet there, how many nudges a week."""

    zone: ZoneInfo
    quiet_from: time
    quiet_to: time
    per_week: int
    paused_until: datetime | None = None
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class Send:
    """It may go out now: as it was queued, or in the words of today."""

    card: Card | None = None


@dataclass(frozen=True, slots=True)
class Hold:
    """It waits until then."""

    until: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Drop:
    """It is not sent at all."""

    reason: str


Verdict: TypeAlias = Send | Hold | Drop
SEND = Send()


def wishes(person: Person, nudges: Nudges, clock: str) -> Wishes:
    """The wishes of a person in a programme with these settings and that clock (an IANA zone)."""
    return Wishes(
        zone=person.zone(clock),
        quiet_from=time.fromisoformat(person.quiet_from) if person.quiet_from else nudges.quiet_from,
        quiet_to=time.fromisoformat(person.quiet_to) if person.quiet_to else nudges.quiet_to,
        per_week=nudges.per_week if person.weekly_nudges is None else person.weekly_nudges,
        paused_until=person.paused_until,
        stopped=person.stopped,
    )


def is_quiet(at: datetime, reader: Wishes) -> bool:
    """Whether that instant is in the reader's quiet hours; they may run over midnight, and none is no hours."""
    clock = at.astimezone(reader.zone).time()
    if reader.quiet_from <= reader.quiet_to:
        return reader.quiet_from <= clock < reader.quiet_to
    return clock >= reader.quiet_from or clock < reader.quiet_to


def out_of_quiet(at: datetime, reader: Wishes, before: datetime | None = None) -> datetime:
    """The first instant from `at` on that is not in the reader's quiet hours, in UTC.

    Where that would not be before `before` (the message would come too late), it is the last waking hour before
    the quiet that `at` falls into.
    """
    if not is_quiet(at, reader):
        return at.astimezone(UTC)
    day = at.astimezone(reader.zone).date()
    ends = (
        on_clock(day + timedelta(days=ahead), reader.quiet_to, reader.zone, fold)
        for ahead in range(3)
        for fold in (0, 1)
    )
    later = min(instant for instant in ends if instant > at and not is_quiet(instant, reader))
    if before is None or later < before:
        return later
    begins = (on_clock(day - timedelta(days=back), reader.quiet_from, reader.zone) for back in range(3))
    return max(instant for instant in begins if instant <= at) - BEFORE_QUIET


def on_clock(day: date, clock: time, zone: ZoneInfo, fold: int = 0) -> datetime:
    """The instant at which a clock in that zone shows that time on that day, in UTC.

    A time that the clocks skip is read as the one an hour later; one that comes twice is the first, or with `fold`
    the second.
    """
    return datetime.combine(day, clock, tzinfo=zone).replace(fold=fold).astimezone(UTC)


def judge(
    kind: Kind,
    at: datetime,
    reader: Wishes,
    recent: Sequence[datetime],
    *,
    expires_at: datetime | None = None,
    gives_way: tuple[datetime, str] | None = None,
) -> Verdict:
    """Whether a message of that kind may reach the reader at that instant.

    `recent` holds when nudges and broadcasts reached this reader in the seven days before, from every source.
    What would come after `expires_at` is dropped instead of held. `gives_way` says until when, and to what in words,
    where a more important message needs its place among the week's nudges.
    """
    if kind in ALWAYS:
        return SEND
    if reader.stopped:
        return Drop("this person has stopped messages")
    until, reason = at, ""
    if reader.paused_until is not None and reader.paused_until > at:
        until, reason = reader.paused_until, "this person has paused messages"
    if kind in BUDGETED:
        spent = sorted(instant for instant in recent if at - A_WEEK < instant <= at)
        if reader.per_week <= 0:
            return Drop("this person wants no nudges")
        if len(spent) >= reader.per_week:
            free = spent[-reader.per_week] + A_WEEK
            if free > until:
                many = "1 nudge" if len(spent) == 1 else f"{len(spent)} nudges"
                until, reason = free, f"this person has had {many} in seven days"
        elif gives_way is not None and gives_way[0] > until:
            until = gives_way[0]
            reason = f"it leaves room among the week's nudges for what matters more, {gives_way[1]}"
    waking = out_of_quiet(until, reader)
    if waking > until:
        until, reason = waking, reason or "it is quiet hours where this person is"
    if until <= at:
        return SEND
    if expires_at is not None and until >= expires_at:
        return Drop(f"{reason}, and afterwards it would have been pointless")
    return Hold(until, reason)
