"""The pace: so many at once, then so many a second, for all workers together."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st


def test_a_burst_then_the_rate(store, now):
    taken = [store.deliveries.pace("slack/T1", 2.0, 3, now) for _ in range(4)]
    assert taken == [0.0, 0.0, 0.0, 0.5]
    half = now + timedelta(seconds=0.5)
    assert [store.deliveries.pace("slack/T1", 2.0, 3, half) for _ in range(2)] == [0.0, 0.5]
    assert store.deliveries.pace("slack/T2", 2.0, 3, now) == 0.0


def test_being_pushed_back_wins_over_the_bucket(store, now):
    store.deliveries.push_back("slack/T1", now + timedelta(seconds=7))
    assert store.deliveries.pace("slack/T1", 50.0, 5, now) == 7.0
    assert store.deliveries.pace("slack/T1", 50.0, 5, now + timedelta(seconds=7)) == 0.0


def test_a_bucket_spent_by_a_clock_that_was_wrong_stalls_nothing(store, now):
    ahead = now + timedelta(days=89)
    assert store.deliveries.pace("slack/T1", 1.0, 1, ahead) == 0.0
    assert store.deliveries.pace("slack/T1", 1.0, 1, now) == 0.0
    assert store.deliveries.pace("slack/T1", 1.0, 1, now) == 1.0


class Over(Exception):
    """Takes back what an example did, so that the next one begins with nothing."""


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rate=st.sampled_from([0.5, 1.0, 5.0, 50.0]),
    burst=st.integers(1, 5),
    gaps=st.lists(st.floats(0, 3), min_size=1, max_size=20),
)
def test_never_more_than_the_burst_and_the_rate_together(store, now, rate, burst, gaps):
    at, sent = 0.0, 0

    def work(unit):
        nonlocal at, sent
        for gap in gaps:
            at += gap
            wait = unit.deliveries.pace("k", rate, burst, now + timedelta(seconds=at))
            sent += wait == 0.0
            assert 0.0 <= wait <= 1 / rate + 1e-5
        raise Over

    with pytest.raises(Over):
        store.run(work)
    assert 1 <= sent <= burst + at * rate + 1


@pytest.mark.parametrize("burst", [1, 4])
def test_who_waits_as_long_as_told_may_send(store, now, burst):
    at = now
    for _ in range(burst + 3):
        while wait := store.deliveries.pace("k", 3.0, burst, at):
            at += timedelta(seconds=wait)
    assert (at - now).total_seconds() == pytest.approx(3 / 3.0, abs=0.01)
