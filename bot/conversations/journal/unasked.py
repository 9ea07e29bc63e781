"""A reflection typed when nobody asked for one: the words are kept as they are, after a yes."""

from __future__ import annotations

import re

from bot.activities import Args
from bot.cards import Action, Card, Text
from bot.conversations.journal import write
from bot.conversations.placement import mine
from bot.turn import Turn

A_WISH = re.compile(
    r"\b(?:journals?|journall?ing|reflections?|reflect|diary|entry|entries|write|writing|note down|log ?book)\b"
)
FEW_WORDS = 5
"""A reflection is longer; what is not only says that one wants to write."""


def said(turn: Turn, text: str) -> None:
    """Somebody wants to write, or has written already."""
    if mine.is_staff(turn):
        turn.go("journal.all")
    elif A_WISH.search(text.casefold()) or not offered(turn, text):
        turn.go("journal.write")


def offered(turn: Turn, text: str) -> bool:
    """Ask whether the words are to be kept; False where they are few, or there is no journal to keep them in."""
    has_one = turn.the_programme.journal is not None and mine.placements(turn)
    if len(text.split()) <= FEW_WORDS or not has_one:
        return False
    turn.remember(
        memory={**turn.talk.memory, "reflection": text},
        pending={"action": "journal.keep", "args": {}, "label": "Keep it"},
    )
    turn.say(
        Card(
            parts=(Text("Shall I keep that in your journal, as you wrote it?"),),
            actions=(
                Action("Keep it", "journal.keep", style="primary"),
                Action("Answer three short questions instead", "journal.write"),
                Action("Home", "home"),
            ),
        )
    )
    return True


def keep(turn: Turn, _: Args) -> None:
    """The words become a note in the journal, once."""
    words = turn.talk.memory.get("reflection")
    if not words:
        turn.say(
            "Those words are in your journal already, or were not kept. You can send them again.",
            Action("My journal", "journal"),
        )
        return
    turn.remember(memory={key: value for key, value in turn.talk.memory.items() if key != "reflection"})
    write.note(turn, words)
