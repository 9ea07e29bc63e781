"""What pydantic found wrong, said so that a person who knows no Python can mend it."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from typing import Annotated, Any, get_args, get_origin

from pydantic import BaseModel, Tag, ValidationError
from pydantic_core import ErrorDetails

from bot.programme.definition import Programme
from bot.programme.problems import Problem
from bot.programme.yaml_reading import Path, Tree, place

_WANTED = {
    "string_type": (
        "words",
        "Write words; put quotation marks around them if they look like something else.",
    ),
    "int_type": ("a whole number", "Write a number without quotation marks, such as 48."),
    "int_from_float": ("a whole number", "Write a whole number, such as 48."),
    "float_type": ("a number", "Write a number without quotation marks, such as 2.5."),
    "bool_type": ("yes or no", "Write yes or no."),
    "tuple_type": ("a list", "Write each item on its own line after “- ”, or all in [square brackets]."),
    "dict_type": (
        "a group of `key: value` lines",
        "Write the keys on the lines below, two spaces further in.",
    ),
    "model_type": (
        "a group of `key: value` lines",
        "Write the keys on the lines below, two spaces further in.",
    ),
    "date_type": ("a date", "Write year-month-day, such as 2024-03-04."),
    "time_type": ("a time of day", "Write it on the 24-hour clock, such as 09:30."),
    "datetime_type": ("a date with a time", "Write it as 2024-03-04T17:00."),
}


def explain(error: ValidationError, tree: Tree) -> list[Problem]:
    """Return one problem for each mistake that the typed models found."""
    return [_one(details, tree) for details in error.errors(include_url=False)]


def _one(details: ErrorDetails, tree: Tree) -> Problem:
    path = _in_file(details["loc"], tree)
    kind = details["type"]
    context = details.get("ctx", {})
    if kind == "missing":
        key = str(details["loc"][-1])
        return Problem(
            tree.line(path),
            place(path),
            f"`{key}` is missing",
            f"Add `{key}:` here; docs/programme-file.md says what goes in it.",
        )
    if kind == "extra_forbidden":
        return _unknown_key(details, path, tree)
    return Problem(tree.line(path), place(path), *_message(kind, details, context))


def _message(kind: str, details: ErrorDetails, context: dict[str, Any]) -> tuple[str, str]:
    value = details["input"]
    if "mend" in context:
        return details["msg"], str(context["mend"])
    if kind in _WANTED:
        wanted, mend = _WANTED[kind]
        return (
            f"this is empty, and {wanted} should be here"
            if value is None
            else f"{_show(value)} is not {wanted}"
        ), mend
    if kind == "literal_error":
        choices = [part.strip("' ") for part in str(context["expected"]).replace(" or ", ", ").split(",")]
        near = difflib.get_close_matches(str(value), choices, n=1)
        mend = f"Did you mean {near[0]}? " if near else ""
        return f"{_show(value)} is not one of the choices", f"{mend}The choices: {', '.join(choices)}."
    if kind in ("union_tag_not_found", "union_tag_invalid"):
        tags = _tags(details["loc"])
        return "none of the ways to say this was found", f"Use one of these keys: {', '.join(tags)}."
    if kind in (
        "too_short",
        "too_long",
        "greater_than",
        "greater_than_equal",
        "less_than",
        "less_than_equal",
    ):
        return f"{_show(value)} cannot be used here", details["msg"].replace(
            "Input should", "It should"
        ) + "."
    return details["msg"], "See docs/programme-file.md for what goes here."


def _show(value: object) -> str:
    if isinstance(value, dict):
        return "a group of keys"
    if isinstance(value, tuple):
        return "an empty list" if not value else "a list"
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = str(value)
    return f"“{text if len(text) <= 60 else text[:57] + '…'}”"


def _in_file(loc: tuple[str | int, ...], tree: Tree) -> Path:
    """Return the place in the file for pydantic's place, leaving out the names of union members."""
    path: Path = ()
    data: Any = tree.data
    for part in loc:
        in_list = isinstance(part, int) and isinstance(data, tuple) and part < len(data)
        if in_list or (isinstance(data, dict) and part in data and (*path, part) in tree.lines):
            data = data[part]
        else:
            continue
        path = (*path, part)
    return path


def _unknown_key(details: ErrorDetails, path: Path, tree: Tree) -> Problem:
    key = str(details["loc"][-1])
    known = sorted(_fields(details["loc"][:-1]))
    near = difflib.get_close_matches(key, known, n=1, cutoff=0.6)
    mend = f"Did you mean `{near[0]}`?" if near else f"The keys here are: {', '.join(known)}."
    return Problem(tree.line(path), place(path), f"`{key}` is not a key of this part", mend)


def _fields(loc: tuple[str | int, ...]) -> set[str]:
    models = list(_models(Programme, loc))
    return set().union(*(set(model.model_fields) for model in models)) if models else set()


def _models(annotation: Any, loc: tuple[str | int, ...]) -> Iterator[type[BaseModel]]:
    """Walk the annotations along pydantic's place to the models that it ends in."""
    for bare, tag in _members(annotation):
        rest = loc
        if tag is not None:
            if rest and rest[0] == tag:
                rest = rest[1:]
            elif rest:
                continue
        if isinstance(bare, type) and issubclass(bare, BaseModel):
            if not rest:
                yield bare
            elif rest[0] in bare.model_fields:
                yield from _models(bare.model_fields[str(rest[0])].annotation, rest[1:])
        elif get_origin(bare) in (tuple, dict) and rest:
            inner = get_args(bare)
            yield from _models(inner[0] if get_origin(bare) is tuple else inner[1], rest[1:])


def _members(annotation: Any) -> Iterator[tuple[Any, str | None]]:
    """Return the members of a union with the tags they are told apart by; a plain type is its own member."""
    if get_origin(annotation) is Annotated:
        bare, *extra = get_args(annotation)
        tag = next((one.tag for one in extra if isinstance(one, Tag)), None)
        if tag is not None:
            yield bare, tag
        else:
            yield from _members(bare)
    elif get_origin(annotation) in (tuple, dict) or isinstance(annotation, type):
        yield annotation, None
    else:
        for member in get_args(annotation):
            yield from _members(member)


def _tags(loc: tuple[str | int, ...]) -> list[str]:
    """Return the keys by which the members of the union at this place are told apart."""
    if not loc:
        return []
    last = loc[-1]
    for model in _models(Programme, loc[:-1]):
        if last in model.model_fields:
            annotation = model.model_fields[str(last)]
            tags = [tag for _, tag in _members(annotation.annotation) if tag]
            if tags:
                return tags
    return []
