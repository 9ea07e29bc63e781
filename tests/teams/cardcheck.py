"""What a strict Teams refuses in messages and cards: the official schema, the size, and the rules of accessible cards.

Nothing here imports the code under test.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from jsonschema import Draft6Validator

SCHEMAS = Path(__file__).parent.parent / "data" / "schemas"
ADAPTIVE = "application/vnd.microsoft.card.adaptive"
CONSENT = "application/vnd.microsoft.teams.card.file.consent"
INFO = "application/vnd.microsoft.teams.card.file.info"
MOST_BYTES = 40_000
INPUTS = {"Input.Text", "Input.ChoiceSet", "Input.Date", "Input.Time", "Input.Number", "Input.Toggle"}


class Refused(Exception):
    """The service would not take this."""


def need(condition: object, why: str) -> None:
    if not condition:
        raise Refused(why)


@cache
def validator() -> Draft6Validator:
    return Draft6Validator(json.loads((SCHEMAS / "adaptive-card-1.5.schema.json").read_text("utf-8")))


def size(value: object) -> int:
    return len(json.dumps(value, ensure_ascii=False).encode("utf-16-le", "surrogatepass"))


def message(body: dict) -> None:
    """A message as it is sent: the words beside the card, its size, and the card."""
    need(body.get("type") == "message", f"type {body.get('type')!r}")
    need(size(body) <= MOST_BYTES, f"the message has {size(body)} bytes")
    attachments = body.get("attachments") or []
    need(body.get("text") or attachments, "a message with nothing in it")
    for attachment in attachments:
        if attachment["contentType"] in FILE_CARDS:
            need(len(attachments) == 1, "a file card beside something else")
            need(body.get("summary"), "a file card without a summary")
            FILE_CARDS[attachment["contentType"]](attachment)
            continue
        need(attachment["contentType"] == ADAPTIVE, attachment["contentType"])
        need(body.get("summary"), "a card message without a summary")
        need(body.get("text"), "a card message without a text")
        card(attachment["content"])


def consent(attachment: dict) -> None:
    """A card that asks whether a file may be uploaded: without a name the client does not show it."""
    content = attachment["content"]
    need(attachment.get("name", "").strip(), "a file without a name")
    need(
        not set(attachment["name"]) & set('"*:<>?/\\|'), f"OneDrive takes no name like {attachment['name']!r}"
    )
    need(isinstance(content.get("sizeInBytes"), int) and content["sizeInBytes"] > 0, "a file without a size")
    need(content.get("description"), "an offer that does not say what it is")
    for answer in ("acceptContext", "declineContext"):
        need(isinstance(content.get(answer), dict), f"no {answer}")


def info(attachment: dict) -> None:
    """A card that shows a file in OneDrive."""
    need(attachment.get("name", "").strip(), "a file without a name")
    need(
        attachment.get("contentUrl", "").startswith(("https://", "http://127.0.0.1")),
        "a file that is nowhere",
    )
    need(attachment["content"].get("uniqueId"), "a file without an id")
    need(attachment["content"].get("fileType"), "a file without a type")


FILE_CARDS = {CONSENT: consent, INFO: info}


def card(drawn: dict, *, dialog: bool = False) -> None:
    """A card: the schema, and what the schema does not say."""
    problems = sorted(validator().iter_errors(drawn), key=str)
    need(not problems, problems[0].message[:300] if problems else "")
    need(drawn["version"] == "1.5", "version")
    need(drawn.get("fallbackText"), "no fallbackText")
    need(size(drawn) <= MOST_BYTES, f"the card has {size(drawn)} bytes")
    need(len(drawn.get("actions", [])) <= 6, "more than six actions")
    seen: set[str] = set()
    for one in walk(drawn):
        kind = one.get("type", "")
        if kind == "TextBlock":
            need(one.get("wrap") is True, "a text that does not wrap")
            need(one["text"].strip(), "an empty text")
        if kind == "Image":
            need(one.get("altText"), "an image without words")
            need(one["url"].startswith(("https://", "http://127.0.0.1")), f"an image at {one['url'][:20]}")
        if kind in {"Action.Submit", "Action.Execute", "Action.OpenUrl", "Action.ShowCard"}:
            need(one.get("title", "").strip(), "a button without words")
            need(one.get("style", "default") == "default", "a style that Teams has not")
        if kind == "Action.Execute":
            need(not dialog, "Execute in a dialog")
            need(one.get("fallback", {}).get("type") == "Action.Submit", "Execute without Submit")
        if kind == "ActionSet":
            need(0 < len(one["actions"]) <= 6, f"a set of {len(one['actions'])} actions")
        if kind in INPUTS:
            need(dialog, "an input outside a dialog")
            need(one.get("label", "").strip(), "an input without a label")
            need(one.get("id") and one["id"] not in seen, f"input id {one.get('id')!r}")
            seen.add(one["id"])
            need(bool(one.get("isRequired")) == ("errorMessage" in one), "isRequired without errorMessage")
            need(not one.get("isRequired") or "(required)" in one["label"], "required, and not in words")
        need(kind not in {"Media", "FactSet"}, f"{kind} is not for Teams")


def walk(value):
    """Every object of a card that has a type."""
    if isinstance(value, dict):
        if "type" in value:
            yield value
        for key, inner in value.items():
            if key != "data":
                yield from walk(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from walk(inner)


def buttons(drawn: dict) -> list[dict]:
    """What can be pressed on a card, in its order, also inside an unfolding question."""
    found = [
        one
        for one in walk(drawn)
        if one.get("type", "").startswith("Action.") and one["type"] != "Action.ShowCard"
    ]
    return [one for one in found if not any(one is other.get("fallback") for other in found)]


def inputs(drawn: dict) -> dict[str, object]:
    """The values of a card's inputs as the client would send them, untouched."""
    found = {}
    for one in walk(drawn):
        if one.get("type") in INPUTS:
            value = one.get("value", one.get("valueOff", "") if one["type"] == "Input.Toggle" else "")
            found[one["id"]] = f"{value:g}" if isinstance(value, float | int) else value
    return found


def texts(drawn: dict) -> str:
    """Everything that a card shows, in order, one element a line."""
    lines = []
    for one in walk(drawn):
        match one.get("type"):
            case "TextBlock":
                lines.append(one["text"])
            case "RichTextBlock":
                lines.append("".join(run if isinstance(run, str) else run["text"] for run in one["inlines"]))
            case kind if str(kind).startswith("Action."):
                lines.append(f"[{one['title']}]")
            case kind if kind in INPUTS:
                lines.append(one["label"])
    return "\n".join(lines)
