"""A week that is nearly full: what matters more keeps its place, and staff see what waited for it."""

from __future__ import annotations

import pytest

import store
from bot.cards import text
from bot.ports import Outgoing
from bot.programme.applications import Application
from tests.cycles.world import World, at, heard


@pytest.fixture
def world(tmp_path):
    opened = store.open_store(f"sqlite:///{tmp_path / 'cycle.db'}", files=None, secret="s" * 32)
    world = World(opened, "queen_mary_2024", at("2024-01-22 10:00"))
    world.load()
    yield world
    opened.close()


def nudge(world, person, key, when):
    """Something that counts towards the week, and weighs as much as a message of staff."""
    world.do(
        lambda unit: unit.outbox.add(
            Outgoing(
                key=key, person=person, card=text(key), due_at=at(when), kind="nudge", scope=world.scope,
                why="You are a student of this programme.", about={"topic": key},
            )
        )
    )  # fmt: skip


def begin(world, student):
    """A draft, whose deadline is Sunday 28 January 2024: it is reminded of on the day before and on the day."""
    world.do(
        lambda unit: unit.applications.add(Application(0, world.scope, student, None, "spring", "draft"))
    )


def test_the_last_place_of_the_week_is_kept_for_the_deadline_of_a_draft(world):
    ana = world.person("ana@qm")
    world.person("una@qm", "staff")
    begin(world, ana)
    nudge(world, ana, "one", "2024-01-23 10:00")
    nudge(world, ana, "lesser", "2024-01-26 10:00")
    world.live_until("2024-01-26 11:00")
    assert world.lines() == ["Tue 23 Jan 10:00 ana one"]
    heard(world)
    world.say("una@qm", "held back")
    assert "Ana: lesser" in (card := heard_rows(world))
    assert "It leaves room among the week's nudges for what matters more, a deadline" in card
    world.live_until("2024-01-27 13:00")
    assert [line for line in world.lines() if "ana" in line] == ["Sat 27 Jan 12:00 ana deadline eve"]
    world.live_until("2024-02-02 12:00")
    assert [line.split()[-1] for line in world.lines() if "ana" in line].count("lesser") == 1, (
        "it comes later"
    )


def test_with_places_left_nothing_waits(world):
    ana = world.person("ana@qm")
    begin(world, ana)
    nudge(world, ana, "lesser", "2024-01-26 10:00")
    world.live_until("2024-01-29 11:00")
    assert world.lines() == [
        "Fri 26 Jan 10:00 ana lesser",
        "Sat 27 Jan 12:00 ana deadline eve",
        "Sun 28 Jan 12:00 ana deadline day",
    ]


def heard_rows(world) -> str:
    """The rows of the last card that staff got."""
    (card,) = [one.card for one in world.got if one.email == "una@qm"][-1:]
    world.got.clear()
    return "\n".join(f"{part.title}\n{part.text}" for part in card.parts if hasattr(part, "title"))
