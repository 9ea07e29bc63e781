"""Search: the same answers on both databases, whatever somebody types."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.programme.opportunities import Search
from store import searching
from store.words import fold, words_in

OFFERS = (
    ("map", {"title": "Street map of small shops", "host": "Whitechapel Traders", "theme": "Data & Maps", "sector": "Retail",
             "mode": "in_person", "location": "London, UK", "window": "spring", "skills": ("GIS", "Microsoft Excel"),
             "hours": 40.0, "paid": False, "opens": date(2024, 1, 15), "closes": date(2024, 1, 28), "summary": "Walk the high street and chart who trades there."}),
    ("news", {"title": "Volunteer newsletter", "host": "Tea Charity", "theme": "Media", "sector": "Charity",
              "mode": "hybrid", "location": "London, UK", "window": "summer", "skills": ("Writing",), "hours": 30.0,
              "paid": True, "summary": "Tell volunteers what their data shows, and interview some of them."}),
    ("café", {"title": "Café takings", "host": "Brew Ltd", "theme": "data & maps", "sector": "Retail", "mode": "remote",
              "location": "New London", "window": "spring", "skills": ("Python", "Java Script"),
              "summary": "Analysing what a café sells in März, part-time."}),
    ("gone", {"title": "Data placement that was called off", "host": "Nobody", "cancelled": "The host withdrew."}),
)  # fmt: skip


@pytest.fixture
def find(store, scope, make_opportunity):
    def load(unit):
        for key, values in OFFERS:
            unit.opportunities.add(make_opportunity(key, **values))

    store.run(load)

    def found(words: str = "", **filters) -> list[str]:
        search = Search(words=words, **filters)
        keys = [one.key for one in store.run(lambda unit: unit.opportunities.search(scope, search, limit=10))]
        assert store.run(lambda unit: unit.opportunities.count(scope, search)) == len(keys)
        return keys

    return found


@pytest.mark.parametrize(
    ("filters", "keys"),
    [
        ({}, ["map", "news", "café"]),
        ({"theme": "Data & Maps"}, ["map", "café"]),
        ({"theme": "data maps"}, ["map", "café"]),
        ({"sector": "charity"}, ["news"]),
        ({"mode": "remote"}, ["café"]),
        ({"location": "london"}, ["map", "news", "café"]),
        ({"location": "London UK"}, ["map", "news"]),
        ({"location": "Lond"}, []),
        ({"windows": ("spring",)}, ["map", "café"]),
        ({"windows": ("spring", "summer")}, ["map", "news", "café"]),
        ({"windows": ("autumn",)}, []),
        ({"opened_by": date(2024, 1, 14)}, ["news", "café"]),
        ({"opened_by": date(2024, 1, 15)}, ["map", "news", "café"]),
        ({"not_closed_by": date(2024, 1, 28)}, ["map", "news", "café"]),
        ({"not_closed_by": date(2024, 1, 29)}, ["news", "café"]),
        ({"skill": "excel"}, ["map"]),
        ({"skill": "java"}, ["café"]),
        ({"skill": "GI"}, []),
        ({"paid": True}, ["news"]),
        ({"paid": False}, ["map"]),
        ({"most_hours": 30}, ["news"]),
        ({"added_after": 0}, ["map", "news", "café"]),
        ({"added_after": 10**9}, []),
        ({"theme": "Data & Maps", "mode": "remote", "windows": ("spring",)}, ["café"]),
    ],
)
def test_filters(find, filters, keys):
    assert find(**filters) == keys


@pytest.mark.parametrize(
    ("words", "keys"),
    [
        ("newsletter", ["news"]),
        ("NEWSLETTERS", ["news"]),
        ("cafe", ["café"]),
        ("analysed", ["café"]),
        ("in person", ["map"]),
        ("remote", ["café"]),
        ("excel", ["map"]),
        ("whitechap", ["map"]),
        ("marz", ["café"]),
        ("show me something with newsletters please", ["news"]),
        ("part time", ["café"]),
        ("zzzz", []),
        ("!!!", []),
        ("the", []),
        ("🎉", []),
    ],
)
def test_words(find, words, keys):
    assert find(words) == keys


def test_all_words_are_better_than_some_and_some_better_than_none(find):
    assert find("street map") == ["map"]
    assert set(find("street newsletter")) == {"map", "news"}


def test_the_title_weighs_most(find):
    assert find("volunteer")[0] == "news"
    assert find("data")[0] in {"map", "café"}
    assert find("data")[-1] == "news"


def test_words_and_filters_work_together(find):
    assert find("data", mode="hybrid") == ["news"]
    assert find("data", location="paris") == []


def test_pages_do_not_overlap(store, scope, make_opportunity):
    def load(unit):
        for number in range(25):
            unit.opportunities.add(make_opportunity(f"k{number}", title="Data work"))

    store.run(load)
    for search in (Search(), Search(words="data"), Search(words="dat"), Search(words="data zebra")):
        pages = [
            [
                one.key
                for one in store.run(
                    lambda unit, s=search, o=offset: unit.opportunities.search(scope, s, limit=10, offset=o)
                )
            ]
            for offset in (0, 10, 20, 30)
        ]
        assert [len(page) for page in pages] == [10, 10, 5, 0]
        assert len({key for page in pages for key in page}) == 25


def test_of_very_many_matches_the_newest_are_ranked_and_the_others_follow(
    store, scope, make_opportunity, monkeypatch
):
    monkeypatch.setattr(searching, "CANDIDATES", 6)

    def load(unit):
        for number in range(20):
            title = "Data" if number in {3, 15} else "A placement"
            unit.opportunities.add(make_opportunity(f"k{number}", title=title, summary="data"))

    store.run(load)

    def page(offset, limit=3):
        found = store.run(
            lambda unit: unit.opportunities.search(scope, Search(words="data"), limit=limit, offset=offset)
        )
        return [one.key for one in found]

    pages = [page(offset) for offset in range(0, 21, 3)]
    assert pages[0] == ["k15", "k14", "k16"]
    keys = [key for one in pages for key in one]
    assert len(keys) == len(set(keys)) == 20
    assert set(keys[:6]) == {f"k{number}" for number in range(14, 20)}
    assert page(0, limit=100) == keys


def test_another_programme_is_never_found(store, find, other_scope):
    for search in (Search(), Search(words="newsletter"), Search(theme="Media")):
        assert store.run(lambda unit, s=search: unit.opportunities.search(other_scope, s, limit=10)) == []
        assert store.run(lambda unit, s=search: unit.opportunities.count(other_scope, s)) == 0


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(max_size=60))
def test_no_text_is_an_error(store, scope, words):
    def look(unit):
        unit.opportunities.search(
            scope, Search(words=words, location=words, skill=words, theme=words), limit=3
        )
        return unit.opportunities.count(scope, Search(words=words))

    assert store.run(look) == 0


@pytest.mark.parametrize(
    "words",
    [
        '"',
        "a AND",
        "NEAR(",
        "title:x",
        "x*",
        "^x",
        "x OR",
        "'; DROP TABLE people",
        "\\",
        "x:*",
        "&|!",
        "\0",
        "\ud800 x",
    ],
)
def test_the_language_of_queries_is_never_spoken(find, words):
    find(words)
    find(words, location=words)


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(words):
    assert fold(fold(words)) == fold(words)
    assert all(word == fold(word) for word in words_in(words))
