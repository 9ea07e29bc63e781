"""The planner: reads the state of a programme, queues what `programme.nudges` says is due, and checks it again later.

Queuing twice is harmless, since every planned message has a key that is unique for ever; so any number of processes
may plan. What is queued is worded and judged again at the instant at which it is sent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.conversations import nudging, safety, shown, undecidable
from bot.conversations.broadcast import sending
from bot.conversations.checkin import planning as checkin_planning
from bot.conversations.checkin.words import scope_of
from bot.conversations.closing import close_due
from bot.conversations.journal.prompts import last_written
from bot.conversations.lapsing import lapse_due
from bot.conversations.reasons import with_reason
from bot.ports import Outgoing, UnitOfWork
from bot.programme import checkins, date_changes, weighing
from bot.programme.applications import CHANGES
from bot.programme.definition import Programme
from bot.programme.journals import HANDED_IN
from bot.programme.nudges import due
from bot.programme.people import Person, Role
from bot.programme.planned import Planned, Snapshot
from bot.programme.quiet import A_WEEK, BUDGETED, Drop, Hold, Send, Verdict, Wishes, judge, wishes

AHEAD = timedelta(hours=36)
"""How far ahead messages are queued: far enough for every zone, near enough that little has to be called off."""
EVERY = timedelta(minutes=5)
WRITTEN_TO: tuple[Role, ...] = ("student", "host_supervisor", "programme_supervisor")
PROACTIVE = frozenset({"nudge", "notice", "broadcast"})
PLANNED = "nudge:"


def snapshot(unit: UnitOfWork, programme: Programme, now: datetime, person: Person | None = None) -> Snapshot:
    """The state of a programme as planning needs it: all of it, or what concerns one person."""
    scope = scope_of(programme)
    if person is None:
        members = [(one, found) for role in WRITTEN_TO for one, found in unit.people.having(scope, role)]
        people = {one.id: one for one, _ in members}
        students = [one.id for one, found in members if found.role == "student"]
        applications = list(unit.applications.in_states(scope, list(CHANGES)))
        placements = list(unit.placements.all(scope))
        asked = list(unit.check_ins.in_states(scope, sorted(checkins.TO_SEND)))
        # A colleague who answers instead may have another role.
        people |= {one.asked: unit.people.get(one.asked) for one in asked if one.asked not in people}
    else:
        people = {person.id: person}
        students = [person.id] if unit.people.membership(scope, person.id, "student") else []
        applications = list(unit.applications.of_student(scope, person.id))
        placements = list(unit.placements.of_student(scope, person.id))
        asked = list(unit.check_ins.of_asked(scope, person.id, sorted(checkins.TO_SEND)))
    saved: dict[int, list[int]] = {}
    for student, number in unit.schedule.saved(scope, person.id if person else None):
        saved.setdefault(student, []).append(number)
    numbers = {number for some in saved.values() for number in some}
    numbers |= {one.opportunity for one in applications if one.state == "draft" and one.opportunity}
    opportunities = {number: one for number in numbers if (one := unit.opportunities.get(scope, number))}
    journals = (
        [(one.id, unit.journals.of_placement(scope, one.id)) for one in placements]
        if person else [(one.placement, one) for one in unit.journals.all(scope)]
    )  # fmt: skip
    meetings = {(one.key, one.window): one.starts_at for one in unit.sessions.meetings(scope)}
    attending = (
        unit.sessions.of_student(scope, person.id) if person
        else [one for session in programme.sessions for window in programme.window_keys
              for one in unit.sessions.attendance(scope, session.key, window)]
    )  # fmt: skip
    lost = sorted({one.asked for one in asked if one.state == "undeliverable"})
    return Snapshot(
        programme=programme, now=now, people=people, students=students, applications=applications, saved=saved,
        opportunities=opportunities, placements=placements, check_ins=asked, meetings=meetings,
        written=last_written(unit, programme, placements), seen=unit.schedule.last_seen(lost) if lost else {},
        journals_in=frozenset(number for number, one in journals if one and one.state in HANDED_IN),
        declined=frozenset((one.key, one.student) for one in attending if one.state == "declined"),
    )  # fmt: skip


def settle(unit: UnitOfWork, programme: Programme, now: datetime, ahead: timedelta = AHEAD) -> None:
    """Close what is over, and note the check-ins that open soon.

    Safe to call at any time, by any number of processes, as all of planning is.
    """
    checkin_planning.close_windows(unit, programme, now)
    # Before an offer that lapses frees a place for somebody on a list that is over.
    close_due(unit, programme, now)
    lapse_due(unit, programme, now)
    checkin_planning.plan_check_ins(unit, programme, now, ahead)


def look_ahead(
    unit: UnitOfWork, programme: Programme, now: datetime, ahead: timedelta = AHEAD
) -> tuple[Snapshot, list[Planned]]:
    """What is due and not queued yet; changes nothing, so it needs no writer."""
    state = snapshot(unit, programme, now)
    wanted = due(state, ahead)
    known = unit.schedule.known([one.key for one in wanted])
    return state, [one for one in wanted if one.key not in known]


def queue(unit: UnitOfWork, state: Snapshot, planned: Planned) -> bool:
    """Put one planned message into the outbox; False where it is there already or there is nothing to say."""
    made = nudging.word(unit, state, planned)
    if made is None:
        return False
    card, why = made
    return unit.outbox.add(
        Outgoing(
            key=planned.key, person=planned.person, card=card, due_at=planned.due_at, kind=planned.kind,
            scope=scope_of(state.programme), why=why, expires_at=planned.expires_at,
            about={"topic": planned.topic, "what": planned.what, "subjects": list(planned.subjects)},
            batch=planned.key.rpartition(":")[0],
        )
    )  # fmt: skip


def tell_changes(
    unit: UnitOfWork, state: Snapshot, because: str = "", before: Mapping[str, str] | None = None
) -> int:
    """Tell those affected by a date that was moved since the last look: once, old, new and why.

    `because` is the reason of whoever loads a new version of the file; else the file itself may hold one. `before` are
    the dates of the old version, for a programme that was never looked at. Returns how many messages are new.
    """
    programme, scope = state.programme, scope_of(state.programme)
    known = unit.schedule.known_dates(scope) or before
    dates = date_changes.known_dates(programme)
    if known == dates:
        return 0
    unit.schedule.remember_dates(scope, dates)
    new = 0
    for change in date_changes.changes(programme, known or dates, state.now):
        card, why = nudging.moved(programme, change.because(because, programme, state.now))
        for person in date_changes.concerned(change, state):
            new += unit.outbox.add(
                Outgoing(
                    key=change.key(programme.key, state.now, person), person=person, card=card, due_at=state.now,
                    kind="notice", scope=scope, why=why,
                )
            )  # fmt: skip
    return new


def recheck(unit: UnitOfWork, outgoing: Outgoing, now: datetime) -> Verdict:
    """What to do with a message at the instant at which it would be sent.

    A planned one goes only where today's state still asks for it, in today's words; everything that nobody asked for
    waits for the reader's waking hours, their pause and their budget, and carries a way to ask why it came.
    """
    if outgoing.expires_at is not None and now >= outgoing.expires_at:
        return Drop("it would have come too late")
    if outgoing.kind not in PROACTIVE or outgoing.op != "send":
        return Send()
    programme = unit.programmes.get(outgoing.scope.programme) if outgoing.scope else None
    if programme is None:
        return Send()
    person = unit.people.get(outgoing.person)
    card, weight = outgoing.card, weighing.BROADCAST
    if outgoing.key.startswith(PLANNED):
        state = snapshot(unit, programme, now, person)
        planned = next((one for one in due(state, A_WEEK) if one.key == outgoing.key), None)
        made = nudging.word(unit, state, planned) if planned else None
        if planned is None or made is None:
            return Drop("it is no longer needed")
        if planned.due_at > now:
            return Hold(planned.due_at, "its time has moved")
        card, weight = made[0], planned.weight
    if outgoing.key.startswith(undecidable.KEY):
        found = undecidable.at_sending(unit, programme, outgoing, now)
        if isinstance(found, Drop):
            return found
        card = found
    if outgoing.kind == "broadcast" and (no := sending.no_longer(unit, programme, outgoing)):
        return Drop(no)
    reader = wishes(person, programme.nudges, programme.clock.zone)
    recent = unit.schedule.reached(person.id, now - A_WEEK)
    way = given_way(unit, person, now, weight, reader, recent) if outgoing.kind in BUDGETED else None
    verdict = judge(outgoing.kind, now, reader, recent, expires_at=outgoing.expires_at, gives_way=way)
    return Send(with_reason(card, outgoing.key)) if isinstance(verdict, Send) else verdict


def given_way(
    unit: UnitOfWork, person: Person, now: datetime, weight: int, reader: Wishes, recent: Sequence[datetime]
) -> tuple[datetime, str] | None:
    """Until when a message of that weight leaves its place to a more important one, and which that is; else None."""
    if reader.per_week - len(recent) > weighing.NEARLY_SPENT:
        return None
    heavier = [
        one
        for key in {one.scope.programme for one in unit.people.memberships(person.id)}
        if (programme := unit.programmes.get(key)) is not None
        for one in due(snapshot(unit, programme, now, person), A_WEEK)
        if one.person == person.id and one.kind in BUDGETED and one.weight > weight
    ]
    ended = unit.schedule.ended([one.key for one in heavier]) if heavier else set()
    rivals = [
        weighing.Rival(one.due_at, one.weight, weighing.WORDS[one.topic])
        for one in heavier
        if one.key not in ended
    ]
    found = weighing.gives_way(now, weight, reader, recent, rivals)
    return (max(found.at, now) + weighing.WAITS, found.words) if found else None


def aftermath(unit: UnitOfWork, outgoing: Outgoing, state: str, now: datetime) -> None:
    """What a delivery means for what it was about, and for what its reader types next."""
    if state == "delivered" and outgoing.kind in PROACTIVE and outgoing.op == "send":
        _on_screen(unit, outgoing)
    safety.aftermath(unit, outgoing, state, now)
    checkin_planning.aftermath(unit, outgoing, state, now)


def _on_screen(unit: UnitOfWork, outgoing: Outgoing) -> None:
    """What a person types next can point at the message that has just come, unless they are in the middle of a talk."""
    talk = unit.talks.lock(outgoing.person)
    pressable = shown.buttons(outgoing.card)
    if talk.active is None and any(one["action"] != "settings.why" for one in pressable):
        programme = outgoing.scope.programme if outgoing.scope else talk.programme
        unit.talks.save(replace(talk, shown=pressable, programme=programme))


__all__ = ["aftermath", "look_ahead", "queue", "recheck", "scope_of", "snapshot"]
