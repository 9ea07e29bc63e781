"""What every question has: it parses a reply, shows a stored value, and stands on a form.

`parse` returns a plain JSON value or raises `UnclearReplyError` with a message that helps. Values: text -> str,
choice -> option value, choices -> list of option values, yes/no -> bool, number -> float, file -> {"file_id",
"name", "size", "media_type"}; a skipped question is None.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from bot.cards import Field, FieldKind, Option
from bot.errors import UnclearReplyError

SKIPPED = None


@dataclass(frozen=True, kw_only=True)
class Prompt:
    """What every question has. `hint` is one more sentence; `optional` gives it a Skip."""

    question: str
    label: str = ""
    hint: str = ""
    optional: bool = False
    kind: ClassVar[FieldKind] = "short_text"

    def parse(self, text: str) -> Any:
        """The value of typed words; raises UnclearReplyError."""
        raise NotImplementedError

    def parse_field(self, raw: Any) -> Any:
        """The value of a form field as it was sent in; raises UnclearReplyError."""
        if not raw and raw != 0:
            if self.optional:
                return SKIPPED
            raise UnclearReplyError(f"Please answer this one: {self.label or self.question}")
        return self.parse(str(raw))

    def show(self, value: Any) -> str:
        """A stored value in words."""
        return "skipped" if value is SKIPPED else str(value)

    def options(self) -> Sequence[Option]:
        """What can be pressed; empty where words are wanted."""
        return ()

    def is_talkative(self) -> bool:
        """Whether any sentence may be an answer, so that a question in between must be told apart with care."""
        return False

    def field(self, key: str, value: Any, error: str = "") -> Field:
        """The same question on a form, as it is put in the chat: a label alone says too little to consent to."""
        return Field(
            key=key,
            kind=self.kind,
            label=self.question,
            hint=self.hint,
            required=not self.optional,
            options=tuple(self.options()),
            value=self.as_field_value(value),
            error=error,
        )

    def as_field_value(self, value: Any) -> Any:
        """A stored value as a form field holds it."""
        return value
