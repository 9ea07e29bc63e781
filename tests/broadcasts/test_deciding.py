"""The plan and its buttons: stopped where it is wrong, approved by a second person, decided once by two at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.activities import Press
from bot.programme.loading import load_programme, shipped
from tests.broadcasts.test_under_failure import send_to_students
from tests.broadcasts.world import KEY, OMAR, PRIYA, SCOPE, START


@pytest.fixture
def database_url(sqlite_url):
    """These are rules, the same on every database; what the database does is tested beside it."""
    return sqlite_url


@pytest.fixture
def two_pairs_of_eyes(calm_world):
    """The programme asks for a second person from ten recipients on."""
    text = shipped()[KEY] + "\nbroadcasts:\n  second_pair_of_eyes: yes\n  from_how_many: 10\n"

    def work(unit):
        unit.programmes.put(load_programme(text, KEY), text, START)

    calm_world.store.run(work)
    return calm_world


def test_everyone_at_once_is_stopped_until_it_is_said_twice(calm_world):
    calm_world.say(PRIYA, 'message everyone now: "Hello all"')
    answer = calm_world.press(PRIYA, "Send to")
    assert "I have stopped this before anything was sent." in answer
    assert "62 people, at once" in answer
    assert calm_world.last().state == "draft"
    calm_world.press(PRIYA, "Send to 62 people all the same")
    assert calm_world.last().state == "sending"


@pytest.mark.parametrize(
    ("order", "reason"),
    [
        ('message all students tomorrow at 10: "See you on Friday 12 March 2024"', "that day is a Tuesday"),
        ('message all students tomorrow at 10: "See you on 5 March 2024"', "has passed by then"),
        ('message all students tomorrow at 10: "See you on 5 June 2027"', "more than a year away"),
        ('message all students tomorrow at 10: "See you on 31 April"', "there is no such day"),
    ],
)
def test_a_wrong_date_in_the_text_is_stopped_with_the_reason(calm_world, order, reason):
    calm_world.say(PRIYA, order)
    answer = calm_world.press(PRIYA, "Schedule for")
    assert "Not sent" in answer
    assert reason in answer


def test_the_same_text_twice_is_stopped(calm_world):
    send_to_students(calm_world)
    calm_world.tick()
    calm_world.say(PRIYA, 'message all students tomorrow at 10: "Training is on  Thursday."')
    answer = calm_world.press(PRIYA, "Schedule for")
    assert "The same text went out already: Wednesday 20 March 2024, 12:00 London (GMT)." in answer


def test_an_audience_of_nobody_cannot_be_overruled(calm_world):
    plan = calm_world.say(PRIYA, 'tell students on the waiting list tomorrow at 10: "A place is free"')
    assert "Nobody fits that rule today" in plan
    assert "[Change audience]" in plan
    assert "[Sen" not in plan
    assert "[Schedule" not in plan
    answer = calm_world.say(PRIYA, "schedule it")
    assert "Nobody fits that rule today" in answer
    assert "all the same" not in answer


def test_a_plan_for_nobody_names_what_would_reach_somebody(calm_world):
    plan = calm_world.say(PRIYA, 'tell students without a placement who are on the waiting list now: "Hello"')
    assert "Nobody fits that rule today" in plan
    assert "Wider: students with no placement: 60 people." in plan


def test_a_time_that_has_passed_meanwhile_is_refused(calm_world):
    calm_world.say(PRIYA, 'tell all students today at 13:00: "Soon"')
    calm_world.at += timedelta(hours=2)
    assert "has passed" in calm_world.press(PRIYA, "Schedule for")


def test_students_cannot_write_to_many(calm_world):
    answer = calm_world.say("s1@qm.example", "message everyone now: hello")
    assert "message" not in {
        one.state for one in calm_world.store.run(lambda unit: unit.broadcasts.all(SCOPE))
    }
    assert calm_world.store.run(lambda unit: unit.broadcasts.all(SCOPE)) == []
    assert "Here is what would happen" not in answer


def test_a_second_person_approves_and_then_it_goes(two_pairs_of_eyes):
    world = two_pairs_of_eyes
    world.say(PRIYA, 'message all students tomorrow at 10: "Training moves"')
    assert "asked 1 person on the staff to approve it" in world.press(PRIYA, "Ask a colleague to approve")
    assert "A colleague has to approve it" in world.say(PRIYA, "home") or world.last().state == "draft"
    world.say(OMAR, "messages")
    world.press(OMAR, "Open")
    assert "Scheduled for 60 people." in world.press(OMAR, "Approve it")
    one = world.last()
    assert one.state == "scheduled"
    assert one.approved_by != one.author


def test_nobody_approves_their_own(two_pairs_of_eyes):
    world = two_pairs_of_eyes
    world.say(PRIYA, 'message all students tomorrow at 10: "Training moves"')
    world.press(PRIYA, "Ask a colleague to approve")
    one = world.last()
    answer = world._do(
        PRIYA, Press("broadcast.approve", {"broadcast": str(one.id), "version": str(one.version)})
    )
    assert "A colleague has to approve it" in answer
    assert world.last().state == "draft"


def test_a_change_after_approval_asks_again(two_pairs_of_eyes):
    world = two_pairs_of_eyes
    world.say(PRIYA, 'message all students tomorrow at 10: "Training moves"')
    world.press(PRIYA, "Ask a colleague to approve")
    world.say(OMAR, "messages")
    world.press(OMAR, "Open")
    world.press(OMAR, "Approve it")
    world.say(PRIYA, "change the text")
    world.say(PRIYA, "Training moves to Friday.")
    one = world.last()
    assert (one.state, one.approved_by) == ("draft", None)


def test_the_second_to_press_is_told_who_was_first(calm_world):
    calm_world.say(PRIYA, 'message all students tomorrow at 10: "Training moves"')
    calm_world.say(OMAR, "messages")
    calm_world.press(OMAR, "Open")
    assert "Scheduled for 60 people." in calm_world.press(PRIYA, "Schedule for 60")
    answer = calm_world.press(OMAR, "Schedule for 60")
    assert "Priya has scheduled this already; nothing was done twice." in answer


def test_the_audience_is_the_one_of_the_instant_of_sending(calm_world):
    calm_world.say(PRIYA, 'message all students tomorrow at 10: "Training moves"')
    calm_world.press(PRIYA, "Schedule for 60")

    def leave(unit):
        person = unit.people.by_email("queen_mary", "s1@qm.example")
        unit.people.leave(SCOPE, person.id, "student")

    calm_world.store.run(leave)
    calm_world.at = START + timedelta(hours=23)
    calm_world.tick()
    assert calm_world.sums() == {"delivered": 59}


def test_each_reader_gets_it_at_that_hour_of_their_own_clock(calm_world):
    def move(unit):
        for number, zone in ((1, "Asia/Hong_Kong"), (2, "America/New_York")):
            person = unit.people.by_email("queen_mary", f"s{number}@qm.example")
            unit.people.save(replace(person, time_zone=zone))

    calm_world.store.run(move)
    calm_world.say(PRIYA, 'message all students tomorrow at 10 their time: "Training moves"')
    calm_world.press(PRIYA, "Schedule for 60")
    seen = []
    for instant, people in ((2, {1}), (10, 58), (14, {2})):
        calm_world.at = START.replace(hour=0) + timedelta(days=1, hours=instant, minutes=1)
        before = set(calm_world.arrived)
        calm_world.tick()
        new = set(calm_world.arrived) - before
        seen.append(new == people or len(new) == people)
    assert seen == [True, True, True]


def test_got_it_is_counted_and_the_others_are_followed_up(calm_world):
    calm_world.say(PRIYA, 'message all students tomorrow at 10: "Training moves"')
    calm_world.press(PRIYA, "Ask for a “Got it”")
    calm_world.press(PRIYA, "Schedule for 60")
    calm_world.at = START + timedelta(hours=23)
    calm_world.tick()
    for student in (1, 2, 3):
        answer = calm_world._do(f"s{student}@qm.example", Press("broadcast.gotit", {"broadcast": "1"}))
        assert "You have pressed “Got it”." in answer
    assert "Pressed “Got it”: 3 of 60" in calm_world.say(PRIYA, "did everyone get it?")
    answer = calm_world.press(PRIYA, "Remind the 57 without “Got it”")
    assert ": 57 people today" in answer
    calm_world.press(PRIYA, "Send to 57 now")
    calm_world.tick()
    assert calm_world.sums() == {"delivered": 57}


def test_people_are_named_by_address_or_name_and_kept_as_a_list(calm_world):
    calm_world.say(PRIYA, "new message")
    answer = calm_world.say(PRIYA, "s1@qm.example, nobody@x.example")
    assert "Not on the roster of this programme: nobody@x.example." in answer
    calm_world.say(PRIYA, "Student 1; Student 2")
    calm_world.say(PRIYA, "Bring a pen.")
    answer = calm_world.say(PRIYA, "now")
    assert "To: Student 1, Student 2: 2 people today" in answer
    calm_world.press(PRIYA, "See the 2")
    calm_world.press(PRIYA, "Keep as a list")
    assert "Kept “pen people”: 2 people" in calm_world.say(PRIYA, "pen people")
    answer = calm_world.say(PRIYA, "tell the pen people tomorrow at 10 that pens are ready")
    assert "people on the list “pen people”: 2 people today" in answer
    calm_world.say(PRIYA, "see the list")
    calm_world.press(PRIYA, "Keep as a list")
    assert "There is a list called “pen people” already." in calm_world.say(PRIYA, "pen people")
