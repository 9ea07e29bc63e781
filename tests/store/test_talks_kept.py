"""Talks, drafts and the audit log."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from bot.errors import NotFoundError
from bot.ports import AuditEvent, Talk


def test_a_talk_begins_empty_and_is_kept(store, student):
    assert store.run(lambda unit: unit.talks.lock(student)) == Talk(student)
    talk = Talk(
        student, "queen_mary_2024", {"flow": "apply", "subject": {"opportunity": "tea"}}, "why",
        [{"flow": "journal"}], [{"action": "details", "args": {"id": "1"}, "label": "Tea"}], {"action": "withdraw"},
        {"said": "\0 \ud83d"},
    )  # fmt: skip
    store.run(lambda unit: unit.talks.save(talk))
    assert store.run(lambda unit: unit.talks.lock(student)) == talk


def test_a_talk_needs_a_person_and_a_beginning(store, student):
    with pytest.raises(IntegrityError):
        store.run(lambda unit: unit.talks.lock(404))
    with pytest.raises(NotFoundError):
        store.run(lambda unit: unit.talks.save(Talk(student)))


def test_drafts_are_kept_by_person_flow_and_subject(store, student, now):
    tea, map_ = {"opportunity": "1", "cycle": "spring"}, {"opportunity": "2"}
    store.run(lambda unit: unit.drafts.put(student, "apply", tea, {"why": "x"}, now))
    store.run(lambda unit: unit.drafts.put(student, "apply", tea, {"why": "\ud800\0 y"}, now))
    store.run(lambda unit: unit.drafts.put(student, "apply", map_, {}, now + timedelta(minutes=1)))
    assert store.run(lambda unit: unit.drafts.get(student, "apply", dict(reversed(tea.items())))) == {
        "why": "\ud800\0 y"
    }
    assert store.run(lambda unit: unit.drafts.get(student, "journal", tea)) is None
    assert store.run(lambda unit: unit.drafts.of_person(student)) == [
        ("apply", map_, {}),
        ("apply", tea, {"why": "\ud800\0 y"}),
    ]
    for _ in range(2):
        store.run(lambda unit: unit.drafts.drop(student, "apply", tea))
    assert [subject for _, subject, _ in store.run(lambda unit: unit.drafts.of_person(student))] == [map_]


def test_the_audit_log_is_read_in_order_and_in_its_scope(store, student, scope, other_scope, now):
    first = AuditEvent(now, student, "submitted", "application:1", scope, None, {"state": "submitted"})
    second = AuditEvent(
        now, None, "lapsed", "application:1", scope, {"state": "submitted"}, {"state": "lapsed"}
    )
    for event in (first, second, AuditEvent(now, student, "said hello", "application:1")):
        store.run(lambda unit, one=event: unit.audit.add(one))
    assert store.run(lambda unit: unit.audit.about(scope, "application:1")) == [first, second]
    assert store.run(lambda unit: unit.audit.about(other_scope, "application:1")) == []


def test_the_log_of_a_span_comes_latest_first_page_by_page_without_what_is_for_a_few(
    store, student, scope, other_scope, now
):
    kinds = ["noted", "gave a role", "danger: crisis", "moved a date"]
    events = [
        AuditEvent(now + timedelta(minutes=at), student, kind, f"thing:{at}", scope)
        for at, kind in enumerate(kinds)
    ]
    events.append(AuditEvent(now, student, "took up a safety alert", "alert:1", scope))
    store.run(lambda unit: [unit.audit.add(one) for one in events])
    whole = store.run(lambda unit: unit.audit.since(scope, now + timedelta(minutes=1), limit=9))
    assert [one.kind for one in whole] == ["moved a date", "gave a role"]
    assert store.run(lambda unit: unit.audit.since(scope, now, limit=1, offset=2)) == [events[0]]
    assert store.run(lambda unit: unit.audit.since(other_scope, now, limit=9)) == []
