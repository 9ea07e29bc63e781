"""The plan on screen changed in words: by two people at once, once it is scheduled or approved, and within a network."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.broadcasts.test_deciding import two_pairs_of_eyes  # noqa: F401 - a fixture
from tests.broadcasts.world import OMAR, PRIYA


@pytest.fixture
def database_url(sqlite_url):
    """These are rules, the same on every database; what the database does is tested beside it."""
    return sqlite_url


ORDER = 'message all students tomorrow at 10: "Training moves"'


def test_what_a_colleague_changed_meanwhile_is_shown_and_not_written_over(calm_world):
    calm_world.say(PRIYA, ORDER)
    calm_world.say(OMAR, "messages")
    calm_world.press(OMAR, "Open")
    calm_world.say(OMAR, "make it 11am")
    answer = calm_world.say(PRIYA, "make it noon")
    assert "Omar has changed this since that card. Here is how it stands now." in answer
    assert calm_world.last().at.hour == 11
    calm_world.say(PRIYA, "make it noon")
    assert calm_world.last().at.hour == 12


def test_a_change_of_what_is_scheduled_stops_it_from_going_out(calm_world):
    calm_world.say(PRIYA, ORDER)
    calm_world.press(PRIYA, "Schedule for 60")
    answer = calm_world.say(PRIYA, "say “Training stays” instead")
    assert "It is no longer scheduled; schedule it again when it is right." in answer
    calm_world.at += timedelta(days=1)
    calm_world.tick()
    assert calm_world.arrived == {}
    assert "has passed" in calm_world.press(PRIYA, "Schedule for 60")


def test_undo_brings_it_back_as_a_plan_and_only_the_last_change(calm_world):
    calm_world.say(PRIYA, ORDER)
    before = calm_world.last()
    calm_world.say(PRIYA, "also hosts, make it friday at 4pm")
    assert calm_world.last().audience != before.audience
    assert "Taken back." in calm_world.press(PRIYA, "Undo the change")
    after = calm_world.last()
    assert (after.audience, after.at, after.text) == (before.audience, before.at, before.text)
    assert "There is no change of this plan to take back" in calm_world.say(PRIYA, "undo")


def test_a_change_asks_for_approval_again(two_pairs_of_eyes):  # noqa: F811 - the fixture
    world = two_pairs_of_eyes
    world.say(PRIYA, ORDER)
    world.press(PRIYA, "Ask a colleague to approve")
    world.say(OMAR, "messages")
    world.press(OMAR, "Open")
    world.press(OMAR, "Approve it")
    world.say(PRIYA, "messages")
    world.press(PRIYA, "Open")
    assert "no longer scheduled" in world.say(PRIYA, "an hour later")
    one = world.last()
    assert (one.state, one.approved_by) == ("draft", None)


def test_a_sentence_that_is_only_half_understood_changes_nothing(calm_world):
    calm_world.say(PRIYA, ORDER)
    before = calm_world.last()
    answer = calm_world.say(PRIYA, "make it 11am and leave out the lazy ones")
    assert "by “the lazy ones”. The plan is as it was." in answer
    assert calm_world.last() == before
    calm_world.say(PRIYA, "leave out Student 1 and Student 2")
    assert ": 58 people today" in calm_world.say(PRIYA, "make it 11am")


def test_words_change_nothing_where_no_plan_is_on_screen(calm_world):
    calm_world.say(PRIYA, ORDER)
    before = calm_world.last()
    calm_world.say(PRIYA, "home")
    calm_world.say(PRIYA, "leave out the hosts")
    calm_world.say("s1@qm.example", "make it 11am")
    assert calm_world.last() == before


def test_a_message_that_goes_out_cannot_be_changed_in_words(calm_world):
    calm_world.say(PRIYA, ORDER.replace("tomorrow at 10", "now"))
    calm_world.press(PRIYA, "Send to 60 now")
    calm_world.press(PRIYA, "Send to 60 people all the same")
    before = calm_world.last()
    calm_world.say(PRIYA, "leave out the hosts")
    assert calm_world.last().text == before.text
    assert calm_world.last().audience == before.audience
