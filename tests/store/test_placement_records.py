"""What happens on a placement is kept as it was said, apart for each programme, and can be given out and deleted."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.cards import text
from bot.errors import ConflictError
from bot.ports import Outgoing
from bot.programme.completion import Confirmation
from bot.programme.credentials import Issued
from bot.programme.deliverables import Feedback, HandedIn
from bot.programme.expenses import Claim
from bot.programme.hours import HoursEntry
from bot.programme.journals import Clash, Entry, Journal, Mark, Submission
from bot.programme.people import Membership, Scope
from bot.programme.placements import Placement
from bot.programme.privacy import Request
from bot.programme.sessions import Attendance, Meeting
from bot.programme.tasks import StaffTask
from store import open_store, upgrade
from store.journals import JOURNALS

SCOPE = Scope("org", "p")
OTHER = Scope("org", "q")
AT = datetime(2024, 3, 8, 12, 0, 0, 123456, tzinfo=UTC)
ODD = "Œuvre ünd\n\n  “quotes” 🙂 \u202eRTL\u202c <b>&amp;"


@pytest.fixture
def store(database_url, tmp_path):
    upgrade(database_url)
    with closing(open_store(database_url, str(tmp_path / "files"), secret="k" * 40)) as opened:
        yield opened


@pytest.fixture
def ann(store):
    """A student with a placement: (person, placement)."""

    def make(unit):
        person = unit.people.add("org", "ann@example.org", "Ann", "Europe/London", None)
        unit.people.join(Membership(person, SCOPE, "student"))
        return person, unit.placements.add(Placement(0, SCOPE, person, None, "spring"))

    return store.run(make)


def entry_of(ann, **changed):
    return Entry(0, SCOPE, ann[0], ann[1], "three_turns", date(2024, 3, 8), AT, **changed)


def test_an_entry_comes_back_word_by_word(store, ann):
    entry = entry_of(
        ann, texts={"what": ODD}, files=({"file_id": "f" * 32, "name": "a.png", "size": 3, "media_type": "image/png"},),
        marks=(Mark(ODD, "research"),), clashes=(Clash("what", "other", AT),), changed_at=AT,
    )  # fmt: skip
    number = store.run(lambda unit: unit.journals.add_entry(entry))
    assert store.run(lambda unit: unit.journals.entry(SCOPE, number)) == replace(entry, id=number)
    assert store.run(lambda unit: unit.journals.entry(OTHER, number)) is None
    store.run(lambda unit: unit.journals.drop_entry(OTHER, number))
    assert store.run(lambda unit: unit.journals.entries(SCOPE, ann[1])) != []
    store.run(lambda unit: unit.journals.drop_entry(SCOPE, number))
    assert store.run(lambda unit: unit.journals.entries(SCOPE, ann[1])) == []


def test_everything_else_comes_back_as_it_was(store, ann):
    person, placement = ann
    made = {
        "journal": Journal(0, SCOPE, person, placement, "returned", None, ODD, AT),
        "hours": HoursEntry(0, SCOPE, person, placement, date(2024, 3, 8), 90, ODD, AT),
        "claim": Claim(0, SCOPE, person, placement, date(2024, 3, 8), "in_person", ODD, 1250, "GBP", AT, "claimed", ODD, {"file_id": "a" * 32}),
        "confirmation": Confirmation(0, SCOPE, placement, ODD, person, AT),
        "handed_in": HandedIn(0, SCOPE, placement, "solution", person, AT, None, "https://a.example"),
        "feedback": Feedback(0, SCOPE, placement, person, AT, ODD, ODD, True),
        "issued": Issued(0, SCOPE, placement, person, "uid", ODD, AT, "token", 77, ODD, AT),
        "request": Request(0, SCOPE, person, "erasure", AT, "asked", result={"a": 1}),
    }  # fmt: skip

    def keep(unit):
        journal = unit.journals.add(made["journal"])
        copy = Submission(0, SCOPE, journal, 1, AT, ODD, 7, "d" * 64, True, True)
        return {
            "journal": journal, "hours": unit.hours.add(made["hours"]), "claim": unit.claims.add(made["claim"]),
            "confirmation": unit.confirmations.add(made["confirmation"]),
            "handed_in": unit.deliverables.add(made["handed_in"]), "feedback": unit.deliverables.add_feedback(made["feedback"]),
            "issued": unit.credentials.add(made["issued"]), "request": unit.requests.add(made["request"]),
            "copy": unit.journals.add_submission(copy), "copy_itself": copy,
        }  # fmt: skip

    ids = store.run(keep)
    copy = ids.pop("copy_itself")

    def found(unit):
        return {
            "journal": unit.journals.of_placement(SCOPE, placement), "hours": unit.hours.get(SCOPE, ids["hours"]),
            "claim": unit.claims.of_placement(SCOPE, placement)[0],
            "confirmation": unit.confirmations.of_placement(SCOPE, placement)[0],
            "handed_in": unit.deliverables.all(SCOPE)[0], "feedback": unit.deliverables.feedback(SCOPE, placement),
            "issued": unit.credentials.by_uid("uid"), "request": unit.requests.open(SCOPE)[0],
            "copy": unit.journals.submissions(SCOPE, ids["journal"])[0],
        }  # fmt: skip

    expected = {name: replace(one, id=ids[name]) for name, one in {**made, "copy": copy}.items()}
    assert store.run(found) == expected


def test_attendance_and_meetings_are_one_for_each_name(store, ann):
    one = Attendance(0, SCOPE, "live_1", "1", ann[0])
    meeting = Meeting(0, SCOPE, "live_1", "1", AT, AT, "Asia/Hong_Kong")
    for state in ("invited", "registered"):
        store.run(lambda unit, state=state: unit.sessions.put(replace(one, state=state)))
        store.run(lambda unit, state=state: unit.sessions.put_meeting(replace(meeting, where=state)))
    assert [
        found.state for found in store.run(lambda unit: unit.sessions.attendance(SCOPE, "live_1", "1"))
    ] == ["registered"]
    assert [found.where for found in store.run(lambda unit: unit.sessions.meetings(SCOPE))] == ["registered"]
    assert store.run(lambda unit: unit.sessions.of_student(OTHER, ann[0])) == []


def test_a_second_task_of_the_same_kind_waits_until_the_first_is_done(store, ann):
    task = StaffTask(0, SCOPE, "problem", "placement:1", "text", AT, ann[0])
    number = store.run(lambda unit: unit.tasks.add(task))
    assert store.run(lambda unit: unit.tasks.add(task)) is None
    assert store.run(lambda unit: unit.tasks.add(replace(task, kind="expense"))) is not None
    store.run(
        lambda unit: unit.tasks.save(replace(unit.tasks.get(SCOPE, number), state="done", handled_by=ann[0]))
    )
    again = store.run(lambda unit: unit.tasks.add(task))
    assert again is not None
    assert {one.id for one in store.run(lambda unit: unit.tasks.of_subject(SCOPE, "placement:1"))} >= {
        number,
        again,
    }


def test_a_change_over_somebody_elses_change_is_refused(store, ann):
    number = store.run(lambda unit: unit.journals.add(Journal(0, SCOPE, *ann)))

    def both(unit):
        seen = unit.journals.get(SCOPE, number)
        unit.connection.execute(JOURNALS.table.update().values(revision=1))
        unit.journals.save(replace(seen, reason="mine"))

    with pytest.raises(ConflictError):
        store.run(both)
    assert store.run(lambda unit: unit.journals.get(SCOPE, number)).reason == ""


def fill(unit, ann):
    person, placement = ann
    journal = unit.journals.add(Journal(0, SCOPE, person, placement))
    unit.journals.add_entry(entry_of(ann, texts={"what": "private words"}, files=({"file_id": "e" * 32},)))
    unit.journals.add_submission(Submission(0, SCOPE, journal, 1, AT, "private words", 2, "d"))
    unit.claims.add(
        Claim(
            0,
            SCOPE,
            person,
            placement,
            date(2024, 3, 8),
            "in_person",
            "bus",
            1,
            "GBP",
            AT,
            "claimed",
            "",
            {"file_id": "a" * 32},
        )
    )
    unit.drafts.put(person, "journal.write", {"placement": "1"}, {"what": "unfinished words"}, AT)
    unit.outbox.add(Outgoing("k", person, text("a message"), AT, scope=SCOPE))


def test_what_is_kept_of_a_person_is_given_out_whole_and_only_theirs(store, ann):
    def two(unit):
        bo = unit.people.add("org", "bo@example.org", "Bo", None, None)
        fill(unit, ann)
        fill(unit, (bo, unit.placements.add(Placement(0, SCOPE, bo, None, "spring"))))

    store.run(two)
    found = store.run(lambda unit: unit.requests.collect(SCOPE, ann[0]))
    assert found["person"][0]["email"] == "ann@example.org"
    assert [row["data"]["texts"] for row in found["journals"]["journal_entries"]] == [
        {"what": "private words"}
    ]
    assert found["conversations"]["drafts"][0]["answers"] == {"what": "unfinished words"}
    assert "bo@example.org" not in str(found)


def test_erasing_a_kind_takes_that_kind_of_that_person_and_names_the_files(store, ann):
    def two(unit):
        bo = unit.people.add("org", "bo@example.org", "Bo", None, None)
        of_bo = (bo, unit.placements.add(Placement(0, SCOPE, bo, None, "spring")))
        fill(unit, ann)
        fill(unit, of_bo)
        return of_bo

    bo = store.run(two)
    counts, files = store.run(lambda unit: unit.requests.erase(SCOPE, ann[0], ["journals"]))
    assert (counts, list(files)) == ({"journals": 3}, ["e" * 32])
    assert store.run(lambda unit: unit.journals.entries(SCOPE, ann[1])) == []
    assert len(store.run(lambda unit: unit.journals.entries(SCOPE, bo[1]))) == 1
    assert len(store.run(lambda unit: unit.claims.all(SCOPE))) == 2
    counts, _ = store.run(
        lambda unit: unit.requests.erase(
            SCOPE,
            ann[0],
            ["people", "expenses", "conversations", "messages", "applications", "check_ins", "files"],
        )
    )
    gone = store.run(lambda unit: unit.people.get(ann[0]))
    assert (gone.name, gone.email) == (f"Deleted person {ann[0]}", f"{ann[0]}@deleted.invalid")
    assert "ann@example.org" not in str(store.run(lambda unit: unit.requests.collect(SCOPE, ann[0])))
    assert counts["expenses"] == 1


def test_the_purge_takes_a_kind_of_everybody_in_one_programme(store, ann):
    def elsewhere(unit):
        fill(unit, ann)
        unit.people.join(Membership(ann[0], OTHER, "student"))
        other = unit.placements.add(Placement(0, OTHER, ann[0], None, "open"))
        unit.claims.add(
            Claim(0, OTHER, ann[0], other, date(2024, 3, 8), "in_person", "bus", 1, "GBP", AT, "claimed", "")
        )

    store.run(elsewhere)
    counts, files = store.run(lambda unit: unit.requests.erase(SCOPE, None, ["expenses", "journals"]))
    assert (counts, set(files)) == ({"expenses": 1, "journals": 3}, {"a" * 32, "e" * 32})
    assert len(store.run(lambda unit: unit.claims.all(OTHER))) == 1
