"""What a home offers is a command at any time: typed with nothing on screen, it does what the button does."""

from __future__ import annotations

import pytest

from bot.activities import Press
from bot.conversations.tables import HOMES
from tests.core.conftest import Core

WHO = {
    "student": "amara.okafor@qm.sample.example",
    "supervisor": "tom.ellis@teacharity.sample.example",
    "staff": "priya.shah@qm.sample.example",
}
OFFERED = [(role, action) for role, (_, actions) in HOMES.items() for action in actions]


def shown(turn) -> list[tuple]:
    return [(card.title, card.parts, [one.label for one in card.actions]) for card in turn.said]


@pytest.mark.parametrize(("role", "action"), OFFERED, ids=lambda value: getattr(value, "label", value))
def test_the_label_typed_is_the_button_pressed(core: Core, role, action):
    core.say(WHO[role], "home")
    pressed = core.act(WHO[role], Press(action.name, action.args))
    core.say(WHO[role], "cancel", "thanks")
    typed = core.say(WHO[role], action.label)
    assert shown(typed) == shown(pressed)


def test_what_another_role_is_offered_is_said_to_be_theirs(core: Core):
    for label in ("Decide", "Write to many", "Report"):
        turn = core.say(WHO["student"], label)
        assert "Only the programme team can" in turn.said[0].parts[0].text


def test_a_student_who_says_what_supervisors_are_offered_gets_their_own(core: Core):
    assert shown(core.say(WHO["student"], "what was handed in")) == shown(core.say(WHO["student"], "hand in"))
