"""What is known before a message to many goes out: who gets it when, what holds it back, what is said of its day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import TransitionError
from bot.programme.audiences import Audience, Condition
from bot.programme.broadcast_checks import forecast, needs_approval, remarks, stops, wrong_dates
from bot.programme.broadcasts import CHANGES, Broadcast, Readers, edited, instant_for, move
from bot.programme.people import Scope
from tests.programme.shipped import programme

NOW = datetime(2024, 3, 20, 12, tzinfo=UTC)
QM = programme("queen_mary_2024")
STUDENTS = Audience(("student",))


def message(**changed):
    given = {"audience": STUDENTS, "text": "Training moves.", "at": NOW + timedelta(hours=4)}
    return Broadcast(1, Scope("queen_mary", QM.key), 1, NOW, **{**given, **changed})


def readers(number=1, zone="Europe/London", **changed):
    wishes = {
        "quiet_from": None, "quiet_to": None, "weekly_nudges": None, "paused_until": None, "stopped": False,
        "spent": 0, "seen": True,
    }  # fmt: skip
    return Readers(zone, **{**wishes, **changed}, number=number)


def test_those_who_sleep_get_it_at_nine_their_time():
    seen = forecast(message(), QM, [readers(5), readers(2, "Asia/Tokyo")], NOW)
    assert seen.at_once == 5
    assert seen.later == {"in quiet hours until Thursday 21 March 2024 at 09:00, their time": 2}


def test_a_wall_time_is_the_hour_on_every_clock():
    one = message(at=None, wall="2024-03-21T10:00")
    assert instant_for(one, "Asia/Tokyo", QM) == datetime(2024, 3, 21, 1, tzinfo=UTC)
    assert instant_for(one, None, QM) == datetime(2024, 3, 21, 10, tzinfo=UTC)
    assert forecast(one, QM, [readers(1, "Asia/Tokyo"), readers(1, "America/New_York")], NOW).at_once == 2


def test_stopped_paused_and_a_spent_week_are_told_apart():
    groups = [
        readers(1, stopped=True),
        readers(2, weekly_nudges=0),
        readers(3, paused_until=NOW + timedelta(days=3)),
        readers(4, spent=3),
        readers(5, spent=2),
    ]
    seen = forecast(message(), QM, groups, NOW)
    assert seen.never == {"this person has stopped messages": 1, "this person wants no nudges": 2}
    assert seen.later == {
        "with messages paused; afterwards": 3,
        "with 3 messages in the last seven days; when the week allows": 4,
    }
    assert (seen.at_once, seen.last_of_week) == (5, 5)


@given(
    st.lists(
        st.builds(
            readers,
            st.integers(1, 50),
            st.sampled_from(["Europe/London", "Asia/Tokyo", "Pacific/Kiritimati", None]),
            spent=st.integers(0, 5),
            stopped=st.booleans(),
            weekly_nudges=st.sampled_from([None, 0, 1, 9]),
            seen=st.booleans(),
        ),
        max_size=6,
    )
)
def test_the_forecast_always_adds_up(groups):
    seen = forecast(message(), QM, groups, NOW)
    assert seen.total == sum(group.number for group in groups)


def kinds(one, number=5, same=()):
    return [(stop.kind, stop.may) for stop in stops(one, QM, number, NOW, same)]


def test_what_stops_it():
    assert kinds(message()) == []
    assert kinds(message(text=" ")) == [("text", False)]
    assert kinds(message(audience=None)) == [("audience", False)]
    assert kinds(message(), number=0) == [("empty", False)]
    assert kinds(message(at=NOW - timedelta(hours=1))) == [("past", False)]
    assert kinds(message(at=None)) == [("everyone", True)]
    assert kinds(message(at=None), number=1) == []
    assert kinds(message(), same=[message()]) == [("twice", True)]
    narrow = Audience(("student",), (Condition("journal", opposite=True),))
    assert kinds(message(at=None, audience=narrow)) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("See you on Thursday 21 March 2024.", 0),
        ("See you on Thursday, 21 March.", 0),
        ("See you on Friday 21 March 2024.", 1),
        ("See you on 19 March 2024.", 1),
        ("See you on 19 March.", 0),
        ("See you on 30 February.", 1),
        ("See you on 21 March 2026.", 1),
        ("Bring 4 pens, May I say.", 0),
        ("Thursday 21 March 2024, Friday 23 March 2024", 1),
    ],
)
def test_dates_in_the_text_that_cannot_be_meant(text, said):
    assert len(wrong_dates(text, NOW, QM)) == said


def test_a_public_holiday_and_a_weekend_are_said():
    assert remarks(message(at=datetime(2024, 3, 29, 12, tzinfo=UTC)), QM) == [
        "Friday 29 March 2024 is a public holiday: Good Friday."
    ]
    assert remarks(message(at=datetime(2024, 3, 24, 12, tzinfo=UTC)), QM) == [
        "Sunday 24 March 2024 is at the weekend."
    ]
    assert remarks(message(), QM) == []


def test_a_second_pair_of_eyes_is_wanted_from_so_many_on():
    rule = QM.broadcasts.model_copy(update={"second_pair_of_eyes": True, "from_how_many": 10})
    strict = QM.model_copy(update={"broadcasts": rule})
    assert not needs_approval(message(), strict, 9)
    assert needs_approval(message(), strict, 10)
    assert not needs_approval(message(approved_by=2), strict, 10)
    assert edited(message(approved_by=2, wanted=True)).approved_by is None


@given(st.sampled_from(list(CHANGES)), st.sampled_from(list(CHANGES)))
def test_only_the_arrows_of_the_diagram_are_possible(begin, to):
    one = message(state=begin)
    if to in CHANGES[begin]:
        assert move(one, to).version == one.version + 1
    else:
        with pytest.raises(TransitionError):
            move(one, to)
