"""Installing by OAuth, org-wide too; tokens encrypted, renewed, forgotten; Socket Mode; and the manifest."""

from __future__ import annotations

import asyncio
import json
import re
import sqlite3
import time
from pathlib import Path

import aiohttp
import jsonschema
import pytest
import pytest_asyncio
import yaml

from adapters.slack import manifest
from adapters.slack.tokens import NotInstalledError
from bot.activities import Arrived, Message
from tests.slack.person import Person
from tests.slack.running import PUBLIC, Running
from tests.slack.scripted import Scripted

# slack_sdk calls oauth.v2.access with what aiohttp 4 will no longer have.
pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")
SCHEMA = json.loads(
    (Path(__file__).parent.parent / "data" / "schemas" / "slack-manifest.v2.schema.json").read_text("utf-8")
)
TEAM = {
    "access_token": "xoxb-many-1",
    "token_type": "bot",
    "scope": ",".join(manifest.scopes()),
    "bot_user_id": "UBOT",
    "app_id": "A1",
    "team": {"id": "T1", "name": "Test"},
    "enterprise": None,
    "is_enterprise_install": False,
    "authed_user": {"id": "U1"},
}


def script(turn, body):
    match body:
        case Message(text=text):
            turn.say(f"You said {text}")
        case Arrived(where=where):
            turn.say(f"Arrived: {where}")


@pytest_asyncio.fixture
async def many(fake, tmp_path):
    fake.tokens.clear()
    house = await Running(
        fake,
        tmp_path,
        assistant=Scripted(script),
        bot_token="",
        client_id="client-id",
        client_secret="client-secret",
    ).start()
    yield house
    await house.stop()


async def install(house, code, *, state=None):
    """Walk through the pages as a browser does; the last page's status and words."""
    async with aiohttp.ClientSession() as session:
        async with session.get(house.base + "/slack/install", allow_redirects=False) as answer:
            assert answer.status == 302
            where = answer.headers["Location"]
            cookie = answer.headers["Set-Cookie"].partition(";")[0]
        state = state or re.search(r"state=([^&]+)", where)[1]
        url = f"{house.base}/slack/oauth_redirect?code={code}&state={state}"
        async with session.get(url, headers={"Cookie": cookie}) as answer:
            return answer.status, await answer.text(), where, (url, cookie)


async def test_a_workspace_installs_itself_and_talks(fake, many):
    fake.installs["code-1"] = dict(TEAM)
    status, page, where, _ = await install(many, "code-1")
    assert status == 200
    assert "T1" in page
    assert where.startswith(fake.url.replace("/api/", "/oauth/v2/authorize"))
    back = f"redirect_uri={PUBLIC}/slack/oauth_redirect"
    assert back in where.replace("%3A", ":").replace("%2F", "/")
    for scope in manifest.scopes():
        assert scope in where.replace("%3A", ":")
    ada = Person(fake, many.url)
    await ada.say("hello")
    await many.settle()
    assert [one["text"] for one in fake.said_to("U1")] == ["Arrived: installed", "You said hello"]


async def test_tokens_are_not_readable_in_the_database(fake, many):
    fake.installs["code-1"] = dict(TEAM)
    await install(many, "code-1")
    (path,) = many.folder.glob("*.db")
    content = b"".join(one.read_bytes() for one in many.folder.glob("foothold.db*"))
    assert b"xoxb-many-1" not in content
    assert sqlite3.connect(path).execute("select count(*) from secrets").fetchone()[0] >= 1


async def test_a_state_is_good_once_and_only_if_it_is_ours(fake, many):
    fake.installs["code-1"] = dict(TEAM)
    assert (await install(many, "code-1", state="made-up"))[0] == 400
    _, _, _, (url, cookie) = await install(many, "code-1")
    async with aiohttp.ClientSession() as session, session.get(url, headers={"Cookie": cookie}) as answer:
        assert answer.status in {400, 401}
        assert "Nothing was changed" in await answer.text()


async def test_a_workspace_without_installation_gets_nothing(fake, many):
    ada = Person(fake, many.url)
    assert await ada.say("hello") == 200
    await many.settle()
    assert many.reception._assistant.handled == []


async def test_an_organisation_installs_for_all_its_workspaces(fake, many):
    fake.installs["code-2"] = {
        **TEAM,
        "access_token": "xoxb-org",
        "team": None,
        "enterprise": {"id": "E1", "name": "Org"},
        "is_enterprise_install": True,
    }
    assert (await install(many, "code-2"))[0] == 200
    assert (await many.surface.api.tokens.bot("T7", "E1")).bot_token == "xoxb-org"
    ada = Person(fake, many.url, team="T7")
    where = [
        {
            "team_id": "T7",
            "enterprise_id": "E1",
            "is_enterprise_install": True,
            "user_id": "UBOT",
            "is_bot": True,
        }
    ]
    hello = {
        "type": "message",
        "channel": "D1",
        "channel_type": "im",
        "user": "U1",
        "team": "T7",
        "text": "hello",
        "ts": "1.1",
    }
    await ada.event(hello, enterprise_id="E1", authorizations=where)
    await many.settle()
    assert {one["text"] for one in fake.said_to("U1")} == {"Arrived: installed", "You said hello"}
    many.surface.api.tokens.forget("T7")
    assert (await many.surface.api.tokens.bot("T7")).bot_token == "xoxb-org", (
        "known by its team alone from now on"
    )
    await ada.event(
        {"type": "app_uninstalled"}, enterprise_id="E1", authorizations=where, event_time=int(time.time()) + 5
    )
    with pytest.raises(NotInstalledError):
        await many.surface.api.tokens.bot("T7")


@pytest.mark.parametrize("dead", [True, False])
async def test_an_event_that_names_one_workspace_may_mean_its_whole_organisation(fake, many, dead):
    """Where the event does not say so, Slack is asked whether the token still lives."""
    fake.installs["code-2"] = {
        **TEAM,
        "access_token": "xoxb-org",
        "team": None,
        "enterprise": {"id": "E1", "name": "Org"},
        "is_enterprise_install": True,
    }
    await install(many, "code-2")
    tokens = many.surface.api.tokens
    assert (await tokens.bot("T7", "E1")).bot_token == "xoxb-org"
    if dead:
        del fake.tokens["xoxb-org"]
    ada = Person(fake, many.url, team="T7")
    later = int(time.time()) + 5
    await ada.event({"type": "app_uninstalled"}, enterprise_id="E1", authorizations=[], event_time=later)
    with pytest.raises(NotInstalledError):
        await tokens.bot("T7")
    if dead:
        with pytest.raises(NotInstalledError):
            await tokens.bot("T8", "E1")
    else:
        assert (await tokens.bot("T8", "E1")).bot_token == "xoxb-org"


async def test_removing_the_app_forgets_its_token_but_a_late_event_takes_no_newer_one(fake, many):
    fake.installs["code-1"] = dict(TEAM)
    await install(many, "code-1")
    ada = Person(fake, many.url)
    await ada.event({"type": "app_uninstalled"}, event_time=int(time.time()) - 1000)
    assert (await many.surface.api.tokens.bot("T1")).bot_token == "xoxb-many-1"
    await ada.event(
        {"type": "tokens_revoked", "tokens": {"oauth": ["U1"], "bot": []}}, event_time=int(time.time()) + 5
    )
    assert (await many.surface.api.tokens.bot("T1")).bot_token == "xoxb-many-1"
    await ada.event({"type": "app_uninstalled"}, event_time=int(time.time()) + 5)
    with pytest.raises(NotInstalledError):
        await many.surface.api.tokens.bot("T1")


async def test_a_token_that_rotates_is_renewed_in_time_and_once(fake, many):
    fake.installs["code-1"] = {
        **TEAM,
        "access_token": "xoxe.xoxb-old",
        "refresh_token": "xoxe-old",
        "expires_in": 600,
    }
    await install(many, "code-1")
    fake.installs["code-1"]["expires_in"] = 43_200
    many.surface.api.tokens.forget("T1")
    before = len(fake.made("oauth.v2.access"))
    found = await asyncio.gather(*(many.surface.api.tokens.bot("T1") for _ in range(5)))
    assert {bot.bot_token in fake.tokens for bot in found} == {True}
    assert len(fake.made("oauth.v2.access")) == before + 1
    many.surface.api.tokens.forget("T1")
    assert (await many.surface.api.tokens.bot("T1")).bot_token in fake.tokens


async def test_events_come_through_a_socket_too(fake, tmp_path):
    house = await Running(
        fake, tmp_path, assistant=Scripted(script), app_token="xapp-1", signing_secret=""
    ).start()
    for _ in range(100):
        if fake.sockets:
            break
        await asyncio.sleep(0.02)
    payload = {
        "type": "event_callback",
        "team_id": "T1",
        "event_id": "EvS1",
        "event_time": 1,
        "event": {
            "type": "message",
            "channel_type": "im",
            "channel": "D1",
            "user": "U1",
            "text": "by socket",
            "ts": "1.1",
        },
    }
    for _ in range(2):
        await fake.sockets[0].send_json(
            {
                "type": "events_api",
                "envelope_id": "e-1",
                "payload": payload,
                "accepts_response_payload": False,
            }
        )
    for _ in range(100):
        if len(fake.acks) == 2:
            break
        await asyncio.sleep(0.02)
    assert [ack["envelope_id"] for ack in fake.acks] == ["e-1", "e-1"]
    await house.settle()
    assert [one["text"] for one in fake.said_to("U1")] == ["You said by socket"]
    async with aiohttp.ClientSession() as session, session.post(house.url, data="{}") as answer:
        assert answer.status == 404, "nothing unsigned is taken by HTTP when there is no signing secret"
    await house.stop()


@pytest.mark.parametrize("address", ["https://foothold.qmul.example", "https://foothold.qmul.example/", ""])
def test_the_manifest_is_valid_for_every_installation(address):
    data = yaml.safe_load(manifest.fill(address))
    jsonschema.validate(data, SCHEMA)
    text = manifest.fill(address)
    assert "foothold.example.ac.uk" not in text
    assert data["settings"]["socket_mode_enabled"] is (not address)
    if address:
        assert (
            data["settings"]["event_subscriptions"]["request_url"]
            == "https://foothold.qmul.example/slack/events"
        )
        assert data["oauth_config"]["redirect_urls"] == ["https://foothold.qmul.example/slack/oauth_redirect"]
    else:
        assert "http" not in text.replace("https://api.slack.com", "")


def test_the_manifest_asks_for_nothing_that_the_code_does_not_use():
    used = {
        "app_mentions:read",
        "commands",
        "files:read",
        "im:history",
    }  # events, commands, files; the rest by method
    from tests.slack.fake_slack import SCOPES

    assert set(manifest.scopes()) == used | set(SCOPES.values())
    assert len(manifest.prompts()) <= 4


async def test_the_permissions_of_the_manifest_are_enough(fake, tmp_path):
    fake.scopes = set(manifest.scopes())
    house = await Running(fake, tmp_path, assistant=Scripted(script)).start()
    ada = Person(fake, house.url)
    await ada.open("home")
    await ada.open("messages")
    await ada.say("hello")
    await house.settle()
    assert (await house.surface.find("T1", "ben@tea.example")).user == "U2"
    assert (
        await house.surface.profile(house.reception._assistant.handled[0].identity)
    ).email == "ada@qmul.example"
    assert fake.refused == []
    assert len(fake.said_to("U1")) == 2
    await house.stop()
