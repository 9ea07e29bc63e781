"""Programmes are kept as their text; workspaces serve what they were connected to."""

from __future__ import annotations

import pytest

from bot.errors import NotFoundError
from bot.programme.loading import load_programme, shipped
from store import programmes

KEY, TEXT = min(shipped().items())


def load(unit, now, text=TEXT):
    unit.programmes.put(load_programme(text, KEY), text, now)


def test_a_programme_comes_back_from_its_text(store, now, monkeypatch):
    store.run(lambda unit: load(unit, now))
    monkeypatch.setattr(programmes, "_READ", {})
    assert store.run(lambda unit: unit.programmes.get(KEY)) == load_programme(TEXT, KEY)
    assert store.run(lambda unit: unit.programmes.text(KEY)) == TEXT
    assert [programme.key for programme in store.run(lambda unit: unit.programmes.all())] == [KEY]


def test_loading_twice_changes_nothing_and_a_new_version_replaces_the_old(store, now):
    store.run(lambda unit: load(unit, now))
    store.run(lambda unit: load(unit, now))
    longer = TEXT + "\n# a remark\n"
    store.run(lambda unit: load(unit, now, longer))
    assert store.run(lambda unit: unit.programmes.text(KEY)) == longer
    assert len(store.run(lambda unit: unit.programmes.all())) == 1


def test_what_is_not_loaded_is_not_there(store):
    assert store.run(lambda unit: unit.programmes.get("nothing")) is None
    with pytest.raises(NotFoundError, match="nothing"):
        store.run(lambda unit: unit.programmes.text("nothing"))


def test_a_workspace_serves_exactly_what_it_was_last_connected_to(store, now):
    store.run(lambda unit: load(unit, now))
    assert store.run(lambda unit: unit.programmes.served("slack", "T1")) == []
    store.run(lambda unit: unit.programmes.connect("slack", "T1", [KEY, KEY]))
    assert store.run(lambda unit: unit.programmes.served("slack", "T1")) == [KEY]
    assert store.run(lambda unit: unit.programmes.served("teams", "T1")) == []
    assert store.run(lambda unit: unit.programmes.workspaces("slack")) == ["T1"]
    store.run(lambda unit: unit.programmes.connect("slack", "T1", []))
    assert store.run(lambda unit: unit.programmes.served("slack", "T1")) == []


def test_connecting_to_what_is_not_loaded_is_refused_and_changes_nothing(store, now):
    store.run(lambda unit: load(unit, now))
    store.run(lambda unit: unit.programmes.connect("slack", "T1", [KEY]))
    with pytest.raises(NotFoundError, match="nothing"):
        store.run(lambda unit: unit.programmes.connect("slack", "T1", ["nothing"]))
    assert store.run(lambda unit: unit.programmes.served("slack", "T1")) == [KEY]
