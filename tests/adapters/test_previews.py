"""How each surface will show a card, said before it is sent: every word of it is there, and the two differ."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings

from adapters.previews import SurfacePreviews
from bot.cards import Action, Card, Text
from tests.slack.cards_at_random import cards

PREVIEWS = SurfacePreviews()
MESSAGE = Card(
    parts=(Text("Bring a pen & paper."), Text("From Priya", "quiet")),
    actions=(Action("Got it", "broadcast.gotit", {}, "primary"),),
    summary="Bring a pen & paper.",
)


def words(look):
    return "\n".join(getattr(part, "text", "") for part in look.parts)


def packed(text):
    """Without what nobody sees: space, and the joiners that keep braces apart."""
    return re.sub(r"[\s\u2060]+", "", text)


def whole(look, title):
    """Every word, without the lines between two messages: a long text goes on in the next one."""
    between = re.compile(
        rf"Message\d+of\d+|\d+of\d+;itgoesoninthenextmessage\.|Continued|{re.escape(title)}\(continued\)"
    )
    lines = [packed(getattr(part, "text", "")) for part in look.parts]
    return "".join(line for line in lines if not between.fullmatch(line))


def test_the_same_message_on_both():
    slack, teams = (PREVIEWS.look(key, MESSAGE) for key in PREVIEWS.names)
    assert [part.tone for part in slack.parts] == ["plain", "quiet", "plain"]
    assert words(slack) == "Bring a pen & paper.\nFrom Priya\nButtons in a row: [Got it] (green)"
    assert words(teams) == "Bring a pen & paper.\nFrom Priya\nButtons, all of one colour: [Got it]"
    assert slack.notification == "Bring a pen & paper. From Priya [Got it]"
    assert teams.notification == "Bring a pen & paper."
    assert set(slack.notes).isdisjoint(teams.notes)


@pytest.mark.parametrize("key", PREVIEWS.names)
def test_a_long_message_says_that_it_is_several(key):
    long = Card(parts=tuple(Text(f"{number} {'word ' * 400}") for number in range(30)), summary="Long")
    look = PREVIEWS.look(key, long)
    assert re.search(r"as \d+ (?:messages|cards), since it is too long for one", look.notes[0])
    assert "Message 2 of" in words(look)
    assert all(f"{number} word" in words(look) for number in range(30))


@pytest.mark.parametrize("key", PREVIEWS.names)
@settings(max_examples=60)
@given(card=cards)
def test_every_part_of_every_card_can_be_looked_at(key, card):
    look = PREVIEWS.look(key, card)
    shown = whole(look, packed(card.title))
    for part in card.parts:
        if isinstance(part, Text):
            assert packed(part.text) in shown
