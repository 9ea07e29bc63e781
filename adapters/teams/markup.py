"""Texts as Adaptive Cards elements that can never become formatting.

A TextBlock reads a subset of Markdown and {{DATE(…)}}; a RichTextBlock reads none. So a text with any such character
is drawn as a RichTextBlock, and every other one as a wrapped TextBlock, which all clients draw best.
"""

from __future__ import annotations

import re
from typing import Any

Element = dict[str, Any]
LINE_LETTERS = 6000

# Emphasis, code, links, pictures, escapes, entities, tags; lists, headings and quotations at the start of a line.
_MARKDOWN = re.compile(r"[*_`~\[\]<>\\&{}|]|^\s*(?:[-+#]|\d+[.)])\s")
_TITLE = re.compile(r"([\\*_`~\[\]<>&])")
_FUNCTION = re.compile(r"\{(?=\{)")
JOINER = "\u2060"  # a word joiner: seen by nobody, and it parts the two braces of a function


def paragraph(text: str, **look: Any) -> list[Element]:
    """A text of one or more lines, a block for each: clients differ in what they make of a line break.

    `look` are properties of a TextBlock: weight, color, isSubtle, size.
    """
    found: list[Element] = []
    gap: dict[str, Any] = {}
    for line in text.splitlines():
        if line.strip():
            found += [{**_line(piece, look), **gap} for piece in pieces(line.rstrip())]
        gap = {"spacing": "None"} if line.strip() else {}
    return found


def _line(text: str, look: dict[str, Any]) -> Element:
    if _MARKDOWN.search(text):
        return runs((text, look))
    return {"type": "TextBlock", "text": text, "wrap": True, **look}


def pieces(line: str, most: int = LINE_LETTERS) -> list[str]:
    """A very long line, cut at its spaces so that each piece fits into a card."""
    found: list[str] = []
    while len(line) > most:
        at = line.rfind(" ", most // 2, most) + 1 or most
        found.append(line[:at])
        line = line[at:]
    return [*found, line]


def runs(*pieces: tuple[str, dict[str, Any]]) -> Element:
    """A paragraph of pieces that look different, with no markup read in any of them."""
    return {
        "type": "RichTextBlock",
        "inlines": [{"type": "TextRun", "text": unbraced(text), **look} for text, look in pieces if text],
    }


def heading(text: str, size: str = "Large") -> Element:
    """A heading, announced as one; only a TextBlock can be, so its markup is escaped."""
    safe = _TITLE.sub(r"\\\1", unbraced(" ".join(text.split())))
    safe = re.sub(r"^(\d+)([.)])(?=\s)", r"\1\\\2", re.sub(r"^([-+#])(?=\s)", r"\\\1", safe))
    return {
        "type": "TextBlock",
        "text": safe,
        "wrap": True,
        "style": "heading",
        "size": size,
        "weight": "Bolder",
    }


def unbraced(text: str) -> str:
    """The text with no {{…}} that a client would take for a function."""
    return _FUNCTION.sub("{" + JOINER, text)
