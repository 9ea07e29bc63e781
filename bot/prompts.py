"""The kinds of question: each parses what a person typed or pressed, and shows itself in a chat or on a form.

`parse` returns a plain JSON value or raises `UnclearReplyError` with a message that helps. `show` turns a stored
value back into words. Values: text -> str, choice -> option value, choices -> list of option values, yes/no ->
bool, number -> float or int, file -> {"file_id", "name", "size", "media_type"}; a skipped question is None.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from bot.activities import Upload
from bot.cards import Field, FieldKind, Option
from bot.errors import UnclearReplyError

SKIPPED = None
MEGABYTE = 1_000_000
YES = {"yes", "y", "yeah", "yep", "yup", "sure", "ok", "okay", "agree", "i agree", "true", "of course", "please do", "1"}
NO = {"no", "n", "nope", "nah", "not now", "no thanks", "no thank you", "false", "0", "i do not", "i don't", "dont", "don't"}


def clean(text: str) -> str:
    """The text without control characters and without space at its ends; line breaks stay."""
    kept = (char for char in text if char in "\n\t" or unicodedata.category(char) not in {"Cc", "Cs", "Co", "Cn"})
    return "".join(kept).strip()


def count_words(text: str) -> int:
    """How many words a text has: runs of anything but white space that hold a letter or a digit.

    Scripts without spaces count each ideograph as a word, as word processors do.
    """
    ideographs = len(re.findall(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]", text))
    rest = re.sub(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]", " ", text)
    return ideographs + sum(1 for word in rest.split() if any(char.isalnum() for char in word))


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
        if raw is None or raw == "" or raw == []:
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
        """The same question on a form."""
        return Field(
            key=key, kind=self.kind, label=self.label or self.question, hint=self.hint, required=not self.optional,
            options=tuple(self.options()), value=self.as_field_value(value), error=error,
        )

    def as_field_value(self, value: Any) -> Any:
        """A stored value as a form field holds it."""
        return value


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
            key=key, kind=self.kind, label=self.label or self.question, hint=self.hint, required=not self.optional,
            value=value, max_length=self.longest, error=error,
        )


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
                "Please send a shorter version; the longer one stays in this conversation for you to copy from."
            )
        return body

    def is_talkative(self) -> bool:
        return True


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
        raise UnclearReplyError(f"Please choose one of: {', '.join(option.label for option in self.choices)}.")

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
        return ", ".join(f"{place}. {name}" for place, name in enumerate(names, 1)) if self.ranked else ", ".join(names)


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
        if said in YES or said == self.yes.casefold() or (words and words[0] in {"yes", "yeah", "yep"}):
            return True
        if said in NO or said == self.no.casefold() or (words and words[0] in {"no", "nope"}):
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


@dataclass(frozen=True, kw_only=True)
class File(Prompt):
    """A file of certain types up to a size; its content has been looked at when it was stored."""

    endings: tuple[str, ...] = ("pdf", "docx", "doc", "odt", "rtf", "txt")
    largest: int = 10 * MEGABYTE
    kind: ClassVar[FieldKind] = "file"

    def parse(self, text: str) -> Any:
        raise UnclearReplyError(
            f"Please attach the file here ({self.kinds()}, up to {self.largest // MEGABYTE} MB)"
            + (', or say "skip".' if self.optional else ".")
        )

    def kinds(self) -> str:
        """The types in words."""
        return ", ".join(ending.upper() for ending in self.endings[:-1]) + f" or {self.endings[-1].upper()}"

    def accept(self, upload: Upload) -> dict[str, Any]:
        """The stored value for a file that arrived; raises UnclearReplyError when it does not fit."""
        if upload.problem:
            raise UnclearReplyError(upload.problem)
        ending = upload.name.rsplit(".", 1)[-1].casefold() if "." in upload.name else ""
        if ending not in self.endings:
            raise UnclearReplyError(f'I cannot take "{upload.name}". Please send it as {self.kinds()}.')
        if upload.size == 0:
            raise UnclearReplyError(f'"{upload.name}" is empty. Please check the file and send it again.')
        if upload.size > self.largest:
            raise UnclearReplyError(
                f'"{upload.name}" is {upload.size / MEGABYTE:.1f} MB; the most is {self.largest // MEGABYTE} MB. '
                "Saving it as a smaller PDF usually helps."
            )
        return {"file_id": upload.file_id, "name": upload.name, "size": upload.size, "media_type": upload.media_type}

    def show(self, value: Any) -> str:
        return "skipped" if value is SKIPPED else str(value["name"])

    def as_field_value(self, value: Any) -> Any:
        return None


def match_options(text: str, options: Sequence[Option]) -> list[str]:
    """The values of the options that a reply may mean: by its number, its value, its label, or a part of it."""
    said = re.sub(r"[^\w\s&/-]", "", clean(text)).strip().casefold()
    if not said:
        return []
    number = re.fullmatch(r"(?:option |number |no |#)?(\d{1,2})(?:st|nd|rd|th)?(?: one)?", said)
    labels = {option.value: re.sub(r"[^\w\s&/-]", "", option.label).strip().casefold() for option in options}
    exact = [value for value, label in labels.items() if said in {value.casefold(), label}]
    if exact:
        return exact[:1]
    if number:
        place = int(number.group(1))
        return [options[place - 1].value] if 1 <= place <= len(options) else []
    ordinals = {"first": 0, "the first": 0, "first one": 0, "second": 1, "the second": 1, "second one": 1,
                "third": 2, "the third": 2, "last": len(options) - 1, "the last": len(options) - 1}
    if said in ordinals and ordinals[said] < len(options):
        return [options[ordinals[said]].value]
    inside = [value for value, label in labels.items() if said in label or (len(label) > 3 and label in said)]
    if inside:
        return inside
    words = set(said.split()) - {"the", "a", "one", "i", "want", "choose", "pick", "go", "for", "please"}
    return [value for value, label in labels.items() if words and words <= set(label.split())]


@dataclass(frozen=True, kw_only=True)
class Confirm(Prompt):
    """The last question of a flow: everything shown, then the word that does it."""

    do: str
    summary: tuple[tuple[str, str], ...] = field(default=())
    kind: ClassVar[FieldKind] = "choice"

    def options(self) -> Sequence[Option]:
        return (Option("yes", self.do),)

    def parse(self, text: str) -> bool:
        said = clean(text).rstrip(".!").casefold()
        if said in YES or said == self.do.casefold() or said in {"submit", "send", "send it", "submit it", "confirm", "go ahead", "do it", "done"}:
            return True
        raise UnclearReplyError(
            f'Say "{self.do.lower()}" to go on, "change" and the name of an answer to change it, or "cancel" to stop.'
        )

    def show(self, value: Any) -> str:
        return self.do
