"""The next message about one check-in, from its state: asked, asked again, reminded of, tried once more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import TypeAlias
from zoneinfo import ZoneInfo

from bot.programme.checkin_plan import reminders
from bot.programme.checkins import CheckIn
from bot.programme.planned import Snapshot, Topic
from bot.programme.quiet import on_clock

Asking: TypeAlias = tuple[Topic, int, str, datetime, int, datetime]
"""Topic, person, plan, at, the id of the check-in, until."""


def of_check_in(one: CheckIn, state: Snapshot, zone: ZoneInfo) -> Iterator[Asking]:
    """The next message about one check-in; `zone` is that of the person asked."""
    if one.state in {"scheduled", "due"}:
        yield "check_in", one.asked, one.plan, one.due_at, one.id, one.closes_at
    elif one.state == "undeliverable":
        yield from _once_more(one, state, zone)
    elif one.state == "delegated":
        yield "check_in", one.asked, one.plan, one.sent_at or one.due_at, one.id, one.closes_at
    elif one.snoozed_until is not None:
        yield "check_in_again", one.asked, one.plan, one.snoozed_until, one.id, one.closes_at
    elif one.state in {"sent", "reminded"}:
        instants = reminders(one, state.programme, zone)[one.reminders :]
        past = [at for at in instants if at <= state.now][-1:]
        for at in past or instants[:1]:
            later = [other for other in instants if other > at]
            yield "check_in_reminder", one.asked, one.plan, at, one.id, min([*later, one.closes_at])


def _once_more(one: CheckIn, state: Snapshot, zone: ZoneInfo) -> Iterator[Asking]:
    """One that reached nobody is tried again on each following day, and on the day on which they are seen again.

    By days, so that somebody who is seen all the time is not tried all the time.
    """
    first = one.due_at.astimezone(zone)
    for later in range(1, (one.closes_at - one.due_at).days + 1):
        at = on_clock(first.date() + timedelta(days=later), first.time(), zone)
        yield "check_in", one.asked, one.plan, at, one.id, min(at + timedelta(days=1), one.closes_at)
    seen = state.seen.get(one.asked)
    if seen is not None and seen > one.due_at:
        at = on_clock(seen.astimezone(zone).date(), time(), zone)
        yield "check_in", one.asked, one.plan, at, one.id, one.closes_at
