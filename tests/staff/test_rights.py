"""Roles given and taken in the chat, and the log that everybody on the staff can read."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.activities import Press
from bot.conversations.staff.role_words import Wish, wish_in
from bot.ports import AuditEvent
from tests.staff.conftest import OLGA, PRIYA, QM, YAN, Staffed, words

BEN = "ben.carter@qm.sample.example"


@pytest.mark.parametrize(
    ("said", "wish"),
    [
        ("make a.b@c.ac.uk staff", Wish("a.b@c.ac.uk", "staff", give=True)),
        ("Please make A.B@c.ac.uk a member of the staff.", Wish("a.b@c.ac.uk", "staff", give=True)),
        ("add a@c.uk as a host supervisor", Wish("a@c.uk", "host_supervisor", give=True)),
        ("give the role of owner to a@c.uk", Wish("a@c.uk", "owner", give=True)),
        ("give a@c.uk staff rights", Wish("a@c.uk", "staff", give=True)),
        ("remove a@c.uk as network staff", Wish("a@c.uk", "network_staff", give=False)),
        ("take away the staff role from a@c.uk", Wish("a@c.uk", "staff", give=False)),
        ("a@c.uk is no longer a program supervisor", Wish("a@c.uk", "programme_supervisor", give=False)),
        ("make grace staff", Wish("grace", "staff", give=True)),
        ("give tom the staff role", Wish("tom", "staff", give=True)),
        ("promote grace lin to owner", Wish("grace lin", "owner", give=True)),
        ("take priya's staff role away", Wish("priya", "staff", give=False)),
        ("priya is no longer staff", Wish("priya", "staff", give=False)),
        ("make sure ben is staff", None),
        ("make the deadline staff", None),
        ("add staff to the list", None),
        ("give feedback to staff", None),
        ("who is no longer staff", None),
        ("make staff happy", None),
        ("write to a@c.uk and the staff", None),
        ("do not make a@c.uk staff", None),
    ],
)
def test_a_wish_in_words(said: str, wish: Wish | None):
    assert wish_in(said) == wish


def roles(staffed: Staffed, email: str) -> set[str]:
    person = staffed.read(lambda unit: unit.people.by_email("queen_mary", email))
    if person is None:
        return set()
    return {one.role for one in staffed.read(lambda unit: unit.people.memberships(person.id))}


def test_an_owner_gives_and_takes_after_a_yes(staffed: Staffed):
    staffed.say(OLGA, f"make {BEN} staff")
    assert roles(staffed, BEN) == {"student"}
    turn = staffed.say(OLGA, "yes")
    assert roles(staffed, BEN) == {"student", "staff"}
    staffed.press(OLGA, turn, "Undo")
    assert roles(staffed, BEN) == {"student"}
    assert "You are no longer staff" not in words(turn)
    assert "is not staff" in words(staffed.say(OLGA, f"take staff from {BEN}"))


def test_a_name_is_looked_for_on_the_roster(staffed: Staffed):
    assert BEN in words(staffed.say(OLGA, "make ben staff"))
    staffed.say(OLGA, "yes")
    assert "staff" in roles(staffed, BEN)
    assert "nobody called “zebedee”" in words(staffed.say(OLGA, "make zebedee staff"))
    assert "One at a time" in words(staffed.say(OLGA, "make ben and priya owner"))
    assert "Only an owner" in words(staffed.say(PRIYA, "make ben staff"))


def test_somebody_new_is_added_to_the_roster(staffed: Staffed):
    assert "not on the roster yet" in words(staffed.say(OLGA, "make new.hand@qm.sample.example staff"))
    staffed.say(OLGA, "make them staff")
    assert roles(staffed, "new.hand@qm.sample.example") == {"staff"}


def test_staff_and_students_give_nothing(staffed: Staffed):
    assert "Only an owner gives and takes roles. Please ask Olga Berg (sample)." in words(
        staffed.say(PRIYA, f"make {BEN} staff")
    )
    args = {"email": BEN, "role": "staff", "do": "give"}
    for email in (PRIYA, BEN):
        staffed.act(email, Press("role.change", args))
    assert roles(staffed, BEN) == {"student"}


def test_the_last_owner_stays(staffed: Staffed):
    assert "is the only owner" in words(staffed.say(OLGA, f"remove {OLGA} as owner"))
    staffed.act(OLGA, Press("role.change", {"email": OLGA, "role": "owner", "do": "take"}))
    assert "owner" in roles(staffed, OLGA)


def test_no_role_beyond_the_list(staffed: Staffed):
    staffed.act(OLGA, Press("role.change", {"email": BEN, "role": "captain", "do": "give"}))
    assert roles(staffed, BEN) == {"student"}


def test_the_log_says_who_did_what(staffed: Staffed):
    staffed.say(OLGA, f"make {BEN} staff", "yes")
    seen = words(staffed.say(PRIYA, "what was changed this week?"))
    assert "Olga Berg (sample): gave a role, Ben Carter (sample)" in seen
    assert "staff: no → staff: yes" in seen
    assert "Olga" not in words(staffed.say(YAN, "audit log"))
    staffed.at("2024-03-05T10:00+00:00")
    assert "Nothing was written down in the last 7 days" in words(
        staffed.say(PRIYA, "what changed this week")
    )
    assert "gave a role" in words(staffed.say(PRIYA, "audit log of the month"))


def test_the_log_keeps_what_is_for_a_few(staffed: Staffed):
    def write(unit):
        for kind, subject, after in (
            ("danger: crisis", "person:1", None),
            ("took up a safety alert", "alert:3", None),
            ("answered a check-in", "check_in:9", {"answer": "needs_word"}),
        ):
            at = datetime(2024, 2, 5, 9, tzinfo=UTC)
            unit.audit.add(AuditEvent(at, None, kind, subject, QM, after=after))

    staffed.read(write)
    seen = words(staffed.say(PRIYA, "audit log"))
    assert "answered a check-in" in seen
    assert not [secret for secret in ("danger", "alert", "needs_word") if secret in seen]
    turn = staffed.press(PRIYA, staffed.say(PRIYA, "audit log"), "As CSV")
    assert "log.csv" in turn.said[0].parts[0].name


def test_the_log_has_pages(staffed: Staffed):
    def write(unit):
        for number in range(14):
            unit.audit.add(AuditEvent(staffed.now, None, "noted", f"thing:{number}", QM))

    staffed.read(write)
    turn = staffed.say(PRIYA, "audit log")
    assert ("thing 13" in words(turn), "thing 1\n" in words(turn)) == (True, False)
    assert "thing 1\n" in words(staffed.press(PRIYA, turn, "Older"))


def test_a_student_reads_no_log(staffed: Staffed):
    assert "Only the programme team" in words(staffed.act(BEN, Press("log")))
    assert "Olga" not in words(staffed.say(BEN, "audit log"))


def test_who_has_which_role(staffed: Staffed):
    seen = words(staffed.say(PRIYA, "who are the staff?"))
    assert "Olga Berg (sample)\nan owner" in seen
    assert "Take the role away" not in seen
    turn = staffed.say(OLGA, "roles")
    staffed.press(OLGA, turn, "Take the role away")
    assert "is the only owner" in words(staffed.press(OLGA, turn, "Take the role away"))
