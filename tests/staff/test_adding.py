"""One added by hand on a form: the checks stand beside their fields, rights and undo hold, and nothing is lost."""

from __future__ import annotations

import pytest

from bot.activities import FormRequested, Press, Submission
from store.people import SqlPeople
from store.placements import SqlPlacements
from tests.staff.conftest import OLGA, PRIYA, QM, Staffed, button, words

NEW = "fatima.noor@qm.sample.example"


def form(staffed: Staffed, email: str, said: str):
    asked = staffed.say(email, said)
    fill = button(asked, "Fill in as a form")
    return staffed.act(email, FormRequested(fill.name, fill.args)).form


def send(staffed: Staffed, email: str, page, values: dict):
    return staffed.act(email, Submission(page.name, page.args, values, {}, page.page))


def roster(staffed: Staffed, role: str = "student"):
    return {person.email for person, _ in staffed.read(lambda unit: unit.people.having(QM, role))}


def test_a_placement_on_a_form_with_the_error_beside_its_field(staffed: Staffed):
    page = form(staffed, PRIYA, "add a placement")
    assert [one.key for one in page.fields][:2] == ["student_email", "opportunity_key"]
    values = {one.key: None for one in page.fields}
    wrong = {**values, "student_email": "Nobody Known", "opportunity_key": "qm-map", "starts": "2024-03-04"}
    back = send(staffed, PRIYA, page, wrong).form
    errors = {one.key: one.error for one in back.fields if one.error}
    assert list(errors) == ["student_email"]
    assert "There is no student “Nobody Known” on this programme." in errors["student_email"]
    assert {one.key: one.value for one in back.fields}["opportunity_key"] == "qm-map"
    asked = send(staffed, PRIYA, back, {**wrong, "student_email": "Amara Okafor"}).form
    last = send(staffed, PRIYA, asked, {one.key: None for one in asked.fields}).form
    assert "Add this?" in [one.text for one in last.intro]
    done = send(staffed, PRIYA, last, {})
    assert "Added: amara.okafor@qm.sample.example, Street map of small shops" in words(done)
    amara = staffed.read(lambda unit: unit.people.by_email("queen_mary", "amara.okafor@qm.sample.example"))
    (one,) = staffed.read(lambda unit: unit.placements.of_student(QM, amara.id))
    assert (one.starts.isoformat(), one.host_supervisor is not None) == ("2024-03-04", True)


def add(staffed: Staffed, email: str, role: str, *rest: str):
    staffed.say(email, f"add a {role}: {NEW}")
    return [staffed.say(email, said) for said in ("Fatima Noor", *rest)][-1]


def test_only_an_owner_adds_staff(staffed: Staffed):
    assert "Staff" not in words(staffed.say(PRIYA, "add a person"))
    staffed.say(PRIYA, "cancel")
    assert "Staff" in words(staffed.say(OLGA, "add a person"))


def test_what_stands_on_an_addition_keeps_it(staffed: Staffed):
    done = add(staffed, PRIYA, "student", "skip", "skip", "skip", "add")
    assert NEW in roster(staffed)
    staffed.say(PRIYA, "add a placement")
    for said in (NEW, "qm-map", "skip", "skip", "skip", "skip", "skip", "add"):
        last = staffed.say(PRIYA, said)
    assert "Added" in words(last)
    undo = button(done, "Undo")
    assert "something else was added after it" in words(staffed.act(PRIYA, Press(undo.name, undo.args)))
    assert NEW in roster(staffed)
    undo = button(last, "Undo")
    assert "Taken back" in words(staffed.act(PRIYA, Press(undo.name, undo.args)))


def test_an_undo_takes_the_role_away_and_only_that(staffed: Staffed):
    before = roster(staffed), roster(staffed, "host_supervisor")
    done = add(staffed, PRIYA, "host supervisor", "skip", "add")
    assert NEW in roster(staffed, "host_supervisor")
    undo = button(done, "Undo")
    assert "Taken back" in words(staffed.act(PRIYA, Press(undo.name, undo.args)))
    assert (roster(staffed), roster(staffed, "host_supervisor")) == before
    assert "taken back already" in words(staffed.act(PRIYA, Press(undo.name, undo.args)))


def test_students_add_nobody(staffed: Staffed):
    turn = staffed.act("amara.okafor@qm.sample.example", Press("add.begin", {"kind": "people"}))
    assert "step 1" not in words(turn)
    staffed.say("amara.okafor@qm.sample.example", f"add a student {NEW}")
    assert NEW not in roster(staffed)


def test_days_that_contradict_each_other_on_one_page_are_told_beside_the_field(staffed: Staffed):
    there = staffed.read(lambda unit: len(unit.placements.all(QM)))
    page = form(staffed, PRIYA, "add a placement")
    values = {"student_email": "amara.okafor@qm.sample.example", "opportunity_key": "qm-map"}
    page = send(staffed, PRIYA, page, values).form
    days = {"starts": "2024-03-04", "ends": "2024-03-01"}
    sent = {**{one.key: None for one in page.fields}, **days}
    back = send(staffed, PRIYA, page, sent).form
    errors = {one.key: one.error for one in back.fields if one.error}
    assert errors == {"ends": "It ends on 2024-03-01, before it starts on 2024-03-04."}
    assert {one.key: one.value for one in back.fields} == sent
    last = send(staffed, PRIYA, back, {**sent, "ends": "2024-03-08"}).form
    assert "Add this?" in [one.text for one in last.intro]
    assert staffed.read(lambda unit: len(unit.placements.all(QM))) == there


def test_a_start_that_is_moved_behind_the_end_is_not_added(staffed: Staffed):
    there = staffed.read(lambda unit: len(unit.placements.all(QM)))
    staffed.say(PRIYA, "add a placement")
    for said in ("Amara Okafor", "qm-map", "2024-03-04", "2024-03-08", "skip", "skip", "skip"):
        last = staffed.say(PRIYA, said)
    assert "Add this?" in words(last)
    staffed.say(PRIYA, "change starts")
    assert "This cannot be added yet. ends: it ends on 2024-03-08" in words(staffed.say(PRIYA, "2024-03-11"))
    assert "before it starts" in words(staffed.say(PRIYA, "add"))
    assert staffed.read(lambda unit: len(unit.placements.all(QM))) == there
    staffed.say(PRIYA, "change ends")
    assert "Add this?" in words(staffed.say(PRIYA, "2024-03-15"))


def test_no_answer_reads_the_whole_roster(staffed: Staffed, monkeypatch: pytest.MonkeyPatch):
    def whole(*_: object) -> None:
        raise AssertionError("a hundred thousand people would be read for one answer")

    monkeypatch.setattr(SqlPeople, "having", whole)
    monkeypatch.setattr(SqlPlacements, "all", whole)
    assert "Added" in words(
        add(staffed, PRIYA, "student", "skip", "grace.lin@qm.sample.example", "skip", "add")
    )
    staffed.say(PRIYA, "add a placement")
    for said in (NEW, "qm-map", "2024-03-04", "2024-03-08", "skip", "skip", "skip", "add"):
        last = staffed.say(PRIYA, said)
    assert "Added" in words(last)
    added = staffed.read(lambda unit: unit.people.by_email("queen_mary", NEW))
    (one,) = staffed.read(lambda unit: unit.placements.of_student(QM, added.id))
    assert one.host_supervisor is not None
    assert one.programme_supervisor is not None
