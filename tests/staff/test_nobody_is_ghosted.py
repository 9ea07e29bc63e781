"""Who waits too long is worked out from the days on record, and the message to them promises nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.activities import Press
from bot.programme.applications import Application
from bot.programme.loading import load_programme, shipped
from bot.programme.people import Scope
from bot.programme.silence import holding_text, waiting_long
from tests.staff.conftest import HKU, PRIYA, QM, YAN, ZOE, Staffed, words

PROGRAMME = load_programme(shipped()["queen_mary_2024"], "q")
NETWORK = load_programme(shipped()["hku_u21_2025"], "h")
SENT = datetime(2024, 1, 29, 11, tzinfo=UTC)
SCOPE = Scope("queen_mary", "queen_mary_2024")


def application(number, state="with_host", **changed):
    one = Application(number, SCOPE, number, number, "spring", state, submitted_at=SENT - timedelta(days=5))
    return replace(one, **changed)


@pytest.mark.parametrize(("days", "waits"), [(6, []), (7, [7]), (30, [30])])
def test_a_week_with_the_host_is_too_long(days, waits):
    found = waiting_long(PROGRAMME, [application(1)], {1: SENT}, SENT + timedelta(days=days, minutes=1))
    assert [one.days for one in found] == waits


def test_only_what_nobody_has_decided_waits():
    some = [
        application(1), application(2, pending="offered"), application(3, "offered"), application(4, "submitted"),
        application(5, "unsuccessful", reason="r"), application(6, "interviewing"),
    ]  # fmt: skip
    found = waiting_long(PROGRAMME, some, {one.id: SENT for one in some}, SENT + timedelta(days=10))
    assert [one.application.id for one in found] == [
        1,
        6,
    ]  # 4 is not with its host yet: staff are asked to send it


def test_where_the_network_decides_the_end_of_the_window_counts():
    one = replace(application(1, "submitted"), cycle="1", submitted_at=datetime(2025, 11, 3, tzinfo=UTC))
    # The window closes on 14 November, and that day ends last at UTC-12.
    over = datetime(2025, 11, 15, 12, tzinfo=UTC)
    assert waiting_long(NETWORK, [one], {}, over + timedelta(days=6, hours=23)) == []
    (found,) = waiting_long(NETWORK, [one], {}, over + timedelta(days=7))
    assert found.since == over


def test_the_message_says_what_happened_and_promises_no_day():
    now = SENT + timedelta(days=10)
    found = waiting_long(
        PROGRAMME, [application(1), application(2)], {1: SENT, 2: SENT + timedelta(days=1)}, now
    )
    said = holding_text(PROGRAMME, PROGRAMME.cycle("spring"), found)
    assert "between Monday 29 January 2024 and Tuesday 30 January 2024" in said
    assert "No decision has been made" in said
    assert "do not promise" in said
    assert not [
        word for word in ("soon.", "by ", "within", "sorry", "!") if word in said.replace("as soon as", "")
    ]
    network = replace(application(1, "submitted"), cycle="1", submitted_at=datetime(2025, 11, 3, tzinfo=UTC))
    waits = waiting_long(NETWORK, [network], {}, datetime(2025, 12, 1, tzinfo=UTC))
    assert "is with U21" in holding_text(NETWORK, NETWORK.cycle("1"), waits)


def test_who_is_decided_meanwhile_gets_nothing(staffed: Staffed):
    staffed.say(PRIYA, "draft a holding message")
    one = staffed.read(lambda unit: unit.broadcasts.all(QM)[-1])
    count = staffed.read(lambda unit: unit.broadcasts.count(PROGRAMME, one.audience))
    assert count == 3

    def decide(unit):
        first = unit.applications.in_states(QM, ["with_host"])[0]
        unit.applications.save(replace(first, state="offered"))

    staffed.read(decide)
    assert staffed.read(lambda unit: unit.broadcasts.count(PROGRAMME, one.audience)) == 2


def test_a_button_of_yesterday_finds_nobody_left(staffed: Staffed):
    def decide(unit):
        for one in unit.applications.in_states(QM, ["with_host"]):
            unit.applications.save(replace(one, state="offered"))

    staffed.read(decide)
    assert "Nobody there has waited" in words(staffed.act(PRIYA, Press("waiting.write", {"cycle": "spring"})))
    assert "Nobody has waited for a decision" in words(
        staffed.say(PRIYA, "who has heard nothing from the hosts?")
    )


def test_a_student_sees_nobody_else(staffed: Staffed):
    said = words(staffed.act("amara.okafor@qm.sample.example", Press("waiting")))
    assert "Only the programme team" in said
    assert "Chen" not in said


@pytest.mark.parametrize("email", [YAN, ZOE])
def test_those_who_record_and_those_who_decide_both_see_who_waits(staffed: Staffed, email: str):
    staffed.at("2025-12-01T10:00+00:00")
    staffed.act(email, Press("programme.choose", {"programme": HKU.programme}))
    assert "2 applications have had no decision" in words(
        staffed.say(email, "who still waits for a decision?")
    )
