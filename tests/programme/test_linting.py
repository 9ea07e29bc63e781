"""What the linter sees, and what it leaves alone."""

from __future__ import annotations

import pytest

from bot.programme.linting import lint
from bot.programme.loading import load_programme, shipped

TEXTS = shipped()

# what is changed in which programme, and what is then said, how much it matters
CASES = [
    ("queen_mary_2024", "sample: yes", "sample: yes", "must", "The safety block holds sample data."),
    ("queen_mary_2024", "    compulsory: yes", "    compulsory: yes", "look", "compulsory, and there is no way to make it up"),
    ("queen_mary_2024", "{day: 2024-01-28, basis: unspecified,", "{day: 2024-01-28,", "look", "does not say whose clock counts"),
    ("queen_mary_2024", "{day: 2024-01-28, basis: unspecified,", "{day: 2024-04-01, basis: programme_zone,", "look",
     "Monday 1 April 2024, is a public holiday (Easter Monday)"),
    ("queen_mary_2024", "sent_to_hosts: {day: 2024-01-29", "sent_to_hosts: {day: 2024-01-28", "must",
     "Applications go to hosts before the deadline is over."),
    ("queen_mary_2024", "opens: {day: 2024-01-15", "opens: {day: 2024-01-30", "must", "Applications close before they open."),
    ("queen_mary_2024", "begin_week: 2024-03-04", "begin_week: 2024-01-22", "look",
     "Placements can begin before applications close."),
    ("queen_mary_2024", "spring: {day: 2024-02-16", "spring: {day: 2024-03-16", "must", "Invitations go out after the session."),
    ("queen_mary_2024", "spring: {day: 2024-02-28, facts: [pre_training_spring]}", "spring: {unknown: true}", "look",
     "compulsory, and has no date in this cycle"),
    ("queen_mary_2024", "date: {day: 2024-08-11", "date: {day: 2024-07-11", "look", "due before placements have ended"),
    ("queen_mary_2024", "spring: {week: 2024-03-18", "spring: {week: 2024-05-06", "must", "outside the placements of its cycle"),
    ("queen_mary_2024", ("      weeks:\n        spring: {week: 2024-03-18, facts: [check_in_spring]}\n"
                         "        summer: {week: 2024-07-15, facts: [check_in_summer]}"), "      week_of_placement: 6", "must",
     "For the shortest placement (35 days) it comes after the end."),
    ("oxford_mip_2023_24", "when: {fraction: 0.5}", "when: {day_of_placement: 3}", "must",
     "For the shortest placement (2 days) it comes after the end."),
    ("oxford_mip_2023_24", "when: {fraction: 0.5}", "when: {week_of_placement: 2}", "must", "it comes after the end"),
    ("oxford_mip_2023_24", 'role: student, at: "12:00"', 'role: student, at: "06:00"', "look", "asked at 06:00, within quiet hours"),
    ("hku_u21_2025", "operator: network,", "operator: not_stated,", "must", "There is a waiting list that nobody runs."),
    ("hku_u21_2025", "rule: not_stated", "rule: not_stated", "look", "The order in which the waiting list moves is not stated."),
    ("hku_u21_2025", "  quota: {scope", "  quota: {scope", "look", "the number is not stated"),
    ("hku_u21_2025", "  decided_by: network", "  decided_by: not_stated", "must", "Nobody is named who decides"),
    ("hku_u21_2025", "holidays: HK", "holidays: GB-XX", "must", "No public holidays are known for “GB-XX”."),
    ("queen_mary_2024", "  total: 40", "  total: 50", "must", "more than the most that may be worked"),
    ("queen_mary_2024", "words: 300, ", "", "look", "A statement without a limit of words."),
    ("queen_mary_2024", "kind: availability", "kind: choice", "must", "There is nothing to choose from."),
    ("queen_mary_2024", "    - {key: consent, kind: consent,", "    - {key: consent, kind: text,", "must",
     "Applications are shared, and no step asks for consent."),
    ("ixperience_launchpad", "guardian_consent: yes", "guardian_consent: no", "must", "no guardian's consent is asked for"),
    ("ixperience_launchpad", "kind: guardian_consent", "kind: consent", "must", "no step asks a guardian to agree"),
    ("ixperience_launchpad", "direct_contact: no", "direct_contact: yes", "must", "adults could write to them directly"),
    ("ixperience_launchpad", "ask_university_email: no", "ask_university_email: yes", "look", "e-mail address of the university"),
    ("idp_generic_2020", "edits_until: deadline", "edits_until: sent_to_hosts", "look", "no cycle says when"),
    ("idp_generic_2020", "  pay:\n    topic: pay", "  pay:\n    topic: cost", "look", "not even that nothing is said, on: "),
    ("idp_generic_2020", "    audit: {months: 36, why: to show who changed what}\n", "", "must", "how long audit are kept"),
    ("idp_generic_2020", "    placement: {one", "    placment: {one", "look", "Nothing is called “placment”"),
    ("idp_generic_2020", "zone: UTC\n  status: assumed", "zone: UTC\n  status: assumed", "look", "clock (UTC) is assumed"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("key", "old", "new", "level", "message"), CASES, ids=[case[-1][:40] for case in CASES]
)
def test_a_gap_is_pointed_out_with_what_to_do(key, old, new, level, message):
    text = TEXTS[key].replace(old, new, 1)
    assert old in TEXTS[key]
    if "  pay:" in old:
        text = text.replace("topic: pay", "topic: cost").replace("also: [pay]", "also: [cost]")
    found = [one for one in lint(load_programme(text, key)) if message in one.message]
    assert found
    assert {one.level for one in found} == {level}
    assert all(one.path and one.mend for one in found)


def test_an_empty_safety_block_is_to_be_filled():
    text = TEXTS["queen_mary_2024"]
    start, end = text.index("safety:\n"), text.index("privacy:\n")
    found = lint(load_programme(text[:start] + "safety:\n  sample: no\n" + text[end:], "x"))
    assert [one.path for one in found if one.level == "must"] == [
        "safety / contacts",
        "safety / crisis_lines",
        "safety / safeguarding",
    ]


@pytest.mark.parametrize("key", sorted(TEXTS))
def test_the_shipped_five_lack_only_their_safety_people(key):
    assert [one.path for one in lint(load_programme(TEXTS[key], key)) if one.level == "must"] == ["safety"]


def test_what_must_be_mended_comes_first():
    levels = [one.level for one in lint(load_programme(TEXTS["queen_mary_2024"], "x"))]
    assert levels == sorted(levels, key=["must", "look"].index)
