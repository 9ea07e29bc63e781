"""What columns mean: kept for a programme and a kind of file, the last word counts, and scoped."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from bot.programme.column_meanings import ColumnMeaning

NOW = datetime(2024, 3, 20, 12, tzinfo=UTC)


def test_the_last_word_of_a_header_counts_and_nothing_crosses_over(store, scope):
    other = replace(scope, programme="another")

    def work(unit):
        one = ColumnMeaning(0, scope, "people", "Registry contact", "email", 1, NOW)
        unit.columns.put(replace(one, column="name"))
        unit.columns.put(replace(one, header="registry contact"))
        unit.columns.put(replace(one, kind="placements", column="student_email"))
        unit.columns.put(replace(one, scope=other, column="locale"))
        assert [(m.header, m.column) for m in unit.columns.of(scope, "people")] == [
            ("registry contact", "email")
        ]
        assert {m.kind for m in unit.columns.all(scope)} == {"people", "placements"}
        unit.columns.drop(other, unit.columns.of(scope, "people")[0].id)
        assert len(unit.columns.of(scope, "people")) == 1
        unit.columns.drop(scope, unit.columns.of(scope, "people")[0].id)
        assert unit.columns.of(scope, "people") == []
        assert [m.column for m in unit.columns.all(other)] == ["locale"]

    store.run(work)
