"""The places of each university: set by whoever decides, shown first, moving the waiting list, holding offers back."""

from __future__ import annotations

import pytest

from bot.activities import Press
from tests.staff.conftest import HKU, PRIYA, YAN, ZOE, Staffed, words


def limit(staffed: Staffed, quota: str = "HKU") -> int | None:
    return staffed.read(lambda unit: unit.waiting.limit(HKU, quota))


@pytest.mark.parametrize(
    "said", ["set the quota of hku to 3", "HKU has 3 places now", "the quota for HKU is 3"]
)
def test_set_in_words_after_a_second_look(staffed: Staffed, said: str):
    assert "Until now: no number" in words(staffed.say(ZOE, said))
    assert limit(staffed) is None
    staffed.restart()
    staffed.say(ZOE, "set it")
    assert limit(staffed) == 3


def test_the_list_names_each_university_and_a_button_sets_it(staffed: Staffed):
    turn = staffed.say(ZOE, "quotas")
    assert "no number set · 0 held · 0 waiting" in words(turn)
    staffed.act(ZOE, Press("quota.set", {"quota": "HKU"}))
    assert "The least is 0" in words(staffed.say(ZOE, "-1"))
    staffed.say(ZOE, "2", "yes")
    assert limit(staffed) == 2


def test_a_place_that_is_added_goes_to_whoever_waits(staffed: Staffed):
    staffed.say(ZOE, "set the quota of hku to 0", "yes")
    wing = staffed.read(
        lambda unit: next(
            one
            for one in unit.applications.in_states(HKU, ["submitted"])
            if one.answers["member_university"] == "HKU"
        )
    )
    staffed.act(ZOE, Press("decide.stage", {"application": str(wing.id), "as": "waitlisted"}))
    staffed.act(ZOE, Press("decide.announce", {}))
    assert staffed.states(HKU)["Wing"] == ("waitlisted", None)
    assert "the first on the waiting list is offered a place" in words(
        staffed.say(ZOE, "set the quota of hku to 1")
    )
    staffed.say(ZOE, "yes")
    assert staffed.states(HKU)["Wing"][0] == "offered"


def test_only_whoever_decides_and_only_where_places_are_shared_so(staffed: Staffed):
    assert "U21 decides how many" in words(staffed.say(YAN, "set the quota of hku to 20"))
    staffed.act(YAN, Press("quota.set", {"quota": "HKU"}))
    staffed.act("wing.chan@hku.sample.example", Press("quota.set", {"quota": "HKU"}))
    assert "Until now" not in words(staffed.say(PRIYA, "set the quota of Queen Mary to 3"))
    assert limit(staffed) is None
