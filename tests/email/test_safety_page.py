"""A safety contact who is on no workspace: the alert comes by e-mail, and one button on a page takes it up."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.conversations import safety
from bot.programme.safety import Alert
from tests.email.mailbox import Mailbox

WORDS = "i want to end my life"


@pytest.fixture
async def mailbox(house):
    """The mail server, after the words of danger of one student have been passed on."""
    async with Mailbox() as mailbox:
        house.with_mail(mailbox.url)
        await house.courier.drain()
        mailbox.mails.clear()

        def passes_on(unit):
            alert = Alert(0, house.scope, house.students[0], "crisis", WORDS, house.now)
            kept = unit.alerts.get(house.scope, unit.alerts.add(alert))
            safety.pass_on(unit, unit.programmes.get(house.scope.programme), kept, house.now)

        house.store.run(passes_on)
        await house.courier.drain()
        yield mailbox


@pytest.fixture
async def client(house):
    async with TestClient(TestServer(house.app())) as client:
        yield client


def link_in(mail) -> str:
    words = mail.get_body(("plain",)).get_content()
    return re.search(r"http://127\.0\.0\.1(/l/\S+)", words)[1]


def alert_mails(mailbox):
    return [mail for mail in mailbox.mails if mail["Subject"] == "Safety: somebody needs you now"]


def taken_by(house):
    alert = house.store.run(lambda unit: unit.alerts.get(house.scope, 1))
    return alert.taken_by and house.store.run(lambda unit: unit.people.get(alert.taken_by)).email


async def press(client, link):
    page = await (await client.get(link)).text()
    nonce = re.search(r'name="nonce" value="([^"]+)"', page)[1]
    return await (await client.post(link, data={"nonce": nonce})).text()


async def test_opening_the_link_takes_nothing_up_and_says_less_than_the_mail(house, mailbox, client):
    (mail,) = alert_mails(mailbox)
    assert WORDS in mail.get_body(("plain",)).get_content()
    for _ in range(3):
        page = await (await client.get(link_in(mail))).text()
    assert (await client.head(link_in(mail))).status == 200
    assert "I am taking care of this" in page
    for private in (WORDS, "Ana", "ana@ox.example"):
        assert private not in page
    assert taken_by(house) is None


async def test_pressing_takes_it_up_and_nobody_else_is_alerted(house, mailbox, client):
    (mail,) = alert_mails(mailbox)
    assert "You have taken this up. Nobody else is alerted." in await press(client, link_in(mail))
    assert taken_by(house) == mail["To"]
    house.now += timedelta(days=1)
    await house.planner.look()
    await house.courier.drain()
    assert len(alert_mails(mailbox)) == 1
    again = await (await client.get(link_in(mail))).text()
    assert "This has been taken up." in again
    assert "<button" not in again


async def test_the_same_form_sent_twice_is_answered_as_before(house, mailbox, client):
    (mail,) = alert_mails(mailbox)
    link = link_in(mail)
    first = await client.post(link, data={"nonce": "n"})
    second = await client.post(link, data={"nonce": "n"})
    assert await first.text() == await second.text()
    events = house.store.run(lambda unit: unit.audit.about(house.scope, "alert:1"))
    assert len(events) == 1


async def test_the_second_contact_hears_who_has_it(house, mailbox, client):
    house.now += timedelta(hours=2)
    await house.planner.look()
    await house.courier.drain()
    first, second = alert_mails(mailbox)
    await press(client, link_in(second))
    said = await (await client.post(link_in(first), data={"nonce": "late"})).text()
    assert "has taken this up already" in said
    assert taken_by(house) == second["To"]


async def test_a_link_made_for_somebody_else_takes_nothing_up(house, mailbox, client):
    values = {"programme": house.scope.programme, "alert": "1"}
    link = house.links.make("safety", values, reader=house.supervisor).removeprefix("http://127.0.0.1")
    assert "not yours to take up" in await (await client.get(link)).text()
    await client.post(link, data={"nonce": "n"})
    assert taken_by(house) is None


async def test_a_link_that_was_tampered_with_is_refused(house, mailbox, client):
    (mail,) = alert_mails(mailbox)
    assert (await client.post(link_in(mail)[:-2] + "xx", data={"nonce": "n"})).status == 403
    assert taken_by(house) is None
