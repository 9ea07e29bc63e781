"""What is due, from the state of one programme: a pure function, and the whole schedule.

`due` names every message that the state asks for until a horizon. The same function decides again at send time: a
message whose key it no longer names has become pointless (answered, withdrawn, a date changed) and is not sent.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Literal, TypeAlias
from zoneinfo import ZoneInfo

from bot.programme import moments
from bot.programme.calendar import journal_date, opening_together
from bot.programme.checkin_due import of_check_in
from bot.programme.checkin_plan import span
from bot.programme.dates import DateValue, Day
from bot.programme.definition import Cycle
from bot.programme.journal_plan import prompts
from bot.programme.moments import Moment
from bot.programme.placements import OVER, Placement
from bot.programme.planned import Planned, Snapshot, Topic
from bot.programme.quiet import Wishes, on_clock, out_of_quiet, wishes
from bot.programme.weighing import SAVED_ONLY, WEIGHTS

BEFORE_OFFER_ENDS = timedelta(hours=24)
Wanted: TypeAlias = dict[tuple[int, str, date], tuple[DateValue, list[int]]]
"""By student, cycle and day: the deadline as published, and the ids of what it is the deadline of."""


def due(state: Snapshot, ahead: timedelta) -> list[Planned]:
    """Every message that is due until `now + ahead` and not pointless yet, outside its reader's quiet hours."""
    planner = _Planner(state, state.now + ahead)
    found = [*planner.applying(), *planner.during(), *planner.journals(), *planner.check_ins()]
    return sorted(found, key=lambda one: (one.due_at, one.key))


class _Planner:
    """One run of `due`."""

    def __init__(self, state: Snapshot, horizon: datetime) -> None:
        self.state = state
        self.programme = state.programme
        self.clock = ZoneInfo(state.programme.clock.zone)
        self.horizon = horizon
        self.holidays = state.programme.clock.holidays

    def reader(self, person: int) -> Wishes:
        return wishes(self.state.people[person], self.programme.nudges, self.programme.clock.zone)

    def plan(
        self,
        person: int,
        topic: Topic,
        moment: Moment,
        *,
        cycle: str = "",
        what: str = "",
        subjects: Sequence[int] = (),
        mark: str = "",
        weight: int | None = None,
    ) -> Iterator[Planned]:
        """The message, if its time has come into view and is not over; moved out of quiet hours."""
        if person not in self.state.people or moment.until <= self.state.now:
            return
        due_at = out_of_quiet(moment.at, self.reader(person), before=moment.until)
        if due_at > self.horizon:
            return
        name = ":".join(
            part for part in (topic, cycle, what, moment.step, mark or moment.day.isoformat()) if part
        )
        yield Planned(
            key=f"nudge:{self.programme.key}:{name}:{person}",
            person=person,
            due_at=due_at,
            expires_at=moment.until,
            topic=topic,
            cycle=cycle,
            what=what,
            step=moment.step,
            day=moment.day.isoformat(),
            subjects=tuple(subjects),
            weight=WEIGHTS.get(topic, 0) if weight is None else weight,
        )

    def applying(self) -> Iterator[Planned]:
        """Opening, deadlines of what is begun or saved, sent to hosts, offers about to lapse."""
        for cycle in self.programme.cycles:
            yield from self.opening(cycle)
            yield from self.sent_to_hosts(cycle)
        yield from self.deadlines()
        for one in self.state.applications:
            if one.state == "offered" and one.expires_at is not None:
                moment = Moment(
                    "day",
                    one.expires_at.astimezone(self.clock).date(),
                    one.expires_at - BEFORE_OFFER_ENDS,
                    one.expires_at,
                )
                yield from self.plan(
                    one.student,
                    "offer",
                    moment,
                    subjects=[one.id],
                    mark=f"{one.id}:{one.expires_at.isoformat()}",
                )

    def opening(self, cycle: Cycle) -> Iterator[Planned]:
        """One message for all cycles with the same days, to those who have begun in none of them."""
        together = opening_together(self.programme, cycle)
        if together[0].key != cycle.key:
            return
        windows = {key for one in together for key in one.window_keys}
        begun = {one.student for one in self.state.applications if one.cycle in windows}
        begun |= {one.student for one in self.state.placements if one.state not in OVER}
        for student in self.state.students:
            if student in self.state.people and student not in begun:
                for moment in moments.news(cycle.opens, self.reader(student).zone):
                    yield from self.plan(student, "opens", moment, cycle=cycle.key)

    def sent_to_hosts(self, cycle: Cycle) -> Iterator[Planned]:
        mine: dict[int, list[int]] = {}
        for one in self.state.applications:
            if one.cycle in cycle.window_keys and one.state in {"submitted", "with_host"}:
                mine.setdefault(one.student, []).append(one.id)
        for student, ids in mine.items():
            if student in self.state.people:
                for moment in moments.news(cycle.sent_to_hosts, self.reader(student).zone):
                    yield from self.plan(student, "sent_to_hosts", moment, cycle=cycle.key, subjects=ids)

    def deadlines(self) -> Iterator[Planned]:
        """One message per student, day and step, for all that they have begun or saved and not submitted."""
        wanted: Wanted = {}
        taken = {(one.student, one.opportunity) for one in self.state.applications if one.state != "draft"}
        for one in self.state.applications:
            if one.state == "draft":
                self.want(wanted, one.student, one.opportunity, one.cycle)
        for student, opportunities in self.state.saved.items():
            for number in opportunities:
                if (student, number) not in taken and number in self.state.opportunities:
                    self.want(wanted, student, number, self.state.opportunities[number].window)
        drafts = {
            (one.student, one.opportunity or 0) for one in self.state.applications if one.state == "draft"
        }
        yield from self.by_deadline("deadline", wanted, drafts)

    def want(self, wanted: Wanted, student: int, number: int | None, window: str) -> None:
        """Note the deadline of one thing: the opportunity's own day where it has one, else the cycle's."""
        cycle = self.programme.cycle(window)
        opportunity = self.state.opportunities.get(number or 0)
        if opportunity is not None and opportunity.cancelled:
            return
        value: DateValue | None = cycle.closes if cycle else None
        if opportunity is not None and opportunity.closes is not None:
            value = Day(day=opportunity.closes)
        if value is not None and value.last is not None:
            key = (student, cycle.key if cycle else "", value.last)
            wanted.setdefault(key, (value, []))[1].append(number or 0)

    def during(self) -> Iterator[Planned]:
        """Sessions, first and last day, the journal's deadline, of placements that are not over."""
        for one in self.state.placements:
            cycle = self.programme.cycle(one.window)
            if one.state in OVER or cycle is None or one.student not in self.state.people:
                continue
            zone = self.reader(one.student).zone
            yield from self.sessions(one, cycle, zone)
            if one.state in {"confirmed", "ready"}:
                starts = Day(day=one.starts) if one.starts else _of_window(cycle, one, "first")
                for moment in moments.first_day(starts, self.holidays, zone):
                    yield from self.plan(
                        one.student, "begins", moment, cycle=cycle.key, what=str(one.id), subjects=[one.id]
                    )
            if one.state in {"confirmed", "ready", "active", "at_risk"}:
                ends = Day(day=one.ends) if one.ends else _of_window(cycle, one, "last")
                for moment in moments.last_day(ends, self.holidays, zone):
                    yield from self.plan(
                        one.student, "ends", moment, cycle=cycle.key, what=str(one.id), subjects=[one.id]
                    )

    def journals(self) -> Iterator[Planned]:
        """One message per student, day and step, for all placements whose journal is not handed in."""
        wanted: Wanted = {}
        for one in self.state.placements:
            cycle = self.programme.cycle(one.window)
            if one.state not in OVER and cycle and one.id not in self.state.journals_in:
                value = journal_date(self.programme, cycle.key)
                if value.last is not None:
                    wanted.setdefault((one.student, "", value.last), (value, []))[1].append(one.id)
        yield from self.by_deadline("journal", wanted)
        yield from self.writing()

    def writing(self) -> Iterator[Planned]:
        """The prompts of a journal's plan, to those who have not written since the one before."""
        plan = self.programme.journal.plan if self.programme.journal else None
        for one in self.state.placements:
            days = span(self.programme, one)
            is_written = one.id in self.state.journals_in
            if plan is None or days is None or one.state in {*OVER, "paused"} or is_written:
                continue
            before = days[0] - timedelta(days=1)
            for day, kind in prompts(plan, *days):
                if self.state.written.get(one.id, before) <= before or kind == "star":
                    at = on_clock(day, moments.NOON, self.reader(one.student).zone)
                    moment = Moment("day", day, at, at + timedelta(days=2))
                    yield from self.plan(
                        one.student, "write", moment, what=kind, subjects=[one.id], mark=f"{one.id}:{day}"
                    )
                before = day

    def by_deadline(
        self, topic: Topic, wanted: Wanted, begun: Collection[tuple[int, int]] | None = None
    ) -> Iterator[Planned]:
        """The two moments of each deadline; where nothing of it is `begun`, they weigh less."""
        for (student, cycle, _), (value, subjects) in wanted.items():
            is_begun = begun is None or any((student, one) in begun for one in subjects)
            if student in self.state.people:
                for moment in moments.deadline(value, self.clock, self.reader(student).zone):
                    ids = sorted(set(subjects) - {0})
                    yield from self.plan(
                        student,
                        topic,
                        moment,
                        cycle=cycle,
                        subjects=ids,
                        weight=None if is_begun else SAVED_ONLY,
                    )

    def sessions(self, placement: Placement, cycle: Cycle, zone: ZoneInfo) -> Iterator[Planned]:
        for session in self.programme.sessions:
            day = session.dates.get(cycle.key)
            meets = self.state.meetings.get((session.key, cycle.key))
            if (session.key, placement.student) in self.state.declined:
                continue
            if (invited := session.invitations.get(cycle.key)) is not None:
                for moment in moments.news(invited, zone):
                    yield from self.plan(
                        placement.student, "invitations", moment, cycle=cycle.key, what=session.key
                    )
            first = meets.astimezone(self.clock).date() if meets else day.first if day else None
            if first is not None and (meets or (day and day.precision in {"day", "instant"})):
                for moment in moments.appointment(first, meets, self.clock, zone):
                    yield from self.plan(
                        placement.student, "session", moment, cycle=cycle.key, what=session.key
                    )

    def check_ins(self) -> Iterator[Planned]:
        """Asked, asked again after a snooze, reminded of: one card per person for all that is due together."""
        rows = [
            row
            for one in self.state.check_ins
            if one.asked in self.state.people
            for row in of_check_in(one, self.state, self.reader(one.asked).zone)
        ]
        rows.sort(key=lambda row: row[:5])
        for (topic, person, plan, at), group in groupby(rows, key=lambda row: row[:4]):
            together = list(group)
            day = at.astimezone(self.reader(person).zone).date()
            moment = Moment("day", day, at, max(row[5] for row in together))
            yield from self.plan(
                person,
                topic,
                moment,
                what=plan,
                subjects=[row[4] for row in together],
                mark=at.isoformat(timespec="minutes"),
            )


def _of_window(cycle: Cycle, placement: Placement, edge: Literal["first", "last"]) -> DateValue:
    """The published date on which a placement's window begins or ends: a week stays a week (T2)."""
    chosen = next((one for one in cycle.alternatives if one.key == placement.window), None)
    if chosen is not None:
        return Day(day=chosen.starts if edge == "first" else chosen.ends)
    return cycle.begins if edge == "first" else cycle.ends
