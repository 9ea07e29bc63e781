"""Two members of staff press the same button in the same moment, on each database."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from tests.broadcasts.world import OMAR, PRIYA


def test_of_two_who_press_in_the_same_moment_one_wins(calm_world):
    calm_world.say(PRIYA, 'message all students tomorrow at 10: "Training moves"')
    calm_world.say(OMAR, "messages")
    calm_world.press(OMAR, "Open")
    with ThreadPoolExecutor(2) as both:
        answers = list(both.map(lambda who: calm_world.press(who, "Schedule for 60"), (PRIYA, OMAR)))
    won = [one for one in answers if "Scheduled for 60 people." in one]
    lost = [one for one in answers if "already" in one or "a moment ago" in one]
    assert (len(won), len(lost)) == (1, 1)
    assert calm_world.last().state == "scheduled"
