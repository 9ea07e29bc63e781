"""What Slack was given, as the plain lines of the transcripts: what a person would read off the screen."""

from __future__ import annotations

import re
from typing import Any

NUMBERED = re.compile(r"^\d+\. ")


def lines(blocks: list[dict[str, Any]]) -> list[str]:
    """The lines of a message; the numbers before its rows are Slack's own and left out."""
    found: list[str] = []
    rows = numbered_rows(blocks)
    for number, block in enumerate(blocks):
        some = list(block_lines(block))
        if number in rows and some:
            some[0] = NUMBERED.sub("", some[0], count=1)
        found += some
    return found


def numbered_rows(blocks: list[dict[str, Any]]) -> set[int]:
    """Which blocks begin a numbered row: a bold line "1. …", "2. …" in sequence."""
    found, wanted = set(), 1
    for at, block in enumerate(blocks):
        if block["type"] != "rich_text":
            continue
        first = block["elements"][0]["elements"][0]
        bold = first.get("style", {}).get("bold")
        if bold and first.get("text", "").startswith(f"{wanted}. "):
            found.add(at)
            wanted += 1
    return found if len(found) > 1 else set()


def block_lines(block: dict[str, Any]) -> list[str]:
    """One block as lines."""
    match block["type"]:
        case "header":
            return block["text"]["text"].splitlines()
        case "context":
            return [line for one in block["elements"] for line in one["text"].splitlines()]
        case "rich_text":
            return [line for one in block["elements"] for line in rich_lines(one)]
        case "actions":
            return [" ".join(button(one) for one in block["elements"])]
        case "table":
            return [" | ".join(cell["text"].strip() for cell in row) for row in block["rows"]]
        case "image":
            return [f"(picture: {block['alt_text']})"]
        case "divider":
            return []
    raise AssertionError(f"a block of a kind that no card is drawn with: {block['type']}")


def rich_lines(element: dict[str, Any]) -> list[str]:
    text = "".join(one["text"] if one["type"] == "text" else one["url"] for one in element["elements"])
    warning = all(one.get("style", {}).get("bold") for one in element["elements"])
    mark = "> " if element["type"] == "rich_text_quote" and not warning else ""
    return [mark + line for line in text.splitlines()]


def button(element: dict[str, Any]) -> str:
    """A button in words; a link with its address, a file by its name."""
    label = element["text"]["text"]
    if label.startswith("Open ") and "/l/" in element.get("url", ""):
        return f"(file: {label.removeprefix('Open ')})"
    return f"{label}: {element['url']}" if "url" in element else f"[{label}]"
