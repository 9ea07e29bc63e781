"""What is on offer: kept whole, scoped, and counted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.errors import ConflictError, NotFoundError
from bot.programme.people import Scope


@pytest.fixture
def full(make_opportunity):
    return make_opportunity(
        "tea", title="Volunteer newsletter", host="Tea Charity", summary="Write it.", sector="Charity", theme="Media",
        mode="hybrid", location="London", window="spring", duration="40 hours over 4 weeks", hours=40.0, places=2,
        group_size=1, paid=False, skills=("writing", "layout"), host_supervisor_email="ann@tea.org",
        opens=date(2024, 1, 8), closes=date(2024, 1, 28), attributes={"level": "UG"},
    )  # fmt: skip


def test_every_value_comes_back(store, full, scope):
    number = store.run(lambda unit: unit.opportunities.add(full))
    expected = replace(full, id=number, added=number)
    assert store.run(lambda unit: unit.opportunities.get(scope, number)) == expected
    assert store.run(lambda unit: unit.opportunities.by_key(scope, "tea")) == expected


def test_the_least_comes_back_too(store, make_opportunity, scope):
    least = make_opportunity("least")
    number = store.run(lambda unit: unit.opportunities.add(least))
    assert store.run(lambda unit: unit.opportunities.get(scope, number)) == replace(
        least, id=number, added=number
    )


def test_a_change_is_saved_also_for_the_search(store, full, scope):
    from bot.programme.opportunities import Search

    number = store.run(lambda unit: unit.opportunities.add(full))
    changed = replace(full, id=number, added=number, title="Street map", theme="Maps", skills=())
    store.run(lambda unit: unit.opportunities.save(changed))
    assert store.run(lambda unit: unit.opportunities.get(scope, number)) == changed
    assert store.run(lambda unit: unit.opportunities.count(scope, Search(words="newsletter"))) == 0
    assert store.run(lambda unit: unit.opportunities.count(scope, Search(words="street", theme="maps"))) == 1


def test_a_key_is_unique_in_a_programme(store, full, other_scope):
    store.run(lambda unit: unit.opportunities.add(full))
    with pytest.raises(ConflictError, match="tea"):
        store.run(lambda unit: unit.opportunities.add(full))
    store.run(lambda unit: unit.opportunities.add(replace(full, scope=other_scope)))


def test_nobody_reaches_into_another_scope(store, full, scope, other_scope):
    number = store.run(lambda unit: unit.opportunities.add(full))
    for stranger in (other_scope, Scope(scope.organisation, "another"), Scope("another", scope.programme)):
        assert store.run(lambda unit, at=stranger: unit.opportunities.get(at, number)) is None
        assert store.run(lambda unit, at=stranger: unit.opportunities.by_key(at, "tea")) is None
        assert store.run(lambda unit, at=stranger: unit.opportunities.distinct(at, "theme")) == []
        assert store.run(lambda unit, at=stranger: unit.opportunities.newest(at)) == 0
        with pytest.raises(NotFoundError):
            store.run(lambda unit, at=stranger: unit.opportunities.save(replace(full, id=number, scope=at)))
    assert store.run(lambda unit: unit.opportunities.get(scope, number)).title == "Volunteer newsletter"


def test_saving_what_is_not_there_is_an_error(store, full):
    with pytest.raises(NotFoundError):
        store.run(lambda unit: unit.opportunities.save(replace(full, id=404)))


def test_the_list_of_a_student(store, full, scope, other_scope, student):
    from bot.programme.opportunities import Search

    number = store.run(lambda unit: unit.opportunities.add(full))
    for _ in range(2):
        store.run(lambda unit: unit.opportunities.mark(scope, student, number, saved=True))
    assert store.run(lambda unit: unit.opportunities.is_saved(scope, student, number))
    assert not store.run(lambda unit: unit.opportunities.is_saved(other_scope, student, number))
    assert store.run(lambda unit: unit.opportunities.count(scope, Search(saved_by=student))) == 1
    assert store.run(lambda unit: unit.opportunities.saves(scope)) == [(student, number)]
    assert store.run(lambda unit: unit.opportunities.saves(other_scope)) == []
    for _ in range(2):
        store.run(lambda unit: unit.opportunities.mark(scope, student, number, saved=False))
    assert not store.run(lambda unit: unit.opportunities.is_saved(scope, student, number))


def test_distinct_values_are_sorted_and_leave_out_what_is_empty_or_cancelled(store, make_opportunity, scope):
    for key, theme, cancelled in (
        ("a", "Media", None),
        ("b", "Arts", None),
        ("c", "Media", None),
        ("d", "", None),
        ("e", "Gone", "no host"),
    ):
        opportunity = make_opportunity(key, theme=theme, cancelled=cancelled)
        store.run(lambda unit, one=opportunity: unit.opportunities.add(one))
    assert store.run(lambda unit: unit.opportunities.distinct(scope, "theme")) == ["Arts", "Media"]
    assert store.run(lambda unit: unit.opportunities.distinct(scope, "mode")) == []


def test_the_newest_is_the_one_that_came_last(store, make_opportunity, scope):
    assert store.run(lambda unit: unit.opportunities.newest(scope)) == 0
    first = store.run(lambda unit: unit.opportunities.add(make_opportunity("a")))
    second = store.run(lambda unit: unit.opportunities.add(make_opportunity("b")))
    assert second > first
    assert store.run(lambda unit: unit.opportunities.newest(scope)) == second
