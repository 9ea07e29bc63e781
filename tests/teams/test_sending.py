"""What goes out over the real botbuilder: sending, replacing, finding people, and how each failure is told apart."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest

from adapters.config import TeamsSettings
from adapters.surface import AskLaterError, Delivered, Destination, Failed, Retry, Unknown, Unreachable
from adapters.teams.outcomes import LOGIN_PAUSE
from adapters.teams.service import ConnectorError
from bot.activities import Identity, Place, Profile
from bot.cards import Action, Attachment, Card, Image, Text, text
from bot.ports import Outgoing
from tests.teams.fake_service import APP, TENANT, Trouble

NOW = datetime(2024, 1, 28, 10, 0, tzinfo=UTC)
CARD = Card(
    title="Two placements",
    parts=(Text("Apply by Sunday 28 January 2024."),),
    actions=(Action("Home", "home"),),
)
LONG = Card(title="Long", parts=tuple(Text(f"{number} " + "words " * 900) for number in range(10)))


def to(user, place=True):
    where = Place("teams", TENANT, user.chat) if place else None
    return Destination(Identity("teams", TENANT, user.aad), where, reader=7)


def row(card=CARD, **more):
    return Outgoing(key="k", person=7, card=card, due_at=NOW, **more)


@pytest.fixture
def ada(service):
    return service.add("Ada", email="Ada@Example.ac.uk")


@pytest.fixture
async def known(service, teams, ada):
    """Ada has written once."""
    await service.say(ada, "hello")
    return ada


class TestSending:
    async def test_a_card(self, service, teams, known):
        found = await teams.surface.deliver(row(), to(known))
        (sent,) = service.messages
        assert found == Delivered(sent.id, Place("teams", TENANT, known.chat))
        assert sent.body["text"] == sent.body["summary"] == "Two placements"
        assert sent.body["recipient"] == {"id": known.id, "aadObjectId": known.aad}
        assert sent.body["conversation"]["tenantId"] == TENANT
        assert "replyToId" not in sent.body

    async def test_plain_words_are_a_message(self, service, teams, known):
        await teams.surface.deliver(row(text("It is *not* paid.\n\nThe page says so.")), to(known))
        (sent,) = service.messages
        assert (sent.body["text"], sent.body["textFormat"], sent.card) == (
            "It is *not* paid.\n\nThe page says so.",
            "plain",
            None,
        )

    async def test_a_card_is_changed_and_taken_back(self, service, teams, known):
        first = await teams.surface.deliver(row(), to(known))
        changed = row(Card(title="Submitted"), op="update", target=first.message_id)
        assert await teams.surface.deliver(changed, to(known)) == first
        (sent,) = service.messages
        assert (sent.edits, sent.body["summary"]) == (1, "Submitted")
        gone = row(op="delete", target=first.message_id)
        assert isinstance(await teams.surface.deliver(gone, to(known)), Delivered)
        assert isinstance(await teams.surface.deliver(gone, to(known)), Delivered)
        assert (service.messages, service.deleted) == ([], [first.message_id])

    async def test_a_card_that_changes_stays_a_card_also_where_it_is_nothing_but_words(
        self, service, teams, known
    ):
        first = await teams.surface.deliver(row(), to(known))
        await teams.surface.deliver(row(text("It is over."), op="update", target=first.message_id), to(known))
        (sent,) = service.messages
        assert sent.card["body"][0]["text"] == "It is over."

    async def test_what_is_too_large_comes_in_several_messages(self, service, teams, known):
        found = await teams.surface.deliver(row(LONG), to(known))
        assert found.message_id == ",".join(one.id for one in service.messages)
        assert len(service.messages) > 1
        shorter = row(CARD, op="update", target=found.message_id)
        assert isinstance(await teams.surface.deliver(shorter, to(known)), Delivered)
        assert [one.body["summary"] for one in service.messages] == ["Two placements"]

    async def test_into_the_thread_of_a_channel(self, service, teams, known):
        service.rosters["19:general@thread.tacv2"] = [known]
        place = Place("teams", TENANT, "19:general@thread.tacv2", private=False, thread="1700")
        found = await teams.surface.deliver(row(), Destination(Identity("teams", TENANT, known.aad), place))
        (sent,) = service.messages
        assert sent.conversation == "19:general@thread.tacv2;messageid=1700"
        assert found.place == place

    async def test_files_are_links_for_their_reader(self, service, teams, known):
        parts = (Image("f1", "A plot of hours"), Attachment("hours.csv", "text/csv", "f2"))
        await teams.surface.deliver(row(Card(title="Hours", parts=parts)), to(known))
        image, attachment = service.messages[0].card["body"][1:]
        links = teams.surface._links
        assert links.read(image["url"].rsplit("/", 1)[1]).reader == 7
        assert links.read(attachment["actions"][0]["url"].rsplit("/", 1)[1]).values["name"] == "hours.csv"

    async def test_one_token_for_everything(self, service, teams, known):
        await asyncio.gather(*(teams.surface.deliver(row(text(f"{n}")), to(known)) for n in range(5)))
        assert (len(service.messages), service.tokens_given) == (5, 1)

    async def test_a_token_that_is_refused_is_fetched_anew_once(self, service, teams, known):
        await teams.surface.deliver(row(), to(known))
        service.revoked.add("app-token-1")
        assert isinstance(await teams.surface.deliver(row(), to(known)), Delivered)
        assert service.tokens_given == 2

    async def test_the_pace_of_one_conversation_is_kept(self, service, teams, known):
        found = await asyncio.gather(*(teams.surface.deliver(row(text(f"{n}")), to(known)) for n in range(9)))
        assert all(isinstance(one, Delivered) for one in found)
        assert len(service.messages) == 9


class TestTrouble:
    @pytest.mark.parametrize(
        ("status", "code", "headers", "outcome"),
        [
            (412, "PreconditionFailed", {}, Retry(None, "Teams asked to wait (412 PreconditionFailed).")),
            (429, "", {"Retry-After": "7"}, Retry(7.0, "Teams asked to wait (429).")),
            (400, "BadSyntax", {}, Failed("Teams refused this message (400 BadSyntax).")),
            (413, "MessageSizeTooBig", {}, Failed("Teams refused this message (413 MessageSizeTooBig).")),
            (403, "SomethingElse", {}, Failed("Teams refused this message (403 SomethingElse).")),
            (500, "", {}, Unknown("Teams answered with an error and may have sent it (500).")),
            (502, "", {}, Unknown("Teams answered with an error and may have sent it (502).")),
            (
                503,
                "",
                {"Retry-After": "1"},
                Unknown("Teams answered with an error and may have sent it (503)."),
            ),
            (504, "", {}, Unknown("Teams answered with an error and may have sent it (504).")),
        ],
    )
    async def test_of_a_message(self, service, teams, known, status, code, headers, outcome):
        service.trouble.append(Trouble("POST", status, code, headers))
        assert await teams.surface.deliver(row(), to(known)) == outcome
        assert service.messages == []

    @pytest.mark.parametrize(
        "code",
        [
            "ConversationBlockedByUser",
            "MessageWritesBlocked",
            "BotNotInConversationRoster",
            "BotDisabledByAdmin",
        ],
    )
    async def test_people_who_cannot_be_reached_until_they_return(self, service, teams, known, code):
        service.trouble.append(Trouble("POST", 403, code))
        found = await teams.surface.deliver(row(), to(known))
        assert isinstance(found, Unreachable)
        assert code in found.reason

    @pytest.mark.parametrize("after", [False, True])
    async def test_a_lost_answer_is_unknown_and_sent_only_once(self, service, teams, known, after):
        service.trouble.append(Trouble("POST", 0, after=after))
        assert isinstance(await teams.surface.deliver(row(), to(known)), Unknown)
        assert len(service.messages) == int(after)
        assert len([one for one in service.requests if one[0] == "POST"]) == 1

    async def test_a_refused_connection_is_tried_again(self, service, teams, known):
        reference = await teams.references.chat(TENANT, known.chat)
        await teams.references.keep(
            type(reference)(**{**reference.to_json(), "service_url": "http://127.0.0.1:9/"})
        )
        assert await teams.surface.deliver(row(), to(known)) == Retry(
            None, "Teams could not be connected to."
        )

    @pytest.mark.parametrize("status", [502, 503, 504])
    async def test_a_change_can_be_repeated(self, service, teams, known, status):
        first = await teams.surface.deliver(row(), to(known))
        service.trouble.append(Trouble("PUT", status))
        change = row(Card(title="Submitted"), op="update", target=first.message_id)
        assert isinstance(await teams.surface.deliver(change, to(known)), Retry)
        assert isinstance(await teams.surface.deliver(change, to(known)), Delivered)

    async def test_a_change_of_what_is_gone_fails(self, service, teams, known):
        change = row(op="update", target="1234")
        assert await teams.surface.deliver(change, to(known)) == Failed(
            "Teams refused this message (404 ActivityNotFoundInConversation)."
        )

    async def test_half_of_a_long_card_is_unknown_not_failed(self, service, teams, known):
        surface_send = teams.framework.send
        calls = 0

        async def second_fails(reference, message):
            nonlocal calls
            calls += 1
            if calls == 2:
                service.trouble.append(Trouble("POST", 400))
            return await surface_send(reference, message)

        teams.framework.send = second_fails
        found = await teams.surface.deliver(row(LONG), to(known))
        assert isinstance(found, Unknown)
        assert found.reason.startswith("1 of ")

    async def test_the_rest_of_a_card_waits_where_teams_asks_for_it(self, service, teams, known):
        send, calls = teams.framework.send, []

        async def busy_at_the_second(reference, message):
            calls.append(message)
            if len(calls) == 2:
                service.trouble.append(Trouble("POST", 429, headers={"Retry-After": "1"}))
            return await send(reference, message)

        teams.framework.send = busy_at_the_second
        found = await teams.surface.deliver(row(LONG), to(known))
        assert isinstance(found, Delivered)
        assert len(found.message_id.split(",")) == len(service.messages) == len(calls) - 1

    async def test_a_card_that_cannot_be_drawn_fails(self, service, teams, known):
        teams.surface._links = None
        found = await teams.surface.deliver(row(Card(parts=(Image("f1", "A plot"),))), to(known))
        assert isinstance(found, Failed)
        assert "FOOTHOLD_PUBLIC_URL" in found.reason


class TestWithAWrongSecret:
    @pytest.fixture
    def settings(self, service):
        return TeamsSettings(
            app_id=APP,
            app_password="ran out",
            tenant_id=TENANT,
            openid_metadata_url=service.metadata_url,
            login_url=service.url,
        )

    async def test_everything_waits_until_somebody_mends_it(self, service, teams, known):
        found = await teams.surface.deliver(row(), to(known))
        assert found == Retry(
            LOGIN_PAUSE, "The login service gave no token (invalid_client).", workspace=True
        )
        assert [one for one in service.requests if one[0] == "POST"] == []


class TestManagedIdentity:
    @pytest.fixture
    def settings(self, service, monkeypatch):
        monkeypatch.setenv("IDENTITY_ENDPOINT", f"{service.url}/msi/token")
        monkeypatch.setenv("IDENTITY_HEADER", "identity")
        return TeamsSettings(
            app_type="UserAssignedMSI", app_id=APP, tenant_id=TENANT, openid_metadata_url=service.metadata_url
        )

    async def test_its_token_is_taken(self, service, teams, known):
        assert isinstance(await teams.surface.deliver(row(), to(known)), Delivered)
        assert service.tokens_given == 1


class TestPeople:
    async def test_a_first_message_to_somebody_who_never_wrote(self, service, teams, ada):
        await teams.references.keep(team(service), team="19:general@thread.tacv2")
        found = await teams.surface.deliver(row(), to(ada, place=False))
        assert found == Delivered(service.messages[0].id, Place("teams", TENANT, ada.chat))
        again = await teams.surface.deliver(row(), to(ada, place=False))
        assert isinstance(again, Delivered)
        assert len([one for one in service.requests if one == ("POST", "/teams/v3/conversations")]) == 1

    async def test_without_the_app_they_cannot_be_reached(self, service, teams, ada):
        await teams.references.keep(team(service), team="19:general@thread.tacv2")
        ada.installed = False
        found = await teams.surface.deliver(row(), to(ada, place=False))
        assert isinstance(found, Unreachable)
        assert "not installed" in found.reason

    @pytest.mark.parametrize(
        ("status", "kind"), [(500, Retry), (503, Retry), (0, Retry), (429, Retry), (404, Unreachable)]
    )
    async def test_trouble_in_opening_sends_nothing_so_it_is_never_unknown(
        self, service, teams, ada, status, kind
    ):
        await teams.references.keep(team(service), team="19:general@thread.tacv2")
        service.trouble.append(Trouble("POST", status))
        assert isinstance(await teams.surface.deliver(row(), to(ada, place=False)), kind)
        assert service.messages == []

    async def test_who_somebody_is(self, service, teams, known):
        found = await teams.surface.profile(Identity("teams", TENANT, known.aad))
        assert found == Profile("ada@example.ac.uk", "Ada", "Europe/London", "en-GB")

    @pytest.mark.parametrize(
        ("more", "email", "stranger"),
        [
            ({"upn": "bea@example.ac.uk"}, "bea@example.ac.uk", False),
            ({"upn": "bea_host.org#EXT#@uni.onmicrosoft.com"}, "bea@host.org", False),
            ({"upn": "bea_lee_host.org#EXT#@uni.onmicrosoft.com"}, "bea_lee@host.org", False),
            ({"email": "bea@host.org", "upn": "x_y#EXT#@z"}, "bea@host.org", False),
            ({"email": "bea@example.ac.uk", "tenant": "another"}, "bea@example.ac.uk", True),
            ({"upn": "not an address"}, None, False),
            ({}, None, False),
        ],
    )
    async def test_addresses_and_guests(self, service, teams, more, email, stranger):
        bea = service.add("Bea", **more)
        await service.say(bea, "hello")
        found = await teams.surface.profile(Identity("teams", TENANT, bea.aad))
        assert (found.email, found.stranger) == (email, stranger)

    async def test_a_busy_roster_is_asked_again(self, service, teams, known, monkeypatch):
        monkeypatch.setattr("adapters.teams.tries.PAUSE", 0.001)
        service.trouble += [Trouble("GET", 503), Trouble("GET", 502)]
        assert (
            await teams.surface.profile(Identity("teams", TENANT, known.aad))
        ).email == "ada@example.ac.uk"

    @pytest.mark.parametrize("status", [429, 503])
    async def test_nobody_becomes_a_stranger_because_teams_is_busy(
        self, service, teams, known, monkeypatch, status
    ):
        monkeypatch.setattr("adapters.teams.tries.PAUSE", 0.001)
        service.trouble += [Trouble("GET", status, times=9)]
        with pytest.raises(ConnectorError):
            await teams.surface.profile(Identity("teams", TENANT, known.aad))

    async def test_somebody_whom_the_roster_does_not_hold_has_no_address(self, service, teams, known):
        service.trouble += [Trouble("GET", 404, "MemberNotFoundInConversation")]
        assert (await teams.surface.profile(Identity("teams", TENANT, known.aad))).email is None

    async def test_a_busy_roster_of_a_team_is_waited_for_as_it_asks(self, service, teams, ada):
        service.rosters["19:general@thread.tacv2"] = [ada]
        await teams.references.keep(team(service), team="19:general@thread.tacv2")
        service.trouble.append(Trouble("GET", 429, headers={"Retry-After": "7"}))
        with pytest.raises(AskLaterError) as found:
            await teams.surface.find(TENANT, "ada@example.ac.uk")
        assert found.value.after == 7.0
        assert await teams.surface.find(TENANT, "ada@example.ac.uk") == Identity("teams", TENANT, ada.aad)

    async def test_a_team_that_is_gone_is_not_asked_again(self, service, teams, ada):
        await teams.references.keep(team(service), team="19:general@thread.tacv2")
        for _ in range(2):
            assert await teams.surface.find(TENANT, "ada@example.ac.uk") is None
        assert len([one for one in service.requests if one[0] == "GET"]) == 1

    async def test_nothing_is_known_of_somebody_who_was_never_seen(self, service, teams, ada):
        assert await teams.surface.profile(Identity("teams", TENANT, ada.aad)) == Profile()

    async def test_finding_people_in_teams_over_all_pages(self, service, teams, ada):
        others = [service.add(f"Person {number}", email=f"p{number}@example.ac.uk") for number in range(4)]
        service.rosters["19:general@thread.tacv2"] = [*others, ada]
        await teams.references.keep(team(service), team="19:general@thread.tacv2")
        assert await teams.surface.find(TENANT, "ADA@example.ac.uk") == Identity("teams", TENANT, ada.aad)
        assert await teams.surface.find(TENANT, "nobody@example.ac.uk") is None
        assert len([one for one in service.requests if one[1].endswith("pagedmembers")]) == 3


def team(service):
    from adapters.teams.references import Reference

    return Reference(service.service_url, "19:general@thread.tacv2", "channel", TENANT, f"28:{APP}")
