"""Prompts: every reply becomes a value or a message that helps."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.activities import Upload
from bot.cards import Option
from bot.errors import UnclearReplyError
from bot.prompts import (
    Choice,
    Choices,
    Confirm,
    File,
    LongText,
    Number,
    ShortText,
    YesNo,
    clean,
    count_words,
    is_no,
    is_yes,
)

FRUIT = (Option("apple", "Red apple"), Option("pear", "Green pear"), Option("plum", "Plum"))
CHOICE = Choice(question="Which?", choices=FRUIT)


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("1", "apple"),
        ("the second one", "pear"),
        ("plum", "plum"),
        ("PEAR!", "pear"),
        ("option 3", "plum"),
        ("last", "plum"),
    ],
)
def test_a_choice_is_taken_by_number_value_or_words(said: str, value: str) -> None:
    assert CHOICE.parse(said) == value


@pytest.mark.parametrize("said", ["banana", "4", "0", "", "   ", "🍎"])
def test_what_is_no_choice_is_answered_with_the_choices(said: str) -> None:
    with pytest.raises(UnclearReplyError, match="Red apple"):
        CHOICE.parse(said)


def test_a_choice_that_could_be_two_is_asked_about() -> None:
    prompt = Choice(question="?", choices=(Option("a", "Green apple"), Option("b", "Green pear")))
    with pytest.raises(UnclearReplyError, match="Green apple or Green pear"):
        prompt.parse("green")


def test_ranked_choices_keep_their_order() -> None:
    prompt = Choices(question="?", choices=FRUIT, ranked=True)
    assert prompt.parse("3, 1 then pear") == ["plum", "apple", "pear"]
    assert prompt.show(["plum", "apple"]) == "1. Plum, 2. Red apple"


def test_too_many_choices_are_counted_back() -> None:
    with pytest.raises(UnclearReplyError, match="at most 1; you chose 2"):
        Choices(question="?", choices=FRUIT, at_most=1).parse("1, 2")


@pytest.mark.parametrize(
    ("said", "value"), [("Yes.", True), ("yeah sure", True), ("nope", False), ("I agree", True)]
)
def test_yes_and_no_in_common_words(said: str, value: bool) -> None:
    assert YesNo(question="?", yes="I agree").parse(said) is value


def test_a_no_where_a_yes_is_needed_says_what_it_means() -> None:
    with pytest.raises(UnclearReplyError, match="cannot be submitted"):
        YesNo(question="?", must_agree="Then it cannot be submitted.").parse("no")


def test_a_text_over_its_limit_says_by_how_much() -> None:
    with pytest.raises(UnclearReplyError, match="12 words; the limit is 10, so it is 2 too long"):
        LongText(question="?", words=10).parse("word " * 12)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("one two", 2),
        ("— – …", 0),
        ("well-known fact", 2),
        ("我喜欢数据", 5),
        ("a\nb\tc", 3),
        ("🙂 hello", 1),
    ],
)
def test_counting_words(text: str, words: int) -> None:
    assert count_words(text) == words


def test_numbers_within_bounds() -> None:
    prompt = Number(question="?", least=1, most=40, unit="hours")
    assert prompt.parse("about 2,5 hours") == 2.5
    with pytest.raises(UnclearReplyError, match="The most is 40 hours"):
        prompt.parse("41")
    with pytest.raises(UnclearReplyError, match="number"):
        prompt.parse("a few")


def upload(name: str, size: int, problem: str | None = None) -> Upload:
    return Upload(name, "application/pdf", size, "there", "file-1", problem)


def test_a_file_of_the_right_kind_is_taken() -> None:
    assert File(question="?").accept(upload("cv.PDF", 1000))["file_id"] == "file-1"


@pytest.mark.parametrize(
    ("given_file", "words"),
    [
        (upload("cv.exe", 10), "cannot take"),
        (upload("cv", 10), "cannot take"),
        (upload("cv.pdf", 0), "is empty"),
        (upload("cv.pdf", 11_000_000), "the most is 10 MB"),
        (upload("cv.pdf", 10, "I could not fetch that file."), "could not fetch"),
    ],
)
def test_a_file_that_does_not_fit_says_why(given_file: Upload, words: str) -> None:
    with pytest.raises(UnclearReplyError, match=words):
        File(question="?").accept(given_file)


def test_the_word_on_the_button_confirms() -> None:
    prompt = Confirm(question="Right?", do="Submit to Tea Charity")
    assert prompt.parse("submit to tea charity") is True
    with pytest.raises(UnclearReplyError, match="change"):
        prompt.parse("hmm")


PROMPTS = [
    CHOICE,
    Choices(question="?", choices=FRUIT),
    YesNo(question="?"),
    ShortText(question="?"),
    LongText(question="?", words=50),
    Number(question="?"),
    File(question="?"),
    Confirm(question="?", do="Send"),
]


@pytest.mark.parametrize("prompt", PROMPTS, ids=lambda prompt: type(prompt).__name__)
@given(said=st.text(max_size=300))
def test_any_reply_is_a_json_value_or_a_helpful_no(prompt, said: str) -> None:
    problem = ""
    value = None
    try:
        value = prompt.parse(said)
    except UnclearReplyError as unclear:
        problem = unclear.message
    assert len(problem) > 10 or (json.loads(json.dumps(value)) == value and prompt.show(value))


@given(st.text(max_size=200))
def test_cleaning_keeps_no_control_characters_and_changes_nothing_twice(said: str) -> None:
    once = clean(said)
    assert clean(once) == once
    assert not any(ord(char) < 32 and char not in "\n\t" for char in once)


@pytest.mark.parametrize(
    "said", ["yes", "yesss", "ok fine yes", "hmm ok", "yh go on", "sure", "Fine.", "go ahead pls"]
)
def test_a_yes_is_heard_through_small_talk(said: str) -> None:
    assert is_yes(said)
    assert not is_no(said)


@pytest.mark.parametrize(
    "said", ["no", "hmm no keep it", "no dont", "nah", "not now", "no i changed my mind"]
)
def test_a_no_is_heard_through_small_talk(said: str) -> None:
    assert is_no(said)
    assert not is_yes(said)


@pytest.mark.parametrize(
    "said", ["hmm not sure", "maybe", "no i dont mean it", "yes but not now", "ok?", "no problem", "sure not"]
)
def test_what_is_neither_yes_nor_no_is_neither(said: str) -> None:
    assert not is_yes(said)
    assert not is_no(said)


@pytest.mark.parametrize("said", ["submit", "yh submit it pls", "ok send it now", "yes"])
def test_the_last_question_hears_the_bidding_in_small_talk(said: str) -> None:
    assert Confirm(question="Is this right?", do="Submit to Tea Charity").parse(said) is True
