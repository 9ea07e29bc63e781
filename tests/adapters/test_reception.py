"""Activities are written down, worked on once and in order, and answered as before when they come again."""

from __future__ import annotations

import asyncio

from adapters import reception as module
from adapters.reception import SORRY
from bot.activities import FormRequested, Message, Profile, Submission, Upload
from bot.cards import Field, Form
from bot.ports import FileStore
from tests.adapters.fakes import activity


async def test_an_activity_is_worked_on_once_however_often_it_comes(host):
    one = activity("hello")
    assert [await host.reception.receive(one) for _ in range(3)] == [True, False, False]
    await host.reception.settle()
    assert await host.reception.receive(one) is False
    await host.reception.settle()
    assert host.echo.worked == [one.id]
    assert host.states() == [("1: hello", "queued")]
    assert host.waiting() == 0


async def test_one_persons_activities_are_worked_on_in_the_order_of_coming(host):
    for number in range(20):
        await host.reception.receive(activity(str(number)))
    await host.reception.settle()
    assert [words for words, _ in host.states()] == [f"{n + 1}: {n}" for n in range(20)]


async def test_what_was_never_dealt_with_is_worked_off_at_the_start(host):
    await asyncio.wrap_future(
        host.store.submit(lambda unit: unit.inbox.receive(activity("left"), now=host.clock.now()))
    )
    assert await host.reception.work_off(alone=True) == 1
    await host.reception.settle()
    assert host.states() == [("1: left", "queued")]
    assert await host.reception.work_off(alone=True) == 0


async def test_what_another_process_is_working_on_is_left_to_it_for_a_minute(host):
    await asyncio.wrap_future(
        host.store.submit(lambda unit: unit.inbox.receive(activity(), now=host.clock.now()))
    )
    assert await host.reception.work_off(alone=False) == 0
    host.clock.move(seconds=61)
    assert await host.reception.work_off(alone=False) == 1
    await host.reception.settle()
    assert host.waiting() == 0


async def test_two_workers_on_the_same_activity_have_one_effect(host):
    one = activity("hello")
    await asyncio.wrap_future(host.store.submit(lambda unit: unit.inbox.receive(one)))
    other = module.Reception(host.store, host.echo, host.store.files, {"test": host.surface}, host.clock.now)
    await asyncio.gather(*(way.work(one.id) for way in (host.reception, other, host.reception, other)))
    assert host.states() == [("1: hello", "queued")]


async def test_a_turn_that_fails_is_rolled_back_tried_again_and_then_given_up_with_a_word(host):
    await host.reception.receive(activity("first"))
    await host.reception.settle()
    tries = []

    def fail(one):
        tries.append(one.id)
        raise ZeroDivisionError("Ann Lee, ann@qm.example")

    host.echo.fail = fail
    await host.reception.receive(activity("second"))
    await host.reception.settle()
    assert len(tries) == 4
    assert host.states() == [("1: first", "queued"), (SORRY, "queued")]
    assert host.waiting() == 0
    host.echo.fail = lambda _: None
    await host.reception.receive(activity("third"))
    await host.reception.settle()
    assert host.states()[-1] == ("2: third", "queued")


async def test_a_turn_that_fails_once_is_done_at_the_second_try(host):
    failures = [ZeroDivisionError()]

    def fail(_):
        if failures:
            raise failures.pop()

    host.echo.fail = fail
    await host.reception.receive(activity("hello"))
    await host.reception.settle()
    assert host.states() == [("1: hello", "queued")]


async def test_what_goes_wrong_is_logged_without_a_word_of_it(host, capsys):
    from adapters import logs

    logs.set_up(json=True)

    def fail(_):
        raise ZeroDivisionError("Ann Lee, ann@qm.example")

    host.echo.fail = fail
    await host.reception.receive(activity("my secret"))
    await host.reception.settle()
    said = capsys.readouterr().err
    assert "ZeroDivisionError" in said
    assert not any(private in said for private in ("Ann", "qm.example", "secret", "u1"))


async def test_an_inline_activity_is_answered_and_its_duplicate_as_before(host):
    form = Form(
        "f", {}, "Title", (Field("a", "short_text", "A", error="Too long"),), error="Please look again"
    )
    handle = host.echo.handle

    def with_form(one, unit):
        turn = handle(one, unit)
        turn.open_form(form)
        return turn

    host.echo.handle = with_form
    one = activity(body=FormRequested("open"))
    first = await host.reception.inline(one)
    assert first.form == form
    assert first.errors == {"a": "Too long", "": "Please look again"}
    assert await host.reception.inline(one) == first
    assert host.echo.worked == [one.id]


async def test_two_copies_of_an_inline_activity_at_once_are_one(host):
    one = activity(body=FormRequested("open"))
    answers = await asyncio.gather(*(host.reception.inline(one) for _ in range(5)))
    assert len({repr(answer) for answer in answers}) == 1
    assert host.echo.worked == [one.id]


async def test_an_inline_activity_that_fails_is_answered_with_a_word_and_closed(host):
    def fail(_):
        raise ZeroDivisionError

    host.echo.fail = fail
    answer = await host.reception.inline(activity(body=FormRequested("open")))
    assert answer.errors == {"": SORRY}
    assert host.waiting() == 0


async def test_the_directory_is_asked_about_people_who_are_not_known(host):
    host.surface.profiles["u1"] = Profile(email="ann@qm.example", name="Ann")
    for text in ("one", "two"):
        await host.reception.receive(activity(text))
        await host.reception.settle()
    assert len(host.surface.asked) == 1
    person = host.store.run(lambda unit: unit.people.by_identity(activity().identity))
    assert person.email == "ann@qm.example"


async def test_a_file_is_fetched_looked_at_and_kept_before_the_turn(host):
    seen = []
    host.echo.fail = lambda one: seen.append(one.body.files)
    host.surface.files = {"s1": b"%PDF-1.7 cv", "s2": b"MZ\x90\x00", "s3": b""}
    uploads = (
        Upload("cv.pdf", "application/pdf", 1, "s1"),
        Upload("cv.pdf", "application/pdf", 1, "s2"),
        Upload("cv.pdf", "application/pdf", 1, "s3"),
        Upload("big.pdf", "application/pdf", 99_000_000, "never fetched"),
    )
    await host.reception.receive(activity(body=Message("", uploads)))
    await host.reception.settle()
    good, wrong, empty, big = seen[0]
    files: FileStore = host.store.files
    assert files.get(good.file_id) == b"%PDF-1.7 cv"
    assert (good.size, good.problem) == (11, None)
    assert (wrong.file_id, "not really a PDF" in wrong.problem) == (None, True)
    assert (empty.file_id, "is empty" in empty.problem) == (None, True)
    assert (big.file_id, "the most is 25 MB" in big.problem) == (None, True)


async def test_a_file_of_a_form_is_fetched_too(host):
    seen = []
    host.echo.fail = lambda one: seen.append(one.body.files)
    host.surface.files = {"s1": b"%PDF-1.7 cv"}
    body = Submission("f", {}, {}, {"cv": Upload("cv.pdf", "application/pdf", 1, "s1")})
    await host.reception.inline(activity(body=body))
    assert seen[0]["cv"].file_id


async def test_different_people_do_not_wait_for_each_other(host):
    host.surface.profiles = {}
    started = asyncio.Event()

    async def slow(identity):
        if identity.user == "slow":
            await started.wait()
        return Profile()

    host.surface.profile = slow
    await host.reception.receive(activity("a", user="slow"))
    await host.reception.receive(activity("b", user="fast"))
    while not host.states():
        await asyncio.sleep(0.01)
    assert [words for words, _ in host.states()] == ["1: b"]
    started.set()
    await host.reception.settle()
    assert len(host.states()) == 2
