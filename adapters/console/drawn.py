"""A card drawn for a person at a terminal: a panel with its parts, and the buttons with the numbers that press them."""

from __future__ import annotations

from rich.box import ROUNDED, SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table as Grid
from rich.text import Text as Words

from adapters.console.plain import Buttons, lines
from bot.cards import Action, Card, Facts, Part, Row, Style, Table, Text, Tone

TONES: dict[Tone, str] = {
    "plain": "",
    "strong": "bold",
    "quiet": "dim",
    "quote": "italic",
    "warning": "yellow",
}
STYLES: dict[Style, str] = {"plain": "cyan", "primary": "bold green", "danger": "bold red"}
WIDEST = 92


def drawn(card: Card, buttons: Buttons, width: int = WIDEST) -> RenderableType:
    """The card as something that rich can print, so many columns wide."""
    inside = width - 6
    parts: list[RenderableType] = [_part(part, buttons, inside) for part in card.parts]
    if card.actions:
        parts.append(Padding(_row_of(card.actions, buttons, inside), (1 if parts else 0, 0, 0, 0)))
    title = Words(card.title, "bold") if card.title else None
    return Panel(Group(*parts), title=title, title_align="left", box=ROUNDED, border_style="dim", width=None)


def _part(part: Part, buttons: Buttons, width: int) -> RenderableType:
    match part:
        case Text(text=words, tone=tone):
            return Words(words, TONES[tone])
        case Facts(pairs=pairs):
            grid = Grid.grid(padding=(0, 2))
            grid.add_column(style="dim", max_width=WIDEST // 3)
            grid.add_column()
            for label, value in pairs:
                grid.add_row(Words(label), Words(value))
            return grid
        case Table(columns=columns, rows=rows):
            grid = Grid(box=SIMPLE_HEAD, pad_edge=False)
            for column in columns:
                grid.add_column(Words(column))
            for row in rows:
                grid.add_row(*(Words(cell) for cell in row))
            return grid
        case Row(title=title, text=words, actions=actions):
            inside: list[RenderableType] = [Words(title, "bold")]
            if words:
                inside.append(Words(words))
            if actions:
                inside.append(_row_of(actions, buttons, width))
            return Padding(Group(*inside), (0, 0, 1, 1))
        case _:
            return Words("\n".join(lines(part, buttons)), "dim")


def _row_of(actions: tuple[Action, ...], buttons: Buttons, width: int) -> Words:
    """The buttons side by side; a line ends between two of them, never within one."""
    said, used = Words(), 0
    for action in actions:
        words = buttons.draw(action)
        if used and used + cell_len(words) > width:
            said.append("\n")
            used = 0
        said.append(words, STYLES[action.style]).append("  ")
        used += cell_len(words) + 2
    return said
