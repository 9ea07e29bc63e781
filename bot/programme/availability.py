"""Whether one can apply now: an opportunity in its window, in words and as facts to act on.

Open and closed are worked out from dates each time, so that no listing can be stale.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.programme.dates import Day, PublishedElsewhere, Unknown, say_list
from bot.programme.dates.saying import say_date, say_day
from bot.programme.definition import Cycle, Programme
from bot.programme.opportunities import Opportunity
from bot.programme.windows import WindowStatus, current_cycle, may_edit, period_status, window_status


@dataclass(frozen=True, slots=True)
class Availability:
    """How things stand for one student at one instant.

    `words` answers "can I apply?"; `edit_words`, `draft_words` and `next_words` say until when a submission can be
    changed, what a draft waits for, and what happens to a submission next. `until` sorts it on a home; `over` is true
    once its end has passed everywhere on Earth, which is at `last`; `missed` says what a draft was too late for then.
    """

    words: str
    can_apply: bool
    can_edit: bool
    undecidable: bool
    edit_words: str
    draft_words: str
    next_words: str
    cycle: str
    until: datetime | None = None
    last: datetime | None = None
    over: bool = False
    missed: str = ""


def of(programme: Programme, one: Opportunity, now: datetime, zone: ZoneInfo) -> Availability:
    """Availability of one opportunity: its cycle's window, narrowed by its own dates where it has them."""
    cycle = programme.of_window(one.window) or current_cycle(programme, now)
    if one.cancelled is not None:
        words = f"This placement has been cancelled: {one.cancelled}".rstrip(".") + "."
        return Availability(words, False, False, False, words, words, words, cycle.key)
    status = own_status(programme, cycle, one, now, zone)
    return _told(programme, cycle, status, now, zone, own_close=one.closes is not None)


def of_programme(programme: Programme, now: datetime, zone: ZoneInfo) -> Availability:
    """Availability of the programme as a whole, in the cycle that a student means now."""
    cycle = current_cycle(programme, now)
    return _told(
        programme, cycle, window_status(programme, cycle.key, "applications", now, str(zone)), now, zone
    )


def own_status(
    programme: Programme, cycle: Cycle, one: Opportunity, now: datetime, zone: ZoneInfo
) -> WindowStatus:
    """The window of the cycle, or the narrower one of the opportunity's own opening and closing days."""
    window = one.window if programme.cycle(one.window) else cycle.key
    whole = window_status(programme, window, "applications", now, str(zone))
    if one.opens is None and one.closes is None:
        return whole
    own = period_status(
        Day(day=one.opens) if one.opens else Unknown(unknown=True),
        Day(day=one.closes) if one.closes else Unknown(unknown=True),
        now,
        programme_zone=programme.clock.zone,
        person_zone=str(zone),
        cycle=cycle.key,
    )
    if not whole.accepting:
        return whole
    return own if one.closes or not own.accepting else whole


def open_windows(programme: Programme, now: datetime, zone: ZoneInfo) -> tuple[str, ...]:
    """The windows for which an application can be taken now, undecidable hours included."""
    return tuple(
        key
        for cycle in programme.cycles
        for key in cycle.window_keys
        if window_status(programme, key, "applications", now, str(zone)).accepting
    )


def _told(
    programme: Programme,
    cycle: Cycle,
    status: WindowStatus,
    now: datetime,
    zone: ZoneInfo,
    *,
    own_close: bool = False,
) -> Availability:
    editable = may_edit(programme, cycle.key, now, str(zone)).allowed and (not own_close or status.accepting)
    deadline = say_date(status.closes) if status.closes.first else ""
    batch = say_date(cycle.sent_to_hosts) if cycle.sent_to_hosts.first else ""
    by_batch = programme.application.edits_until == "sent_to_hosts" and batch
    if not editable:
        edit_words = f"Changes were possible until {batch or deadline or 'it was passed on'}."
    elif by_batch:
        edit_words = f"until {batch}, when applications go to hosts"
    elif deadline:
        edit_words = f"until the deadline, {deadline}"
    else:
        edit_words = "until it is sent to the host; no date for that is published"
    stint = programme.vocabulary.name("placement")
    host = programme.vocabulary.name("host", many=True)
    who = programme.decisions.decided_by_name or {"host": host, "office": programme.contact.office}.get(
        programme.decisions.decided_by, "the programme"
    )
    next_words = (
        f"Applications go to {host} on {batch}."
        if batch
        else f"The decision is made by {who}; you hear it here."
    )
    draft_words = f"Deadline: {deadline}." if deadline else _no_deadline(status)
    return Availability(
        words=_words(status),
        can_apply=status.accepting,
        can_edit=editable,
        undecidable=status.marked,
        edit_words=edit_words,
        draft_words=draft_words,
        next_words=next_words,
        cycle=cycle.key,
        until=status.first_possible,
        last=status.last_possible,
        over=status.state == "closed",
        missed="the deadline"
        if deadline
        else f"the time of the {stint} ({say_date(cycle.placements)}) was over",
    )


def _words(status: WindowStatus) -> str:
    if status.why:
        return f"{status.why} {status.next_step}".strip()
    day = status.date.last
    said = say_day(day) if day else ""
    return {
        "open": f"Open until {said}." if said else "Open.",
        "closing": f"Open until {said}.",
        "closed": f"Closed since {said}." if said else "Closed.",
        "not_yet": f"Opens on {said}.",
        "undecidable": f"The closing day is {said}, with no hour given: apply now, or ask the programme team.",
    }.get(status.state, "No closing date is published.")


def _no_deadline(status: WindowStatus) -> str:
    if isinstance(status.closes, PublishedElsewhere):
        return f"No deadline is published here. See {say_list(status.closes.published_elsewhere)}."
    return "No deadline is published here; sooner is safer."
