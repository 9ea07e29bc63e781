"""Every kind of mistake in a programme file: named with its line, its place, and how to mend it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.programme.loading import ProgrammeFileError, load_programme, shipped

GOOD = shipped()["queen_mary_2024"]


def line_of(text, part):
    return next(number for number, line in enumerate(text.splitlines(), 1) if part in line)


def problems(text):
    with pytest.raises(ProgrammeFileError) as caught:
        load_programme(text, "mine.yaml")
    return caught.value.problems


def changed(old, new):
    assert GOOD.count(old) >= 1, old
    return GOOD.replace(old, new, 1)


# what is broken, how, where the line is found, a word of the message, a word of the mend
MISTAKES = [
    ("unknown key", "summary:", "sumary:", "sumary:", "`sumary` is not a key", "Did you mean `summary`?"),
    ("unknown key inside a union", "closes: {day: 2024-01-28, basis", "closes: {day: 2024-01-28, bases",
     "bases", "`bases` is not a key", "Did you mean `basis`?"),
    ("key of another part", "  kind: HEAR", "  kind: HEAR\n  offer_hours: 3", "offer_hours",
     "`offer_hours` is not a key", "The keys here are"),
    ("wrong type: words", "title: Queen Mary micro internships 2024", "title: [a, b]", "title:",
     "a list is not words", "Write words"),
    ("wrong type: number", "words: 300", "words: many", "words: many", "“many” is not a whole number", "such as 48"),
    ("wrong type: yes or no", "  - {key: cv, kind: file, label: Your CV, required: no",
     "  - {key: cv, kind: file, label: Your CV, required: maybe", "required: maybe", "“maybe” is not yes or no",
     "Write yes or no"),
    ("wrong type: list", "aliases: [Queen Mary micro internships, QM micro internships, QMUL micro internships]",
     "aliases: QM", "aliases: QM", "“QM” is not a list", "on its own line"),
    ("wrong type: group", "organisation:\n  key: queen_mary\n  name: Queen Mary", "organisation: Queen Mary",
     "organisation: Queen Mary", "“Queen Mary” is not a group", "two spaces further in"),
    ("empty", "title: Queen Mary micro internships 2024", "title:", "title:", "this is empty", "Write words"),
    ("blank", "title: Queen Mary micro internships 2024", 'title: "  "', "title:", "this is empty", "leave the whole key"),
    ("not one of the choices", "kind: HEAR", "kind: HEARS", "kind: HEARS", "not one of the choices",
     "Did you mean HEAR?"),
    ("missing", "  key: queen_mary\n", "", "organisation:", "`key` is missing", "Add `key:` here"),
    ("a tab", "  key: queen_mary\n", "\tkey: queen_mary\n", "\tkey:", "this is not YAML", "not with tabs"),
    ("a text that starts with %", "title: Queen", "title: %Queen", "title: %", "this is not YAML", "quotation marks"),
    ("a date that does not exist", "day: 2024-02-28", "day: 2024-02-30", "2024-02-30", "there is no date 2024-02-30",
     "February 2024 has 29 days."),
    ("a month that does not exist", "day: 2024-02-28", "day: 2024-13-28", "2024-13-28", "there is no date",
     "months go from 01 to 12"),
    ("a date in words", "day: 2024-02-28", "day: 28 February 2024", "28 February 2024", "is not a date",
     "such as 2024-03-04"),
    ("a week that is no Monday", "week: 2024-03-18", "week: 2024-03-20", "2024-03-20",
     "2024-03-20 is a Wednesday", "Write 2024-03-18"),
    ("a begin week that is no Monday", "begin_week: 2024-03-04", "begin_week: 2024-03-05", "begin_week: 2024-03-05",
     "is a Tuesday", "Write 2024-03-04"),
    ("weeks the wrong way round", "end_week: 2024-04-01", "end_week: 2024-02-05", "end_week: 2024-02-05",
     "the end week is before the begin week", "earlier Monday"),
    ("no kind of date", "{day: 2024-01-28, basis: unspecified, facts", "{facts", "closes: {facts",
     "none of the ways", "day, instant, begin_week, week"),
    ("a zone that does not exist", "zone: Europe/London", "zone: Europe/Londn", "Europe/Londn", "is not a time zone",
     "Europe/London"),
    ("a time that does not exist", 'at: "12:00"', 'at: "25:00"', "25:00", "is not a time of day", "24-hour clock"),
    ("a key with spaces", "key: queen_mary_2024", "key: Queen Mary", "key: Queen Mary", "cannot be a key",
     "small letters"),
    ("a fact that does not exist", "facts: [deadline_spring]", "facts: [deadline_sping]", "deadline_sping",
     "there is no fact with the key “deadline_sping”", "Did you mean “deadline_spring”?"),
    ("a cycle that does not exist", "spring: {day: 2024-02-28", "sprin: {day: 2024-02-28", "sprin:",
     "there is no cycle with the key “sprin”", "Did you mean “spring”?"),
    ("a cycle of a fact", "    cycle: spring", "    cycle: autumn", "cycle: autumn", "there is no cycle",
     "There are: spring, summer."),
    ("a cycle of the journal", "not_separately_for: [spring]", "not_separately_for: [winter]", "[winter]",
     "there is no cycle", "There are"),
    ("a session that does not exist", "- session: pre_training", "- session: pre_trainin", "- session: pre_trainin",
     "there is no session", "Did you mean “pre_training”?"),
    ("a step that does not exist", "fields: [statement, cv,", "fields: [statment, cv,", "[statment",
     "there is no step", "Did you mean “statement”?"),
    ("a source that does not exist", "  what:\n    topic: programme", "  what:\n    source: pag\n    topic: programme",
     "source: pag", "there is no source", "Did you mean “page”?"),
    ("stated, but by nothing", "minors:\n  participants: no\n  status: assumed",
     "minors:\n  participants: no\n  status: stated", "status: stated", "names no fact", "status: assumed"),
    ("a fact without a line", 'verbatim: ["Training sessions are compulsory"]\n    status: stated',
     "verbatim: []\n    status:  stated", "status:  stated",
     "has no line that states it", "word for word"),
    ("a silence without a route", "status: unknown\n    route: the Queen Mary internships team\n    answers: false",
     "status: unknown", "check_in_who:", "has no `route`", "whom a person can ask"),
    ("a key twice in a list", "key: post_workshop", "key:  pre_training", "key:  pre_training",
     "the key “pre_training” is here twice", "its own key"),
    ("a cycle twice", "  - key: summer", "  - key:  spring", "  - key:  spring", "is here twice", "its own key"),
    ("a key twice", "format: 1", "format: 1\nformat: 2", "format: 2", "`format` is here twice",
     "It stands on line"),
    ("a compulsory flag left out (T34)", "    compulsory: yes\n", "", "- key: pre_training",
     "`compulsory` is missing", "Add `compulsory:`"),
    ("a tag", "title: Queen Mary", "title: !!python/name:os.system Queen Mary", "!!python", "tags such as", "Leave the tag out"),
    ("an alias", "summary: A short", "owner: &x [a]\nagain: *x\nsummary: A short", "owner: &x", "anchors and aliases",
     "Write the part out"),
    ("a placeholder", "title: Queen Mary micro internships 2024", "title: «Title»", "title:", "still to be filled in",
     "your own words"),
    ("too small", "words: 300", "words: 0", "words: 0", "“0” cannot be used here", "greater than or equal to 1"),
    ("empty list", "cycles:\n  - key: spring", "cycles: []\nother:\n  - key: spring", "cycles: []",
     "an empty list cannot be used here", "at least 1 item"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "where", "message", "mend"),
    [pytest.param(*rest, id=name) for name, *rest in MISTAKES],
)
def test_a_mistake_is_named_with_its_line_and_its_mend(old, new, where, message, mend):
    text = changed(old, new)
    found = [one for one in problems(text) if message in one.message]
    assert len(found) == 1, [str(one) for one in problems(text)]
    assert found[0].line == line_of(text, where)
    assert mend in found[0].mend
    assert str(found[0]).startswith(f"line {found[0].line}")


@pytest.mark.parametrize(
    ("text", "line", "message", "mend"),
    [
        ("title: 'never closed\nformat: 1\n", 3, "this is not YAML", "quotation mark"),
        ("title: a: b\n", 1, "mapping values are not allowed", "quotation marks"),
        ("format: 1\n\ttitle: x\n", 2, "this is not YAML", "spaces"),
        ("", 1, "a list of `key: value` lines", "foothold programme new"),
        ("- a\n- b\n", 1, "a list of `key: value` lines", "foothold programme new"),
        ("just words", 1, "a list of `key: value` lines", "foothold programme new"),
        ("key: \x00\n", 1, "this is not YAML", "UTF-8"),
        ("? [a, b]\n: c\n", 1, "a key must be a plain word", "key: value"),
        ("format: 1\n---\nformat: 1\n", 2, "this is not YAML", "Look at this line"),
    ],
    ids=["quote", "colon", "tab", "empty", "list", "words", "control", "complex key", "two documents"],
)
def test_what_is_no_yaml_says_where(text, line, message, mend):
    (problem,) = problems(text)
    assert problem.line == line
    assert message in problem.message
    assert mend in problem.mend


@pytest.mark.parametrize("depth", [41, 5_000, 60_000])
def test_parts_nested_without_end_are_refused_and_not_followed(depth):
    (problem,) = problems("format: 1\nkey: " + "[" * depth + "]" * depth)
    assert (problem.line, problem.message) == (2, "parts stand within parts far too deep here")
    (problem,) = problems("\n".join(" " * level + "a:" for level in range(min(depth, 1_000))))
    assert problem.line == 41


def test_a_file_that_cannot_be_a_programme_is_refused_by_its_size():
    (problem,) = problems("# " + "x" * 1_000_000)
    assert "1,000,002 characters" in problem.message


def test_all_mistakes_are_named_at_once_in_the_order_of_the_file():
    text = (
        changed("words: 300", "words: many")
        .replace("kind: HEAR", "kind: HEARS")
        .replace("summary:", "sumary:")
    )
    found = problems(text)
    assert len(found) == 4  # the misspelt summary is also missing
    assert [one.line for one in found] == sorted(one.line for one in found)
    with pytest.raises(ProgrammeFileError, match=r"mine.yaml has 4 mistakes:\n  line"):
        load_programme(text, "mine.yaml")


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm():
    assert load_programme("\ufeff" + GOOD.replace("\n", "\r\n"), "x").key == "queen_mary_2024"


def test_numbers_may_stand_where_words_are_meant():
    assert load_programme(GOOD, "x").edition.label == "2024"


def test_yes_and_no_in_any_spelling_of_yaml():
    text = changed("    compulsory: yes", "    compulsory: true")
    assert load_programme(text, "x").sessions[0].compulsory == "yes"


LINES = GOOD.splitlines()


@given(
    number=st.integers(0, len(LINES) - 1),
    how=st.sampled_from(["drop", "double", "indent", "cut", "braces", "junk"]),
    junk=st.text(max_size=12),
)
def test_whatever_happens_to_a_line_the_loader_answers_with_problems_or_a_programme(number, how, junk):
    lines = list(LINES)
    line = lines[number]
    lines[number : number + 1] = {
        "drop": [],
        "double": [line, line],
        "indent": [" " + line],
        "cut": [line[: len(line) // 2]],
        "braces": [line + " }"],
        "junk": [line + junk],
    }[how]
    try:
        load_programme("\n".join(lines), "x")
    except ProgrammeFileError as error:
        found = error.problems
    else:
        return
    assert found
    assert all(1 <= one.line <= len(lines) + 1 and one.message and one.mend for one in found)
