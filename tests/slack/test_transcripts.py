"""Every transcript once more, through Slack: real Bolt, signed requests over HTTP, a restart after every turn.

What Slack was given is what the core said: the same lines in the same order.
"""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from adapters import pacing
from tests.slack.driver import SlackDriver
from tests.slack.fake_slack import Member
from tests.slack.person import Person
from tests.slack.running import Running
from tests.staff.conftest import staff_world  # noqa: F401 - a fixture
from tests.transcripts.conftest import sample_world  # noqa: F401 - a fixture
from tests.transcripts.during.test_during import world_of_march  # noqa: F401 - a fixture
from tests.transcripts.messages.test_messages import begun_world  # noqa: F401 - a fixture
from tests.transcripts.placements.test_placements import placed_world  # noqa: F401 - a fixture
from tests.transcripts.playing import FOLDER, differences, play
from tests.transcripts.reading import read

WORLDS = {
    ".": "sample_world",
    "during": "world_of_march",
    "messages": "begun_world",
    "placements": "placed_world",
    "staff": "staff_world",
}
TRANSCRIPTS = sorted(
    (world, path) for folder, world in WORLDS.items() for path in (FOLDER / folder).glob("*.txt")
)
SAMPLES = Path(__file__).parent.parent.parent / "programmes" / "sample"


def emails() -> list[str]:
    """Everybody of the sample data."""
    found = []
    for path in sorted(SAMPLES.glob("*.people.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            found += [row["email"] for row in csv.DictReader(file)]
    return sorted(set(found))


@pytest.mark.parametrize(("world", "path"), TRANSCRIPTS, ids=lambda value: getattr(value, "stem", value))
def test_the_conversation_goes_as_written_through_slack(
    world: str, path: Path, request, tmp_path, monkeypatch
):
    monkeypatch.delitem(pacing.PACES, "slack")  # the clock of a transcript stands still
    folder = tmp_path / "world"
    shutil.copytree(request.getfixturevalue(world), folder)
    driver = SlackDriver(folder, emails())
    try:
        played = play(read(path), driver)
    finally:
        driver.close()
    assert differences(played) == ""


async def test_somebody_of_another_organisation_is_met_politely_and_given_nothing(request, fake, tmp_path):
    folder = tmp_path / "world"
    shutil.copytree(request.getfixturevalue("sample_world"), folder)
    # The same address as a student's, but in a workspace of their own: nothing of it is believed.
    fake.add(Member("U9", "Amara Okafor", "amara.okafor@qm.sample.example", team="T9"))
    house = await Running(fake, folder).start()
    guest = Person(fake, house.url, user="U9")
    await guest.say("home", team="T9", user_team="T9")
    await guest.say("what are my applications?", team="T9", user_team="T9")
    await guest.open("home")
    await guest.mention("who is on the programme?", team="T9", user_team="T9")
    await house.settle()
    seen = (
        [one["text"] for one in fake.said_to("U9")]
        + [one["text"] for one in fake.ephemeral]
        + [str(fake.homes["U9"])]
    )
    assert len(seen) == 4
    assert not [text for text in seen if "Queen Mary" in text or "Oxford" in text or "application" in text]
    assert "people of this workspace" in seen[0]
    await house.stop()
