"""The whole product on Slack: every role's home tab, the ways in, forms with files, and cards that stay true."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters import pacing
from bot.activities import Identity
from tests.slack.fake_slack import Member
from tests.slack.person import Person, texts
from tests.slack.running import Running
from tests.transcripts.conftest import sample_world  # noqa: F401 - a fixture
from tests.transcripts.during.test_during import world_of_march  # noqa: F401 - a fixture

JANUARY = datetime(2024, 1, 22, 9, 0, tzinfo=UTC)
MARCH = datetime(2024, 3, 18, 12, 30, tzinfo=UTC)
PEOPLE = {
    "student": Member("U11", "Amara Okafor", "amara.okafor@qm.sample.example"),
    "placed": Member("U15", "Ben Carter", "ben.carter@qm.sample.example"),
    "supervisor": Member("U12", "Tom Ellis", "tom.ellis@teacharity.sample.example"),
    "university": Member("U13", "Grace Lin", "grace.lin@qm.sample.example"),
    "staff": Member("U14", "Priya Shah", "priya.shah@qm.sample.example"),
}


@pytest.fixture
async def house(request, fake, tmp_path: Path, monkeypatch):
    """Foothold with the sample data, as it was before the placements or in their middle."""
    monkeypatch.delitem(pacing.PACES, "slack")
    world, now = getattr(request, "param", ("sample_world", JANUARY))
    folder = tmp_path / "world"
    shutil.copytree(request.getfixturevalue(world), folder)
    fake.add(*PEOPLE.values())
    running = await Running(fake, folder, now=lambda: now).start()
    running.people = {role: Person(fake, running.url, user=one.id) for role, one in PEOPLE.items()}
    yield running
    await running.stop()
    assert fake.refused == []


def in_march(test):
    return pytest.mark.parametrize("house", [("world_of_march", MARCH)], indirect=True)(test)


def home_of(fake, person: Person) -> str:
    return "\n".join(texts(fake.homes[person.user]["blocks"]))


def said_to(fake, person: Person) -> str:
    return "\n".join(
        "\n".join([one["text"], *texts(one.get("blocks") or [])]) for one in fake.said_to(person.user)
    )


async def in_the_week_of_the_check_in(house) -> None:
    """The check-ins have come, and the programme supervisor has said that one student needs a word."""
    await house.plan()
    await house.settle()
    await house.people["university"].press("Needs a word", "Chen Wei")
    await house.settle()


@in_march
@pytest.mark.parametrize(
    ("role", "shown", "hidden"),
    [
        ("placed", ["Mid-way check-in", "Browse", "My applications", "My placement", "Journal"], ["Decide"]),
        ("supervisor", ["Check-in", "Expenses", "What was handed in"], ["Browse", "Decide", "Chen Wei"]),
        ("university", ["Mid-way check-in, 2 of 3 open", "Answer", "Check-in"], ["Browse", "Decide"]),
        ("staff", ["Chen Wei", "Write to many", "Decide", "Report", "More"], ["Browse", "My placement"]),
    ],
)
async def test_the_home_tab_is_the_dashboard_of_each_role(fake, house, role, shown, hidden):
    await in_the_week_of_the_check_in(house)
    person = house.people[role]
    await person.open("home")
    await house.settle()
    home = home_of(fake, person)
    assert [one for one in shown if one not in home] == []
    assert [one for one in hidden if one in home] == []


@in_march
async def test_what_is_answered_changes_its_card_and_the_home_tab(fake, house):
    grace = house.people["university"]
    await house.plan()
    await house.settle()
    (asked,) = [one for one in fake.said_to(grace.user) if "Mid-way check-in" in one["text"]]
    before = len(fake.said_to(grace.user))
    for student in ("Ben Carter", "Chen Wei", "Dina Haddad"):
        await grace.press("On track", student)
        await house.settle()
    (now,) = [one for one in fake.said_to(grace.user) if one["ts"] == asked["ts"]]
    assert "All 3 are answered" in "".join(texts(now["blocks"]))
    assert len(fake.said_to(grace.user)) - before <= 3
    await grace.open("home")
    await house.settle()
    assert "Mid-way check-in, all answered" in home_of(fake, grace)


@pytest.mark.parametrize("words", ["", "help", "  HELP "])
async def test_the_command_alone_is_help(fake, house, words):
    amara = house.people["student"]
    await amara.command(words)
    await house.settle()
    assert "What I can do" in said_to(fake, amara)
    assert "direct messages" in amara.answer


async def test_every_way_in_does_the_same(fake, house):
    """Typed, by command, by shortcut, and from somebody else's message."""
    amara = house.people["student"]
    await amara.say("my applications")
    await amara.command("my applications")
    await amara.shortcut("ask_about_message", "my applications")
    await house.settle()
    told = [one["text"].splitlines()[0] for one in fake.said_to(amara.user)]
    assert told.count("You have no application in this programme yet.") == 3
    await amara.shortcut("show_home")
    await amara.shortcut("show_help")
    await house.settle()
    assert "Applications are open" in said_to(fake, amara)
    assert "What I can do" in said_to(fake, amara)


async def test_in_a_channel_nothing_personal_is_said(fake, house):
    amara = house.people["student"]
    await amara.say("save the volunteer newsletter")
    await house.settle()
    await amara.mention("what did I save?")
    await house.settle()
    assert not fake.messages["C1"]
    (told,) = fake.ephemeral
    assert (told["user"], told["text"][:36]) == (amara.user, "I answer in private, so that nothing")


async def test_an_application_in_a_modal_with_its_cv(fake, house):
    """Inline errors, a file, the next page, and the summary to submit."""
    fake.files["cv.pdf"] = b"%PDF-1.7 a short life"
    amara = house.people["student"]
    await amara.say("apply to tea charity")
    await house.settle()
    await amara.press("Fill in as a form")
    cv = {
        "id": "F1", "name": "cv.pdf", "mimetype": "application/pdf", "size": 21,
        "url_private_download": fake.url.replace("/api/", "/files/cv.pdf"),
    }  # fmt: skip
    await amara.submit(statement="word " * 301, cv=[cv], availability="only tuesdays")
    told = json.loads(amara.answer)
    assert told["response_action"] == "errors"
    assert "301 words" in " ".join(told["errors"].values())
    await amara.submit(statement="Stories are how volunteers stay.")
    await house.settle()
    told = json.loads(amara.answer)
    assert told["response_action"] == "update", "the next page"
    await amara.submit(consent="yes")
    review = "".join(texts(amara.see()["blocks"]))
    assert "cv.pdf" in review
    assert "Stories are how volunteers stay." in review
    await amara.submit()
    assert amara.view is None, amara.answer
    await house.settle()
    assert "Your application is submitted." in said_to(fake, amara)


async def test_saved_from_a_modal_it_goes_on_in_the_chat(fake, house):
    amara = house.people["student"]
    await amara.say("apply to tea charity")
    await house.settle()
    await amara.press("Fill in as a form")
    amara.fill(statement="Stories are how volunteers stay.")
    await amara.press_modal("Save and finish in chat")
    await house.settle()
    await amara.say("what did I say")
    await house.settle()
    assert "Stories are how volunteers stay." in said_to(fake, amara)


async def test_somebody_found_by_their_address_gets_their_own_clock_with_their_first_word(fake, house):
    """The roster gives no zone, and Foothold wrote first: Slack's directory says where they are."""
    amara = house.people["student"]
    fake.members[amara.user].tz = "Asia/Tokyo"

    def without_a_clock(unit):
        person = unit.people.by_email("queen_mary", PEOPLE["student"].email)
        unit.people.save(replace(person, time_zone=None))
        unit.people.link(Identity("slack", "T1", amara.user), person.id, None, JANUARY)
        return person.id

    number = house.store.run(without_a_clock)
    await amara.say("hi")
    await house.settle()
    assert house.store.run(lambda unit: unit.people.get(number)).time_zone == "Asia/Tokyo"
