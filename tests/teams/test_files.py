"""Files that the bot sends on Teams: offered by the client's own card, put into OneDrive, or left as a link."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters.config import TeamsSettings
from adapters.surface import Delivered, Destination
from bot.activities import FileAnswer, Identity, Place
from bot.cards import Attachment, Card, Image, Text
from bot.ports import Outgoing
from tests.teams.cardcheck import texts
from tests.teams.fake_service import APP, SECRET, TENANT, FakeService, Trouble
from tests.teams.running import Running
from tests.transcripts.conftest import sample_world, world  # noqa: F401 - fixtures

NOW = datetime(2024, 1, 22, 9, 0, tzinfo=UTC)
PDF = "application/pdf"


@pytest.fixture
def ada(service):
    return service.add("Ada", email="ada@example.ac.uk")


@pytest.fixture
async def known(service, teams, ada):
    """Ada has written once."""
    await service.say(ada, "hello")
    return ada


def to(user):
    return Destination(Identity("teams", TENANT, user.aad), Place("teams", TENANT, user.chat), reader=7)


def row(*parts, **more):
    card = Card(title="Your journal", parts=parts)
    return Outgoing(key="k", person=7, card=card, due_at=NOW, **more)


@pytest.fixture
def journal(files):
    return Attachment("journal.pdf", PDF, files.put(b"%PDF-1.7 my journal"))


async def offered(service, teams, user, *parts):
    """A card with these parts is sent; the offers that came after it."""
    assert isinstance(await teams.surface.deliver(row(*parts), to(user)), Delivered)
    return [one for one in service.to(user) if one.offer]


class TestOffers:
    async def test_a_file_is_offered_after_its_card_which_keeps_the_link(
        self, service, teams, known, journal
    ):
        found = await teams.surface.deliver(row(journal), to(known))
        card, offer = service.to(known)
        assert found.message_id == card.id
        assert "[Open journal.pdf]" in texts(card.card)
        assert offer.offer["name"] == "journal.pdf"
        assert offer.offer["content"]["sizeInBytes"] == 19
        assert offer.body["summary"] == "Save journal.pdf in your OneDrive?"

    async def test_a_name_that_onedrive_would_refuse_is_mended(self, service, teams, known, files):
        file = Attachment("CV: Ada/Bea?.pdf", PDF, files.put(b"x"))
        (offer,) = await offered(service, teams, known, file)
        assert offer.offer["name"] == "CV- Ada-Bea-.pdf"

    @pytest.mark.parametrize(
        "parts",
        [
            lambda files: [Attachment("placement.ics", "text/calendar", files.put(b"BEGIN:VCALENDAR"))],
            lambda files: [Image(files.put(b"\x89PNG"), "A plot")],
            lambda _: [Attachment("gone.pdf", PDF, "no such file")],
            lambda files: [Attachment("empty.csv", "text/csv", files.put(b""))],
            lambda files: [Attachment(f"{n}.pdf", PDF, files.put(b"x")) for n in range(4)],
            lambda _: [Text("words")],
        ],
        ids=["calendar", "picture", "no longer kept", "empty", "a list of files", "no file"],
    )
    async def test_what_is_not_offered(self, service, teams, known, files, parts):
        assert await offered(service, teams, known, *parts(files)) == []
        assert len(service.to(known)) == 1

    async def test_not_in_a_channel_where_others_read(self, service, teams, known, journal):
        service.rosters["19:general@thread.tacv2"] = [known]
        place = Place("teams", TENANT, "19:general@thread.tacv2", private=False)
        await teams.surface.deliver(row(journal), Destination(Identity("teams", TENANT, known.aad), place))
        assert [one.offer for one in service.messages] == [None]

    async def test_not_where_a_card_is_changed(self, service, teams, known, journal):
        first = await teams.surface.deliver(row(Text("soon")), to(known))
        await teams.surface.deliver(row(journal, op="update", target=first.message_id), to(known))
        assert [one.offer for one in service.to(known)] == [None]

    async def test_a_refused_offer_does_not_make_the_card_fail(
        self, service, teams, known, journal, monkeypatch
    ):
        send, sent = teams.framework.send, []

        async def only_the_first(reference, message):
            sent.append(message)
            if len(sent) == 2:
                service.trouble.append(Trouble("POST", 403, "FilesNotSupported"))
            return await send(reference, message)

        monkeypatch.setattr(teams.framework, "send", only_the_first)
        found = await teams.surface.deliver(row(journal), to(known))
        assert isinstance(found, Delivered)
        assert len(sent) == 2
        assert [one.offer for one in service.to(known)] == [None]


class TestInAGovernmentCloud:
    @pytest.fixture
    def settings(self, service):
        return TeamsSettings(
            app_id=APP, app_password=SECRET, tenant_id=TENANT, openid_metadata_url=service.metadata_url,
            login_url="https://login.microsoftonline.us",
        )  # fmt: skip

    async def test_where_bots_can_send_no_files_there_are_only_links(self, teams, journal):
        assert await teams.surface.files.offers(Card(parts=(journal,)), 7) == []


class TestAnswers:
    async def test_allowed(self, service, teams, reception, known, journal):
        (offer,) = await offered(service, teams, known, journal)
        assert await service.accept(known, offer) == (200, None)
        heard = reception.heard[-1]
        body = heard.body
        assert (body.name, body.media_type, body.file_id, body.reader) == (
            "journal.pdf",
            PDF,
            journal.file_id,
            7,
        )
        assert "onedrive/place-" in body.into
        assert (heard.card, heard.inline) == (offer.id, False)

    async def test_declined(self, service, teams, reception, known, journal):
        (offer,) = await offered(service, teams, known, journal)
        assert await service.decline(known, offer) == (200, None)
        assert reception.heard[-1].body == FileAnswer("journal.pdf", PDF, journal.file_id, 7)

    async def test_the_same_answer_again_is_heard_once(self, service, teams, reception, known, journal):
        (offer,) = await offered(service, teams, known, journal)
        value = {"action": "decline", "context": offer.offer["content"]["declineContext"]}
        body = service.activity(
            known, type="invoke", name="fileConsent/invoke", value=value, replyToId=offer.id
        )
        for again in (body, body, {**body, "id": "f:new"}):
            assert (await service.post(again))[0] == 200
        assert len([one for one in reception.heard if isinstance(one.body, FileAnswer)]) == 1

    @pytest.mark.parametrize(
        "context",
        [None, {}, "x", [], {"offer": 7}, {"offer": None}],
    )
    async def test_what_answers_no_offer_of_ours_is_left(self, service, teams, reception, known, context):
        before = len(reception.heard)
        for action in ("accept", "decline", "", None, 7):
            value = {"action": action, "context": context}
            assert await service.invoke(known, "fileConsent/invoke", value) == (200, None)
        assert len(reception.heard) == before

    async def test_a_forged_or_another_kind_of_token_opens_nothing(
        self, service, teams, reception, known, journal
    ):
        link = teams.surface._links.file(journal.file_id, "journal.pdf", PDF, reader=7).rpartition("/")[2]
        for token in ("forged.token", "", link):
            value = {"action": "accept", "context": {"offer": token}, "uploadInfo": {}}
            await service.invoke(known, "fileConsent/invoke", value)
        assert [one.body for one in reception.heard[1:]] == [FileAnswer("", "", "", 0)] * 3


class TestUploads:
    """What the surface does with a file that somebody wants in their OneDrive."""

    def wanted(self, journal, service, **changed):
        service.places.add("here")
        info = {
            "uploadUrl": f"{service.service_url}onedrive/here",
            "contentUrl": f"{service.service_url}onedrive/1/journal 1.pdf",
            "name": "journal 1.pdf",
            "uniqueId": "id-1",
            "fileType": "pdf",
            **changed,
        }
        return Attachment(journal.name, journal.media_type, journal.file_id, json.dumps(info))

    async def test_it_is_put_there_and_shown(self, service, teams, known, journal):
        found = await teams.surface.deliver(row(self.wanted(journal, service)), to(known))
        (sent,) = service.to(known)
        assert found.message_id == sent.id
        assert service.onedrive == {"here": b"%PDF-1.7 my journal"}
        assert (sent.file["name"], sent.file["content"]["uniqueId"]) == ("journal 1.pdf", "id-1")
        assert sent.body["text"] == "journal 1.pdf is in your OneDrive."

    @pytest.mark.parametrize("status", [429, 502, 503, 504, 0])
    async def test_a_busy_onedrive_is_asked_again(self, service, teams, known, journal, status, monkeypatch):
        monkeypatch.setattr("adapters.teams.tries.PAUSE", 0.001)
        service.trouble.append(Trouble("UPLOAD", status))
        await teams.surface.deliver(row(self.wanted(journal, service)), to(known))
        assert service.onedrive == {"here": b"%PDF-1.7 my journal"}

    @pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 410, 413, 416, 500, 507])
    async def test_a_refused_upload_is_said_with_the_link(self, service, teams, known, journal, status):
        service.trouble.append(Trouble("UPLOAD", status, times=9))
        found = await teams.surface.deliver(row(self.wanted(journal, service)), to(known))
        assert isinstance(found, Delivered)
        (sent,) = service.to(known)
        assert "OneDrive did not take journal.pdf" in texts(sent.card)
        assert "[Open journal.pdf]" in texts(sent.card)
        assert service.onedrive == {}

    async def test_a_place_that_has_run_out_is_said_with_the_link(self, service, teams, known, journal):
        wanted = self.wanted(journal, service)
        service.places.clear()
        await teams.surface.deliver(row(wanted), to(known))
        (sent,) = service.to(known)
        assert "[Open journal.pdf]" in texts(sent.card)

    @pytest.mark.parametrize(
        "url",
        [
            "http://127.0.0.1:9/x", "https://evil.example/x", "https://sharepoint.com.evil.example/x",
            "https://evilsharepoint.com/x", "http://uni-my.sharepoint.com/x", "https://x@evil.example/.sharepoint.com",
            "file:///etc/passwd", "", None, 7, [],
        ],
    )  # fmt: skip
    async def test_nothing_is_put_anywhere_else(self, service, teams, known, journal, url, monkeypatch):
        async def never(*_):
            raise AssertionError(url)

        monkeypatch.setattr(teams.framework, "upload", never)
        await teams.surface.deliver(row(self.wanted(journal, service, uploadUrl=url)), to(known))
        (sent,) = service.to(known)
        assert "[Open journal.pdf]" in texts(sent.card)

    async def test_an_address_to_show_that_is_not_in_onedrive_is_not_shown(
        self, service, teams, known, journal
    ):
        wanted = self.wanted(journal, service, contentUrl="https://evil.example/journal.pdf")
        await teams.surface.deliver(row(wanted), to(known))
        (sent,) = service.to(known)
        assert (sent.body["text"], sent.file) == ("journal 1.pdf is in your OneDrive.", None)

    async def test_when_only_the_message_failed_the_file_is_not_uploaded_twice(
        self, service, teams, known, journal
    ):
        wanted = row(self.wanted(journal, service))
        service.trouble.append(Trouble("POST", 429))
        assert not isinstance(await teams.surface.deliver(wanted, to(known)), Delivered)
        assert isinstance(await teams.surface.deliver(wanted, to(known)), Delivered)
        assert [one.file["name"] for one in service.to(known)] == ["journal 1.pdf"]

    async def test_a_file_that_is_no_longer_kept(self, service, teams, known, files, journal):
        files.delete(journal.file_id)
        await teams.surface.deliver(row(self.wanted(journal, service)), to(known))
        (sent,) = service.to(known)
        assert (
            sent.body["text"] == "journal.pdf is no longer kept. Please ask for it again where you found it."
        )


class TestTheWholeWay:
    """A member of staff takes a report out, with the real core, store and courier."""

    @pytest.fixture
    async def house(self, world: Path, service: FakeService):  # noqa: F811
        self.now = NOW
        running = await Running(service, world, now=lambda: self.now).start()
        yield running
        await running.stop()

    @pytest.fixture
    async def staff(self, service, house):
        priya = service.add("Priya Shah", email="priya.shah@qm.sample.example")
        await service.say(priya, "how is spring going?")
        await house.settle()
        report = next(one for one in service.to(priya) if one.card and "[As CSV]" in texts(one.card))
        await service.press(priya, report, "As CSV")
        await house.settle()
        return priya

    def offer(self, service, user):
        return next(one for one in service.to(user) if one.offer)

    async def test_accepted(self, service, house, staff):
        offer = self.offer(service, staff)
        await service.accept(staff, offer)
        await house.settle()
        (content,) = service.onedrive.values()
        assert content.decode("utf-8-sig").startswith("part,of,what,figure")
        assert service.to(staff)[-1].file["name"] == offer.offer["name"]
        assert offer.id in service.deleted

    async def test_declined_is_said_kindly_and_the_link_is_still_there(self, service, house, staff):
        offer = self.offer(service, staff)
        await service.decline(staff, offer)
        await house.settle()
        assert (
            service.to(staff)[-1]
            .body["text"]
            .startswith("All right, queen_mary_2024-spring-report.csv is not saved")
        )
        assert service.onedrive == {}
        assert offer.id in service.deleted
        assert any(one.card and "[Open queen_mary" in texts(one.card) for one in service.to(staff))

    async def test_the_first_answer_is_the_one_that_counts(self, service, house, staff):
        offer = self.offer(service, staff)
        await service.accept(staff, offer)
        await house.settle()
        said = len(service.messages)
        await service.accept(staff, offer)
        await service.decline(staff, offer)
        await house.settle()
        assert len(service.onedrive) == 1
        assert len(service.messages) == said

    async def test_an_offer_that_has_run_out_is_said(self, service, house, staff):
        offer = self.offer(service, staff)
        self.now = NOW.replace(month=3)
        await service.accept(staff, offer)
        await house.settle()
        assert service.to(staff)[-1].body["text"].startswith("This offer has run out")
        assert service.onedrive == {}

    async def test_somebody_else_cannot_take_it(self, service, house, staff):
        offer = self.offer(service, staff)
        amara = service.add("Amara Okafor", email="amara.okafor@qm.sample.example")
        await service.accept(amara, offer)
        await house.settle()
        assert service.to(amara)[-1].body["text"].startswith("This offer has run out")
        assert service.onedrive == {}

    async def test_a_crash_after_the_answer_was_written_down_loses_nothing(self, service, house, staff):
        offer = self.offer(service, staff)
        await service.accept(staff, offer)
        await house.stop()
        await house.start()
        await house.reception.work_off(alone=True)
        await house.settle()
        assert len(service.onedrive) == 1
