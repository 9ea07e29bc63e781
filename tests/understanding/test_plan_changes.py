"""A plan changed in free words: what a sentence wants changed, and the time that keeps what was not said."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversations.words.vocabulary import COMMANDS, CONTROLS
from bot.understanding.dates import Ambiguous, Impossible, When
from bot.understanding.plan_changes import is_time, read_changes
from bot.understanding.time_changes import read_new_time

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2024, 3, 20, 10, tzinfo=LONDON)
THURSDAY_AT_FIVE = datetime(2024, 3, 21, 17)


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("make it friday 9am instead", "either friday 9am"),
        ("no, thursday at 5", "time thursday at 5"),
        ("an hour later please", "time an hour later"),
        ("postpone by two days", "time postpone by two days"),
        ("only on friday", "time on friday"),
        ("leave out HKU", "without HKU"),
        ("leave the hosts out", "without the hosts"),
        ("but not the ones who withdrew", "without the ones who withdrew"),
        ("could we leave out the geography students please", "without the geography students"),
        ("only the summer lot", "only the summer lot"),
        ("undergraduates only", "only undergraduates"),
        ("also supervisors", "also supervisors"),
        ("and the hosts too", "also the hosts"),
        ("nudge the hosts instead", "instead the hosts"),
        ("send it to everyone now", "either everyone now"),
        ("change the text to: Bring a pen, please.", "text Bring a pen, please."),
        ("make it say “See you there”", "text See you there"),
        ("The text should say leave out nobody", "text leave out nobody"),
        ("say Monday instead of Friday", "swap Friday > Monday"),
        ('take out "please"', "cut please"),
        ("add: Doors open at 9.", "add Doors open at 9."),
        ("ask for a got it", "ack yes"),
        ("no got it button", "ack no"),
        ("make it friday 9am and leave out HKU", "either friday 9am; without HKU"),
        ("only undergraduates, make it noon, the hosts too", "only undergraduates; either noon; also the hosts"),
    ],
)  # fmt: skip
def test_what_a_sentence_wants_changed(said, wanted):
    found = [f"{one.part} {one.words}" + (f" > {one.by}" if one.by else "") for one in read_changes(said)]
    assert "; ".join(found) == wanted


@pytest.mark.parametrize(
    "said",
    [
        "who gets it?", "what dates are on friday", "how many have applied", "thanks", "home", "2", "not now", "yes",
        "tell the hosts tomorrow noon that we start", "remind the spring lot to submit", "say hi to the hosts",
        "i don't want this", "what is this?",
    ],
)  # fmt: skip
def test_what_is_about_something_else_changes_nothing(said):
    assert read_changes(said) == ()


def test_no_command_and_no_control_is_taken_for_a_change():
    assert [said for said in [*COMMANDS, *CONTROLS] if read_changes(said)] == []


@given(st.text(max_size=60))
def test_any_words_can_be_read(said):
    assert all(one.words for one in read_changes(said))


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("friday", "Friday 22 March 2024, 17:00 London (GMT)"),
        ("9am", "Thursday 21 March 2024, 09:00 London (GMT)"),
        ("10", "Thursday 21 March 2024, 10:00 London (GMT)"),
        ("half 3", "Thursday 21 March 2024, 15:30 London (GMT)"),
        ("friday 9am", "Friday 22 March 2024, 09:00 London (GMT)"),
        ("same time on monday", "Monday 25 March 2024, 17:00 London (GMT)"),
        ("an hour later", "Thursday 21 March 2024, 18:00 London (GMT)"),
        ("push it back by two days", "Saturday 23 March 2024, 17:00 London (GMT)"),
        ("bring it forward half an hour", "Thursday 21 March 2024, 16:30 London (GMT)"),
        ("2 weeks later", "Thursday 4 April 2024, 17:00 London (BST)"),
        ("tomorrow morning", "Thursday 21 March 2024, 09:00 London (GMT)"),
    ],
)
def test_what_is_not_said_stays(words, says):
    found = read_new_time(words, NOW, LONDON, THURSDAY_AT_FIVE, own=False)
    assert isinstance(found.read, When)
    assert found.read.say() == says


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("30 feb", Impossible),
        ("31 march at 01:30", Impossible),
        ("friday 5 april 2019", Impossible),
        ("25:00", Impossible),
        ("wednesday", Ambiguous),
        ("friday at midnight", Ambiguous),
    ],
)
def test_what_cannot_be_or_can_mean_two_things_is_not_guessed(words, kind):
    read = read_new_time(words, NOW, LONDON, THURSDAY_AT_FIVE, own=False).read
    assert isinstance(read, kind)


def test_now_and_each_readers_own_clock():
    assert read_new_time("now", NOW, LONDON, THURSDAY_AT_FIVE, own=False).at_once
    assert read_new_time("friday", NOW, LONDON, THURSDAY_AT_FIVE, own=True).own_clock
    assert read_new_time("9am their time", NOW, LONDON, THURSDAY_AT_FIVE, own=False).own_clock
    assert not read_new_time("9am london time", NOW, LONDON, THURSDAY_AT_FIVE, own=True).own_clock


def test_a_time_is_told_from_other_words():
    assert is_time("friday 9am")
    assert not is_time("5")
    assert not is_time("friday people")
