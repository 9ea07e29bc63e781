"""What leaves: cards, actions and forms as plain data that survives JSON; each surface renders them.

Texts are plain: no markup is read in them, so what a person typed can never become formatting. A surface shows
every part that it is given; one that it does not know is an error (`UnsupportedPartError`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from bot.activities import Args

Tone: TypeAlias = Literal["plain", "strong", "quiet", "quote", "warning"]
Style: TypeAlias = Literal["plain", "primary", "danger"]
FieldKind: TypeAlias = Literal[
    "short_text", "long_text", "choice", "choices", "date", "time", "number", "file", "toggle"
]


@dataclass(frozen=True, slots=True)
class Action:
    """A button. `label` says what it does.

    `name` stands in the assistant's table. `opens_form` must be known when it is drawn (some surfaces ask). `url`
    makes it a plain link instead. `confirm` is asked by the surface before it sends the press, where it can.
    """

    label: str
    name: str = ""
    args: Args = field(default_factory=dict)
    style: Style = "plain"
    opens_form: bool = False
    url: str | None = None
    confirm: str | None = None


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph."""

    text: str
    tone: Tone = "plain"
    kind: Literal["text"] = "text"


@dataclass(frozen=True, slots=True)
class Facts:
    """Short label–value pairs, in order."""

    pairs: tuple[tuple[str, str], ...]
    kind: Literal["facts"] = "facts"


@dataclass(frozen=True, slots=True)
class Table:
    """Columns with a header; a surface with no tables lists the rows."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    kind: Literal["table"] = "table"


@dataclass(frozen=True, slots=True)
class Image:
    """A picture kept in the file store, with words for those who cannot see it."""

    file_id: str
    alt: str
    kind: Literal["image"] = "image"


@dataclass(frozen=True, slots=True)
class Row:
    """An item of a list with its own buttons: a placement found, a student of a check-in card."""

    title: str
    text: str = ""
    actions: tuple[Action, ...] = ()
    kind: Literal["row"] = "row"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file to take away (calendar entry, CSV, PDF): shown as a link that only its reader can open.

    `into` is a place of the reader's own that the surface offered and they accepted: the file is put there.
    """

    name: str
    media_type: str
    file_id: str
    into: str = ""
    kind: Literal["attachment"] = "attachment"


Part: TypeAlias = Text | Facts | Table | Image | Row | Attachment


@dataclass(frozen=True, slots=True)
class Card:
    """One message. `summary` is what a lock screen shows: it must make sense alone in 80 characters.

    `ref` names a message that stays true: a later card with the same `ref` for the same person replaces it in
    place.
    """

    title: str = ""
    parts: tuple[Part, ...] = ()
    actions: tuple[Action, ...] = ()
    summary: str = ""
    ref: str | None = None

    def headline(self) -> str:
        """The words for a notification: the summary, else the title, else the first words."""
        if self.summary or self.title:
            return self.summary or self.title
        return next((words for part in self.parts if (words := first_words(part))), "")


@dataclass(frozen=True, slots=True)
class Option:
    """One of the choices of a field. `value` is what comes back."""

    value: str
    label: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """One question on a form.

    `value` is what stands in it when it opens: a string (also for dates in ISO and numbers), a list of option
    values for `choices`, "yes" or "no" for `toggle`, None when empty. `error` is shown beside it. `ranked` choices
    mean their order; `most` is how many may be chosen, None for all; `words` how many a text may have.
    """

    key: str
    kind: FieldKind
    label: str
    hint: str = ""
    required: bool = True
    options: tuple[Option, ...] = ()
    value: Any = None
    max_length: int | None = None
    placeholder: str = ""
    error: str = ""
    ranked: bool = False
    most: int | None = None
    words: int | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """One page of a form: `name` and `args` come back with its `Submission`.

    `in_chat` is the action that saves what is there and goes on in the conversation.
    """

    name: str
    args: Args
    title: str
    fields: tuple[Field, ...]
    submit: str = "Continue"
    intro: tuple[Text, ...] = ()
    page: str = ""
    error: str = ""
    in_chat: Action | None = None


def first_words(part: Part) -> str:
    """The words of a part that a reader would hear first."""
    match part:
        case Text(text=text):
            return text
        case Row(title=title):
            return title
        case Facts(pairs=pairs):
            return ", ".join(f"{label}: {value}" for label, value in pairs[:2])
        case Table(columns=columns):
            return ", ".join(columns)
        case Image(alt=alt):
            return alt
        case Attachment(name=name):
            return name


def text(words: str, *actions: Action, tone: Tone = "plain") -> Card:
    """The commonest card: some sentences and the buttons under them; a blank line parts the paragraphs."""
    paragraphs = tuple(
        Text(paragraph.strip(), tone) for paragraph in words.split("\n\n") if paragraph.strip()
    )
    return Card(parts=paragraphs, actions=actions)
