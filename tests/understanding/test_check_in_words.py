"""A supervisor's sentence about several students, read as one answer each, and never guessed."""

from __future__ import annotations

import pytest

from bot.understanding.check_in_words import read_answers, read_own

ABC = ["Student A", "Student B", "Student C"]
FOUR = ["Aisha Khan", "Ben Okafor", "Chiara Rossi", "Dan Wu"]
SHORT = {"+": "on_track", "?": "needs_word", "-": "not_started"}


def read(text, names):
    """One character per student: + on track, ? needs a word, - not started, . nothing said."""
    found = read_answers(text, names).answers
    letters = {word: letter for letter, word in SHORT.items()}
    return "".join(letters[found[number].word] if number in found else "." for number in range(len(names)))


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        ("first two great. the third one went quiet on me last week", ABC, "++?"),
        ("everyone on track, no worries here", ABC, "+++"),
        ("Student A fine, B needs a word, C hasn't started yet", ABC, "+?-"),
        ("3/3 on track", ABC, "+++"),
        ("the first is great, second and third so so", ABC, "+??"),
        ("number 2 has not been answering emails, rest all fine", ABC, "+?+"),
        ("2 is ill this week", ABC, ".?."),
        ("not at all happy with the third", ABC, "..?"),
        ("no problems with 1, 2 or 3", ABC, "+++"),
        ("all good", FOUR, "++++"),
        ("they're all brilliant", FOUR, "++++"),
        ("none have started", FOUR, "----"),
        ("Aisha and Ben are doing really well, Chiara hasn't turned up, Dan not great", FOUR, "++-?"),
        ("1 and 3 fine, 2 never showed, 4 is struggling", FOUR, "+-+?"),
        ("on track: Aisha, Ben; quiet: Chiara; no show: Dan", FOUR, "++?-"),
        ("Great work from Aisha. The rest haven't started", FOUR, "+---"),
        ("all fine except Dan who is behind", FOUR, "+++?"),
        ("the last one is late with everything, others ok", FOUR, "+++?"),
        ("Aisha isn't doing so well, she missed two meetings, but Ben's fine", FOUR, "?+.."),
        ("no issues with any of them", FOUR, "++++"),
        ("Khan: fine. Okafor: poor communication. Rossi ok. Wu starts next Monday", FOUR, "+?+-"),
        ("I haven't heard from Chiara; rest are good", FOUR, "++?+"),
        ("good Aisha, bad Ben", FOUR, "+?.."),
        ("Asha great", FOUR, "+..."),
        ("CHIARA ROSSI IS DOING WELL", FOUR, "..+."),
        ("Dan is good but could be better with time keeping", FOUR, "...?"),
        (
            "Really pleased with Aisha and Ben. Worried about Chiara: she missed Tuesday. Dan starts on Monday",
            FOUR,
            "++?-",
        ),
        ("Aisha: great\nBen: great\nChiara: has gone quiet\nDan: fine", FOUR, "++?+"),
        ("both fine", FOUR[:2], "++"),
        ("neither has turned up", FOUR[:2], "--"),
        ("doing great", ["Leo"], "+"),
        ("still not started I'm afraid", ["Leo"], "-"),
    ],
)
def test_what_was_said_of_whom(text, names, expected):
    assert read(text, names) == expected


@pytest.mark.parametrize(
    ("text", "names", "expected", "unclear"),
    [
        ("fine", ABC, "...", ("fine",)),
        ("Aisha", FOUR, "....", ("Aisha",)),
        ("everyone's fine apart from the second", FOUR, "+.++", ("the second",)),
        ("fine with Aisha, Ben ok, no idea about Chiara", FOUR, "++..", ("Chiara",)),
        ("Ben good. 4 hours short this week for Aisha", FOUR, ".+..", ("Aisha",)),
        ("Sam is great", ["Sam Lee", "Sam Fox"], "..", ("Sam is great",)),
        ("the fifth is great", ABC, "...", ("the fifth is great",)),
        ("hello there", ABC, "...", ()),
        ("the third week was busy", ABC, "...", ()),
    ],
)
def test_what_could_mean_several_things_is_asked_about(text, names, expected, unclear):
    assert read(text, names) == expected
    assert read_answers(text, names).unclear == unclear


def test_the_words_are_kept_as_they_were_said():
    answers = read_answers(
        "Ana is brilliant. Bo went quiet last week, no reply to two emails. Cy fine", ["Ana", "Bo", "Cy"]
    ).answers
    assert [answers[number].note for number in range(3)] == [
        "",
        "Bo went quiet last week, no reply to two emails",
        "",
    ]


@pytest.mark.parametrize(
    ("text", "answered", "expected"),
    [
        ("everyone else on track", {0, 1}, {2, 3}),
        ("the rest are fine", set(), {0, 1, 2, 3}),
        (
            "the rest are fine",
            {0, 1, 2, 3},
            set(),
        ),  # nobody is left and nobody is named: whom would it leave out?
        ("Ben needs a word, the others are fine", {0, 1}, {1, 2, 3}),
        ("Ben needs a word, the others are fine", {0, 1, 2, 3}, {0, 1, 2, 3}),
    ],
)
def test_the_rest_are_those_who_are_neither_named_nor_answered(text, answered, expected):
    assert set(read_answers(text, FOUR, answered).answers) == expected


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("good", "on_track"),
        ("loving it", "on_track"),
        ("no problems so far", "on_track"),
        ("not great to be honest", "needs_word"),
        ("I'd like a word", "needs_word"),
        ("I would like to have a quick chat with somebody", "needs_word"),
        ("going well, but nobody answers and I have not heard back", "needs_word"),
        ("not started", "not_started"),
        ("all fine here but my supervisor never turned up", "not_started"),
        ("5", None),
        ("the office is on the third floor", None),
    ],
)
def test_a_students_own_words(text, word):
    assert read_own(text) == word
