"""Deliveries: claimed in turn, ended once, counted always (design promises 3 and 4)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.activities import Place
from bot.cards import Card
from store import open_store

HERE = Place("slack", "T1", "D1")
SECOND = timedelta(seconds=1)


@pytest.fixture
def add(store, make_outgoing):
    def add(*messages, **changed):
        for key, person in messages:
            store.run(lambda unit, k=key, p=person: unit.outbox.add(make_outgoing(k, p, **changed)))

    return add


@pytest.fixture
def claim(store):
    def claim(at, limit=10, **named):
        return [one.key for one in store.deliveries.claim(at, limit, **named)]

    return claim


@pytest.fixture
def rival(database_url, tmp_path):
    other = open_store(database_url, str(tmp_path / "files"))
    yield other
    other.close()


def deliver(store, outgoing, now, message_id="1.1"):
    assert store.deliveries.sending([outgoing.id], now=now)
    assert store.deliveries.delivered([(outgoing.id, message_id, outgoing.place or HERE)], now=now)


def test_nothing_is_claimed_before_it_is_due(add, claim, now):
    add(("later", 1), due_at=now + SECOND)
    assert claim(now) == []
    assert claim(now + SECOND) == ["later"]


def test_what_is_claimed_is_not_claimed_again_until_its_lease_runs_out(add, claim, now):
    add(("a", 1))
    assert claim(now, lease_seconds=60) == ["a"]
    assert claim(now + 59 * SECOND) == []
    assert claim(now + 60 * SECOND) == ["a"]


def test_a_person_gets_messages_one_after_the_other(store, add, claim, now):
    add(("first", 1), ("second", 1), ("other", 2))
    first, other = store.deliveries.claim(now, 10)
    assert (first.key, other.key) == ("first", "other")
    assert claim(now) == []
    deliver(store, first, now)
    assert claim(now) == ["second"]


def test_a_message_in_another_place_does_not_wait(add, claim, now):
    add(("dm", 1))
    add(("channel", 1), place=Place("slack", "T1", "C9", private=False))
    assert sorted(claim(now)) == ["channel", "dm"]


def test_what_is_private_on_one_surface_is_one_conversation(store, add, claim, now):
    add(("greeting", 1), place=Place("slack", "T1", "U1"))
    add(("reply", 1))
    add(("elsewhere", 1), place=Place("slack", "T2", "D2"))
    greeting, elsewhere = store.deliveries.claim(now, 10)
    assert (greeting.key, elsewhere.key) == ("greeting", "elsewhere")
    deliver(store, greeting, now)
    assert claim(now) == ["reply"]


def test_what_is_planned_or_deferred_for_later_holds_nothing_up(store, add, claim, now):
    add(("tomorrow", 1), due_at=now + timedelta(days=1))
    add(("tonight", 1), kind="nudge")
    [tonight] = store.deliveries.claim(now, 10)
    store.deliveries.deferred(tonight.id, now + timedelta(hours=9), "quiet hours")
    add(("reply", 1))
    assert claim(now) == ["reply"]
    assert claim(now + timedelta(hours=9)) == ["tonight"]


def test_what_is_tried_again_keeps_its_turn(store, add, claim, now):
    add(("first", 1), ("second", 1))
    [first] = store.deliveries.claim(now, 10)
    store.deliveries.sending([first.id], now=now)
    store.deliveries.retry(first.id, now + 30 * SECOND, "429")
    assert claim(now + 29 * SECOND) == []
    [first] = store.deliveries.claim(now + 30 * SECOND, 10)
    deliver(store, first, now)
    assert claim(now + 30 * SECOND) == ["second"]


def test_replies_and_alarms_come_before_everything_else(add, claim, now):
    add(*((f"b{n}", n) for n in range(20)), kind="broadcast", due_at=now - timedelta(hours=1))
    add(("reply", 50))
    add(("alarm", 51), kind="safety", place=None)
    assert sorted(claim(now, 2)) == ["alarm", "reply"]


def test_a_large_broadcast_leaves_room_for_other_workspaces(store, make_outgoing, claim, now):
    def plan(unit):
        for number in range(60):
            big = Place("teams", "tenant", f"c{number}")
            unit.outbox.add(
                make_outgoing(
                    f"big{number}", number, kind="broadcast", place=big, due_at=now - timedelta(hours=1)
                )
            )
        for number in range(5):
            unit.outbox.add(make_outgoing(f"small{number}", 100 + number, kind="nudge"))

    store.run(plan)
    keys = claim(now, 10)
    assert len(keys) == 10
    assert sum(key.startswith("small") for key in keys) == 5


def test_only_the_surfaces_that_are_there(add, claim, now):
    add(("slack", 1))
    add(("teams", 2), place=Place("teams", "t", "c"))
    add(("nowhere", 3), place=None)
    assert sorted(claim(now, surfaces=["teams"])) == ["nowhere", "teams"]
    assert claim(now, surfaces=["slack"]) == ["slack"]


def test_a_workspace_that_is_pushed_back_waits_and_others_do_not(store, add, claim, now):
    add(("a", 1))
    add(("b", 2), place=Place("slack", "T2", "D2"))
    store.deliveries.push_back("slack/T1", now + 30 * SECOND)
    assert claim(now) == ["b"]
    assert claim(now + 29 * SECOND) == []
    assert claim(now + 30 * SECOND) == ["a"]


def test_a_pause_from_a_clock_that_was_wrong_stalls_nothing(store, add, claim, now):
    add(("a", 1))
    store.deliveries.push_back("slack/T1", now + timedelta(days=89))
    assert store.deliveries.pace("slack/T1", 1, 1, now) == 0.0
    assert claim(now) == ["a"]


@pytest.mark.parametrize("end", ["failed", "unreachable", "suppressed", "unknown", "cancelled"])
def test_an_end_is_final(store, add, claim, now, scope, end):
    add(("a", 1), batch="b")
    [one] = store.deliveries.claim(now, 10)
    assert store.deliveries.sending([one.id], now=now)
    assert getattr(store.deliveries, end)(one.id, "a reason\0", now=now)
    for method, values in (("failed", ("x",)), ("retry", (now, "x")), ("deferred", (now, "x"))):
        assert not getattr(store.deliveries, method)(one.id, *values)
    assert not store.deliveries.sending([one.id], now=now)
    assert claim(now + timedelta(days=9)) == []
    [recipient] = store.deliveries.report(scope, "b")
    assert (recipient.state, recipient.reason, recipient.ended_at, recipient.due_at) == (
        end,
        "a reason\ufffd",
        now,
        None,
    )
    assert store.deliveries.counts(scope, "b") == {
        state: int(state == end) for state in store.deliveries.counts(scope, "b")
    }


def test_an_answer_that_comes_late_still_counts(store, add, now, scope):
    add(("a", 1), batch="b")
    [one] = store.deliveries.claim(now, 10)
    store.deliveries.sending([one.id], now=now, lease_seconds=60)
    assert store.deliveries.recover(now + 59 * SECOND) == 0
    assert store.deliveries.recover(now + 60 * SECOND) == 1
    assert store.deliveries.counts(scope, "b")["unknown"] == 1
    assert store.deliveries.delivered([(one.id, "1.1", HERE)], now=now)
    assert store.deliveries.counts(scope, "b")["delivered"] == 1
    assert not store.deliveries.delivered([(one.id, "1.2", HERE)], now=now)


def test_what_is_unknown_is_never_sent_again_by_itself(store, add, claim, now):
    add(("a", 1))
    [one] = store.deliveries.claim(now, 10)
    store.deliveries.sending([one.id], now=now)
    store.deliveries.recover(now + timedelta(days=1))
    assert claim(now + timedelta(days=1)) == []
    assert store.deliveries.next_due() is None


def test_who_lost_the_lease_neither_sends_nor_ends(store, rival, add, now):
    add(("a", 1))
    [one] = store.deliveries.claim(now, 10, lease_seconds=60)
    [same] = rival.deliveries.claim(now + 61 * SECOND, 10)
    assert same.id == one.id
    later = now + 62 * SECOND
    assert not store.deliveries.sending([one.id], now=later)
    assert rival.deliveries.sending([one.id], now=later)
    for method, values in (
        ("failed", ("x",)),
        ("retry", (now, "x")),
        ("deferred", (now, "x")),
        ("unknown", ("x",)),
    ):
        assert not getattr(store.deliveries, method)(one.id, *values)
    assert rival.deliveries.delivered([(one.id, "1.1", HERE)], now=later)


def test_a_lease_that_was_rolled_back_was_never_held(store, add, now):
    add(("a", 1))

    def claim_and_fail(unit):
        unit.deliveries.claim(now, 10)
        raise RuntimeError("the machine is on fire")

    with pytest.raises(RuntimeError):
        store.run(claim_and_fail)
    assert not store.deliveries.sending([1], now=now)
    assert len(store.deliveries.claim(now, 10)) == 1


def test_tries_are_counted_when_the_platform_is_called(store, add, now, scope):
    add(("a", 1), batch="b")
    for number in range(3):
        [one] = store.deliveries.claim(now + number * SECOND, 10)
        store.deliveries.sending([one.id], now=now)
        store.deliveries.retry(one.id, now + (number + 1) * SECOND, "refused")
    [one] = store.deliveries.claim(now + 3 * SECOND, 10)
    store.deliveries.deferred(one.id, now + 4 * SECOND, "quiet")
    [recipient] = store.deliveries.report(scope, "b")
    assert (recipient.attempts, recipient.state, recipient.reason) == (3, "deferred", "quiet")


def test_an_update_is_aimed_at_what_was_delivered(store, add, now):
    add(("a", 1), card=Card("Home", ref="home"))
    [one] = store.deliveries.claim(now, 10)
    deliver(store, one, now, "1.7")
    add(("by target", 1), op="update", target="1.7", place=None)
    [aimed] = store.deliveries.claim(now, 10)
    assert (aimed.target, aimed.place) == ("1.7", one.place)
    deliver(store, aimed, now, "1.7")
    add(("by ref", 1), op="update", card=Card("Home", ref="home"), place=None)
    [aimed] = store.deliveries.claim(now, 10)
    assert (aimed.target, aimed.place) == ("1.7", one.place)
    deliver(store, aimed, now, "1.7")
    add(("at nothing", 1), op="update", card=Card("Home", ref="never sent"), place=None)
    [aimed] = store.deliveries.claim(now, 10)
    assert (aimed.target, aimed.place) == (None, None)


def test_a_delete_recalls_what_it_takes_away(store, add, now, scope):
    add(("a", 1), batch="b")
    [one] = store.deliveries.claim(now, 10)
    deliver(store, one, now, "1.7")
    add(("undo", 1), op="delete", target="1.7", batch="b")
    [undo] = store.deliveries.claim(now, 10)
    deliver(store, undo, now, "1.7")
    counts = store.deliveries.counts(scope, "b")
    assert (counts["recalled"], sum(counts.values())) == (1, 1)


def test_many_are_sent_and_delivered_at_once(store, rival, add, claim, now, scope):
    add(("a", 1), ("b", 2), ("c", 3), batch="b")
    claimed = store.deliveries.claim(now, 10)
    ids = [one.id for one in claimed]
    store.run(lambda unit: unit.outbox.cancel(scope, "b", "off"))
    assert rival.deliveries.sending(ids, now=now) == set()
    assert store.deliveries.sending([*ids, 404], now=now) == {ids[0], ids[2]}
    assert store.deliveries.sending(ids, now=now) == set()
    store.deliveries.delivered([(row, f"m{row}", HERE) for row in ids], now=now)
    store.deliveries.delivered([])
    assert [(one.state, one.attempts) for one in store.deliveries.report(scope, "b")] == [
        ("delivered", 1),
        ("cancelled", 0),
        ("delivered", 1),
    ]
    add(("undo", 1), op="delete", target=f"m{ids[0]}")
    [undo] = store.deliveries.claim(now, 10)
    assert store.deliveries.sending([undo.id], now=now) == {undo.id}
    store.deliveries.delivered([(undo.id, None, HERE)], now=now)
    assert store.deliveries.counts(scope, "b")["recalled"] == 1


def test_a_batch_is_called_off_and_sent_again(store, add, claim, now, scope, other_scope):
    add(("a", 1), ("b", 2), ("c", 3), batch="b")
    one, two, _ = store.deliveries.claim(now, 10)
    deliver(store, one, now)
    store.deliveries.sending([two.id], now=now)
    store.deliveries.unknown(two.id, "502", now=now)
    assert store.deliveries.cancel(other_scope, "b", "no") == 0
    assert store.deliveries.cancel(scope, "b", "called off") == 1
    assert store.deliveries.batches(scope) == ["b"]
    assert store.deliveries.batches(other_scope) == []
    counts = store.deliveries.counts(scope, "b")
    assert {state: number for state, number in counts.items() if number} == {
        "delivered": 1,
        "unknown": 1,
        "cancelled": 1,
    }
    for state in ("delivered", "recalled", "queued", "sending"):
        with pytest.raises(ValueError, match=state):
            store.deliveries.resend(scope, "b", [state])
    assert store.deliveries.resend(other_scope, "b", ["unknown"], now=now) == 0
    assert store.deliveries.resend(scope, "b", ["unknown"], now=now) == 1
    assert claim(now) == ["b"]


def test_the_report_names_the_people(store, add, student, scope, now):
    add(("a", student), ("b", 404), batch="b")
    known, erased = store.deliveries.report(scope, "b")
    assert (known.name, known.email, known.state, known.planned_at) == (
        "Sam Jones",
        "sam@qmul.ac.uk",
        "queued",
        now,
    )
    assert (erased.name, erased.person) == (None, 404)


def test_the_depth_of_the_queue(store, add, now):
    depth = store.deliveries.depth(now)
    assert (depth.due, depth.oldest) == (0, None)
    add(("a", 1), due_at=now - SECOND)
    add(("b", 2), place=None)
    add(("c", 3), due_at=now + SECOND)
    depth = store.deliveries.depth(now)
    assert (depth.due, depth.oldest) == (2, now - SECOND)
    assert store.deliveries.next_due() == now - SECOND
    first, _ = store.deliveries.claim(now, 10)
    store.deliveries.sending([first.id], now=now)
    assert store.deliveries.depth(now).due == 0
    assert store.read(lambda unit: unit.accounts.depth(now)).due == 0


def test_the_database_itself_refuses_a_row_in_no_state(store, add, now):
    from sqlalchemy.exc import IntegrityError

    add(("a", 1))
    for wrong in (
        "UPDATE outbox SET state = 'lost'",
        "UPDATE outbox SET due_at = NULL",
        "UPDATE outbox SET state = 'delivered'",
    ):
        with pytest.raises(IntegrityError):
            store.run(lambda unit, change=wrong: unit.connection.exec_driver_sql(change))


def test_what_was_being_sent_under_a_clock_that_was_put_back_is_unknown_at_once(store, add, now, scope):
    add(("a", 1), batch="b")
    ahead = now + timedelta(days=89)
    [one] = store.deliveries.claim(ahead, 10)
    assert store.deliveries.sending([one.id], now=ahead)
    assert store.deliveries.recover(ahead) == 0
    assert store.deliveries.recover(now) == 1
    assert store.deliveries.counts(scope, "b")["unknown"] == 1
