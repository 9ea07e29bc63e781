"""What is due: each moment of a timeline, its audience, and when it has become pointless."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.programme.applications import Application
from bot.programme.checkins import CheckIn, answer, sent, snooze
from bot.programme.date_changes import changes, concerned, known_dates
from bot.programme.dates import Day
from bot.programme.definition import Programme
from bot.programme.nudges import due
from bot.programme.opportunities import Opportunity
from bot.programme.people import Scope
from bot.programme.planned import Snapshot
from bot.programme.quiet import is_quiet, wishes
from tests.programme.shipped import person, placement, programme

QM = programme("queen_mary_2024")
OXFORD = programme("oxford_mip_2023_24")
SCOPE = Scope("org", "p")
ALWAYS = timedelta(days=400)


def at(text, zone="UTC"):
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def application(number=1, student=1, state="draft", cycle="spring", opportunity=10, **changed):
    return Application(number, SCOPE, student, opportunity, cycle, state, **changed)


def opportunity(number=10, window="spring", **changed):
    return Opportunity(number, SCOPE, f"o{number}", f"Thing {number}", "Host", window=window, **changed)


def snapshot(now="2024-01-01T00:00", definition=QM, zones=(None,), **changed):
    people = {number: person(number, zone) for number, zone in enumerate(zones, 1)}
    given = {"students": (), "opportunities": {10: opportunity()}, **changed}
    return Snapshot(definition, at(now), {**people, **given.pop("people", {})}, **given)


def planned(state, ahead=ALWAYS):
    return [(one.topic, one.step, one.person, one.due_at) for one in due(state, ahead)]


def topics(state, ahead=ALWAYS):
    return [one.topic for one in due(state, ahead)]


def test_a_draft_is_reminded_of_on_the_day_before_and_at_noon_of_the_day():
    assert planned(snapshot(applications=[application()])) == [
        ("deadline", "eve", 1, at("2024-01-27T12:00")),
        ("deadline", "day", 1, at("2024-01-28T12:00")),
    ]


@pytest.mark.parametrize("state", ["submitted", "withdrawn", "with_host"])
def test_who_has_no_draft_is_not_reminded(state):
    assert "deadline" not in topics(snapshot(applications=[application(state=state)]))


def test_what_is_saved_counts_until_it_is_applied_for():
    assert topics(snapshot("2024-01-20T00:00", saved={1: [10]})) == ["deadline", "deadline"]
    sent_in = snapshot("2024-01-20T00:00", saved={1: [10]}, applications=[application(state="submitted")])
    assert topics(sent_in) == ["sent_to_hosts"]
    gone = {10: opportunity(cancelled="the host has withdrawn")}
    assert topics(snapshot("2024-01-20T00:00", saved={1: [10]}, opportunities=gone)) == []


def test_one_message_for_all_that_closes_on_one_day():
    both = {
        10: opportunity(),
        11: opportunity(11),
        12: opportunity(12, closes=date(2024, 1, 25)),
        13: opportunity(13, closes=date(2024, 1, 28)),
    }
    found = due(
        snapshot(
            "2024-01-20T00:00", applications=[application()], saved={1: [11, 12, 13]}, opportunities=both
        ),
        ALWAYS,
    )
    assert [(one.day, one.step, one.subjects) for one in found] == [
        ("2024-01-25", "eve", (12,)),
        ("2024-01-25", "day", (12,)),
        ("2024-01-28", "eve", (10, 11, 13)),
        ("2024-01-28", "day", (10, 11, 13)),
    ]


def test_noon_in_london_that_is_night_in_tokyo_comes_before_it_is_too_late():
    state = snapshot(zones=("Asia/Tokyo",), applications=[application()])
    assert [(one.step, one.due_at) for one in due(state, ALWAYS)] == [
        ("eve", at("2024-01-28T09:00", "Asia/Tokyo")),
        ("day", at("2024-01-28T20:00", "Asia/Tokyo")),
    ]


def test_t16_nothing_of_the_past_is_ever_said():
    assert (
        topics(
            snapshot(
                "2026-11-23T00:00",
                applications=[application()],
                placements=[placement(state="active")],
                saved={1: [10]},
            )
        )
        == []
    )


def test_after_an_outage_only_what_still_helps():
    state = snapshot("2024-01-28T18:00", applications=[application()])
    assert planned(state) == [("deadline", "day", 1, at("2024-01-28T12:00"))]
    assert topics(replace(state, now=at("2024-01-29T00:00"))) == []


def test_opening_is_told_to_those_who_have_not_begun():
    state = snapshot(zones=(None, "America/New_York"), students=(1, 2), applications=[application()])
    assert [one for one in planned(state) if one[0] == "opens"] == [
        ("opens", "day", 2, at("2024-01-15T12:00", "America/New_York")),
        ("opens", "day", 1, at("2024-05-13T11:00")),
        ("opens", "day", 2, at("2024-05-13T12:00", "America/New_York")),
    ]
    placed = replace(state, placements=[placement(student=1), placement(2, student=2, state="completed")])
    assert [one[2] for one in planned(placed) if one[0] == "opens"] == [2, 2]


def test_six_cycles_that_open_on_one_day_are_one_message():
    hku = programme("hku_u21_2025")
    state = snapshot("2025-10-20T00:00", hku, students=(1, 2), zones=(None, None))
    opened = [one.person for one in due(state, ALWAYS) if one.topic == "opens"]
    assert sorted(opened) == [1, 2]
    last = application(cycle=hku.cycles[-1].key, opportunity=None)
    assert "opens" not in topics(replace(state, students=(1,), applications=[last]))


def test_t15_where_no_deadline_is_published_none_is_made_up():
    week = {10: opportunity(window="spring/1")}
    state = snapshot(
        definition=OXFORD, opportunities=week, applications=[application(cycle="spring/1")], saved={1: [10]}
    )
    assert topics(state) == []
    own_day = {10: opportunity(window="spring/1", closes=date(2024, 2, 1))}
    assert topics(replace(state, opportunities=own_day)) == ["deadline", "deadline"]


def test_t8_the_day_has_no_hour_and_the_reminders_stand_on_the_programmes_clock():
    u21 = programme("hku_u21_2025")
    draft = application(cycle="1", opportunity=None)
    state = snapshot("2025-11-01T00:00", u21, zones=("Europe/London",), applications=[draft])
    assert [one for one in planned(state) if one[0] == "deadline"] == [
        ("deadline", "eve", 1, at("2025-11-13T09:00", "Europe/London")),  # noon in Hong Kong is 04:00 here
        ("deadline", "day", 1, at("2025-11-14T09:00", "Europe/London")),
    ]


def test_during_a_placement_in_a_queen_mary_spring():
    state = snapshot("2024-02-10T00:00", placements=[placement(state="ready")])
    assert [one for one in planned(state) if one[0] != "opens"] == [
        ("invitations", "day", 1, at("2024-02-16T12:00")),
        ("session", "eve", 1, at("2024-02-27T12:00")),
        ("begins", "eve", 1, at("2024-03-01T12:00")),
        ("ends", "day", 1, at("2024-04-02T11:00")),
        ("session", "eve", 1, at("2024-04-09T11:00")),
        ("journal", "eve", 1, at("2024-08-10T11:00")),
        ("journal", "day", 1, at("2024-08-11T11:00")),
    ]


def test_t4_the_end_week_begins_on_easter_monday():
    state = snapshot("2024-03-10T00:00", placements=[placement(state="active")])
    assert [one for one in planned(state) if one[0] == "ends"] == [("ends", "day", 1, at("2024-04-02T11:00"))]
    known = snapshot("2024-03-10T00:00", placements=[placement(state="active", ends="2024-04-05")])
    assert [one for one in planned(known) if one[0] == "ends"] == [("ends", "day", 1, at("2024-04-05T11:00"))]


def test_who_cannot_come_or_has_handed_in_is_left_in_peace():
    state = snapshot(
        "2024-03-10T00:00",
        placements=[placement(state="active")],
        journals_in=frozenset({1}),
        declined=frozenset({("post_workshop", 1)}),
    )
    assert topics(state) == ["ends"]


def test_a_session_with_an_hour_is_reminded_of_until_it_begins():
    state = snapshot(
        "2024-04-01T00:00",
        placements=[placement(state="active")],
        meetings={("post_workshop", "spring"): at("2024-04-11T14:00", "Europe/London")},
    )
    (session,) = [one for one in due(state, ALWAYS) if one.topic == "session"]
    assert (session.day, session.due_at, session.expires_at) == (
        "2024-04-11",
        at("2024-04-10T11:00"),
        at("2024-04-11T13:00"),
    )


def test_two_placements_have_one_journal_message():
    state = snapshot(
        "2024-08-01T00:00", placements=[placement(1), placement(2, window="summer", state="active")]
    )
    assert [
        (one.topic, one.subjects) for one in due(state, timedelta(days=12)) if one.topic == "journal"
    ] == [("journal", (1, 2)), ("journal", (1, 2))]


def test_an_offer_about_to_lapse():
    ends = at("2024-02-10T08:00")
    state = snapshot("2024-02-08T09:00", applications=[application(state="offered", expires_at=ends)])
    assert [one for one in planned(state) if one[0] == "offer"] == [
        ("offer", "day", 1, at("2024-02-09T09:00"))
    ]
    night = at("2024-02-09T23:00")
    assert planned(
        snapshot("2024-02-08T09:00", applications=[application(state="offered", expires_at=night)])
    )[0][3] == at("2024-02-09T09:00")


def ask(number=1, **changed):
    return CheckIn(
        **{
            "id": number,
            "scope": SCOPE,
            "placement": number,
            "plan": "midway",
            "role": "programme_supervisor",
            "asked": 1,
            "due_at": at("2024-03-18T09:30"),
            "closes_at": at("2024-03-23T00:00"),
            "seen_by": ("staff",),
            **changed,
        }
    )


def check_ins(*rows, now="2024-03-17T00:00"):
    return [
        (one.topic, one.due_at, one.subjects)
        for one in due(snapshot(now, students=(), check_ins=rows), ALWAYS)
    ]


def test_one_card_for_all_students_then_reminders_for_the_silent_only():
    rows = [ask(1), ask(2), ask(3)]
    assert check_ins(*rows) == [("check_in", at("2024-03-18T09:30"), (1, 2, 3))]
    waiting = [sent(one, one.due_at) for one in rows]
    waiting[1] = answer(waiting[1], {"answer": "on_track"}, at("2024-03-18T10:00"))
    assert check_ins(*waiting, now="2024-03-18T11:00") == [
        ("check_in_reminder", at("2024-03-20T09:30"), (1, 3))
    ]
    once = [sent(one, at("2024-03-20T09:31")) for one in waiting]
    assert check_ins(*once, now="2024-03-20T11:00") == [("check_in_reminder", at("2024-03-22T09:30"), (1, 3))]
    twice = [sent(one, at("2024-03-22T09:31")) for one in once]
    assert check_ins(*twice, now="2024-03-22T11:00") == []


def test_after_an_outage_one_reminder_and_not_two():
    assert check_ins(sent(ask(), at("2024-03-18T09:30")), now="2024-03-22T12:00") == [
        ("check_in_reminder", at("2024-03-22T09:30"), (1,))
    ]


def test_a_snooze_comes_back_and_is_no_reminder():
    put_off = snooze(sent(ask(), at("2024-03-18T09:30")), at("2024-03-19T15:00"))
    assert check_ins(put_off, now="2024-03-18T10:00") == [("check_in_again", at("2024-03-19T15:00"), (1,))]


def test_the_same_state_always_gives_the_same_keys():
    state = snapshot(
        "2024-01-20T00:00",
        applications=[application()],
        saved={1: [10]},
        placements=[placement(state="ready")],
    )
    keys = [one.key for one in due(state, ALWAYS)]
    assert len(keys) == len(set(keys))
    later = [one.key for one in due(replace(state, now=at("2024-01-21T00:00")), ALWAYS)]
    assert keys == later


ZONES = st.sampled_from(
    ["Pacific/Kiritimati", "Pacific/Niue", "Asia/Kolkata", "America/Los_Angeles", "Europe/London"]
)


@given(ZONES, st.datetimes(datetime(2024, 1, 1), datetime(2024, 8, 20)))
def test_nothing_is_planned_in_the_night_or_after_it_is_pointless(zone, now):
    state = snapshot(
        now.isoformat(),
        zones=(zone,),
        applications=[application()],
        saved={1: [10]},
        placements=[placement(state="active")],
        check_ins=[ask()],
    )
    reader = wishes(state.people[1], QM.nudges, QM.clock.zone)
    for one in due(state, ALWAYS):
        assert not is_quiet(one.due_at, reader)
        assert one.due_at < one.expires_at
        assert one.expires_at > state.now


def moved(day="2024-02-04") -> Programme:
    spring = QM.cycles[0].model_copy(update={"closes": Day(day=date.fromisoformat(day))})
    return QM.model_copy(update={"cycles": (spring, *QM.cycles[1:])})


def test_a_moved_date_moves_what_is_planned_and_tells_those_affected():
    state = snapshot(
        "2024-01-20T00:00",
        zones=(None, None, None),
        students=(1, 2, 3),
        applications=[application(1, 1), application(2, 2, "submitted")],
    )
    later = replace(state, programme=moved())
    assert [one[3] for one in planned(later) if one[0] == "deadline"] == [
        at("2024-02-03T12:00"),
        at("2024-02-04T12:00"),
    ]
    assert not {one.key for one in due(state, ALWAYS) if one.topic == "deadline"} & {
        one.key for one in due(later, ALWAYS)
    }
    (change,) = changes(moved(), known_dates(QM), state.now)
    assert (change.label, change.old, change.new) == (
        "applications close",
        "Sunday 28 January 2024",
        "Sunday 4 February 2024",
    )
    assert concerned(change, later) == [1, 2]
    assert changes(moved(), known_dates(moved()), state.now) == []


def test_a_date_that_is_over_either_way_is_no_news():
    assert changes(moved("2024-01-20"), known_dates(QM), at("2024-02-20T00:00")) == []


def test_t1_one_deadline_of_the_whole_edition_is_told_of_once():
    deadline = QM.journal.deadline.model_copy(update={"date": Day(day=date(2024, 8, 18))})
    later = QM.model_copy(update={"journal": QM.journal.model_copy(update={"deadline": deadline})})
    (change,) = changes(later, known_dates(QM), at("2024-06-01T00:00"))
    assert change.cycles == ("spring", "summer")
    state = snapshot(
        "2024-06-01T00:00",
        later,
        zones=(None, None),
        placements=[placement(1), placement(2, student=2, window="summer")],
    )
    assert concerned(change, state) == [1, 2]
    assert concerned(change, replace(state, journals_in=frozenset({1}))) == [2]
