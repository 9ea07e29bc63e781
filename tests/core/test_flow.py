"""Flows: where they stand is computed from the answers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cards import Option
from bot.errors import BrokenFlowError
from bot.flow import Answers, Flow, NotAnsweredYetError, Step
from bot.prompts import Choice, LongText, Prompt, ShortText

WHERE = Choice(question="Where?", choices=(Option("office", "Office"), Option("remote", "Remote")))


def room(answers: Answers) -> bool:
    return bool(answers["where"] == "office")


def why(answers: Answers) -> Prompt:
    return LongText(question=f"Why {answers['where']}?")


FLOW = Flow(
    "Desk",
    (
        Step("name", ShortText(question="Name?")),
        Step("where", WHERE),
        Step("room", ShortText(question="Room?"), when=room),
        Step("why", why),
    ),
)


def keys(given_answers: dict[str, object]) -> list[str]:
    return [step.key for step in FLOW.page(given_answers)]


def test_a_page_is_the_run_of_questions_that_need_no_missing_answer() -> None:
    assert keys({}) == ["name", "where"]
    assert keys({"name": "Ana", "where": "office"}) == ["room", "why"]
    assert keys({"name": "Ana", "where": "remote"}) == ["why"]
    assert keys({"name": "Ana", "where": "remote", "why": "quiet"}) == []


def test_an_earlier_answer_that_is_taken_back_is_asked_again_first() -> None:
    assert keys({"where": "remote", "why": "quiet"}) == ["name"]


def test_finish_receives_only_answers_of_steps_that_still_apply() -> None:
    stale = {"name": "Ana", "where": "remote", "room": "4.12", "why": "quiet"}
    assert FLOW.valid(stale) == {"name": "Ana", "where": "remote", "why": "quiet"}


def test_a_skipped_answer_counts_as_answered() -> None:
    assert keys({"name": None, "where": "remote", "why": "x"}) == []


def test_a_step_that_can_never_be_asked_is_broken_and_not_done() -> None:
    flow = Flow("Loop", (Step("a", ShortText(question="A?"), when=lambda answers: bool(answers["b"])),))
    with pytest.raises(BrokenFlowError, match="can never be asked"):
        flow.page({})


def test_two_steps_of_one_key_are_refused() -> None:
    with pytest.raises(BrokenFlowError):
        Flow("Twice", (Step("a", WHERE), Step("a", WHERE)))


def test_reading_a_missing_answer_says_so() -> None:
    with pytest.raises(NotAnsweredYetError):
        Answers({})["a"]


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "name": st.text(max_size=5) | st.none(),
            "where": st.sampled_from(["office", "remote"]),
            "room": st.text(max_size=5),
            "why": st.text(max_size=5),
        },
    )
)
def test_answering_page_after_page_always_ends(answers: dict[str, object]) -> None:
    rounds = 0
    while page := FLOW.page(answers):
        answers = {**answers, **{step.key: "office" if step.key == "where" else "x" for step in page}}
        rounds += 1
        assert rounds <= len(FLOW.steps)
    assert {step.key for step in FLOW.applying(answers)} <= set(answers)
