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
OF_OTHERS = {"session": ("sessions", ("dates",)), "check_in": ("check_ins", ("when", "weeks"))}
"""Where in the file the dates of a session ("session:KEY") and the weeks of a check-in ("check_in:KEY") stand."""
SOURCE = "staff_changes"
Edit: TypeAlias = tuple[int, int, str]


def can_move(event: str) -> bool:
    """Whether a date of this kind can be moved in words."""
    return event in EVENTS or event.partition(":")[0] in OF_OTHERS


def move_date(text: str, cycle: str, event: str, day: dt.date, *, by: str, on: dt.date, why: str = "") -> str:
    """The programme file with one date moved; `by`, `on` and `why` say who moved it, when, for what reason.

    `event` is a key of EVENTS, "session:KEY" or "check_in:KEY" (whose week is that of the day); `cycle` a cycle's
    key. Raises NotFoundError where the file has no such date. The text must still be loaded, which checks it as a
    whole.
    """
    root = yaml.compose(text, Loader=yaml.BaseLoader) or yaml.MappingNode("", [])
    old, alike, says = _found(root, cycle, event)
    facts = _names(old)
    kept = f", facts: [{', '.join(facts)}]" if facts else ", status: assumed"
    if _child(old, "week") is not None:
        day -= dt.timedelta(days=day.weekday())
        new, said = f"{{week: {day.isoformat()}{kept}}}", f"in the week beginning {say_day(day)}"
    else:
        new, said = f"{{day: {day.isoformat()}, basis: unspecified{kept}}}", say_day(day)
        said = f"on {said}" if event not in EVENTS else said
    sharing = [one for one in alike if facts and _names(one) == facts]
    edits = [_instead(one, new) for one in (sharing or [old])]
    reason = f", because {why}" if why else ""
    words = f"{says} {said}; moved by {by} on {say_day(on)}{reason}."
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


def _found(root: yaml.Node, cycle: str, event: str) -> tuple[yaml.Node, list[yaml.Node], str]:
    """The node of a date, those of every cycle (what rests on the same lines can only move together), and its words."""
    kind, _, key = event.partition(":")
    if kind in OF_OTHERS:
        part, path = OF_OTHERS[kind]
        dates = one = next((one for one in _items(_at(root, part)) if _at(one, "key").value == key), root)
        for name in path:
            dates = _at(dates, name)
        return _at(dates, cycle), _values(dates), f"The {_at(one, 'name').value} is"
    name, says = EVENTS[event]
    if event == "journal":
        deadline = _at(_at(root, "journal"), "deadline")
        own = _child(deadline, "dates")
        return (_at(own, cycle) if own is not None else _at(deadline, "date")), [], says
    for one in _items(_at(root, "cycles")):
        if _at(one, "key").value == cycle:
            every = [_child(other, name) for other in _items(_at(root, "cycles"))]
            return _at(one, name), [other for other in every if other is not None], says
    raise NotFoundError(f"There is no cycle {cycle} in this programme.")


def _names(node: yaml.Node) -> list[str]:
    return [one.value for one in _items(_child(node, "facts"))]


def _values(node: yaml.Node) -> list[yaml.Node]:
    return [value for _, value in node.value] if isinstance(node, yaml.MappingNode) else []


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
