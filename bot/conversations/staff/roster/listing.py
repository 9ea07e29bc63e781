"""Lists in words: "who has applied", "list the students without a placement", "how many are on the waiting list"."""

from __future__ import annotations

import re

from bot.conversations.broadcast import begin, outstanding
from bot.conversations.placement import mine
from bot.conversations.staff.today import HOME
from bot.programme.audiences import Audience
from bot.turn import Turn
from bot.understanding.recipient_phrases import IDLE
from bot.understanding.recipients import read_audience

ASKS = re.compile(
    r"(?:(?:please|can you|could you) )?(?:list|show(?: me| us)?|give (?:me|us)|name|count"
    r"|(?:what(?:'s| is) the )?number of|how many|which|who(?:'s|se)?(?: all| else)?) (?P<whom>.+)"
)
AROUND = IDLE | {"there", "we", "got", "get", "in", "total", "current", "currently", "see", "you", "else"}
AN_APPLICATION = re.compile(r"\bapplications?\b")


def heard(turn: Turn, said: str) -> bool:
    """Whether the words ask for people by a rule that was wholly understood, and they were listed."""
    asked = ASKS.fullmatch(said)
    audience = rule_in(turn, asked["whom"]) if asked else None
    if audience is None:
        return False
    outstanding.listed(turn, audience)
    return True


def rule_in(turn: Turn, whom: str) -> Audience | None:
    """The people that words mean; None where a word of them was not understood."""
    attributes = begin.known(turn)
    for words in dict.fromkeys((whom, AN_APPLICATION.sub("applicants", whom))):
        found = read_audience(words, turn.the_programme, attributes=attributes)
        left = set(re.findall(r"[\w'-]+", found.rest))
        if found.audience is not None and not found.unclear and left <= AROUND:
            return found.audience
    return None


def others(turn: Turn) -> bool:
    """What is asked about other people: staff may know, and are told how to ask; False for everybody else."""
    if not mine.is_staff(turn):
        return False
    turn.say(
        "I could not tell whom you mean. Say a name or an address to see a record, or a rule, such as “students "
        "without a placement” or “who is on the waiting list”.",
        HOME,
    )
    return True
