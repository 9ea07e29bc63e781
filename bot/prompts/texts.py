"""Questions that are answered in words, numbers and times."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from bot.cards import Field, FieldKind, Option
from bot.errors import UnclearReplyError
from bot.prompts.base import SKIPPED, Prompt
from bot.prompts.reading import clean, count_words

ADDRESS = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")


@dataclass(frozen=True, kw_only=True)
class ShortText(Prompt):
    """A line of words."""

    longest: int = 200

    def parse(self, text: str) -> str:
        words = " ".join(clean(text).split())
        if not words:
            raise UnclearReplyError("I could not read any words in that. Please type your answer.")
        if len(words) > self.longest:
            raise UnclearReplyError(
                f"That is {len(words)} characters; there is room for {self.longest}. Please make it a little shorter."
            )
        return words

    def is_talkative(self) -> bool:
        return True

    def field(self, key: str, value: Any, error: str = "") -> Field:
        return Field(
            key=key,
            kind=self.kind,
            label=self.question,
            hint=self.hint,
            required=not self.optional,
            value=value,
            max_length=self.longest,
            error=error,
        )


@dataclass(frozen=True, kw_only=True)
class EmailAddress(Prompt):
    """The e-mail address of somebody else than `not_this`, also within a sentence."""

    not_this: str = ""

    def parse(self, text: str) -> str:
        found: set[str] = {one.rstrip(".") for one in ADDRESS.findall(clean(text))}
        if len(found) != 1:
            raise UnclearReplyError("I need one e-mail address here, such as name@example.org.")
        address = found.pop()
        if address.casefold() == self.not_this.casefold():
            raise UnclearReplyError("That is your own address. Please give theirs.")
        return address


@dataclass(frozen=True, kw_only=True)
class LongText(Prompt):
    """A text with a limit in words."""

    words: int = 300
    kind: ClassVar[FieldKind] = "long_text"

    def parse(self, text: str) -> str:
        body = clean(text)
        count = count_words(body)
        if count == 0:
            raise UnclearReplyError("I could not read any words in that. Please type your text.")
        if count > self.words:
            over = count - self.words
            raise UnclearReplyError(
                f"That is {count} words; the limit is {self.words}, so it is {over} too long. "
                "Please send a shorter version; what you typed is still here, for you to copy from."
            )
        return body

    def is_talkative(self) -> bool:
        return True

    def field(self, key: str, value: Any, error: str = "") -> Field:
        """On a form the limit is said, where the question does not say it."""
        limit = "" if str(self.words) in self.question else f"Up to {self.words} words."
        return replace(
            super().field(key, value, error), hint=f"{self.hint} {limit}".strip(), words=self.words
        )


@dataclass(frozen=True, kw_only=True)
class Number(Prompt):
    """A number within bounds."""

    least: float | None = None
    most: float | None = None
    unit: str = ""
    kind: ClassVar[FieldKind] = "number"

    def parse(self, text: str) -> float:
        found = re.search(r"[-+]?\d+(?:[.,]\d+)?", clean(text))
        if not found:
            raise UnclearReplyError("Please answer with a number, such as 3 or 2.5.")
        value = float(found.group().replace(",", "."))
        if self.least is not None and value < self.least:
            raise UnclearReplyError(f"The least is {self.least:g}{self.unit and ' ' + self.unit}.")
        if self.most is not None and value > self.most:
            raise UnclearReplyError(f"The most is {self.most:g}{self.unit and ' ' + self.unit}.")
        return value

    def show(self, value: Any) -> str:
        return "skipped" if value is SKIPPED else f"{value:g}{self.unit and ' ' + self.unit}"


@dataclass(frozen=True, kw_only=True)
class Rating(Number):
    """A mark from 1 to `most`, pressed or typed."""

    def parse(self, text: str) -> float:
        if not re.search(r"\d", clean(text)):
            raise UnclearReplyError(
                f"Please answer this one with a number from 1 to {self.most:g}; words can follow."
            )
        return super().parse(text)

    least: float | None = 1
    most: float | None = 5
    kind: ClassVar[FieldKind] = "choice"

    def options(self) -> Sequence[Option]:
        return tuple(Option(str(mark), str(mark)) for mark in range(1, int(self.most or 5) + 1))

    def as_field_value(self, value: Any) -> Any:
        return None if value is None else f"{value:g}"


@dataclass(frozen=True, kw_only=True)
class When(Prompt):
    """A day or a time in words. `read` turns words into an ISO string or raises UnclearReplyError."""

    read: Callable[[str], str]
    say: Callable[[str], str] = str
    kind: ClassVar[FieldKind] = "date"

    def parse(self, text: str) -> str:
        return self.read(clean(text))

    def show(self, value: Any) -> str:
        return "skipped" if value is SKIPPED else self.say(value)
