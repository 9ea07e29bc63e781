"""YAML to plain data, remembering the line of every key and value.

Only plain YAML is read: no tags, no anchors, no guessing of dates or clock times, so that what
stands in the file reaches the typed models as it was written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from bot.programme.problems import Problem

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PLACEHOLDER = re.compile(r"«[^»]*»")
_INT = re.compile(r"-?(0|[1-9]\d{0,15})")
_FLOAT = re.compile(r"-?\d{1,15}\.\d{1,15}")
_WORDS: dict[str, object] = {
    "true": True,
    "True": True,
    "false": False,
    "False": False,
    "null": None,
    "~": None,
    "": None,
}
_QUOTED = ("'", '"', "|", ">")
_CORE = "tag:yaml.org,2002:"
_PLAIN_TAGS = frozenset(
    _CORE + name
    for name in ("str", "int", "float", "bool", "null", "timestamp", "map", "seq", "merge", "value")
)

MOST_CHARACTERS = 1_000_000
DEEPEST = 40

Path = tuple[str | int, ...]


@dataclass
class Tree:
    """The data of a file, and the line (from 1) of every place in it."""

    data: dict[str, Any]
    lines: dict[Path, int] = field(default_factory=dict)

    def line(self, path: Path) -> int:
        """Return the line of a place, or of the nearest place around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def line_of(self, said: str) -> int:
        """Return the line of a place in words, such as `sessions / training`: things in lists go by key or number."""
        path: Path = ()
        data: Any = self.data
        for name in said.split(" / "):
            step: str | int | None = name if isinstance(data, dict) and name in data else None
            if isinstance(data, tuple):
                step = next(
                    (
                        number
                        for number, one in enumerate(data)
                        if name == str(number + 1) or (isinstance(one, dict) and one.get("key") == name)
                    ),
                    None,
                )
            if step is None:
                break
            path, data = (*path, step), data[step]
        return self.line(path)


def place(path: Path) -> str:
    """Say a place in words: positions in lists count from 1."""
    return " / ".join(str(part + 1) if isinstance(part, int) else part for part in path)


def read_yaml(text: str) -> tuple[Tree | None, list[Problem]]:
    """Return the tree of a file and the mistakes in its writing; no tree where it cannot be read at all."""
    text = text.removeprefix("\ufeff")
    if len(text) > MOST_CHARACTERS:
        mend = "Is this the right file? A programme file has a few hundred lines."
        return None, [
            Problem(1, "", f"the file has {len(text):,} characters, far more than a programme needs", mend)
        ]
    try:
        too_deep = _first_too_deep(text)
        if too_deep:
            mend = "Look for an indentation or a bracket that goes on too long."
            return None, [Problem(too_deep, "", "parts stand within parts far too deep here", mend)]
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        said = error.problem or error.context or "it cannot be read"
        line = text.splitlines()[mark.line] if mark and mark.line < len(text.splitlines()) else ""
        hint = _hint(said, line)
        return None, [Problem(mark.line + 1 if mark else 1, "", f"this is not YAML: {said}", hint)]
    except yaml.YAMLError as error:
        return None, [Problem(1, "", f"this is not YAML: {error}", "Save the file as plain text in UTF-8.")]
    if not isinstance(node, yaml.MappingNode):
        mend = "Start from `foothold programme new KEY`, or from one of the shipped programmes."
        return None, [
            Problem(1, "", "a programme file is a list of `key: value` lines, and this is none", mend)
        ]
    reader = _Reader()
    data = reader.read(node, ())
    return Tree(data, reader.lines), reader.problems


def _first_too_deep(text: str) -> int | None:
    """Return the line of the first part that is nested too deep: putting it together could end the process."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEEPEST:
                return event.start_mark.line + 1 if event.start_mark else 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
    return None


def _hint(said: str, line: str) -> str:
    if "\t" in line[: len(line) - len(line.lstrip())]:
        return "Indent with spaces, not with tabs."
    if "cannot start any token" in said:
        return "Put quotation marks around a text that starts with %, @ or `."
    if "mapping values are not allowed" in said:
        return "Put quotation marks around a text that has a colon in it."
    if "found unexpected end" in said or "quoted scalar" in said:
        return "A quotation mark is opened and never closed."
    if "alias" in said or "anchor" in said:
        return "Put quotation marks around a text that starts with * or &."
    return (
        "Look at this line and the one above it: the indentation, a missing colon, a missing quotation mark."
    )


class _Reader:
    def __init__(self) -> None:
        self.lines: dict[Path, int] = {}
        self.problems: list[Problem] = []
        self._seen: set[int] = set()

    def read(self, node: yaml.Node, path: Path) -> Any:
        line = node.start_mark.line + 1
        self.lines.setdefault(path, line)
        if id(node) in self._seen:
            self._problem(
                line, path, "anchors and aliases (& and *) are not used here", "Write the part out again."
            )
            return None
        self._seen.add(id(node))
        if node.tag not in _PLAIN_TAGS:
            self._problem(line, path, f"tags such as {node.tag} are not used here", "Leave the tag out.")
            return None
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return tuple(self.read(child, (*path, index)) for index, child in enumerate(node.value))
        if not isinstance(node, yaml.ScalarNode):
            return None
        if _PLACEHOLDER.fullmatch(node.value):
            self._problem(
                line, path, f"{node.value} is still to be filled in", "Write your own words in its place."
            )
        return self._scalar(node)

    def _mapping(self, node: yaml.MappingNode, path: Path) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                self._problem(line, path, "a key must be a plain word", "Write `key: value`.")
                continue
            key = key_node.value
            if key in found:
                first = self.lines[(*path, key)]
                mend = f"It stands on line {first} already: keep one of the two."
                self._problem(line, (*path, key), f"`{key}` is here twice", mend)
                continue
            self.lines[(*path, key)] = line
            found[key] = self.read(value_node, (*path, key))
        return found

    def _scalar(self, node: yaml.ScalarNode) -> object:
        text: str = node.value
        if node.style in _QUOTED:
            return text
        if text.lower() in _WORDS:
            return _WORDS[text.lower()]
        if _INT.fullmatch(text):
            return int(text)
        if _FLOAT.fullmatch(text):
            return float(text)
        return text

    def _problem(self, line: int, path: Path, message: str, mend: str) -> None:
        self.problems.append(Problem(line, place(path), message, mend))
