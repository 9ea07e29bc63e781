"""Texts to and from Slack: escaped, cut, split, unescaped; and a card as plain words (notifications, fallback)."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from adapters.slack import limits
from adapters.slack.limits import size
from bot.cards import Attachment, Card, Facts, Image, Row, Table, Text
from bot.errors import UnsupportedPartError

ELLIPSIS = "…"
MARKUP = re.compile(r"<(?P<target>[^<>|]*)(?:\|(?P<label>[^<>]*))?>")


def escape(text: str) -> str:
    """Plain words as Slack's markup reads them: no mention, link or channel can arise from what somebody typed."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def plain_words(text: str, *, bot_user: str = "") -> str:
    """Slack's markup back to what the person saw; a mention of the bot itself is left out."""

    def said(match: re.Match[str]) -> str:
        target, label = match["target"], match["label"]
        if target == f"@{bot_user}" and bot_user:
            return ""
        if target[:1] in "@#!":
            return f"{target[0] if target[0] != '!' else ''}{label or target[1:]}"
        address = target.removeprefix("mailto:").removeprefix("tel:")
        return address if not label or label in target else f"{label} ({address})"

    return html.unescape(MARKUP.sub(said, text)).strip()


def cut(text: str, limit: int) -> str:
    """At most `limit` characters, with an ellipsis where some are missing; never empty."""
    if size(text) <= limit:
        return text or " "
    return next(pieces(text, limit - 1)).rstrip() + ELLIPSIS


def pieces(text: str, limit: int) -> Iterator[str]:
    """The text in pieces of at most `limit` characters, parted at a line, else a space, else anywhere."""
    while size(text) > limit:
        end = _fitting(text, limit)
        for mark in ("\n", " "):
            at = text.rfind(mark, end // 2, end)
            if at > 0:
                end = at + 1
                break
        yield text[:end]
        text = text[end:]
    if text:
        yield text


def _fitting(text: str, limit: int) -> int:
    """How many code points from the start fit: characters beyond the basic plane count twice."""
    end = min(len(text), limit)
    while size(text[:end]) > limit:
        end -= max(1, (size(text[:end]) - limit) // 2)
    return end


def row_line(columns: tuple[str, ...], row: tuple[str, ...]) -> str:
    """A row of a table as one line of words."""
    first, *rest = row or ("",)
    named = "; ".join(f"{name}: {cell}" for name, cell in zip(columns[1:], rest, strict=False) if cell)
    return f"{first} – {named}" if named else first


def words(card: Card, *, buttons: bool = True) -> str:
    """The card as plain text, the words of a notification first; raises UnsupportedPartError.

    Without `buttons` where naming them would look as if they could be pressed.
    """
    lines = [card.headline()]
    if card.title and card.title != card.headline():
        lines.append(card.title)
    for part in card.parts:
        lines += [line for line in part_lines(part, buttons=buttons) if line and line != lines[0]]
    links = [f"{action.label}: {action.url}" for action in card.actions if action.url]
    labels = [action.label for action in card.actions if buttons and not action.url]
    if labels:
        links.append("[" + "] [".join(labels) + "]")
    return "\n".join(line for line in [*lines, *links] if line) or " "


def part_lines(part: object, *, buttons: bool = True) -> list[str]:
    """A part of a card as lines of plain text; raises UnsupportedPartError."""
    match part:
        case Text(text=text):
            return [text]
        case Facts(pairs=pairs):
            return [f"{label}: {value}" for label, value in pairs]
        case Table(columns=columns, rows=rows):
            return [row_line(columns, row) for row in rows]
        case Image(alt=alt):
            return [alt]
        case Row(title=title, text=text, actions=actions):
            labels = " ".join(f"[{action.label}]" for action in actions if buttons)
            return [" ".join(piece for piece in (title, text and f"– {text}", labels) if piece)]
        case Attachment(name=name):
            return [name]
    message = f"Slack cannot show a {type(part).__name__}."
    raise UnsupportedPartError(message)


def notification(card: Card) -> str:
    """The fallback `text` of a message, escaped, within the limit."""
    return cut(escape(words(card)), limits.MESSAGE_TEXT)
