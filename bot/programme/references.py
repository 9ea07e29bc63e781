"""Keys that name other parts of the file: every one must exist."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import BaseModel

from bot.programme.base import Sourced
from bot.programme.definition import (
    ByWeek,
    Cycle,
    Deliverable,
    Fact,
    Ignored,
    JournalDeadline,
    NeedsCheckIn,
    NeedsDeliverable,
    NeedsSession,
    Programme,
    Session,
    Share,
)
from bot.programme.problems import Problem
from bot.programme.yaml_reading import Path, Tree, place


def broken_references(programme: Programme, tree: Tree) -> list[Problem]:
    """Return a problem for each key that names something the file does not have, or names twice."""
    return [Problem(tree.line(path), place(path), message, mend) for path, message, mend in _check(programme)]


Broken = tuple[Path, str, str]


def _check(programme: Programme) -> Iterator[Broken]:
    known: dict[str, Iterable[str]] = {
        "fact": programme.facts,
        "source": programme.sources,
        "cycle": [cycle.key for cycle in programme.cycles],
        "theme": [theme.key for theme in programme.themes.items] if programme.themes else [],
        "session": [session.key for session in programme.sessions],
        "check-in": [check_in.key for check_in in programme.check_ins],
        "deliverable": [one.key for one in programme.deliverables],
        "step": [step.key for step in programme.application.steps],
    }
    for path, part in _parts(programme, ()):
        yield from _statuses(path, part)
        for where, kind, key in _references(path, part):
            if key not in known[kind]:
                yield _missing(where, kind, key, list(known[kind]))
    yield from _twice(programme)


def _parts(value: Any, path: Path) -> Iterator[tuple[Path, BaseModel]]:
    if isinstance(value, BaseModel):
        yield path, value
        for name in type(value).model_fields:
            yield from _parts(getattr(value, name), (*path, name))
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _parts(item, (*path, index))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _parts(item, (*path, key))


def _references(path: Path, part: BaseModel) -> Iterator[tuple[Path, str, str]]:
    if isinstance(part, Sourced):
        for index, key in enumerate(part.facts):
            yield (*path, "facts", index), "fact", key
    if isinstance(part, Fact | Ignored) and part.source:
        yield (*path, "source"), "source", part.source
    match part:
        case Fact(cycle=str(key)):
            yield (*path, "cycle"), "cycle", key
        case Cycle(theme=str(key)):
            yield (*path, "theme"), "theme", key
        case NeedsSession(session=key):
            yield (*path, "session"), "session", key
        case NeedsCheckIn(check_in=key):
            yield (*path, "check_in"), "check-in", key
        case NeedsDeliverable(deliverable=key):
            yield (*path, "deliverable"), "deliverable", key
        case Share(fields=keys):
            for index, key in enumerate(keys):
                yield (*path, "fields", index), "step", key
        case _:
            yield from _per_cycle(path, part)


def _per_cycle(path: Path, part: BaseModel) -> Iterator[tuple[Path, str, str]]:
    names: tuple[str, ...] = ()
    match part:
        case Session():
            names = ("dates", "invitations")
        case Deliverable():
            names = ("due",)
        case ByWeek():
            names = ("weeks",)
        case JournalDeadline():
            names = ("dates",)
            for index, key in enumerate(part.not_separately_for):
                yield (*path, "not_separately_for", index), "cycle", key
        case _:
            pass
    for name in names:
        for key in getattr(part, name):
            yield (*path, name, key), "cycle", key


def _missing(where: Path, kind: str, key: str, known: list[str]) -> Broken:
    near = difflib.get_close_matches(key, known, n=1)
    mend = f"Did you mean “{near[0]}”?" if near else f"There are: {', '.join(known) or 'none'}."
    return where, f"there is no {kind} with the key “{key}”", mend


def _statuses(path: Path, part: BaseModel) -> Iterator[Broken]:
    if isinstance(part, Sourced) and part.status in ("stated", "derived") and not part.facts:
        mend = "Name the fact in `facts:`, or write `status: assumed`."
        yield (*path, "status"), f"this says that it is {part.status}, and names no fact that says so", mend
    if isinstance(part, Fact) and part.status == "stated" and not part.verbatim:
        mend = "Copy the line word for word into `verbatim:`, or write another `status:`."
        yield (*path, "status"), "this fact says that it is stated, and has no line that states it", mend
    if isinstance(part, Fact) and part.status == "unknown" and not part.route:
        yield path, "this fact is unknown, and has no `route`", "Say in `route:` whom a person can ask."


def _twice(programme: Programme) -> Iterator[Broken]:
    lists: list[tuple[Path, list[str]]] = [
        (("sessions",), [one.key for one in programme.sessions]),
        (("check_ins",), [one.key for one in programme.check_ins]),
        (("deliverables",), [one.key for one in programme.deliverables]),
        (("application", "steps"), [one.key for one in programme.application.steps]),
        (("themes", "items"), [one.key for one in programme.themes.items] if programme.themes else []),
    ]
    for path, keys in lists:
        for index, key in enumerate(keys):
            if key in keys[:index]:
                yield (*path, index, "key"), f"the key “{key}” is here twice", "Give each its own key."
    windows: set[str] = set()
    for index, cycle in enumerate(programme.cycles):
        for key in cycle.window_keys:
            if key in windows:
                yield ("cycles", index), f"the key “{key}” is here twice", "Give each its own key."
            windows.add(key)
