"""The purge job keeps to the retention of each programme file, and touches nothing else."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.conversations.privacy import purging
from tests.placement.conftest import BEN, PRIYA, QM, entries, words


def purge(placed, year, month, day):
    return placed.read(lambda unit: purging.purge(unit, datetime(year, month, day, 12, tzinfo=UTC)))


def test_nothing_goes_before_its_time_and_each_kind_at_its_own(placed):
    """Queen Mary's last day is 11 August 2024: files go after 6 months, journals after 24."""
    placed.say(BEN, "journal: Kept for two years.")
    assert not {"conversations", "journals"} & set(purge(placed, 2025, 2, 11).counts)
    assert purge(placed, 2025, 2, 12).counts.get("conversations", 0) > 0
    assert placed.read(entries) != []
    gone = purge(placed, 2026, 8, 12)
    assert gone.counts["journals"] >= 1
    assert placed.read(lambda unit: unit.journals.all(QM)) == []
    assert purge(placed, 2026, 8, 12).counts == {}


def test_students_lose_their_names_and_the_team_goes_on(placed):
    purge(placed, 2025, 8, 12)
    people = placed.read(lambda unit: [one.name for one, _ in unit.people.having(QM, "student")])
    assert people == []
    assert placed.read(lambda unit: unit.people.by_email("queen_mary", BEN)) is None
    placed.at("2025-08-12T12:00+01:00")
    assert "Deleted person" in words(placed.say(PRIYA, "journals"))
    assert placed.read(lambda unit: [event.kind for event in unit.audit.about(QM, "queen_mary_2024")]) == [
        "data purged"
    ]


def test_files_of_what_went_are_named_for_deletion(placed):
    placed.say(BEN, "journal: With a picture.", files=(placed.upload("map.png"),))
    file_id = placed.read(entries)[0].files[0]["file_id"]
    assert file_id in purge(placed, 2026, 8, 12).files
    assert placed.read(lambda unit: unit.journals.all(QM)) == []
