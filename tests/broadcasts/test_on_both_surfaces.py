"""The same message through the real surfaces, to a strict Slack and a strict Teams that limit, fail and lose answers."""

from __future__ import annotations

from datetime import timedelta

import pytest

import store
from adapters import pacing
from adapters.config import TeamsSettings
from adapters.links import Links
from adapters.sender import Sender
from adapters.slack.api import WebApi
from adapters.slack.tokens import OneWorkspace
from adapters.slack.transport import SlackSurface
from adapters.teams import Teams
from bot.activities import Identity, Place
from bot.programme.people import Membership
from tests.broadcasts.test_under_failure import send_to_students
from tests.broadcasts.world import KEY, SCOPE, START, World
from tests.slack.fake_slack import FakeSlack, Member
from tests.teams.fake_service import APP, SECRET, TENANT, FakeService, Trouble
from tests.teams.secrets import SecretsInMemory

EACH = 12


@pytest.fixture
async def platforms():
    slack, teams = await FakeSlack().start(), await FakeService().start()
    teams.limit = False
    yield slack, teams
    await slack.stop()
    await teams.stop()


@pytest.fixture
async def surfaces(platforms):
    slack, teams = platforms
    settings = TeamsSettings(
        app_id=APP, app_password=SECRET, tenant_id=TENANT, openid_metadata_url=teams.metadata_url,
        login_url=teams.url,
    )  # fmt: skip
    both = Teams(settings, SecretsInMemory(), Links("s" * 32, "http://127.0.0.1:1", lambda: START), None)
    # The address of the service is learned from the first message of a tenant.
    await both.surface._references._put(f"{TENANT}:service", teams.service_url)
    ours = SlackSurface(WebApi(slack.url, lambda _: OneWorkspace("xoxb-test")), strict=True)
    yield {"slack": ours, "teams": both.surface}
    await ours.api.close()
    await both.close()


@pytest.fixture
def world(sqlite_url, surfaces, platforms, monkeypatch):
    """Twelve students on each platform; one in each has blocked the bot or not installed it."""
    monkeypatch.setattr(pacing, "PACES", {})
    opened = store.open_store(sqlite_url, files=None, secret="s" * 32)
    world = World(opened, surfaces).populate(0)
    slack, teams = platforms

    def work(unit):
        unit.programmes.connect("teams", TENANT, [KEY])
        for number in range(1, EACH + 1):
            blocked = number == EACH
            slack.add(
                Member(f"U{number}", f"S {number}", can_be_messaged="user_not_found" if blocked else "")
            )
            user = teams.add(f"T {number}", installed=not blocked)
            places = (
                (Identity("slack", "T1", f"U{number}"), Place("slack", "T1", f"D{number}")),
                (Identity("teams", TENANT, user.aad), Place("teams", TENANT, user.chat)),
            )
            for identity, place in places:
                email = f"{identity.surface}{number}@qm.example"
                person = unit.people.add("queen_mary", email, email, "Europe/London", None)
                unit.people.join(Membership(person, SCOPE, "student"))
                unit.people.link(identity, person, place, START)

    opened.run(work)
    yield world
    opened.close()


async def tick(world, seconds):
    world.at += timedelta(seconds=seconds)
    await Sender(world.store, world.now).look()
    await world.courier().drain()


async def test_intended_is_the_sum_on_both_and_nobody_gets_it_twice(world, platforms):
    slack, teams = platforms
    slack.next("chat.postMessage", status=429, retry_after=2)
    slack.next("chat.postMessage", drop="after")
    slack.next("chat.postMessage", status=500)
    teams.trouble += [Trouble("POST", 429, headers={"Retry-After": "2"}), Trouble("POST", 502, after=True)]
    send_to_students(world)
    for _ in range(5):
        await tick(world, 30)
    sums = world.sums()
    assert sum(sums.values()) == 2 * EACH
    assert sums == {"delivered": 2 * EACH - 5, "unreachable": 2, "unknown": 3}
    on_slack = [len(slack.said_to(f"U{number}")) for number in range(1, EACH + 1)]
    assert max(on_slack) == 1
    assert len({one.conversation for one in teams.messages}) == len(teams.messages)
    assert world.last().state == "partly_failed"


async def test_recalled_on_both(world, platforms):
    slack, teams = platforms
    send_to_students(world)
    await tick(world, 1)
    before = world.sums()
    assert before == {"delivered": 2 * EACH - 2, "unreachable": 2}
    world.say("priya@qm.example", "recall it")
    world.say("priya@qm.example", "yes")
    await tick(world, 5)
    assert world.sums() == {"recalled": 2 * EACH - 2, "unreachable": 2}
    assert not any(slack.said_to(f"U{number}") for number in range(1, EACH + 1))
    assert teams.messages == []
