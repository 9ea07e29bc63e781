"""What a delivery to Slack ends in, whatever Slack does; and what the directory and the files give."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from slack_sdk.errors import SlackApiError

from adapters.slack.api import WebApi
from adapters.slack.tokens import OneWorkspace
from adapters.slack.transport import SlackSurface
from adapters.surface import (
    AskLaterError,
    Delivered,
    Destination,
    Failed,
    FetchError,
    Retry,
    Unknown,
    Unreachable,
)
from bot.activities import Identity, Place, Profile, Upload
from bot.cards import Action, Card, Row, Text
from bot.ports import Outgoing
from tests.slack.fake_slack import Member

NOW = datetime(2024, 3, 4, 9, tzinfo=UTC)
ADA = Identity("slack", "T1", "U1")
DM = Place("slack", "T1", "D1")


def outgoing(card=None, **more):
    return Outgoing(key="k", person=1, card=card or Card(parts=(Text("Good morning"),)), due_at=NOW, **more)


def long_card(rows=60):
    return Card(
        title="List",
        parts=tuple(Row(f"Row {n}", "words", (Action("Show", "show", {"n": str(n)}),)) for n in range(rows)),
    )


async def test_a_message_is_delivered_with_its_id(fake, surface):
    end = await surface.deliver(outgoing(), Destination(ADA, DM))
    (message,) = fake.said_to("U1")
    assert end == Delivered(f"D1:{message['ts']}", DM)
    assert message["text"] == "Good morning"


async def test_without_a_place_the_conversation_is_opened_once(fake, surface):
    for _ in range(2):
        end = await surface.deliver(outgoing(), Destination(ADA))
        assert end.place == DM
    assert len(fake.made("conversations.open")) == 1
    assert len(fake.said_to("U1")) == 2


async def test_an_update_changes_the_message_in_place(fake, surface):
    sent = await surface.deliver(outgoing(), Destination(ADA, DM))
    changed = outgoing(Card(parts=(Text("Answered"),)), op="update", target=sent.message_id)
    assert await surface.deliver(changed, Destination(ADA, DM)) == Delivered(sent.message_id, DM)
    assert [message["text"] for message in fake.said_to("U1")] == ["Answered"]


@pytest.mark.parametrize("code", ["edit_window_closed", "cant_update_message", "message_not_found"])
async def test_an_answer_to_a_press_on_a_message_that_cannot_be_changed_is_sent_anew(fake, surface, code):
    sent = await surface.deliver(outgoing(), Destination(ADA, DM))
    answer = outgoing(Card(parts=(Text("Answered"),)), op="update", target=sent.message_id, place=DM)
    fake.next("chat.update", error=code)
    assert isinstance(await surface.deliver(answer, Destination(ADA, DM)), Delivered)
    assert [message["text"] for message in fake.said_to("U1")] == ["Good morning", "Answered"]
    by_itself = outgoing(Card(parts=(Text("Anew"),)), op="update", target=sent.message_id)
    fake.next("chat.update", error=code)
    assert isinstance(await surface.deliver(by_itself, Destination(ADA, DM)), Failed)
    assert len(fake.said_to("U1")) == 2, "what nobody waits for makes no second message"


async def test_a_card_of_two_messages_shrinks_and_grows_in_place(fake, surface):
    sent = await surface.deliver(outgoing(long_card()), Destination(ADA, DM))
    assert len(sent.message_id.split(",")) == len(fake.said_to("U1")) == 3
    short = await surface.deliver(outgoing(op="update", target=sent.message_id), Destination(ADA, DM))
    assert [message["text"] for message in fake.said_to("U1")] == ["Good morning"]
    await surface.deliver(outgoing(long_card(), op="update", target=short.message_id), Destination(ADA, DM))
    assert len(fake.said_to("U1")) == 3


async def test_a_recalled_message_is_gone_and_recalling_twice_is_no_error(fake, surface):
    sent = await surface.deliver(outgoing(long_card()), Destination(ADA, DM))
    for _ in range(2):
        end = await surface.deliver(outgoing(op="delete", target=sent.message_id), Destination(ADA, DM))
        assert isinstance(end, Delivered)
    assert fake.said_to("U1") == []


async def test_the_home_tab_is_published_and_a_proactive_message_never_goes_there(fake, surface):
    home = Place("slack", "T1", "home:U1")
    end = await surface.deliver(outgoing(place=home), Destination(ADA, home))
    assert end == Delivered("home:U1", home)
    assert fake.homes["U1"]["type"] == "home"
    assert isinstance(await surface.deliver(outgoing(), Destination(ADA, home)), Delivered)
    assert len(fake.said_to("U1")) == 1
    await surface.deliver(
        outgoing(Card(parts=(Text("Anew"),)), op="update", target="home:U1"), Destination(ADA, home)
    )
    assert len(fake.said_to("U1")) == 1
    assert "Anew" in str(fake.homes["U1"])


async def test_an_update_of_the_home_card_asked_for_in_the_chat_is_said_in_the_chat(fake, surface):
    end = await surface.deliver(outgoing(op="update", target="home:U1", place=DM), Destination(ADA, DM))
    assert end.message_id.startswith("D1:")


async def test_in_a_channel_only_the_person_sees_it(fake, surface):
    channel = Place("slack", "T1", "C1", private=False, thread="1.1")
    end = await surface.deliver(outgoing(place=channel), Destination(ADA, channel))
    assert isinstance(end, Delivered)
    assert fake.ephemeral[0]["user"] == "U1"
    assert fake.ephemeral[0]["thread_ts"] == "1.1"
    assert not fake.messages["C1"]


async def test_where_the_person_is_not_in_the_channel_it_is_said_in_private(fake, surface):
    fake.not_in.add("C1")
    channel = Place("slack", "T1", "C1", private=False)
    end = await surface.deliver(outgoing(place=channel), Destination(ADA, channel))
    assert end.place == DM
    assert len(fake.said_to("U1")) == 1


@pytest.mark.parametrize(
    ("fault", "end"),
    [
        ({"status": 429, "retry_after": 7}, Retry(7.0, "Slack asked to wait", workspace=True)),
        ({"status": 429}, Retry(None, "Slack asked to wait", workspace=True)),
        ({"error": "ratelimited"}, Retry(None, "Slack asked to wait", workspace=True)),
        ({"status": 412}, Retry(None, "Slack asked to wait", workspace=True)),
        ({"status": 500}, Unknown("Slack answered with an error and may have sent it (500).")),
        (
            {"status": 503, "error": "<html>"},
            Unknown("Slack answered with an error and may have sent it (503)."),
        ),
        (
            {"error": "internal_error"},
            Unknown("Slack answered with an error and may have sent it (internal_error)."),
        ),
        (
            {"error": "fatal_error"},
            Unknown("Slack answered with an error and may have sent it (fatal_error)."),
        ),
        ({"drop": "before"}, Unknown("Slack's answer was lost")),
        ({"drop": "after"}, Unknown("Slack's answer was lost")),
        ({"error": "msg_too_long"}, Failed("Slack refused this message as too long (msg_too_long).")),
        (
            {"error": "missing_scope"},
            Failed(
                "Foothold lacks a permission; an administrator must install it again with the manifest of today (missing_scope)."
            ),
        ),
        ({"error": "something_new"}, Failed("Slack refused this message (something_new).")),
    ],
)
async def test_how_a_send_can_end(fake, surface, fault, end):
    fake.next("chat.postMessage", **fault)
    assert await surface.deliver(outgoing(), Destination(ADA, DM)) == end
    assert len(fake.made("chat.postMessage")) == 1, "nothing is sent again by itself"


@pytest.mark.parametrize(
    "code",
    [
        "channel_not_found",
        "account_inactive",
        "is_archived",
        "not_in_channel",
        "token_revoked",
        "invalid_auth",
        "user_not_found",
        "messages_tab_disabled",
    ],
)
async def test_who_cannot_be_reached(fake, surface, code):
    fake.next("chat.postMessage", error=code)
    end = await surface.deliver(outgoing(), Destination(ADA, DM))
    assert isinstance(end, Unreachable)
    assert end.reason.endswith(f"({code}).")


async def test_somebody_who_blocks_direct_messages_is_unreachable(fake, surface):
    fake.add(Member("U7", "Gone", can_be_messaged="user_disabled"))
    end = await surface.deliver(outgoing(), Destination(Identity("slack", "T1", "U7")))
    assert end == Unreachable("The person's Slack account is closed (user_disabled).")


async def test_a_lost_answer_while_opening_the_conversation_can_be_tried_again(fake, surface):
    fake.next("conversations.open", drop="after")
    assert isinstance(await surface.deliver(outgoing(), Destination(ADA)), Retry)
    assert fake.said_to("U1") == []


async def test_a_refused_connection_is_tried_again():
    surface = SlackSurface(WebApi("http://127.0.0.1:9/api/", lambda _: OneWorkspace("xoxb-test")))
    assert await surface.deliver(outgoing(), Destination(ADA, DM)) == Retry(
        None, "Slack could not be reached"
    )
    await surface.api.close()


async def test_a_card_half_sent_is_unknown_and_says_how_far_it_came(fake, surface):
    fake.next("chat.postMessage")
    fake.next("chat.postMessage", error="is_archived")
    end = await surface.deliver(outgoing(long_card()), Destination(ADA, DM))
    assert isinstance(end, Unknown)
    assert end.reason.startswith("1 of 3 messages of this card were sent; then: ")


async def test_a_short_wait_between_the_messages_of_a_card_is_waited_for(fake, surface):
    fake.next("chat.postMessage")
    fake.next("chat.postMessage", status=429, retry_after=0)
    assert isinstance(await surface.deliver(outgoing(long_card()), Destination(ADA, DM)), Delivered)
    assert len(fake.said_to("U1")) == 3


async def test_a_card_that_cannot_be_drawn_is_sent_in_words(fake, surface):
    broken = Card(parts=(Text("Important words"),), actions=(Action("Go", "go", {"x": "y" * 3000}),))
    with pytest.raises(Exception, match="more than Slack takes"):
        await surface.deliver(outgoing(broken), Destination(ADA, DM))
    surface.strict = False
    assert isinstance(await surface.deliver(outgoing(broken), Destination(ADA, DM)), Delivered)
    assert fake.said_to("U1")[0]["text"] == "Important words\n[Go]"


async def test_the_directory(fake, surface):
    assert await surface.profile(ADA) == Profile("ada@qmul.example", "Ada Student", "Europe/London", "en-GB")
    assert await surface.profile(Identity("slack", "T1", "U9")) == Profile(name="Stran Ger", stranger=True)
    assert await surface.profile(Identity("slack", "T1", "U404")) == Profile()
    assert await surface.find("T1", "ADA@qmul.example") == ADA
    assert await surface.find("T1", "nobody@qmul.example") is None
    assert await surface.find("T1", "s@elsewhere.example") is None, "somebody of another workspace"


async def test_a_directory_that_does_not_answer_is_asked_again_and_one_that_refuses_is_not(fake, surface):
    fake.next("users.lookupByEmail", error="missing_scope")
    assert await surface.find("T1", "ada@qmul.example") is None
    for fault, after in (({"status": 429, "retry_after": 3}, 3.0), ({"error": "internal_error"}, None)):
        fake.next("users.lookupByEmail", **fault)
        with pytest.raises(AskLaterError) as told:
            await surface.find("T1", "ada@qmul.example")
        assert told.value.after == after
    assert await surface.find("T1", "ada@qmul.example") == ADA


async def test_nobody_becomes_a_stranger_because_slack_is_ill(fake, surface):
    fake.next("users.info", error="internal_error")
    with pytest.raises(SlackApiError):
        await surface.profile(ADA)


async def test_a_file_is_fetched_with_the_workspaces_token(fake, surface):
    fake.files["cv.pdf"] = b"%PDF-1.7 ada"
    where = fake.url.replace("/api/", "/files/cv.pdf")
    assert await surface.fetch(Upload("cv.pdf", "application/pdf", 12, f"T1 F1 {where}")) == b"%PDF-1.7 ada"


@pytest.mark.parametrize(
    "where",
    ["https://evil.example/cv.pdf", "http://files.slack.com/cv.pdf", "https://slack.com.evil.example/x", ""],
)
async def test_the_token_is_shown_to_slack_only(fake, surface, where):
    with pytest.raises(FetchError):
        await surface.fetch(Upload("cv.pdf", "application/pdf", 12, f"T1 F1 {where}"))


async def test_slacks_sign_in_page_is_no_file(fake, surface):
    fake.files["cv.pdf"] = b"%PDF-1.7"
    fake.tokens.clear()
    with pytest.raises(FetchError):
        await surface.fetch(
            Upload("cv.pdf", "application/pdf", 8, "T1 F1 " + fake.url.replace("/api/", "/files/cv.pdf"))
        )
