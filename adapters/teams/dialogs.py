"""Forms as dialogs: one page is one card with inputs, and what a page sends back.

Dialogs do not stack, and inputs never submit by themselves. A dialog takes no files: such a field says that the file
is asked for in the chat, and has no key in what comes back. No input is `isRequired`: the client would then hold back
the button that saves what is there and leaves; what is missing is said beside its field by the answer.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any
from urllib.parse import quote, unquote

from adapters.teams.buttons import OURS, text_args
from adapters.teams.limits import EXPANDED_OPTIONS, MESSAGE_BYTES, drawn_size
from adapters.teams.markup import Element, heading, paragraph, unbraced
from adapters.teams.render import ADAPTIVE, SCHEMA, VERSION, elements
from bot.activities import Submission
from bot.cards import Attachment, Field, Form, Image
from bot.errors import UnsupportedPartError

PREFIX = "field."  # keeps the keys of fields apart from our own data
LONGEST = 10_000
RANKED = "ranked"
PLACE = "#"
PLACES = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
_NUMBER = re.compile(r"[-+]?\d+(\.\d+)?")
TOO_LONG = (
    "This page is longer than a window in Teams takes. Please go on in the chat: I ask there, one by one."
)
NO_FILES = "A file cannot be added in this window. I will ask for it in the chat when you go on."


def dialog(form: Form) -> dict[str, Any]:
    """The `value` of a task answer of type `continue`: one page."""
    return {
        "title": form.title,
        "height": "large" if len(form.fields) > 2 else "medium",
        "width": "medium",
        "card": {"contentType": ADAPTIVE, "content": page(form)},
    }


def page(form: Form) -> Element:
    """A form's page as a card; raises UnsupportedPartError where Teams would not take it."""
    body: list[Element] = []
    wrong = sum(bool(field.error) for field in form.fields)
    if form.error or wrong:
        which = "One answer needs" if wrong == 1 else f"{wrong} answers need"
        words = form.error or f"{which} another look. What you typed is still here."
        body.append({"type": "Container", "style": "attention", "items": paragraph(words)})
    for text in form.intro:
        body += elements(text, _no_files_here)
    for field in form.fields:
        body += _field(field)
    back = {
        "form": form.name,
        "args": dict(form.args),
        "page": form.page,
        "fields": {field.key: _kind(field) for field in form.fields if field.kind != "file"},
    }
    actions: list[Element] = [{"type": "Action.Submit", "title": form.submit, "data": {OURS: back}}]
    if form.in_chat:
        leave = {"do": form.in_chat.name, "args": dict(form.in_chat.args), "leaves": back}
        actions.append({"type": "Action.Submit", "title": form.in_chat.label, "data": {OURS: leave}})
    card = {
        "type": "AdaptiveCard",
        "$schema": SCHEMA,
        "version": VERSION,
        "fallbackText": f"{form.title}. This version of Teams cannot show the form; it can be done in the chat.",
        "body": body,
        "actions": actions,
    }
    if drawn_size(card) > MESSAGE_BYTES:
        raise UnsupportedPartError(TOO_LONG)
    return card


def _no_files_here(part: Image | Attachment) -> str:
    raise UnsupportedPartError(f"A dialog cannot show a {type(part).__name__}.")


def _field(field: Field) -> list[Element]:
    above = paragraph(field.error, color="Attention", weight="Bolder") if field.error else []
    if field.kind == "file":
        return [*above, heading(field.label, size="Default"), *paragraph(NO_FILES)]
    if _kind(field) == RANKED:
        return [*above, *_ranks(field)]
    drawn: Element = {"id": PREFIX + field.key, "label": _label(field), **_input(field)}
    if field.placeholder and field.kind not in {"choices", "toggle"}:
        drawn["placeholder"] = field.placeholder
    return [*above, drawn]


def _kind(field: Field) -> str:
    return RANKED if field.ranked else field.kind


def _ranks(field: Field) -> list[Element]:
    """A list for each place: one list of several does not keep the order in which they were chosen."""
    places = min(field.most or len(field.options), len(field.options), len(PLACES))
    chosen = list(field.value or [])
    found = []
    for number in range(places):
        label = f"{field.label}: {PLACES[number]} choice"
        one = replace(
            field,
            key=f"{field.key}{PLACE}{number + 1}",
            kind="choice",
            label=label,
            hint=field.hint if not number else "",
            required=field.required and not number,
            value=chosen[number] if number < len(chosen) else None,
            error="",
            ranked=False,
        )
        found += _field(one)
    return found


def _label(field: Field) -> str:
    words = f"{field.label} (required)" if field.required and field.kind != "toggle" else field.label
    end = "" if words.endswith(("?", ".")) else "."
    return unbraced(f"{words}{end} {field.hint}" if field.hint else words)


def _input(field: Field) -> Element:
    stands = _value(field)
    value = {} if stands in (None, "", []) else {"value": stands}
    match field.kind:
        case "short_text":
            return {"type": "Input.Text", **_longest(field), **value}
        case "long_text":
            return {
                "type": "Input.Text",
                "isMultiline": True,
                "maxLength": field.max_length or LONGEST,
                **value,
            }
        case "choice":
            return {"type": "Input.ChoiceSet", "style": _style(field), **_choices(field), **value}
        case "choices":
            return {
                "type": "Input.ChoiceSet",
                "isMultiSelect": True,
                "style": "expanded",
                **_choices(field),
                **value,
            }
        case "date":
            return {"type": "Input.Date", **value}
        case "time":
            return {"type": "Input.Time", **value}
        case "number":
            return {"type": "Input.Number", **value}
        case "toggle":
            return {
                "type": "Input.Toggle",
                "title": "Yes",
                "valueOn": "yes",
                "valueOff": "no",
                "wrap": True,
                **value,
            }
        case _:
            raise UnsupportedPartError(f"Teams cannot show a field of the kind {field.kind}.")


def _longest(field: Field) -> Element:
    return {"maxLength": field.max_length} if field.max_length else {}


def _value(field: Field) -> Any:
    if field.value is None:
        return None
    if field.kind == "choices":
        return ",".join(_escaped(str(value)) for value in field.value)
    if field.kind == "number":
        return float(field.value) if _NUMBER.fullmatch(str(field.value)) else None
    return _escaped(str(field.value)) if field.kind == "choice" else str(field.value)


def _style(field: Field) -> str:
    return "expanded" if len(field.options) <= EXPANDED_OPTIONS else "compact"


def _choices(field: Field) -> Element:
    return {
        "wrap": True,
        "choices": [
            {
                "title": unbraced(
                    f"{option.label} – {option.description}" if option.description else option.label
                ),
                "value": _escaped(option.value),
            }
            for option in field.options
        ],
    }


def _escaped(value: str) -> str:
    """An option's value with no comma: the client joins several with commas."""
    return quote(value, safe=" /:;@!$'()*+?=&#[]<>\"|\\^`{}~")


def submitted(data: Any) -> Submission | None:
    """What a page sent back; None where it is no page of ours."""
    return _page(data, data.get(OURS)) if isinstance(data, dict) else None


def left(data: Any) -> Submission | None:
    """What stands in a page that is left for the chat, without the empty fields; None where nothing does."""
    ours = data.get(OURS) if isinstance(data, dict) else None
    page = _page(data, ours.get("leaves")) if isinstance(ours, dict) else None
    filled = {key: value for key, value in page.values.items() if value} if page else {}
    return replace(page, values=filled, page="") if page and filled else None


def _page(data: dict[str, Any], ours: Any) -> Submission | None:
    if not isinstance(ours, dict) or not isinstance(ours.get("form"), str):
        return None
    kinds = text_args(ours.get("fields"))
    return Submission(
        form=ours["form"],
        args=text_args(ours.get("args")),
        values={
            key: _read_ranks(data, key) if kind == RANKED else _read(kind, data.get(PREFIX + key))
            for key, kind in kinds.items()
        },
        page=str(ours.get("page", "")),
    )


def _read_ranks(data: dict[str, Any], key: str) -> list[str]:
    """What was chosen in each place, in order; a choice made twice keeps its better place."""
    places = [data.get(f"{PREFIX}{key}{PLACE}{number}") for number in range(1, len(PLACES) + 1)]
    return list(dict.fromkeys(unquote(str(one)) for one in places if one))


def _read(kind: str, raw: Any) -> Any:
    if raw is None or raw == "":
        return [] if kind == "choices" else None
    if kind == "choices":
        return [unquote(value) for value in str(raw).split(",") if value]
    return unquote(str(raw)) if kind == "choice" else str(raw)
