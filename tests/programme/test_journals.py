"""The rules of a journal: states, receipts, two texts at once, questions that quote, skills, and the deadline (T1)."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import TransitionError
from bot.programme import journal_deadlines, journal_questions, journal_skills, journals
from bot.programme.journals import Entry, Journal, Mark
from bot.programme.people import Scope
from tests.programme.shipped import programme

SCOPE = Scope("org", "p")
AT = datetime(2024, 3, 8, 12, tzinfo=UTC)
QUEEN_MARY = programme("queen_mary_2024")
U21 = programme("hku_u21_2025")
OXFORD = programme("oxford_mip_2023_24")


def entry(number=1, kind="three_turns", day=date(2024, 3, 8), **texts):
    return Entry(number, SCOPE, 1, 1, kind, day, AT, texts)


def test_what_is_submitted_is_every_word_in_the_order_of_the_days():
    late = entry(2, "note", date(2024, 3, 15), text="  Second week:\tlonger calls… ")
    early = replace(entry(1, what="I rang six shops.", so_what="Two hung up."), files=({"name": "map.png"},))
    text = journals.compose(
        [late, early],
        {date(2024, 3, 8): "Friday 8 March 2024", date(2024, 3, 15): "Friday 15 March 2024"},
    )
    assert text == (
        "Friday 8 March 2024 · Reflection\n\nWhat happened\nI rang six shops.\n\nSo what\nTwo hung up.\n\n"
        "Attached: map.png\n\n\nFriday 15 March 2024 · Note\n\n  Second week:\tlonger calls… \n"
    )
    assert journals.digest_of(text) == hashlib.sha256(text.encode("utf-8")).hexdigest()


@pytest.mark.parametrize("changed", ["a", "A", "a ", "a\n", "á"])
def test_one_letter_more_or_less_is_another_receipt(changed):
    assert (journals.digest_of("a") == journals.digest_of(changed)) == (changed == "a")


def test_a_change_after_submitting_reopens_and_a_return_needs_a_reason():
    journal = Journal(1, SCOPE, 1, 1)
    journal = journals.touched(journal)
    journal = journals.move(journal, "submitted", submission=1)
    assert journals.touched(journal).state == "reopened"
    assert journals.touched(journal).submission == 1
    with pytest.raises(TransitionError, match="why the journal is returned"):
        journals.move(journal, "returned")
    with pytest.raises(TransitionError, match="cannot become accepted"):
        journals.move(Journal(1, SCOPE, 1, 1), "accepted")


def test_an_edit_that_saw_the_present_text_is_taken():
    first = entry(what="One.")
    second = journals.edited(first, "what", "One. Two.", seen=1, at=AT)
    assert (second.texts, second.version, second.clashes) == ({"what": "One. Two."}, 2, ())


@pytest.mark.parametrize(
    ("keep", "text"),
    [
        ("first", "From the phone."),
        ("second", "From the laptop."),
        ("both", "From the phone.\n\nFrom the laptop."),
    ],
)
def test_two_devices_at_once_keep_both_texts_until_the_student_chooses(keep, text):
    phone = journals.edited(entry(what="One."), "what", "From the phone.", seen=1, at=AT)
    both = journals.edited(phone, "what", "From the laptop.", seen=1, at=AT)
    assert both.texts["what"] == "From the phone."
    assert [clash.text for clash in both.clashes] == ["From the laptop."]
    chosen = journals.settled(both, keep, AT)
    assert (chosen.texts["what"], chosen.clashes) == (text, ())


def test_the_same_text_twice_is_no_clash():
    phone = journals.edited(entry(what="One."), "what", "Same.", seen=1, at=AT)
    assert journals.edited(phone, "what", "Same.", seen=1, at=AT) == phone


def test_a_mark_goes_only_when_its_sentence_is_gone():
    marked = replace(
        entry(what="I rang six shops. I made a map."),
        marks=(Mark("I rang six shops.", "research"), Mark("I made a map.", "analytical")),
    )
    changed = journals.rewritten(marked, "what", "I rang six shops. I drew a map.", AT)
    assert changed.marks == (Mark("I rang six shops.", "research"),)


@given(st.text(max_size=300))
def test_sentences_are_pieces_of_the_text_word_by_word(text):
    assert all(sentence in text for sentence in journals.sentences(text))


def test_searching_wants_all_the_words():
    notes = [
        entry(1, "note", text="I rang the baker. She was kind."),
        entry(2, "note", text="I rang the bank."),
    ]
    assert [(one.id, line) for one, line in journals.found_in(notes, "kind rang")] == [
        (1, "I rang the baker.")
    ]
    assert journals.found_in(notes, "…") == []


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        (
            "We met on Zoom. I was nervous, but the owner laughed. Then we ate.",
            "I was nervous, but the owner laughed.",
        ),
        ("We met. We ate.", "We ate."),
        ("", ""),
        ("!!! …", ""),
    ],
)
def test_the_second_question_quotes_what_seems_to_matter(text, quoted):
    assert journal_questions.picked_up(text) == quoted
    asked = journal_questions.question("three_turns", "so_what", {"what": text})
    assert asked.startswith(f"You wrote: “{quoted}” So what") if quoted else asked.startswith("So what")


@given(st.text(max_size=600))
def test_a_quotation_is_never_anything_but_the_writers_own_words(text):
    quoted = journal_questions.picked_up(text)
    core = quoted.removeprefix("… ").removesuffix(" …")
    assert core in text
    assert len(core) <= journal_questions.LONGEST_ECHO


def test_a_long_sentence_is_quoted_from_the_clause_that_turns():
    text = (
        "On Tuesday we went through the whole list of the shops on the high street that had answered the first letter, "
        "but I could not read my own notes any more"
    )
    assert journal_questions.picked_up(text) == "… but I could not read my own notes any more"


def test_only_skills_that_the_programme_names_are_mapped():
    assert [skill.key for skill in journal_skills.named(QUEEN_MARY)] == [
        "research",
        "analytical",
        "communication",
    ]
    assert len(journal_skills.named(U21)) == 4
    assert len(journal_skills.named(OXFORD)) == 5


def test_suggestions_name_a_sentence_and_put_gaps_first():
    skills = journal_skills.named(U21)
    told = entry(
        what="We were split over four time zones and two languages. I presented the slides to the board at the end.",
        so_what="By the third call I had persuaded the sceptical one to try it.",
    )
    found = {one.skill: one.sentence for one in journal_skills.suggest([told], skills)}
    assert found == {
        "international_collaboration": "We were split over four time zones and two languages.",
        "presentation": "I presented the slides to the board at the end.",
        "influence": "By the third call I had persuaded the sceptical one to try it.",
    }
    assert [skill.key for skill in journal_skills.gaps([told], skills)] == [skill.key for skill in skills]
    marked = replace(told, marks=(Mark(found["influence"], "influence"),))
    assert "influence" not in {skill.key for skill in journal_skills.gaps([marked], skills)}
    assert found["influence"] not in {one.sentence for one in journal_skills.suggest([marked], skills)}


def test_what_says_nothing_of_a_skill_gets_no_suggestion():
    assert (
        journal_skills.suggest([entry(what="It rained all day on Monday.")], journal_skills.named(QUEEN_MARY))
        == []
    )


@pytest.mark.parametrize("window", ["spring", "summer"])
@pytest.mark.parametrize(
    ("now", "phase"),
    [
        ("2024-04-10T12:00+01:00", "open"),  # the day of the spring workshop
        ("2024-08-09T23:59+01:00", "open"),
        ("2024-08-11T15:00+01:00", "undecidable"),  # the Sunday itself
        ("2024-08-12T09:00+01:00", "undecidable"),  # over in London, not everywhere
        ("2024-08-12T12:59+01:00", "undecidable"),
        ("2024-08-12T13:00+01:00", "over"),  # the last place on Earth has ended its Sunday
        ("2024-09-01T09:00+01:00", "over"),
    ],
)
def test_one_hear_deadline_counts_for_both_cycles(window, now, phase):
    """T1: before, on and after 11 August 2024, in both cycles."""
    limit = journal_deadlines.limit_for(QUEEN_MARY, window, "Europe/London")
    assert limit.phase(datetime.fromisoformat(now)) == phase


def test_the_hear_deadline_is_said_as_it_is_published():
    """T1: one date; spring is not said separately, and neither is summer called the only one."""
    limit = journal_deadlines.limit_for(QUEEN_MARY, "spring", "Europe/London")
    spring = journal_deadlines.said(QUEEN_MARY, "spring", "Europe/London", limit)
    summer = journal_deadlines.said(QUEEN_MARY, "summer", "Europe/London", limit)
    start = "One deadline is published for the HEAR Journal: Sunday 11 August 2024."
    end = " It gives no hour and no time zone."
    assert spring == f"{start} The page does not say it separately for spring.{end}"
    assert summer == f"{start}{end}"


def test_an_extension_moves_only_this_student_and_only_later():
    later = datetime(2024, 8, 18, 22, 59, tzinfo=UTC)
    extended = journal_deadlines.limit_for(QUEEN_MARY, "summer", "Europe/London", later)
    assert (extended.frozen, extended.extended) == (later, True)
    assert "Sunday 18 August 2024, 23:59 London (BST)" in journal_deadlines.said(
        QUEEN_MARY, "summer", "Europe/London", extended
    )
    earlier = journal_deadlines.limit_for(
        QUEEN_MARY, "summer", "Europe/London", datetime(2024, 8, 1, tzinfo=UTC)
    )
    assert earlier == journal_deadlines.limit_for(QUEEN_MARY, "summer", "Europe/London")


def test_where_no_deadline_is_published_nothing_is_ever_frozen():
    limit = journal_deadlines.limit_for(OXFORD, "winter/1", "Europe/London")
    assert limit.phase(datetime(2030, 1, 1, tzinfo=UTC)) == "no_deadline"
    assert journal_deadlines.said(OXFORD, "winter/1", "Europe/London", limit) == (
        "The programme publishes no deadline for the reflection journal."
    )
