"""The inbox: written once, worked off once, answered the same way again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.activities import Activity, Identity, Message, Place, Press, Profile, Submission, Upload
from bot.errors import ConflictError, NotFoundError

MINUTE = timedelta(minutes=1)


@pytest.fixture
def make_activity(now):
    def make(key: str, body=None) -> Activity:
        return Activity(
            key, Identity("slack", "T1", "U1"), Place("slack", "T1", "D1"), now, body or Message("Hello \0 \ud800 \U0001f600"),
            Profile("sam@qmul.ac.uk", "Sam"), card="1700.01",
        )  # fmt: skip

    return make


@pytest.mark.parametrize(
    "body",
    [
        Message("x", (Upload("cv.pdf", "application/pdf", 3, "https://files"),)),
        Press("apply", {"opportunity": "1"}),
        Submission(
            "apply", {}, {"why": None, "weeks": ["1", "2"]}, {"cv": Upload("a", "b", 1, "c", "d", "e")}
        ),
    ],
)
def test_what_arrived_comes_back_as_it_was(store, make_activity, body):
    activity = make_activity("slack:1", body)
    assert store.inbox.receive(activity) is True
    assert store.inbox.body("slack:1") == activity


def test_the_same_activity_is_received_once(store, make_activity):
    assert store.inbox.receive(make_activity("slack:1")) is True
    assert store.inbox.receive(make_activity("slack:1", Message("forged"))) is False
    assert store.inbox.body("slack:1") == make_activity("slack:1")


def test_closing_forgets_the_body_and_keeps_the_answer_for_a_day(store, make_activity, now):
    store.inbox.receive(make_activity("slack:1"), now=now)
    store.run(lambda unit: unit.inbox.close("slack:1", {"form": None}, now=now))
    with pytest.raises(NotFoundError):
        store.inbox.body("slack:1")
    assert store.inbox.answer("slack:1") == {"form": None}
    assert store.inbox.receive(make_activity("slack:1")) is False
    assert store.inbox.purge(now + timedelta(hours=23)) == 0
    assert store.inbox.purge(now + timedelta(hours=25)) == 1
    assert store.inbox.answer("slack:1") is None


def test_closing_twice_undoes_the_second_unit_of_work(store, make_activity, student, scope, now):
    store.inbox.receive(make_activity("slack:1"))

    def handle(unit):
        unit.drafts.put(student, "apply", {}, {"times": len(unit.drafts.of_person(student)) + 1}, now)
        unit.inbox.close("slack:1", None)

    store.run(handle)
    with pytest.raises(ConflictError):
        store.run(handle)
    assert store.run(lambda unit: unit.drafts.get(student, "apply", {})) == {"times": 1}


def test_what_was_left_open_is_worked_off_in_order(store, make_activity, now):
    for number in range(5):
        store.inbox.receive(make_activity(f"slack:{9 - number}"), now=now + number * MINUTE)
    store.inbox.close("slack:8", None)
    assert store.inbox.open(2) == ["slack:9", "slack:7"]
    assert store.inbox.open(10) == ["slack:9", "slack:7", "slack:6", "slack:5"]


def test_with_several_workers_only_what_was_not_closed_in_time(store, make_activity, now):
    store.inbox.receive(make_activity("slack:1"), now=now)
    assert store.inbox.open(10, now=now + timedelta(seconds=59)) == []
    assert store.inbox.open(10, now=now + MINUTE) == ["slack:1"]
    assert store.inbox.open(10, now=now + MINUTE + timedelta(seconds=59)) == []
    assert store.inbox.open(10, now=now + 2 * MINUTE) == ["slack:1"]


def test_what_fails_is_tried_later_and_given_up(store, make_activity, now):
    store.inbox.receive(make_activity("slack:1"), now=now)
    assert [store.inbox.retry("slack:1", now + MINUTE * tries, "broken") for tries in (1, 2)] == [1, 2]
    assert store.inbox.open(10, now=now + MINUTE) == []
    assert store.inbox.open(10, now=now + 2 * MINUTE) == ["slack:1"]
    store.inbox.give_up("slack:1", "broken for good", now=now)
    assert store.inbox.open(10) == []
    assert store.inbox.retry("slack:1", now, "again") == 0
    with pytest.raises(ConflictError):
        store.inbox.close("slack:1", None)


def test_the_depth_is_what_is_open(store, make_activity, now):
    assert (store.inbox.depth().rows, store.inbox.depth().oldest) == (0, None)
    store.inbox.receive(make_activity("slack:1"), now=now)
    store.inbox.receive(make_activity("slack:2"), now=now + MINUTE)
    assert (store.inbox.depth().rows, store.inbox.depth().oldest) == (2, now)
    store.inbox.close("slack:1", None)
    assert (store.inbox.depth().rows, store.inbox.depth().oldest) == (1, now + MINUTE)
