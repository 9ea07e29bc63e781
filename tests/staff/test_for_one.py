"""For one student: more time, an offer anew, an answer by telephone, a withdrawal; never the deadline of everybody."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.activities import Press
from bot.conversations.lapsing import lapse_due
from bot.programme.placements import Placement
from store.outbox_table import outbox
from tests.staff.conftest import PRIYA, QM, YAN, Staffed, applied, words, written

AMARA, BEN, ELI = (f"{name}@qm.sample.example" for name in ("amara.okafor", "ben.carter", "eli.novak"))


@pytest.fixture
def offered(staffed: Staffed) -> int:
    """Eli is offered the street map, to answer within two days."""
    staffed.read(lambda unit: applied(unit, QM, ELI, "qm-map", "with_host", written("Maps."), "spring"))
    staffed.say(PRIYA, "Mapworks takes Eli")
    staffed.act(PRIYA, Press("decide.announce", {}))
    return staffed.read(lambda unit: unit.applications.in_states(QM, ["offered"])[0].id)


def application(staffed: Staffed, number: int):
    return staffed.read(lambda unit: unit.applications.get(QM, number))


def told(staffed: Staffed) -> dict[str, str]:
    rows = select(outbox.c.person, outbox.c.card).where(outbox.c.key.like("for one:%"))

    def work(unit):
        return {unit.people.get(person).email: card for person, card in unit.connection.execute(rows)}

    return staffed.read(work)


def lapse(staffed: Staffed) -> None:
    at = datetime(2024, 2, 9, 12, tzinfo=UTC)
    staffed.read(lambda unit: lapse_due(unit, unit.programmes.get(QM.programme), at))


@pytest.mark.parametrize(
    "said",
    [
        "give eli until 14 feb to accept",
        "extend eli's offer to 14 feb",
        "eli needs more time for the offer until 14 feb",
    ],
)
def test_more_time_for_an_offer(staffed: Staffed, offered: int, said: str):
    before = application(staffed, offered).expires_at
    seen = words(staffed.say(PRIYA, said))
    assert "Thursday 15 February 2024" in seen  # the day ends within quiet hours
    assert application(staffed, offered).expires_at == before
    staffed.restart()
    staffed.say(PRIYA, "confirm")
    after = application(staffed, offered).expires_at
    assert after - before > timedelta(days=5)
    assert "Thursday 15 February 2024" in told(staffed)[ELI]
    lapse(staffed)
    assert application(staffed, offered).state == "offered"


@pytest.mark.parametrize("said", ["reopen eli's offer", "offer eli the place again"])
def test_an_offer_that_lapsed_is_made_anew(staffed: Staffed, offered: int, said: str):
    lapse(staffed)
    staffed.at("2024-02-10T10:00+00:00")
    assert "The offer is made anew" in words(staffed.say(PRIYA, said))
    staffed.say(PRIYA, "yes")
    assert application(staffed, offered).state == "offer_expired"
    fresh = staffed.read(lambda unit: unit.applications.in_states(QM, ["offered"]))
    assert [(one.student, one.answers) for one in fresh] == [
        (application(staffed, offered).student, application(staffed, offered).answers)
    ]


def test_a_place_that_has_gone_is_not_offered_twice(staffed: Staffed, offered: int):
    lapse(staffed)
    for email in (AMARA, BEN):
        staffed.read(
            lambda unit, email=email: applied(
                unit, QM, email, "qm-map", "accepted", written("Yes."), "spring"
            )
        )
    assert "No place is free" in words(staffed.say(PRIYA, "reopen eli's offer"))
    staffed.say(PRIYA, "yes")
    assert not staffed.read(lambda unit: unit.applications.in_states(QM, ["offered"]))


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ("eli accepted by phone", "accepted"),
        ("Eli accepts, he told me on the phone", "accepted"),
        ("eli has turned the offer down", "declined"),
        ("decline for eli", "declined"),
        ("withdraw eli's application", "withdrawn"),
    ],
)
def test_an_answer_that_came_another_way(staffed: Staffed, offered: int, said: str, state: str):
    staffed.say(PRIYA, said)
    assert application(staffed, offered).state == "offered"
    staffed.say(PRIYA, "yes")
    assert application(staffed, offered).state == state
    assert set(told(staffed)) == {ELI}
    student = application(staffed, offered).student
    placed = staffed.read(lambda unit: unit.placements.of_student(QM, student))
    assert len(placed) == (state == "accepted")


@pytest.mark.parametrize(
    "said",
    ["give ben an extension on the journal until 20 august", "extend ben's journal to 20 aug",
     "give ben until 20 august for the journal"],
)  # fmt: skip
def test_more_time_for_a_journal_is_for_that_student(staffed: Staffed, said: str):
    def work(unit):
        ben = unit.people.by_email("queen_mary", BEN).id
        one = unit.opportunities.by_key(QM, "qm-map").id
        return unit.placements.add(Placement(0, QM, ben, one, "spring", "active", starts=date(2024, 3, 4)))

    number = staffed.read(work)
    done = staffed.say(PRIYA, said)
    assert "everybody" not in words(done)
    assert "Move it" not in words(done)
    book = staffed.read(lambda unit: unit.journals.of_placement(QM, number))
    assert book.extended_to.date() == date(2024, 8, 20)


def test_a_deadline_of_everybody_is_not_moved_for_one(staffed: Staffed):
    for said in (
        "extend the deadline for eli by a week",
        "let eli apply late",
        "give eli until friday to apply",
    ):
        seen = words(staffed.say(PRIYA, said))
        assert "one for everybody" in seen
        assert "Add a placement" in seen


def test_two_of_staff_at_once_and_nobody_else(staffed: Staffed, offered: int):
    staffed.say(PRIYA, "eli accepted by phone")
    staffed.say(ELI, "decline the offer", "yes")
    assert "changed this application meanwhile" in words(staffed.say(PRIYA, "yes"))
    for email in (AMARA, YAN):
        staffed.act(email, Press("application", {"application": str(offered)}))
        staffed.act(email, Press("application.do", {"application": str(offered), "way": "withdraw"}))
        staffed.say(email, "withdraw eli's application", "yes")
    assert application(staffed, offered).state == "declined"


def test_the_record_leads_there(staffed: Staffed, offered: int):
    turn = staffed.press(PRIYA, staffed.say(PRIYA, "find eli"), "What can be done")
    assert "More time to answer" in words(turn)
    staffed.press(PRIYA, turn, "More time to answer")
    assert "not later than what counts" in words(staffed.say(PRIYA, "6 february"))
    assert "Told: Eli Novak (sample)" in words(staffed.say(PRIYA, "14 february"))
