"""Slack's requests end to end over HTTP: what is checked, written down, acknowledged, done once, and answered where."""

from __future__ import annotations

import asyncio
import json
import time
from datetime import UTC, datetime

import aiohttp
import pytest
import pytest_asyncio

from adapters.config import SettingsError
from adapters.slack import api, forms
from bot.activities import Arrived, FormRequested, Identity, Message, Press, Submission
from bot.cards import Action, Card, Field, Form, Option, Row, Text
from bot.programme.people import Membership, Scope
from tests.slack.blockcheck import loaded
from tests.slack.person import Person, signature
from tests.slack.running import Running
from tests.slack.scripted import Scripted

MANY = tuple(Option(f"p{n}", f"Project {n}") for n in range(150))
BACK = Action("Save and finish in chat", "resume", {"flow": "apply"})


def form(*fields, **more):
    return Form(
        "apply",
        {"opportunity": "7"},
        "Apply",
        fields,
        page=",".join(field.key for field in fields),
        in_chat=BACK,
        **more,
    )


WHY = Field("why", "long_text", "Why this one?")
HOURS = Field("hours", "number", "How many hours?")


def script(turn, body):  # noqa: PLR0912 - a little bot in one place
    """A little bot: echoes, opens a form of two pages, checks its hours."""
    match body:
        case Message(text=text, files=files):
            named = " ".join(f"{file.name}:{file.file_id is not None}" for file in files)
            turn.say(
                Card(
                    parts=(Text(f"You said {text}{named}"),),
                    actions=(
                        Action("Again", "again", {"text": text}),
                        Action("Form", "apply", opens_form=True),
                    ),
                )
            )
        case Press(action="again", args=args):
            turn.replace(Card(parts=(Text(f"Again: {args['text']}"),)))
        case Press(action=name):
            turn.say(f"Pressed {name}")
        case FormRequested(action="closed"):
            turn.say("That is closed now.", Action("Home", "home"))
        case FormRequested(action="many"):
            turn.open_form(form(Field("project", "choice", "Which?", options=MANY)))
        case FormRequested():
            turn.open_form(form(WHY, HOURS))
        case Submission(values={"why": "crash"}):
            raise RuntimeError("a bug")
        case Submission(values=values, page="why,hours") if float(values["hours"] or 0) > 35:
            turn.open_form(
                form(
                    WHY,
                    Field(
                        "hours", "number", "How many hours?", value=values["hours"], error="The most is 35."
                    ),
                )
            )
        case Submission(page="why,hours"):
            turn.open_form(form(Field("when", "date", "When?")))
        case Submission(page="", values=values):
            turn.remember(memory={"kept": values})
            turn.open_form(form(WHY))
        case Submission(values=values):
            turn.say(f"Done: {values}")
        case Arrived(where="home"):
            turn.say(
                Card(
                    title="Home",
                    parts=(
                        Row(
                            "Draft",
                            "",
                            (
                                Action("Go on", "go"),
                                Action("Fill in", "apply", opens_form=True),
                                Action("Closed", "closed", opens_form=True),
                            ),
                        ),
                    ),
                )
            )
        case Arrived():
            turn.say("Welcome")


@pytest_asyncio.fixture
async def house(fake, tmp_path):
    house = await Running(fake, tmp_path, assistant=Scripted(script)).start()
    yield house
    await house.stop()


@pytest.fixture
def ada(fake, house):
    return Person(fake, house.url)


def said(fake, user="U1"):
    return [message["text"].splitlines()[0] for message in fake.said_to(user)]


# --- events


async def test_a_message_is_answered_once_however_often_it_comes(fake, house, ada):
    assert await ada.say("hello") == 200
    assert await ada.again() == 200
    await house.settle()
    assert await ada.again() == 200
    await house.settle()
    assert said(fake) == ["You said hello"]
    assert len(house.reception._assistant.handled) == 1


async def test_what_comes_in_is_on_disk_before_it_is_acknowledged(fake, house, ada, monkeypatch):
    written = []
    receive = house.reception._write_down

    async def watched(activity):
        new = await receive(activity)
        written.append(time.monotonic())
        return new

    monkeypatch.setattr(house.reception, "_write_down", watched)
    await ada.say("hello")
    assert written[0] < time.monotonic()


async def test_what_cannot_be_written_is_not_acknowledged(fake, house, ada, monkeypatch):
    async def full(activity):
        raise OSError("the disk is full")

    monkeypatch.setattr(house.reception, "receive", full)
    assert await ada.say("hello") == 500
    monkeypatch.undo()
    assert await ada.again() == 200
    await house.settle()
    assert said(fake) == ["You said hello"]


@pytest.mark.parametrize(
    "event",
    [
        {"bot_id": "BBOT"},
        {"subtype": "message_changed", "message": {}},
        {"subtype": "message_deleted"},
        {"channel_type": "channel", "channel": "C1"},
        {"subtype": "bot_message", "user": None},
        {"user": None, "subtype": "channel_join"},
        {"user": "USLACKBOT"},
    ],
)
async def test_bots_edits_and_other_peoples_talk_are_left_alone(fake, house, ada, event):
    assert await ada.say("hello", **event) == 200
    await house.settle()
    assert said(fake) == []
    assert house.reception._assistant.handled == []


@pytest.mark.parametrize(
    "event",
    [
        {"type": "reaction_added", "user": "U1"},
        {"type": "emoji_changed"},
        {"type": "team_join", "user": {"id": "U5"}},
    ],
)
async def test_an_event_that_nobody_wants_is_taken(fake, house, ada, event):
    assert await ada.event(event) == 200


async def test_an_interaction_that_nobody_wants_is_taken(fake, house, ada):
    assert await ada.interact({"type": "view_closed", "view": {"callback_id": "x", "type": "modal"}}) == 200
    assert await ada.interact({"type": "dialog_submission", "callback_id": "x", "submission": {}}) == 200
    assert (
        await ada.interact(
            {
                "type": "block_actions",
                "actions": [{"action_id": "link:#1", "type": "button", "block_id": "b", "action_ts": "1"}],
                "container": {},
                "channel": {"id": "D1"},
            }
        )
        == 200
    )


async def test_only_what_slack_signed_a_moment_ago_is_believed(fake, house, ada):
    body = json.dumps(
        {
            "type": "event_callback",
            "team_id": "T1",
            "event_id": "EvX",
            "event": {
                "type": "message",
                "channel_type": "im",
                "channel": "D1",
                "user": "U1",
                "text": "forged",
            },
        }
    )
    json_type = {"Content-Type": "application/json"}
    now = time.time()
    refused = [
        json_type,
        {**json_type, **signature(body, "another secret")},
        {**json_type, **signature(body, at=now - 360)},
        {**json_type, **signature(body, at=now + 360)},
        {**json_type, **signature(body + " ")},
        {**json_type, "X-Slack-Request-Timestamp": "x", "X-Slack-Signature": "v0=1"},
    ]
    for headers in refused:
        assert await ada.send(body, headers) == 401
    assert await ada.send("{not json", {**json_type, **signature("{not json")}) == 401
    await house.settle()
    assert said(fake) == []
    assert house.reception._assistant.handled == []
    assert await ada.send(body, {**json_type, **signature(body, at=now - 240)}) == 200


async def test_slack_checks_the_address(fake, house, ada):
    body = json.dumps({"type": "url_verification", "challenge": "c-123", "token": "x"})
    assert await ada.send(body, {"Content-Type": "application/json", **signature(body)}) == 200
    assert "c-123" in ada.answer


async def test_a_press_changes_its_card_in_place(fake, house, ada):
    await ada.say("hello")
    await house.settle()
    await ada.press("Again")
    await house.settle()
    (message,) = fake.said_to("U1")
    assert message["text"] == "Again: hello"
    assert message["edited"]


async def test_a_press_replayed_has_no_second_effect(fake, house, ada):
    await ada.say("hello")
    await house.settle()
    await ada.press("Again")
    await house.settle()
    handled = len(house.reception._assistant.handled)
    for _ in range(3):
        assert await ada.again() == 200
    await house.settle()
    assert len(house.reception._assistant.handled) == handled


async def test_a_mention_in_a_channel_is_answered_for_one_pair_of_eyes(fake, house, ada):
    await ada.mention("what are my applications?")
    await house.settle()
    assert not fake.messages["C1"]
    assert fake.ephemeral[0]["user"] == "U1"
    assert "what are my applications?" in fake.ephemeral[0]["text"]
    assert "UBOT" not in fake.ephemeral[0]["text"]


async def test_the_command_and_the_shortcuts_say_the_same_as_typed_words(fake, house, ada):
    await ada.command("status")
    assert "direct messages" in ada.answer
    await ada.command("  ")
    await ada.shortcut("show_home")
    await ada.shortcut("ask_about_message", "when is the deadline?")
    await house.settle()
    assert said(fake) == [
        "You said status",
        "You said help",
        "You said home",
        "You said when is the deadline?",
    ]
    await ada.command("again", channel="D1")
    assert ada.answer == ""


async def test_a_shortcut_used_elsewhere_says_where_the_answer_is(fake, house, ada):
    await ada.shortcut("show_home")
    await house.settle()
    assert [view["title"]["text"] for view in fake.views.values()] == ["Answered"]
    fake.views.clear()
    await ada.interact(
        {"type": "message_action", "callback_id": "ask_about_message", "channel": {"id": "D1"},
         "message": {"text": "when is it?", "ts": "1.1"}, "action_ts": "1.1"}
    )  # fmt: skip
    await house.settle()
    assert fake.views == {}, "it was used where the answer is"
    assert said(fake) == ["You said home", "You said when is it?"]


async def test_a_shortcut_on_a_message_without_words_is_not_met_with_silence(fake, house, ada):
    await ada.interact(
        {"type": "message_action", "callback_id": "ask_about_message", "channel": {"id": "C1"},
         "message": {"text": "", "ts": "1.1", "bot_id": "B7"}, "action_ts": "1.1"}
    )  # fmt: skip
    await house.settle()
    (view,) = fake.views.values()
    assert "could not read any words" in str(view["blocks"])
    assert said(fake) == []


@pytest.mark.parametrize(
    ("file", "told"),
    [
        ({"id": "F1", "file_access": "check_file_info", "mode": "file_access"}, "another organisation"),
        (
            {"id": "F1", "name": "CV", "is_external": True, "url_private": "https://docs.example/1"},
            "elsewhere",
        ),
        ({"id": "F1", "mode": "tombstone"}, "no longer holds"),
        ({"id": "F1", "mode": "hidden_by_limit"}, "no longer holds"),
    ],
)
async def test_a_file_that_slack_does_not_hold_says_what_to_do(fake, house, ada, file, told):
    await ada.say("my cv", files=[file])
    await house.settle()
    (upload,) = house.reception._assistant.handled[0].body.files
    assert told in upload.problem
    assert upload.problem.endswith(("send me the file itself.", "send it again."))


async def test_many_newcomers_at_once_wait_as_slack_asks_and_none_is_lost(fake, house, ada, monkeypatch):
    waited = []

    async def sleep(seconds):
        waited.append(seconds)

    monkeypatch.setattr(api.asyncio, "sleep", sleep)
    for _ in range(3):
        fake.next("users.info", status=429, retry_after=30)
    await ada.say("hello")
    await house.settle()
    monkeypatch.undo()
    assert waited.count(30.0) == 3
    assert said(fake) == ["You said hello"]
    assert house.reception._assistant.handled[0].profile.email == "ada@qmul.example"


async def test_a_command_typed_where_the_answer_comes_is_not_pointed_there(fake, house, ada):
    await ada.say("hello")
    await ada.command("status", channel="D1")
    assert ada.answer == ""
    await ada.command("status", channel="D7")
    assert "direct messages" in ada.answer, "a talk with somebody else"


async def test_opening_the_messages_greets_once_and_suggests_prompts(fake, house, ada):
    for _ in range(3):
        await ada.open("messages")
    await house.settle()
    assert said(fake) == ["Welcome"]
    (prompts,) = fake.made("assistant.threads.setSuggestedPrompts")
    assert [one["message"] for one in loaded(prompts["prompts"])] == [
        "home",
        "browse",
        "my applications",
        "help",
    ]


@pytest.mark.parametrize(
    ("role", "first"), [("staff", "write to many"), ("host_supervisor", "my students"), ("student", "browse")]
)
async def test_the_prompts_are_those_of_ones_role(fake, house, ada, role, first):
    scope = Scope("queen_mary", "queen_mary_2024")

    def on_the_roster(unit):
        person = unit.people.add(scope.organisation, "ada@qmul.example", "Ada", None, None)
        unit.people.join(Membership(person, scope, role))
        unit.people.link(Identity("slack", "T1", "U1"), person, None, datetime.now(UTC))

    house.store.run(on_the_roster)
    await ada.open("messages")
    await house.settle()
    (prompts,) = fake.made("assistant.threads.setSuggestedPrompts")
    assert first in {one["message"] for one in loaded(prompts["prompts"])}


async def test_a_file_in_the_conversation_is_fetched_and_kept(fake, house, ada):
    fake.files["cv.pdf"] = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF"
    await ada.say(
        "my cv ",
        files=[
            {
                "id": "F1",
                "name": "cv.pdf",
                "mimetype": "application/pdf",
                "size": len(fake.files["cv.pdf"]),
                "url_private_download": fake.url.replace("/api/", "/files/cv.pdf"),
            }
        ],
    )
    await house.settle()
    assert said(fake) == ["You said my cvcv.pdf:True"]


async def test_what_was_acknowledged_survives_a_death_before_the_work(fake, tmp_path, monkeypatch):
    first = await Running(fake, tmp_path, assistant=Scripted(script)).start()

    async def dies(activity):
        await asyncio.sleep(3600)

    monkeypatch.setattr(first.reception, "_work", dies)
    ada = Person(fake, first.url)
    assert await ada.say("hello") == 200
    await first._runner.cleanup()
    for task in first.reception._tasks:
        task.cancel()
    await first.surface.api.close()
    first.store.close()
    second = await Running(fake, tmp_path, assistant=Scripted(script)).start()
    assert await second.reception.work_off(alone=True) == 1
    await second.settle()
    assert said(fake) == ["You said hello"]
    await second.stop()


# --- home


async def test_the_home_tab_is_drawn_and_drawn_again_after_a_press(fake, house, ada):
    await ada.open("home")
    await house.settle()
    assert "Draft" in str(fake.homes["U1"])
    await ada.press_home("Go on")
    await house.settle()
    assert said(fake) == ["Pressed go"]
    assert len(fake.made("views.publish")) == 2


async def test_a_refusal_of_a_form_asked_for_at_home_is_shown_where_one_looks(fake, house, ada):
    await ada.open("home")
    await house.settle()
    await ada.press_home("Closed")
    assert "That is closed now." in str(ada.see()["blocks"])
    assert "[Home]" not in str(ada.see()["blocks"]), "nothing that only looks like a button"
    assert "submit" not in ada.see()


async def test_the_home_tab_is_drawn_again_when_a_form_that_began_there_is_over(fake, house, ada):
    await ada.open("home")
    await house.settle()
    await ada.press_home("Fill in")
    await ada.submit(why="Because", hours="30")
    await house.settle()
    before = len(fake.made("views.publish"))
    await ada.submit(when="2024-03-04")
    await house.settle()
    assert len(fake.made("views.publish")) == before + 1


# --- forms


async def opened(fake, house, ada):
    await ada.say("hello")
    await house.settle()
    assert await ada.press("Form") == 200
    return ada


async def test_a_form_of_two_pages(fake, house, ada):
    await opened(fake, house, ada)
    assert ada.see()["title"]["text"] == "Apply"
    await ada.submit(why="Because", hours="30")
    assert "When?" in str(ada.see()["blocks"])
    await ada.submit(when="2024-03-04")
    assert ada.view is None
    await house.settle()
    assert said(fake)[-1] == "Done: {'when': '2024-03-04'}"


async def test_a_mistake_is_told_beside_its_field_and_nothing_typed_is_lost(fake, house, ada):
    await opened(fake, house, ada)
    await ada.submit(why="Because of tea", hours="40")
    told = json.loads(ada.answer)
    assert told["response_action"] == "errors"
    assert list(told["errors"].values()) == ["The most is 35."]
    assert next(iter(told["errors"])).startswith("hours@")
    assert "Because of tea" in str(ada.state())
    await ada.submit(hours="35")
    assert "When?" in str(ada.see()["blocks"])


async def test_a_page_sent_twice_is_answered_as_before_and_done_once(fake, house, ada):
    await opened(fake, house, ada)
    await ada.submit(why="Because", hours="30")
    first, handled = ada.answer, len(house.reception._assistant.handled)
    assert await ada.again() == 200
    assert json.loads(ada.answer) == json.loads(first)
    assert len(house.reception._assistant.handled) == handled


async def test_a_bug_keeps_the_page_and_says_so_and_the_page_can_be_sent_again(fake, house, ada):
    await opened(fake, house, ada)
    await ada.submit(why="crash", hours="3")
    assert json.loads(ada.answer)["response_action"] == "update"
    assert "nothing was lost" in str(ada.see()["blocks"][0])
    assert "crash" in str(ada.state())
    await ada.submit(why="crash", hours="3")
    assert sum("nothing was lost" in str(block) for block in ada.see()["blocks"]) == 1
    await ada.submit(why="Because")
    assert "When?" in str(ada.see()["blocks"])


async def test_save_and_finish_in_chat_keeps_what_was_typed(fake, house, ada):
    await opened(fake, house, ada)
    ada.fill(why="Half a thought")
    assert await ada.press_modal("Save and finish in chat") == 200
    await house.settle()
    assert "Messages" in str(ada.see()["blocks"])
    assert said(fake)[-1] == "Pressed resume"
    bodies = [activity.body for activity in house.reception._assistant.handled]
    assert Submission("apply", {"opportunity": "7"}, {"why": "Half a thought"}) in bodies


async def test_slow_work_shows_a_loading_view_and_then_the_form(fake, house, ada, monkeypatch):
    monkeypatch.setattr(forms, "OPEN_WITHIN", 0.05)
    slow(house, monkeypatch)
    await opened(fake, house, ada)
    assert "One moment" in ada.see()["title"]["text"]
    await house.settle()
    assert ada.see()["title"]["text"] == "Apply"


@pytest.mark.parametrize("fault", [{"status": 429, "retry_after": 0}, {"status": 502}, {"drop": "before"}])
async def test_a_loading_view_is_filled_though_slack_is_busy(fake, house, ada, monkeypatch, fault):
    monkeypatch.setattr(forms, "OPEN_WITHIN", 0.05)
    monkeypatch.setattr(forms, "UPDATE_AGAIN", 0.01)
    slow(house, monkeypatch)
    fake.next("views.update", **fault)
    await opened(fake, house, ada)
    await house.settle()
    assert ada.see()["title"]["text"] == "Apply"


async def test_where_a_loading_view_cannot_be_filled_the_chat_asks(fake, house, ada, monkeypatch):
    monkeypatch.setattr(forms, "OPEN_WITHIN", 0.05)
    monkeypatch.setattr(forms, "UPDATE_AGAIN", 0.01)
    slow(house, monkeypatch)
    for _ in range(2):
        fake.next("views.update", status=500)
    await opened(fake, house, ada)
    await house.settle()
    assert "under Messages" in str(ada.see()["blocks"])
    assert said(fake)[-1] == "Pressed resume"


async def test_a_loading_view_that_its_reader_closed_brings_nothing_more(fake, house, ada, monkeypatch):
    monkeypatch.setattr(forms, "OPEN_WITHIN", 0.05)
    slow(house, monkeypatch)
    fake.next("views.update", error="not_found")
    await opened(fake, house, ada)
    await house.settle()
    assert said(fake) == ["You said hello"]


async def test_a_slow_page_shows_a_loading_view_and_then_the_next(fake, house, ada, monkeypatch):
    await opened(fake, house, ada)
    monkeypatch.setattr(forms, "ANSWER_WITHIN", 0.05)
    slow(house, monkeypatch)
    started = time.monotonic()
    await ada.submit(why="Because", hours="30")
    assert time.monotonic() - started < 0.3
    assert "One moment" in ada.see()["title"]["text"]
    await house.settle()
    assert "When?" in str(ada.see()["blocks"])


def slow(house, monkeypatch):
    handle = house.reception._handle

    async def later(activity):
        if activity.inline:
            await asyncio.sleep(0.4)
        return await handle(activity)

    monkeypatch.setattr(house.reception, "_handle", later)


@pytest.mark.parametrize("fault", [{"error": "expired_trigger_id"}, {"status": 500}, {"drop": "before"}])
async def test_where_the_form_cannot_be_opened_the_chat_asks(fake, house, ada, fault):
    await ada.say("hello")
    await house.settle()
    fake.next("views.open", **fault)
    assert await ada.press("Form") == 200
    await house.settle()
    assert said(fake)[-1] == "Pressed resume"


async def test_a_press_for_a_form_replayed_opens_nothing_more(fake, house, ada):
    await opened(fake, house, ada)
    before = said(fake)
    assert await ada.again() == 200
    await house.settle()
    assert said(fake) == before
    assert len(fake.made("views.open")) == 1


async def test_choices_are_searched_in_the_form_that_was_answered(fake, house, ada):
    house.reception._assistant.script = lambda turn, body: script(
        turn, FormRequested("many") if isinstance(body, FormRequested) else body
    )
    await opened(fake, house, ada)
    found = await ada.search("project", "14")
    assert [one["value"] for one in found] == [
        "p14",
        "p114",
        "p140",
        "p141",
        "p142",
        "p143",
        "p144",
        "p145",
        "p146",
        "p147",
        "p148",
        "p149",
    ]
    await ada.submit(project="p114")
    await house.settle()
    assert said(fake)[-1] == "Done: {'project': 'p114'}"


async def test_presses_out_of_order_each_count_once(fake, house, ada):
    await ada.say("one")
    await ada.say("two")
    await house.settle()
    newest, *_ = reversed(fake.said_to("U1"))
    oldest = fake.said_to("U1")[0]
    await asyncio.gather(
        ada.press("Again", message=newest),
        ada.press("Again", message=oldest),
        ada.press("Again", message=newest),
    )
    await house.settle()
    assert said(fake) == ["Again: one", "Again: two"]


# --- who is who


async def test_somebody_of_another_workspace_is_marked_as_a_stranger(fake, house):
    guest = Person(fake, house.url, user="U9")
    await guest.mention("hello", team="T9", user_team="T9")
    await house.settle()
    (activity,) = house.reception._assistant.handled
    assert activity.profile is not None
    assert activity.profile.stranger


async def test_no_token_of_ours_is_asked_about_for_each_event(fake, house, ada):
    for number in range(5):
        await ada.say(f"hello {number}")
    await house.settle()
    assert len(fake.made("auth.test")) == 1
    assert house.surface.home == "T1"


async def test_a_slack_that_cannot_be_reached_at_the_start_is_said_in_one_line(fake, tmp_path):
    house = Running(fake, tmp_path, assistant=Scripted(script), api_url="http://127.0.0.1:9/api/")
    with pytest.raises(SettingsError, match="could not be reached at http"):
        await house.start()
    await house.stop()


async def test_a_wrong_token_of_socket_mode_is_named_at_the_start(fake, tmp_path):
    fake.next("apps.connections.open", error="invalid_auth")
    house = Running(fake, tmp_path, assistant=Scripted(script), app_token="xapp-wrong", signing_secret="")
    with pytest.raises(SettingsError, match="SLACK_APP_TOKEN"):
        await house.start()
    await house.stop()


async def test_a_wrong_token_is_named_at_the_start(fake, tmp_path):
    house = Running(fake, tmp_path, assistant=Scripted(script), bot_token="xoxb-wrong")
    with pytest.raises(SettingsError, match="SLACK_BOT_TOKEN"):
        await house.start()
    await house.stop()


async def test_nothing_is_answered_on_other_paths(house):
    async with aiohttp.ClientSession() as session, session.get(house.base + "/slack/install") as answer:
        assert answer.status == 404
