"""What is on offer, and what students saved. How it is searched stands in `store.searching`."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, Literal, TypeAlias

from sqlalchemy import Select, bindparam, delete, select

from bot.errors import ConflictError
from bot.programme.opportunities import Opportunity, Search
from bot.programme.people import Scope
from store import searching
from store.metadata import names, owned, within
from store.opportunities_table import opportunities, saved_opportunities
from store.rows import AnyRow, Repository, rows_of, saving
from store.upserts import added, once
from store.words import fold, spaced, wanted

Listed: TypeAlias = Literal["theme", "sector", "location", "window", "mode"]

_CHANGING = (
    "key", "title", "host", "summary", "sector", "theme", "mode", "location", "window", "duration", "hours", "places",
    "group_size", "paid", "host_supervisor_email", "opens", "closes", "cancelled", "attributes",
)  # fmt: skip
_FOLDED = ("sector_folded", "theme_folded", "location_folded", "skills_folded")

_saved = (saved_opportunities.c.person == bindparam("in_person")) & (
    saved_opportunities.c.opportunity == bindparam("in_opportunity")
)

ADD = added(opportunities, "organisation", "programme", "key")
SAVE = saving(opportunities, *_CHANGING, "skills", *_FOLDED)
GET = rows_of(opportunities, opportunities.c.id == bindparam("in_id"))
BY_KEY = rows_of(opportunities, opportunities.c.key == bindparam("in_key"))
NEWEST = select(opportunities.c.id).where(within(opportunities)).order_by(opportunities.c.id.desc()).limit(1)
MARK = once(saved_opportunities, "organisation", "programme", "person", "opportunity")
UNMARK = delete(saved_opportunities).where(within(saved_opportunities), _saved)
SAVES = select(saved_opportunities.c.person, saved_opportunities.c.opportunity).where(
    within(saved_opportunities)
)
IS_SAVED = select(saved_opportunities.c.person).where(within(saved_opportunities), _saved)


@cache
def _distinct(column: Listed) -> Select[Any]:
    listed = opportunities.c[column]
    return (
        select(listed)
        .where(within(opportunities), opportunities.c.cancelled.is_(None), listed != "")
        .distinct()
        .order_by(listed)
    )


def _values(opportunity: Opportunity) -> dict[str, Any]:
    return {
        **{column: getattr(opportunity, column) for column in _CHANGING},
        "skills": "\n".join(opportunity.skills),
        "sector_folded": fold(opportunity.sector),
        "theme_folded": fold(opportunity.theme),
        "location_folded": spaced(opportunity.location),
        "skills_folded": spaced(" ".join(opportunity.skills)),
    }


class SqlOpportunities(Repository):
    """The port `Opportunities`. `added` is the row's number: later ones are newer."""

    def get(self, scope: Scope, opportunity: int) -> Opportunity | None:
        row = self.one(GET, {**names(scope), "in_id": opportunity})
        return None if row is None else self._seen(row)

    def by_key(self, scope: Scope, key: str) -> Opportunity | None:
        row = self.one(BY_KEY, {**names(scope), "in_key": key})
        return None if row is None else self._seen(row)

    def add(self, opportunity: Opportunity) -> int:
        """Raises ConflictError when the programme has that key already."""
        row = self.one(ADD, {**owned(opportunity.scope), **_values(opportunity), "revision": 0})
        if row is None:
            raise ConflictError(f"The programme has an opportunity {opportunity.key} already.")
        self.remember(row.id, 0)
        return int(row.id)

    def save(self, opportunity: Opportunity) -> None:
        """Raises NotFoundError, or ConflictError when somebody else changed it meanwhile."""
        self.save_row(SAVE, opportunity.scope, opportunity.id, _values(opportunity))

    def search(self, scope: Scope, search: Search, *, limit: int, offset: int = 0) -> Sequence[Opportunity]:
        """What fits and is not cancelled: the best match first, or without words the oldest first.

        Words that no opportunity has all of are tried as beginnings of words, then each for itself. Any text is
        allowed.
        """
        filters, values, tried = self._plan(scope, search)
        values |= {"in_limit": limit, "in_offset": offset}
        if not search.words:
            return [self._seen(row) for row in self.rows(searching.page(filters), values)]
        deep = offset + limit > searching.CANDIDATES
        statement = searching.best(filters, self.connection.dialect.name, deep=deep)
        values["in_bound"] = searching.CANDIDATES
        for words in tried:
            values["in_words"] = words
            found = self.rows(statement, values)
            if found or (offset and self.one(statement, {**values, "in_limit": 1, "in_offset": 0})):
                return [self._seen(row) for row in found]
        return []

    def count(self, scope: Scope, search: Search) -> int:
        """How many `search` would find."""
        filters, values, tried = self._plan(scope, search)
        if search.words and not tried:
            return 0
        statement = searching.number(filters, self.connection.dialect.name, words=bool(tried))
        if not tried:
            return int(self.connection.execute(statement, values).scalar_one())
        numbers = (
            self.connection.execute(statement, {**values, "in_words": words}).scalar_one() for words in tried
        )
        return next((int(number) for number in numbers if number), 0)

    def distinct(self, scope: Scope, column: Listed) -> Sequence[str]:
        """The values that are used, in alphabetical order."""
        return [row[0] for row in self.rows(_distinct(column), names(scope))]

    def newest(self, scope: Scope) -> int:
        """`added` of the newest one, 0 when there is none."""
        row = self.one(NEWEST, names(scope))
        return 0 if row is None else int(row.id)

    def mark(self, scope: Scope, person: int, opportunity: int, *, saved: bool) -> None:
        """Put it on the person's list, or take it off; twice is no error."""
        if saved:
            self.change(MARK, {**owned(scope), "person": person, "opportunity": opportunity})
        else:
            self.change(UNMARK, {**names(scope), "in_person": person, "in_opportunity": opportunity})

    def is_saved(self, scope: Scope, person: int, opportunity: int) -> bool:
        values = {**names(scope), "in_person": person, "in_opportunity": opportunity}
        return self.one(IS_SAVED, values) is not None

    def saves(self, scope: Scope) -> Sequence[tuple[int, int]]:
        """Who saved which."""
        return [(row.person, row.opportunity) for row in self.rows(SAVES, names(scope))]

    def _plan(self, scope: Scope, search: Search) -> tuple[frozenset[str], dict[str, Any], list[str]]:
        set_filters = searching.filters_of(search)
        values = {**names(scope), **{f"in_{name}": value for name, value in set_filters.items()}}
        words = wanted(search.words)
        tried = searching.queries(words, self.connection.dialect.name) if words else []
        return frozenset(set_filters), values, tried

    def _seen(self, row: AnyRow) -> Opportunity:
        self.remember(row.id, row.revision)
        return as_opportunity(row)


def as_opportunity(row: AnyRow) -> Opportunity:
    """The opportunity of a row that starts with the columns of its table."""
    (
        number, organisation, programme, key, title, host, summary, sector, theme, mode, location, window, duration,
        hours, places, group_size, paid, skills, supervisor, opens, closes, cancelled, attributes, *_,
    ) = row  # fmt: skip
    return Opportunity(
        number, Scope(organisation, programme), key, title, host, summary, sector, theme, mode, location, window,
        duration, hours, places, group_size, paid, tuple(skills.split("\n")) if skills else (), supervisor, opens,
        closes, cancelled, attributes, added=number,
    )  # fmt: skip
