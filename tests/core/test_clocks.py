"""Whose clock it is: what somebody said wins, then the roster, then the workspace's directory, then the programme's."""

from __future__ import annotations

from dataclasses import replace

import pytest

from adapters.console.surface import identity_of, place_of
from bot.activities import Activity, Message, Profile
from tests.core.conftest import Core

AMARA = "amara.okafor@qm.sample.example"


def arrive(core: Core, email: str, zone: str | None) -> str | None:
    """Say hi from a workspace whose directory gives that zone; the zone that is kept then."""
    core.say(email, "hi")  # connects the workspace
    core.now = core.now.replace(minute=core.now.minute + 1)
    activity = Activity(
        f"clock:{core.now.isoformat()}", identity_of(email), place_of(email), core.now, Message("hi"),
        Profile(email=email, time_zone=zone),
    )  # fmt: skip
    return core.store.run(lambda unit: core.assistant.handle(activity, unit)).person.time_zone


def forget_clock(core: Core, email: str) -> None:
    def work(unit) -> None:
        person = unit.people.by_email("queen_mary", email)
        unit.people.save(replace(person, time_zone=None))

    core.store.run(work)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("America/New_York", "America/New_York"),
        (None, None),
        ("Nowhere/Atlantis", None),
        ("../etc/passwd", None),
    ],
)
def test_where_nobody_said_a_zone_the_directory_does(core: Core, given, kept):
    forget_clock(core, AMARA)
    assert arrive(core, AMARA, given) == kept


def test_what_the_roster_or_the_person_said_stands(core: Core):
    assert arrive(core, AMARA, "America/New_York") == "Europe/London"
