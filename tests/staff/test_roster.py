"""Staff look people up: by name, by rule, and nobody else does."""

from __future__ import annotations

import pytest

from bot.activities import Press
from bot.programme.names import Named, plain, who
from tests.staff.conftest import PRIYA, QM, YAN, Staffed, button, words

AMARA, BEN = "amara.okafor@qm.sample.example", "ben.carter@qm.sample.example"
ROSTER = [
    Named(1, "Zoë Ångström-Lee (sample)", "zoe@x.uk"),
    Named(2, "O’Neil, Lily", "lily@x.uk"),
    Named(3, "Lily Brooks", "brooks@x.uk"),
    Named(4, "", "nameless@x.uk"),
]


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("zoe", [1]),
        ("Lee angstrom", [1]),
        ("sample", []),
        ("lily", [2, 3]),
        ("lily o'neil", [2]),
        ("LILY BROOKS", [3]),
        ("brooks@x.uk", [3]),
        ("x.uk", []),
        ("", []),
        ("()", []),
        ("lily lee", []),
    ],
)
def test_a_name_without_slips(said: str, found: list[int]):
    assert [one.person for one in who(said, ROSTER, slips=False)] == found


@pytest.mark.parametrize(
    ("said", "found"),
    [("lilly broks", [3]), ("angstorm", [1]), ("zo", []), ("lili", []), ("brook lily", [3])],
)
def test_a_slip_of_the_finger(said: str, found: list[int]):
    assert [one.person for one in who(said, ROSTER, slips=True)] == found


def test_a_name_in_the_order_of_a_register():
    assert plain("Okafor, Amara (sample)") == plain("amara  OKAFOR") == "amara okafor"


@pytest.mark.parametrize(
    "said",
    [
        "amara",
        "Amara Okafor",
        "find amara please",
        "show me amara's application",
        "who is amara okafor?",
        "how's amara doing",
        "has Amara handed in her journal yet?",
        "who is the host supervisor of amara",
        "look up amara.okafor@qm.sample.example",
        "the record of amara",
        "amarra okafor's status",
    ],
)
def test_ways_to_ask_for_a_record(staffed: Staffed, said: str):
    seen = words(staffed.say(PRIYA, said))
    assert "Role: Student" in seen
    assert "Application: Street survey" in seen or "With the host" in seen


@pytest.mark.parametrize(
    "said",
    [
        "find me something in Amara",
        "write to amara",
        "amara is not safe",
        "when does amara start on the street",
    ],
)
def test_what_only_speaks_of_somebody_shows_no_record(staffed: Staffed, said: str):
    assert "Role: Student" not in words(staffed.say(PRIYA, said))


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ("who applied", "4 people: students who have applied"),
        ("list applicants", "4 people: students who have applied"),
        ("show me the applications", "4 people: students who have applied"),
        ("how many students have no placement", "students with no placement"),
        ("list the undecided applicants", "4 people: students whose application waits for a decision"),
        ("list host supervisors", "all host supervisors"),
        ("who is on the waiting list", "Nobody: there are no students who are on the waiting list."),
    ],
)
def test_lists_by_a_rule(staffed: Staffed, said: str, title: str):
    assert title in words(staffed.say(PRIYA, said))


@pytest.mark.parametrize("said", ["how many students can apply", "which charity is best", "list dates"])
def test_what_is_no_rule_about_people_lists_nobody(staffed: Staffed, said: str):
    seen = words(staffed.say(PRIYA, said))
    assert "people: " not in seen
    assert "Nobody: " not in seen


def test_a_look_is_in_the_log_and_stays_in_the_programme(staffed: Staffed):
    staffed.say(PRIYA, "find ben")
    assert "record looked at, Ben Carter (sample)" in words(staffed.say(PRIYA, "audit log"))
    assert "Role: Student" not in words(staffed.say(YAN, "find ben carter"))
    ben = staffed.read(lambda unit: unit.people.by_email("queen_mary", BEN)).id
    assert "Role: Student" not in words(staffed.act(YAN, Press("person", {"person": str(ben)})))


def test_students_look_nobody_up(staffed: Staffed):
    ben = staffed.read(lambda unit: unit.people.by_email("queen_mary", BEN)).id
    for turn in (
        staffed.say(AMARA, "find ben carter"),
        staffed.act(AMARA, Press("person", {"person": str(ben)})),
        staffed.act(AMARA, Press("person.write", {"person": str(ben)})),
    ):
        assert BEN not in words(turn)


def test_the_roster_is_read_by_programme(staffed: Staffed):
    names = [one.name for one in staffed.read(lambda unit: unit.people.names(QM))]
    assert names == sorted(names)
    assert "Amara Okafor (sample)" in names
    assert "Wing Chan (sample)" not in names


def test_a_message_to_one_person_is_a_plan_first(staffed: Staffed):
    turn = staffed.press(PRIYA, staffed.say(PRIYA, "find ben"), "Write to them")
    assert "What should it say?" in words(turn)
    plan = words(staffed.say(PRIYA, "Please bring your card on Monday."))
    assert "Nothing is sent yet" in plan
    assert "To: Ben Carter (sample): 1 person today" in plan


def test_staff_are_not_told_that_staff_were_asked(staffed: Staffed):
    turn = staffed.say(PRIYA, "is there a dress code?")
    assert "asked the programme team" not in words(turn)
    assert button(turn, "Add a fact")
    assert not staffed.read(lambda unit: unit.questions.open(QM))


@pytest.mark.parametrize(
    "said",
    [
        "message amara now: Bring a pen.",
        "please write to Amara Okafor now: Bring a pen.",
        "tell amara now that the room has changed",
        "remind amara tomorrow at 10: the room has changed",
    ],
)
def test_one_person_is_named_in_the_order_itself(staffed: Staffed, said: str):
    seen = words(staffed.say(PRIYA, said))
    assert "To: Amara Okafor (sample): 1 person today" in seen
    assert "Nothing is sent yet" in seen


def test_a_name_that_nobody_has_is_asked_about(staffed: Staffed):
    assert "Who should get it?" in words(staffed.say(PRIYA, "message zebedee now: Bring a pen."))


def test_a_message_without_words_has_no_button_to_send_it(staffed: Staffed):
    staffed.press(PRIYA, staffed.say(PRIYA, "find ben"), "Write to them")
    staffed.say(PRIYA, "cancel")
    number = max(one.id for one in staffed.read(lambda unit: unit.broadcasts.all(QM)))
    turn = staffed.act(PRIYA, Press("broadcast.open", {"broadcast": str(number)}))
    assert "no words yet" in words(turn)
    assert not any(one.label.startswith(("Send to 1", "Schedule")) for one in turn.said[-1].actions)


@pytest.mark.parametrize("said", ["stop it", "no, don't send it", "Cancel that!", "stop"])
def test_stop_said_of_a_plan_calls_it_off_and_not_the_messages_of_who_says_it(staffed: Staffed, said: str):
    staffed.say(PRIYA, "message amara tomorrow at 10: Bring a pen.", "send it")
    assert "Called off" in words(staffed.say(PRIYA, said))
    priya = staffed.read(lambda unit: unit.people.by_email("queen_mary", PRIYA))
    assert not priya.stopped
