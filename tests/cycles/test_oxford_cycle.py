"""A whole Oxford cycle, January to March 2024: short placements, deadlines of their own, check-ins that staff turned on."""

from __future__ import annotations

from datetime import date

import pytest

import store
from bot.programme import checkins
from bot.programme.applications import Application, move
from bot.programme.opportunities import Opportunity
from bot.programme.placements import Placement
from tests.cycles.world import World, at, never_at_night


def checks_on(text):
    """Staff turn the check-in on; the programme does not state one."""
    assert "name: Mid-way check-in\n    on: no" in text
    return text.replace("name: Mid-way check-in\n    on: no", "name: Mid-way check-in\n    on: yes")


@pytest.fixture
def world(tmp_path):
    opened = store.open_store(f"sqlite:///{tmp_path / 'cycle.db'}", files=None, secret="s" * 32)
    world = World(opened, "oxford_mip_2023_24", at("2024-01-20 08:00"))
    world.load(checks_on)
    yield world
    opened.close()


def test_a_whole_spring_cycle(world):
    scope = world.scope
    ivy, max_, lea = (
        world.person("ivy@ox"),
        world.person("max@ox"),
        world.person("lea@ox", zone="America/New_York"),
    )
    hugo, vera = (
        world.person("hugo@host", "host_supervisor"),
        world.person("vera@host", "host_supervisor", "Asia/Kolkata"),
    )
    world.person("staff@ox", "staff")
    museum, trust = world.do(
        lambda unit: [
            unit.opportunities.add(
                Opportunity(0, scope, key, title, host, window=window, closes=date(2024, 2, 7))
            )
            for key, title, host, window in (
                ("museum", "Archive", "Museum", "spring/1"),
                ("trust", "Research", "Trust", "spring/2"),
            )
        ]
    )
    silent = world.do(
        lambda unit: unit.opportunities.add(
            Opportunity(0, scope, "later", "Later", "Host", window="summer/1")
        )
    )
    applied = {}

    def apply(student, opportunity, window, state="draft"):
        def act(unit):
            applied[student] = unit.applications.add(
                Application(0, scope, student, opportunity, window, "draft")
            )
            if state != "draft":
                one = unit.applications.get(scope, applied[student])
                unit.applications.save(move(one, "submitted", submitted_at=world.now))

        return act

    def offer(unit):
        one = unit.applications.get(scope, applied[ivy])
        unit.applications.save(move(move(one, "with_host"), "offered", expires_at=at("2024-02-23 10:00")))

    def accept(unit):
        one = unit.applications.get(scope, applied[ivy])
        unit.applications.save(move(one, "accepted"))
        unit.placements.add(Placement(0, scope, ivy, museum, "spring/1", host_supervisor=hugo))
        unit.placements.add(
            Placement(
                0,
                scope,
                max_,
                trust,
                "spring/2",
                starts=date(2024, 3, 21),
                ends=date(2024, 3, 22),
                host_supervisor=vera,
            )
        )
        unit.placements.add(Placement(0, scope, lea, trust, "spring/2", host_supervisor=vera))

    def active(unit):
        for one in unit.placements.all(scope):
            from dataclasses import replace

            unit.placements.save(replace(one, state="active"))

    def answers(person, word):
        def act(unit):
            for one in unit.check_ins.of_asked(scope, person, ["sent", "reminded"]):
                unit.check_ins.save(checkins.answer(one, {"answer": word}, world.now))

        return act

    world.script("2024-01-22 10:00", apply(ivy, museum, "spring/1", "submitted"))
    world.script("2024-01-23 10:00", apply(max_, trust, "spring/2"))
    world.script("2024-01-24 10:00", lambda unit: unit.opportunities.mark(scope, lea, trust, saved=True))
    world.script("2024-01-24 10:05", lambda unit: unit.opportunities.mark(scope, lea, silent, saved=True))
    world.script("2024-02-21 10:00", offer)
    world.script("2024-02-22 18:00", accept)
    world.script("2024-03-08 18:00", active)
    world.script("2024-03-13 13:00", answers(ivy, "on_track"))
    world.script("2024-03-13 13:30", answers(hugo, "on_track"))
    world.live_until("2024-04-08 00:00")
    assert (
        world.lines()
        == [
            "Tue 06 Feb 12:00 max deadline eve",
            "Tue 06 Feb 09:00 lea deadline eve",  # noon in Oxford is 07:00 in New York
            "Wed 07 Feb 12:00 max deadline day",
            "Wed 07 Feb 09:00 lea deadline day",
            "Thu 08 Feb 14:00 max lapsed draft",  # the day is over everywhere, noon UTC
            "Thu 22 Feb 10:00 ivy offer",  # a day before it lapses
            "Fri 08 Mar 12:00 ivy begins",
            "Wed 13 Mar 09:30 hugo check_in",  # day 3 of 5 (T12)
            "Wed 13 Mar 12:00 ivy check_in",
            "Fri 15 Mar 12:00 ivy ends",
            "Wed 20 Mar 09:30 vera check_in",  # lea: day 3 of 5, on vera's own clock
            "Wed 20 Mar 12:00 lea check_in",  # New York
            "Thu 21 Mar 09:30 vera check_in",  # max: day 1 of 2
            "Thu 21 Mar 12:00 max check_in",
            "Fri 22 Mar 09:30 vera check_in_reminder",  # lea, two working days later; max's window closes before that
            "Fri 22 Mar 12:00 max ends",
            "Fri 22 Mar 12:00 lea check_in_reminder",
            "Fri 22 Mar 12:00 lea ends",
        ]
    )
    assert never_at_night(world) == []
    assert len({one.key for one in world.got}) == len(world.got)
    tasks = world.do(lambda unit: unit.tasks.open(scope))
    assert sorted((task.kind, task.about) for task in tasks) == sorted(
        [("check_in_missed", max_), ("check_in_missed", lea), ("check_in_missed", vera)]
    )


def test_nothing_is_asked_that_nobody_turned_on(tmp_path):
    opened = store.open_store(f"sqlite:///{tmp_path / 'cycle.db'}", files=None, secret="s" * 32)
    world = World(opened, "oxford_mip_2023_24", at("2024-03-10 08:00"))
    world.load()
    ivy, hugo = world.person("ivy@ox"), world.person("hugo@host", "host_supervisor")
    world.do(
        lambda unit: unit.placements.add(
            Placement(0, world.scope, ivy, None, "spring/1", "active", host_supervisor=hugo)
        )
    )
    world.live_until("2024-03-18 00:00")
    assert world.lines() == ["Fri 15 Mar 12:00 ivy ends"]
    opened.close()
