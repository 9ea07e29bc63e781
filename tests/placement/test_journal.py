"""A journal across restarts, surfaces and the deadline; two devices at once; who reads what; danger; other people's."""

from __future__ import annotations

import hashlib

import pytest

from bot.activities import Press
from tests.placement.conftest import BEN, DINA, PRIYA, QM, button, entries, journal, words

FIRST = "I rang six shops — “the baker” said no, twice.\n\nThen the florist said yes. \t Ünïcode 🙂 stays."


def test_a_journal_across_a_restart_a_surface_and_the_deadline_loses_nothing(placed):
    placed.surface = "slack-like"
    turn = placed.say(BEN, "journal")
    placed.press(BEN, turn, "Write: three short questions")
    placed.restart()
    placed.say(BEN, FIRST)
    placed.restart()
    placed.surface = "another"
    turn = placed.say(BEN, "journal")
    turn = placed.press(BEN, turn, "Write: three short questions")
    assert "here is where you stopped" in words(turn)
    assert "You wrote: “" in words(turn)
    placed.say(BEN, "It showed me that no is not the end.")
    placed.restart()
    placed.surface = "slack-like"
    placed.say(BEN, "I will ask for the owner.")
    placed.at("2024-08-12T14:00+01:00")
    kept = placed.read(entries)[0]
    assert kept.texts == {
        "what": FIRST, "so_what": "It showed me that no is not the end.", "now_what": "I will ask for the owner.",
    }  # fmt: skip


CASES = [
    # when, state after submitting, what the receipt says, whether staff are asked
    ("2024-08-09T23:00+01:00", "submitted", "is submitted", False),
    ("2024-08-11T15:00+01:00", "submitted", "hours that the published day leaves open", True),
    ("2024-08-12T12:59+01:00", "submitted", "hours that the published day leaves open", True),
    ("2024-08-12T13:00+01:00", "late", "It is marked late", True),
]


@pytest.mark.parametrize("student", [BEN, DINA], ids=["spring", "summer"])
@pytest.mark.parametrize(("now", "state", "said", "asked"), CASES)
def test_the_hear_deadline_before_on_and_after_in_both_cycles(placed, student, now, state, said, asked):
    """T1: one published date, 11 August 2024, for both columns; spring is never given a date of its own."""
    placed.at("2024-07-05T12:00+01:00")
    placed.say(student, "journal: One entry.")
    placed.at(now)
    turn = placed.say(student, "submit my journal")
    seen = words(turn)
    assert "One deadline is published for the HEAR Journal: Sunday 11 August 2024." in seen
    assert ("does not say it separately for spring" in seen) == (student == BEN)
    receipt = words(placed.press(student, turn, "Submit to"))
    assert said in receipt
    assert placed.read(lambda unit: journal(unit, student)).state == state
    tasks = placed.read(lambda unit: [one.kind for one in unit.tasks.open(QM)])
    assert ("journal" in tasks) == asked


def test_the_receipt_is_the_fingerprint_of_exactly_what_staff_read(placed):
    placed.say(BEN, f"journal: {FIRST}")
    turn = placed.say(BEN, "submit my journal")
    receipt = words(placed.press(BEN, turn, "Submit to"))
    copy = placed.read(lambda unit: unit.journals.submissions(QM, journal(unit).id)[0])
    assert FIRST in copy.text
    assert hashlib.sha256(copy.text.encode()).hexdigest() == copy.digest
    assert copy.digest in receipt
    assert "Friday 8 March 2024, 17:00 London (GMT)" in receipt


def test_what_changed_since_the_card_is_shown_again_instead_of_being_submitted(placed):
    placed.say(BEN, "journal: First.")
    old = placed.say(BEN, "submit my journal")
    placed.say(BEN, "journal: Second.")
    turn = placed.press(BEN, old, "Submit to")
    assert "has changed since that card" in words(turn)
    assert placed.read(journal).state == "in_progress"
    placed.press(BEN, turn, "Submit to")
    again = placed.press(BEN, turn, "Submit to")
    assert "submitted already" in words(again)
    assert len(placed.read(lambda unit: unit.journals.submissions(QM, journal(unit).id))) == 1


def test_after_the_deadline_the_submitted_copy_stays_unless_staff_give_more_time(placed):
    placed.say(BEN, "journal: First.")
    placed.press(BEN, placed.say(BEN, "submit my journal"), "Submit to")
    placed.at("2024-08-13T10:00+01:00")
    placed.say(BEN, "journal: Too late.")
    turn = placed.say(BEN, "submit my journal")
    assert "frozen as it is" in words(turn)
    assert "I have passed this to the internships team" in words(
        placed.press(BEN, turn, "Ask for an extension")
    )
    staff = placed.say(PRIYA, "journals")
    give = button(staff, "Give more time")
    placed.act(PRIYA, Press(give.name, give.args))
    assert "Done: extended" in words(placed.say(PRIYA, "Sunday 18 August 2024"))
    assert placed.read(lambda unit: [one for one in unit.tasks.open(QM) if one.kind == "extension"]) == []
    turn = placed.say(BEN, "submit my journal")
    assert "Sunday 18 August 2024, 23:59 London (BST)" in words(turn)
    placed.press(BEN, turn, "Submit to")
    assert "Too late." in placed.read(lambda unit: unit.journals.submissions(QM, journal(unit).id)[-1].text)


def test_two_devices_editing_at_once_keep_both_texts_and_ask(placed):
    placed.say(BEN, "journal: As it was.")
    entry = placed.press(BEN, placed.say(BEN, "read my journal"), "Open")
    laptop = placed.form(BEN, entry, "Change it")
    assert laptop.form.fields[0].value == "As it was."
    placed.surface = "phone"
    placed.press(BEN, entry, "Change it")
    placed.say(BEN, "Typed on the phone.")
    placed.surface = "console"
    asked = placed.submit(BEN, laptop, text="Typed on the laptop.")
    seen = words(asked)
    assert "Typed on the phone." in seen
    assert "Typed on the laptop." in seen
    home = words(placed.say(BEN, "home"))
    assert "Two texts of one journal entry" in home
    assert "choose first" in words(placed.say(BEN, "submit my journal")) or "Two texts" in words(
        placed.say(BEN, "submit my journal")
    )
    placed.press(BEN, asked, "Keep both")
    kept = placed.read(entries)[0]
    assert (kept.texts["text"], kept.clashes) == ("Typed on the phone.\n\nTyped on the laptop.", ())
    assert "settled already" in words(placed.press(BEN, asked, "Keep the first"))


def test_a_form_over_words_typed_elsewhere_keeps_both(placed):
    turn = placed.press(BEN, placed.say(BEN, "journal"), "Write: three short questions")
    laptop = placed.form(BEN, turn, "Fill in as a form")
    placed.surface = "phone"
    placed.say(BEN, "Typed on the phone.", "skip", "skip")
    placed.surface = "console"
    placed.submit(BEN, laptop, what="Typed on the laptop.")
    texts = [one.texts.get("what") for one in placed.read(entries)]
    drafts = placed.read(lambda unit: unit.drafts.of_person(unit.people.by_email("queen_mary", BEN).id))
    assert "Typed on the phone." in texts
    assert "Typed on the laptop." in str(drafts) + str(texts)


def test_a_form_never_overwrites_an_answer_that_came_from_elsewhere(placed):
    turn = placed.press(BEN, placed.say(BEN, "journal"), "Write: three short questions")
    laptop = placed.form(BEN, turn, "Fill in as a form")
    placed.surface = "phone"
    placed.say(BEN, "Typed on the phone.")
    placed.surface = "console"
    placed.submit(BEN, laptop, what="Typed on the laptop.")
    everything = str(placed.read(entries)) + str(
        placed.read(lambda unit: unit.drafts.of_person(unit.people.by_email("queen_mary", BEN).id))
    )
    assert "Typed on the phone." in everything
    assert "Typed on the laptop." in everything


def test_a_journal_is_nobodys_but_its_writers_until_it_is_submitted(placed):
    """Promise 10."""
    placed.say(BEN, "journal: My secret worry.")
    entry = button(placed.say(BEN, "read my journal"), "Open")
    assert "no longer there" in words(placed.act(DINA, Press(entry.name, entry.args)))
    listed = words(placed.say(PRIYA, "journals"))
    assert "Ben Carter" in listed
    assert "secret worry" not in listed
    number = placed.read(lambda unit: journal(unit).placement)
    for email in (PRIYA, "grace.lin@qm.sample.example", DINA, "nadia.rahman@mapworks.sample.example"):
        seen = words(placed.act(email, Press("journal.submitted", {"placement": str(number)})))
        assert "secret worry" not in seen
    placed.press(BEN, placed.say(BEN, "submit my journal"), "Submit to")
    assert "secret worry" in words(placed.act(PRIYA, Press("journal.submitted", {"placement": str(number)})))
    assert "secret worry" not in words(
        placed.act(
            "nadia.rahman@mapworks.sample.example", Press("journal.submitted", {"placement": str(number)})
        )
    )
    seen = [
        event.kind for event in placed.read(lambda unit: unit.audit.about(QM, f"journal:{journal(unit).id}"))
    ]
    assert seen.count("journal read") == 1


def test_returned_with_a_reason_and_submitted_again_even_after_the_deadline(placed):
    placed.say(BEN, "journal: First.")
    placed.press(BEN, placed.say(BEN, "submit my journal"), "Submit to")
    placed.at("2024-08-14T10:00+01:00")
    number = placed.read(lambda unit: journal(unit).placement)
    placed.act(PRIYA, Press("journal.return", {"placement": str(number)}))
    placed.say(PRIYA, "Please say what you learned.")
    turn = placed.say(BEN, "journal")
    assert "Please say what you learned." in words(turn)
    placed.say(BEN, "journal: I learned to ask again.")
    receipt = words(placed.press(BEN, placed.say(BEN, "submit my journal"), "Submit to"))
    assert "marked late" not in receipt
    assert placed.read(journal).state == "submitted"


def test_danger_in_private_words_shows_help_keeps_them_and_tells_nobody(placed):
    turn = placed.say(BEN, "journal: I want to kill myself.")
    assert "Samaritans" in words(turn)
    assert placed.read(entries)[0].texts["text"] == "I want to kill myself."


def test_pictures_go_with_an_entry_and_a_wrong_file_loses_no_words(placed):
    placed.say(BEN, "journal: With a picture.", files=(placed.upload("map.png"),))
    placed.say(BEN, "journal: With a program.", files=(placed.upload("x.exe"),))
    first, second = placed.read(entries)
    assert [file["name"] for file in first.files] == ["map.png"]
    assert (second.texts["text"], second.files) == ("With a program.", ())
    placed.press(BEN, placed.say(BEN, "submit my journal"), "Submit to")
    assert "Attached: map.png" in placed.read(
        lambda unit: unit.journals.submissions(QM, journal(unit).id)[0].text
    )


def test_deleting_asks_first_and_then_the_words_are_gone(placed):
    placed.say(BEN, "journal: To be deleted.")
    entry = placed.press(BEN, placed.say(BEN, "read my journal"), "Open")
    placed.press(BEN, entry, "Delete it")
    placed.say(BEN, "no")
    assert len(placed.read(entries)) == 1
    placed.press(BEN, entry, "Delete it")
    placed.say(BEN, "yes")
    assert placed.read(entries) == []


def test_it_is_never_written_for_anybody(placed):
    placed.say(BEN, "journal: One line of mine.")
    before = placed.read(entries)
    for asked in (
        "write my journal for me",
        "can u do the reflection for me pls",
        "just make something up for the HEAR thing",
    ):
        seen = words(placed.say(BEN, asked))
        assert "I don't write it for you" in seen, asked
        assert "Ask me the first question" in seen
    assert placed.read(entries) == before


def test_gibbs_on_request_and_search(placed):
    turn = placed.say(BEN, "gibbs")
    assert "step 1 of 6" in words(turn)
    placed.say(BEN, "The printer broke.", "I was cross, and then calm.", "skip", "skip", "skip", "skip")
    placed.act(BEN, Press("journal.search", {"words": "printer"}))
    assert "The printer broke." in words(placed.act(BEN, Press("journal.search", {"words": "printer"})))
    assert "The printer broke." in words(placed.say(BEN, "search my journal for printer"))
    assert "The printer broke." in words(placed.say(BEN, "find printer in my journal"))
    assert "Nothing in your journal holds" in words(
        placed.act(BEN, Press("journal.search", {"words": "zebra"}))
    )


def test_a_reflection_that_nobody_asked_for_is_kept_after_a_yes_word_for_word(placed):
    words_of_it = "Today we met the owner and looked at twelve logos; I learnt to listen first."
    turn = placed.say(BEN, words_of_it)
    assert "Shall I keep that in your journal" in words(turn)
    assert placed.read(entries) == []
    placed.restart()
    placed.say(BEN, "keep it")
    assert [one.whole for one in placed.read(entries)] == [words_of_it]
    placed.press(BEN, turn, "Keep it")  # pressed again
    assert len(placed.read(entries)) == 1


@pytest.mark.parametrize("said", ["i want to write", "i would like to write in my journal now", "write"])
def test_who_only_wants_to_write_is_asked_the_first_question(placed, said):
    placed.say(BEN, "journal")
    assert "What happened?" in words(placed.say(BEN, said))
