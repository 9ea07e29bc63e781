"""Questions that are answered by choosing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from bot.cards import Field, FieldKind, Option
from bot.errors import UnclearReplyError
from bot.prompts.base import SKIPPED, Prompt
from bot.prompts.reading import AROUND, clean, is_no, is_yes, match_options

DO_IT = {"submit", "send", "send it", "submit it", "confirm", "go ahead", "do it", "done"}


def _bids(said: str) -> bool:
    """Whether words bid one go on: "submit", "yh submit it pls"."""
    words = said.split()
    while words and (is_yes(words[0]) or words[0] in AROUND):
        words = words[1:]
    while words and words[-1] in AROUND | {"now"}:
        words = words[:-1]
    return " ".join(words) in DO_IT


@dataclass(frozen=True, kw_only=True)
class Choice(Prompt):
    """One of several."""

    choices: tuple[Option, ...]
    kind: ClassVar[FieldKind] = "choice"

    def options(self) -> Sequence[Option]:
        return self.choices

    def parse(self, text: str) -> str:
        found = match_options(text, self.choices)
        if len(found) == 1:
            return found[0]
        if found:
            names = " or ".join(self.show(value) for value in found)
            raise UnclearReplyError(f"That could mean {names}. Which one?")
        raise UnclearReplyError(
            f"Please choose one of: {', '.join(option.label for option in self.choices)}."
        )

    def show(self, value: Any) -> str:
        if value is SKIPPED:
            return "skipped"
        return next((option.label for option in self.choices if option.value == value), str(value))


@dataclass(frozen=True, kw_only=True)
class Choices(Prompt):
    """Several of several; with `ranked`, in the order of preference."""

    choices: tuple[Option, ...]
    at_least: int = 1
    at_most: int | None = None
    ranked: bool = False
    kind: ClassVar[FieldKind] = "choices"

    def options(self) -> Sequence[Option]:
        return self.choices

    def field(self, key: str, value: Any, error: str = "") -> Field:
        return replace(super().field(key, value, error), ranked=self.ranked, most=self.at_most)

    def parse(self, text: str) -> list[str]:
        if text.strip().casefold() in {"all", "any", "all of them", "any of them"}:
            return self.checked([option.value for option in self.choices])
        values: list[str] = []
        for piece in re.split(r",|;|\n|>|\bthen\b|\band\b|&", text, flags=re.IGNORECASE):
            if not piece.strip():
                continue
            found = match_options(piece, self.choices)
            if len(found) != 1:
                raise UnclearReplyError(
                    f'I could not match "{clean(piece)[:60]}". Choose from: '
                    + "; ".join(f"{number}. {option.label}" for number, option in enumerate(self.choices, 1))
                    + "."
                )
            if found[0] not in values:
                values.append(found[0])
        return self.checked(values)

    def parse_field(self, raw: Any) -> Any:
        if isinstance(raw, list) and raw:
            known = {option.value for option in self.choices}
            return self.checked([str(value) for value in raw if str(value) in known])
        return super().parse_field(raw)

    def checked(self, values: list[str]) -> list[str]:
        """The values, if there are neither too few nor too many."""
        most = self.at_most or len(self.choices)
        if len(values) < self.at_least:
            raise UnclearReplyError(f"Please choose at least {self.at_least}.")
        if len(values) > most:
            raise UnclearReplyError(f"Please choose at most {most}; you chose {len(values)}.")
        return values

    def show(self, value: Any) -> str:
        if value is SKIPPED:
            return "skipped"
        labels = {option.value: option.label for option in self.choices}
        names = [labels.get(item, item) for item in value]
        return (
            ", ".join(f"{place}. {name}" for place, name in enumerate(names, 1))
            if self.ranked
            else ", ".join(names)
        )


@dataclass(frozen=True, kw_only=True)
class YesNo(Prompt):
    """Yes or no. With `must_agree`, a no is answered with what it means rather than stored."""

    yes: str = "Yes"
    no: str = "No"
    must_agree: str = ""
    kind: ClassVar[FieldKind] = "choice"

    def options(self) -> Sequence[Option]:
        return (Option("yes", self.yes), Option("no", self.no))

    def parse(self, text: str) -> bool:
        words = re.sub(r"[.!,]+", " ", clean(text)).casefold().split()
        said = " ".join(words)
        if is_yes(text) or said == self.yes.casefold() or (words and words[0] in {"yes", "yeah", "yep"}):
            return True
        if is_no(text) or said == self.no.casefold() or (words and words[0] in {"no", "nope"}):
            if self.must_agree:
                raise UnclearReplyError(self.must_agree)
            return False
        raise UnclearReplyError(f'Please answer "{self.yes}" or "{self.no}".')

    def show(self, value: Any) -> str:
        if value is SKIPPED:
            return "skipped"
        return self.yes if value else self.no

    def as_field_value(self, value: Any) -> Any:
        return None if value is None else ("yes" if value else "no")


@dataclass(frozen=True, kw_only=True)
class Confirm(Prompt):
    """The last question of a flow: everything shown, then the word that does it."""

    do: str
    summary: tuple[tuple[str, str], ...] = ()
    kind: ClassVar[FieldKind] = "choice"

    def options(self) -> Sequence[Option]:
        return (Option("yes", self.do),)

    def parse(self, text: str) -> bool:
        said = clean(text).rstrip(".!").casefold()
        if is_yes(text) or said == self.do.casefold() or _bids(said):
            return True
        raise UnclearReplyError(
            f'Say "{self.do.lower()}" to go on, "change" and the name of an answer to change it, or "cancel" to stop.'
        )

    def show(self, value: Any) -> str:
        return self.do
