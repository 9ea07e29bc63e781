"""How Teams will show a card, read off the very message that would be sent."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from adapters.teams.limits import CARD_BYTES, utf16
from adapters.teams.markup import JOINER
from adapters.teams.render import messages
from bot.cards import Card, Part, Text, Tone
from bot.previews import Look

_ESCAPED = re.compile(r"\\([\\*_`~\[\]<>&.)#+-])")
NO_FILES = "https://localhost/"


def look(card: Card) -> Look:
    """The card as Teams shows it; raises what `messages` raises."""
    sent = messages(card, lambda _: NO_FILES)
    parts: list[Part] = []
    size = 0
    for place, one in enumerate(sent, 1):
        if len(sent) > 1:
            parts.append(Text(f"Message {place} of {len(sent)}", "strong"))
        drawn = [attached["content"] for attached in one.get("attachments", ())]
        if one["text"] != one["summary"] or not drawn:
            parts.append(Text(one["text"]))
        for each in drawn:
            size = max(size, utf16(json.dumps(each, ensure_ascii=False)))
            parts += [part for element in each["body"] for part in _element(element)]
            parts += _buttons(each.get("actions", []))
    return Look(sent[0]["summary"], tuple(parts), tuple(_notes(sent, size)))


def _notes(sent: list[dict[str, Any]], size: int) -> Iterator[str]:
    if len(sent) > 1:
        yield f"Teams shows it as {len(sent)} cards, since it is too long for one. Nothing is cut."
    elif size:
        room = f"{size / 1000:.1f} of the {CARD_BYTES / 1000:.0f} KB that one holds"
        yield f"Teams shows it as a card: {room}. Nothing is cut."
    else:
        yield "Teams shows it as plain words, with no card around them."
    if sent[0]["summary"].endswith("…"):
        yield "The notification is cut where the dots stand."
    attached = sent[-1].get("attachments", ())
    if attached and attached[0]["content"].get("actions"):
        yield "Its buttons have no colours there, and what is pressed changes the card in place."
    if attached:
        yield f"Where cards cannot be shown, it says: {attached[0]['content']['fallbackText']}"


def _element(element: dict[str, Any], tone: Tone = "plain") -> Iterator[Part]:
    match element["type"]:
        case "TextBlock":
            heading = element.get("style") == "heading"
            words = _ESCAPED.sub(r"\1", element["text"]) if heading else element["text"]
            bold = heading or element.get("weight") == "Bolder"
            own: Tone = "quiet" if element.get("isSubtle") else "strong" if bold else tone
            yield Text(words, own)
        case "RichTextBlock":
            words = "".join(run["text"] for run in element["inlines"]).replace(JOINER, "")
            subtle = all(run.get("isSubtle") for run in element["inlines"])
            yield Text(words, "quiet" if subtle else tone)
        case "Container":
            style = element.get("style")
            inner: Tone = "quote" if style == "emphasis" else "warning" if style == "warning" else tone
            for one in element["items"]:
                yield from _element(one, inner)
        case "ActionSet":
            yield from _buttons(element["actions"])
        case "Table":
            rows = (
                " · ".join(
                    part.text for cell in row["cells"] for item in cell["items"] for part in _texts(item)
                )
                for row in element["rows"]
            )
            yield Text("\n".join(rows))
        case "Image":
            yield Text(f"A picture: {element['altText']}")


def _texts(element: dict[str, Any]) -> Iterator[Text]:
    yield from (part for part in _element(element) if isinstance(part, Text))


def _buttons(actions: list[dict[str, Any]]) -> Iterator[Part]:
    if actions:
        labels = " ".join(f"[{one['title']}]" for one in actions)
        yield Text(f"Buttons, all of one colour: {labels}")
