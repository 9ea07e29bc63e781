"""A card as plain lines: for pipes, for the transcripts, and as the words under a drawn card.

Buttons are numbered where a number presses them; the buttons that only steer a question ("Skip", "Back") are
pressed by their label, so that a number can be an answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.cards import Action, Attachment, Card, Facts, Image, Part, Row, Table, Text
from bot.errors import UnsupportedPartError

STEERING = "dialog."
ANSWERS = {"dialog.answer"}


@dataclass
class Buttons:
    """What can be pressed on the cards shown last, by number and by label.

    `numbered` False: no number is drawn (transcripts).
    """

    numbered: bool = True
    by_number: dict[int, Action] = field(default_factory=dict)
    by_label: dict[str, list[Action]] = field(default_factory=dict)

    def draw(self, action: Action, *, number: bool = True) -> str:
        """A button in words; remembers what it presses."""
        if action.url:
            return f"{action.label}: {action.url}"
        self.by_label.setdefault(action.label.casefold(), []).append(action)
        if number and self.numbered and self.has_number(action):
            place = len(self.by_number) + 1
            self.by_number[place] = action
            return f"[{place} {action.label}]"
        return f"[{action.label}]"

    def has_number(self, action: Action) -> bool:
        """Whether a number presses it."""
        return not action.name.startswith(STEERING) or action.name in ANSWERS

    def pressed(self, said: str) -> Action | None:
        """The button that was named, if exactly one was."""
        bare = said.strip().removeprefix("[").removesuffix("]").strip()
        if bare.isdigit() and int(bare) in self.by_number:
            return self.by_number[int(bare)]
        found = self.by_label.get(bare.casefold(), [])
        return (
            found[0]
            if found and all((one.name, one.args) == (found[0].name, found[0].args) for one in found)
            else None
        )


def plain(card: Card, buttons: Buttons) -> str:
    """The whole card as lines of text, without an end of line."""
    blocks = [[card.title]] if card.title else []
    blocks += [list(lines(part, buttons)) for part in card.parts]
    if card.actions:
        blocks.append([" ".join(buttons.draw(action) for action in card.actions)])
    return "\n".join(line for block in blocks for line in block)


def lines(part: Part, buttons: Buttons) -> Iterator[str]:
    """One part of a card as lines; raises UnsupportedPartError for one that is not known here."""
    match part:
        case Text(text=words, tone="quote"):
            yield from (f"> {line}" for line in words.splitlines())
        case Text(text=words):
            yield from words.splitlines()
        case Facts(pairs=pairs):
            yield from (f"{label}: {value}" for label, value in pairs)
        case Table(columns=columns, rows=rows):
            yield " | ".join(columns)
            yield from (" | ".join(row) for row in rows)
        case Image(alt=alt):
            yield f"(picture: {alt})"
        case Row(title=title, text=words, actions=actions):
            yield title
            yield from words.splitlines()
            if actions:
                yield " ".join(buttons.draw(action) for action in actions)
        case Attachment(name=name):
            yield f"(file: {name})"
        case _:
            raise UnsupportedPartError(f"The terminal cannot show {type(part).__name__}.")
