"""A flow is an ordered list of steps; where it stands is computed from the answers, and nothing else is kept.

`page` yields the run of unanswered steps that apply and do not depend on an answer still missing: a chat asks the
first of them, a form shows as many as it can. Restarts, deploys in the middle, going back and changing an answer
all follow from that (docs/decisions/0001).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.errors import BrokenFlowError
from bot.prompts import Prompt


class NotAnsweredYetError(Exception):
    """A condition or a prompt looked at an answer that is still missing."""


class Answers(Mapping[str, Any]):
    """The answers so far; reading one that is missing raises NotAnsweredYetError."""

    def __init__(self, given: Mapping[str, Any]) -> None:
        """`given` is by step key, JSON values."""
        self._given = dict(given)

    def __getitem__(self, key: str) -> Any:
        if key not in self._given:
            raise NotAnsweredYetError(key)
        return self._given[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._given)

    def __len__(self) -> int:
        return len(self._given)

    def __contains__(self, key: object) -> bool:
        return key in self._given


def always(_: Answers) -> bool:
    """The condition of a step that is always asked."""
    return True


@dataclass(frozen=True)
class Step:
    """One question. `prompt` may be computed from earlier answers; `when` says whether it applies."""

    key: str
    prompt: Prompt | Callable[[Answers], Prompt]
    when: Callable[[Answers], bool] = always

    def ask(self, answers: Answers) -> Prompt:
        """The question as it is put now; raises NotAnsweredYetError while it depends on a missing answer."""
        return self.prompt if isinstance(self.prompt, Prompt) else self.prompt(answers)


@dataclass(frozen=True)
class Flow:
    """Steps in the order in which they are asked."""

    title: str
    steps: tuple[Step, ...]

    def __post_init__(self) -> None:
        """Duplicate keys are a mistake in the making of the flow."""
        keys = [step.key for step in self.steps]
        if len(keys) != len(set(keys)):
            raise BrokenFlowError(f"The steps of {self.title!r} do not have keys of their own: {keys}")

    def step(self, key: str) -> Step | None:
        """The step of that key, if the flow has it."""
        return next((step for step in self.steps if step.key == key), None)

    def page(self, given: Mapping[str, Any]) -> tuple[Step, ...]:
        """The steps that can be asked now, in order; empty when the flow is done.

        Raises BrokenFlowError when a step applies but can never be asked: it is not "done".
        """
        answers = Answers(given)
        now: list[Step] = []
        stuck: list[str] = []
        for step in self.steps:
            if step.key in answers:
                continue
            try:
                if not step.when(answers):
                    continue
                step.ask(answers)
            except NotAnsweredYetError:
                stuck.append(step.key)
                continue
            if not stuck:
                now.append(step)
        if stuck and not now:
            raise BrokenFlowError(f"In {self.title!r}, {', '.join(stuck)} can never be asked.")
        return tuple(now)

    def applying(self, given: Mapping[str, Any]) -> tuple[Step, ...]:
        """The steps that apply to these answers, answered or not, as far as can be known."""
        answers = Answers(given)
        found: list[Step] = []
        for step in self.steps:
            try:
                if step.when(answers):
                    found.append(step)
            except NotAnsweredYetError:
                continue
        return tuple(found)

    def valid(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Only the answers of steps that still apply: what `finish` receives."""
        keys = {step.key for step in self.applying(given)}
        return {key: value for key, value in given.items() if key in keys}

    def progress(self, given: Mapping[str, Any], step: Step) -> tuple[int, int]:
        """The place of a step among those that apply, and how many there are."""
        applying = self.applying(given)
        return applying.index(step) + 1, len(applying)
