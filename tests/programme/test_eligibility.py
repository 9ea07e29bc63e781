"""Eligibility in three values: yes, no with the rule, unknown with whom to ask."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from bot.programme.definition import Condition
from bot.programme.eligibility import check, evaluate
from bot.programme.levels import LEVELS, normalise_level
from bot.programme.loading import load_programme, shipped

KEYS = sorted(shipped())


@cache
def programme(key):
    return load_programme(shipped()[key], key)


LEVEL_WORDS = {
    "undergraduate": ["UG", "undergrad", "Undergraduate (Hons)", "BA History", "B.Sc.", "MEng", "2nd year", "Fresher", "LLB"],
    "postgraduate_taught": ["PGT", "MSc", "M.Sc. Statistics", "Master's", "masters student", "LLM", "postgraduate taught",
                            "Postgraduate (Taught)", "first year MSc", "PGCE"],
    "postgraduate_research": ["PGR", "DPhil", "D.Phil.", "PhD", "Ph.D", "doctoral student", "MSc by Research",
                              "Postgraduate (Research)", "second-year DPhil", "MPhil"],
    "postgraduate": ["postgraduate", "PG", "postgrad", "graduate student"],
    "mba": ["MBA", "mba student", "Master of Business Administration", "1+1 MBA", "Masters (MBA)"],
    "emba": ["EMBA", "Executive MBA", "exec... EMBA"],
    "visiting": ["visiting", "Visiting student", "exchange student", "Erasmus", "visiting PhD student", "study abroad"],
    "high_school": ["high school", "high-schooler", "sixth form", "6th former", "Year 12", "A-levels", "pupil"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("level", "text"), [(level, text) for level, texts in LEVEL_WORDS.items() for text in texts]
)
def test_levels_are_understood_in_many_spellings(level, text):
    assert normalise_level(text) == level
    assert normalise_level(f"  {text.upper()} ") == level


@pytest.mark.parametrize(
    "text",
    ["", " ", "?", "student", "mature", "not MBA", "undergraduate or postgraduate", "UG/PG", "MBA/MSc", "alumna",
     "graduated 2020 MSc", "staff", "senior lecturer", "mbappe", "12", "BA and MSc", "🎓", "non-MBA master"],
)  # fmt: skip
def test_what_is_unclear_is_not_guessed(text):
    assert normalise_level(text) is None


@given(st.text(max_size=40))
def test_any_text_is_a_level_or_none(text):
    assert normalise_level(text) in {None, *LEVELS}


def test_a_level_is_read_as_itself():
    assert [normalise_level(level) for level in LEVELS] == list(LEVELS)


@pytest.mark.parametrize(
    ("key", "attributes", "answer", "rule"),
    [
        ("oxford_mip_2023_24", {"level": "UG", "matriculated": "yes"}, "yes", "level"),
        ("oxford_mip_2023_24", {"level": "DPhil", "matriculated": "Y"}, "yes", "level"),
        ("oxford_mip_2023_24", {"level": "UG", "matriculated": "yes", "institution": "University of Oxford"}, "yes", "level"),
        ("oxford_mip_2023_24", {"level": "UG", "matriculated": "yes", "institution": "other"}, "no", "oxford_student"),
        ("oxford_mip_2023_24", {"level": "UG", "matriculated": "yes", "institution": "Balliol"}, "unknown", "oxford_student"),
        ("oxford_mip_2023_24", {"level": "UG"}, "unknown", "matriculated"),
        ("oxford_mip_2023_24", {"level": "UG", "matriculated": "perhaps"}, "unknown", "matriculated"),
        ("oxford_mip_2023_24", {"level": "postgraduate", "matriculated": "yes"}, "unknown", "mba"),
        ("oxford_mip_2023_24", {"matriculated": "yes"}, "unknown", "visiting"),
        ("oxford_mip_2023_24", {"level": "high school", "matriculated": "yes"}, "no", "level"),
        ("queen_mary_2024", {"level": "MBA"}, "unknown", "from_the_list"),
        ("queen_mary_2024", {"level": "sixth form"}, "no", "level"),
        ("queen_mary_2024", {"level": "UG", "institution": "QMUL"}, "unknown", "from_the_list"),
        ("queen_mary_2024", {"level": "UG", "institution": "other"}, "no", "queen_mary_student"),
        ("hku_u21_2025", {"u21_member": "true"}, "yes", "member_university"),
        ("hku_u21_2025", {"institution": "HKU"}, "yes", "member_university"),
        ("hku_u21_2025", {"institution": "the university of hong kong"}, "yes", "member_university"),
        ("hku_u21_2025", {"u21_member": "no"}, "no", "not_a_member"),
        ("hku_u21_2025", {"u21_member": "no", "institution": "other"}, "no", "not_a_member"),
        ("hku_u21_2025", {"institution": "other"}, "unknown", "member_university"),
        ("ixperience_launchpad", {"level": "Year 11"}, "yes", "high_school"),
        ("ixperience_launchpad", {"level": "UG"}, "unknown", "high_school"),
        ("idp_generic_2020", {"campus": "off", "international": "no"}, "yes", "international"),
        ("idp_generic_2020", {"campus": "on", "international": "no"}, "unknown", "off_campus"),
    ],
)  # fmt: skip
def test_the_rules_of_the_five(key, attributes, answer, rule):
    verdict = check(programme(key), attributes)
    assert (verdict.answer, verdict.rule_key) == (answer, rule)
    assert verdict.rule
    assert (verdict.route is None) == (answer == "yes")
    assert verdict.source


@pytest.mark.parametrize("key", KEYS)
def test_nothing_known_is_unknown_and_names_what_would_settle_it(key):
    verdict = check(programme(key), {})
    assert verdict.answer == "unknown"
    assert verdict.missing
    assert verdict.route


ATTRIBUTES = st.sampled_from(
    ["level", "matriculated", "institution", "u21_member", "campus", "international"]
)
VALUES = st.sampled_from(
    ["UG", "MSc", "MBA", "visiting", "yes", "no", "other", "HKU", "Oxford", "QM", "off", "on", "high school"]
)


@given(key=st.sampled_from(KEYS), known=st.dictionaries(ATTRIBUTES, VALUES), unclear=ATTRIBUTES)
def test_forgetting_something_never_turns_an_answer_into_a_no(key, known, unclear):
    verdict = check(programme(key), known)
    without = check(programme(key), {name: value for name, value in known.items() if name != unclear})
    if verdict.answer != "no":
        assert without.answer != "no"


@given(key=st.sampled_from(KEYS), text=st.text(alphabet="zqxjvw ", min_size=1, max_size=12))
def test_values_that_mean_nothing_are_unknown(key, text):
    names = ("level", "matriculated", "institution", "u21_member", "campus", "international")
    assert check(programme(key), dict.fromkeys(names, text)).answer == "unknown"


@pytest.mark.parametrize(
    ("condition", "answer"),
    [
        (
            {"all_of": [{"attribute": "a", "one_of": ["yes"]}, {"attribute": "b", "one_of": ["yes"]}]},
            "unknown",
        ),
        ({"all_of": [{"attribute": "c", "one_of": ["yes"]}, {"attribute": "b", "one_of": ["yes"]}]}, "no"),
        ({"any_of": [{"attribute": "a", "one_of": ["yes"]}, {"attribute": "b", "one_of": ["yes"]}]}, "yes"),
        (
            {"any_of": [{"attribute": "c", "one_of": ["yes"]}, {"attribute": "b", "one_of": ["yes"]}]},
            "unknown",
        ),
        ({"none_of": [{"attribute": "c", "one_of": ["yes"]}]}, "yes"),
        ({"none_of": [{"attribute": "a", "one_of": ["yes"]}, {"attribute": "b", "one_of": ["yes"]}]}, "no"),
        ({"none_of": [{"attribute": "b", "one_of": ["yes"]}]}, "unknown"),
        ({"undecided": "why"}, "unknown"),
    ],
)
def test_conditions_join_in_three_values(condition, answer):
    def tuples(value):
        if isinstance(value, dict):
            return {key: tuples(one) for key, one in value.items()}
        return tuple(tuples(one) for one in value) if isinstance(value, list) else value

    parsed = TypeAdapter(Condition).validate_python(tuples(condition))
    assert evaluate(parsed, {"a": "yes", "c": "no"}) == answer
