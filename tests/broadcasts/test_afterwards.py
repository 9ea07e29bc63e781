"""After sending: the report as a file and as pictures, the live card, who has not done it, and minors."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest

from bot.activities import Identity, Place
from bot.cards import Attachment, Image
from bot.programme.loading import load_programme, shipped
from bot.programme.people import Membership, Scope
from tests.broadcasts.platform import Platform
from tests.broadcasts.test_under_failure import send_to_students
from tests.broadcasts.world import PRIYA, START

LAUNCHPAD = "ixperience_launchpad"


@pytest.fixture
def database_url(sqlite_url):
    return sqlite_url


def last_part(world, kind):
    return next(part for card in reversed(world.said[PRIYA]) for part in card.parts if isinstance(part, kind))


def test_the_csv_has_a_row_for_everybody_intended(world):
    world.with_documents()
    send_to_students(world)
    world.tick(seconds=2)
    world.tick(seconds=2)
    world.say(PRIYA, "did it reach everyone?")
    assert "60 rows, one for each person intended." in world.press(PRIYA, "As CSV")
    content = world.store.files.get(last_part(world, Attachment).file_id).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content)))
    assert len(rows) == 60
    ends = {row["state"] for row in rows}
    assert ends == {"delivered", "failed", "unreachable", "unknown"}
    refused = next(row for row in rows if row["state"] == "failed")
    assert (refused["email"], refused["reason"]) == ("s17@qm.example", "refused")


def test_the_picture_comes_with_its_figures_in_words(calm_world):
    calm_world.with_documents()
    send_to_students(calm_world)
    calm_world.tick(seconds=2)
    calm_world.say(PRIYA, "did it reach everyone?")
    answer = calm_world.press(PRIYA, "As a picture")
    assert "Yes, it reached everyone: all 60." in answer
    assert "(picture: delivered: 60)" in answer
    picture = calm_world.store.files.get(last_part(calm_world, Image).file_id)
    assert picture.startswith(b"\x89PNG")


def test_who_was_not_reached_is_named_with_the_reason(world):
    send_to_students(world)
    world.tick(seconds=2)
    world.tick(seconds=2)
    world.say(PRIYA, "did it reach everyone?")
    answer = world.press(PRIYA, "Who was not reached")
    assert "Student 13: not reachable (blocked)" in answer
    assert "Student 17: refused by the platform (refused)" in answer
    assert "Student 11: unknown: the platform's answer was lost (the answer was lost)" in answer


def test_the_live_card_is_brought_up_to_date_in_place_and_the_end_is_told(calm_world):
    for platform in calm_world.platforms.values():
        platform.full = 10
    calm_world.platforms["console"] = Platform("console", calm=True)  # where staff read
    send_to_students(calm_world)
    calm_world.tick()
    for platform in calm_world.platforms.values():
        platform.full = None

    def told(unit):
        return [
            (row.op, row.key.split(":")[0])
            for row in unit.connection.exec_driver_sql(
                "SELECT op, key FROM outbox WHERE key LIKE 'progress%' OR key LIKE 'broadcast-done%' ORDER BY id"
            )
        ]

    calm_world.tick(seconds=120)
    calm_world.tick(seconds=15)
    calm_world.tick(seconds=15)
    found = calm_world.store.run(told)
    assert found[0] == ("send", "progress")
    assert {op for op, key in found[1:] if key == "progress"} == {"update"}
    assert [key for _, key in found].count("broadcast-done") == 1
    assert calm_world.last().state == "sent"


def test_who_has_not_done_it_becomes_a_plan_in_one_press(calm_world):
    answer = calm_world.say(PRIYA, "which students haven't applied?")
    assert "60 people: students who have not begun an application" in answer
    answer = calm_world.press(PRIYA, "Write to the 60")
    assert "Here is what would happen. Nothing is sent yet." in answer
    assert "Applications for" in answer


def test_a_minor_without_a_guardians_consent_gets_nothing(calm_world):
    world = calm_world
    text = shipped()[LAUNCHPAD]
    programme = load_programme(text, LAUNCHPAD)
    scope = Scope(programme.organisation.key, LAUNCHPAD)

    def fill(unit):
        unit.programmes.put(programme, text, START)
        for surface, workspace in (("console", "launch"), ("slack", "T1")):
            unit.programmes.connect(surface, workspace, [LAUNCHPAD])
        for number, consent in ((901, "yes"), (902, "no")):
            person = unit.people.add(
                scope.organisation, f"{number}@x.example", f"M {number}", "Europe/London", None
            )
            unit.people.join(Membership(person, scope, "student", {"guardian_consent": consent}))
            unit.people.link(
                Identity("slack", "T1", str(number)), person, Place("slack", "T1", f"dm-{number}"), START
            )
        staff = unit.people.add(scope.organisation, "head@x.example", "Head", "Europe/London", None)
        unit.people.join(Membership(staff, scope, "staff"))

    world.store.run(fill)
    answer = world.say(
        "head@x.example", "tell all students that class moves, today at 15:00", scope.organisation, "launch"
    )
    assert "Held back: 1: no guardian's consent is on record" in answer
    world.press("head@x.example", "Schedule for 2", scope.organisation, "launch")
    world.at = START + timedelta(hours=4)
    world.tick()
    one = world.store.run(lambda unit: unit.broadcasts.all(scope))[-1]
    recipients = world.store.run(lambda unit: unit.broadcasts.recipients(one, ("suppressed", "delivered"), 9))
    assert [(person.name, person.state, person.reason) for person in recipients] == [
        ("M 901", "delivered", ""),
        ("M 902", "suppressed", "no guardian's consent is on record"),
    ]
