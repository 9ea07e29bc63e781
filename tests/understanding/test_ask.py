"""One question asked by nobody in particular: the shape of the answer, other roles, other clocks, plans of staff."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from bot.understanding.answers import TOPICS
from bot.understanding.ask import ask, zone_of
from bot.understanding.reader import Reading
from tests.understanding.asking import HKU, IDP, IX, OX, QM, programme, said

OUTCOMES = {"answer", "act", "confirm", "clarify", "not_stated", "refuse", "handoff"}


@pytest.mark.parametrize("key", [HKU, QM, IX, IDP, OX])
@pytest.mark.parametrize("role", ["student", "supervisor", "staff"])
def test_every_intent_has_an_answer_in_every_programme(key, role):
    from bot.understanding.answers import compose
    from bot.understanding.ask import zone_of

    now = dt.datetime(2024, 2, 1, 12, tzinfo=dt.UTC)
    for intent in TOPICS:
        found = compose(
            "tell me about it", Reading(intent, 1.0), programme(key), role, now, zone_of(now, programme(key))
        )
        assert found.outcome in OUTCOMES, intent
        assert found.text.strip(), intent
        assert "  " not in found.text, intent
        assert "!" not in found.text.replace("“tell me about it”", ""), intent


def test_the_answer_is_plain_data():
    found = said(QM, "when is the deadline?")
    assert set(found) == {"intent", "outcome", "answer", "sources", "slots"}
    assert json.loads(json.dumps(found)) == found
    assert "Deadline for student applications" in found["sources"]


def test_an_instant_without_its_offset_is_refused():
    with pytest.raises(ValueError, match="offset"):
        ask(programme(QM), "student", dt.datetime(2024, 1, 1), "hi")


@pytest.mark.parametrize(
    ("now", "zone"),
    [
        ("2025-11-01T12:00+08:00", "Asia/Hong_Kong"),
        ("2025-11-01T12:00+05:30", "Asia/Kolkata"),
        ("2025-11-01T12:00-05:00", "Etc/GMT+5"),
        ("2025-11-01T12:00+00:00", "Etc/UTC"),
    ],
)
def test_the_askers_own_clock(now, zone):
    assert str(zone_of(dt.datetime.fromisoformat(now), programme(HKU))) == zone


def test_a_plan_names_whom_when_what_and_what_is_open():
    found = said(
        OX,
        "tell all placed students in spring tomorrow noon london time that hosts will call",
        "2024-02-01T10:00+00:00",
        "staff",
    )
    assert found["outcome"] == "confirm"
    assert found["slots"]["when"] == "2024-02-02T12:00+00:00"
    assert "Nothing is sent yet" in found["answer"]
    assert "Hosts will call." in found["answer"]


def test_an_extension_beyond_the_batch_date_says_what_it_breaks():
    found = said(QM, "extend the spring deadline to 31 january", "2024-01-26T10:00+00:00", "staff")
    assert found["outcome"] == "confirm"
    assert "Monday 29 January 2024" in found["answer"]
    assert found["slots"]["date"] == "2024-01-31"


@pytest.mark.parametrize("role", ["student", "supervisor"])
def test_only_staff_may_write_to_many(role):
    assert said(QM, "send a message to all students that it is cancelled", role=role)["outcome"] == "refuse"


def test_danger_names_numbers_and_a_person():
    found = said(QM, "i want to kill myself")
    assert found["outcome"] == "handoff"
    assert "116 123" in found["answer"]
    assert programme(QM).safety.contacts[0].name in found["answer"]


def test_an_alert_is_promised_to_nobody_who_is_complained_about():
    found = said(QM, "my manager keeps touching me")
    assert found["outcome"] == "handoff"
    assert "nobody you complain about" in found["answer"]


def test_asking_twice_is_the_same():
    assert said(OX, "is the bus paid?") == said(OX, "is the bus paid?")
