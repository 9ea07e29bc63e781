"""The outbox as conversations see it: once per key, cancelled by prefix, fanned out in one statement."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from bot.activities import Place
from bot.cards import Action, Attachment, Card, Facts, Image, Row, Table, Text
from store.people import memberships, people

HERE = Place("slack", "T1", "D1")


def test_a_message_comes_back_as_it_was_said(store, make_outgoing, now):
    card = Card(
        "Title\0", (Text("a\ud800", "warning"), Facts((("b", "c"),)), Table(("d",), (("e",),)), Image("f", "g"),
                  Row("h", "i", (Action("j", "k", {"l": "m"}, "danger"),)), Attachment("n", "o", "p")),
        (Action("q", url="https://r"),), "s", "ref",
    )  # fmt: skip
    said = make_outgoing(
        "reply:1:0", card=card, kind="nudge", place=Place("teams", "t", "c", private=False, thread="x"), why="because",
        about={"checkin": 12}, batch="b", expires_at=now + timedelta(days=1),
    )  # fmt: skip
    assert store.run(lambda unit: unit.outbox.add(said)) is True
    [claimed] = store.deliveries.claim(now, 10)
    assert claimed.id > 0
    assert claimed == make_outgoing(
        "reply:1:0", card=card, kind="nudge", place=said.place, why="because", about={"checkin": 12}, batch="b",
        expires_at=said.expires_at, id=claimed.id,
    )  # fmt: skip


def test_the_least_comes_back_too(store, make_outgoing, now):
    said = make_outgoing("k", scope=None, place=None)
    store.run(lambda unit: unit.outbox.add(said))
    [claimed] = store.deliveries.claim(now, 10)
    assert claimed == make_outgoing("k", scope=None, place=None, id=claimed.id)


def test_a_key_is_queued_once_for_ever(store, make_outgoing, now):
    assert store.run(lambda unit: unit.outbox.add(make_outgoing("k")))
    assert not store.run(lambda unit: unit.outbox.add(make_outgoing("k", person=2)))
    [claimed] = store.deliveries.claim(now, 10)
    store.deliveries.sending([claimed.id], now=now)
    store.deliveries.delivered([(claimed.id, "1", HERE)], now=now)
    assert not store.run(lambda unit: unit.outbox.add(make_outgoing("k")))
    assert store.deliveries.claim(now, 10) == []


def test_what_waits_is_cancelled_by_the_beginning_of_its_key(store, make_outgoing, scope, other_scope, now):
    keys = ["checkin:1:first", "checkin:1:second", "checkin:10:first", "checkin:1%", "checkin:2:first"]
    for number, key in enumerate(keys):
        store.run(lambda unit, k=key, n=number: unit.outbox.add(make_outgoing(k, n)))
    first = store.deliveries.claim(now, 1)[0]
    store.deliveries.sending([first.id], now=now)
    assert first.key == "checkin:1:first"
    assert store.run(lambda unit: unit.outbox.cancel(other_scope, "checkin:1:", "gone")) == 0
    assert store.run(lambda unit: unit.outbox.cancel(scope, "checkin:1:", "gone")) == 1
    assert store.run(lambda unit: unit.outbox.cancel(scope, "checkin:1%", "gone")) == 1
    assert {one.key for one in store.deliveries.claim(now, 10)} == {"checkin:10:first", "checkin:2:first"}
    assert store.deliveries.delivered([(first.id, "1", HERE)], now=now)


def test_a_claimed_row_that_is_cancelled_is_not_sent(store, make_outgoing, scope, now):
    store.run(lambda unit: unit.outbox.add(make_outgoing("k")))
    [claimed] = store.deliveries.claim(now, 10)
    store.run(lambda unit: unit.outbox.cancel(scope, "k", "withdrawn"))
    assert not store.deliveries.sending([claimed.id], now=now)


def test_fan_out_to_people(store, make_outgoing, scope, now):
    message = make_outgoing("broadcast:7", 0, kind="broadcast", batch="broadcast:7", place=None)
    assert store.run(lambda unit: unit.queue.fan_out(message, [1, 2, 3])) == 3
    assert store.run(lambda unit: unit.queue.fan_out(message, [2, 3, 4])) == 1
    assert store.run(lambda unit: unit.queue.fan_out(message, [])) == 0
    claimed = store.deliveries.claim(now, 10)
    assert [(one.person, one.key) for one in claimed] == [(n, f"broadcast:7:{n}") for n in (1, 2, 3, 4)]
    assert sum(store.deliveries.counts(scope, "broadcast:7").values()) == 4


def test_fan_out_to_what_a_select_finds(store, make_outgoing, scope, student, now):
    from bot.programme.people import Membership

    staff = store.run(lambda unit: unit.people.add("queen_mary", "staff@qmul.ac.uk", "Staff", None, None))
    store.run(lambda unit: unit.people.join(Membership(student, scope, "student")))
    store.run(lambda unit: unit.people.join(Membership(staff, scope, "staff")))
    audience = (
        select(people.c.id.label("person"))
        .join(memberships, memberships.c.person == people.c.id)
        .where(memberships.c.programme == scope.programme, memberships.c.role == "student")
    )
    message = make_outgoing("b", 0, kind="broadcast", batch="b", place=None)
    assert store.run(lambda unit: unit.queue.plan_from_select(message, audience)) == 1
    assert [one.person for one in store.deliveries.claim(now, 10)] == [student]


def test_a_message_that_stays_true_is_found_by_its_ref(store, make_outgoing, now):
    def deliver(key, message_id):
        store.run(lambda unit: unit.outbox.add(make_outgoing(key, card=Card("Home", ref="home"))))
        [claimed] = store.deliveries.claim(now, 10)
        store.deliveries.sending([claimed.id], now=now)
        store.deliveries.delivered([(claimed.id, message_id, HERE)], now=now)

    assert store.run(lambda unit: unit.outbox.with_ref(1, "home")) is None
    deliver("a", "100.1")
    deliver("b", "100.2")
    assert store.run(lambda unit: unit.outbox.with_ref(1, "home")) == "100.2"
    assert store.run(lambda unit: unit.outbox.with_ref(2, "home")) is None
    assert store.run(lambda unit: unit.outbox.with_ref(1, "other")) is None
