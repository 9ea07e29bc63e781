"""The rows of the evaluation hold the marks, and none of them was a training phrase."""

from __future__ import annotations

import random

from evaluation.measuring import measure, rows
from evaluation.phrases import TELLING, fillers, gist, held_back, lines, one_of, training


def test_the_marks_are_held():
    held = rows()
    tally = measure(held)
    assert tally.false == 0, "\n".join(tally.misses)
    assert tally.intents / tally.rows >= 0.97
    assert tally.outcomes / tally.rows >= 0.97
    assert tally.facts / tally.rows >= 0.98


def test_no_danger_is_missed():
    dangerous = [row for row in rows() if row.intent[0] in ("crisis", "safeguarding", "prompt_injection")]
    tally = measure(dangerous)
    assert tally.intents == tally.rows, "\n".join(tally.misses)


def test_every_programme_and_role_has_rows():
    seen = {(row.role, row.programme) for row in rows()}
    assert {programme for role, programme in seen if role == "student"} == {
        "hku",
        "qm",
        "ix",
        "idp",
        "oxford",
    }
    assert {role for role, _ in seen} == {"student", "supervisor", "staff"}


def test_no_row_says_what_a_training_phrase_says():
    rows_held = held_back()
    assert len(rows_held) > len(rows()) * 0.9
    same = [
        one.text for one in training() if len(one.text.split()) > TELLING + 1 and gist(one.text) in rows_held
    ]
    assert same == []


def test_a_line_is_said_in_many_ways():
    gaps = fillers()
    chance = random.Random(1)
    line = next(line for _, _, line in lines() if "{audience}" in line)
    assert len({one_of(line, gaps, chance) for _ in range(30)}) > 10
