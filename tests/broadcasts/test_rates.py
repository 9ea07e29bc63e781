"""The rates of the settings are kept by the sending, on a simulated clock."""

from __future__ import annotations

import pytest

from adapters import pacing
from adapters.config import read
from tests.broadcasts.test_under_failure import send_to_students
from tests.broadcasts.world import make


@pytest.fixture
def database_url(sqlite_url):
    """The buckets of both databases are tested beside the store."""
    return sqlite_url


def test_a_set_rate_is_kept_and_the_other_surface_is_left_alone(opened, monkeypatch):
    monkeypatch.setattr(pacing, "PACES", dict(pacing.PACES))
    usual = pacing.PACES["teams"]
    pacing.use(read({"SLACK_RATE": "1", "SLACK_BURST": "2"}).rates)
    assert pacing.PACES["teams"] == usual
    assert pacing.PACES["slack"].conversation
    world = make(opened, 12, calm=True)
    send_to_students(world)
    arrived = []
    for _ in range(6):
        world.tick(seconds=1)
        arrived.append({name: one.arrived.total() for name, one in world.platforms.items()})
    assert arrived[0]["teams"] == 6
    assert [one["slack"] for one in arrived] == [2, 3, 4, 5, 6, 6]
