"""A pause in words: for how long, until which day, and that nothing but answers comes meanwhile."""

from __future__ import annotations

import pytest

import store
from tests.cycles.world import World, at, heard


@pytest.fixture
def world(tmp_path):
    opened = store.open_store(f"sqlite:///{tmp_path / 'cycle.db'}", files=None, secret="s" * 32)
    world = World(opened, "queen_mary_2024", at("2024-03-18 12:30"))  # a Monday
    world.load()
    yield world
    opened.close()


@pytest.mark.parametrize(
    ("words", "until"),
    [
        ("pause two weeks", "2024-04-01 12:30"),
        ("nothing for 10 days please", "2024-03-28 12:30"),
        ("pause until friday", "2024-03-22 09:00"),
        ("pause until monday", "2024-03-25 09:00"),
        ("no messages until 2 april", "2024-04-02 09:00"),
        ("pause messages this week", "2024-03-25 09:00"),
    ],
)
def test_a_pause_lasts_as_long_as_the_words_say(world, words, until):
    ana = world.person("ana@qm")
    world.say("ana@qm", words)
    assert world.do(lambda unit: unit.people.get(ana)).paused_until == at(until)
    ((_, said),) = heard(world)[-1:]
    assert said.startswith("Paused until ")
