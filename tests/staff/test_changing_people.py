"""Staff change a record or a placement, or take somebody off the roster: shown first, told once, and undone."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from bot.activities import Press
from bot.programme.checkins import CheckIn
from bot.programme.people import Membership
from bot.programme.placements import Placement
from store.outbox_table import outbox
from tests.staff.conftest import OLGA, PRIYA, QM, YAN, Staffed, applied, words, written

AMARA, BEN, ELI = (f"{name}@qm.sample.example" for name in ("amara.okafor", "ben.carter", "eli.novak"))
GRACE = "grace.lin@qm.sample.example"
NADIA, TOM = "nadia.rahman@mapworks.sample.example", "tom.ellis@teacharity.sample.example"


def told(staffed: Staffed, kind: str) -> dict[str, str]:
    """Who is to read what, beside the answers."""
    rows = select(outbox.c.person, outbox.c.card).where(outbox.c.key.like(f"{kind}:%"))

    def work(unit):
        return {unit.people.get(person).email: card for person, card in unit.connection.execute(rows)}

    return staffed.read(work)


def person(staffed: Staffed, email: str):
    return staffed.read(lambda unit: unit.people.by_email("queen_mary", email))


def attributes(staffed: Staffed, email: str) -> dict[str, str]:
    def work(unit):
        one = unit.people.by_email("queen_mary", email)
        member = unit.people.membership(QM, one.id, "student")
        return None if member is None else dict(member.attributes)

    return staffed.read(work)


@pytest.fixture
def placed(staffed: Staffed) -> int:
    """Ben maps shops, with a host and a programme supervisor."""

    def work(unit):
        by = lambda email: unit.people.by_email("queen_mary", email).id  # noqa: E731
        one = unit.opportunities.by_key(QM, "qm-map").id
        return unit.placements.add(
            Placement(
                0, QM, by(BEN), one, "spring", starts=date(2024, 3, 4), ends=date(2024, 4, 5),
                host_supervisor=by(NADIA), programme_supervisor=by(GRACE),
            )
        )  # fmt: skip

    return staffed.read(work)


def placement(staffed: Staffed, number: int) -> Placement:
    return staffed.read(lambda unit: unit.placements.get(QM, number))


@pytest.mark.parametrize(
    ("said", "key", "value"),
    [
        ("set amara's level to postgraduate", "level", "postgraduate"),
        ("change the course of amara to History", "course", "History"),
        ("amara's course is now History", "course", "History"),
        ("amara is not an undergraduate, she is a phd student", "level", "phd student"),
        ("update amara okafor's university: King's", "institution", "King's"),
    ],
)
def test_an_attribute_in_words_is_confirmed_told_and_undone(
    staffed: Staffed, said: str, key: str, value: str
):
    before = attributes(staffed, AMARA)
    assert "Told: Amara Okafor (sample)" in words(staffed.say(PRIYA, said))
    assert attributes(staffed, AMARA) == before
    staffed.restart()
    done = staffed.say(PRIYA, "yes")
    assert attributes(staffed, AMARA) == {**before, key: value}
    assert value in told(staffed, "person")[AMARA]
    staffed.press(PRIYA, done, "Undo")
    staffed.say(PRIYA, "yes")
    assert attributes(staffed, AMARA) == before


@pytest.mark.parametrize("said", ["amara is now called Amara Obi", "rename amara okafor to Amara Obi"])
def test_a_new_name(staffed: Staffed, said: str):
    staffed.say(PRIYA, said, "yes")
    assert person(staffed, AMARA).name == "Amara Obi"
    assert "Amara Obi" in words(staffed.say(PRIYA, "find amara obi"))


@pytest.mark.parametrize(
    "said",
    ["amara's email is wrong, it should be amara.obi@qm.sample.example",
     "change amara's address to Amara.Obi@qm.sample.example"],
)  # fmt: skip
def test_a_new_address_keeps_the_person_and_all_that_is_theirs(staffed: Staffed, said: str):
    staffed.say(AMARA, "hello")
    number = person(staffed, AMARA).id
    staffed.say(PRIYA, said, "yes")
    assert person(staffed, "amara.obi@qm.sample.example").id == number
    assert person(staffed, AMARA) is None


def test_an_address_of_somebody_else_or_of_staff_is_not_given(staffed: Staffed):
    turn = staffed.say(PRIYA, f"change amara's address to {BEN}")
    assert "address of Ben Carter (sample) already" in words(turn)
    staffed.say(PRIYA, "yes")
    assert person(staffed, AMARA) is not None
    assert "only an owner" in words(staffed.say(PRIYA, "change priya's address to me@elsewhere.example"))
    assert "owner is changed by whoever" in words(
        staffed.say(PRIYA, "change olga's address to me@elsewhere.example")
    )
    staffed.say(OLGA, "change priya's address to priya.new@qm.sample.example", "yes")
    assert person(staffed, "priya.new@qm.sample.example") is not None


def test_whoever_is_named_by_an_address_is_named_by_the_new_one(staffed: Staffed):
    staffed.say(PRIYA, "change nadia's address to nadia@maps.example", "yes")
    one = staffed.read(lambda unit: unit.opportunities.by_key(QM, "qm-map"))
    assert one.host_supervisor_email == "nadia@maps.example"
    staffed.say(PRIYA, "change grace lin's address to g.lin@qm.sample.example", "yes")
    assert attributes(staffed, AMARA)["programme_supervisor_email"] == "g.lin@qm.sample.example"


@pytest.mark.parametrize("said", ["take amara off the roster", "amara has left the university"])
def test_off_the_roster_withdraws_what_is_open_and_can_be_undone(staffed: Staffed, said: str):
    before = attributes(staffed, AMARA)
    seen = words(staffed.say(PRIYA, said))
    assert "Withdrawn for them: 1 application" in seen
    assert attributes(staffed, AMARA) == before
    done = staffed.say(PRIYA, "take them off")
    assert attributes(staffed, AMARA) is None
    assert "Amara" not in staffed.states()
    assert AMARA in told(staffed, "person")
    staffed.press(PRIYA, done, "Undo")
    assert attributes(staffed, AMARA) == before


def test_a_place_that_is_given_up_moves_the_waiting_list(staffed: Staffed):
    staffed.read(lambda unit: applied(unit, QM, ELI, "qm-survey", "accepted", written("Yes."), "spring"))
    staffed.say(PRIYA, "decide", "put amara on the waiting list")
    staffed.act(PRIYA, Press("decide.announce", {}))
    staffed.say(PRIYA, "remove eli novak from the roster", "yes")
    assert staffed.states()["Amara"][0] == "offered"


def test_what_stands_in_the_way_of_leaving_comes_with_its_button(staffed: Staffed, placed: int):
    seen = words(staffed.say(PRIYA, "remove ben from the roster"))
    assert "has a placement" in seen
    assert "How it stands: Ben Carter (sample)" in seen
    assert "looks after Ben Carter (sample)" in words(staffed.say(PRIYA, "take nadia off the roster"))
    assert "has a role on the staff" in words(staffed.say(PRIYA, "take priya shah off the roster"))
    assert placement(staffed, placed).state == "confirmed"


@pytest.mark.parametrize(
    ("said", "changed"),
    [
        ("ben's placement starts on 11 march instead", {"starts": date(2024, 3, 11)}),
        ("ben will finish on friday 22 march", {"ends": date(2024, 3, 22)}),
        ("extend ben's placement until 12 april", {"ends": date(2024, 4, 12)}),
        ("move ben's placement to 11 to 28 March", {"starts": date(2024, 3, 11), "ends": date(2024, 3, 28)}),
        ("move ben to group B", {"group": "B"}),
        ("change ben's last day to 2024-04-01", {"ends": date(2024, 4, 1)}),
    ],
)
def test_days_and_group_in_words(staffed: Staffed, placed: int, said: str, changed: dict):
    before = placement(staffed, placed)
    seen = words(staffed.say(PRIYA, said))
    assert "Until now" in seen
    assert ("Nadia Rahman (sample)" in seen) == ("group" not in changed)
    assert placement(staffed, placed) == before
    staffed.restart()
    done = staffed.say(PRIYA, "yes")
    after = placement(staffed, placed)
    assert {key: getattr(after, key) for key in changed} == changed
    assert BEN in told(staffed, "placement")
    staffed.press(PRIYA, done, "Undo")
    staffed.say(PRIYA, "yes")
    assert placement(staffed, placed) == before


@pytest.mark.parametrize(
    "said",
    [
        "tom ellis will supervise ben",
        "change ben's supervisor to tom ellis",
        "make tom ellis the host supervisor of ben",
        "nadia can't supervise ben any more, tom will",
        "ben has a new supervisor: tom ellis",
    ],
)
def test_a_new_supervisor_gets_the_open_check_in_and_both_hear_of_it(
    staffed: Staffed, placed: int, said: str
):
    def asked(unit):
        one = unit.placements.get(QM, placed)
        at = datetime(2024, 3, 11, 9, tzinfo=UTC)
        return unit.check_ins.add(
            CheckIn(
                0,
                QM,
                placed,
                "midway",
                "host_supervisor",
                one.host_supervisor,
                at,
                at.replace(day=18),
                ("staff",),
            )
        )

    check_in = staffed.read(asked)
    assert "still open is theirs" in words(staffed.say(PRIYA, said))
    staffed.say(PRIYA, "yes")
    tom = person(staffed, TOM).id
    assert placement(staffed, placed).host_supervisor == tom
    assert staffed.read(lambda unit: unit.check_ins.get(QM, check_in)).asked == tom
    got = told(staffed, "placement")
    assert set(got) == {BEN, TOM, NADIA}
    assert "You look after Ben Carter (sample) from now on" in got[TOM]
    assert "somebody else looks after them" in got[NADIA]


def test_which_supervisor_is_asked_where_it_does_not_follow(staffed: Staffed, placed: int):
    seen = words(staffed.say(PRIYA, "ben has a new supervisor"))
    assert "What should be changed?" in seen
    assert "Host supervisor: what should it be?" in words(staffed.say(PRIYA, "host supervisor"))
    assert "There is no host supervisor" in words(staffed.say(PRIYA, "grace lin"))
    staffed.say(PRIYA, "tom ellis", "yes")
    assert placement(staffed, placed).host_supervisor == person(staffed, TOM).id


def test_what_cannot_be(staffed: Staffed, placed: int):
    assert "before it starts" in words(staffed.say(PRIYA, "ben finishes on 1 march"))
    assert "would end before it starts" in words(staffed.say(PRIYA, "cancel", "ben starts on 10 april"))
    staffed.say(PRIYA, "yes")
    assert placement(staffed, placed).starts == date(2024, 3, 4)
    assert "no placement that goes on" in words(staffed.say(PRIYA, "cancel", "amara starts on 11 march"))


def test_a_date_of_one_placement_never_moves_the_programmes(staffed: Staffed, placed: int):
    staffed.say(PRIYA, "cancel amara's test", "ben's placement starts on 11 march instead")
    assert "application deadline" not in words(staffed.say(PRIYA, "yes"))


def test_two_of_one_name_are_asked_about_and_only_staff_may(staffed: Staffed, placed: int):
    def twin(unit):
        other = unit.people.add("queen_mary", "ben.ash@qm.example", "Ben Ash", None, None)
        unit.people.join(Membership(other, QM, "student"))

    staffed.read(twin)
    assert "Whom do you mean?" in words(staffed.say(PRIYA, "ben will finish on friday 22 march"))
    before = placement(staffed, placed), attributes(staffed, AMARA)
    amara = str(person(staffed, AMARA).id)
    for email in (AMARA, NADIA, YAN):
        staffed.say(email, "change amara's level to phd", "yes", "take amara off the roster", "yes")
        staffed.act(email, Press("change", {"kind": "person", "id": amara}))
        staffed.act(email, Press("change", {"kind": "placement", "id": str(placed)}))
        staffed.act(email, Press("person.off", {"person": amara}))
        staffed.act(email, Press("person.back", {"person": amara}))
    assert (placement(staffed, placed), attributes(staffed, AMARA)) == before


@pytest.mark.parametrize("said", ["who supervises ben?", "who looks after ben", "does nadia supervise ben"])
def test_a_question_is_no_change(staffed: Staffed, placed: int, said: str):
    assert "What should be changed?" not in words(staffed.say(PRIYA, said))


def test_who_supervises_somebody_stands_on_the_record(staffed: Staffed, placed: int):
    assert "Host supervisor: Nadia Rahman (sample)" in words(staffed.say(PRIYA, "who supervises ben?"))
    assert "Their students: Ben Carter (sample)" in words(staffed.say(PRIYA, "who does nadia look after?"))


@pytest.mark.parametrize(
    ("said", "seen"),
    [
        ("hours", "a student's own page"),
        ("my placement", "Sessions and attendance"),
        ("my applications", "without an announced decision"),
        ("withdraw my application", "Whose application?"),
        ("there is a problem with the room booking", "nothing was done"),
        ("turn check-ins on", "Mid-way check-in"),
    ],
)
def test_staff_are_not_answered_as_students(staffed: Staffed, said: str, seen: str):
    shown = words(staffed.say(PRIYA, said))
    assert seen in shown
    assert "You have no" not in shown
    assert "I have passed this" not in shown


def test_a_new_fact_begins_with_nothing_of_another(staffed: Staffed):
    staffed.say(PRIYA, "the workshop is in room 3.12", "where is the workshop?", "cancel")
    seen = words(staffed.say(PRIYA, "lunch is at noon in the hall"))
    assert "where is the workshop" not in seen
