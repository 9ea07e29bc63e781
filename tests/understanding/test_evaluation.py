"""The rows of the evaluation hold the marks, and none of them was a training phrase."""

from __future__ import annotations

import random

from evaluation.measuring import SETS, measure, rows
from evaluation.phrases import TELLING, fillers, gist, held_back, lines, one_of, training

LATER = ("sixth", "seventh", "eighth", "ninth")
"""Sets by others, who knew the programmes and the names of the intents and nothing else."""


def test_the_marks_are_held():
    tally = measure(rows([file for file in SETS.glob("*.txt") if not file.stem.endswith(LATER)]))
    assert tally.false == 0, "\n".join(tally.misses)
    assert tally.intents / tally.rows >= 0.97
    assert tally.outcomes / tally.rows >= 0.97
    assert tally.facts / tally.rows >= 0.98


def test_the_marks_are_held_on_what_others_ask():
    tally = measure(rows([file for file in SETS.glob("*.txt") if file.stem.endswith(LATER)]))
    assert tally.false == 0, "\n".join(tally.misses)
    assert tally.intents / tally.rows >= 0.94
    assert tally.outcomes / tally.rows >= 0.94
    assert tally.facts / tally.rows >= 0.96


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
