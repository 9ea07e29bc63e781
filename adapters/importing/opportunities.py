"""What is on offer: one row is one placement of a host, known by its key."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, get_args

from adapters.importing import values
from adapters.importing.columns import Column
from adapters.importing.rows import Cells, Change, differences
from bot.ports import UnitOfWork
from bot.programme.definition import Programme
from bot.programme.opportunities import Mode, Opportunity, Search
from bot.programme.people import Scope

COMPARED = (
    "title",
    "host",
    "summary",
    "sector",
    "theme",
    "mode",
    "location",
    "window",
    "duration",
    "hours",
    "places",
    "group_size",
    "paid",
    "skills",
    "host_supervisor_email",
    "opens",
    "closes",
    "attributes",
)


class Opportunities:
    """Reads rows of opportunities; windows and, where the list is closed, themes are the programme's own."""

    columns: tuple[Column, ...] = (
        Column("key", ("id", "reference", "ref", "code", "opportunity key", "opportunity id"), required=True),
        Column(
            "title", ("name", "job title", "placement", "project", "role title", "opportunity"), required=True
        ),
        Column(
            "host",
            ("employer", "organisation", "organization", "company", "host employer", "host organisation"),
            required=True,
        ),
        Column("summary", ("description", "about", "project description", "details")),
        Column("sector", ("industry",)),
        Column("theme", ("stream", "sdg")),
        Column("mode", ("where", "format", "working mode", "mode of work", "delivery")),
        Column("location", ("city", "place", "office")),
        Column("window", ("cycle", "week", "term", "cohort", "run")),
        Column("duration", ("length",)),
        Column("hours", ("total hours", "hours in total")),
        Column("places", ("vacancies", "positions", "openings", "number of places")),
        Column("group_size", ("group", "team size", "students per group")),
        Column("paid", ("is paid", "pay")),
        Column("skills", ("skills needed", "skills required", "skill")),
        Column(
            "host_supervisor_email", ("supervisor email", "host contact email", "contact email", "host email")
        ),
        Column("opens", ("open date", "opening date", "opens on", "apply from")),
        Column("closes", ("closing date", "deadline", "close date", "closes on", "apply by")),
    )

    def __init__(self, unit: UnitOfWork, programme: Programme, *, whole: bool = True) -> None:
        """`whole`: many rows come, so load what is on offer now."""
        self._unit = unit
        self._programme = programme
        self._scope = Scope(programme.organisation.key, programme.key)
        self._there: dict[str, Opportunity] | None = None
        if whole:
            total = unit.opportunities.count(self._scope, Search())
            found = unit.opportunities.search(self._scope, Search(), limit=max(total, 1))
            self._there = {one.key: one for one in found}
        self._seen: dict[str, int] = {}

    def change(self, cells: Cells) -> Change | None:
        """The change that a row comes to."""
        key = cells.take("key", str, "", required=True)
        if key in self._seen:
            cells.refuse("key", f'"{key}" is already in line {self._seen[key]}')
        before = self._before(key)
        after = self._read(cells, key, before or Opportunity(0, self._scope, key, "", ""))
        if after.opens and after.closes and after.closes < after.opens:
            cells.refuse("closes", f"it closes on {after.closes}, before it opens on {after.opens}")
        if cells.problems:
            return None
        self._seen[key] = cells.line
        label = f"{key}: {after.title}, {after.host}"
        if before is None:
            return Change(cells.line, "new", label, lambda: _ignore(self._unit.opportunities.add(after)))
        said = differences(before, after, COMPARED)
        if not said:
            return Change(cells.line, "same", label, _nothing)
        return Change(cells.line, "changed", f"{label}: {said}", lambda: self._unit.opportunities.save(after))

    def untouched(self) -> int:
        """How many opportunities the file does not name."""
        return len((self._there or {}).keys() - self._seen.keys())

    def _before(self, key: str) -> Opportunity | None:
        if self._there is not None:
            return self._there.get(key)
        return self._unit.opportunities.by_key(self._scope, key) if key else None

    def _read(self, cells: Cells, key: str, before: Opportunity) -> Opportunity:
        """The opportunity with what the file says put over what was known; a column it lacks changes nothing."""
        cells.take("title", str, "", required=True)
        cells.take("host", str, "", required=True)
        none: Any = None
        empty: tuple[str, ...] = ()
        read: dict[str, Callable[[str], Any]] = {
            "title": cells.text,
            "host": cells.text,
            "sector": cells.text,
            "location": cells.text,
            "duration": cells.text,
            "summary": lambda name: cells.values[name].strip(),
            "theme": lambda name: cells.take(name, self._theme, ""),
            "mode": lambda name: cells.take(name, _mode, none),
            "hours": lambda name: cells.take(name, values.number, none),
            "places": lambda name: cells.take(name, values.count, none),
            "group_size": lambda name: cells.take(name, values.count, none),
            "paid": lambda name: cells.take(name, values.yes_no, none),
            "skills": lambda name: cells.take(name, values.listed, empty),
            "host_supervisor_email": lambda name: cells.take(name, values.address, ""),
            "opens": lambda name: cells.take(name, values.day, none),
            "closes": lambda name: cells.take(name, values.day, none),
        }
        said: dict[str, Any] = {name: take(name) for name, take in read.items() if cells.has(name)}
        if cells.has("window") or not before.window:
            said["window"] = self._window(cells)
        further = {name: value for name, value in {**before.attributes, **cells.attributes}.items() if value}
        return replace(before, key=key, attributes=further, **said)

    def _window(self, cells: Cells) -> str:
        cycles = self._programme.cycles
        open_keys = [
            key for cycle in cycles for key in ([one.key for one in cycle.alternatives] or [cycle.key])
        ]
        said = cells.text("window").casefold()
        if not said and len(open_keys) == 1:
            return open_keys[0]
        for cycle in cycles:
            names = {cycle.key, cycle.name, *cycle.aliases}
            if said in {name.casefold() for name in names} and not cycle.alternatives:
                return cycle.key
            for one in cycle.alternatives:
                if said in {one.key.casefold(), one.name.casefold()}:
                    return one.key
        reason = (
            "this cell is empty"
            if not said
            else f'"{cells.text("window")}" is not a window of this programme'
        )
        cells.refuse("window", f"{reason}; it can be {', '.join(open_keys)}")
        return ""

    def _theme(self, text: str) -> str:
        themes = self._programme.themes
        if themes is None:
            return text
        said = text.casefold()
        for theme in themes.items:
            if said in {
                theme.key.casefold(),
                theme.name.casefold(),
                *(alias.casefold() for alias in theme.aliases),
            }:
                return theme.name
        if themes.closed:
            names = "; ".join(theme.name for theme in themes.items)
            raise values.CellError(f'"{text}" is not a {themes.kind} of this programme; it can be: {names}')
        return text


def _mode(text: str) -> Mode | None:
    said = values.chosen(text, values.MODES, "way of working")
    return next((mode for mode in get_args(Mode) if mode == said), None)


def _ignore(_: int) -> None:
    """The id of what was added is not needed here."""


def _nothing() -> None:
    """The row says what is there already."""
