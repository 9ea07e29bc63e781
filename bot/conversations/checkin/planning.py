"""Check-ins on the schedule: noted before they open, sent or found to be undeliverable, closed when over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.conversations.checkin import flagging
from bot.conversations.checkin import student as checkin
from bot.conversations.checkin.words import scope_of
from bot.errors import ConflictError
from bot.ports import Outgoing, UnitOfWork
from bot.programme import checkins
from bot.programme.checkin_plan import day_of, nobody_to_ask, to_ask
from bot.programme.checkins import UNDELIVERED, CheckIn
from bot.programme.dates import say_day, say_list
from bot.programme.definition import Programme
from bot.programme.people import Person, Role
from bot.programme.placements import OVER, Placement
from bot.programme.tasks import StaffTask

EVER = timedelta(days=3660)
SOON = timedelta(days=7)
TRIES = 3


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
    ask_for_names(unit, programme, placements, now)
    live = {one.id for one in placements if one.state not in OVER}
    for key, before in kept.items():
        gone = before.placement not in live or (key not in wanted and before.due_at > now)
        if gone and before.state == "scheduled":
            unit.check_ins.save(
                checkins.move(before, "cancelled", reason="the placement or the plan has changed")
            )


def ask_for_names(unit: UnitOfWork, programme: Programme, placements: list[Placement], now: datetime) -> None:
    """A side that nobody can answer, soon: one task for staff per check-in and role."""
    today = now.astimezone(ZoneInfo(programme.clock.zone)).date()
    missing: dict[tuple[str, Role, date], list[Placement]] = {}
    for one, plan_of, asked in nobody_to_ask(programme, placements):
        day = day_of(plan_of, programme, one)
        if day is not None and today <= day <= today + SOON:
            missing.setdefault((plan_of.key, asked.role, day), []).append(one)
    for (key, role, day), some in missing.items():
        names = [unit.people.get(one.student) for one in some]
        who = say_list([person.name or person.email for person in names[:10]])
        more = f" and {len(names) - 10} more" if len(names) > 10 else ""
        title = programme.vocabulary.name(role)
        plan_name = (programme.check_in(key) or programme.check_ins[0]).name.casefold()
        unit.tasks.add(
            StaffTask(
                id=0, scope=scope_of(programme), kind="check_in_nobody", made_at=now,
                subject=f"check_in:{key}:{role}:nobody:{day.isoformat()}",
                text=f"Nobody is named whom the {plan_name} of {say_day(day)} could ask as {title}: {who}{more}.",
            )
        )  # fmt: skip


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
    lost = some[0].reason == UNDELIVERED
    text = (
        f"{who} could not be reached for the {name}{about}; a link to answer on can be copied."
        if lost
        else f"{who} has not answered the {name}{about}."
    )
    unit.tasks.add(
        StaffTask(
            id=0, scope=scope_of(programme), kind="check_in_missed", about=person.id, made_at=now,
            subject=_subject(person.id, key, some[0]),
            text=text,
            context={"check_ins": [one.id for one in some], "plan": key},
        )
    )  # fmt: skip


def _subject(person: int, plan: str, one: CheckIn) -> str:
    return f"check_in:{plan}:{person}:{one.closes_at.date().isoformat()}"


def _reached_after_all(unit: UnitOfWork, person: int, some: list[CheckIn], now: datetime) -> None:
    """Staff need find no other way any more."""
    for subject in {_subject(person, one.plan, one) for one in some}:
        for task in unit.tasks.of_subject(some[0].scope, subject):
            if task.kind == "check_in_missed" and task.state == "open":
                outcome = "It has reached them after all; nothing is left to do."
                unit.tasks.save(replace(task, state="done", handled_at=now, outcome=outcome))


def aftermath(unit: UnitOfWork, outgoing: Outgoing, state: str, now: datetime) -> None:
    """A check-in was sent, or staff must find another way."""
    if outgoing.scope is None or not str(outgoing.about.get("topic", "")).startswith("check_in"):
        return
    programme = unit.programmes.get(outgoing.scope.programme)
    found = [unit.check_ins.get(outgoing.scope, int(number)) for number in outgoing.about.get("subjects", ())]
    mine = [one for one in found if one and one.asked == outgoing.person]
    if state in {"delivered", "unknown"}:
        for one in mine:
            _kept(unit, one, lambda found: checkins.sent(found, now))
        if after_all := [one for one in mine if one.state == "undeliverable"]:
            _reached_after_all(unit, outgoing.person, after_all, now)
    elif state in {"failed", "unreachable"} and programme is not None:
        lost = [one for one in mine if one.state in {"scheduled", "due"}]
        for one in lost:
            _kept(unit, one, _undeliverable)
        if lost:
            some = [replace(one, reason=UNDELIVERED) for one in lost]
            _ask_staff(unit, programme, unit.people.get(outgoing.person), lost[0].plan, some, now)


def _undeliverable(one: CheckIn) -> CheckIn:
    if one.state == "scheduled":
        one = checkins.move(one, "due")
    if one.state != "due":
        return one
    return checkins.move(one, "undeliverable", reason=UNDELIVERED)


def _kept(unit: UnitOfWork, one: CheckIn, change: Callable[[CheckIn], CheckIn]) -> None:
    """Save a change even where the person answered in this very moment: then it is made on top of that."""
    for _ in range(TRIES):
        try:
            unit.check_ins.save(change(one))
            return
        except ConflictError:
            one = unit.check_ins.get(one.scope, one.id) or one
