"""Both sides of a check-in side by side, and what makes a flag."""

from __future__ import annotations

import pytest

from bot.programme.comparison import compare
from tests.programme.test_checkins import check_in


def student(word, **more):
    return check_in("answered", "student", asked=1, answers={"answer": word, **more})


def supervisor(word, **more):
    return check_in("answered", answers={"answer": word, **more})


def kinds(*sides):
    return [flag.kind for flag in compare(sides).flags]


@pytest.mark.parametrize(
    ("sides", "expected"),
    [
        ((student("on_track"), supervisor("on_track")), []),
        ((student("on_track"), supervisor("not_started")), ["no_show", "disagreement"]),
        ((student("not_started"), supervisor("on_track")), ["no_show", "disagreement"]),
        ((student("not_started"), supervisor("not_started")), ["no_show", "no_show"]),
        ((student("on_track"), supervisor("needs_word")), ["help_wanted"]),
        ((student("on_track", score=1), supervisor("on_track")), ["low_score"]),
        ((student("on_track", score=3),), []),
        ((supervisor("on_track", note="though she has not turned up since Monday"),), ["no_show"]),
        ((supervisor("on_track", note="turned up every day"),), []),
        ((student("on_track"), check_in("sent")), []),
        ((student("on_track"), check_in("escalated", reason="no answer came")), []),
        ((), []),
    ],
)
def test_flags(sides, expected):
    assert kinds(*sides) == expected


def test_a_no_show_and_a_call_for_help_are_urgent_and_quote_the_sentence():
    flags = compare((student("needs_word", note="Nobody answers me"), supervisor("on_track"))).flags
    assert [(flag.urgent, flag.words) for flag in flags] == [
        (True, "the student asks for a word: “Nobody answers me”")
    ]
    assert [flag.urgent for flag in compare((student("on_track", score=2),)).flags] == [False]
