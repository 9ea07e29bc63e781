"""What a new version changes, in words."""

from __future__ import annotations

import pytest

from bot.programme.comparing import what_changed
from bot.programme.loading import load_programme, shipped

TEXT = shipped()["queen_mary_2024"]
OLD = load_programme(TEXT, "old")


def words(*replacements):
    text = TEXT
    for old, new in replacements:
        assert old in text
        text = text.replace(old, new, 1)
    return [change.in_words for change in what_changed(OLD, load_programme(text, "new"))]


def test_the_same_file_changes_nothing():
    assert what_changed(OLD, load_programme(TEXT, "again")) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("closes: {day: 2024-01-28,", "closes: {day: 2024-01-30,",
         "cycles, spring, applications close: Sunday 28 January 2024 becomes Tuesday 30 January 2024"),
        ("closes: {day: 2024-01-28, basis: unspecified", "closes: {day: 2024-01-28, basis: programme_zone",
         "cycles, spring, applications close: Sunday 28 January 2024 becomes Sunday 28 January 2024 (programme zone)"),
        ("closes: {day: 2024-01-28, basis: unspecified", "closes: {unknown: true",
         "cycles, spring, applications close: Sunday 28 January 2024 becomes not stated"),
        ("words: 300", "words: 250", "application, steps, statement, words: 300 becomes 250"),
        ("plan: {on: no", "plan: {on: yes", "journal, plan, on: no becomes yes"),
        ('at: "09:30"', 'at: "10:00"', None),
        ("  edits_until: sent_to_hosts", "  edits_until: deadline",
         "application, edits until: sent_to_hosts becomes deadline"),
        ("Both training sessions are compulsory, the", "Both are compulsory, the",
         ("facts, training compulsory: “Both training sessions are compulsory, the Pre-Internship training and the Post…” "
          "becomes “Both are compulsory, the Pre-Internship training and the Post-Internship worksh…”")),
        ("      - hours: 40\n", "", None),
    ],
)  # fmt: skip
def test_each_change_is_said_where_it_is(old, new, said):
    found = words((old, new))
    assert len(found) == 1
    assert said is None or found == [said]


def test_what_is_new_and_what_is_gone():
    assert words(("    - {key: research, name: research, facts: [skills_applied]}\n", "")) == [
        "skills, items, research: no longer there (it was research)"
    ]
    assert words(("  items:\n", "  items:\n    - {key: patience, name: patience}\n")) == [
        "skills, items, patience: new, patience"
    ]


def test_another_order_is_said_once():
    lines = ("    - {key: research, name: research, facts: [skills_applied]}\n",
             "    - {key: analytical, name: analytical skills, facts: [skills_applied]}\n")  # fmt: skip
    assert words(("".join(lines), "".join(reversed(lines)))) == ["skills, items: another order"]


def test_only_the_provenance_of_a_part_is_no_change_of_the_rules():
    assert words(("facts: [training_compulsory, training_count]", "facts: [training_compulsory]")) == []


def test_two_programmes_differ_in_many_ways_and_every_way_has_words():
    other = load_programme(shipped()["oxford_mip_2023_24"], "other")
    for change in what_changed(OLD, other):
        assert change.path
        assert change.in_words
        assert (change.before, change.after) != (None, None)
