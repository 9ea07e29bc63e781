"""Audiences as queries on both databases, and the messages of a broadcast: queued once, at each reader's time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.cards import text
from bot.errors import ConflictError
from bot.programme import audience_changes
from bot.programme.applications import Application
from bot.programme.audiences import APPLIED, BEGUN, EVERYBODY, Audience, Condition
from bot.programme.broadcasts import Broadcast, SavedList, move
from bot.programme.checkins import CheckIn
from bot.programme.journals import Journal
from bot.programme.loading import load_programme, shipped
from bot.programme.opportunities import Opportunity
from bot.programme.people import Membership
from bot.programme.placements import Placement
from bot.programme.sessions import Attendance
from bot.wire import from_json, to_json

NOW = datetime(2024, 3, 20, 12, tzinfo=UTC)
QM = load_programme(shipped()["queen_mary_2024"], "queen_mary_2024")
STUDENT = ("student",)
AREAS = {"ada": "Europe/London", "ben": "Asia/Tokyo", "cem": None, "host": "Europe/London", "staff": None}


@pytest.fixture
def filled(store, scope):
    """Ada is placed in spring, Ben in summer with his journal in, Cem has a draft; a host supervises Ada."""

    def work(unit):
        ids = {}
        for name, zone in AREAS.items():
            ids[name] = unit.people.add(scope.organisation, f"{name}@qm.example", name, zone, None)
            role = {"host": "host_supervisor", "staff": "staff"}.get(name, "student")
            level = {"ada": "Undergraduate", "ben": "postgraduate"}.get(name)
            unit.people.join(Membership(ids[name], scope, role, {"level": level} if level else {}))
        offer = unit.opportunities.add(Opportunity(0, scope, "k", "T", "H", "s", window="summer"))
        ada = unit.placements.add(
            Placement(0, scope, ids["ada"], None, "spring", host_supervisor=ids["host"])
        )
        ben = unit.placements.add(Placement(0, scope, ids["ben"], None, "summer", state="active"))
        gone = unit.placements.add(Placement(0, scope, ids["cem"], None, "spring", state="cancelled_before"))
        assert gone
        unit.journals.add(Journal(0, scope, ids["ben"], ben, state="submitted"))
        unit.journals.add(Journal(0, scope, ids["ada"], ada, state="in_progress"))
        unit.applications.add(Application(0, scope, ids["cem"], offer, "summer", "draft"))
        unit.applications.add(Application(0, scope, ids["ben"], offer, "summer", "submitted"))
        unit.check_ins.add(
            CheckIn(
                0,
                scope,
                ada,
                "mid",
                "student",
                ids["ada"],
                NOW,
                NOW + timedelta(days=3),
                ("staff",),
                state="sent",
            )
        )
        unit.sessions.put(Attendance(0, scope, "pre", "spring", ids["ada"], "attended"))
        unit.sessions.put(Attendance(0, scope, "pre", "summer", ids["ben"], "registered"))
        return ids

    return store.run(work)


AUDIENCES: list[tuple[Audience, str]] = [
    (Audience(STUDENT), "ada ben cem"),
    (Audience(EVERYBODY), "ada ben cem host staff"),
    (Audience(STUDENT, (Condition("placement"),)), "ada ben"),
    (Audience(STUDENT, (Condition("placement", windows=("spring",)),)), "ada"),
    (Audience(STUDENT, (Condition("placement", opposite=True),)), "cem"),
    (Audience(STUDENT, (Condition("placement", states=("active",)),)), "ben"),
    (Audience(("host_supervisor",), (Condition("placement", windows=("spring",)),)), "host"),
    (Audience(("host_supervisor",), (Condition("placement", windows=("summer",)),)), ""),
    (Audience(STUDENT, (Condition("placement"), Condition("journal", opposite=True))), "ada"),
    (Audience(STUDENT, (Condition("journal"),)), "ben"),
    (Audience(STUDENT, (Condition("journal", windows=("spring",)),)), ""),
    (Audience(STUDENT, (Condition("application", ("draft",)),)), "cem"),
    (Audience(STUDENT, (Condition("application", APPLIED),)), "ben"),
    (Audience(STUDENT, (Condition("application", BEGUN, opposite=True),)), "ada"),
    (Audience(STUDENT, (Condition("application", APPLIED, ("spring",)),)), ""),
    (Audience(STUDENT, (Condition("cycle", windows=("summer",)),)), "ben"),
    (Audience((*STUDENT, "host_supervisor"), (Condition("cycle", windows=("spring",)),)), "ada host"),
    (Audience(STUDENT, (Condition("check_in", key="mid"),)), "ada"),
    (Audience(STUDENT, (Condition("check_in", key="other"),)), ""),
    (Audience(STUDENT, (Condition("session", ("attended",), key="pre"),)), "ada"),
    (Audience(STUDENT, (Condition("session", ("attended",), key="pre", opposite=True),)), "ben cem"),
    (Audience(STUDENT, (Condition("attribute", ("undergraduate",), key="level"),)), "ada"),
    (
        Audience(STUDENT, (Condition("attribute", ("undergraduate",), key="level", opposite=True),)),
        "ben cem",
    ),
]


def test_rules_put_together_are_sets_put_together(store, filled):
    """Every pair of the audiences above: also is the union, without the difference; and read back they are the same."""

    def work(unit):
        def who(audience):
            again = from_json(Audience, to_json(audience))
            assert again == audience
            found = {person.name for person in unit.broadcasts.people(QM, audience, 100)}
            assert unit.broadcasts.count(QM, audience) == len(found)
            return found

        for one, _ in AUDIENCES:
            for other, _ in AUDIENCES:
                both = audience_changes.also(one, other)
                assert who(both) == who(one) | who(other), both.say(QM)
                left = audience_changes.without(one, other)
                less = who(one) - who(other)
                assert (who(left) if left else set()) == less, left and left.say(QM)
                if left:
                    again = audience_changes.also(left, other)
                    assert who(again) == less | who(other), again.say(QM)

    store.run(work)


def test_an_audience_is_who_fits_now(store, filled):
    for audience, who in AUDIENCES:
        found = store.run(lambda unit, audience=audience: unit.broadcasts.people(QM, audience, 100))
        assert " ".join(person.name for person in found) == who, audience.say(QM)
        assert store.run(lambda unit, audience=audience: unit.broadcasts.count(QM, audience)) == len(found)
        ada = store.run(lambda unit, audience=audience: unit.broadcasts.includes(QM, audience, filled["ada"]))
        assert ada == ("ada" in who.split())


def test_people_of_another_programme_are_never_among_them(store, filled, scope):
    def join(unit):
        person = unit.people.add("oxford", "x@ox.example", "x", None, None)
        unit.people.join(
            Membership(person, replace(scope, organisation="oxford", programme="other"), "student")
        )

    store.run(join)
    assert store.run(lambda unit: unit.broadcasts.count(QM, Audience(EVERYBODY))) == len(AREAS)


def test_a_saved_list_and_named_people(store, filled, scope):
    def work(unit):
        number = unit.broadcasts.add_list(SavedList(0, scope, "gold", 1, NOW, (filled["ben"], filled["ben"])))
        on = Audience(STUDENT, (Condition("list", key=str(number)),))
        named = Audience(STUDENT, (Condition("person", states=(str(filled["cem"]),)),))
        names = [one.name for one in unit.broadcasts.lists(scope)]
        return names, *[[p.name for p in unit.broadcasts.people(QM, one, 9)] for one in (on, named)]

    assert store.run(work) == (["gold"], ["ben"], ["cem"])


def kept(unit, scope, **changed):
    one = Broadcast(0, scope, 1, NOW, audience=Audience(STUDENT), text="hello", **changed)
    return unit.broadcasts.get(scope, unit.broadcasts.add(one))


def test_each_message_is_queued_once_and_late_comers_are_added(store, filled, scope):
    def work(unit):
        one = kept(unit, scope, at=NOW)
        first = unit.broadcasts.queue(one, QM, text("hello"), "why")
        unit.people.join(Membership(filled["staff"], scope, "student"))
        return (
            first,
            unit.broadcasts.queue(one, QM, text("hello"), "why"),
            dict(unit.broadcasts.sums(one))["queued"],
        )

    assert store.run(work) == (3, 1, 4)


def test_slices_together_are_everybody_once(store, filled, scope):
    def work(unit):
        one = kept(unit, scope, at=NOW)
        after, sizes = 0, []
        while True:
            end = unit.broadcasts.next_slice(QM, one.audience, after, 2)
            sizes.append(unit.broadcasts.queue(one, QM, text("hello"), "why", after=after, up_to=end))
            if end is None:
                return sizes, dict(unit.broadcasts.sums(one))["queued"]
            after = end

    assert store.run(work) == ([2, 1], 3)


def test_a_wall_time_is_due_at_each_readers_own_hour(store, filled, scope):
    def work(unit):
        one = kept(unit, scope, wall="2024-03-21T10:00")
        unit.broadcasts.queue(one, QM, text("hello"), "why")
        found = unit.deliveries.report(scope, one.batch)
        return {recipient.name: recipient.due_at for recipient in found}

    due = store.run(work)
    assert due["ben"].astimezone(UTC) == datetime(2024, 3, 21, 1, tzinfo=UTC)
    assert due["ada"] == due["cem"] == datetime(2024, 3, 21, 10, tzinfo=UTC)


def test_new_words_reach_only_what_still_waits(store, filled, scope):
    def work(unit):
        one = kept(unit, scope, at=NOW)
        unit.broadcasts.queue(one, QM, text("old"), "why")
        unit.broadcasts.cancel(one, "enough", NOW)
        unit.people.join(Membership(filled["staff"], scope, "student"))
        unit.broadcasts.queue(one, QM, text("old"), "why")
        changed = unit.broadcasts.reword(one, text("new"))
        return changed, [outgoing.card.headline() for outgoing in unit.deliveries.claim(NOW, 10)]

    assert store.run(work) == (1, ["new"])


def test_got_it_counts_once(store, filled, scope):
    def work(unit):
        one = kept(unit, scope, at=NOW)
        said = [unit.broadcasts.press(one, filled["ada"], NOW) for _ in range(2)]
        pressed = Audience(STUDENT, (Condition("pressed", key=str(one.id)),))
        return said, unit.broadcasts.pressed(one), unit.broadcasts.count(QM, pressed)

    assert store.run(work) == ([True, False], 1, 1)


def test_a_plan_comes_back_as_it_was_and_a_stale_one_is_refused(store, filled, scope):
    def add(unit):
        rule = Audience(STUDENT, (Condition("journal", windows=("spring",), opposite=True),))
        one = replace(kept(unit, scope, at=NOW, assumed=("x",)), audience=rule)
        unit.broadcasts.save(one)
        return one

    one = store.run(add)
    assert store.run(lambda unit: unit.broadcasts.get(scope, one.id)) == one

    def stale(unit):
        mine = unit.broadcasts.get(scope, one.id)
        unit.connection.exec_driver_sql("UPDATE broadcasts SET revision = revision + 1")
        unit.broadcasts.all(scope)  # reading again does not make the decision newer
        unit.broadcasts.save(move(mine, "scheduled"))

    with pytest.raises(ConflictError):
        store.run(stale)


def test_readers_are_grouped_by_what_they_wish(store, filled, scope):
    groups = store.run(lambda unit: unit.broadcasts.readers(QM, Audience(STUDENT), NOW))
    assert sorted((group.time_zone or "", group.number, group.spent, group.seen) for group in groups) == [
        ("", 1, 0, False), ("Asia/Tokyo", 1, 0, False), ("Europe/London", 1, 0, False),
    ]  # fmt: skip


def test_the_values_of_attributes_are_known(store, filled):
    assert store.run(lambda unit: dict(unit.broadcasts.attributes(QM))) == {
        "level": ["Undergraduate", "postgraduate"]
    }


def test_a_list_is_forgotten_only_by_its_own_programme(store, scope, filled):
    def work(unit):
        number = unit.broadcasts.add_list(SavedList(0, scope, "gold", filled["staff"], NOW, (filled["ada"],)))
        audience = Audience(EVERYBODY, (Condition("list", key=str(number), name="gold"),))
        unit.broadcasts.drop_list(replace(scope, programme="another"), number)
        assert unit.broadcasts.count(QM, audience) == 1
        unit.broadcasts.drop_list(scope, number)
        assert unit.broadcasts.lists(scope) == []
        assert unit.broadcasts.count(QM, audience) == 0

    store.run(work)
