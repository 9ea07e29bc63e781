"""Every message ends in one state; nothing is sent twice; order, pace, tries and the way to the person."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from adapters import courier as module
from adapters import rounds
from adapters.courier import Courier
from adapters.rounds import backoff
from adapters.surface import AskLaterError, Delivered, Failed, Retry, Unknown, Unreachable
from bot.activities import Identity, Place
from bot.cards import Card, Text
from bot.errors import UnsupportedPartError
from bot.ports import Outgoing
from bot.programme.quiet import Drop, Hold
from tests.adapters.fakes import HOME, START, activity


def card(words: str, ref: str | None = None) -> Card:
    return Card(parts=(Text(words),), ref=ref)


@pytest.fixture
def ann(host) -> int:
    """Somebody who has written once, from the test surface."""
    return host.store.run(lambda unit: host.echo.person(activity(user="ann"), unit)).id


@pytest.fixture
def queue(host):
    """Queue messages; returns nothing."""

    def add(person: int, *words: str, **changed) -> None:
        def work(unit):
            for number, text in enumerate(words):
                fields = {
                    "key": f"k:{text}:{number}",
                    "person": person,
                    "card": card(text),
                    "due_at": START,
                    **changed,
                }
                assert unit.outbox.add(Outgoing(**fields))

        host.store.run(work)

    return add


async def test_what_is_due_is_delivered_in_order_and_what_is_not_waits(host, ann, queue):
    queue(ann, "one", "two", "three")
    queue(ann, "later", due_at=START + timedelta(hours=1))
    await host.courier.drain()
    assert host.surface.texts() == ["one", "two", "three"]
    assert [state for _, state in host.states()] == ["delivered"] * 3 + ["queued"]
    host.clock.move(hours=1)
    await host.courier.drain()
    assert host.surface.texts()[-1] == "later"


async def test_a_message_goes_where_the_person_was_last_seen(host, ann, queue):
    queue(ann, "one")
    await host.courier.drain()
    _, destination = host.surface.sent[0]
    assert (destination.identity.user, destination.place.conversation, destination.reader) == (
        "ann",
        "dm-ann",
        ann,
    )


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (Delivered("m1"), "delivered"),
        (Failed("too large"), "failed"),
        (Unknown("no answer"), "unknown"),
        (Unreachable("blocked"), "unreachable"),
        (Retry(30.0, "429"), "queued"),
    ],
)
async def test_each_outcome_is_written_down(host, ann, queue, outcome, state):
    host.surface.outcome = lambda *_: outcome
    queue(ann, "one")
    await host.courier.drain()
    assert host.states() == [("one", state)]
    assert len(host.surface.sent) == 1


async def test_a_message_is_tried_again_when_the_platform_says_and_not_before(host, ann, queue):
    host.surface.outcome = lambda *_: Retry(30.0, "429")
    queue(ann, "one")
    await host.courier.drain()
    host.clock.move(seconds=29)
    await host.courier.drain()
    assert len(host.surface.sent) == 1
    host.surface.outcome = host.surface.delivered
    host.clock.move(seconds=30)
    await host.courier.drain()
    assert host.states() == [("one", "delivered")]


async def test_after_a_day_of_trying_it_has_failed(host, ann, queue):
    host.surface.outcome = lambda *_: Retry(None, "refused")
    queue(ann, "one")
    await host.courier.drain()
    host.clock.move(hours=25)
    await host.courier.drain()
    assert host.states() == [("one", "failed")]


async def test_a_busy_workspace_is_left_alone_as_a_whole(host, ann, queue):
    bo = host.store.run(lambda unit: host.echo.person(activity(user="bo"), unit)).id
    place = Place("test", HOME, "dm-ann")
    queue(ann, "one", place=place)
    host.surface.outcome = lambda *_: Retry(60.0, "429", workspace=True)
    await host.courier.drain()
    host.surface.outcome = host.surface.delivered
    queue(bo, "two", place=Place("test", HOME, "dm-bo"))
    await host.courier.drain()
    assert len(host.surface.sent) == 1
    host.clock.move(seconds=61)
    await host.courier.drain()
    assert [state for _, state in host.states()] == ["delivered", "delivered"]


async def test_an_unknown_one_is_never_sent_again_by_itself(host, ann, queue):
    host.surface.outcome = lambda *_: Unknown("502")
    queue(ann, "one")
    await host.courier.drain()
    host.clock.move(days=2)
    await host.courier.recover()
    await host.courier.drain()
    assert len(host.surface.sent) == 1


async def test_a_surface_that_raises_leaves_a_doubt_and_one_that_cannot_draw_it_none(host, ann, queue):
    def broken(*_):
        raise RuntimeError

    host.surface.outcome = broken
    queue(ann, "one")
    await host.courier.drain()

    def unable(*_):
        raise UnsupportedPartError

    host.surface.outcome = unable
    queue(ann, "two")
    await host.courier.drain()
    assert [state for _, state in host.states()] == ["unknown", "failed"]


async def test_an_answer_that_does_not_come_is_unknown(host, ann, queue, monkeypatch):
    monkeypatch.setattr(module, "LONGEST_CALL", 0.05)
    host.surface.slow = 5.0
    queue(ann, "one")
    await host.courier.drain()
    assert host.states() == [("one", "unknown")]


async def test_a_worker_that_died_while_sending_leaves_an_unknown(host, ann, queue):
    queue(ann, "one")

    (row,) = host.store.run(lambda unit: unit.deliveries.claim(START, 10))
    assert host.store.run(lambda unit: unit.deliveries.sending([row.id], now=START))
    assert await host.courier.recover() == 0
    host.clock.move(minutes=2)
    assert await host.courier.recover() == 1
    await host.courier.drain()
    assert host.states() == [("one", "unknown")]
    assert host.surface.sent == []


async def test_somebody_who_blocked_us_is_tried_on_the_next_surface_and_not_again_on_the_first(
    host, ann, queue
):
    def link(unit):
        unit.people.link(Identity("test", "T2", "ann2"), ann, None, START - timedelta(days=1))

    host.store.run(link)
    host.surface.outcome = lambda outgoing, to: (
        Unreachable("blocked") if to.identity.workspace == HOME else host.surface.delivered(outgoing, to)
    )
    queue(ann, "one", "two")
    await host.courier.drain()
    assert [to.identity.workspace for _, to in host.surface.sent] == [HOME, "T2", "T2"]
    assert [state for _, state in host.states()] == ["delivered", "delivered"]


async def test_a_directory_that_is_busy_is_asked_again_when_it_says(host, queue, monkeypatch):
    person = host.store.run(lambda unit: unit.people.add("org", "new@t.example", "New", None, None))
    host.surface.directory["new@t.example"] = "new"
    find = host.surface.find

    async def busy(workspace, email):
        raise AskLaterError(40.0)

    monkeypatch.setattr(host.surface, "find", busy)
    queue(person, "hello")
    await host.courier.drain()
    monkeypatch.setattr(host.surface, "find", find)
    host.clock.move(seconds=39)
    await host.courier.drain()
    assert host.surface.texts() == []
    host.clock.move(seconds=2)
    await host.courier.drain()
    assert host.surface.texts() == ["hello"]


async def test_somebody_who_never_wrote_is_found_by_their_address(host, queue):
    def add(unit):
        return unit.people.add("org", "cy@t.example", "Cy", None, None)

    cy = host.store.run(add)
    queue(cy, "one")
    await host.courier.drain()
    assert host.states() == [("one", "unreachable")]
    host.surface.directory["cy@t.example"] = "U7"
    queue(cy, "two", "three")
    await host.courier.drain()
    assert [(to.identity.user, to.place and to.place.conversation) for _, to in host.surface.sent] == [
        ("U7", None), ("U7", "dm-U7")
    ]  # fmt: skip


async def test_an_update_goes_to_the_message_that_was_delivered(host, ann, queue):
    queue(ann, "draft", card=card("draft", "status:1"), key="k1")
    await host.courier.drain()
    queue(ann, "done", card=card("done", "status:1"), key="k2", op="update")
    await host.courier.drain()
    second, to = host.surface.sent[1]
    assert second.op == "update"
    assert second.target is not None
    assert to.place.conversation == "dm-ann"


async def test_an_update_of_what_was_never_delivered_is_not_sent(host, ann, queue):
    queue(ann, "done", card=card("done", "status:1"), op="update")
    await host.courier.drain()
    assert host.states() == [("done", "suppressed")]
    assert host.surface.sent == []


async def test_what_has_become_pointless_is_not_sent(host, ann, queue):
    queue(ann, "hurry", expires_at=START + timedelta(minutes=5))
    host.clock.move(minutes=6)
    await host.courier.drain()
    assert host.states() == [("hurry", "suppressed")]


async def test_every_message_is_judged_once_more_before_it_goes(host, ann, queue):
    verdicts = {"drop": Drop("answered already"), "hold": Hold(START + timedelta(hours=1), "quiet hours")}

    def recheck(unit, outgoing, now):
        return verdicts.get(outgoing.card.headline(), rounds.always(unit, outgoing, now))

    courier = Courier(host.store, {"test": host.surface}, host.clock.now, recheck=recheck)
    queue(ann, "drop", "hold", "send")
    await courier.drain()
    assert host.states() == [("drop", "suppressed"), ("hold", "deferred"), ("send", "delivered")]


async def test_the_running_courier_hears_of_what_is_queued(host, ann, queue):
    forget = host.store.listen(host.courier.wake)
    running = asyncio.create_task(host.courier.run())
    await asyncio.sleep(0.3)
    queue(ann, *(str(number) for number in range(10)))
    for _ in range(300):
        if len(host.surface.sent) == 10:
            break
        await asyncio.sleep(0.02)
    forget()
    running.cancel()
    await asyncio.wait({running})
    assert host.surface.texts() == [str(number) for number in range(10)]
    assert {state for _, state in host.states()} == {"delivered"}


@pytest.mark.parametrize("steps", range(6))
async def test_a_courier_that_is_woken_as_it_is_stopped_stops(host, steps):
    running = asyncio.create_task(host.courier.run())
    await asyncio.sleep(0.2)
    host.courier.wake()
    for _ in range(steps):
        await asyncio.sleep(0)
    running.cancel()
    _, left = await asyncio.wait({running}, timeout=5)
    if left:  # or the test would wait for it at its end
        running.cancel()
        await asyncio.wait({running}, timeout=5)
    assert not left


async def test_a_courier_that_stops_finishes_what_is_in_flight(host, ann, queue):
    host.surface.slow = 0.3
    queue(ann, "one")
    running = asyncio.create_task(host.courier.run())
    while not [state for _, state in host.states() if state == "sending"]:
        await asyncio.sleep(0.02)
    running.cancel()
    await asyncio.wait({running})
    assert host.states() == [("one", "delivered")]


async def test_two_couriers_send_nothing_twice(host, ann, queue):
    bo = host.store.run(lambda unit: host.echo.person(activity(user="bo"), unit)).id
    queue(ann, *(f"a{number}" for number in range(20)))
    queue(bo, *(f"b{number}" for number in range(20)))
    other = Courier(host.store, {"test": host.surface}, host.clock.now)
    await asyncio.gather(host.courier.drain(), other.drain())
    assert sorted(host.surface.texts()) == sorted([f"a{n}" for n in range(20)] + [f"b{n}" for n in range(20)])
    assert [words for words in host.surface.texts() if words.startswith("a")] == [f"a{n}" for n in range(20)]


def test_waits_grow_with_how_long_it_has_been_tried_and_keep_what_the_platform_asked():
    assert 0.5 <= backoff(timedelta(0), None) <= 1.0
    assert 30 <= backoff(timedelta(minutes=1), None) <= 60
    assert backoff(timedelta(hours=5), None) <= rounds.LONGEST_WAIT
    assert backoff(timedelta(0), 90.0) == 90.0


async def test_what_follows_from_a_delivery_follows_once_also_where_its_commit_is_in_doubt(host, ann, queue):
    followed = []
    courier = Courier(
        host.store,
        {"test": host.surface},
        host.clock.now,
        after=lambda _, outgoing, state, __: followed.append((outgoing.card.headline(), state)),
    )
    queue(ann, "one")
    write = courier._transaction

    async def in_doubt(landed, waiting, room, **how):
        done = await write(landed, waiting, room, **how)
        if landed and len(followed) == 1:
            courier._transaction = write
            raise ConnectionError("nobody knows whether it was saved")
        return done

    courier._transaction = in_doubt
    await courier.drain()
    assert followed == [("one", "delivered")]
    assert host.states() == [("one", "delivered")]


async def test_a_message_that_cannot_be_judged_holds_up_no_other(host, ann, queue):
    bo = host.store.run(lambda unit: host.echo.person(activity(user="bo"), unit)).id

    def recheck(unit, outgoing, now):
        if outgoing.card.headline() == "bad":
            raise KeyError("a mistake of ours")
        return rounds.always(unit, outgoing, now)

    courier = Courier(host.store, {"test": host.surface}, host.clock.now, recheck=recheck)
    queue(ann, "bad")
    queue(bo, "good")
    await courier.drain()
    assert dict(host.states()) == {"bad": "queued", "good": "delivered"}


async def test_an_outcome_that_cannot_be_written_is_kept_and_written_later(host, ann, queue):
    broken = [True]

    def after(_, outgoing, state, now):
        if broken[0]:
            raise KeyError("a mistake of ours")

    courier = Courier(host.store, {"test": host.surface}, host.clock.now, after=after)
    queue(ann, "one")
    await courier.drain()
    assert host.states() == [("one", "sending")]
    broken[0] = False
    await courier.recover()
    await courier.drain()
    assert host.states() == [("one", "delivered")]
    assert len(host.surface.sent) == 1
