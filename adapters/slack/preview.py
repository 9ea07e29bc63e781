"""How Slack will show a card, read off the very message that would be sent."""

from __future__ import annotations

import html
from collections.abc import Iterator
from typing import Any

from adapters.slack import limits
from adapters.slack.blocks import text_of
from adapters.slack.render import messages
from bot.cards import Card, Part, Text, Tone
from bot.previews import Look

COLOURS = {"primary": " (green)", "danger": " (red)"}


def look(card: Card) -> Look:
    """The card as Slack shows it; raises what `messages` raises."""
    sent = messages(card)
    parts: list[Part] = []
    for place, one in enumerate(sent, 1):
        if len(sent) > 1:
            parts.append(Text(f"Message {place} of {len(sent)}", "strong"))
        for block in one["blocks"]:
            parts += _block(block)
    letters = max(text_of(one["blocks"]) for one in sent)
    fits = f"{letters:,} of the {limits.MESSAGE_BLOCK_TEXT:,} characters that one message holds"
    return Look(
        " ".join(html.unescape(sent[0]["text"]).split()),
        tuple(parts),
        (
            f"Slack shows it as one message: {fits}. Nothing is cut."
            if len(sent) == 1
            else f"Slack shows it as {len(sent)} messages, since it is too long for one. Nothing is cut.",
            "The notification holds the whole text with the names of its buttons; a phone shows its beginning.",
        ),
    )


def _block(block: dict[str, Any]) -> Iterator[Part]:
    match block["type"]:
        case "header":
            yield Text(block["text"]["text"], "strong")
        case "context":
            yield from (Text(one["text"], "quiet") for one in block["elements"])
        case "rich_text":
            yield from (_rich(one) for one in block["elements"])
        case "actions":
            labels = [
                f"[{one['text']['text']}]{COLOURS.get(one.get('style', ''), '')}" for one in block["elements"]
            ]
            yield Text(f"Buttons in a row: {' '.join(labels)}")
        case "table":
            rows = (" · ".join(cell["text"].strip() for cell in row) for row in block["rows"])
            yield Text("\n".join(rows))
        case "image":
            yield Text(f"A picture: {block['alt_text']}")


def _rich(element: dict[str, Any]) -> Text:
    runs = element["elements"]
    words = "".join(one["text"] if one["type"] == "text" else one["url"] for one in runs)
    bold = all(one.get("style", {}).get("bold") for one in runs)
    tone: Tone = "quote" if element["type"] == "rich_text_quote" else "strong" if bold else "plain"
    return Text(words, tone)
