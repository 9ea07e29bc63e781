"""Somebody in several programmes is asked which one is meant; plain words of danger are heard before that."""

from __future__ import annotations

import pytest

from bot.programme.people import Membership, Scope
from tests.core.conftest import Core, words

AMARA = "amara.okafor@qm.sample.example"


@pytest.fixture
def of_two(core: Core) -> Core:
    def work(unit):
        for key, programme in (("oxford", "oxford_mip_2023_24"), ("queen_mary", "queen_mary_2024")):
            person = unit.people.by_email("queen_mary", AMARA)
            organisation = unit.programmes.get(programme).organisation.key
            assert key in organisation
            unit.people.join(Membership(person.id, Scope(organisation, programme), "student"))

    core.store.run(work)
    return core


def test_which_programme_is_asked_first(of_two: Core):
    assert "Which programme is this about?" in words(of_two.say(AMARA, "when is the deadline"))


def test_plain_danger_is_answered_before_that_and_the_question_comes_again(of_two: Core):
    seen = words(of_two.say(AMARA, "i want to kill myself"))
    assert "at any hour" in seen
    assert "I am passing this to" in seen
    assert "Which programme is this about?" in words(of_two.say(AMARA, "when is the deadline"))
