"""Check-ins, planning and safety alerts are kept as they are, apart for each programme, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.cards import text
from bot.errors import ConflictError
from bot.ports import Outgoing
from bot.programme.checkins import CheckIn, answer, sent
from bot.programme.placements import Placement
from bot.programme.safety import Alert
from tests.store.conftest import NOW, OTHER, SCOPE

HOUR = timedelta(hours=1)


@pytest.fixture
def people(store):
    """A student with a placement, a supervisor."""

    def work(unit):
        student = unit.people.add("queen_mary", "a@x", "Ana", None, None)
        supervisor = unit.people.add("queen_mary", "s@x", "Sue", None, None)
        placement = unit.placements.add(
            Placement(0, SCOPE, student, None, "spring", programme_supervisor=supervisor)
        )
        return student, supervisor, placement

    return store.run(work)


def check_in(people, **changed):
    _, supervisor, placement = people
    return CheckIn(
        **{
            "id": 0,
            "scope": SCOPE,
            "placement": placement,
            "plan": "midway",
            "role": "programme_supervisor",
            "asked": supervisor,
            "due_at": NOW,
            "closes_at": NOW + 100 * HOUR,
            "seen_by": ("staff",),
            **changed,
        }
    )


def test_a_check_in_comes_back_as_it_was(store, people):
    number = store.run(lambda unit: unit.check_ins.add(check_in(people)))
    kept = store.run(lambda unit: unit.check_ins.get(SCOPE, number))
    assert kept == check_in(people, id=number)
    given = answer(sent(kept, NOW), {"answer": "needs_word", "note": "“quiet” 🙂"}, NOW + HOUR)
    store.run(lambda unit: unit.check_ins.save(given))
    assert store.run(lambda unit: unit.check_ins.get(SCOPE, number)) == given


def test_a_placement_is_asked_once_by_each_plan_on_each_side(store, people):
    assert store.run(lambda unit: unit.check_ins.add(check_in(people))) is not None
    assert store.run(lambda unit: unit.check_ins.add(check_in(people))) is None
    assert (
        store.run(lambda unit: unit.check_ins.add(check_in(people, role="student", asked=people[0])))
        is not None
    )
    assert store.run(lambda unit: unit.check_ins.add(check_in(people, plan="end"))) is not None


def test_check_ins_are_found_by_whom_they_ask_and_by_state_in_their_own_programme(store, people):
    student, supervisor, placement = people
    one = store.run(lambda unit: unit.check_ins.add(check_in(people)))
    two = store.run(
        lambda unit: unit.check_ins.add(check_in(people, role="student", asked=student, state="sent"))
    )

    def ids(found):
        return [row.id for row in found]

    def work(unit):
        rows = unit.check_ins
        return (ids(rows.of_asked(SCOPE, supervisor)), ids(rows.of_asked(SCOPE, student, ["scheduled"])),
                ids(rows.of_placement(SCOPE, placement)), ids(rows.in_states(SCOPE, ["sent", "due"])),
                ids(rows.in_states(OTHER, ["sent"])), rows.get(OTHER, one))  # fmt: skip

    assert store.run(work) == ([one], [], [one, two], [two], [], None)


def test_two_changes_at_once_are_not_mixed(store, people):
    number = store.run(lambda unit: unit.check_ins.add(check_in(people)))

    def work(unit):
        seen = unit.check_ins.get(SCOPE, number)
        unit.connection.exec_driver_sql("UPDATE check_ins SET revision = revision + 1")
        unit.check_ins.save(sent(seen, NOW))

    with pytest.raises(ConflictError):
        store.run(work)


def test_only_one_process_plans_in_each_five_minutes(store):
    def looks(at):
        return store.run(lambda unit: unit.schedule.look(SCOPE, at, timedelta(minutes=5)))

    assert [looks(NOW), looks(NOW), looks(NOW + timedelta(minutes=4)), looks(NOW + timedelta(minutes=5))] == [
        True, False, False, True]  # fmt: skip
    assert looks(NOW - 100 * HOUR), "a clock that was put right does not stop the planning"
    assert store.run(lambda unit: unit.schedule.look(OTHER, NOW, timedelta(minutes=5)))


def test_the_dates_told_last_are_remembered(store):
    assert store.run(lambda unit: unit.schedule.known_dates(SCOPE)) is None
    for dates in ({"spring/closes": "Sunday 28 January 2024"}, {"spring/closes": "Sunday 4 February 2024"}):
        store.run(lambda unit, dates=dates: unit.schedule.remember_dates(SCOPE, dates))
        assert store.run(lambda unit: unit.schedule.known_dates(SCOPE)) == dates
    assert store.run(lambda unit: unit.schedule.known_dates(OTHER)) is None


def test_who_was_written_to_lately_and_why(store, people):
    student = people[0]

    def queue(unit):
        for number, kind in enumerate(["nudge", "broadcast", "notice", "reply", "nudge"]):
            unit.outbox.add(Outgoing(f"k{number}", student, text(kind), NOW, kind, SCOPE, why=f"why {number}",
                                     about={"topic": f"t{number}"}))  # fmt: skip
        states = ["delivered", "unknown", "delivered", "delivered", "suppressed"]
        for number, state in enumerate(states):
            at = NOW + number * HOUR
            unit.connection.execute(outbox.update().where(outbox.c.key == f"k{number}").values(
                state=state, ended_at=at, due_at=None, reason="it was paused"))  # fmt: skip

    from store.outbox_table import outbox

    store.run(queue)

    def work(unit):
        kept = unit.schedule
        return (list(kept.reached(student, NOW - HOUR)), list(kept.reached(student, NOW + HOUR)), kept.reason(student),
                kept.reason(student, "k0"), kept.reason(student, "k3"), kept.held(SCOPE, 5), kept.held(OTHER, 5),
                kept.state_of("k1"), kept.state_of("none"))  # fmt: skip

    assert store.run(work) == (
        [NOW, NOW + HOUR], [], ("why 2", "notice", NOW + 2 * HOUR), ("why 0", "nudge", NOW), None,
        [(student, "t4", "suppressed", "it was paused", None)], [], "unknown", None)  # fmt: skip


def test_an_alert_is_kept_until_somebody_takes_it_up(store, people):
    student, supervisor, _ = people
    alert = Alert(0, SCOPE, student, "crisis", "words", NOW, (0,), (1,), NOW + HOUR)
    number = store.run(lambda unit: unit.alerts.add(alert))
    kept = store.run(lambda unit: unit.alerts.get(SCOPE, number))
    assert kept == replace(alert, id=number)
    assert store.run(lambda unit: unit.alerts.get(OTHER, number)) is None
    assert store.run(lambda unit: unit.alerts.due(NOW)) == []
    assert store.run(lambda unit: unit.alerts.due(NOW + HOUR)) == [kept]
    taken = replace(kept, taken_by=supervisor, taken_at=NOW, next_at=None)
    store.run(lambda unit: unit.alerts.save(taken))
    assert store.run(lambda unit: unit.alerts.due(NOW + 9 * HOUR)) == []
    assert store.run(lambda unit: unit.alerts.get(SCOPE, number)) == taken
