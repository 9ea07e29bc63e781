"""A cycle rehearsed with simulated people: always the same by its seed, by the real rules, and nothing real touched."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

import store
from adapters.documents.making import documents_for
from adapters.host import House
from adapters.rehearsal import apart, cast
from adapters.rehearsal.run import rehearse
from bot.assistant import Assistant
from bot.programme.loading import load_programme, shipped
from bot.programme.rehearsal_figures import compare, figures, most_in_a_week
from bot.programme.rehearsals import Message, Order, Record
from bot.understanding.rehearsal_words import seed_in, size_in

FIRST = date(2024, 1, 8)
SECRET = "s" * 40
CYCLES = {
    "queen_mary_2024": "spring", "hku_u21_2025": "2", "oxford_mip_2023_24": "spring", "ixperience_launchpad": "open",
    "idp_generic_2020": "open",
}  # fmt: skip


def run(folder, text, order):
    folder.mkdir()
    opened = store.open_store(f"sqlite:///{folder / 'r.db'}", str(folder / "files"), secret=SECRET)
    documents = documents_for(opened.files, SECRET, None, "", lambda: datetime.now(UTC))
    try:
        return asyncio.run(rehearse(House(opened, opened.files, Assistant(documents)), text, order))
    finally:
        opened.close()


@pytest.fixture(scope="module")
def spring(tmp_path_factory):
    """A spring of Queen Mary with ten students."""
    return run(
        tmp_path_factory.mktemp("one") / "r", shipped()["queen_mary_2024"], Order("spring", 10, 7, FIRST)
    )


@pytest.mark.parametrize(("key", "cycle"), CYCLES.items())
def test_every_programme_that_ships_can_be_rehearsed_and_keeps_the_promises(tmp_path, key, cycle):
    record = run(tmp_path / "r", shipped()[key], Order(cycle, 6, 3, FIRST))
    assert record.broken == ()
    assert not [one for one in record.sent if one.quiet]
    done = dict(record.acts)
    assert done["applications sent in"] > 0
    assert done["offers accepted"] > 0
    assert {one.role for one in record.sent} >= {"student", "staff"}


def test_the_same_order_over_the_same_file_gives_the_same_record_in_another_process(spring, monkeypatch):
    monkeypatch.setenv("FOOTHOLD_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/there-is-no-such-database")
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-never-used")
    again = asyncio.run(apart.rehearse(shipped()["queen_mary_2024"], Order("spring", 10, 7, FIRST)))
    assert again == spring
    assert compare(spring, again) == []


def test_what_cannot_be_rehearsed_says_why():
    with pytest.raises(apart.RehearsalError, match="no cycle"):
        asyncio.run(apart.rehearse(shipped()["queen_mary_2024"], Order("autumn", 10, 7, FIRST)))


def test_nobody_is_woken_by_the_clock_on_their_wall(spring):
    local = [one.at.astimezone(ZoneInfo(one.zone)) for one in spring.sent if not one.asked]
    assert local
    assert not [at for at in local if not 9 <= at.hour < 21]


def test_a_night_is_seen_where_there_is_one(tmp_path):
    """With quiet hours that are no hours the same cycle does wake people, so the test above can fail."""
    text = shipped()["queen_mary_2024"]
    assert "\nnudges:" not in text
    open_all_night = f'{text}\nnudges: {{quiet_from: "09:00", quiet_to: "09:00"}}\n'
    record = run(tmp_path / "r", open_all_night, Order("spring", 10, 7, FIRST))
    local = [one.at.astimezone(ZoneInfo(one.zone)).hour for one in record.sent if not one.asked]
    assert [hour for hour in local if not 9 <= hour < 21]


def test_a_deadline_that_moves_is_seen_in_the_comparison(tmp_path, spring):
    text = shipped()["queen_mary_2024"].replace("closes: {day: 2024-01-28", "closes: {day: 2024-01-26")
    moved = run(tmp_path / "r", text, Order("spring", 10, 7, FIRST))
    found = {one.topic: one for one in compare(spring, moved)}
    reminder = found["reminder of a deadline"]
    assert reminder.moved + reminder.gone + reminder.new > 0
    assert "check-in" not in found


def test_the_silent_host_leaves_applications_without_an_end(spring):
    (one,) = [end for end in spring.dead_ends if end.what == "application: with the host"]
    assert "Host 03" in one.example


def test_figures_add_up(spring):
    found = figures(spring, "Europe/London")
    assert found.sent + found.answers == len(spring.sent)
    assert sum(count for _, count, _ in found.topics) == found.sent
    day, most = found.busiest_day
    assert most == sum(1 for one in spring.sent if one.at.astimezone(ZoneInfo("Europe/London")).date() == day)
    assert dict(found.waits)["Slack"] == pytest.approx(found.fullest_minute[1] / 5)
    assert found.most_nudges[1] <= 3


def test_a_week_is_seven_days_wherever_it_begins():
    days = [datetime(2024, 3, day, 12, tzinfo=UTC) for day in (1, 2, 8, 9, 10)]
    assert most_in_a_week(days) == 3  # 8, 9 and 10; on the 8th those of the 2nd and the 8th
    assert most_in_a_week([]) == 0


def test_a_comparison_tells_new_gone_moved_and_reworded():
    at = datetime(2024, 3, 1, 12, tzinfo=UTC)

    def message(reader, hour, words="w", topic="t"):
        return Message(at.replace(hour=hour), reader, "student", "UTC", "nudge", topic, words)

    empty = Record(at, at, 1, 1)
    before = replace(empty, sent=(message("ana", 9), message("ben", 9), message("cem", 9), message("eve", 9)))
    after = replace(
        empty, sent=(message("ana", 9), message("ben", 10), message("cem", 9, "other"), message("dan", 9))
    )
    (found,) = compare(before, after)
    assert (found.new, found.gone, found.moved, found.reworded) == (1, 1, 1, 1)


def test_the_people_depend_on_the_seed_alone():
    one = load_programme(shipped()["queen_mary_2024"], "q")
    other = load_programme(shipped()["queen_mary_2024"].replace("2024-01-28", "2024-01-27"), "q")
    said = [
        [
            (found.email, found.zone, found.applying, found.answering, found.writing)
            for found in cast.students(programme, 40, 7)
        ]
        for programme in (one, other)
    ]
    assert said[0] == said[1]
    assert len({zone for _, zone, *_ in said[0]}) > 10
    assert {applying for _, _, applying, *_ in said[0]} == set(cast.APPLYING)


@pytest.mark.parametrize(
    ("words", "size"),
    [
        ("rehearse spring 2024 with 60 students", 60),
        ("rehearse 2024-spring --cohort 60 --seed 7", 60),
        ("do a dry run of spring with 40 made-up students", 40),
        ("simulate summer 2024", None),
    ],
)
def test_the_year_is_no_number_of_students(words, size):
    assert size_in(words) == size


def test_a_seed_is_read_where_one_is_said():
    assert seed_in("rehearse spring with 60 students, seed 12") == 12
    assert seed_in("rehearse spring") is None
