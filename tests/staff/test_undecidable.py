"""What comes in the undecidable hours (T8) is one message for staff, kept true, and decided one by one or all alike."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.activities import Press
from bot.conversations import planning, undecidable
from bot.programme.quiet import Drop, Send
from bot.turn import of_clockwork
from store.outbox_table import MESSAGE, as_outgoing, outbox
from tests.staff.conftest import HKU, YAN, ZOE, Staffed, button, words

LAST = datetime(2025, 11, 15, 12, tzinfo=UTC)
DURING = "2025-11-14T22:00+00:00"
WING = "wing.chan@hku.sample.example"
SOFIA = "sofia.marin@hku.sample.example"


def waiting(unit):
    return [one[0] for one in unit.applications.undecidable(HKU)]


def has_come(staffed: Staffed, email: str) -> int:
    """The student's application as it is after a submission in the undecidable hours, which is told."""

    def work(unit):
        student = unit.people.by_email("hku", email)
        (one,) = unit.applications.of_student(HKU, student.id)
        unit.applications.save(replace(one, undecidable=True, submitted_at=staffed.now))
        turn = of_clockwork(unit, unit.programmes.get(HKU.programme), student, staffed.now)
        undecidable.tell(turn, LAST)
        return one.id

    return staffed.store.run(work)


def messages(staffed: Staffed, email: str):
    """What is on its way to somebody about these hours."""

    def work(unit):
        person = unit.people.by_email("hku", email)
        rows = unit.outbox.connection.execute(select(*MESSAGE).where(outbox.c.person == person.id)).all()
        return [row for row in rows if row.key.startswith(("undecidable:", "refresh:"))]

    return staffed.read(work)


def delivered(staffed: Staffed, email: str) -> None:
    """The first message has reached them."""
    first = next(row for row in messages(staffed, email) if ":over:" not in row.key)

    def work(unit):
        there = (
            outbox.update()
            .where(outbox.c.id == first.id)
            .values(state="delivered", message_id="m1", due_at=None)
        )
        unit.outbox.connection.execute(there)

    staffed.store.run(work)


def judged(staffed: Staffed, email: str, *, over: bool, at: datetime):
    """What becomes of a message at the instant of its sending."""
    (row,) = [one for one in messages(staffed, email) if one.op == "send" and (":over:" in one.key) is over]
    return staffed.read(lambda unit: planning.recheck(unit, as_outgoing(row), at))


@pytest.fixture
def two_came(staffed: Staffed) -> Staffed:
    staffed.at(DURING)
    has_come(staffed, WING)
    staffed.at("2025-11-15T02:00+00:00")
    has_come(staffed, SOFIA)
    return staffed


def test_however_many_come_there_is_one_message_now_and_one_when_the_hours_are_over(two_came: Staffed):
    for email in (YAN, ZOE):
        found = messages(two_came, email)
        assert Counter(row.op for row in found) == {"send": 2}
        assert sorted(row.planned_at for row in found)[1] == LAST


def test_what_waited_for_the_morning_counts_those_of_the_night(two_came: Staffed):
    morning = datetime(2025, 11, 15, 9, 30, tzinfo=UTC)
    verdict = judged(two_came, ZOE, over=False, at=morning)
    assert isinstance(verdict, Send)
    assert verdict.card is not None
    assert verdict.card.summary.startswith("2 applications are from the undecidable hours")


def test_the_first_message_gives_way_to_the_one_that_the_hours_are_over(two_came: Staffed):
    after = LAST + timedelta(hours=1)
    assert isinstance(judged(two_came, ZOE, over=False, at=after), Drop)
    assert isinstance(judged(two_came, ZOE, over=True, at=after), Send)


def test_when_all_are_decided_nothing_more_is_said(two_came: Staffed):
    asked = two_came.press(ZOE, two_came.act(ZOE, Press("undecidable", {})), "All 2 in time")
    assert "Count 2 as in time? Each of the students is told so now." in words(asked)
    assert len(two_came.read(waiting)) == 2
    two_came.press(ZOE, asked, "Count 2 as in time")
    assert two_came.read(waiting) == []
    assert isinstance(judged(two_came, ZOE, over=True, at=LAST + timedelta(hours=1)), Drop)


def test_a_message_that_has_arrived_is_changed_in_place(two_came: Staffed):
    delivered(two_came, ZOE)
    two_came.press(ZOE, two_came.act(ZOE, Press("undecidable", {})), "In time")
    (change,) = [row for row in messages(two_came, ZOE) if row.op == "update"]
    assert change.target == "m1"
    assert "1 application is from the undecidable hours" in str(change.card)


def test_in_time_is_told_and_too_late_is_staged_until_it_is_announced(two_came: Staffed):
    shown = two_came.act(ZOE, Press("undecidable", {}))
    assert "In time: Wing Chan (sample)" in words(two_came.press(ZOE, shown, "In time"))
    assert two_came.states(HKU)["Wing"] == ("submitted", None)
    shown = two_came.act(ZOE, Press("undecidable", {}))
    assert "Nobody is told yet" in words(two_came.press(ZOE, shown, "Too late"))
    assert two_came.states(HKU)["Sofia"] == ("submitted", "unsuccessful")
    again = two_came.act(ZOE, Press(button(shown, "Too late").name, button(shown, "Too late").args))
    assert "decided already" in words(again)


def test_all_alike_is_asked_again_where_one_more_has_come(staffed: Staffed):
    staffed.at(DURING)
    has_come(staffed, WING)
    asked = staffed.act(ZOE, Press("undecidable.all", {"as": "late"}))
    has_come(staffed, SOFIA)
    again = staffed.press(ZOE, asked, "Stage 1 as too late")
    assert "Stage 2 as too late?" in words(again)
    assert len(staffed.read(waiting)) == 2
    assert "Staged for all 2" in words(staffed.say(ZOE, "yes"))
    assert {staffed.states(HKU)[name] for name in ("Wing", "Sofia")} == {("submitted", "unsuccessful")}


def test_where_the_network_decides_the_office_sees_them_and_decides_nothing(two_came: Staffed):
    shown = two_came.act(YAN, Press("undecidable", {}))
    assert "U21 decides" in words(shown)
    assert "[In time]" not in words(shown)
    number = str(two_came.read(waiting)[0])
    for press in (
        Press("undecidable.settle", {"application": number, "as": "late"}),
        Press("undecidable.all", {"as": "late", "of": "2"}),
    ):
        assert "from their file alone" in words(two_came.act(YAN, press))
    assert two_came.states(HKU)["Wing"] == ("submitted", None)
    two_came.act(WING, Press("undecidable.settle", {"application": number, "as": "in"}))
    assert len(two_came.read(waiting)) == 2
