"""Quiet hours on the reader's own clock, the weekly budget, a pause and a stop (design promise 11)."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.programme.definition import Nudges
from bot.programme.people import Person
from bot.programme.quiet import SEND, Drop, Hold, Wishes, is_quiet, judge, on_clock, out_of_quiet, wishes

ZONES = [
    "Europe/London",
    "Asia/Hong_Kong",
    "America/St_Johns",
    "Pacific/Chatham",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "Pacific/Kiritimati",
    "America/New_York",
]


def reader(zone="Europe/London", quiet_from="21:00", quiet_to="09:00", **changed):
    return Wishes(
        **{
            "zone": ZoneInfo(zone),
            "quiet_from": time.fromisoformat(quiet_from),
            "quiet_to": time.fromisoformat(quiet_to),
            "per_week": 3,
            **changed,
        }
    )


def at(text, zone="Europe/London"):
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


@pytest.mark.parametrize(
    ("clock", "quiet"),
    [
        ("20:59:59", False),
        ("21:00", True),
        ("00:00", True),
        ("08:59:59", True),
        ("09:00", False),
        ("12:00", False),
    ],
)
def test_quiet_runs_over_midnight(clock, quiet):
    assert is_quiet(at(f"2024-03-18T{clock}"), reader()) is quiet


def test_quiet_within_a_day_and_no_quiet_at_all():
    siesta = reader(quiet_from="13:00", quiet_to="16:00")
    assert is_quiet(at("2024-03-18T15:00"), siesta)
    assert not is_quiet(at("2024-03-18T22:00"), siesta)
    assert not is_quiet(at("2024-03-18T03:00"), reader(quiet_from="09:00", quiet_to="09:00"))


def test_the_night_of_the_clock_change_ends_at_nine_on_the_clock():
    # T4: on 31 March 2024 London goes from GMT to BST, so nine o'clock is 08:00 UTC.
    assert out_of_quiet(at("2024-03-30T22:00"), reader()) == datetime(2024, 3, 31, 8, tzinfo=UTC)
    assert out_of_quiet(at("2024-03-29T22:00"), reader()) == datetime(2024, 3, 30, 9, tzinfo=UTC)
    assert out_of_quiet(at("2024-10-26T22:00"), reader()) == datetime(2024, 10, 27, 9, tzinfo=UTC)


def test_what_would_come_too_late_comes_before_the_night():
    # Noon in London is 21:00 in Tokyo: on Monday morning in Tokyo the London day would be over.
    tokyo = reader("Asia/Tokyo")
    noon, over = at("2024-01-28T12:00"), at("2024-01-29T00:00")
    assert out_of_quiet(noon, tokyo) == at("2024-01-29T09:00", "Asia/Tokyo")
    assert out_of_quiet(noon, tokyo, before=over) == at("2024-01-28T20:00", "Asia/Tokyo")


@given(
    st.datetimes(datetime(2023, 1, 1), datetime(2026, 1, 1)), st.sampled_from(ZONES), st.times(), st.times()
)
def test_moved_out_of_quiet_is_never_quiet_and_never_more_than_a_day_later(moment, zone, begins, ends):
    person = Wishes(ZoneInfo(zone), begins, ends, 3)
    instant = moment.replace(tzinfo=UTC)
    moved = out_of_quiet(instant, person)
    assert not is_quiet(moved, person)
    assert timedelta(0) <= moved - instant <= timedelta(hours=26)
    if not is_quiet(instant, person):
        assert moved == instant


def test_a_time_that_the_clocks_skip_and_one_that_comes_twice():
    london = ZoneInfo("Europe/London")
    assert on_clock(datetime(2024, 3, 31).date(), time(1, 30), london) == datetime(
        2024, 3, 31, 1, 30, tzinfo=UTC
    )
    assert on_clock(datetime(2024, 10, 27).date(), time(1, 30), london) == datetime(
        2024, 10, 27, 0, 30, tzinfo=UTC
    )


def test_the_persons_wishes_win_over_the_programmes():
    person = Person(1, "qm", "a@x.org", "A", time_zone="Asia/Tokyo", quiet_from="18:00", weekly_nudges=1)
    assert wishes(person, Nudges(), "Europe/London") == Wishes(
        ZoneInfo("Asia/Tokyo"), time(18), time(9), 1, None, stopped=False
    )
    plain = wishes(Person(2, "qm", "b@x.org", "B"), Nudges(per_week=2), "Europe/London")
    assert (plain.zone.key, plain.quiet_from, plain.per_week) == ("Europe/London", time(21), 2)


NOON = at("2024-03-20T12:00")


def days_ago(*numbers):
    return [NOON - timedelta(days=number) for number in numbers]


def test_the_budget_is_over_any_seven_days():
    assert judge("nudge", NOON, reader(), days_ago(1, 2)) == SEND
    held = judge("nudge", NOON, reader(), days_ago(1, 2, 6))
    assert held == Hold(NOON + timedelta(days=1), "this person has had 3 nudges in seven days")
    assert judge("nudge", NOON, reader(), days_ago(1, 2, 7)) == SEND
    assert isinstance(judge("broadcast", NOON, reader(), days_ago(1, 2, 3)), Hold)
    assert judge("nudge", NOON, reader(per_week=0), []) == Drop("this person wants no nudges")


def test_notices_are_outside_the_budget_but_wait_for_the_morning():
    night = at("2024-03-20T23:00")
    assert judge("notice", NOON, reader(), days_ago(1, 2, 3)) == SEND
    assert judge("notice", night, reader(), []) == Hold(
        at("2024-03-21T09:00"), "it is quiet hours where this person is"
    )


def test_answers_and_safety_always_pass():
    silent = reader(stopped=True, paused_until=NOON + timedelta(days=9))
    for kind in ("reply", "safety"):
        assert judge(kind, at("2024-03-20T03:00"), silent, days_ago(1, 2, 3)) == SEND


def test_a_pause_holds_and_a_stop_drops():
    until = at("2024-04-03T22:00")
    assert judge("nudge", NOON, reader(paused_until=until), []) == Hold(
        at("2024-04-04T09:00"), "this person has paused messages"
    )
    assert judge("notice", NOON, reader(stopped=True), []) == Drop("this person has stopped messages")
    assert judge("nudge", NOON, reader(paused_until=NOON), []) == SEND


def test_what_would_be_pointless_after_the_wait_is_dropped():
    verdict = judge("nudge", NOON, reader(), days_ago(1, 2, 3), expires_at=NOON + timedelta(days=2))
    assert verdict == Drop(
        "this person has had 3 nudges in seven days, and afterwards it would have been pointless"
    )
