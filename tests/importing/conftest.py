"""A store with the Queen Mary and Oxford programmes loaded, and a way to import text into it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

import store
from adapters.importing import Report, import_file
from bot.programme.loading import load_programme, shipped

NOW = datetime(2024, 1, 22, 9, tzinfo=UTC)


@pytest.fixture(scope="session")
def programmes():
    return {
        key: load_programme(shipped()[key], key)
        for key in ("queen_mary_2024", "oxford_mip_2023_24", "hku_u21_2025")
    }


@pytest.fixture
def opened(sqlite_url, programmes):
    opened = store.open_store(sqlite_url)

    def load(unit):
        for key, programme in programmes.items():
            unit.programmes.put(programme, shipped()[key], NOW)

    opened.run(load)
    yield opened
    opened.close()


@pytest.fixture
def imported(opened, programmes):
    """Import a file given as text or bytes; returns its report."""

    def run(
        kind: str, content: str | bytes, key: str = "queen_mary_2024", name: str = "file.csv", **how
    ) -> Report:
        data = content.encode() if isinstance(content, str) else content
        at = how.pop("at", NOW)
        return opened.run(lambda unit: import_file(unit, kind, (name, data), programmes[key], at, **how))

    return run
