"""The planner: reads the state of a programme, queues what `programme.nudges` says is due, and checks it again later.

Queuing twice is harmless, since every planned message has a key that is unique for ever; so any number of processes
may plan. What is queued is worded and judged again at the instant at which it is sent.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from bot.cards import Action, Card
from bot.conversations import checkin, flagging, nudging, safety, shown
from bot.conversations.broadcast import sending
from bot.conversations.checkin_words import scope_of
from bot.conversations.journal_prompts import last_written
from bot.conversations.lapsing import lapse_due
from bot.errors import ConflictError
from bot.ports import Outgoing, UnitOfWork
from bot.programme import checkins, date_changes
from bot.programme.applications import CHANGES
from bot.programme.checkin_plan import to_ask
from bot.programme.checkins import CheckIn
from bot.programme.definition import Programme
from bot.programme.journals import HANDED_IN
from bot.programme.nudges import due
from bot.programme.people import Person, Role
from bot.programme.placements import OVER
from bot.programme.planned import Planned, Snapshot
from bot.programme.quiet import A_WEEK, Drop, Hold, Send, Verdict, judge, wishes
from bot.programme.tasks import StaffTask

AHEAD = timedelta(hours=36)
"""How far ahead messages are queued: far enough for every zone, near enough that little has to be called off."""
EVERY = timedelta(minutes=5)
EVER = timedelta(days=3660)
WRITTEN_TO: tuple[Role, ...] = ("student", "host_supervisor", "programme_supervisor")
PROACTIVE = frozenset({"nudge", "notice", "broadcast"})
PLANNED = "nudge:"
TRIES = 3


def snapshot(unit: UnitOfWork, programme: Programme, now: datetime, person: Person | None = None) -> Snapshot:
    """The state of a programme as planning needs it: all of it, or what concerns one person."""
    scope = scope_of(programme)
    if person is None:
        members = [(one, found) for role in WRITTEN_TO for one, found in unit.people.having(scope, role)]
        people = {one.id: one for one, _ in members}
        students = [one.id for one, found in members if found.role == "student"]
        applications = list(unit.applications.in_states(scope, list(CHANGES)))
        placements = list(unit.placements.all(scope))
        asked = list(unit.check_ins.in_states(scope, sorted(checkins.WAITING)))
    else:
        people = {person.id: person}
        students = [person.id] if unit.people.membership(scope, person.id, "student") else []
        applications = list(unit.applications.of_student(scope, person.id))
        placements = list(unit.placements.of_student(scope, person.id))
        asked = list(unit.check_ins.of_asked(scope, person.id, sorted(checkins.WAITING)))
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
    return Snapshot(
        programme=programme, now=now, people=people, students=students, applications=applications, saved=saved,
        opportunities=opportunities, placements=placements, check_ins=asked, meetings=meetings,
        written=last_written(unit, programme, placements),
        journals_in=frozenset(number for number, one in journals if one and one.state in HANDED_IN),
        declined=frozenset((one.key, one.student) for one in attending if one.state == "declined"),
    )  # fmt: skip


def plan(unit: UnitOfWork, programme: Programme, now: datetime, ahead: timedelta = AHEAD) -> int:
    """Close what is over, note the check-ins that open soon, queue what is due until `now + ahead`.

    Returns how many messages are new. Safe to call at any time, by any number of processes.
    """
    close_windows(unit, programme, now)
    lapse_due(unit, programme, now)
    plan_check_ins(unit, programme, now, ahead)
    state = snapshot(unit, programme, now)
    new = tell_changes(unit, state)
    return new + sum(queue(unit, state, one) for one in due(state, ahead))


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


def plan_check_ins(unit: UnitOfWork, programme: Programme, now: datetime, ahead: timedelta) -> None:
    """Note the check-ins that open until `now + ahead`; those not sent yet follow a date that was moved."""
    if not any(one.on for one in programme.check_ins):
        return
    scope = scope_of(programme)
    placements = list(unit.placements.all(scope))
    numbers = {
        number
        for one in placements
        for number in (one.student, one.host_supervisor, one.programme_supervisor)
    }
    people = {number: unit.people.get(number) for number in numbers if number}
    wanted = {
        (one.placement, one.plan, one.role): one for one in to_ask(programme, placements, people, now, EVER)
    }
    kept = {
        (one.placement, one.plan, one.role): one
        for one in unit.check_ins.in_states(scope, ["scheduled", "due"])
    }
    for key, one in wanted.items():
        before = kept.get(key)
        if before is None and one.due_at <= now + ahead:
            unit.check_ins.add(one)
        elif before is None:
            continue
        elif before.due_at != one.due_at and before.due_at > now:
            unit.check_ins.save(replace(before, due_at=one.due_at, closes_at=one.closes_at, asked=one.asked))
    live = {one.id for one in placements if one.state not in OVER}
    for key, before in kept.items():
        gone = before.placement not in live or (key not in wanted and before.due_at > now)
        if gone and before.state == "scheduled":
            unit.check_ins.save(
                checkins.move(before, "cancelled", reason="the placement or the plan has changed")
            )


def tell_changes(unit: UnitOfWork, state: Snapshot) -> int:
    """Tell those affected by a date that was moved since the last look: once, old, new and why."""
    programme, scope = state.programme, scope_of(state.programme)
    known = unit.schedule.known_dates(scope)
    dates = date_changes.known_dates(programme)
    if known == dates:
        return 0
    unit.schedule.remember_dates(scope, dates)
    new = 0
    for change in date_changes.changes(programme, known or dates, state.now):
        card, why = nudging.moved(programme, change)
        for person in date_changes.concerned(change, state):
            new += unit.outbox.add(
                Outgoing(
                    key=change.key(programme.key, state.now, person), person=person, card=card, due_at=state.now,
                    kind="notice", scope=scope, why=why,
                )
            )  # fmt: skip
    return new


def close_windows(unit: UnitOfWork, programme: Programme, now: datetime) -> None:
    """End the check-ins whose window is over; silence becomes one task for staff per person and plan."""
    scope = scope_of(programme)
    silent: dict[tuple[int, str], list[CheckIn]] = {}
    waiting = unit.check_ins.in_states(scope, [*sorted(checkins.WAITING), "undeliverable", "answered"])
    for one in waiting:
        if one.closes_at > now:
            continue
        placement = unit.placements.get(scope, one.placement)
        over = placement is None or placement.state in OVER
        with_draft = checkin.partial(unit, programme, one) if one.state == "opened" else one
        ended = checkins.close_window(with_draft, over=over)
        unit.check_ins.save(ended)
        if ended.state == "flagged":
            flagging.look(unit, programme, ended, now)
        elif ended.state == "escalated":
            silent.setdefault((ended.asked, ended.plan), []).append(ended)
    for (asked, key), some in silent.items():
        _ask_staff(unit, programme, unit.people.get(asked), key, some, now)


def _ask_staff(
    unit: UnitOfWork, programme: Programme, person: Person, key: str, some: list[CheckIn], now: datetime
) -> None:
    found = programme.check_in(key)
    name = (found.name if found else "check-in").casefold()
    who = person.name or person.email
    about = (
        ""
        if some[0].role == "student"
        else f" about {len(some)} {'student' if len(some) == 1 else 'students'}"
    )
    reason = f"It {some[0].reason.removeprefix('it ')}." if some[0].reason.startswith("it ") else ""
    unit.tasks.add(
        StaffTask(
            id=0, scope=scope_of(programme), kind="check_in_missed", about=person.id, made_at=now,
            subject=f"check_in:{key}:{person.id}:{some[0].closes_at.date().isoformat()}",
            text=f"{who} has not answered the {name}{about}. {reason}".strip(),
            context={"check_ins": [one.id for one in some], "plan": key},
        )
    )  # fmt: skip


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
    card = outgoing.card
    if outgoing.key.startswith(PLANNED):
        state = snapshot(unit, programme, now, person)
        planned = next((one for one in due(state, A_WEEK) if one.key == outgoing.key), None)
        made = nudging.word(unit, state, planned) if planned else None
        if planned is None or made is None:
            return Drop("it is no longer needed")
        if planned.due_at > now:
            return Hold(planned.due_at, "its time has moved")
        card = made[0]
    if outgoing.kind == "broadcast" and (no := sending.no_longer(unit, programme, outgoing)):
        return Drop(no)
    reader = wishes(person, programme.nudges, programme.clock.zone)
    recent = unit.schedule.reached(person.id, now - A_WEEK)
    verdict = judge(outgoing.kind, now, reader, recent, expires_at=outgoing.expires_at)
    return Send(with_reason(card, outgoing)) if isinstance(verdict, Send) else verdict


def with_reason(card: Card, outgoing: Outgoing) -> Card:
    """Every proactive message can be asked why it came, and how to have fewer."""
    ask = Action("Why am I getting this?", "settings.why", {"key": outgoing.key})
    return (
        card
        if any(one.name == ask.name for one in card.actions)
        else replace(card, actions=(*card.actions, ask))
    )


def aftermath(unit: UnitOfWork, outgoing: Outgoing, state: str, now: datetime) -> None:
    """What a delivery means for what it was about: a check-in was sent, or staff must find another way."""
    if state == "delivered" and outgoing.kind in PROACTIVE and outgoing.op == "send":
        _on_screen(unit, outgoing)
    safety.aftermath(unit, outgoing, state, now)
    if outgoing.scope is None or not str(outgoing.about.get("topic", "")).startswith("check_in"):
        return
    programme = unit.programmes.get(outgoing.scope.programme)
    found = [unit.check_ins.get(outgoing.scope, int(number)) for number in outgoing.about.get("subjects", ())]
    mine = [one for one in found if one and one.asked == outgoing.person]
    if state in {"delivered", "unknown"}:
        for one in mine:
            _kept(unit, one, lambda found: checkins.sent(found, now))
    elif state in {"failed", "unreachable"} and programme is not None:
        lost = [one for one in mine if one.state in {"scheduled", "due"}]
        for one in lost:
            _kept(unit, one, _undeliverable)
        if lost:
            some = [replace(one, reason="it could not be delivered") for one in lost]
            _ask_staff(unit, programme, unit.people.get(outgoing.person), lost[0].plan, some, now)


def _on_screen(unit: UnitOfWork, outgoing: Outgoing) -> None:
    """What a person types next can point at the message that has just come, unless they are in the middle of a talk."""
    talk = unit.talks.lock(outgoing.person)
    pressable = shown.buttons(outgoing.card)
    if talk.active is None and any(one["action"] != "settings.why" for one in pressable):
        programme = outgoing.scope.programme if outgoing.scope else talk.programme
        unit.talks.save(replace(talk, shown=pressable, programme=programme))


def _undeliverable(one: CheckIn) -> CheckIn:
    if one.state == "scheduled":
        one = checkins.move(one, "due")
    if one.state != "due":
        return one
    return checkins.move(one, "undeliverable", reason="it could not be delivered")


def _kept(unit: UnitOfWork, one: CheckIn, change: Callable[[CheckIn], CheckIn]) -> None:
    """Save a change even where the person answered in this very moment: then it is made on top of that."""
    for _ in range(TRIES):
        try:
            unit.check_ins.save(change(one))
            return
        except ConflictError:
            one = unit.check_ins.get(one.scope, one.id) or one


__all__ = ["aftermath", "close_windows", "plan", "recheck", "snapshot"]
