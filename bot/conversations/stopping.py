"""“Stop” in typed words: messages stop where the words plainly say so; what may mean something else is asked."""

from __future__ import annotations

import re

from bot.cards import Action
from bot.conversations import settings
from bot.conversations.ask import role_of
from bot.turn import Turn
from bot.understanding.normalise import clean
from bot.understanding.quiet_words import read_pause

PLAINLY = re.compile(
    r"unsub|desub|opt(?:ed|ing)?[ -]?(?:me )?out|messag|\bmsgs?\b|\btext|remind|nudg|notif|\bping|buzz|contact|\bwrit|"
    r"\be?-?mail|bother|spam|alert|hear from|leave me|\bme\b|updates|digest|\blist\b|talk|chat|bot\b"
)
"""Words that say that it is messages that shall stop."""
SOMETHING = re.compile(
    r"^(?:can|could|may|should|must|what|how|is|am|do|does) (?:i|it|we|that|this)\b|\bi\b|\b(?:keep|wait)\b"
)
"""Words that may speak of something else than messages: "can i stop", "no wait, keep it"."""


def in_words(turn: Turn, text: str) -> None:
    """No more messages; where a time is named ("stop for a month"), for so long."""
    if settings.UNTIL.search(text.casefold()) or read_pause(f"pause {text}"):
        settings.in_words(turn, f"pause {text}")
    elif PLAINLY.search(clean(text)) or not SOMETHING.search(clean(text)):
        turn.go("settings.stop")
    else:
        ways = [Action("Stop all messages", "settings.stop"), Action("Pause for two weeks", "settings.pause")]
        if role_of(turn) == "student":
            ways.append(Action("My applications", "status"))
        turn.say(
            "Do you want me to stop writing to you? Nothing is changed yet.", *ways, Action("Home", "home")
        )
