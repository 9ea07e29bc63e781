"""E-mail as the last way: what goes, what does not, and how each answer of a mail server counts."""

from __future__ import annotations

import re

import pytest
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import select

from adapters.email.surface import server_of
from adapters.surface import Destination, Failed, Retry, Unknown, Unreachable
from bot.activities import Identity
from bot.cards import text
from bot.ports import Outgoing
from store.outbox_table import outbox
from tests.email.mailbox import Mailbox


def states(house):
    rows = house.store.run(
        lambda unit: unit.connection.execute(select(outbox.c.person, outbox.c.state, outbox.c.reason)).all()
    )
    return {row.person: (row.state, row.reason) for row in rows}


async def test_a_supervisor_on_no_workspace_gets_a_link_that_works(house):
    async with Mailbox() as mailbox:
        house.with_mail(mailbox.url)
        await house.planner.plan()
        await house.courier.drain()
        (mail,) = [mail for mail in mailbox.mails if mail["To"] == "vera@host.example"]
        assert mail["Subject"] == "Mid-way check-in: 8 students, about 20 seconds"
        assert mail["From"] == "foothold@uni.example"
        words = mail.get_body(("plain",)).get_content()
        assert "Ana Lopez, Research" in words
        assert "this programme asks at this point" in words
        link = re.search(r"http://127\.0\.0\.1(/l/\S+)", words)[1]
        async with TestClient(TestServer(house.app())) as client:
            assert "8 students" in await (await client.get(link)).text()
        assert states(house)[house.supervisor][0] == "delivered"
        found = house.store.run(lambda unit: unit.check_ins.of_asked(house.scope, house.supervisor))
        assert {one.state for one in found} == {"sent"}


async def test_without_a_mail_server_staff_get_a_task_with_the_link_to_copy(house):
    await house.planner.plan()
    await house.courier.drain()
    assert states(house)[house.supervisor][0] == "unreachable"
    ((kind, words),) = [one for one in house.tasks() if "Vera" in one[1]]
    assert kind == "check_in_missed"
    assert words == (
        "Vera Quist could not be reached for the mid-way check-in about 8 students; a link to answer on can be copied."
    )


@pytest.mark.parametrize(
    ("answers", "outcome"),
    [
        ({"RCPT": "550 no such user"}, Failed),
        ({"RCPT": "450 try later"}, Retry),
        ({"MAIL": "421 busy"}, Retry),
        ({"DATA": "554 spam"}, Failed),
        ({"BODY": "drop"}, Unknown),
    ],
)
async def test_each_answer_of_a_mail_server(house, answers, outcome):
    async with Mailbox() as mailbox:
        mailbox.answers = answers
        house.with_mail(mailbox.url)
        message = Outgoing("k", 1, text("Hello"), house.now, kind="notice")
        got = await house.surfaces["email"].deliver(
            message, Destination(Identity("email", "email", "a@b.example"))
        )
        assert isinstance(got, outcome), got
        assert mailbox.mails == []


async def test_a_server_that_is_not_there_is_tried_again(house):
    house.with_mail("smtp://127.0.0.1:9?from=a@b.example")
    message = Outgoing("k", 1, text("Hello"), house.now, kind="notice")
    got = await house.surfaces["email"].deliver(
        message, Destination(Identity("email", "email", "a@b.example"))
    )
    assert isinstance(got, Retry)


async def test_announcements_and_reminders_do_not_go_by_mail(house):
    async with Mailbox() as mailbox:
        house.with_mail(mailbox.url)
        for kind in ("nudge", "broadcast", "reply"):
            message = Outgoing("k", 1, text("Hello"), house.now, kind=kind)
            got = await house.surfaces["email"].deliver(
                message, Destination(Identity("email", "email", "a@b.example"))
            )
            assert isinstance(got, Unreachable)
        assert mailbox.mails == []


def test_the_address_of_the_server():
    found = server_of("smtps://me%40uni.example:p%40ss@mail.uni.example", "")
    assert (found.host, found.port, found.encrypted, found.user, found.password, found.sender) == (
        "mail.uni.example",
        465,
        True,
        "me@uni.example",
        "p@ss",
        "me@uni.example",
    )
    assert (
        server_of("smtp://mail.uni.example", "https://foothold.uni.example").sender
        == "foothold@foothold.uni.example"
    )
    assert server_of("", "") is None
