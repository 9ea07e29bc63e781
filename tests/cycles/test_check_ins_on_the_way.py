"""What can happen to a check-in between its plan and its end."""

from __future__ import annotations

from dataclasses import replace

import pytest

import store
from adapters.rehearsal.stage import identity_of, place_of
from adapters.surface import Failed, Unreachable
from bot.programme import checkins
from bot.programme.placements import Placement
from tests.cycles.world import World, at, heard


@pytest.fixture
def world(tmp_path):
    opened = store.open_store(f"sqlite:///{tmp_path / 'cycle.db'}", files=None, secret="s" * 32)
    world = World(opened, "queen_mary_2024", at("2024-03-16 08:00"))
    world.load()
    yield world
    opened.close()


def place(world, student, **supervisor):
    return world.do(
        lambda unit: unit.placements.add(
            Placement(0, world.scope, student, None, "spring", "active", **supervisor)
        )
    )


def states(world):
    found = world.do(lambda unit: unit.check_ins.in_states(world.scope, sorted(checkins.CHANGES)))
    return sorted((one.role, one.state) for one in found)


def about_check_ins(world):
    return [line for line in world.lines() if "check_in" in line]


def test_a_side_that_nobody_can_answer_is_a_task_before_it_is_due(world):
    ana = world.person("ana@qm")
    place(world, ana)
    world.live_until("2024-03-17 08:00")
    (task,) = world.do(lambda unit: unit.tasks.open(world.scope))
    assert task.kind == "check_in_nobody"
    assert task.text == (
        "Nobody is named whom the mid-way check-in of Monday 18 March 2024 could ask as supervisor from the "
        "Queen Mary internships team: Ana."
    )


def test_a_colleague_on_the_staff_who_is_asked_instead_gets_the_card(world):
    ana, sue = world.person("ana@qm"), world.person("sue@qm", "programme_supervisor")
    priya = world.person("priya@qm", "staff")
    place(world, ana, programme_supervisor=sue)

    def hand_over(unit):
        for one in unit.check_ins.of_asked(world.scope, sue):
            unit.check_ins.save(checkins.delegate(one, priya))

    world.script("2024-03-18 10:00", hand_over)
    world.live_until("2024-03-19 08:00")
    assert about_check_ins(world) == [
        "Mon 18 Mar 09:30 sue check_in",
        "Mon 18 Mar 10:00 priya check_in",
        "Mon 18 Mar 12:00 ana check_in",
    ]


def test_a_placement_that_ends_before_is_not_asked_about(world):
    ana, sue = world.person("ana@qm"), world.person("sue@qm", "programme_supervisor")
    number = place(world, ana, programme_supervisor=sue)

    def ends(unit):
        unit.placements.save(replace(unit.placements.get(world.scope, number), state="ended_early"))

    world.script("2024-03-18 08:00", ends)
    world.live_until("2024-03-24 08:00")
    assert about_check_ins(world) == []
    assert {state for _, state in states(world)} == {"cancelled"}
    assert world.do(lambda unit: unit.tasks.open(world.scope)) == []


def test_a_check_in_moves_with_its_published_week(world):
    ana, sue = world.person("ana@qm"), world.person("sue@qm", "programme_supervisor")
    place(world, ana, programme_supervisor=sue)
    world.live_until("2024-03-18 08:00")  # noted and queued for today
    world.load(lambda text: text.replace("spring: {week: 2024-03-18", "spring: {week: 2024-03-25"))
    world.live_until("2024-03-27 08:00")
    assert world.lines() == [
        "Mon 18 Mar 09:00 ana moved",
        "Mon 18 Mar 09:00 sue moved",
        "Mon 25 Mar 09:30 sue check_in",
        "Mon 25 Mar 12:00 ana check_in",
    ]


def test_one_that_cannot_be_delivered_is_a_task_and_ends_with_its_window(world):
    ana, sue = world.person("ana@qm"), world.person("sue@qm", "programme_supervisor")
    place(world, ana, programme_supervisor=sue)
    take = world.surface.outcome
    world.surface.outcome = lambda outgoing, where: (
        Failed("refused") if outgoing.person == sue else take(outgoing, where)
    )
    world.live_until("2024-03-19 08:00")
    (task,) = world.do(lambda unit: unit.tasks.open(world.scope))
    assert task.text.startswith("Sue could not be reached for the mid-way check-in about 1 student")
    assert ("programme_supervisor", "undeliverable") in states(world)
    world.live_until("2024-03-25 08:00")
    assert ("programme_supervisor", "escalated") in states(world)


def refuses(world, person):
    """The platform has no way to this person, until the answer is taken back."""
    take = world.surface.outcome
    world.surface.outcome = lambda outgoing, where: (
        Unreachable("not installed") if outgoing.person == person else take(outgoing, where)
    )
    return take


def test_one_that_reached_nobody_is_sent_when_they_can_be_written_to_again(world):
    ana, sue = world.person("ana@qm"), world.person("sue@qm", "programme_supervisor")
    place(world, ana, programme_supervisor=sue)
    take = refuses(world, sue)
    world.live_until("2024-03-19 14:00")
    assert ("programme_supervisor", "undeliverable") in states(world)
    world.surface.outcome = take

    def returns(unit):
        unit.people.link(identity_of("sue@qm"), sue, place_of("sue@qm"), world.now)

    world.do(returns)
    world.live_until("2024-03-19 20:00")
    assert about_check_ins(world)[-1] == "Tue 19 Mar 14:00 sue check_in"
    assert ("programme_supervisor", "sent") in states(world)
    assert world.do(lambda unit: unit.tasks.open(world.scope)) == []
    world.live_until("2024-03-25 08:00")
    asked = [line for line in about_check_ins(world) if "sue" in line]
    assert [line.split()[-1] for line in asked] == ["check_in", "check_in_reminder"]


def test_one_that_reached_nobody_is_tried_again_on_the_next_day_and_never_at_night(world):
    ana, sue = world.person("ana@qm"), world.person("sue@qm", "programme_supervisor", "America/New_York")
    place(world, ana, programme_supervisor=sue)
    take = refuses(world, sue)
    world.live_until("2024-03-18 23:00")
    world.surface.outcome = take  # somebody has let the app in, and they have not written yet

    def there(unit):
        unit.people.reach(identity_of("sue@qm"), reachable=True)

    world.do(there)
    world.live_until("2024-03-20 08:00")
    assert [line for line in about_check_ins(world) if "sue" in line] == ["Tue 19 Mar 09:30 sue check_in"]


def test_one_that_reached_nobody_is_not_sent_after_its_window(world):
    ana, sue = world.person("ana@qm"), world.person("sue@qm", "programme_supervisor")
    place(world, ana, programme_supervisor=sue)
    take = refuses(world, sue)
    world.live_until("2024-03-25 08:00")
    world.surface.outcome = take
    world.do(lambda unit: unit.people.link(identity_of("sue@qm"), sue, None, world.now))
    world.live_until("2024-03-28 08:00")
    assert [line for line in about_check_ins(world) if "sue" in line] == []
    assert ("programme_supervisor", "escalated") in states(world)


def test_staff_hear_whether_it_reached_everyone_and_who_is_missing(world):
    ana, sue = world.person("ana@qm"), world.person("sue@qm", "programme_supervisor")
    place(world, ana, programme_supervisor=sue)
    world.person("una@qm", "staff")
    refuses(world, sue)

    def asked():
        heard(world)
        world.say("una@qm", "did the check-ins reach everyone?")
        return heard(world)[-1]

    world.live_until("2024-03-17 12:00")
    assert asked() == ("una@qm", "No check-in has been due yet.")
    world.live_until("2024-03-18 11:00")
    assert "No, not everyone: 0 of 1 have it, 1 could not be reached." in asked()[1]
    world.live_until("2024-03-18 14:00")
    text = asked()[1]
    assert "No, not everyone: 1 of 2 have it, 1 could not be reached." in text
    assert "It could not be delivered." in text
    (task,) = world.do(lambda unit: unit.tasks.open(world.scope))
    world.press("una@qm", "Find another way")
    assert task.text in heard(world)[-1][1]


def test_an_answer_half_given_counts_for_what_it_says(world):
    ana = world.person("ana@qm")
    place(world, ana, programme_supervisor=world.person("sue@qm", "programme_supervisor"))
    world.live_until("2024-03-18 12:30")
    world.press("ana@qm", "I would like a word")
    assert ("student", "opened") in states(world)
    assert [task.kind for task in world.do(lambda unit: unit.tasks.open(world.scope))] == ["check_in"]
    world.live_until("2024-03-25 08:00")
    assert ("student", "escalated") in states(world)


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("ask me again on thursday at 2pm", ["Thu 21 Mar 14:00 sue check_in_again"]),
        (
            "ask me again on wednesday at 9:10",
            ["Wed 20 Mar 09:10 sue check_in_again", "Fri 22 Mar 09:30 sue check_in_reminder"],
        ),
    ],
)
def test_a_reminder_never_follows_on_the_heels_of_a_check_in_that_was_put_off(world, words, asked):
    ana, sue = world.person("ana@qm"), world.person("sue@qm", "programme_supervisor")
    place(world, ana, programme_supervisor=sue)
    world.live_until("2024-03-18 10:00")
    world.say("sue@qm", words)
    world.live_until("2024-03-26 08:00")
    assert [line for line in about_check_ins(world) if "sue" in line] == [
        "Mon 18 Mar 09:30 sue check_in",
        *asked,
    ]


@pytest.mark.parametrize(
    ("when", "asked"),
    [
        (
            "2024-03-20 09:05",  # just before sue would have been reminded
            ["Wed 20 Mar 09:05 omar check_in", "Fri 22 Mar 09:30 omar check_in_reminder"],
        ),
        (
            "2024-03-21 11:00",  # after sue was reminded
            ["Wed 20 Mar 09:30 sue check_in_reminder", "Thu 21 Mar 11:00 omar check_in_again"],
        ),
    ],
)
def test_a_colleague_is_asked_at_once_and_from_the_beginning(world, when, asked):
    ana, sue = world.person("ana@qm"), world.person("sue@qm", "programme_supervisor")
    omar = world.person("omar@qm", "programme_supervisor")
    place(world, ana, programme_supervisor=sue)

    def hand_over(unit):
        for one in unit.check_ins.of_asked(world.scope, sue):
            unit.check_ins.save(checkins.delegate(one, omar))

    world.script(when, hand_over)
    world.live_until("2024-03-26 08:00")
    assert [line for line in about_check_ins(world) if "ana" not in line] == [
        "Mon 18 Mar 09:30 sue check_in",
        *asked,
    ]


def test_a_reminder_says_that_it_is_one_and_which_is_the_last(world):
    ana, sue = world.person("ana@qm"), world.person("sue@qm", "programme_supervisor")
    place(world, ana, programme_supervisor=sue)
    world.live_until("2024-03-24 08:00")
    for email in ("ana@qm", "sue@qm"):
        first, second, third = (
            one.card
            for one in world.got
            if one.email == email and one.line().split()[-1].startswith("check_in")
        )
        assert "open" not in first.summary
        assert second.summary == third.summary == f"Still open: {first.summary}"
        assert second.parts[0].text == f"Still open. {first.parts[0].text}"
        assert third.parts[0].text.startswith("Still open, and I do not ask again after this.")
