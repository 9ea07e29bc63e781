"""The blocks and elements that cards and forms are made of, each within its limits. Nothing here knows a card.

Words become rich text, which reads no markup: what a person typed can never become formatting, a mention or an
emoji. Only addresses become links.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeAlias

from adapters.slack import limits
from adapters.slack.limits import BrokenCardError, size
from adapters.slack.text import cut, pieces
from bot.activities import Args
from bot.cards import Action

Block: TypeAlias = dict[str, Any]

ADDRESS = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)\]]")
# Made once: json.dumps would make a new encoder for each button.
PACKER = json.JSONEncoder(separators=(",", ":"), sort_keys=True, ensure_ascii=False)
PRESS, OPENS_FORM, LINK, IN_CHAT = "press", "form", "link", "chat"


def plain(text: str, limit: int) -> dict[str, Any]:
    """A plain text object; emoji codes in it stay as they were typed."""
    return {"type": "plain_text", "text": cut(text, limit), "emoji": False}


def spans(text: str, style: str | None = None) -> list[dict[str, Any]]:
    """Words as rich text elements, addresses in them as links."""
    found: list[dict[str, Any]] = []
    end = 0
    for match in ADDRESS.finditer(text):
        found += _span(text[end : match.start()], style)
        found.append({"type": "link", "url": match.group(), **_style(style)})
        end = match.end()
    return found + _span(text[end:], style)


def _span(text: str, style: str | None) -> list[dict[str, Any]]:
    return [{"type": "text", "text": text, **_style(style)}] if text else []


def _style(style: str | None) -> dict[str, Any]:
    return {"style": {style: True}} if style else {}


def rich(*sections: Sequence[dict[str, Any]], quote: bool = False) -> Block:
    """A block of rich text: lines of elements, one under the other."""
    kind = "rich_text_quote" if quote else "rich_text_section"
    return {"type": "rich_text", "elements": [{"type": kind, "elements": _joined(sections, "\n")}]}


def together(one: Block, other: Block) -> Block:
    """Two blocks of rich text as one, with an empty line between their words."""
    *before, last = one["elements"]
    first, *after = other["elements"]
    if last["type"] == first["type"] == "rich_text_section":
        joined = [{**last, "elements": _joined((last["elements"], first["elements"]), "\n\n")}]
    else:
        joined = [last, first]
    return {"type": "rich_text", "elements": [*before, *joined, *after]}


def _joined(runs: Iterable[Sequence[dict[str, Any]]], between: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for run in runs:
        if found and run:
            found.append({"type": "text", "text": between})
        found += run
    return found


def paragraphs(text: str, style: str | None = None, *, quote: bool = False) -> Iterator[Block]:
    """A text of any length as blocks of rich text."""
    for piece in pieces(text, limits.SECTION_TEXT):
        if piece.strip():
            yield rich(spans(piece.rstrip("\n"), style), quote=quote)


def quiet(text: str) -> Iterator[Block]:
    """Small grey words; rich text where they hold an address, since context makes no links."""
    if ADDRESS.search(text):
        yield from paragraphs(text, "italic")
        return
    for piece in pieces(text, limits.CONTEXT_TEXT):
        if piece.strip():
            yield {"type": "context", "elements": [plain(piece, limits.CONTEXT_TEXT)]}


def header(text: str) -> Iterator[Block]:
    """A title; one that is too long for a header stands in bold instead."""
    if not text.strip():
        return
    if size(text) <= limits.HEADER_TEXT:
        yield {"type": "header", "text": plain(text, limits.HEADER_TEXT)}
    else:
        yield from paragraphs(text, "bold")


def actions(some: Iterable[Action], number: Iterator[int]) -> Iterator[Block]:
    """Buttons, in as many rows as they need."""
    elements = [button(action, number) for action in some]
    for start in range(0, len(elements), limits.ACTIONS_ELEMENTS):
        yield {"type": "actions", "elements": elements[start : start + limits.ACTIONS_ELEMENTS]}


def button(action: Action, number: Iterator[int], kind: str = "") -> dict[str, Any]:
    """One button. `number` makes its action_id unique in the message.

    Raises BrokenCardError where its arguments or its address are longer than Slack takes.
    """
    kind = kind or (LINK if action.url else OPENS_FORM if action.opens_form else PRESS)
    element: dict[str, Any] = {
        "type": "button",
        "text": plain(action.label, limits.BUTTON_TEXT),
        "action_id": action_id(kind, action.name, next(number)),
    }
    if action.url:
        if size(action.url) > limits.BUTTON_URL:
            raise BrokenCardError(f"The address behind {action.label!r} is too long for a button in Slack.")
        return {**element, "url": action.url}
    element["value"] = packed(action.args)
    if size(element["value"]) > limits.BUTTON_VALUE:
        raise BrokenCardError(f"The button {action.label!r} carries more than Slack takes.")
    if action.style != "plain":
        element["style"] = action.style
    if action.confirm:
        element["confirm"] = {
            "title": plain("Please confirm", limits.CONFIRM_TITLE),
            "text": plain(action.confirm, limits.CONFIRM_TEXT),
            "confirm": plain(action.label, limits.CONFIRM_BUTTON),
            "deny": plain("Cancel", limits.CONFIRM_BUTTON),
        }
        if action.style != "plain":
            element["confirm"]["style"] = action.style
    return element


def action_id(kind: str, name: str, number: int) -> str:
    """What a button is, which action, and a number that makes it unique; raises BrokenCardError when too long."""
    found = f"{kind}:{name}#{number}"
    if size(found) > limits.BLOCK_ID:
        raise BrokenCardError(f"The name of the action {name[:40]!r} is too long for Slack.")
    return found


def packed(args: Args) -> str:
    """Arguments as the value of a button."""
    return PACKER.encode(args)


def text_of(block: Any) -> int:
    """How many characters of words a block holds, buttons and cells included."""
    if isinstance(block, dict):
        own = size(block["text"]) if isinstance(block.get("text"), str) else 0
        return own + sum(text_of(value) for key, value in block.items() if key != "confirm")
    return sum(text_of(item) for item in block) if isinstance(block, list) else 0
