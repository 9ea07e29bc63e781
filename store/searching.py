"""Search over opportunities: filters by index, words by the full-text index of the database.

SQLite has the FTS5 table `opportunity_words`, kept in step by triggers; PostgreSQL a generated `tsvector` column with
a GIN index. Both are made by the migrations, are unknown to the metadata, and weigh the title most.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, case, column, func, literal_column, select, table

from bot.programme.opportunities import Search
from store.metadata import within
from store.opportunities_table import opportunities, saved_opportunities
from store.words import fold, for_fts5, for_tsquery, spaced

_o = opportunities.c

CANDIDATES = 500
_LAST: ColumnElement[Any] = literal_column("1.0")  # ranks are negative, the best the lowest

FILTERS: dict[str, ColumnElement[bool]] = {
    "theme": _o.theme_folded == bindparam("in_theme"),
    "sector": _o.sector_folded == bindparam("in_sector"),
    "mode": _o.mode == bindparam("in_mode"),
    "location": _o.location_folded.contains(bindparam("in_location")),
    "windows": _o.window.in_(bindparam("in_windows", expanding=True)),
    "skill": _o.skills_folded.contains(bindparam("in_skill")),
    "paid": _o.paid == bindparam("in_paid"),
    "most_hours": _o.hours <= bindparam("in_most_hours"),
    "saved_by": select(saved_opportunities.c.person)
    .where(
        within(saved_opportunities),
        saved_opportunities.c.person == bindparam("in_saved_by"),
        saved_opportunities.c.opportunity == _o.id,
    )
    .exists(),
    "opened_by": _o.opens.is_(None) | (_o.opens <= bindparam("in_opened_by")),
    "not_closed_by": _o.closes.is_(None) | (_o.closes >= bindparam("in_not_closed_by")),
    "added_after": _o.id > bindparam("in_added_after"),
}

# FTS5: one weight for each column of the migration: title, host, theme, sector, mode, location, skills, summary.
_FTS5 = table("opportunity_words", column("rowid"))
_FTS5_MATCH = literal_column("opportunity_words").op("MATCH")(bindparam("in_words"))
_FTS5_RANK: ColumnElement[Any] = literal_column(
    "bm25(opportunity_words, 10.0, 4.0, 4.0, 4.0, 1.0, 2.0, 4.0, 1.0)"
)

_TSVECTOR: ColumnElement[Any] = literal_column("opportunities.search")
_TSQUERY = func.to_tsquery(literal_column("'foothold'"), bindparam("in_words"))


def filters_of(search: Search) -> dict[str, Any]:
    """The filters that are set, with the values that they compare with, by name."""
    found = {
        "theme": fold(search.theme),
        "sector": fold(search.sector),
        "mode": search.mode,
        "location": spaced(search.location) if fold(search.location) else None,
        "windows": list(search.windows),
        "skill": spaced(search.skill) if fold(search.skill) else None,
    }
    exact = {
        "paid": search.paid, "most_hours": search.most_hours, "saved_by": search.saved_by,
        "opened_by": search.opened_by, "not_closed_by": search.not_closed_by, "added_after": search.added_after,
    }  # fmt: skip
    return {name: value for name, value in found.items() if value} | {
        name: value for name, value in exact.items() if value is not None
    }


@cache
def page(filters: frozenset[str]) -> Select[Any]:
    """Whole rows, oldest first; takes `in_limit` and `in_offset`."""
    found = _where(select(opportunities), filters).order_by(_o.id)
    return found.limit(bindparam("in_limit")).offset(bindparam("in_offset"))


@cache
def best(filters: frozenset[str], dialect: str, *, deep: bool) -> Select[Any]:
    """Whole rows, the best match first; takes `in_words`, `in_limit`, `in_offset` and `in_bound`.

    Ranked are the newest `in_bound` matches: to rank every match of a common word takes a hundred times as long. The
    others come after them, but only when it is asked for so `deep` a page.
    """
    ranked = (_ranked_by_postgresql if dialect == "postgresql" else _ranked_by_sqlite)(filters, deep=deep)
    chosen = (
        ranked.order_by(ranked.selected_columns.rank, ranked.selected_columns.id)
        .limit(bindparam("in_limit"))
        .offset(bindparam("in_offset"))
        .subquery("chosen")
    )
    whole = select(opportunities).join(chosen, chosen.c.id == _o.id)
    return whole.order_by(chosen.c.rank, chosen.c.id)


def _ranked_by_sqlite(filters: frozenset[str], *, deep: bool) -> Select[Any]:
    matching = _where(select(_o.id).join(_FTS5, _FTS5.c.rowid == _o.id).where(_FTS5_MATCH), filters)
    oldest = matching.order_by(_FTS5.c.rowid.desc()).limit(1).offset(bindparam("in_bound")).scalar_subquery()
    is_ranked = _FTS5.c.rowid > func.coalesce(oldest, 0)
    if deep:
        return matching.add_columns(case((is_ranked, _FTS5_RANK), else_=_LAST).label("rank"))
    return matching.add_columns(_FTS5_RANK.label("rank")).where(is_ranked)


def _ranked_by_postgresql(filters: frozenset[str], *, deep: bool) -> Select[Any]:
    matching = _where(select(_o.id, _TSVECTOR).where(_TSVECTOR.op("@@")(_TSQUERY)), filters)
    newest = matching.order_by(_o.id.desc()).limit(bindparam("in_bound")).subquery("newest")
    rank = -func.ts_rank(literal_column("newest.search"), _TSQUERY)
    if deep:
        every = matching.subquery("every")
        both = every.outerjoin(newest, newest.c.id == every.c.id)
        return select(every.c.id, func.coalesce(rank, _LAST).label("rank")).select_from(both)
    return select(newest.c.id, rank.label("rank"))


@cache
def number(filters: frozenset[str], dialect: str, *, words: bool) -> Select[Any]:
    """How many there are; with words it takes `in_words`."""
    found = _where(select(func.count()).select_from(opportunities), filters)
    if words and dialect == "postgresql":
        return found.where(_TSVECTOR.op("@@")(_TSQUERY))
    return found.join(_FTS5, _FTS5.c.rowid == _o.id).where(_FTS5_MATCH) if words else found


def queries(words: list[str], dialect: str) -> list[str]:
    """The full-text queries to try one after the other, the strictest first."""
    make = for_tsquery if dialect == "postgresql" else for_fts5
    tried = [make(words, "all"), make(words, "beginnings"), make(words, "any")]
    return tried if len(words) > 1 else tried[:2]


def _where(found: Select[Any], filters: frozenset[str]) -> Select[Any]:
    conditions = [FILTERS[name] for name in sorted(filters)]
    return found.where(within(opportunities), _o.cancelled.is_(None), *conditions)
