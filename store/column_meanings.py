"""What staff have said of the columns of their files."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Column, String

from bot.programme.column_meanings import ColumnMeaning
from bot.programme.people import Scope
from store.records import Records, Shape

MEANINGS = Shape("column_meanings", ColumnMeaning, Column("kind", String, nullable=False))
ALL, OF_KIND = MEANINGS.by(), MEANINGS.by("kind")


class SqlColumnMeanings(Records):
    """The port `ColumnMeanings`."""

    def of(self, scope: Scope, kind: str) -> Sequence[ColumnMeaning]:
        return self.found(MEANINGS, OF_KIND, scope, kind=kind)

    def all(self, scope: Scope) -> Sequence[ColumnMeaning]:
        return self.found(MEANINGS, ALL, scope)

    def put(self, meaning: ColumnMeaning) -> int:
        for one in self.of(meaning.scope, meaning.kind):
            if one.header.casefold() == meaning.header.casefold():
                self.drop(meaning.scope, one.id)
        return self.must_put_in(MEANINGS, meaning)

    def drop(self, scope: Scope, number: int) -> None:
        self.drop_from(MEANINGS, scope, number)
