"""Words of danger: help at once, the first contact at once, the next when nobody answers, never whom it is about."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

import store
from adapters.surface import Unreachable
from tests.cycles.world import World, at, heard

CRISIS = "i want to end my life"
HARM = "my flatmate is threatening me and takes my money"
FIRST, SECOND = "safety-1@example.org", "safety-2@example.org"


@pytest.fixture
def world(tmp_path):
    opened = store.open_store(f"sqlite:///{tmp_path / 'safe.db'}", files=None, secret="s" * 32)
    world = World(opened, "queen_mary_2024", at("2024-03-18 23:30"))
    world.load(named)
    for contact in (FIRST, SECOND):
        world.surface.members.add(contact)
    world.person("ana@qm")
    yield world
    opened.close()


def named(text):
    """Two contacts with names of their own; the first keeps office hours."""
    return text.replace("Sample contact 1 (replace)", "Wanda Fields").replace(
        "Sample contact 2 (replace)", "Omar Reyes"
    )


def later(world, **by):
    world.now += timedelta(**by)

    async def tick():
        await world.planner.look()
        await world.courier.drain()

    asyncio.run(tick())


def test_help_first_then_a_named_human_who_has_it(world):
    world.now = at("2024-03-18 14:00")
    world.say("ana@qm", CRISIS)
    got = heard(world)
    (help_card, alert, told) = got
    assert help_card[0] == "ana@qm"
    assert "116 123" in help_card[1]
    assert "I am passing this to Wanda Fields, wellbeing lead, now." in help_card[1]
    assert alert[0] == FIRST
    assert CRISIS in alert[1]
    assert told == ("ana@qm", "I have passed this to Wanda Fields, wellbeing lead.")
    later(world, minutes=29)
    assert heard(world) == []
    later(world, minutes=2)
    assert [email for email, _ in heard(world)] == [SECOND, "ana@qm"]
    later(world, days=1)
    assert heard(world) == []  # nobody is left


def test_whoever_takes_it_up_stops_the_alerts(world):
    world.now = at("2024-03-18 14:00")
    world.say("ana@qm", HARM)
    heard(world)
    world.press(FIRST, "I am taking care of this")
    assert heard(world) == [(FIRST, "You have taken this up. Nobody else is alerted.")]
    later(world, hours=5)
    assert heard(world) == []
    with pytest.raises(StopIteration):
        world.press(SECOND, "I am taking care of this")


def test_at_night_the_one_who_is_out_of_hours_and_the_next_are_alerted_at_once(world):
    world.say("ana@qm", CRISIS)
    assert [email for email, _ in heard(world)][:3] == ["ana@qm", FIRST, SECOND]


def test_it_never_goes_to_the_one_it_is_about(world):
    world.now = at("2024-03-18 14:00")
    world.say("ana@qm", "wanda is threatening me, she hit me")
    got = heard(world)
    assert [email for email, _ in got] == ["ana@qm", SECOND, "ana@qm"]
    assert "Omar Reyes" in got[0][1]
    later(world, hours=3)
    assert heard(world) == []


def test_when_all_are_spoken_of_the_writer_is_told_so(world):
    world.say("ana@qm", "omar reyes and wanda fields keep hitting me")
    ((email, words),) = heard(world)
    assert email == "ana@qm"
    assert "I have not passed this to anybody" in words


def test_nobody_is_told_that_it_was_passed_on_before_it_was(world):
    world.now = at("2024-03-18 14:00")
    world.surface.outcome = lambda outgoing, destination: (
        Unreachable("gone")
        if destination.identity.user in {FIRST, SECOND}
        else world.surface.delivered(outgoing, destination)
    )
    world.say("ana@qm", CRISIS)
    got = heard(world)
    assert [email for email, _ in got] == ["ana@qm", "ana@qm"]
    assert "I could not reach any of the people" in got[1][1]
    assert "116 123" in got[1][1]


def test_a_private_text_is_passed_on_only_after_a_yes_and_without_its_words(world):
    world.now = at("2024-03-18 14:00")
    world.say("ana@qm", f"journal: {CRISIS}")
    got = heard(world)
    assert [email for email, _ in got] == ["ana@qm"] * len(got)
    assert "I have not told anybody. Shall I?" in got[-1][1]
    world.press("ana@qm", "Ask somebody to get in touch")
    got = heard(world)
    assert [email for email, _ in got] == ["ana@qm", FIRST, "ana@qm"]
    assert CRISIS not in got[1][1]


def test_it_is_on_no_ordinary_list(world):
    world.say("ana@qm", CRISIS)
    assert world.do(lambda unit: unit.tasks.open(world.scope)) == []


@pytest.mark.parametrize(
    "words",
    [
        "honestly so stressed about this report",
        "i felt useless the whole morning, everybody was quicker than me",
        "nobody talked to me at lunch",
    ],
)
def test_a_hard_day_brings_help_and_wakes_nobody(world, words):
    world.now = at("2024-03-18 14:00")
    world.say("ana@qm", words)
    assert {email for email, _ in heard(world)} <= {"ana@qm"}
    later(world, hours=2)
    assert heard(world) == []


def test_what_is_only_suspected_is_passed_on_when_the_writer_asks(world):
    world.now = at("2024-03-18 14:00")
    world.say("ana@qm", "i am so stressed about the deadline")
    ((_, card),) = heard(world)
    assert "116 123" in card
    assert "I have not told anybody." in card
    world.say("ana@qm", "Ask somebody to get in touch")
    assert [email for email, _ in heard(world)] == ["ana@qm", FIRST, "ana@qm"]
