"""Promise 3 for a message to many: everybody in one state, nobody twice, cancelled and recalled in the middle."""

from __future__ import annotations

import pytest

from adapters import pacing
from bot.conversations.broadcast import sending
from tests.broadcasts.platform import BLOCKED, LOST, REFUSED
from tests.broadcasts.world import PRIYA, make


def send_to_students(world, text="Training is on Thursday."):
    world.say(PRIYA, f'message all students now: "{text}"')
    world.press(PRIYA, "Send to")
    world.press(PRIYA, "Send to")  # it goes to a whole role at once, so it is asked a second time
    return world.last()


def expected(number: int) -> dict[str, int]:
    """How many of so many people end how, by what the platform does to each."""
    people = range(1, number + 1)
    blocked = {one for one in people if one % BLOCKED == 0}
    refused = {one for one in people if one % REFUSED == 0} - blocked
    lost = {one for one in people if one % LOST == 0} - blocked - refused
    delivered = number - len(blocked) - len(refused) - len(lost)
    found = {
        "delivered": delivered,
        "failed": len(refused),
        "unreachable": len(blocked),
        "unknown": len(lost),
    }
    return {state: count for state, count in found.items() if count}


def check_all_the_way(world, number):
    send_to_students(world)
    for _ in range(6):
        world.tick(seconds=2)
    assert world.sums() == expected(number)
    assert sum(world.sums().values()) == number
    assert set(world.arrived.values()) == {1}
    assert world.last().state == "partly_failed"
    for _ in range(3):
        world.tick(seconds=3600)
    assert set(world.arrived.values()) == {1}, "what is unknown is not sent again by itself"


def test_everybody_ends_in_one_state_and_nobody_gets_it_twice(world):
    check_all_the_way(world, 60)


@pytest.mark.soak
def test_ten_thousand_people_end_in_one_state_each(opened, unpaced):
    check_all_the_way(make(opened, 10_000), 10_000)


def test_resending_reaches_only_those_it_failed_for(world):
    send_to_students(world)
    for _ in range(4):
        world.tick(seconds=2)
    failed = {number for number in range(1, 61) if number % REFUSED == 0 or number % BLOCKED == 0}
    for platform in world.platforms.values():
        platform.calm = True
    world.say(PRIYA, "did it reach everyone?")
    answer = world.press(PRIYA, "Send again to the 7 failed")
    assert "Queued again for 7 people." in answer
    # Those who blocked the bot are not reachable until they return.
    before = dict(world.arrived)
    world.tick(seconds=2)
    again = {number for number, times in world.arrived.items() if times != before.get(number, 0)}
    assert again == {number for number in failed if number % BLOCKED != 0}
    assert sum(world.sums().values()) == 60


def test_the_unknown_are_sent_again_only_when_staff_say_so(world):
    send_to_students(world)
    world.tick(seconds=2)
    for platform in world.platforms.values():
        platform.calm = True
    world.say(PRIYA, "did it reach everyone?")
    assert "may have it already" in world.press(PRIYA, "Send again to the 5 unknown")
    world.tick(seconds=2)
    twice = {number for number, times in world.arrived.items() if times == 2}
    assert twice == {number for number in range(1, 61) if number % LOST == 0}


def test_a_large_audience_is_queued_in_slices_and_stopped_whole(calm_world, monkeypatch):
    monkeypatch.setattr(sending, "SLICE", 25)
    send_to_students(calm_world)
    assert sum(calm_world.sums().values()) == 25, "the first leave while the rest is queued"
    calm_world.say(PRIYA, "stop sending")
    assert sum(calm_world.sums().values()) == 60, "the report names everybody who was meant"
    calm_world.say(PRIYA, 'message all students now: "Another."')
    calm_world.press(PRIYA, "Send to")
    calm_world.press(PRIYA, "Send to")
    calm_world.tick(seconds=1)
    assert calm_world.sums() == {"delivered": 60}


def test_cancelled_in_the_middle_the_rest_stays_unsent(calm_world):
    for platform in calm_world.platforms.values():
        platform.full = 10
    send_to_students(calm_world)
    calm_world.tick()
    assert calm_world.sums() == {"delivered": 20, "queued": 40}
    answer = calm_world.say(PRIYA, "stop sending")
    assert "Stopped. Unsent: 40 people." in answer
    for platform in calm_world.platforms.values():
        platform.full = None
    for _ in range(3):
        calm_world.tick(seconds=120)
    assert calm_world.sums() == {"delivered": 20, "cancelled": 40}
    assert sum(calm_world.arrived.values()) == 20


def test_recalled_in_the_middle_it_is_deleted_and_goes_to_nobody_else(calm_world):
    for platform in calm_world.platforms.values():
        platform.full = 10
    send_to_students(calm_world)
    calm_world.tick()
    calm_world.say(PRIYA, "recall it")
    answer = calm_world.say(PRIYA, "yes")
    assert "Deleting it for 20 people. Not sent to 40 people who still waited for it." in answer
    for platform in calm_world.platforms.values():
        platform.full = None
    calm_world.tick(seconds=120)
    assert calm_world.sums() == {"recalled": 20, "cancelled": 40}
    assert all(not platform.shown for platform in calm_world.platforms.values())


def test_a_correction_changes_what_was_delivered_and_what_still_waits(calm_world):
    for platform in calm_world.platforms.values():
        platform.full = 10
    send_to_students(calm_world, "Training is on Thrusday.")
    calm_world.tick()
    calm_world.say(PRIYA, "correct it")
    assert "Correcting it for 20 people, and for 40 not sent yet." in calm_world.say(
        PRIYA, "Training is on Friday."
    )
    for platform in calm_world.platforms.values():
        platform.full = None
    calm_world.tick(seconds=120)
    shown = [text for platform in calm_world.platforms.values() for text in platform.shown.values()]
    assert shown == ["Training is on Friday."] * 60


def test_sending_keeps_the_pace_of_each_platform_on_a_simulated_clock(opened):
    world = make(opened, 120, calm=True)
    send_to_students(world)
    rates = []
    for _ in range(40):
        before = {name: platform.arrived.total() for name, platform in world.platforms.items()}
        world.tick(seconds=1)
        rates.append(
            {name: world.platforms[name].arrived.total() - number for name, number in before.items()}
        )
        if not world.sums().get("queued"):
            break
    assert world.sums() == {"delivered": 120}
    slack = pacing.PACES["slack"].workspace
    assert rates[0]["slack"] <= slack.burst + slack.rate
    assert all(rate["slack"] <= slack.rate + 1 for rate in rates[1:])
    assert sum(rate["slack"] for rate in rates[:5]) <= slack.burst + 5 * slack.rate
