"""Forms as modals, and the values of their fields as they come back.

A modal carries what it is for in its `private_metadata`, so nothing about an open form is kept in this process.
The values come back in `view.state.values`, by block and action; the block's id is the field's key.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from adapters.slack import limits
from adapters.slack.blocks import IN_CHAT, Block, button, header, paragraphs, plain
from adapters.slack.limits import BrokenCardError, size
from bot.activities import Args
from bot.cards import Field, Form, Option

NOTHING = "\u2205"  # the value of the choice that leaves an optional question empty
NOTHING_LABEL = "No answer"
INPUT = "input"  # the action_id of every field; its block says which one
LONGER = f"A text of more than {limits.INPUT_TEXT:,} characters goes better in the chat."
A_WORD = 10
"""Characters of a long word and the space after it: a text of so many words is hardly ever longer."""
PAGE_DIGEST = 4  # bytes
MOST_RADIO = 5  # more than that are easier to choose from a menu


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a form came from: the conversation, and the activity whose answer holds it (for its many options)."""

    channel: str = ""
    activity: str = ""


@dataclass(frozen=True, slots=True)
class Meta:
    """What a modal remembers of itself."""

    form: str
    args: Args
    page: str = ""
    origin: Origin = Origin()


def view(form: Form, origin: Origin = Origin()) -> dict[str, Any]:
    """The modal of one page. Raises BrokenCardError where Slack cannot show it."""
    if size(form.name) > limits.CALLBACK_ID:
        raise BrokenCardError("The name of this form is too long for Slack.")
    blocks: list[Block] = []
    if size(form.title) > limits.VIEW_TITLE:
        blocks += header(form.title)
    if form.error:
        blocks += paragraphs(form.error, "bold", quote=True)
    for text in form.intro:
        bold = "bold" if text.tone in {"strong", "warning"} else None
        blocks += paragraphs(text.text, bold, quote=text.tone == "quote")
    for field in form.fields:
        blocks += field_blocks(field, form.page)
    if form.in_chat:
        blocks.append({"type": "actions", "elements": [button(form.in_chat, itertools.count(), IN_CHAT)]})
    if len(blocks) > limits.VIEW_BLOCKS:
        raise BrokenCardError("This form has more questions than Slack can show at once.")
    return {
        "type": "modal",
        "callback_id": form.name or "form",
        "title": plain(form.title, limits.VIEW_TITLE),
        "submit": plain(form.submit, limits.VIEW_TITLE),
        "close": plain("Close", limits.VIEW_TITLE),
        "private_metadata": pack(Meta(form.name, form.args, form.page, origin)),
        "blocks": blocks or list(paragraphs(form.title.strip() or "There is nothing to fill in here.")),
    }


def notice(title: str, text: str) -> dict[str, Any]:
    """A modal that only says something: that it is loading, that it is done."""
    return {
        "type": "modal",
        "title": plain(title, limits.VIEW_TITLE),
        "close": plain("Close", limits.VIEW_TITLE),
        "blocks": list(paragraphs(text)),
    }


def _may_be_longer(field: Field) -> bool:
    """Whether an answer may well be longer than a text field of Slack's holds."""
    if field.kind != "long_text" or field.max_length:
        return False
    return field.words is None or field.words * A_WORD > limits.INPUT_TEXT


def pack(meta: Meta) -> str:
    """The memory of a modal as text; raises BrokenCardError when it is too long."""
    data = {
        "f": meta.form,
        "a": meta.args,
        "p": meta.page,
        "c": meta.origin.channel,
        "i": meta.origin.activity,
    }
    text = json.dumps(
        {key: value for key, value in data.items() if value}, separators=(",", ":"), ensure_ascii=False
    )
    if size(text) > limits.PRIVATE_METADATA:
        raise BrokenCardError("This form carries more than Slack can keep with it.")
    return text


def unpack(text: str) -> Meta:
    """What `pack` wrote."""
    data = json.loads(text or "{}")
    origin = Origin(data.get("c", ""), data.get("i", ""))
    return Meta(data.get("f", ""), data.get("a", {}), data.get("p", ""), origin)


def block_id(key: str, page: str) -> str:
    """The block of a field. The page is part of it, or Slack would carry typed words over to the next page."""
    if size(key) > limits.BLOCK_ID - 2 * PAGE_DIGEST - 1 or "@" in key:
        raise BrokenCardError(f"The field {key[:40]!r} has a key that Slack cannot carry.")
    return f"{key}@{hashlib.blake2s(page.encode(), digest_size=PAGE_DIGEST).hexdigest()}"


def key_of(block: str) -> str:
    """The key of the field of a block."""
    return block.partition("@")[0]


def field_blocks(field: Field, page: str) -> Iterator[Block]:
    """One question: what does not fit into its label or its options stands above it, its error below."""
    label = field.label or field.key
    if size(label) > limits.INPUT_LABEL:
        yield from paragraphs(label, "bold")
    options = _options(field)
    if any(size(option.label) > limits.OPTION_TEXT for option in options):
        yield from paragraphs("\n".join(f"{n}. {option.label}" for n, option in enumerate(options, 1)))
    hint = " ".join(filter(None, [field.hint, LONGER if _may_be_longer(field) else ""]))
    block: Block = {
        "type": "input",
        "block_id": block_id(field.key, page),
        "label": plain(label, limits.INPUT_LABEL),
        "optional": not field.required,
        "element": _element(field, options),
    }
    if hint:
        block["hint"] = plain(hint, limits.INPUT_LABEL)
    yield block
    if field.error:
        yield from paragraphs(field.error, "bold", quote=True)


def _options(field: Field) -> tuple[Option, ...]:
    if field.kind == "toggle":
        return (Option("yes", "Yes"), Option("no", "No"))
    return field.options if field.kind in {"choice", "choices"} else ()


def _element(field: Field, options: tuple[Option, ...]) -> dict[str, Any]:
    match field.kind:
        case "short_text" | "long_text":
            return _words(field, multiline=field.kind == "long_text")
        case "number":
            if field.value is not None and not re.fullmatch(r"-?\d+(\.\d+)?", str(field.value)):
                return _words(field, multiline=False)
            number = {"type": "number_input", "action_id": INPUT, "is_decimal_allowed": True}
            return number if field.value is None else {**number, "initial_value": str(field.value)}
        case "date" | "time":
            shape = r"\d{4}-\d\d-\d\d" if field.kind == "date" else r"\d\d:\d\d"
            if field.value and not re.fullmatch(shape, str(field.value)):
                return _words(field, multiline=False)
            picker = {"type": f"{field.kind}picker", "action_id": INPUT}
            return {**picker, f"initial_{field.kind}": str(field.value)} if field.value else picker
        case "file":
            return {"type": "file_input", "action_id": INPUT, "max_files": 1}
        case "choice" | "toggle":
            return _one_of(field, options)
        case "choices":
            return _several_of(field, options)
    raise BrokenCardError(f"Slack has no field of the kind {field.kind!r}.")


def _words(field: Field, *, multiline: bool) -> dict[str, Any]:
    most = min(field.max_length or limits.INPUT_TEXT, limits.INPUT_TEXT)
    element: dict[str, Any] = {
        "type": "plain_text_input",
        "action_id": INPUT,
        "multiline": multiline,
        "max_length": most,
    }
    if field.placeholder:
        element["placeholder"] = plain(field.placeholder, limits.PLACEHOLDER)
    if field.value:
        if size(str(field.value)) > limits.INPUT_TEXT:
            raise BrokenCardError(
                f"What stands under {field.label[:60]!r} is longer than a form in Slack can hold."
            )
        element["initial_value"] = str(field.value)
        element["max_length"] = max(most, size(str(field.value)))
    return element


def _one_of(field: Field, options: tuple[Option, ...]) -> dict[str, Any]:
    _check_options(field, options)
    if len(options) + (not field.required) > limits.SELECT_OPTIONS:
        element: dict[str, Any] = {"type": "external_select", "action_id": INPUT, "min_query_length": 0}
    else:
        if not field.required:
            options = (*options, Option(NOTHING, NOTHING_LABEL))
        kind = "radio_buttons" if len(options) <= MOST_RADIO else "static_select"
        element = {"type": kind, "action_id": INPUT, "options": [option_object(option) for option in options]}
    chosen = next((option for option in options if option.value == field.value), None)
    return {**element, "initial_option": option_object(chosen)} if chosen else element


def _several_of(field: Field, options: tuple[Option, ...]) -> dict[str, Any]:
    """A menu that keeps the order of choosing where that counts or there are many, else boxes to tick."""
    _check_options(field, options)
    if len(options) > limits.SELECT_OPTIONS:
        element: dict[str, Any] = {"type": "multi_external_select", "action_id": INPUT, "min_query_length": 0}
    else:
        kind = "checkboxes" if len(options) <= MOST_RADIO and not field.ranked else "multi_static_select"
        element = {"type": kind, "action_id": INPUT, "options": [option_object(option) for option in options]}
    by_value = {option.value: option for option in options}
    chosen = [option_object(by_value[value]) for value in field.value or [] if value in by_value]
    return {**element, "initial_options": chosen} if chosen else element


def _check_options(field: Field, options: tuple[Option, ...]) -> None:
    if not options:
        raise BrokenCardError(f"There is nothing to choose from under {field.label[:60]!r}.")
    if any(size(option.value) > limits.OPTION_VALUE or not option.value for option in options):
        raise BrokenCardError(f"A choice under {field.label[:60]!r} carries more than Slack takes.")


def option_object(option: Option) -> dict[str, Any]:
    """One choice; what it says beyond its label where there is room."""
    found = {"text": plain(option.label, limits.OPTION_TEXT), "value": option.value}
    return (
        {**found, "description": plain(option.description, limits.OPTION_TEXT)}
        if option.description
        else found
    )


def values(state: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, list[dict[str, Any]]]]:
    """The values of `view.state.values` by field key, and the files of its file fields as Slack describes them."""
    found: dict[str, Any] = {}
    files: dict[str, list[dict[str, Any]]] = {}
    for block, elements in state.items():
        element = elements.get(INPUT)
        if element is None:
            continue
        if element["type"] == "file_input":
            files[key_of(block)] = list(element.get("files") or [])
            found[key_of(block)] = None
        else:
            found[key_of(block)] = value(element)
    return found, files


def value(element: Mapping[str, Any]) -> Any:
    """What stands in one element: a string, a list of strings, or None."""
    match element["type"]:
        case "plain_text_input" | "number_input":
            return element.get("value")
        case "datepicker":
            return element.get("selected_date")
        case "timepicker":
            return element.get("selected_time")
        case "radio_buttons" | "static_select" | "external_select":
            chosen = (element.get("selected_option") or {}).get("value")
            return None if chosen == NOTHING else chosen
        case "checkboxes" | "multi_static_select" | "multi_external_select":
            return [option["value"] for option in element.get("selected_options") or []]
    return None
