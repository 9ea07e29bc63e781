"""What Teams was given, as the plain lines of the transcripts: what a person would read off the screen."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.teams.cardcheck import ADAPTIVE, CONSENT

ESCAPED = re.compile(r"\\([\\*_`~\[\]<>&.)#+-])")
FILE = "Open "
NUMBER = re.compile(r"^\d+ · ")


def lines(body: dict) -> list[str]:
    """The lines of a message: its card, or its words where it has none."""
    attachments = body.get("attachments") or []
    if not attachments:
        return body["text"].splitlines()
    if attachments[0]["contentType"] == CONSENT:  # what stands on the card above, offered a second way
        return []
    assert attachments[0]["contentType"] == ADAPTIVE
    card = attachments[0]["content"]
    said = [] if card["body"] else body["text"].splitlines()
    return said + card_lines(card)


def card_lines(card: dict) -> list[str]:
    """The lines of a card; its buttons stand on one line, however many sets they needed."""
    body = list(card["body"])
    last: list[dict] = []
    while body and body[-1]["type"] == "ActionSet" and not is_file(body[-1]):
        last = body.pop()["actions"] + last
    found = [line for one in without_numbers(body) for line in element_lines(one)]
    last += card.get("actions", [])
    return [*found, " ".join(map(button, last))] if last else found


def without_numbers(body: list[dict]) -> list[dict]:
    """The body, its numbered rows without the numbers: they are of the surface, as in Slack."""
    heads = [one["items"][0] for one in body if one["type"] == "Container" and is_heading(one)]
    if (
        not all(head["text"].startswith(f"{place} · ") for place, head in enumerate(heads, 1))
        or len(heads) < 2
    ):
        return body
    return [
        {**one, "items": [without_number(one["items"][0]), *one["items"][1:]]}
        if one["type"] == "Container" and is_heading(one)
        else one
        for one in body
    ]


def is_heading(container: dict) -> bool:
    return bool(container["items"]) and container["items"][0].get("style") == "heading"


def without_number(head: dict) -> dict:
    return {**head, "text": NUMBER.sub("", head["text"], count=1)}


def element_lines(element: dict) -> Iterator[str]:
    """One element as lines."""
    match element["type"]:
        case "TextBlock":
            text = (
                ESCAPED.sub(r"\1", element["text"]) if element.get("style") == "heading" else element["text"]
            )
            yield text.replace("\u2060", "")
        case "RichTextBlock":
            yield "".join(run["text"] for run in element["inlines"]).replace("\u2060", "")
        case "Container":
            mark = "> " if element.get("style") == "emphasis" else ""
            sets = [one for one in element["items"] if one["type"] == "ActionSet"]
            for one in element["items"]:
                if one["type"] != "ActionSet":
                    yield from (mark + line for line in element_lines(one))
            if sets:
                yield " ".join(button(action) for one in sets for action in one["actions"])
        case "ActionSet":
            yield f"(file: {element['actions'][0]['title'].removeprefix(FILE)})"
        case "Table":
            for row in element["rows"]:
                yield " | ".join(" ".join(element_lines_of(cell)) for cell in row["cells"])
        case "Image":
            yield f"(picture: {element['altText']})"
        case kind:
            raise AssertionError(f"an element of a kind that no card is drawn with: {kind}")


def element_lines_of(cell: dict) -> list[str]:
    return [line for one in cell["items"] for line in element_lines(one)]


def is_file(element: dict) -> bool:
    (first, *more) = element["actions"]
    return not more and first["type"] == "Action.OpenUrl" and first["title"].startswith(FILE)


def button(action: dict) -> str:
    """A button in words; a link with its address."""
    return f"{action['title']}: {action['url']}" if "url" in action else f"[{action['title']}]"


def rows(card: dict) -> list[tuple[str, dict]]:
    """Every button with the title that it stands under."""
    title = next(
        (element_lines_of({"items": [one]})[0] for one in card["body"] if one.get("style") == "heading"), ""
    )
    found: list[tuple[str, dict]] = []
    for one in without_numbers(card["body"]):
        if one["type"] == "Container":
            head = element_lines_of({"items": one["items"][:1]})[0]
            found += [
                (head, action)
                for part in one["items"]
                if part["type"] == "ActionSet"
                for action in part["actions"]
            ]
        elif one["type"] == "ActionSet":
            found += [(title, action) for action in one["actions"]]
    return found + [(title, action) for action in card.get("actions", [])]
