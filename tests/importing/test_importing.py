"""Whole imports: all or nothing, repeatable, shown before they change anything, every bad row with its reason."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from adapters.importing import ImportRefusedError
from bot.programme.opportunities import Search
from bot.programme.people import Scope

SCOPE = Scope("queen_mary", "queen_mary_2024")
PEOPLE = """email,name,role,time_zone,Level of study,Course
a@qm.example,Ann Lee,student,London,UG,Maths
b@qm.example,Bo Ray,Students,,,
s@host.example,Sue Hall,line manager,Asia/Hong_Kong,,
p@qm.example,Pat Yeo,programme supervisor,,,
t@qm.example,Tom Day,staff,,,
"""
OFFERS = """key,title,host,window,mode,hours,places,skills,supervisor email,Floor
n1,Newsletter,Tea Charity,spring,On-site,40 hours,3,writing; research,s@host.example,2
n2,Map,Mapworks,Summer,remote,,,,,
"""


ROLES = "host_supervisor, network_staff, programme_supervisor, staff or student"


def people(opened, role="student"):
    return opened.run(lambda unit: unit.people.having(SCOPE, role))


def test_people_come_in_with_what_is_known_of_them(opened, imported):
    report = imported("people", PEOPLE)
    assert (report.new, report.changed, report.same, report.applied) == (5, 0, 0, True)
    assert report.attributes == ("course",)
    (ann, hers), (bo, his) = people(opened)
    assert (ann.email, ann.name, ann.time_zone) == ("a@qm.example", "Ann Lee", "Europe/London")
    assert hers.attributes == {"level": "UG", "course": "Maths"}
    assert (bo.name, bo.time_zone, his.attributes) == ("Bo Ray", None, {})
    assert [person.email for person, _ in people(opened, "host_supervisor")] == ["s@host.example"]


def test_an_import_can_be_repeated(opened, imported):
    imported("people", PEOPLE)
    again = imported("people", PEOPLE)
    assert (again.new, again.changed, again.same) == (0, 0, 5)


def test_a_changed_row_says_what_changes_and_leaves_the_rest(opened, imported):
    imported("people", PEOPLE)
    report = imported("people", "email,role,name,level\na@qm.example,student,Ann Lee-Hay,PG\n")
    assert (report.changed, report.untouched) == (1, 4)
    assert report.examples == ("changed: a@qm.example (student): name Ann Lee to Ann Lee-Hay, level",)
    (ann, hers), _ = people(opened)
    assert (ann.name, ann.time_zone) == ("Ann Lee-Hay", "Europe/London")
    assert hers.attributes == {"level": "PG", "course": "Maths"}


def test_an_empty_cell_makes_an_attribute_unknown_again(opened, imported):
    imported("people", PEOPLE)
    imported("people", "email,role,level\na@qm.example,student,\n")
    assert people(opened)[0][1].attributes == {"course": "Maths"}


def test_a_dry_run_changes_nothing(opened, imported):
    report = imported("people", PEOPLE, dry_run=True)
    assert (report.new, report.applied) == (5, False)
    assert people(opened) == []


def test_every_bad_row_is_told_and_nothing_is_imported(opened, imported):
    bad = (
        "email,role,time_zone\n"
        "good@qm.example,student,\n"
        "no address,student,Nowhere\n"
        ",wizard,\n"
        "good@qm.example,student,\n"
        "x@qm.example,owner,\n"
        "y@qm.example,student,,surplus\n"
    )
    with pytest.raises(ImportRefusedError) as caught:
        imported("people", bad)
    told = [str(problem) for problem in caught.value.report.problems]
    assert told == [
        'line 3, email: "no address" is not an e-mail address',
        'line 3, time_zone: "Nowhere" is not a time zone; write a name such as Europe/London or Asia/Hong_Kong',
        "line 4, email: this cell is empty",
        'line 4, role: "wizard" is not a role; it can be ' + ROLES,
        "line 5, email: good@qm.example is already a student in line 2",
        "line 6, role: owners are not imported; name one with: foothold owner add EMAIL",
        "line 7: it has 4 cells, and the first line has 3; a cell with a comma in it needs quotation marks",
    ]
    assert people(opened) == []


def test_one_person_may_have_several_roles(opened, imported):
    imported("people", "email,name,role\na@qm.example,Ann,student\na@qm.example,Ann,staff\n")
    (student, _), (staff, _) = people(opened)[0], people(opened, "staff")[0]
    assert student.id == staff.id


def test_opportunities(opened, imported):
    report = imported("opportunities", OFFERS)
    assert report.new == 2
    first = opened.run(lambda unit: unit.opportunities.by_key(SCOPE, "n1"))
    assert (first.mode, first.hours, first.places, first.window) == ("in_person", 40.0, 3, "spring")
    assert first.skills == ("writing", "research")
    assert first.host_supervisor_email == "s@host.example"
    assert first.attributes == {"floor": "2"}
    assert opened.run(lambda unit: unit.opportunities.count(SCOPE, Search())) == 2


def test_a_column_that_is_not_in_the_file_changes_nothing(opened, imported):
    imported("opportunities", OFFERS)
    report = imported("opportunities", "key,title,host,places\nn1,Newsletter,Tea Charity,5\n")
    assert report.examples == ("changed: n1: Newsletter, Tea Charity: places 3 to 5",)
    first = opened.run(lambda unit: unit.opportunities.by_key(SCOPE, "n1"))
    assert (first.hours, first.mode, first.window, first.places) == (40.0, "in_person", "spring", 5)


def test_every_opportunity_of_oxford_names_its_week_t11(imported):
    with pytest.raises(ImportRefusedError) as caught:
        imported("opportunities", "key,title,host,window\nx,Title,Host,spring\n", "oxford_mip_2023_24")
    assert "winter/1, winter/2, spring/1" in str(caught.value.report.problems[0])
    assert (
        imported("opportunities", "key,title,host,window\nx,Title,Host,Spring/2\n", "oxford_mip_2023_24").new
        == 1
    )


def test_a_closed_list_of_themes_is_kept_to(opened, imported):
    good = "key,title,host,window,theme\nx,Title,Host,1,climate\n"
    imported("opportunities", good, "hku_u21_2025")
    found = opened.run(lambda unit: unit.opportunities.by_key(Scope("hku", "hku_u21_2025"), "x"))
    assert found.theme == "Climate Action"
    with pytest.raises(ImportRefusedError, match="cannot be taken"):
        imported("opportunities", good.replace("climate", "space"), "hku_u21_2025")


def test_dates_of_an_opportunity_must_be_in_order(imported):
    with pytest.raises(ImportRefusedError) as caught:
        imported("opportunities", "key,title,host,window,opens,closes\nx,T,H,spring,2024-02-02,2024-02-01\n")
    assert "before it opens" in str(caught.value.report.problems[0])


def test_placements_of_a_programme_that_comes_in_mid_cycle(opened, imported):
    imported("people", PEOPLE)
    imported("opportunities", OFFERS)
    rows = (
        "student_email,opportunity_key,programme supervisor,starts\na@qm.example,n1,p@qm.example,2024-03-04\n"
    )
    report = imported("placements", rows, at=datetime(2024, 3, 20, tzinfo=UTC))
    assert report.new == 1
    (placement,) = opened.run(lambda unit: unit.placements.all(SCOPE))
    assert (placement.state, placement.window, placement.starts) == ("active", "spring", date(2024, 3, 4))
    assert placement.host_supervisor is not None
    assert placement.programme_supervisor is not None
    again = imported("placements", rows, at=datetime(2024, 3, 20, tzinfo=UTC))
    assert (again.same, again.new) == (1, 0)


def test_a_placement_needs_its_people_and_its_opportunity(imported):
    imported("people", PEOPLE)
    with pytest.raises(ImportRefusedError) as caught:
        imported("placements", "student_email,opportunity_key,window\nz@qm.example,n9,spring\n")
    assert [str(problem) for problem in caught.value.report.problems] == [
        "line 2, student_email: z@qm.example is not a student of this programme; import people first",
        'line 2, opportunity_key: there is no opportunity "n9"; import opportunities first',
    ]


def test_an_import_is_written_in_the_audit_log(opened, imported):
    imported("people", PEOPLE)
    (line,) = opened.run(lambda unit: unit.audit.about(SCOPE, "file:file.csv"))
    assert (line.kind, line.after) == ("people.imported", {"new": 5, "changed": 0, "same": 0})
