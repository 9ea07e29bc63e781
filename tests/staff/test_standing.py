"""Staff say how a placement stands, in words or with buttons; the student and the supervisors are told once."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.activities import Press
from bot.errors import TransitionError
from bot.programme.people import Membership, Scope
from bot.programme.placements import CHANGES, OVER, Placement, move, moved
from store.outbox_table import outbox
from tests.staff.conftest import LP, PRIYA, QM, RUTH, YAN, Staffed, words

LILY, DAN = "lily.brooks@launchpad.sample.example", "dan.teach@launchpad.sample.example"
BEN, AMARA = "ben.carter@qm.sample.example", "amara.okafor@qm.sample.example"


def place(staffed: Staffed, scope: Scope, email: str, supervisor: str = "", **known: object) -> int:
    """A placement of somebody on the roster."""

    def work(unit):
        by_email = lambda one: unit.people.by_email(scope.organisation, one).id  # noqa: E731
        host = by_email(supervisor) if supervisor else None
        return unit.placements.add(
            Placement(0, scope, by_email(email), None, "open", host_supervisor=host, **known)
        )

    return staffed.read(work)


def told(staffed: Staffed) -> list[tuple[str, str]]:
    """Who is to read what, beside the answers."""
    rows = select(outbox.c.person, outbox.c.card).where(outbox.c.key.like("standing:%")).order_by(outbox.c.id)

    def work(unit):
        return [(unit.people.get(person).email, card) for person, card in unit.connection.execute(rows)]

    return staffed.read(work)


def state(staffed: Staffed, number: int, scope: Scope = LP) -> str:
    return staffed.read(lambda unit: unit.placements.get(scope, number)).state


@pytest.mark.parametrize(
    ("said", "label", "then"),
    [
        ("lily has dropped out", "It has ended early", "ended_early"),
        ("please end lily's placement early", "It has ended early", "ended_early"),
        ("cancel Lily Brooks's placement", "It does not go ahead", "cancelled_before"),
        ("pause lilly's internship", "Pause it", "paused"),
        ("close lily's placement", "It is completed", "completed"),
        ("Lily Brooks has finished her placement.", "It is completed", "completed"),
        ("lily didn't finish", "It is not complete", "incomplete"),
    ],
)
def test_said_or_pressed_it_is_asked_first_and_told_once(staffed: Staffed, said: str, label: str, then: str):
    number = place(staffed, LP, LILY, DAN)
    turn = staffed.say(RUTH, said)
    assert state(staffed, number) == "confirmed"
    if "Why?" in words(turn):
        staffed.say(RUTH, "As we said on the phone.")
    staffed.restart()
    staffed.say(RUTH, "confirm")
    assert state(staffed, number) == then
    got = told(staffed)
    assert [email for email, _ in got] == [LILY, DAN]
    assert ("on the phone" in got[0][1]) == (then != "completed")
    assert "on the phone" not in got[1][1]

    assert label not in words(staffed.press(RUTH, staffed.say(RUTH, "find lily"), "How it stands"))


def test_a_pause_holds_the_check_ins_and_ends_again(staffed: Staffed):
    number = place(staffed, LP, LILY)
    staffed.say(RUTH, "pause lily's placement", "skip", "confirm")
    assert state(staffed, number) == "paused"
    staffed.say(RUTH, "resume lily's placement", "confirm")
    assert state(staffed, number) == "active"


def test_where_a_rule_says_when_it_is_complete_nobody_says_so_by_hand(staffed: Staffed):
    number = place(staffed, QM, BEN)
    seen = words(staffed.say(PRIYA, "ben has finished"))
    assert "own rule says when it is complete" in seen
    assert "It is completed" not in seen
    staffed.act(PRIYA, Press("standing.change", {"placement": str(number), "to": "completed"}))
    assert state(staffed, number, QM) == "confirmed"


def test_where_no_rule_is_stated_staff_see_who_waits_for_their_word(staffed: Staffed):
    place(staffed, LP, LILY)
    turn = staffed.say(RUTH, "who could not complete?")
    assert "states no rule for completion" in words(turn)
    assert "It is completed" in words(staffed.press(RUTH, turn, "How it stands"))


def test_an_old_button_and_somebody_elses_change(staffed: Staffed):
    number = place(staffed, LP, LILY)
    turn = staffed.press(RUTH, staffed.say(RUTH, "find lily"), "How it stands")
    staffed.press(RUTH, turn, "It is completed")
    staffed.read(
        lambda unit: unit.placements.save(moved(unit.placements.get(LP, number), "ended_early", reason="x"))
    )
    assert "Somebody has changed this placement meanwhile." in words(staffed.say(RUTH, "confirm"))
    assert "no longer be said" in words(staffed.press(RUTH, turn, "Pause it"))
    assert told(staffed) == []


def test_only_staff_of_the_programme(staffed: Staffed):
    number = place(staffed, LP, LILY)
    args = {"placement": str(number), "to": "ended_early"}
    for email in (LILY, DAN, PRIYA, YAN, AMARA):
        staffed.act(email, Press("standing.change", args))
        staffed.act(email, Press("standing", args))
    assert state(staffed, number) == "confirmed"
    assert told(staffed) == []


def test_two_of_one_name_are_asked_about(staffed: Staffed):
    def work(unit):
        other = unit.people.add(LP.organisation, "lily.ash@launchpad.example", "Lily Ash", None, None)
        unit.people.join(Membership(other, LP, "student"))

    staffed.read(work)
    place(staffed, LP, LILY)
    place(staffed, LP, "lily.ash@launchpad.example")
    assert "Whom do you mean?" in words(staffed.say(RUTH, "lily has dropped out"))


@pytest.mark.parametrize("start", sorted(CHANGES))
def test_every_way_is_made_of_the_arrows_of_the_diagram(start):
    one = Placement(1, LP, 1, None, "open", state=start)
    for to in CHANGES:
        reachable = {start}
        for _ in CHANGES:
            reachable |= {after for state in reachable for after in CHANGES[state]}
        if to in reachable:
            assert moved(one, to).state == to
        else:
            with pytest.raises(TransitionError):
                moved(one, to)
    assert start in OVER or any(move(one, to) for to in CHANGES[start])
