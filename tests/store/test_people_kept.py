"""People, identities and roles: what is kept, and who may have which row."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.activities import Identity, Place
from bot.errors import ConflictError, NotFoundError
from bot.programme.people import Membership, Person

SAM = Identity("slack", "T1", "U1")


def test_a_person_comes_back_as_they_were_added(store, student):
    person = store.run(lambda unit: unit.people.get(student))
    assert person == Person(student, "queen_mary", "sam@qmul.ac.uk", "Sam Jones")


def test_an_address_is_compared_in_small_letters(store, student):
    found = store.run(lambda unit: unit.people.by_email("queen_mary", " Sam@QMUL.ac.uk "))
    assert found is not None
    assert found.id == student


def test_an_address_belongs_to_one_person_of_an_organisation(store, student):
    with pytest.raises(ConflictError, match="roster"):
        store.run(lambda unit: unit.people.add("queen_mary", "SAM@qmul.ac.uk", "Another", None, None))
    elsewhere = store.run(lambda unit: unit.people.add("oxford", "sam@qmul.ac.uk", "Sam Jones", None, None))
    assert elsewhere != student


def test_wishes_are_saved(store, student, now):
    wishes = replace(
        store.run(lambda unit: unit.people.get(student)),
        time_zone="Europe/London", quiet_from="20:00", weekly_nudges=0, paused_until=now + timedelta(days=14), stopped=True,
    )  # fmt: skip
    store.run(lambda unit: unit.people.save(wishes))
    assert store.run(lambda unit: unit.people.get(student)) == wishes


def test_who_is_not_there_is_not_found(store):
    with pytest.raises(NotFoundError):
        store.run(lambda unit: unit.people.get(404))
    with pytest.raises(NotFoundError):
        store.run(lambda unit: unit.people.save(Person(404, "queen_mary", "x@y", "X")))
    assert store.run(lambda unit: unit.people.by_identity(SAM)) is None
    assert store.run(lambda unit: unit.people.by_email("queen_mary", "nobody@x")) is None


def test_a_link_keeps_the_place_that_is_known(store, student, now):
    home = Place("slack", "T1", "D1")
    store.run(lambda unit: unit.people.link(SAM, student, home, now))
    store.run(lambda unit: unit.people.link(SAM, student, None, now))
    assert store.run(lambda unit: unit.people.identities(student)) == [(SAM, home)]
    assert store.run(lambda unit: unit.people.by_identity(SAM)).id == student


def test_the_identity_last_seen_comes_first_and_an_unreachable_one_not_at_all(store, student, now):
    teams = Identity("teams", "tenant", "8:orgid:1")
    store.run(lambda unit: unit.people.link(teams, student, None, now + timedelta(hours=1)))
    store.run(lambda unit: unit.people.link(SAM, student, None, now))
    assert store.run(lambda unit: unit.people.identities(student)) == [(teams, None), (SAM, None)]
    store.run(lambda unit: unit.people.reach(teams, reachable=False, reason="removed the app"))
    assert store.run(lambda unit: unit.people.identities(student)) == [(SAM, None)]
    store.run(lambda unit: unit.people.link(teams, student, None, now + timedelta(hours=2)))
    assert store.run(lambda unit: unit.people.identities(student)) == [(teams, None), (SAM, None)]


def test_roles_are_given_changed_and_taken_away(store, student, scope, other_scope):
    level = Membership(student, scope, "student", {"level": "undergraduate"})
    store.run(lambda unit: unit.people.join(replace(level, attributes={"level": "?"})))
    store.run(lambda unit: unit.people.join(level))
    store.run(lambda unit: unit.people.join(Membership(student, other_scope, "staff")))
    assert store.run(lambda unit: unit.people.membership(scope, student, "student")) == level
    assert store.run(lambda unit: unit.people.membership(other_scope, student, "student")) is None
    assert [one.role for one in store.run(lambda unit: unit.people.memberships(student))] == [
        "staff",
        "student",
    ]
    [(person, found)] = store.run(lambda unit: unit.people.having(scope, "student"))
    assert (person.id, found) == (student, level)
    store.run(lambda unit: unit.people.leave(scope, student, "student"))
    store.run(lambda unit: unit.people.leave(scope, student, "student"))
    assert store.run(lambda unit: unit.people.having(scope, "student")) == []


def test_what_no_database_can_hold_is_kept_as_a_replacement(store):
    odd = store.run(lambda unit: unit.people.add("o", "odd@x", "A\0B\ud800C \U0001f600", None, None))
    assert store.run(lambda unit: unit.people.get(odd)).name == "A\ufffdB\ufffdC \U0001f600"
