"""A reflection typed when nobody asked for one: the words are kept as they are, after a yes."""

from __future__ import annotations

import re

from bot.activities import Args
from bot.cards import Action, Card, Text
from bot.conversations.journal import write
from bot.conversations.placement import glance, mine
from bot.turn import Turn

A_WISH = re.compile(
    r"\b(?:journals?|journall?ing|reflections?|reflect|diary|entry|entries|write|writing|note down|log ?book)\b"
)
ASKS = re.compile(r"(?:so |and |ok )*(?:how|what|why|when|where|who|is|are|do|does|can|could|will|should) ")
LOOKS_BACK = re.compile(
    r"\bi (?:felt|feel like i|realised|realized|learn(?:ed|t)|noticed|managed|struggled|was (?:so |a bit |"
    r"really )?(?:proud|"
    r"nervous|shy|confused|lost))\b|\b(?:it|then|everything) (?:finally )?clicked\b|\b(?:today|"
    r"yesterday) (?:was|felt|went)\b"
)
FEW_WORDS = 5
"""A reflection is longer; what is not only says that one wants to write."""


def said(turn: Turn, text: str) -> None:
    """Somebody wants to write, or has written already."""
    if mine.is_staff(turn):
        turn.go("journal.all")
    elif A_WISH.search(text.casefold()) or not offered(turn, text):
        turn.go("journal.write")


def reflects(text: str) -> bool:
    """Whether words look back on one's own day, so that they may not be meant for anybody else."""
    return len(text.split()) > FEW_WORDS and LOOKS_BACK.search(text.casefold()) is not None


def offered(turn: Turn, text: str, *ways: Action) -> bool:
    """Ask whether the words are to be kept, or go another of `ways`.

    False where they are few, or a question, or there is no journal to keep them in.
    """
    has_one = turn.the_programme.journal is not None and mine.placements(turn)
    if len(text.split()) <= FEW_WORDS or not has_one or ASKS.match(text.casefold()) or text.endswith("?"):
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
                *(ways or (Action("Answer three short questions instead", "journal.write"),)),
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


def problem(turn: Turn, text: str) -> None:
    """A problem is passed on; words that look back on one's day may be private, so it is asked where they go."""
    if (
        mine.is_staff(turn)
        or not reflects(text)
        or not offered(turn, text, Action("Tell the team", "journal.tell"))
    ):
        glance.said_problem(turn, text)


def tell(turn: Turn, _: Args) -> None:
    """The words go to the team as a problem, once."""
    words = turn.talk.memory.get("reflection")
    turn.remember(
        memory={key: value for key, value in turn.talk.memory.items() if key != "reflection"}, pending=None
    )
    if words:
        glance.tell(turn, words)
    else:
        turn.go("problem")
