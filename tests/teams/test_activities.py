"""What arrives over the real route, as the core hears it: words, buttons, dialogs, coming and going, files, repeats."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import ClassVar

import pytest

from adapters.reception import InlineAnswer
from adapters.surface import FetchError
from adapters.teams import repeats
from adapters.teams.dialogs import page
from bot.activities import Arrived, FormRequested, Identity, Left, Message, Place, Press, Submission, Upload
from bot.cards import Action, Card, Field, Form, Option, Text, text
from tests.teams.fake_service import BOT, TENANT

CHANNEL = "19:general@thread.tacv2"
DOWNLOAD = "application/vnd.microsoft.teams.file.download.info"


def in_channel(thread="1700"):
    return {
        "conversation": {
            "id": f"{CHANNEL};messageid={thread}",
            "conversationType": "channel",
            "isGroup": True,
        },
        "channelData": {"tenant": {"id": TENANT}, "team": {"id": CHANNEL}, "channel": {"id": CHANNEL}},
    }


def mention(of, name="Foothold"):
    return {"type": "mention", "mentioned": {"id": of, "name": name}, "text": f"<at>{name}</at>"}


@pytest.fixture
def ada(service):
    return service.add("Ada", email="ada@example.ac.uk")


async def only(reception):
    (activity,) = reception.heard
    return activity


class TestWords:
    async def test_in_a_personal_chat(self, service, teams, reception, ada):
        assert await service.say(ada, "  have I missed it??\n") == 200
        activity = await only(reception)
        assert activity.body == Message("have I missed it??")
        assert activity.identity == Identity("teams", TENANT, ada.aad)
        assert activity.place == Place("teams", TENANT, ada.chat, private=True)
        assert not activity.inline
        assert activity.card is None

    async def test_in_a_group_chat_without_the_mention(self, service, teams, reception, ada):
        await service.say(
            ada,
            "<at>Foothold</at> what about <at>Bea</at>?",
            conversation={
                "id": "19:group@thread.v2",
                "conversationType": "groupChat",
                "isGroup": True,
                "tenantId": TENANT,
            },
            entities=[mention(BOT["id"]), mention("29:bea", "Bea")],
        )
        activity = await only(reception)
        assert activity.body == Message("what about Bea?")
        assert activity.place == Place("teams", TENANT, "19:group@thread.v2", private=False)

    async def test_in_a_channel_the_thread_is_kept(self, service, teams, reception, ada):
        await service.say(ada, "<at>Foothold</at>&nbsp;help", **in_channel(), entities=[mention(BOT["id"])])
        activity = await only(reception)
        assert activity.body == Message("help")
        assert activity.place == Place("teams", TENANT, CHANNEL, private=False, thread="1700")

    async def test_html_becomes_words(self, service, teams, reception, ada):
        await service.post(service.activity(ada, text="<p>R&amp;D <b>team</b></p>", textFormat="xml"))
        assert (await only(reception)).body == Message("R&D  team")

    async def test_what_looks_like_markup_in_plain_text_stays(self, service, teams, reception, ada):
        await service.say(ada, "a < b && c > d")
        assert (await only(reception)).body == Message("a < b && c > d")

    async def test_somebody_without_a_directory_id_is_known_by_the_id_in_teams(
        self, service, teams, reception, ada
    ):
        sender = {"id": ada.id, "name": "Ada"}
        await service.post(service.activity(ada, text="hello", **{"from": sender}))
        assert (await only(reception)).identity == Identity("teams", TENANT, ada.id)

    async def test_editing_a_message_does_not_change_what_was_answered_already(
        self, service, teams, reception, ada
    ):
        body = service.activity(ada, text="aply", id="1700")
        await service.post(body)
        edit = {**body, "type": "messageUpdate", "text": "apply", "timestamp": "2024-01-28T10:01:00.000Z"}
        edit["channelData"] = {**body["channelData"], "eventType": "editMessage"}
        assert (await service.post(edit))[0] == 200
        assert (await service.post(edit))[0] == 200
        assert [one.body for one in reception.heard] == [Message("aply")]

    async def test_what_is_quoted_is_not_what_is_said(self, service, teams, reception, ada):
        await service.say(ada, '<quoted messageId="1700"/> when is that?')
        assert (await only(reception)).body == Message("when is that?")

    async def test_calling_the_bot_and_saying_nothing_asks_what_it_can_do(
        self, service, teams, reception, ada
    ):
        await service.say(ada, "<at>Foothold</at>", **in_channel(), entities=[mention(BOT["id"])])
        assert (await only(reception)).body == Message("help")

    @pytest.mark.parametrize(
        "attached",
        [
            {"contentType": "audio/mp4", "contentUrl": "https://x.example/a"},
            {"contentType": "application/vnd.microsoft.card.codesnippet", "content": {}},
            {"contentType": "text/html", "content": '<p><img src="https://x.example/cat.gif"></p>'},
        ],
    )
    async def test_what_has_no_words_is_not_met_with_silence(self, service, teams, reception, ada, attached):
        await service.post(service.activity(ada, attachments=[attached]))
        assert (await only(reception)).body == Message("")

    async def test_a_conversation_that_does_not_say_what_it_is_but_is_a_groups_is_not_private(
        self, service, teams, reception, ada
    ):
        where = {"id": "19:group@thread.v2", "isGroup": True, "tenantId": TENANT}
        await service.say(ada, "my applications", conversation=where)
        assert not (await only(reception)).place.private

    @pytest.mark.parametrize(
        "body",
        [
            {"type": "messageReaction", "reactionsAdded": [{"type": "like"}], "replyToId": "1700"},
            {"type": "typing"},
            {"type": "messageDelete"},
            {"type": "event", "name": "application/vnd.microsoft.readReceipt"},
            {
                "type": "conversationUpdate",
                "channelData": {"tenant": {"id": TENANT}, "eventType": "channelRenamed"},
            },
            {"type": "conversationUpdate", "membersAdded": [{"id": "29:somebody-else"}]},
            {"type": "message", "text": ""},
            {"type": "message", "attachments": [{"contentType": "text/html", "content": "<p></p>"}]},
            {"type": "installationUpdate", "action": "upgrade"},
            {"type": "invoke", "name": "fileConsent/invoke", "value": {"action": "accept"}},
        ],
    )
    async def test_what_says_nothing_is_answered_and_left(self, service, teams, reception, ada, body):
        assert (await service.post(service.activity(ada, **body)))[0] == 200
        assert reception.heard == []

    async def test_an_invoke_that_is_not_for_us(self, service, teams, reception, ada):
        assert (await service.invoke(ada, "composeExtension/query", {}))[0] == 501
        assert reception.heard == []


class TestOdd:
    """What a broken or hostile client may send with a right token: never a crash, never an effect."""

    @pytest.mark.parametrize("odd", [7, "x", [], {}, [7], {"id": 7}, {"id": {}}, True, None, 1e999, "\x00"])
    @pytest.mark.parametrize(
        "field",
        ["timestamp", "from", "recipient", "entities", "attachments", "channelData", "membersAdded", "value", "text",
         "replyToId", "id", "name", "textFormat", "locale", "localTimestamp", "action", "reactionsAdded", "relatesTo"],
    )  # fmt: skip
    async def test_a_field_of_another_kind(self, service, teams, reception, ada, field, odd):
        for kind in ("message", "invoke", "conversationUpdate", "installationUpdate", "messageReaction"):
            body = service.activity(ada, type=kind, **{field: odd})
            status, _ = await service.post(body)
            assert status in {200, 400, 403, 501}, kind

    @pytest.mark.parametrize("odd", [7, "x", [], {"id": {}}, {"id": 7, "tenantId": TENANT}])
    async def test_a_conversation_of_another_kind(self, service, teams, ada, odd):
        assert (await service.post(service.activity(ada, text="hello", conversation=odd)))[0] in {
            200,
            400,
            403,
        }


class TestButtons:
    DATA: ClassVar = {"foothold": {"do": "placement.show", "args": {"id": "7"}}}

    async def test_submit_comes_as_a_message_without_words(self, service, teams, reception, ada):
        await service.post(service.activity(ada, value=self.DATA, replyToId="1700"))
        activity = await only(reception)
        assert activity.body == Press("placement.show", {"id": "7"})
        assert (activity.inline, activity.card) == (False, "1700")

    async def test_a_card_that_was_forwarded_to_others_shows_them_nothing_personal(
        self, service, teams, reception, ada
    ):
        value = {"action": {"type": "Action.Execute", "verb": "x", "data": self.DATA}, "trigger": "manual"}
        await service.invoke(ada, "adaptiveCard/action", value, replyToId="1700", **in_channel())
        await service.post(service.activity(ada, value=self.DATA, replyToId="1700", **in_channel()))
        assert [(one.body, one.card, one.place.private) for one in reception.heard] == [
            (Message(""), None, False)
        ] * 2

    async def test_execute_is_answered_with_the_replaced_card(self, service, teams, reception, ada):
        reception.answer = lambda _: InlineAnswer(replacement=Card(title="Saved", parts=(Text("Kept."),)))
        value = {"action": {"type": "Action.Execute", "verb": "x", "data": self.DATA}, "trigger": "manual"}
        status, body = await service.invoke(ada, "adaptiveCard/action", value, replyToId="1700")
        activity = await only(reception)
        assert activity.body == Press("placement.show", {"id": "7"})
        assert (activity.inline, activity.card) == (True, "1700")
        assert (status, body["statusCode"]) == (200, 200)
        assert body["type"] == "application/vnd.microsoft.card.adaptive"
        assert body["value"]["body"][0]["text"] == "Saved"

    async def test_execute_without_a_replacement_is_answered_with_a_word(
        self, service, teams, reception, ada
    ):
        reception.answer = lambda _: InlineAnswer(said=(text("Here are three placements."),))
        value = {"action": {"type": "Action.Execute", "verb": "x", "data": self.DATA}}
        _, body = await service.invoke(ada, "adaptiveCard/action", value)
        assert body == {
            "statusCode": 200,
            "type": "application/vnd.microsoft.activity.message",
            "value": "Answered below.",
        }

    @pytest.mark.parametrize(
        "value", [{}, {"action": None}, {"action": {"data": {"foothold": {"do": 7}}}}, None, "x"]
    )
    async def test_a_broken_button_is_refused_in_words(self, service, teams, reception, ada, value):
        status, body = await service.invoke(ada, "adaptiveCard/action", value)
        assert (status, body["statusCode"]) == (200, 400)
        assert body["value"]["message"].startswith("This button is no longer known.")
        assert reception.heard == []

    async def test_a_bug_is_answered_in_words_too(self, service, teams, reception, ada):
        def broken(activity):
            raise RuntimeError("a bug")

        reception.answer = broken
        value = {"action": {"type": "Action.Execute", "verb": "x", "data": self.DATA}}
        status, body = await service.invoke(ada, "adaptiveCard/action", value)
        assert status == 200
        assert body["value"].startswith("Something went wrong here.")


class TestDialogs:
    FORM = Form(
        "apply",
        {"opportunity": "7"},
        "Apply",
        (
            Field("why", "long_text", "Why this placement?", value="Because"),
            Field("cv", "file", "CV", required=False),
            Field("days", "choices", "Days", options=(Option("mon, am", "Monday"), Option("tue", "Tuesday"))),
        ),
        page="why,cv,days",
    )
    FETCH: ClassVar = {
        "data": {"foothold": {"do": "apply.form", "args": {"id": "7"}}, "msteams": {"type": "task/fetch"}}
    }

    async def test_a_button_opens_the_first_page(self, service, teams, reception, ada):
        reception.answer = lambda _: InlineAnswer(form=self.FORM)
        status, body = await service.invoke(ada, "task/fetch", self.FETCH, replyToId="1700")
        activity = await only(reception)
        assert activity.body == FormRequested("apply.form", {"id": "7"})
        assert activity.inline
        assert (status, body["task"]["type"]) == (200, "continue")
        assert body["task"]["value"]["title"] == "Apply"
        assert body["task"]["value"]["card"]["content"] == page(self.FORM)

    async def test_a_page_comes_back(self, service, teams, reception, ada):
        data = {
            **page(self.FORM)["actions"][0]["data"],
            "field.why": "Because I",
            "field.days": "mon%2C am,tue",
        }
        status, body = await service.invoke(ada, "task/submit", {"data": data})
        activity = await only(reception)
        assert activity.body == Submission(
            "apply",
            {"opportunity": "7"},
            {"why": "Because I", "days": ["mon, am", "tue"]},
            page="why,cv,days",
        )
        assert (status, body) == (200, None)

    async def test_a_wrong_page_comes_again_refilled_with_its_messages(self, service, teams, reception, ada):
        reception.answer = lambda _: InlineAnswer(
            form=self.FORM,
            errors={"why": "That is 301 words; the limit is 300.", "": "One answer needs another look."},
        )
        _, body = await service.invoke(ada, "task/submit", {"data": page(self.FORM)["actions"][0]["data"]})
        shown = str(body["task"]["value"]["card"]["content"])
        assert body["task"]["type"] == "continue"
        for words in ("That is 301 words; the limit is 300.", "One answer needs another look.", "Because"):
            assert words in shown

    async def test_the_last_page_closes_with_a_word(self, service, teams, reception, ada):
        reception.answer = lambda _: InlineAnswer(said=(text("Submitted to Tea Charity."),))
        _, body = await service.invoke(ada, "task/submit", {"data": page(self.FORM)["actions"][0]["data"]})
        assert body == {"task": {"type": "message", "value": "Submitted to Tea Charity."}}

    async def test_going_on_in_the_chat_is_a_button(self, service, teams, reception, ada):
        await service.invoke(ada, "task/submit", {"data": self.leaving()})
        assert (await only(reception)).body == Press("dialog.resume", {"flow": "apply"})

    async def test_going_on_in_the_chat_keeps_what_stands_in_the_page(self, service, teams, reception, ada):
        reception.answer = lambda one: InlineAnswer(
            form=self.FORM if isinstance(one.body, Submission) else None
        )
        typed = {"field.why": "Because I", "field.days": ""}
        await service.invoke(ada, "task/submit", {"data": {**self.leaving(), **typed}})
        assert [one.body for one in reception.heard] == [
            Submission("apply", {"opportunity": "7"}, {"why": "Because I"}),
            Press("dialog.resume", {"flow": "apply"}),
        ]
        assert len({one.id for one in reception.heard}) == 2

    async def test_what_cannot_be_kept_is_said_beside_its_field_before_one_leaves(
        self, service, teams, reception, ada
    ):
        reception.answer = lambda _: InlineAnswer(form=self.FORM, errors={"why": "That is 301 words."})
        data = {**self.leaving(), "field.why": "word " * 301}
        _, body = await service.invoke(ada, "task/submit", {"data": data})
        assert "That is 301 words." in str(body["task"]["value"]["card"]["content"])
        assert len(reception.heard) == 1

    def leaving(self):
        form = replace(
            self.FORM, in_chat=Action("Save and finish in chat", "dialog.resume", {"flow": "apply"})
        )
        return page(form)["actions"][1]["data"]

    @pytest.mark.parametrize(
        ("name", "value"),
        [("adaptiveCard/action", {"action": {"type": "Action.Execute", "verb": "x", "data": TestButtons.DATA}}),
         ("task/fetch", FETCH)],
    )  # fmt: skip
    async def test_work_that_takes_too_long_is_answered_in_time(
        self, service, teams, reception, ada, monkeypatch, name, value
    ):
        monkeypatch.setattr("adapters.teams.app.ANSWER_SECONDS", 0.05)

        async def slow(activity):
            await asyncio.sleep(0.2)
            return InlineAnswer(form=replace(self.FORM, in_chat=Action("Save", "dialog.resume", {"f": "1"})))

        reception.answer = slow
        _, body = await service.invoke(ada, name, value)
        assert "This takes longer than usual." in str(body)
        async with asyncio.timeout(5):
            while len(reception.heard) < 2:
                await asyncio.sleep(0.02)
        going_on = reception.heard[1]
        assert (going_on.body, going_on.inline) == (Press("dialog.resume", {"f": "1"}), False)


class TestComingAndGoing:
    async def test_installing_is_told_twice_and_heard_once(self, service, teams, reception, ada):
        for body in self.both(service, ada):
            await service.post(body)
        ids = {one.id for one in reception.heard}
        assert len(ids) == 1
        assert [one.body for one in reception.heard] == [Arrived("installed")]

    async def test_leaving_and_coming_back(self, service, teams, reception, ada):
        for body in self.both(service, ada):
            await service.post(body)
        gone = service.activity(ada, type="installationUpdate", action="remove")
        await service.post(gone)
        assert (await teams.references.chat(TENANT, ada.chat)).gone
        await service.post(gone)
        for body in self.both(service, ada):
            await service.post(body)
        assert [one.body for one in reception.heard] == [Arrived("installed"), Left(), Arrived("installed")]
        assert not (await teams.references.chat(TENANT, ada.chat)).gone

    async def test_coming_back_is_heard_though_nobody_told_of_the_leaving(
        self, service, teams, reception, ada
    ):
        for hour in ("10", "14"):
            for body in self.both(service, ada):
                await service.post({**body, "timestamp": f"2024-01-28T{hour}:00:00.000Z"})
        assert [one.body for one in reception.heard] == [Arrived("installed")] * 2

    async def test_in_a_team_it_is_remembered_whose_people_can_be_found(self, service, teams, reception, ada):
        body = service.activity(ada, type="conversationUpdate", membersAdded=[BOT], **in_channel())
        body["conversation"]["id"] = CHANNEL
        await service.post(body)
        assert [(one.body, one.place.private) for one in reception.heard] == [(Arrived("installed"), False)]
        assert [one.conversation for one in await teams.references.teams(TENANT)] == [CHANNEL]
        await service.post({**body, "membersAdded": [], "membersRemoved": [BOT], "id": "f:gone"})
        assert await teams.references.teams(TENANT) == []

    def both(self, service, user):
        return [
            service.activity(user, type="installationUpdate", action="add"),
            service.activity(user, type="conversationUpdate", membersAdded=[user.account(), BOT]),
        ]

    async def test_a_conversation_is_kept_as_it_was_last_seen(self, service, teams, reception, ada):
        await service.say(ada, "hello")
        before = await teams.references.chat(TENANT, ada.chat)
        assert (before.user, before.aad_object_id, before.time_zone, before.kind) == (
            ada.id,
            ada.aad,
            "Europe/London",
            "personal",
        )
        assert before.service_url == service.service_url
        moved = [{"type": "clientInfo", "timezone": "Asia/Hong_Kong"}]
        await service.say(ada, "hello again", entities=moved)
        assert (await teams.references.person(TENANT, ada.aad)).time_zone == "Asia/Hong_Kong"


class TestFiles:
    async def test_a_file_and_a_picture(self, service, teams, reception, ada):
        service.downloads = {"cv": b"%PDF-1.7", "photo": b"\x89PNG"}
        await service.post(
            service.activity(
                ada,
                text="here is my cv",
                attachments=[
                    {
                        "contentType": DOWNLOAD,
                        "name": "cv.pdf",
                        "contentUrl": "https://x.sharepoint.com/cv.pdf",
                        "content": {
                            "downloadUrl": f"{service.url}/files/cv",
                            "fileType": "pdf",
                            "uniqueId": "1",
                        },
                    },
                    {"contentType": "image/png", "contentUrl": f"{service.service_url}v3/attachments/photo"},
                    {"contentType": "text/html", "content": "<div>here is my cv</div>"},
                ],
            )
        )
        body = (await only(reception)).body
        assert body.text == "here is my cv"
        assert [(one.name, one.media_type) for one in body.files] == [
            ("cv.pdf", "application/pdf"),
            ("picture.png", "image/png"),
        ]
        assert await teams.surface.fetch(body.files[1]) == b"\x89PNG"

    async def test_a_pasted_picture_is_fetched_with_our_token_wherever_the_connector_keeps_it(
        self, service, teams, reception, ada
    ):
        service.downloads = {"photo": b"\xff\xd8\xff"}
        own = {"contentType": "image/*", "contentUrl": f"{service.service_url}v3/attachments/photo"}
        body = service.activity(ada, attachments=[own], serviceUrl=f"{service.service_url}{TENANT}/")
        await service.post(body, token=service.sign(serviceurl=body["serviceUrl"]))
        (file,) = (await only(reception)).body.files
        assert (file.name, file.media_type) == ("picture", "image/*")
        assert await teams.surface.fetch(file) == b"\xff\xd8\xff"

    async def test_a_refused_token_is_fetched_anew_for_a_file_too(self, service, teams, reception, ada):
        service.downloads = {"photo": b"\x89PNG"}
        file = Upload("p", "image/png", 0, f"connector:{service.service_url}v3/attachments/photo")
        await teams.surface.fetch(file)
        service.revoked.add("app-token-1")
        assert await teams.surface.fetch(file) == b"\x89PNG"

    async def test_an_address_that_only_begins_like_the_connectors_gets_no_token(
        self, service, teams, reception, ada
    ):
        url = f"{service.url}.evil.example/photo"
        body = service.activity(ada, attachments=[{"contentType": "image/png", "contentUrl": url}])
        body["serviceUrl"] = service.url
        await service.post(body, token=service.sign(serviceurl=service.url))
        assert [one.source for one in (await only(reception)).body.files] == [url]

    async def test_a_file_that_is_shared_by_its_address_says_what_to_do(self, service, teams, reception, ada):
        shared = {"contentType": "reference", "name": "cv.docx", "contentUrl": "https://x.sharepoint.com/cv"}
        await service.post(service.activity(ada, text="my cv", attachments=[shared]))
        (file,) = (await only(reception)).body.files
        assert file.problem.startswith('"cv.docx" is a link to a file that is kept elsewhere.')

    async def test_our_token_goes_only_to_the_connector(self, service, teams, reception, ada):
        elsewhere = "http://127.0.0.1:9/v3/attachments/photo"
        await service.post(
            service.activity(ada, attachments=[{"contentType": "image/png", "contentUrl": elsewhere}])
        )
        (file,) = (await only(reception)).body.files
        with pytest.raises(FetchError):
            await teams.surface.fetch(file)
        assert service.tokens_given == 0

    @pytest.mark.parametrize("url", ["https://10.0.0.7/admin", "https://sharepoint.com.evil.example/cv.pdf"])
    async def test_nothing_is_fetched_from_anywhere_else(self, service, teams, url, monkeypatch):
        async def never(*_, **__):
            raise AssertionError(url)

        monkeypatch.setattr(teams.framework, "download", never)
        with pytest.raises(FetchError):
            await teams.surface.fetch(Upload("cv.pdf", "application/pdf", 0, url))

    async def test_a_file_that_is_gone_is_said_in_words(self, service, teams):
        upload = Upload("cv.pdf", "application/pdf", 0, f"connector:{service.service_url}v3/gone")
        with pytest.raises(FetchError, match="could not be fetched"):
            await teams.surface.fetch(upload)


class TestRepeats:
    async def test_the_same_activity_again_is_answered_and_heard_once(self, service, teams, reception, ada):
        body = service.activity(ada, text="apply")
        assert [
            (await service.post(one))[0]
            for one in (body, body, {**body, "timestamp": "2024-01-28T10:00:16Z"})
        ] == [200] * 3
        assert len(reception.heard) == 1

    async def test_the_same_as_if_it_were_new_while_the_first_is_not_answered(
        self, service, teams, reception, ada
    ):
        opened = asyncio.Event()

        async def slow(activity):
            await opened.wait()
            return InlineAnswer(replacement=Card(title="Once"))

        reception.answer = slow
        value = {"action": {"type": "Action.Execute", "verb": "x", "data": TestButtons.DATA}}
        asked = [asyncio.ensure_future(service.invoke(ada, "adaptiveCard/action", value)) for _ in range(2)]
        await asyncio.sleep(0.05)
        opened.set()
        answers = await asyncio.gather(*asked)
        assert len(reception.heard) == 1
        assert answers[0] == answers[1]

    async def test_people_do_say_yes_twice(self, service, teams, reception, ada):
        for _ in range(2):
            await service.say(ada, "yes")
        assert [one.body for one in reception.heard] == [Message("yes"), Message("yes")]

    async def test_after_an_answer_that_came_too_late_it_is_a_repeat(
        self, service, teams, reception, ada, monkeypatch
    ):
        monkeypatch.setattr(repeats, "LATE_SECONDS", 0.0)
        for _ in range(2):
            await service.say(ada, "yes")
        assert [one.body for one in reception.heard] == [Message("yes")]

    async def test_a_button_pressed_twice_at_once_counts_once_but_not_with_another_between(
        self, service, teams, reception, ada
    ):
        for name in ("save", "save", "unsave", "save"):
            value = {
                "action": {
                    "type": "Action.Execute",
                    "verb": "x",
                    "data": {"foothold": {"do": name, "args": {}}},
                }
            }
            await service.invoke(ada, "adaptiveCard/action", value, replyToId="1700")
        assert [one.body.action for one in reception.heard] == ["save", "unsave", "save"]

    async def test_when_it_could_not_be_written_down_teams_may_send_it_again(
        self, service, teams, reception, ada
    ):
        async def broken(activity):
            raise OSError("no database")

        whole, reception.receive = reception.receive, broken
        body = service.activity(ada, text="apply")
        assert await self.status(service, body) == 500
        reception.receive = whole
        assert (await service.post(body))[0] == 200
        assert len(reception.heard) == 1

    async def status(self, service, body):
        headers = {"Authorization": f"Bearer {service.sign()}"}
        async with service._session.post(
            f"{service.bot}/api/messages", json=body, headers=headers
        ) as response:
            return response.status
