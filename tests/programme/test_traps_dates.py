"""The traps of the five pages that are about dates, weekdays and clocks; each test names its number."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache

import pytest

from bot.programme.calendar import dated_events, event_dates, events, journal_date, over
from bot.programme.dates import (
    Alternatives,
    ByAgreement,
    Day,
    PublishedElsewhere,
    Unknown,
    Week,
    WeekPair,
    holiday_name,
    is_working_day,
    say_date,
    say_day,
    week_number,
)
from bot.programme.definition import ByFraction, ByWeek, InDays, InHours, InWeeks
from bot.programme.linting import lint
from bot.programme.loading import load_programme, shipped
from bot.programme.windows import batch_closed, window_status


@cache
def programme(key):
    return load_programme(shipped()[key], key)


QUEEN_MARY = "queen_mary_2024"
HKU = "hku_u21_2025"
OXFORD = "oxford_mip_2023_24"
LAUNCHPAD = "ixperience_launchpad"
IDP = "idp_generic_2020"
TODAY = dt.datetime(2026, 11, 23, 18, tzinfo=dt.UTC)


def utc(text):
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


@pytest.mark.parametrize("cycle", ["spring", "summer"])
def test_t1_one_journal_deadline_for_both_cycles(cycle):
    journal = programme(QUEEN_MARY).journal
    assert journal_date(programme(QUEEN_MARY), cycle) == journal.deadline.date
    assert journal.deadline.date.day == dt.date(2024, 8, 11)
    assert journal.deadline.dates == {}
    said = window_status(
        programme(QUEEN_MARY), cycle, "journal", utc("2024-04-12T12:00"), "Europe/London"
    ).why
    assert "Sunday 11 August 2024" in said
    assert ("does not say it separately for Spring" in said) == (cycle == "spring")


@pytest.mark.parametrize("now", ["2024-04-11T09:00", "2024-08-11T20:00", "2024-08-12T13:00"])
def test_t1_no_spring_date_is_ever_invented(now):
    status = window_status(programme(QUEEN_MARY), "spring", "journal", utc(now), "Europe/London")
    assert "Sunday 11 August 2024" in status.why
    assert "summer only" not in status.why.lower()
    assert status.why.count("2024") == 1


def test_t2_weeks_are_weeks_and_no_mondays():
    for cycle in programme(QUEEN_MARY).cycles:
        assert isinstance(cycle.begins, Week)
        assert isinstance(cycle.ends, Week)
        assert cycle.begins.first.weekday() == 0
        assert cycle.begins.last - cycle.begins.first == dt.timedelta(days=6)
    assert say_date(programme(QUEEN_MARY).cycle("spring").begins) == "week beginning Monday 4 March 2024"


@pytest.mark.parametrize(
    ("cycle", "midway"), [("spring", dt.date(2024, 3, 18)), ("summer", dt.date(2024, 7, 15))]
)
def test_t3_five_weeks_with_both_ends_and_the_check_in_in_the_third(cycle, midway):
    found = programme(QUEEN_MARY).cycle(cycle)
    assert isinstance(found.placements, WeekPair)
    assert found.placements.weeks == 5
    assert week_number(found.begins.week, midway) == 3
    assert programme(QUEEN_MARY).check_in("midway").when.weeks[cycle].week == midway


def test_t4_easter_monday_and_the_bank_holiday_before_the_summer_deadline():
    calendar = programme(QUEEN_MARY).clock.holidays
    assert holiday_name(programme(QUEEN_MARY).cycle("spring").ends.week, calendar) == "Easter Monday"
    assert not is_working_day(dt.date(2024, 3, 29), calendar)
    assert not is_working_day(dt.date(2024, 5, 27), calendar)
    assert is_working_day(dt.date(2024, 5, 28), calendar)


def test_t5_a_deadline_on_a_sunday_and_the_batch_on_the_day_after():
    spring = programme(QUEEN_MARY).cycle("spring")
    assert spring.closes.day.strftime("%A") == "Sunday"
    assert spring.sent_to_hosts.day - spring.closes.day == dt.timedelta(days=1)
    summer = programme(QUEEN_MARY).cycle("summer")
    assert summer.sent_to_hosts.day - summer.closes.day == dt.timedelta(days=1)
    assert not batch_closed(programme(QUEEN_MARY), "spring", utc("2024-01-28T23:59"))
    assert batch_closed(programme(QUEEN_MARY), "spring", utc("2024-01-29T00:00"))
    assert any("is a Sunday" in one.message for one in lint(programme(QUEEN_MARY)))


def test_t6_trainings_may_lie_outside_the_placement():
    for cycle in programme(QUEEN_MARY).cycles:
        before = programme(QUEEN_MARY).session("pre_training").dates[cycle.key]
        after = programme(QUEEN_MARY).session("post_workshop").dates[cycle.key]
        assert before.day < cycle.placements.first
        assert after.day > cycle.placements.last
    assert not [one for one in lint(programme(QUEEN_MARY)) if one.level == "must" and "sessions" in one.path]


def test_t7_three_names_for_the_sessions_and_both_are_compulsory():
    sessions = programme(QUEEN_MARY).sessions
    assert [one.name for one in sessions] == ["Pre-Internship training", "Post-Internship workshop"]
    assert all(one.compulsory == "yes" for one in sessions)
    assert all("training_compulsory" in one.facts for one in sessions)
    names = {alias.lower() for one in sessions for alias in one.aliases}
    assert {"pre-programme training", "career training session", "workshop"} <= names


@pytest.mark.parametrize(
    ("now", "state"),
    [
        ("2025-10-26T09:59", "not_yet"),
        ("2025-10-26T10:00", "undecidable"),  # it is 27 October in Kiritimati
        ("2025-10-28T11:59", "undecidable"),
        ("2025-10-28T12:00", "open"),
        ("2025-11-13T09:59", "closing"),
        ("2025-11-13T10:00", "undecidable"),  # it is 14 November in Kiritimati
        ("2025-11-15T11:59", "undecidable"),  # it is still 14 November on Baker Island
        ("2025-11-15T12:00", "closed"),
    ],
)
def test_t8_a_deadline_with_no_zone_is_undecidable_for_fifty_hours(now, state):
    status = window_status(programme(HKU), "1", "applications", utc(now), "Asia/Hong_Kong")
    assert status.state == state
    assert isinstance(status.closes, Day)
    assert (status.closes.precision, status.closes.basis) == ("day", "unspecified")
    if state == "undecidable" and status.edge == "closes":
        assert "no hour and no time zone" in status.why
        assert status.next_step.startswith("Apply now")
        assert "HKU International Affairs Office" in status.next_step


def test_t9_nineteen_time_zones_are_a_claim_and_no_setting():
    fact = programme(HKU).facts["scale"]
    assert "21 countries and 19 time zones" in fact.text
    assert not fact.answers
    others = [one for key, one in programme(HKU).facts.items() if key != "scale"]
    assert not any("19" in one.text for one in others)


def test_t10_live_sessions_have_no_dates():
    for session in programme(HKU).sessions:
        assert all(isinstance(date, Unknown) for date in session.dates.values())
    for cycle in programme(HKU).cycles:
        assert isinstance(cycle.placements, Unknown)
        assert "no dates" in programme(HKU).facts[cycle.placements.facts[0]].text
        assert {event.key for event in dated_events(programme(HKU), cycle)} == {"opens", "closes"}


@pytest.mark.parametrize("cycle", ["winter", "spring", "summer"])
def test_t11_two_alternative_weeks_each_with_its_own_window_key(cycle):
    found = programme(OXFORD).cycle(cycle)
    assert isinstance(found.placements, Alternatives)
    assert found.window_keys == (cycle, f"{cycle}/1", f"{cycle}/2")
    assert programme(OXFORD).cycle(f"{cycle}/2") is found
    assert all((one.starts.weekday(), one.ends.weekday()) == (0, 4) for one in found.alternatives)
    assert any(step.kind == "alternative" and step.required for step in programme(OXFORD).application.steps)


def test_t12_two_to_five_days_inside_one_week_and_check_ins_by_fraction():
    duration = programme(OXFORD).duration
    assert (duration.shortest, duration.longest) == (InDays(days=2), InDays(days=5))
    (midway,) = programme(OXFORD).check_ins
    assert midway.when == ByFraction(fraction=0.5)
    assert not midway.on
    by_week = midway.model_copy(update={"when": ByWeek(weeks={"winter": Week(week=dt.date(2023, 12, 4))})})
    changed = programme(OXFORD).model_copy(update={"check_ins": (by_week,)})
    assert any("makes no sense for placements of 2 days" in one.message for one in lint(changed))


def test_t13_the_clock_span_is_not_the_counted_hours():
    span, hours = programme(OXFORD).clock_span, programme(OXFORD).hours
    on_the_clock = dt.datetime.combine(dt.date.min, span.to_time) - dt.datetime.combine(
        dt.date.min, span.from_time
    )
    assert on_the_clock == dt.timedelta(hours=8, minutes=30)
    assert hours.most_per_week == 37.5
    assert on_the_clock * 5 > dt.timedelta(hours=hours.most_per_week)
    assert span.example
    assert hours.total is None
    said = " ".join(fact.text.lower() for fact in programme(OXFORD).facts_about("hours"))
    assert not re.search(r"lunch|break|\b7\.5|42\.5", said)


def test_t14_the_number_of_cycles_is_data_and_terms_are_aliases():
    assert [len(programme(key).cycles) for key in (HKU, QUEEN_MARY, OXFORD, LAUNCHPAD, IDP)] == [
        6,
        2,
        3,
        1,
        1,
    ]
    names = {cycle.key: set(cycle.aliases) for cycle in programme(OXFORD).cycles}
    assert {"Michaelmas", "MT"} <= names["winter"]
    assert {"Hilary", "HT"} <= names["spring"]
    assert {"Trinity", "TT"} <= names["summer"]
    assert "9th week" in programme(OXFORD).vocabulary.aliases


def test_t15_oxford_gives_no_deadline_but_places_to_look():
    status = window_status(
        programme(OXFORD), "spring", "applications", utc("2024-02-01T12:00"), "Europe/London"
    )
    assert status.state == "published_elsewhere"
    assert isinstance(status.closes, PublishedElsewhere)
    for place in (
        "Careers Service news page",
        "Internship Alerts",
        "Facebook",
        "micro-internships@careers.ox.ac.uk",
    ):
        assert place in status.why + status.next_step
    assert status.first_possible is None


@pytest.mark.parametrize(
    ("key", "label", "last"),
    [
        (QUEEN_MARY, "2024", dt.date(2024, 8, 11)),
        (HKU, "2025", dt.date(2025, 11, 14)),
        (OXFORD, "2023/24", dt.date(2024, 6, 28)),
    ],
)
def test_t16_the_dated_editions_are_over_and_say_so(key, label, last):
    ended = over(programme(key), TODAY)
    assert ended.over
    assert ended.last_day == last
    assert f"the {label} dates" in ended.why
    assert say_day(last) in ended.why
    day = dt.datetime.combine(last, dt.time(12), dt.UTC)
    assert not over(programme(key), day).over
    assert over(programme(key), day + dt.timedelta(days=1)).over


def test_t16_what_has_no_dates_is_not_called_over():
    assert not over(programme(LAUNCHPAD), TODAY).over
    assert not over(programme(IDP), TODAY).over
    closed = programme(IDP).model_copy(
        update={"edition": programme(IDP).edition.model_copy(update={"over": True})}
    )
    assert over(closed, TODAY).why == "The 2020-11-20 edition is over."


def test_t17_from_eight_hours_to_four_weeks():
    duration = programme(LAUNCHPAD).duration
    assert duration.shortest == InHours(hours=8)
    assert duration.longest == InWeeks(weeks=4)
    assert isinstance(programme(LAUNCHPAD).cycle("open").placements, ByAgreement)


def test_t18_currently_was_november_2020():
    assert programme(IDP).edition.as_of == dt.date(2020, 11, 20)
    assert programme(IDP).source_of(programme(IDP).facts["virtual"]).as_of == dt.date(2020, 11, 20)
    assert "November 2020" in programme(IDP).facts["virtual"].text


@pytest.mark.parametrize("key", [QUEEN_MARY, HKU, OXFORD, LAUNCHPAD, IDP])
def test_every_event_of_every_cycle_can_be_asked_for(key):
    one = programme(key)
    for cycle in one.cycles:
        for event in events(one, cycle):
            opens, closes = event_dates(one, cycle, event.key)
            assert event.date in (opens, closes)
            for now in (utc("2024-03-20T12:00"), TODAY):
                status = window_status(one, cycle.key, event.key, now, "Asia/Tokyo")
                assert status.why
                assert "{" not in status.why
