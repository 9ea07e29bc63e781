"""Applications, placements and questions: kept whole, scoped, and never overwritten unseen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.errors import ConflictError, NotFoundError
from bot.programme.applications import Application
from bot.programme.placements import Placement
from bot.programme.questions import OpenQuestion
from store import StaleError


@pytest.fixture
def opportunity(store, make_opportunity):
    return store.run(lambda unit: unit.opportunities.add(make_opportunity("tea")))


@pytest.fixture
def draft(scope, student, opportunity, now):
    return Application(
        0, scope, student, opportunity, "spring", "draft", {"why": "because\0"}, created_at=now
    )


@pytest.fixture
def application(store, draft):
    return replace(draft, id=store.run(lambda unit: unit.applications.add(draft)))


def test_an_application_comes_back_as_it_was(store, application, scope, now):
    assert store.run(lambda unit: unit.applications.get(scope, application.id)) == application
    later = replace(
        application, state="offered", submitted_at=now, version=2, reason="", undecidable=True,
        expires_at=now + timedelta(hours=48), pending="accepted",
    )  # fmt: skip
    store.run(lambda unit: unit.applications.save(later))
    assert store.run(lambda unit: unit.applications.get(scope, application.id)) == later


def test_a_student_has_one_live_application_for_each_opportunity(store, draft, application, scope):
    with pytest.raises(ConflictError):
        store.run(lambda unit: unit.applications.add(draft))
    store.run(
        lambda unit: unit.applications.save(replace(application, state="withdrawn", reason="changed my mind"))
    )
    again = store.run(lambda unit: unit.applications.add(draft))
    assert [one.id for one in store.run(lambda unit: unit.applications.of_student(scope, draft.student))] == [
        application.id,
        again,
    ]


def test_a_conflict_leaves_the_unit_of_work_usable(store, draft, application, scope):
    def work(unit):
        with pytest.raises(ConflictError):
            unit.applications.add(draft)
        unit.applications.save(replace(application, version=7))

    store.run(work)
    assert store.run(lambda unit: unit.applications.get(scope, application.id)).version == 7


def test_a_programme_wide_application_is_one_for_each_cycle(store, draft):
    wide = replace(draft, opportunity=None, cycle="u21-spring")
    store.run(lambda unit: unit.applications.add(wide))
    store.run(lambda unit: unit.applications.add(replace(wide, cycle="u21-summer")))
    with pytest.raises(ConflictError):
        store.run(lambda unit: unit.applications.add(wide))


def test_an_ended_application_cannot_come_to_life_beside_another(store, draft, application):
    store.run(lambda unit: unit.applications.save(replace(application, state="withdrawn", reason="no")))
    store.run(lambda unit: unit.applications.add(draft))
    with pytest.raises(ConflictError):
        store.run(lambda unit: unit.applications.save(application))


def test_lists_of_applications(store, application, scope, other_scope, opportunity):
    assert store.run(lambda unit: unit.applications.for_opportunity(scope, opportunity)) == [application]
    assert store.run(lambda unit: unit.applications.in_states(scope, {"draft", "offered"})) == [application]
    assert store.run(lambda unit: unit.applications.in_states(scope, ["submitted"])) == []
    assert store.run(lambda unit: unit.applications.in_states(scope, [])) == []
    assert store.run(lambda unit: unit.applications.get(other_scope, application.id)) is None
    assert store.run(lambda unit: unit.applications.of_student(other_scope, application.student)) == []
    assert store.run(lambda unit: unit.applications.for_opportunity(other_scope, opportunity)) == []
    with pytest.raises(NotFoundError):
        store.run(lambda unit: unit.applications.save(replace(application, scope=other_scope)))


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(store, application, scope):
    tries = []

    def work(unit):
        seen = unit.applications.get(scope, application.id)
        tries.append(seen)
        if len(tries) == 1:
            change = "UPDATE applications SET state = 'submitted', revision = revision + 1"
            unit.connection.exec_driver_sql(change)
        unit.applications.save(replace(seen, version=seen.version + 1))

    if store._engine.dialect.name == "sqlite":
        with pytest.raises(StaleError):
            store.run(work)
    else:
        # The other change was rolled back with the first try; the second one sees the row as it is.
        store.run(work)
        assert len(tries) == 2
        assert store.run(lambda unit: unit.applications.get(scope, application.id)).version == 1


def test_two_changes_in_one_unit_of_work_are_one_after_the_other(store, application, scope):
    def work(unit):
        seen = unit.applications.get(scope, application.id)
        unit.applications.save(replace(seen, version=1))
        unit.applications.save(replace(seen, version=2))

    store.run(work)
    assert store.run(lambda unit: unit.applications.get(scope, application.id)).version == 2


def test_placements(store, scope, other_scope, student, opportunity):
    boss = store.run(lambda unit: unit.people.add("queen_mary", "boss@tea.org", "Boss", None, None))
    placement = Placement(
        0, scope, student, opportunity, "spring", starts=date(2024, 3, 4), ends=date(2024, 3, 29), host_supervisor=boss,
        group="Blue",
    )  # fmt: skip
    placement = replace(placement, id=store.run(lambda unit: unit.placements.add(placement)))
    assert store.run(lambda unit: unit.placements.get(scope, placement.id)) == placement
    assert store.run(lambda unit: unit.placements.get(other_scope, placement.id)) is None
    placement = replace(placement, state="active", programme_supervisor=boss, reason="late start")
    store.run(lambda unit: unit.placements.save(placement))
    assert store.run(lambda unit: unit.placements.of_student(scope, student)) == [placement]
    assert store.run(lambda unit: unit.placements.of_supervisor(scope, boss)) == [placement]
    assert store.run(lambda unit: unit.placements.of_supervisor(scope, student)) == []
    assert store.run(lambda unit: unit.placements.all(scope)) == [placement]
    assert store.run(lambda unit: unit.placements.all(other_scope)) == []
    with pytest.raises(NotFoundError):
        store.run(lambda unit: unit.placements.save(replace(placement, id=404)))


def test_questions(store, scope, other_scope, student, now):
    question = OpenQuestion(scope, student, "Is it paid?", "pay", now)
    question = replace(question, id=store.run(lambda unit: unit.questions.add(question)))
    assert store.run(lambda unit: unit.questions.open(scope)) == [question]
    assert store.run(lambda unit: unit.questions.open(other_scope)) == []
    answered = replace(question, state="answered", answer="No.")
    store.run(lambda unit: unit.questions.save(answered))
    assert store.run(lambda unit: unit.questions.get(scope, question.id)) == answered
    assert store.run(lambda unit: unit.questions.get(other_scope, question.id)) is None
    assert store.run(lambda unit: unit.questions.open(scope)) == []


def test_what_came_in_the_undecidable_hours_waits_until_it_is_decided(
    store, application, scope, other_scope, now
):
    submitted = replace(application, state="submitted", submitted_at=now, undecidable=True)
    waiting = [(application.id, application.student, now)]
    for kept, found in (
        (submitted, waiting), (replace(submitted, pending="unsuccessful"), []), (submitted, waiting),
        (replace(submitted, undecidable=False), []), (replace(submitted, state="with_host"), []),
    ):  # fmt: skip
        store.run(lambda unit, kept=kept: unit.applications.save(kept))
        assert store.run(lambda unit: unit.applications.undecidable(scope)) == found
    store.run(lambda unit: unit.applications.save(submitted))
    assert store.run(lambda unit: unit.applications.undecidable(other_scope)) == []
