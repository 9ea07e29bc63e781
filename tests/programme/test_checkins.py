"""Check-ins: the diagram of the vocabulary, when they are asked and closed, and who may read an answer."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest

from bot.errors import TransitionError
from bot.programme import checkins
from bot.programme.checkin_plan import day_of, nobody_to_ask, reminders, to_ask, window
from bot.programme.checkins import (
    CHANGES,
    CheckIn,
    answer,
    close_window,
    delegate,
    may_read,
    move,
    sent,
    snooze,
)
from bot.programme.definition import ByDay, ByFraction, ByWeekOfPlacement
from bot.programme.people import Membership, Scope
from tests.programme.shipped import checks_on, person, placement, programme

QM = programme("queen_mary_2024")
SCOPE = Scope("org", "p")
MONDAY = datetime(2024, 3, 18, 9, 30, tzinfo=UTC)
FRIDAY_NIGHT = datetime(2024, 3, 23, 0, tzinfo=UTC)


def check_in(state="scheduled", role="programme_supervisor", **changed):
    return CheckIn(
        **{
            "id": 1,
            "scope": SCOPE,
            "placement": 1,
            "plan": "midway",
            "role": role,
            "asked": 7,
            "due_at": MONDAY,
            "closes_at": FRIDAY_NIGHT,
            "seen_by": ("staff",),
            "state": state,
            **changed,
        }
    )


def diagram():
    """The arrows of notes/vocabulary.md, typed out by hand."""
    return {
        ("scheduled", "cancelled"),
        ("scheduled", "due"),
        ("due", "sent"),
        ("due", "undeliverable"),
        ("undeliverable", "sent"),
        ("undeliverable", "escalated"),
        ("sent", "opened"),
        ("sent", "snoozed"),
        ("snoozed", "sent"),
        ("sent", "delegated"),
        ("delegated", "sent"),
        ("opened", "answered"),
        ("opened", "partial"),
        ("sent", "reminded"),
        ("reminded", "opened"),
        ("reminded", "missed"),
        ("sent", "missed"),
        ("answered", "flagged"),
        ("partial", "flagged"),
        ("missed", "escalated"),
        ("flagged", "escalated"),
        ("escalated", "closed"),
        ("answered", "closed"),
        ("partial", "closed"),
    }


def test_the_states_are_exactly_those_of_the_diagram():
    assert {(before, after) for before, afters in CHANGES.items() for after in afters} == diagram()


@pytest.mark.parametrize(("before", "after"), sorted(set(product(CHANGES, CHANGES)) - diagram()))
def test_no_other_change_is_possible(before, after):
    with pytest.raises(TransitionError):
        move(check_in(before), after)


def test_sent_reminded_answered_changed_closed():
    asked = sent(check_in(), MONDAY)
    assert (asked.state, asked.sent_at, asked.reminders) == ("sent", MONDAY, 0)
    reminded = sent(asked, MONDAY + timedelta(days=2))
    assert (reminded.state, reminded.reminders, reminded.sent_at) == ("reminded", 1, MONDAY)
    twice = sent(reminded, MONDAY + timedelta(days=4))
    assert (twice.state, twice.reminders) == ("reminded", 2)
    given = answer(twice, {"answer": "needs_word", "note": "went quiet"}, FRIDAY_NIGHT - timedelta(minutes=1))
    changed = answer(given, {"answer": "on_track"}, FRIDAY_NIGHT - timedelta(seconds=1))
    assert (changed.state, changed.word, changed.note) == ("answered", "on_track", "went quiet")
    assert close_window(changed).state == "closed"
    assert close_window(given).state == "flagged"
    with pytest.raises(TransitionError):
        answer(changed, {"answer": "on_track"}, FRIDAY_NIGHT)


def test_an_answer_that_comes_before_the_question_is_taken():
    assert answer(check_in(), {"answer": "on_track"}, MONDAY).state == "answered"
    assert answer(check_in("due"), {"answer": "on_track"}, MONDAY).sent_at == MONDAY


def test_snooze_and_again():
    later = MONDAY + timedelta(hours=5)
    put_off = snooze(check_in("sent"), later)
    assert (put_off.state, put_off.snoozed_until) == ("snoozed", later)
    assert snooze(put_off, later + timedelta(hours=1)).snoozed_until == later + timedelta(hours=1)
    assert sent(put_off, later).state == "sent"
    assert snooze(check_in("reminded"), later).state == "reminded"
    with pytest.raises(TransitionError, match="after this check-in closes"):
        snooze(check_in("sent"), FRIDAY_NIGHT)
    with pytest.raises(TransitionError):
        snooze(check_in("answered"), later)


def test_delegation_keeps_who_gave_it_away():
    handed = delegate(check_in("sent"), 9)
    assert (handed.state, handed.asked, handed.delegated_by) == ("delegated", 9, 7)
    again = delegate(sent(handed, MONDAY), 11)
    assert (again.asked, again.delegated_by) == (11, 7)
    with pytest.raises(TransitionError, match="Only the student"):
        delegate(check_in("sent", role="student"), 9)


@pytest.mark.parametrize(
    ("state", "end"),
    [
        ("scheduled", "cancelled"),
        ("due", "escalated"),
        ("undeliverable", "escalated"),
        ("sent", "escalated"),
        ("reminded", "escalated"),
        ("snoozed", "escalated"),
        ("delegated", "escalated"),
        ("opened", "closed"),
        ("answered", "closed"),
        ("closed", "closed"),
        ("cancelled", "cancelled"),
        ("flagged", "flagged"),
    ],
)
def test_every_window_ends_somewhere(state, end):
    assert close_window(check_in(state)).state == end


def test_silence_is_no_alarm_when_the_placement_is_over():
    assert close_window(check_in("reminded"), over=True).state == "closed"
    assert "ended" in close_window(check_in("sent"), over=True).reason


@pytest.mark.parametrize(("key", "day"), [("spring", date(2024, 3, 18)), ("summer", date(2024, 7, 15))])
def test_queen_mary_asks_on_the_monday_of_its_published_week(key, day):
    assert day_of(QM.check_ins[0], QM, placement(window=key)) == day


def test_t4_a_week_that_begins_on_easter_monday_begins_on_tuesday():
    plan = QM.check_ins[0]
    moved = plan.when.weeks["spring"].model_copy(update={"week": date(2024, 4, 1)})
    plan = plan.model_copy(update={"when": plan.when.model_copy(update={"weeks": {"spring": moved}})})
    assert day_of(plan, QM, placement()) == date(2024, 4, 2)


@pytest.mark.parametrize(
    ("starts", "ends", "day"),
    [
        ("2024-03-18", "2024-03-22", date(2024, 3, 20)),
        ("2024-03-18", "2024-03-21", date(2024, 3, 19)),
        ("2024-03-18", "2024-03-20", date(2024, 3, 19)),
        ("2024-03-19", "2024-03-20", date(2024, 3, 19)),
        ("2024-03-18", "2024-03-18", date(2024, 3, 18)),
        (None, None, date(2024, 3, 20)),
        ("2024-03-27", "2024-04-03", date(2024, 3, 28)),
    ],  # Good Friday and Easter Monday are not counted
)
def test_t12_half_of_a_placement_of_n_days_is_its_day_n_over_two_rounded_up(starts, ends, day):
    oxford = checks_on("oxford_mip_2023_24")
    assert day_of(oxford.check_ins[0], oxford, placement(window="spring/2", starts=starts, ends=ends)) == day


def test_a_day_and_a_week_of_the_placement():
    idp = checks_on("idp_generic_2020")
    fortnight = placement(window="open", starts="2024-03-18", ends="2024-03-29")
    by_day = idp.check_ins[0].model_copy(update={"when": ByDay(day_of_placement=6)})
    assert day_of(by_day, idp, fortnight) == date(2024, 3, 25)  # the sixth day is a Saturday
    assert day_of(by_day, idp, placement(window="open")) is None
    by_week = idp.check_ins[0].model_copy(update={"when": ByWeekOfPlacement(week_of_placement=2)})
    assert day_of(by_week, idp, fortnight) == date(2024, 3, 25)
    beyond = idp.check_ins[0].model_copy(update={"when": ByWeekOfPlacement(week_of_placement=3)})
    assert day_of(beyond, idp, fortnight) is None
    assert day_of(
        idp.check_ins[0].model_copy(update={"when": ByFraction(fraction=1)}), idp, fortnight
    ) == date(2024, 3, 29)


def test_each_is_asked_on_their_own_clock_and_has_until_friday():
    plan, (student, supervisor) = QM.check_ins[0], QM.check_ins[0].asked
    london = window(plan, student, QM, placement(), person(1).zone("Europe/London"))
    assert (london.opens, london.closes) == (datetime(2024, 3, 18, 12, tzinfo=UTC), FRIDAY_NIGHT)
    tokyo = window(plan, supervisor, QM, placement(), person(1, "Asia/Tokyo").zone("Europe/London"))
    assert (tokyo.opens, tokyo.closes) == (
        datetime(2024, 3, 18, 0, 30, tzinfo=UTC),
        datetime(2024, 3, 22, 15, tzinfo=UTC),
    )


def test_a_short_placement_is_not_asked_after_its_end():
    oxford = checks_on("oxford_mip_2023_24")
    two_days = placement(window="spring/2", starts="2024-03-21", ends="2024-03-22")
    open_for = window(
        oxford.check_ins[0], oxford.check_ins[0].asked[0], oxford, two_days, person(1).zone("Europe/London")
    )
    assert open_for.closes == FRIDAY_NIGHT


def test_reminders_after_two_working_days_of_silence_within_the_window():
    asked = sent(check_in(), MONDAY)
    assert reminders(asked, QM, person(7).zone("Europe/London")) == (
        datetime(2024, 3, 20, 9, 30, tzinfo=UTC),
        datetime(2024, 3, 22, 9, 30, tzinfo=UTC),
    )
    short = sent(check_in(closes_at=datetime(2024, 3, 20, 0, tzinfo=UTC)), MONDAY)
    assert reminders(short, QM, person(7).zone("Europe/London")) == ()
    none = QM.model_copy(update={"nudges": QM.nudges.model_copy(update={"reminders": 0})})
    assert reminders(asked, none, person(7).zone("Europe/London")) == ()


def test_who_is_asked_and_when_it_is_too_late_to_ask():
    placements = [
        placement(1, student=1, programme_supervisor=7),
        placement(2, student=2, programme_supervisor=7),
        placement(3, student=3),
        placement(4, student=4, programme_supervisor=7, state="ended_early"),
    ]
    everybody = {number: person(number) for number in (1, 2, 3, 4, 7)}
    two_days = timedelta(days=2)
    found = to_ask(QM, placements, everybody, datetime(2024, 3, 17, tzinfo=UTC), two_days)
    assert [(one.placement, one.role, one.asked) for one in found] == [
        (1, "student", 1),
        (1, "programme_supervisor", 7),
        (2, "student", 2),
        (2, "programme_supervisor", 7),
        (3, "student", 3),
    ]
    assert to_ask(QM, placements, everybody, datetime(2024, 3, 1, tzinfo=UTC), two_days) == []
    assert to_ask(QM, placements, everybody, FRIDAY_NIGHT, two_days) == []
    late = to_ask(QM, placements[:1], everybody, datetime(2024, 3, 20, 15, tzinfo=UTC), two_days)
    assert {one.due_at for one in late} == {datetime(2024, 3, 20, 15, tzinfo=UTC)}
    assert [(one.id, asked.role) for one, _, asked in nobody_to_ask(QM, placements)] == [
        (3, "programme_supervisor")
    ]


def test_what_no_programme_states_is_off():
    oxford = programme("oxford_mip_2023_24")
    week = [placement(window="spring/2", host_supervisor=7)]
    assert to_ask(oxford, week, {1: person(1), 7: person(7)}, MONDAY, timedelta(days=9)) == []


def test_t23_who_may_read_an_answer():
    mine, other = placement(1, student=1, programme_supervisor=7, host_supervisor=8), placement(2, student=2)
    from_student = check_in(role="student", asked=1, seen_by=("staff", "programme_supervisor"))

    def reads(who, role, where=mine, scope=SCOPE):
        return may_read(from_student, where, who, [Membership(who, scope, role)])

    assert reads(1, "student")
    assert not reads(2, "student")
    assert reads(7, "programme_supervisor")
    assert not reads(7, "programme_supervisor", other)
    assert not reads(8, "host_supervisor")
    assert reads(9, "staff")
    assert not reads(9, "staff", scope=Scope("org", "another"))
    assert may_read(check_in(asked=9, delegated_by=7), mine, 7, [])


def test_help_is_what_a_human_should_look_at():
    assert checkins.wants_help(check_in("answered", answers={"answer": "needs_word"}))
    assert checkins.wants_help(check_in("answered", answers={"answer": "on_track", "score": 2}))
    assert not checkins.wants_help(check_in("answered", answers={"answer": "on_track", "score": 3}))
    assert not checkins.wants_help(check_in("sent"))
