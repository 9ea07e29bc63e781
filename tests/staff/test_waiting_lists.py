"""Waiting lists come to an end: by the schedule, or by hand; each person is told once, and no place is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from bot.activities import Press
from bot.conversations import closing, planning
from bot.programme.placements import Placement
from store.outbox_table import MESSAGE
from tests.staff.conftest import HKU, PRIYA, QM, YAN, ZOE, Staffed, button, words

OVER = "2024-03-11T12:00+00:00"


@pytest.fixture
def waiting(staffed: Staffed) -> Staffed:
    """Amara has an offer and accepts it; Chen and Ben wait."""
    staffed.say(PRIYA, "Three Loaves takes Amara, Chen and Ben as reserve", "announce all", "announce 3 now")
    staffed.say("amara.okafor@qm.sample.example", "accept")
    return staffed


def planned(staffed: Staffed, instant: str, programme: str = QM.programme) -> None:
    """The schedule looks what is due at that instant."""
    staffed.at(instant)
    staffed.store.run(lambda unit: planning.settle(unit, unit.programmes.get(programme), staffed.now))


def keys(staffed: Staffed, beginning: str) -> list[str]:
    rows = staffed.read(lambda unit: unit.outbox.connection.execute(select(*MESSAGE)).all())
    return sorted(row.key for row in rows if row.key.startswith(beginning))


def tasks(staffed: Staffed, scope=QM):
    return [one for one in staffed.read(lambda unit: unit.tasks.open(scope)) if one.kind == closing.TASK]


def test_each_is_told_once_and_staff_get_one_message(waiting: Staffed):
    planned(waiting, "2024-03-11T11:59+00:00")
    assert keys(waiting, "list") == []
    for _ in range(2):
        planned(waiting, OVER)
        assert len(keys(waiting, "list closed:")) == 2
        assert len(keys(waiting, "lists closed:")) == 1
    assert {waiting.states()[name] for name in ("Chen", "Ben")} == {("unsuccessful", None)}
    assert tasks(waiting) == []


def test_a_place_freed_after_that_is_offered_to_nobody_who_was_sent_home(waiting: Staffed):
    planned(waiting, OVER)
    waiting.say("amara.okafor@qm.sample.example", "withdraw the bakery one", "yes")
    assert {waiting.states()[name] for name in ("Chen", "Ben")} == {("unsuccessful", None)}


def test_a_placement_on_record_that_begins_later_keeps_the_list_open(waiting: Staffed):
    def later(unit):
        amara = unit.people.by_email("queen_mary", "amara.okafor@qm.sample.example")
        one: Placement = next(
            one for one in unit.placements.of_student(QM, amara.id) if one.state == "confirmed"
        )
        unit.placements.save(replace(one, starts=date(2024, 3, 18)))

    waiting.store.run(later)
    planned(waiting, "2024-03-18T23:00+00:00")
    assert keys(waiting, "list") == []
    planned(waiting, "2024-03-19T00:10+00:00")
    assert len(keys(waiting, "list closed:")) == 2


def test_staff_close_one_by_hand_after_a_second_look(waiting: Staffed):
    asked = waiting.press(PRIYA, waiting.say(PRIYA, "waiting lists"), "Close the list")
    assert "Close the waiting list for Customer survey" in words(asked)
    assert keys(waiting, "list closed:") == []
    done = waiting.press(PRIYA, asked, "Close it for 2 people")
    assert "2 people are told now" in words(done)
    assert len(keys(waiting, "list closed:")) == 2
    again = button(asked, "Close it for 2 people")
    assert "Nobody waits on that list" in words(waiting.act(PRIYA, Press(again.name, again.args)))
    planned(waiting, OVER)
    assert len(keys(waiting, "list closed:")) == 2
    assert keys(waiting, "lists closed:") == []


def test_where_no_day_is_published_the_team_is_asked_once(staffed: Staffed):
    staffed.at("2025-12-01T10:00+00:00")
    shown = staffed.act(ZOE, Press("decide", {}))
    staffed.press(ZOE, shown, "Waiting list")
    staffed.act(ZOE, Press("decide.announce", {}))
    planned(staffed, "2025-12-15T09:59+00:00", HKU.programme)
    assert tasks(staffed, HKU) == []
    planned(staffed, "2025-12-15T10:00+00:00", HKU.programme)
    (task,) = tasks(staffed, HKU)
    staffed.act(YAN, Press("task.done", {"task": str(task.id)}))
    planned(staffed, "2026-02-01T10:00+00:00", HKU.programme)
    assert tasks(staffed, HKU) == []
    assert keys(staffed, "list") == []


def test_nobody_else_sees_or_closes_a_list(waiting: Staffed):
    for press in (
        Press("queues", {}),
        Press("queues.close", {"opportunity": "3", "window": "spring", "of": "2"}),
    ):
        assert "Three Loaves" not in words(waiting.act("ben.carter@qm.sample.example", press))
    assert waiting.states()["Ben"] == ("waitlisted", None)
