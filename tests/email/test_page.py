"""The page behind the link: the same card over plain HTTP, for somebody with no account."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.programme.people import Membership
from tests.email.conftest import NAMES


@pytest.fixture
async def client(house):
    await house.planner.plan()
    async with TestClient(TestServer(house.app())) as client:
        yield client


def path(house, reader=None):
    return house.link(reader).removeprefix("http://127.0.0.1")


def form(text):
    """What a browser would send back: the hidden fields, and the radio buttons that are chosen."""
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', text))
    fields |= dict(re.findall(r'name="([^"]+)" value="([^"]+)" checked', text))
    return fields, list(dict.fromkeys(re.findall(r'type="radio" id="[^"]+" name="(c\.\d+)"', text)))


async def test_eight_students_are_answered_in_one_go(house, client):
    text = await (await client.get(path(house))).text()
    assert [name for name in NAMES if name in text] == list(NAMES)
    assert "8 students, about 20 seconds" in text
    fields, rows = form(text)
    assert len(rows) == 8
    words = ["on_track"] * 6 + ["needs_word", "not_started"]
    answer = await client.post(
        path(house), data={**fields, **dict(zip(rows, words, strict=True)), "note": "Gita went quiet"}
    )
    text = await answer.text()
    assert house.answers() == [("on_track", "")] * 6 + [
        ("needs_word", "Gita went quiet"),
        ("not_started", ""),
    ]
    assert "Noted: Ana Lopez, Ben Okafor" in text
    assert "I have passed this to the Internship Office" in text
    assert "All 8 are answered" in text
    assert sorted(kind for kind, _ in house.tasks()) == ["check_in", "check_in"]
    fields, rows = form(text)
    assert [fields[row] for row in rows] == words
    await client.post(path(house), data={**fields, rows[7]: "on_track"})
    assert house.answers()[7] == ("on_track", "")


async def test_opening_the_link_changes_nothing(house, client):
    for _ in range(3):
        assert (await client.get(path(house))).status == 200
    assert (await client.head(path(house))).status == 200
    assert house.answers() == [(None, "")] * 8


async def test_a_form_sent_twice_counts_once(house, client):
    fields, rows = form(await (await client.get(path(house))).text())
    data = {**fields, rows[0]: "needs_word"}
    first, second = await client.post(path(house), data=data), await client.post(path(house), data=data)
    assert (first.status, second.status) == (200, 200)
    events = house.store.run(
        lambda unit: unit.audit.about(house.scope, f"check_in:{rows[0].removeprefix('c.')}")
    )
    assert len(events) == 1


async def test_what_is_left_open_stays_open(house, client):
    fields, rows = form(await (await client.get(path(house))).text())
    text = await (await client.post(path(house), data={**fields, rows[2]: "on_track"})).text()
    assert "7 still open" in text
    assert house.answers() == [(None, ""), (None, ""), ("on_track", ""), *[(None, "")] * 5]


async def test_later_today(house, client):
    fields, _ = form(await (await client.get(path(house))).text())
    text = await (await client.post(path(house), data={**fields, "later": "yes"})).text()
    assert "I will ask you again on Wednesday 20 March 2024, 12:40 London (GMT)" in text


async def test_somebody_else_is_asked_by_their_address(house, client):
    colleague = house.store.run(
        lambda unit: unit.people.add("oxford", "cole@museum.example", "Cole Adams", None, None)
    )
    house.store.run(lambda unit: unit.people.join(Membership(colleague, house.scope, "host_supervisor")))
    text = await (await client.get(path(house))).text()
    assert "Ask someone else" in text
    fields, rows = form(text)
    nonce = {"nonce": fields["nonce"]}
    text = await (await client.post(path(house), data={**nonce, "instead": "nobody"})).text()
    assert "nothing was changed" in text
    text = await (await client.post(path(house), data={"nonce": "2", "instead": "new@museum.example"})).text()
    assert "I have asked the programme team about new@museum.example" in text
    assert [kind for kind, _ in house.tasks()] == ["delegate"]
    await client.post(path(house), data={"nonce": "3", rows[0]: "on_track"})
    text = await (
        await client.post(path(house), data={"nonce": "4", "instead": "Cole@Museum.example"})
    ).text()
    assert "Cole Adams is asked instead of you" in text
    (mine,) = house.store.run(lambda unit: unit.check_ins.of_asked(house.scope, house.supervisor))
    assert mine.word == "on_track"
    text = await (await client.get(path(house, colleague))).text()
    assert "has asked you to answer for these students instead. 7 students" in text


async def test_a_forged_an_old_and_a_closed_link(house, client):
    token = path(house)
    assert (await client.get(token[:-4] + "AAAA")).status == 403
    house.now += timedelta(days=3)
    text = await (await client.get(token)).text()
    assert "closed" in text
    assert "<form" not in text
    assert (await client.post(token, data={"nonce": "x"})).status == 200
    house.now += timedelta(days=9)
    assert (await client.get(token)).status == 403


async def test_nobody_answers_for_others(house, client):
    other = house.store.run(lambda unit: unit.people.add("oxford", "x@y.example", "X", None, None))
    text = await (await client.get(path(house, other))).text()
    assert "no longer yours" in text
    _, rows = form(await (await client.get(path(house))).text())
    await client.post(path(house, other), data={"nonce": "n", rows[0]: "not_started"})
    assert house.answers()[0] == (None, "")


async def test_a_student_answers_all_three_questions_on_one_page(house, client):
    house.now += timedelta(hours=3)
    mine = path(house, house.students[0])
    text = await (await client.get(mine)).text()
    fields, _ = form(text)
    text = await (
        await client.post(mine, data={**fields, "answer": "on_track", "score": "2", "note": "too easy"})
    ).text()
    assert "Thank you." in text
    (kept,) = house.store.run(lambda unit: unit.check_ins.of_asked(house.scope, house.students[0]))
    assert (kept.word, kept.score, kept.note) == ("on_track", 2, "too easy")
    assert [text for kind, text in house.tasks() if kind == "check_in"] == [
        "Ana Lopez, mid-way check-in: the student gives it 2 of 5."
    ]


async def test_what_was_typed_can_never_become_markup(house, client):
    fields, rows = form(await (await client.get(path(house))).text())
    data = {**fields, rows[0]: "needs_word", "note": "<script>alert(1)</script>"}
    text = await (await client.post(path(house), data=data)).text()
    assert "<script" not in text
    assert "&lt;script&gt;" in text
