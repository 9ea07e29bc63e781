"""The whole product on Teams with a real store: repeats, people who leave and return, proactive messages, the seam."""

from __future__ import annotations

import ast
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from adapters import pacing
from bot.cards import Action, text
from bot.ports import Outgoing
from tests.teams import as_lines
from tests.teams.fake_service import BOT, TENANT, FakeService, Trouble
from tests.teams.running import Running
from tests.transcripts.conftest import sample_world, world  # noqa: F401 - fixtures

HOUSE = Path(__file__).parent.parent.parent
NOW = datetime(2024, 1, 22, 9, 0, tzinfo=UTC)
TEAM = "19:placements@thread.tacv2"
LIBRARIES = {"botbuilder", "botframework", "msrest", "msal"}


@pytest.fixture
async def house(world: Path, service: FakeService, monkeypatch):  # noqa: F811
    """Foothold with the sample data, a team with the app in it, and Amara, a student who has not written yet."""
    monkeypatch.delitem(pacing.PACES, "teams")
    running = Running(service, world, now=lambda: running.time)
    running.time = NOW
    await running.start()
    running.amara = service.add("Amara Okafor", email="amara.okafor@qm.sample.example")
    yield running
    await running.stop()


def outbox(house: Running) -> list[tuple[str, str]]:
    """Every message that was queued, with its state."""
    with sqlite3.connect(house.folder / "foothold.db") as database:
        return database.execute("SELECT key, state FROM outbox ORDER BY id").fetchall()


async def queue(house: Running, key: str) -> None:
    """A message that nobody asked for, to Amara."""

    def work(unit):
        person = unit.people.by_email("queen_mary", "amara.okafor@qm.sample.example")
        card = text("The training is on Monday.", Action("Home", "home"))
        due = NOW - timedelta(seconds=1)
        return unit.outbox.add(Outgoing(key=key, person=person.id, card=card, due_at=due, kind="safety"))

    house.store.run(work)
    await house.settle()


async def install_in_team(service: FakeService, *members) -> None:
    """An administrator adds the app to a team."""
    admin = service.add("Administrator", email="admin@qm.sample.example")
    service.rosters[TEAM] = [*members, admin]
    body = service.activity(admin, type="conversationUpdate", membersAdded=[BOT])
    body["conversation"] = {"id": TEAM, "conversationType": "channel", "isGroup": True, "tenantId": TENANT}
    body["channelData"]["team"] = {"id": TEAM}
    assert (await service.post(body))[0] == 200


async def test_an_activity_that_comes_again_is_answered_and_has_no_second_effect(service, house):
    body = service.activity(house.amara, text="help")
    assert [(await service.post(body))[0] for _ in range(3)] == [200, 200, 200]
    await house.settle()
    assert (await service.post(body))[0] == 200
    await house.settle()
    assert len([key for key, _ in outbox(house) if key.startswith("reply:")]) == len(service.to(house.amara))
    assert len({one.id for one in service.to(house.amara)}) == len(service.to(house.amara)) >= 1
    said = len(service.messages)
    await house.stop()
    await house.start()
    assert (await service.post(body))[0] == 200
    await house.settle()
    assert len(service.messages) == said


async def test_a_press_that_comes_again_gets_the_same_answer(service, house):
    await service.say(house.amara, "browse")
    await house.settle()
    sent = next(one for one in service.to(house.amara) if one.card and "More" in str(one.card))
    (more,) = [one for _, one in as_lines.rows(sent.card) if one["title"] == "More"]
    value = {"action": {key: more[key] for key in ("type", "verb", "data")}, "trigger": "manual"}
    body = service.activity(
        house.amara, type="invoke", name="adaptiveCard/action", value=value, replyToId=sent.id
    )
    first = await service.post(body)
    await house.settle()
    rows = outbox(house)
    await house.stop()
    await house.start()
    assert await service.post(body) == first
    assert first[1]["type"] == "application/vnd.microsoft.card.adaptive"
    assert outbox(house) == rows


async def test_a_replaced_card_stays_replaced_on_every_device_and_later(service, house):
    await service.say(house.amara, "browse")
    await house.settle()
    sent = next(one for one in service.to(house.amara) if one.card and "More" in str(one.card))
    answer = await service.press(house.amara, sent, "More")
    sent.body = {"text": "what Teams itself kept"}
    await house.settle()
    assert sent.card == answer["value"]


async def test_the_file_links_of_a_replaced_card_are_signed_for_its_reader(service, house, monkeypatch):
    readers = []
    link = house.teams.surface.link
    monkeypatch.setattr(
        house.teams.surface, "link", lambda reader=0: (readers.append(reader), link(reader))[1]
    )
    await service.say(house.amara, "browse")
    await house.settle()
    sent = next(one for one in service.to(house.amara) if one.card and "More" in str(one.card))
    await service.press(house.amara, sent, "More")
    await house.settle()
    assert len(set(readers)) == 1
    assert 0 not in readers


async def test_whoever_removes_the_app_from_a_team_is_reached_still(service, house):
    await service.say(house.amara, "help")
    await house.settle()
    gone = service.activity(house.amara, type="installationUpdate", action="remove")
    gone["conversation"] = {"id": TEAM, "conversationType": "channel", "isGroup": True, "tenantId": TENANT}
    await service.post(gone)
    await house.settle()
    await queue(house, "training:1")
    assert ("training:1", "delivered") in outbox(house)


async def test_a_channel_that_is_closed_makes_nobody_unreachable(service, house):
    await service.say(house.amara, "help")
    await house.settle()
    where = {"id": TEAM, "conversationType": "channel", "isGroup": True, "tenantId": TENANT}
    await service.post(service.activity(house.amara, text="my applications", conversation=where))
    await house.settle()  # the connector knows no such conversation
    await queue(house, "training:1")
    assert ("training:1", "delivered") in outbox(house)


async def test_what_was_typed_in_a_dialog_is_kept_when_it_is_left_for_the_chat(service, house):
    await service.say(house.amara, "apply to the volunteer newsletter")
    await house.settle()
    sent = next(one for one in service.to(house.amara) if one.card and "Fill in as a form" in str(one.card))
    page = (await service.press(house.amara, sent, "Fill in as a form"))["task"]["value"]["card"]["content"]
    leave = next(one for one in page["actions"] if one["title"] == "Save and finish in chat")
    data = {**leave["data"], "field.statement": "Stories are how volunteers stay."}
    _, answer = await service.invoke(house.amara, "task/submit", {"data": data})
    await house.settle()
    assert answer["task"]["value"].endswith("Go on in the chat.")
    assert "step 2 of" in str(service.to(house.amara)[-1].card)
    await service.say(house.amara, "back")
    await house.settle()
    assert "Stories are how volunteers stay." in str([one.body for one in service.to(house.amara)])


async def test_forged_requests_change_nothing_at_all(service, house):
    await service.say(house.amara, "browse")
    await house.settle()
    with sqlite3.connect(house.folder / "foothold.db") as database:
        before = "\n".join(database.iterdump())
    body = service.activity(house.amara, text="apply to tea charity")
    for token in (
        service.sign(exp=1),
        service.sign(key="mine", kid="service"),
        service.sign(aud="other"),
        None,
    ):
        assert (await service.post(body, token=token))[0] == 401
    await house.settle()
    with sqlite3.connect(house.folder / "foothold.db") as database:
        assert "\n".join(database.iterdump()) == before


async def test_somebody_who_never_wrote_is_reached_through_a_team(service, house):
    await install_in_team(service, house.amara)
    await queue(house, "training:1")
    (sent,) = service.to(house.amara)
    assert sent.body["text"] == "The training is on Monday."
    assert ("training:1", "delivered") in outbox(house)


async def test_without_the_app_they_are_unreachable_and_counted_so(service, house):
    house.amara.installed = False
    await install_in_team(service, house.amara)
    await queue(house, "training:1")
    assert ("training:1", "unreachable") in outbox(house)


async def test_somebody_who_left_is_not_tried_until_they_return(service, house):
    await service.say(house.amara, "help")
    await house.settle()
    await service.post(service.activity(house.amara, type="installationUpdate", action="remove"))
    await house.settle()
    asked = len(service.requests)
    await queue(house, "training:1")
    assert ("training:1", "unreachable") in outbox(house)
    assert len(service.requests) == asked
    await service.post(service.activity(house.amara, type="installationUpdate", action="add"))
    await house.settle()
    await queue(house, "training:2")
    assert ("training:2", "delivered") in outbox(house)


async def test_somebody_who_blocked_the_app_is_not_tried_again(service, house):
    await service.say(house.amara, "help")
    await house.settle()
    service.trouble.append(Trouble("POST", 403, "ConversationBlockedByUser"))
    await queue(house, "training:1")
    asked = len(service.requests)
    await queue(house, "training:2")
    assert [state for key, state in outbox(house) if key.startswith("training:")] == ["unreachable"] * 2
    assert len(service.requests) == asked


async def test_somebody_who_blocked_the_app_is_written_to_again_once_they_write(service, house):
    await service.say(house.amara, "help")
    await house.settle()
    service.trouble.append(Trouble("POST", 403, "ConversationBlockedByUser"))
    await queue(house, "training:1")
    await service.say(house.amara, "home")
    await house.settle()
    await queue(house, "training:2")
    assert ("training:2", "delivered") in outbox(house)


async def test_a_request_to_wait_is_waited_for_and_the_message_comes_once(service, house):
    await service.say(house.amara, "help")
    await house.settle()
    for status, headers in ((429, {"Retry-After": "7"}), (412, {})):
        house.time = NOW
        service.trouble.append(Trouble("POST", status, headers=headers))
        key = f"training:{status}"
        await queue(house, key)
        assert (key, "delivered") not in outbox(house)
        house.time = NOW + timedelta(seconds=8)
        await house.settle()
        assert (key, "delivered") in outbox(house)
    assert [one.body["text"] for one in service.to(house.amara)].count("The training is on Monday.") == 2


async def test_installing_brings_one_welcome_though_teams_tells_it_twice(service, house):
    told = [
        service.activity(house.amara, type="installationUpdate", action="add"),
        service.activity(house.amara, type="conversationUpdate", membersAdded=[house.amara.account(), BOT]),
    ]
    for body in (*told, *told):
        assert (await service.post(body))[0] == 200
    await house.settle()
    said = [str(one.card or one.body["text"]) for one in service.to(house.amara)]
    assert len([one for one in said if "Applications are open" in one]) == 1
    assert len(set(said)) == len(said)


@pytest.mark.parametrize("kind", ["channel", "groupChat"])
async def test_where_others_read_nothing_personal_is_said(service, house, kind):
    await service.say(house.amara, "save the volunteer newsletter")
    await house.settle()
    where = f"19:{kind}@thread.tacv2"
    service.rosters[where] = [house.amara]
    place = {"id": where, "conversationType": kind, "isGroup": True, "tenantId": TENANT}
    if kind == "channel":
        place["id"] += ";messageid=1700"
    us = {"type": "mention", "mentioned": BOT, "text": "<at>Foothold</at>"}
    body = service.activity(
        house.amara, text="<at>Foothold</at> my applications", conversation=place, entities=[us]
    )
    assert (await service.post(body))[0] == 200
    await house.settle()
    (answer,) = [one for one in service.messages if one.conversation == place["id"]]
    assert answer.body["text"].startswith("I answer in private, so that nothing personal is read by others.")
    assert not answer.body.get("attachments")


async def test_the_clock_of_somebody_is_known_from_their_first_word_on(service, house):
    def forget(unit):
        person = unit.people.by_email("queen_mary", "amara.okafor@qm.sample.example")
        unit.people.save(replace(person, time_zone=None))

    house.store.run(forget)
    service.client_info = False  # installing does not tell it
    await service.post(service.activity(house.amara, type="installationUpdate", action="add"))
    await house.settle()
    await service.say(house.amara, "home", entities=[{"type": "clientInfo", "timezone": "Asia/Hong_Kong"}])
    await house.settle()
    person = house.store.run(
        lambda unit: unit.people.by_email("queen_mary", "amara.okafor@qm.sample.example")
    )
    assert person.time_zone == "Asia/Hong_Kong"


async def test_a_lost_answer_is_unknown_in_the_account(service, house):
    await service.say(house.amara, "help")
    await house.settle()
    service.trouble.append(Trouble("POST", 0, after=True))
    await queue(house, "training:1")
    await house.settle()
    assert ("training:1", "unknown") in outbox(house)
    assert [one.body["text"] for one in service.to(house.amara)].count("The training is on Monday.") == 1


def test_one_file_alone_imports_the_libraries_of_the_bot_framework():
    found = set()
    for folder in ("adapters", "bot", "store", "manifest", "programmes"):
        for path in (HOUSE / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
                names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
                if LIBRARIES & {name.partition(".")[0] for name in names}:
                    found.add(str(path.relative_to(HOUSE)))
    assert found == {"adapters/teams/botframework.py"}
