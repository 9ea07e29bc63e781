"""An audience changed by a second rule, and how the outcome reads."""

from __future__ import annotations

import pytest

from bot.programme import audience_changes as change
from bot.programme.audiences import EVERYBODY
from bot.programme.loading import load_programme, shipped
from bot.understanding.groups import read_group

QM = load_programme(shipped()["queen_mary_2024"], "queen_mary_2024")
KNOWN = {"level": ["undergraduate", "postgraduate"], "course": ["Geography", "History"]}


def group(text):
    heard = read_group(text, QM, attributes=KNOWN)
    assert heard.audience is not None
    assert not heard.unclear
    return heard.audience


@pytest.mark.parametrize(
    ("begun", "do", "rule", "says"),
    [
        ("spring students with no journal in", "only", "undergraduates",
         "students with a placement in Spring, whose journal is not submitted, whose level is undergraduate"),
        ("spring students with no journal in", "only", "the summer lot",
         "students with a placement in Summer, whose journal is not submitted"),
        ("students with no journal in", "only", "the summer lot",
         "students with a placement in Summer, whose journal is not submitted"),
        ("students who haven't applied", "only", "the summer lot", "students who have not begun an application for Summer"),
        ("geography students", "only", "history students", "students whose course is History"),
        ("all hosts", "only", "spring students", "students in Spring, placed or applied"),
        ("all spring students", "also", "supervisors",
         ("students in Spring, placed or applied; and also host supervisors and programme supervisors who supervise a "
          "placement in Spring")),
        ("all students", "also", "hosts", "students and host supervisors"),
        ("all students", "without", "geography", "students whose course is not Geography"),
        ("all students", "without", "the ones who withdrew",
         "all students; but not students who have withdrawn an application"),
        ("all students", "without", "the summer lot with no journal in",
         "all students; but not students with a placement in Summer, whose journal is not submitted"),
        ("everyone", "without", "hosts", "students, programme supervisors and staff"),
    ],
)  # fmt: skip
def test_how_the_outcome_reads(begun, do, rule, says):
    audience = group(begun)
    other = group(rule) if do == "without" else change.like(audience, group(rule))
    assert getattr(change, do)(audience, other).say(QM) == says


def test_nobody_is_left_without_everybody():
    assert change.without(group("all hosts"), group("everyone")) is None


def test_a_whole_role_with_a_few_left_out_is_still_everyone():
    left = change.without(group("everyone"), group("the ones who withdrew"))
    assert left is not None
    assert left.everyone
    assert left.every_role == EVERYBODY
