"""A store on each database with a programme and its people."""

from __future__ import annotations

import pytest

import store
from adapters import pacing
from tests.broadcasts.world import make


@pytest.fixture
def opened(database_url):
    opened = store.open_store(database_url, files=None, secret="s" * 32)
    yield opened
    opened.close()


@pytest.fixture
def unpaced(monkeypatch):
    """Platforms as fast as this machine: the pace has a test of its own."""
    monkeypatch.setattr(pacing, "PACES", {})


@pytest.fixture
def world(opened, unpaced):
    return make(opened, 60)


@pytest.fixture
def calm_world(opened, unpaced):
    return make(opened, 60, calm=True)
