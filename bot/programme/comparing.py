"""What a new version of a programme file changes, place by place and in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from bot.programme.dates import DateValue, say_date, say_time
from bot.programme.definition import Fact, Programme

_LABELS = {
    "opens": "applications open",
    "closes": "applications close",
    "sent_to_hosts": "applications are sent to hosts",
    "placements": "placements",
}
_NAMELESS = frozenset({"facts", "status"})
_LONGEST = 80


@dataclass(frozen=True)
class Change:
    """One place that differs. `before` is None for what is new, `after` for what is gone."""

    path: str
    before: str | None
    after: str | None
    in_words: str


def what_changed(old: Programme, new: Programme) -> list[Change]:
    """Return every difference between two versions, in the order of the file; empty when they say the same."""
    return list(_compare(old, new, ()))


def _compare(old: Any, new: Any, path: tuple[str, ...]) -> Iterator[Change]:
    if old == new:
        return
    if isinstance(old, DateValue) and isinstance(new, DateValue):
        if _say(old) != _say(new) or old.model_dump(exclude=_PROVENANCE) != new.model_dump(
            exclude=_PROVENANCE
        ):
            yield _change(path, old, new)
        return
    if isinstance(old, Fact) and isinstance(new, Fact):
        yield _change(path, old, new)
    elif isinstance(old, BaseModel) and type(old) is type(new):
        for name in type(old).model_fields:
            yield from _compare(getattr(old, name), getattr(new, name), (*path, name))
    elif (before := _keyed(old)) is not None and (after := _keyed(new)) is not None:
        for key in [*before, *(key for key in after if key not in before)]:
            yield from _compare(before.get(key), after.get(key), (*path, key))
        if list(before) != list(after) and set(before) == set(after):
            yield Change(
                " / ".join(path), ", ".join(before), ", ".join(after), f"{_name(path)}: another order"
            )
    elif path and path[-1] not in _NAMELESS:
        yield _change(path, old, new)


_PROVENANCE = {"facts", "status"}


def _keyed(value: Any) -> dict[str, Any] | None:
    """Return a list of things with keys, or a mapping, by key; None for anything else."""
    if isinstance(value, dict):
        return value
    if isinstance(value, tuple) and all(isinstance(one, BaseModel) and hasattr(one, "key") for one in value):
        return {one.key: one for one in value}
    return None


def _change(path: tuple[str, ...], old: Any, new: Any) -> Change:
    before, after = _say(old), _say(new)
    name = _name(path)
    if before is None:
        words = f"{name}: new, {after}"
    elif after is None:
        words = f"{name}: no longer there (it was {before})"
    elif before == after:
        words = f"{name}: changed in its details"
    else:
        words = f"{name}: {before} becomes {after}"
    return Change(" / ".join(path), before, after, words)


def _name(path: tuple[str, ...]) -> str:
    return ", ".join(_LABELS.get(part, part.replace("_", " ")) for part in path)


def _say(value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, DateValue):
        basis = getattr(value, "basis", "unspecified")
        return say_date(value) + ("" if basis == "unspecified" else f" ({basis.replace('_', ' ')})")
    if isinstance(value, Fact):
        return f"“{_short(value.text)}”"
    if isinstance(value, BaseModel):
        return _short(str(getattr(value, "name", None) or getattr(value, "text", None) or "set"))
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dt.time):
        return say_time(value)
    if isinstance(value, tuple):
        return _short(", ".join(_say(one) or "nothing" for one in value)) or "nothing"
    return _short(str(value))


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
