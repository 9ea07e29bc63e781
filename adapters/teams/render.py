"""Cards as Adaptive Cards 1.5 messages, small enough for Teams and readable with eyes, ears and on a lock screen."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, TypeAlias

from adapters.teams.buttons import rows_of
from adapters.teams.limits import CARD_BYTES, PLAIN_BYTES, TABLE_COLUMNS, TABLE_ROWS, drawn_size, utf16
from adapters.teams.markup import Element, heading, paragraph, runs, unbraced
from bot.cards import Action, Attachment, Card, Facts, Image, Part, Row, Table, Text
from bot.errors import UnsupportedPartError

ADAPTIVE = "application/vnd.microsoft.card.adaptive"
SCHEMA = "http://adaptivecards.io/schemas/adaptive-card.json"
VERSION = "1.5"
SUMMARY_LETTERS = 200

# Gives the address at which a reader finds a kept file.
Link: TypeAlias = Callable[[Image | Attachment], str]

INNER = {"Container": "items", "Table": "rows"}
TONES: dict[str, dict[str, Any]] = {
    "plain": {},
    "strong": {"weight": "Bolder"},
    "quiet": {"isSubtle": True},
    "quote": {},
    "warning": {},
}


def messages(card: Card, link: Link) -> list[dict[str, Any]]:
    """The messages that a card becomes: one, or more where it is too large for one."""
    words = sentences(card)
    if words and utf16(words) <= PLAIN_BYTES:
        told = {"text": words, "textFormat": "plain", "summary": summary(card)}
        if not card.actions:
            return [told]
        (buttons,) = pages(replace(card, parts=()), link)
        return [{**told, "attachments": [{"contentType": ADAPTIVE, "content": buttons}]}]
    return [message(drawn, card) for drawn in pages(card, link)]


def message(drawn: Element, card: Card) -> dict[str, Any]:
    """A card in a message: without `summary` and `text` a phone says only that a card was sent."""
    return {
        "text": summary(card),
        "textFormat": "plain",
        "summary": summary(card),
        "attachments": [{"contentType": ADAPTIVE, "content": drawn}],
    }


def summary(card: Card) -> str:
    """The words for a notification, on one line."""
    words = " ".join(card.headline().split()) or "A message from Foothold"
    return words if len(words) <= SUMMARY_LETTERS else words[: SUMMARY_LETTERS - 1].rstrip() + "…"


def sentences(card: Card) -> str:
    """The words of a card that is nothing but sentences: they are best read as a message, with its buttons under it."""
    if card.title or not all(isinstance(part, Text) and part.tone == "plain" for part in card.parts):
        return ""
    return "\n\n".join(part.text for part in card.parts if isinstance(part, Text))


def pages(card: Card, link: Link) -> list[Element]:
    """The Adaptive Cards that a card becomes; its buttons stand on the last."""
    sets = rows_of(card.actions)
    bodies: list[list[Element]] = [[]]
    size = sum(drawn_size(one) for one in sets)
    if card.title:
        bodies[0].append(heading(card.title))
        size += drawn_size(bodies[0][0])
    for element in (part for whole in _elements(card, link) for part in _parted(whole)):
        if bodies[-1] and size + drawn_size(element) > CARD_BYTES:
            bodies.append([heading(f"{card.title} (continued)" if card.title else "Continued")])
            size = sum(drawn_size(one) for one in sets)
        bodies[-1].append(element)
        size += drawn_size(element)
    last = [*bodies[-1], *({"type": "ActionSet", "actions": one} for one in sets[:-1])]
    return [*(_card(body, [], card) for body in bodies[:-1]), _card(last, sets[-1] if sets else [], card)]


def _parted(element: Element) -> list[Element]:
    """An element that is too large for one card, as several that look the same."""
    inner = INNER.get(element["type"])
    if inner is None or drawn_size(element) <= CARD_BYTES // 2:
        return [element]
    head = [element[inner][0]] if element.get("firstRowAsHeader") else []
    found: list[Element] = []
    size = 0
    for one in element[inner][len(head) :]:
        if not found or size + drawn_size(one) > CARD_BYTES // 2:
            found.append({**element, inner: [*head]})
            size = drawn_size(found[-1])
        found[-1][inner].append(one)
        size += drawn_size(one)
    return found


def first_page(card: Card, link: Link) -> Element:
    """The card where only one can stand (in the place of another): cut, and saying so, if it is too large."""
    drawn = pages(card, link)
    if len(drawn) == 1:
        return drawn[0]
    rest = "The rest is too long to show here. Ask for it in words and it comes as messages."
    return _card([*drawn[0]["body"], *paragraph(rest, isSubtle=True)], drawn[-1].get("actions", []), card)


def _card(body: list[Element], actions: list[Element], card: Card) -> Element:
    drawn: Element = {
        "type": "AdaptiveCard",
        "$schema": SCHEMA,
        "version": VERSION,
        "fallbackText": _fallback(card),
        "body": body,
    }
    return {**drawn, "actions": actions} if actions else drawn


def _fallback(card: Card) -> str:
    """For clients that cannot show the card: what it is about, and that words do the same."""
    labels = [action.label for action in _all_actions(card) if not action.url][:8]
    words = f" You can also type: {ended(', '.join(labels))}" if labels else ""
    return f"{ended(summary(card))} This version of Teams cannot show the card.{words}"


def ended(words: str) -> str:
    """Words with an end, so that others can follow."""
    return words if words.endswith((".", "!", "?", "…")) else f"{words}."


def _all_actions(card: Card) -> Iterator[Action]:
    for part in card.parts:
        if isinstance(part, Row):
            yield from part.actions
    yield from card.actions


def _elements(card: Card, link: Link) -> Iterator[Element]:
    """The parts; several rows have numbers, since "2" may be typed."""
    numbered = sum(isinstance(part, Row) for part in card.parts) > 1
    places = itertools.count(1)
    for part in card.parts:
        if isinstance(part, Row):
            yield _row(part, next(places) if numbered else None)
        else:
            yield from elements(part, link)


def elements(part: Part, link: Link) -> list[Element]:
    """The elements of one part; raises UnsupportedPartError for one that is not known here."""
    match part:
        case Text():
            return _text(part)
        case Facts(pairs=pairs):
            return [line for number, pair in enumerate(pairs) for line in _fact(*pair, first=not number)]
        case Table():
            return _table(part)
        case Row():
            return [_row(part)]
        case Image(alt=alt):
            return [{"type": "Image", "url": link(part), "altText": alt, "size": "Stretch"}]
        case Attachment(name=name):
            action = Action(f"Open {name}", url=link(part))
            return [{"type": "ActionSet", "actions": rows_of((action,))[0]}]
        case _:
            raise UnsupportedPartError(f"Teams cannot show a {type(part).__name__}.")


def _text(part: Text) -> list[Element]:
    lines = paragraph(part.text, **TONES[part.tone])
    if part.tone == "quote":
        return [{"type": "Container", "style": "emphasis", "items": lines}] if lines else []
    if part.tone == "warning":
        return [{"type": "Container", "style": "warning", "items": lines}] if lines else []
    return lines


def _fact(label: str, value: str, *, first: bool) -> list[Element]:
    """Label and value as one sentence: a FactSet is read out as loose paragraphs."""
    gap = {} if first else {"spacing": "Small"}
    line, *more = value.splitlines() or [""]
    return [{**runs((f"{label}: ", {"weight": "Bolder"}), (line, {})), **gap}, *paragraph("\n".join(more))]


def _table(table: Table) -> list[Element]:
    if len(table.columns) > TABLE_COLUMNS:
        return [line for number, row in enumerate(table.rows) for line in _listed(table.columns, row, number)]
    head = _table_row(table.columns, {"weight": "Bolder"})
    chunks = [table.rows[at : at + TABLE_ROWS] for at in range(0, len(table.rows), TABLE_ROWS)] or [()]
    return [
        {
            "type": "Table",
            "firstRowAsHeader": True,
            "columns": [{"width": 1 if number else 2} for number, _ in enumerate(table.columns)],
            "rows": [head, *(_table_row(row, {}) for row in chunk)],
        }
        for chunk in chunks
    ]


def _listed(columns: tuple[str, ...], row: tuple[str, ...], number: int) -> list[Element]:
    """A row too wide for a table on a phone: its first cell, then the others with their names."""
    rest = "; ".join(f"{name}: {cell}" for name, cell in zip(columns[1:], row[1:], strict=True))
    return _fact(row[0], rest, first=not number)


def _table_row(cells: tuple[str, ...], look: dict[str, Any]) -> Element:
    return {
        "type": "TableRow",
        "cells": [
            {"type": "TableCell", "items": paragraph(cell if cell.strip() else "–", **look)} for cell in cells
        ],
    }


def _row(row: Row, place: int | None = None) -> Element:
    words = f"{place} · {row.title}" if place else row.title  # "1." would begin a list
    title = [heading(words, size="Default")] if words.strip() else []
    sets = [{"type": "ActionSet", "actions": one} for one in rows_of(row.actions, unbraced(row.title))]
    return {"type": "Container", "separator": True, "items": [*title, *_close(paragraph(row.text)), *sets]}


def _close(lines: list[Element]) -> list[Element]:
    """Lines that belong to the heading above them."""
    return [{**lines[0], "spacing": "Small"}, *lines[1:]] if lines else []
