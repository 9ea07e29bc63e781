"""When the week's nudges are nearly spent, the lesser message gives way to what matters more."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.programme.nudges import due
from bot.programme.planned import NOTICES
from bot.programme.quiet import A_WEEK, SEND, Drop, Hold, Wishes, judge
from bot.programme.weighing import WAITS, WEIGHTS, WORDS, Rival, gives_way
from tests.programme.test_nudges import application, snapshot

NOW = datetime(2024, 1, 24, 12, tzinfo=UTC)
READER = Wishes(ZoneInfo("Europe/London"), time(21), time(9), 3)


def ago(*days):
    return [NOW - timedelta(days=day) for day in days]


def rival(days, weight=3, words="a deadline"):
    return Rival(NOW + timedelta(days=days), weight, words)


def test_the_last_place_is_kept_for_a_deadline():
    assert gives_way(NOW, 1, READER, ago(1, 2), [rival(3)]) == rival(3)
    assert gives_way(NOW, 1, READER, ago(1, 2), []) is None
    assert gives_way(NOW, 3, READER, ago(1, 2), [rival(3)]) is None, "equals go in the order of coming"


def test_what_finds_a_place_anyway_takes_none_away():
    assert gives_way(NOW, 1, READER, ago(1), [rival(3)]) is None, "two places are left"
    assert gives_way(NOW, 1, READER, ago(1), [rival(3), rival(4)]) == rival(4), (
        "two places are left, both needed"
    )
    assert gives_way(NOW, 1, READER, ago(1, 5), [rival(3)]) is None, "a place is free again by then"
    assert gives_way(NOW, 1, READER, ago(1, 2), [rival(8)]) is None, "this one is forgotten by then"


def test_with_all_places_left_nothing_gives_way():
    assert gives_way(NOW, 1, READER, [], [rival(day) for day in range(1, 6)]) is None


def test_it_waits_until_the_other_has_gone_and_says_for_what():
    way = (NOW + timedelta(days=3) + WAITS, "a deadline")
    held = judge("nudge", NOW, READER, ago(1, 2), gives_way=way)
    assert held == Hold(way[0], "it leaves room among the week's nudges for what matters more, a deadline")
    dropped = judge("nudge", NOW, READER, ago(1, 2), gives_way=way, expires_at=NOW + timedelta(days=1))
    assert isinstance(dropped, Drop)
    assert "a deadline" in dropped.reason
    assert judge("notice", NOW, READER, ago(1, 2), gives_way=way) == SEND


def test_every_message_that_counts_has_a_weight_and_those_that_can_win_have_words():
    assert not set(WEIGHTS) & NOTICES
    assert set(WORDS) == {topic for topic, weight in WEIGHTS.items() if weight > min(WEIGHTS.values())}


def test_a_deadline_of_what_is_begun_weighs_more_than_of_what_is_saved():
    begun = due(snapshot("2024-01-21T00:00", applications=[application()]), A_WEEK)
    saved = due(snapshot("2024-01-21T00:00", saved={1: [10]}), A_WEEK)
    assert [one.topic for one in begun] == [one.topic for one in saved] == ["deadline"]
    assert begun[0].weight > saved[0].weight > WEIGHTS["invitations"]


days = st.floats(0, 10, allow_nan=False)
weights = st.integers(1, 3)


@given(
    weights,
    st.integers(1, 5),
    st.lists(days, max_size=5),
    st.lists(st.tuples(days, weights), max_size=6),
)
def test_sending_never_takes_the_place_of_what_weighs_more(weight, per_week, before, to_come):
    """Whatever is allowed to go, every heavier message that would have found a place without it still finds one."""
    reader = Wishes(READER.zone, READER.quiet_from, READER.quiet_to, per_week)
    recent = [NOW - timedelta(days=day) for day in before]
    spent = [instant for instant in recent if instant > NOW - A_WEEK]
    rivals = [rival(day, other) for day, other in to_come]
    found = gives_way(NOW, weight, reader, recent, rivals)
    heavier = sorted(
        (one for one in rivals if one.weight > weight and one.at < NOW + A_WEEK), key=lambda one: one.at
    )

    def placed(taken):
        """How many of the heavier ones find a place, counted plainly, day by day."""
        taken, number = list(taken), 0
        for one in heavier:
            if len([instant for instant in taken if one.at - A_WEEK < instant]) < per_week:
                taken.append(one.at)
                number += 1
        return number

    if found is None and per_week - len(spent) <= 2:
        assert placed(spent) == placed([*spent, NOW])
    if found is not None:
        assert found.weight > weight
        assert placed([*spent, NOW]) < placed(spent)
