"""A date of a programme that staff move: the file is changed as text, in place, so that what runs is one whole file.

The facts that said the old date say the new one, with staff as their source.
"""

from __future__ import annotations

import datetime as dt
import json
from typing import TypeAlias

import yaml

from bot.errors import NotFoundError
from bot.programme.dates.saying import say_day

EVENTS: dict[str, tuple[str, str]] = {
    "opens": ("opens", "Applications open on"),
    "applications": ("closes", "The deadline for applications is"),
    "sent_to_hosts": ("sent_to_hosts", "Applications are sent to hosts on"),
    "journal": ("journal", "The journal's deadline is"),
}
SOURCE = "staff_changes"
Edit: TypeAlias = tuple[int, int, str]


def move_date(text: str, cycle: str, event: str, day: dt.date, *, by: str, on: dt.date) -> str:
    """The programme file with one date moved; `by` and `on` say who moved it, when.

    `event` is a key of EVENTS; `cycle` a cycle's key. Raises NotFoundError where the file has no such date. The text
    must still be loaded, which checks it as a whole.
    """
    root = yaml.compose(text, Loader=yaml.BaseLoader) or yaml.MappingNode("", [])
    old = _date(root, cycle, EVENTS[event][0])
    facts = [one.value for one in _items(_child(old, "facts"))]
    kept = f", facts: [{', '.join(facts)}]" if facts else ", status: assumed"
    edits = [
        _instead(one, f"{{day: {day.isoformat()}, basis: unspecified{kept}}}")
        for one in (_sharing(root, EVENTS[event][0], facts) or [old])
    ]
    words = f"{EVENTS[event][1]} {say_day(day)}; moved by {by} on {say_day(on)}."
    for name in facts:
        fact = _at(_child(root, "facts"), name)
        edits.append(_instead(fact, _fact(fact, json.dumps(words, ensure_ascii=False))))
    sources = _at(root, "sources")
    title = json.dumps(f"{by}, staff of the programme, on {say_day(on)}", ensure_ascii=False)
    line = f"{{title: {title}, as_of: {on.isoformat()}}}"
    if (known := _child(sources, SOURCE)) is not None:
        edits.append(_instead(known, line))
    else:
        end = len(text[: sources.end_mark.index].rstrip())
        edits.append((end, end, f"\n{' ' * sources.start_mark.column}{SOURCE}: {line}"))
    for begin_at, end_at, new in sorted(edits, reverse=True):
        text = text[:begin_at] + new + text[end_at:]
    return text


def _date(root: yaml.Node, cycle: str, key: str) -> yaml.Node:
    """The node of a date."""
    if key != "journal":
        for one in _items(_at(root, "cycles")):
            if _at(one, "key").value == cycle:
                return _at(one, key)
        raise NotFoundError(f"There is no cycle {cycle} in this programme.")
    deadline = _at(_at(root, "journal"), "deadline")
    dates = _child(deadline, "dates")
    return _at(dates, cycle) if dates is not None else _at(deadline, "date")


def _sharing(root: yaml.Node, key: str, facts: list[str]) -> list[yaml.Node]:
    """The same date of every cycle that rests on the same lines: they can only move together."""
    if not facts or key == "journal":
        return []
    found = [_child(one, key) for one in _items(_at(root, "cycles"))]
    return [
        one
        for one in found
        if one is not None and [name.value for name in _items(_child(one, "facts"))] == facts
    ]


def _child(node: yaml.Node | None, key: str) -> yaml.Node | None:
    if not isinstance(node, yaml.MappingNode):
        return None
    return next((value for name, value in node.value if name.value == key), None)


def _at(node: yaml.Node | None, key: str) -> yaml.Node:
    found = _child(node, key)
    if found is None:
        raise NotFoundError(f"This programme has no date to move: {key} is not in its file.")
    return found


def _items(node: yaml.Node | None) -> list[yaml.Node]:
    return list(node.value) if isinstance(node, yaml.SequenceNode) else []


def _instead(node: yaml.Node, new: str) -> Edit:
    """Put other words in a node's place; a block reaches to the next key, whose line and indentation stay."""
    block = isinstance(node, yaml.CollectionNode) and not node.flow_style
    tail = "\n" + " " * node.end_mark.column if block else ""
    return node.start_mark.index, node.end_mark.index, new + tail


def _fact(fact: yaml.Node, words: str) -> str:
    """A fact that says the new date: what it is about stays, its words and its source are those of staff."""
    about = [f"topic: {_at(fact, 'topic').value}"]
    if also := _items(_child(fact, "also")):
        about.append(f"also: [{', '.join(one.value for one in also)}]")
    if (cycle := _child(fact, "cycle")) is not None:
        about.append(f"cycle: {json.dumps(cycle.value)}")
    return f"{{{', '.join(about)}, text: {words}, verbatim: [{words}], status: stated, source: {SOURCE}}}"
