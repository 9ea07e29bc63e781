"""A whole Queen Mary spring, January to August 2024: every message with its instant."""

from __future__ import annotations

from functools import reduce

import pytest

import store
from bot.programme import checkins
from bot.programme.applications import Application, move
from bot.programme.opportunities import Opportunity
from bot.programme.placements import Placement
from bot.programme.placements import move as move_placement
from tests.cycles.world import World, at, never_at_night


@pytest.fixture
def world(tmp_path):
    opened = store.open_store(f"sqlite:///{tmp_path / 'cycle.db'}", files=None, secret="s" * 32)
    world = World(opened, "queen_mary_2024", at("2024-01-10 08:00"))
    world.load()
    yield world
    opened.close()


def test_a_whole_spring(world):
    scope = world.scope
    ana, ben, tomo = (
        world.person("ana@qm"),
        world.person("ben@qm"),
        world.person("tomo@qm", zone="Asia/Tokyo"),
    )
    sue = world.person("sue@qm", "programme_supervisor")
    world.person("staff@qm", "staff")
    news, shops = world.do(
        lambda unit: [
            unit.opportunities.add(Opportunity(0, scope, key, title, host, window="spring"))
            for key, title, host in (
                ("news", "Volunteer newsletter", "Tea Charity"),
                ("shops", "Street map", "Shops Ltd"),
            )
        ]
    )

    def draft(student, opportunity):
        return lambda unit: unit.applications.add(
            Application(0, scope, student, opportunity, "spring", "draft")
        )

    def submit(student):
        def act(unit):
            (mine,) = unit.applications.of_student(scope, student)
            unit.applications.save(move(mine, "submitted", submitted_at=world.now))

        return act

    def batch(unit):
        for one in unit.applications.in_states(scope, ["submitted"]):
            unit.applications.save(move(one, "with_host"))

    def place(student):
        def act(unit):
            (mine,) = unit.applications.of_student(scope, student)
            unit.applications.save(move(move(mine, "offered"), "accepted"))
            unit.placements.add(
                Placement(0, scope, student, mine.opportunity, "spring", programme_supervisor=sue)
            )

        return act

    def to(*states):
        def act(unit):
            for one in unit.placements.all(scope):
                unit.placements.save(reduce(move_placement, states, one))

        return act

    def answers(person, word):
        def act(unit):
            for one in unit.check_ins.of_asked(scope, person):
                unit.check_ins.save(checkins.answer(one, {"answer": word}, world.now))

        return act

    world.script("2024-01-16 10:00", draft(ana, news))
    world.script("2024-01-17 10:00", draft(tomo, shops))
    world.script("2024-01-20 10:00", lambda unit: unit.opportunities.mark(scope, ben, news, saved=True))
    world.script("2024-01-27 18:00", submit(ana))  # after the reminder of the day before
    world.script("2024-01-28 19:00", submit(tomo))
    world.script("2024-01-29 00:30", batch)
    world.script("2024-02-09 10:00", place(ana))
    world.script("2024-02-09 10:05", place(tomo))
    world.script("2024-03-02 10:00", to("ready"))
    world.script("2024-03-04 10:00", to("active"))
    world.script("2024-03-18 13:00", answers(ana, "on_track"))
    world.script("2024-03-21 13:00", answers(sue, "on_track"))
    world.live_until("2024-08-13 00:00")
    assert world.lines() == [
        "Mon 15 Jan 12:00 tomo opens",
        "Mon 15 Jan 12:00 ana opens",
        "Mon 15 Jan 12:00 ben opens",
        "Sat 27 Jan 12:00 ana deadline eve",
        "Sat 27 Jan 12:00 ben deadline eve",
        "Sun 28 Jan 09:00 tomo deadline eve",  # noon in London is 21:00 in Tokyo
        "Sun 28 Jan 20:00 tomo deadline day",  # the last waking hour, 11:00 in London, not the morning after
        "Sun 28 Jan 12:00 ben deadline day",  # ana has submitted, tomo has had his
        "Mon 29 Jan 12:00 tomo sent_to_hosts",
        "Mon 29 Jan 12:00 ana sent_to_hosts",
        "Fri 16 Feb 12:00 tomo invitations",
        "Fri 16 Feb 12:00 ana invitations",
        "Tue 27 Feb 12:00 tomo session",
        "Tue 27 Feb 12:00 ana session",
        "Fri 01 Mar 12:00 tomo begins",  # the week begins on Monday: told on the working day before (T2)
        "Fri 01 Mar 12:00 ana begins",
        "Mon 18 Mar 12:00 tomo check_in",
        "Mon 18 Mar 09:30 sue check_in",  # one card for both students
        "Mon 18 Mar 12:00 ana check_in",
        "Wed 20 Mar 12:00 tomo check_in_reminder",
        "Wed 20 Mar 09:30 sue check_in_reminder",
        "Fri 22 Mar 12:00 tomo check_in_reminder",  # sue has answered, ana too
        "Tue 02 Apr 12:00 tomo ends",  # Monday 1 April is Easter Monday (T4)
        "Tue 02 Apr 12:00 ana ends",  # 11:00 UTC: the clocks changed on 31 March
        "Tue 09 Apr 12:00 tomo session",
        "Tue 09 Apr 12:00 ana session",
        "Mon 13 May 12:00 ben opens",
        "Sat 10 Aug 12:00 ana journal eve",
        "Sat 10 Aug 20:00 tomo journal eve",  # the same instant, on the programme's clock
        "Sun 11 Aug 12:00 ana journal day",
        "Sun 11 Aug 20:00 tomo journal day",
    ]
    assert never_at_night(world) == []
    assert len({one.key for one in world.got}) == len(world.got)
    tasks = world.do(lambda unit: unit.tasks.open(scope))
    assert [(task.kind, task.about) for task in tasks] == [("check_in_missed", tomo)]
    states = world.do(
        lambda unit: [
            (one.role, one.asked, one.state)
            for one in unit.check_ins.in_states(scope, ["closed", "escalated"])
        ]
    )
    assert sorted(states) == sorted(
        [
            ("student", ana, "closed"),
            ("student", tomo, "escalated"),
            ("programme_supervisor", sue, "closed"),
            ("programme_supervisor", sue, "closed"),
        ]
    )


def test_a_week_of_silence_a_pause_a_stop_and_a_full_budget(world):
    scope = world.scope
    people = {
        name: world.person(f"{name}@qm", **wishes)
        for name, wishes in {
            "quiet": {"quiet_from": "11:00", "quiet_to": "15:00"},
            "paused": {"paused_until": at("2024-02-10 10:00")},
            "stopped": {"stopped": True},
            "few": {"weekly_nudges": 1},
        }.items()
    }
    number = world.do(
        lambda unit: unit.opportunities.add(Opportunity(0, scope, "a", "A", "H", window="spring"))
    )
    for student in people.values():
        world.do(lambda unit, student=student: unit.opportunities.mark(scope, student, number, saved=True))
    world.live_until("2024-02-20 00:00")
    assert world.lines() == [
        "Mon 15 Jan 12:00 few opens",
        "Mon 15 Jan 15:00 quiet opens",
        "Sat 27 Jan 12:00 few deadline eve",
        "Sat 27 Jan 15:00 quiet deadline eve",
        "Sun 28 Jan 15:00 quiet deadline day",
    ]
    reasons = {(key.split(":")[2], people_of(world, key)): reason for key, reason in world.held()}
    assert reasons["opens", "stopped"] == "this person has stopped messages"
    assert reasons["deadline", "paused"].startswith("this person has paused messages, and afterwards")
    assert (
        reasons["deadline", "few"]
        == "this person has had 1 nudge in seven days, and afterwards it would have been pointless"
    )


def people_of(world, key):
    return world.emails[int(key.rpartition(":")[2])].split("@")[0]


def test_an_outage_of_three_days_neither_floods_nor_sends_what_is_over(world):
    scope = world.scope
    ana = world.person("ana@qm")
    world.do(lambda unit: unit.applications.add(Application(0, scope, ana, None, "spring", "draft")))
    world.live_until("2024-01-26 20:00")
    world.now = at("2024-01-29 08:00")  # nothing ran over the weekend
    world.live_until("2024-02-02 00:00")
    assert world.lines() == [
        "Mon 29 Jan 20:00 ana lapsed draft"
    ]  # over everywhere since noon: said, not reminded of
    assert {reason for _, reason in world.held()} <= {"it would have come too late"}


def test_a_date_that_is_moved_is_told_once_and_moves_what_is_planned(world):
    scope = world.scope
    ana, ben = world.person("ana@qm"), world.person("ben@qm")
    world.do(lambda unit: unit.applications.add(Application(0, scope, ana, None, "spring", "draft")))
    world.live_until("2024-01-27 08:00")  # the reminder for 12:00 is queued already
    world.load(lambda text: text.replace("closes: {day: 2024-01-28", "closes: {day: 2024-02-04"))
    world.live_until("2024-02-10 00:00")
    assert [line for line in world.lines() if "opens" not in line] == [
        "Sat 27 Jan 09:00 ana moved",
        "Sat 03 Feb 12:00 ana deadline eve",
        "Sun 04 Feb 12:00 ana deadline day",
        "Mon 05 Feb 12:00 ana lapsed draft",
    ]
    words = next(one.card for one in world.got if one.key.startswith("moved:")).headline()
    assert "it was Sunday 28 January 2024, and now it is Sunday 4 February 2024" in words
    assert ben


def test_who_starts_to_ask_again_after_a_pause_is_not_flooded(world):
    ana = world.person("ana@qm", paused_until=at("2024-01-20 10:00"))
    world.live_until("2024-01-21 00:00")
    assert world.lines() == []  # the opening of 15 January is no news five days later
    assert ana
