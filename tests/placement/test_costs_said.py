"""What a typed claim is for, apart from its amount and its day."""

from __future__ import annotations

import pytest

from bot.conversations.placement.money import what_for


@pytest.mark.parametrize(
    ("said", "what"),
    [
        ("claim £6.50 for the coach to london today", "coach to london"),
        ("claim lunch £5 today", "lunch"),
        ("claim bus 12.40 yesterday", "bus"),
        ("I want to claim 4 pounds for my bus on 12 March", "bus"),
        ("can i claim for my train", "train"),
        ("claim £14 today", ""),
        ("expenses", ""),
        ("claim something that I cannot really explain in a few short words today", ""),
    ],
)
def test_what_is_said_is_not_asked_again(said, what):
    assert what_for(said) == what
