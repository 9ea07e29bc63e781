"""Files dropped in the chat: shown before they change anything, all or nothing, and again without harm."""

from __future__ import annotations

from bot.activities import Press
from bot.cards import Attachment
from bot.programme.people import Scope
from tests.staff.conftest import HKU, OLGA, PRIYA, QM, YAN, ZOE, Staffed, button, cards, words

PEOPLE = "E-mail,Full name,Role,Bicycle\nnew.one@qm.sample.example,New One,student,red\n"


def people(staffed: Staffed, scope: Scope = QM, role: str = "student") -> set[str]:
    return staffed.read(lambda unit: {person.email for person, _ in unit.people.having(scope, role)})


def test_people_are_shown_first_and_then_imported_and_again_without_harm(staffed: Staffed):
    turn = staffed.drop(PRIYA, "list.csv", PEOPLE)
    seen = words(turn)
    assert "1 row: 1 new, 0 changed, 0 as they are already." in seen
    assert "Read “E-mail” as email and “Full name” as name." in seen
    assert "Kept as further facts of each: bicycle." in seen
    assert "new.one@qm.sample.example" not in people(staffed)
    staffed.restart()
    assert "Imported" in words(staffed.say(PRIYA, "import"))
    assert "new.one@qm.sample.example" in people(staffed)
    assert "nothing to change" in words(staffed.drop(PRIYA, "list.csv", PEOPLE))


def test_one_bad_row_and_nothing_is_imported(staffed: Staffed):
    bad = PEOPLE + "not an address,Two,student,\nthree@qm.sample.example,Three,captain,\n"
    turn = staffed.drop(PRIYA, "list.csv", bad)
    assert "2 of 3 rows cannot be taken, so nothing was changed" in words(turn)
    assert 'line 3, email: "not an address" is not an e-mail address' in words(turn)
    assert "line 4, role:" in words(turn)
    assert "new.one@qm.sample.example" not in people(staffed)
    assert "Nothing" not in words(staffed.drop(PRIYA, "list.csv", PEOPLE)).split("\n", maxsplit=1)[0]


def test_many_bad_rows_come_as_a_file(staffed: Staffed):
    rows = "".join(f"nobody {number},Name,student\n" for number in range(40))
    turn = staffed.drop(PRIYA, "list.csv", "email,name,role\n" + rows)
    assert "and 25 more; all of them are in the file." in words(turn)
    table = next(part for part in cards(turn)[0].parts if isinstance(part, Attachment))
    assert staffed.store.files.get(table.file_id).count(b"\r\n") == 41


def test_cancel_forgets_the_file(staffed: Staffed):
    turn = staffed.drop(PRIYA, "list.csv", PEOPLE)
    old = button(turn, "Import")
    assert "Forgotten" in words(staffed.say(PRIYA, "cancel"))
    assert "settled already" in words(staffed.act(PRIYA, Press(old.name, old.args)))
    assert "new.one@qm.sample.example" not in people(staffed)


def test_a_newer_file_makes_the_older_card_outdated(staffed: Staffed):
    old = button(staffed.drop(PRIYA, "list.csv", PEOPLE), "Import")
    staffed.drop(PRIYA, "list.csv", PEOPLE.replace("new.one", "newer"))
    assert "settled already" in words(staffed.act(PRIYA, Press(old.name, old.args)))
    staffed.say(PRIYA, "yes")
    assert "newer@qm.sample.example" in people(staffed)
    assert "new.one@qm.sample.example" not in people(staffed)


def test_staff_give_no_role_of_staff_by_a_file_and_an_owner_does(staffed: Staffed):
    rows = "email,name,role\nchum@qm.sample.example,Chum,staff\n"
    assert "only an owner makes somebody staff" in words(staffed.drop(PRIYA, "list.csv", rows))
    staffed.drop(OLGA, "list.csv", rows)
    staffed.say(OLGA, "import")
    assert "chum@qm.sample.example" in people(staffed, role="staff")
    assert "only an owner makes somebody network staff" in words(
        staffed.drop(YAN, "list.csv", "email,name,role\nyan.ho@hku.sample.example,Yan,network staff\n")
    )


def test_a_student_imports_nothing(staffed: Staffed):
    turn = staffed.drop("amara.okafor@qm.sample.example", "list.csv", PEOPLE)
    assert "Import" not in words(turn)
    turn = staffed.act("amara.okafor@qm.sample.example", Press("import.do", {"kind": "people", "file": "1"}))
    assert "Only the programme team" in words(turn)


def test_the_kind_is_asked_for_where_it_is_not_clear(staffed: Staffed):
    turn = staffed.drop(PRIYA, "odd.csv", "colour,size\nred,4\n")
    assert [one.label for one in cards(turn)[0].actions][:2] == ["People", "Opportunities"]
    assert "which column is email?" in words(staffed.say(PRIYA, "people"))
    both = "student_email,email,name,role,decision\na@b.example,a@b.example,A,student,yes\n"
    assert "fit more than one kind" in words(staffed.drop(PRIYA, "odd.csv", both))


def test_a_host_choice_comes_back_in_its_csv_and_is_announced(staffed: Staffed):
    rows = "application,name,decision,reason\n1,Amara Okafor,offer,\n2,,no,The survey needs fluent Polish.\n"
    turn = staffed.drop(PRIYA, "bakery.csv", rows)
    assert "1 × an offer, 1 × not this time." in words(turn)
    assert staffed.states()["Amara"] == ("with_host", None)
    staffed.say(PRIYA, "stage them")
    assert (staffed.states()["Amara"], staffed.states()["Chen"]) == (
        ("with_host", "offered"),
        ("with_host", "unsuccessful"),
    )
    chen = staffed.act("chen.wei@qm.sample.example", Press("status.one", {"application": "2"}))
    assert "Polish" not in words(chen)
    staffed.say(PRIYA, "announce all that is staged", "announce 2 now")
    assert staffed.states()["Chen"][0] == "unsuccessful"
    chen = staffed.act("chen.wei@qm.sample.example", Press("status.one", {"application": "2"}))
    assert "Reason: The survey needs fluent Polish" in words(chen)


def test_no_more_offers_than_places(staffed: Staffed):
    turn = staffed.drop(PRIYA, "decisions.csv", "name,decision\nAmara Okafor,yes\nChen Wei,yes\n")
    assert "line 3, decision: only 1 place is free for Customer survey for a bakery" in words(turn)
    assert staffed.states()["Amara"] == ("with_host", None)


def test_nobody_is_guessed(staffed: Staffed):
    rows = "name,email,decision\nAmara Okafer,,yes\n,nobody@qm.sample.example,no\nChen Wei,amara.okafor@qm.sample.example,no\nDina Haddad,,perhaps\n,,no\nAmara Okafor,,no\n,amara.okafor@qm.sample.example,yes\n"
    seen = words(staffed.drop(PRIYA, "decisions.csv", rows))
    assert "did you mean Amara Okafor (sample)?" in seen
    assert "line 3, email: nobody@qm.sample.example has no application here" in seen
    assert "line 4, name: this is Amara Okafor (sample), and the file says Chen Wei" in seen
    assert 'line 5, decision: "perhaps" is none that I know' in seen
    assert "line 6: it names nobody" in seen
    assert "line 8: Amara Okafor (sample) is already in line 7" in seen


def test_at_hku_staff_record_from_a_file_alone_with_its_source_and_the_network_decides(staffed: Staffed):
    staffed.at("2025-12-01T10:00+08:00")
    listed = staffed.act(YAN, Press("decide"))
    assert "U21 decides. Send me their file" in words(listed)
    assert "[Offer]" not in words(listed)
    number = staffed.read(lambda unit: unit.applications.in_states(HKU, ["submitted"])[0].id)
    pressed = staffed.act(YAN, Press("decide.stage", {"application": str(number), "as": "offered"}))
    assert "from their file alone" in words(pressed)
    assert staffed.states(HKU)["Wing"] == ("submitted", None)
    rows = (
        "Student email,Outcome\nwing.chan@hku.sample.example,Offer\nsofia.marin@hku.sample.example,Reserve\n"
    )
    staffed.drop(YAN, "u21 decisions.csv", rows)
    assert "The source of each is “u21 decisions.csv”" in words(staffed.say(YAN, "stage them"))
    assert staffed.states(HKU) == {"Wing": ("submitted", "offered"), "Sofia": ("submitted", "waitlisted")}
    event = staffed.read(lambda unit: unit.audit.about(HKU, f"application:{number}"))[-1]
    assert (
        event.after["source"]
        == "u21 decisions.csv, line 2, sent by Yan Ho (sample) on Monday 1 December 2025"
    )
    pressed = staffed.act(ZOE, Press("decide.stage", {"application": str(number), "as": "waitlisted"}))
    assert "Staged for Wing Chan" in words(pressed)
