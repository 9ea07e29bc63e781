"""What is said where others read, or in a thread: nothing personal, help all the same, and no later message there."""

from __future__ import annotations

from bot.activities import Message
from tests.core.conftest import Core, words

AMARA = "amara.okafor@qm.sample.example"


def waiting(core: Core) -> list:
    """What is queued for anybody, beside the replies."""
    rows = core.store.run(
        lambda unit: unit.deliveries.claim(
            core.now.replace(hour=23), 50, lease_seconds=60, surfaces=["console"]
        )
    )
    return [row for row in rows if row.kind != "reply"]


def test_a_question_in_a_channel_is_pointed_to_the_private_talk(core: Core):
    turn = core.act(AMARA, Message("what did i save?"), private=False)
    assert [card.headline() for card in turn.said] == [
        "I answer in private, so that nothing personal is read by others. Please write to me directly."
    ]
    assert waiting(core) == []


def test_words_of_danger_in_a_channel_bring_help_in_private(core: Core):
    core.say(AMARA, "hi")
    turn = core.act(AMARA, Message("i want to kill myself"), private=False)
    assert "Samaritans" not in words(turn)
    mine = [row for row in waiting(core) if row.card.summary == "Help is there for you now"]
    assert [(row.kind, row.place) for row in mine] == [("safety", None)]


def test_a_word_in_a_thread_does_not_bind_what_comes_later_to_it(core: Core):
    turn = core.act(AMARA, Message("hi"), thread="1700000000.000009")
    ((_, place),) = core.store.run(lambda unit: unit.people.identities(turn.person.id))
    assert place is not None
    assert place.thread is None
