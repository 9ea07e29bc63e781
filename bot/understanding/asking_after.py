"""Asking after somebody by name: "find lily", "has amara submitted", "ben's application", a name alone, an address."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from bot.programme.names import Named, who

SHORTEST, LONGEST = 3, 120
BEFORE = (
    r"(?:(?:please|can you|could you|i want to|let me|find|look ?up|search for|show(?: me)?|open|give me|get|see"
    r"|who (?:is|are) (?:the )?(?:\w+ )?supervisors? (?:of|for)|who (?:supervises|looks after)|whom? does"
    r"|what about|who(?: is|'s|s)|tell me about|how(?: is|'s|s)|where is|has|have|did|does|is|was"
    r"|info(?:rmation)? (?:on|about)|details (?:of|on|about|for)"
    r"|(?:the )?(?:applications?|record|placement|journal|progress|profile|status|file) (?:of|for|from|by)"
    r"|(?:the )?(?:student|supervisor|person)) )*"
)
AFTER = (
    r"(?:'s|s')?(?: (?:applications?|record|profile|placement|journal|progress|status|hours|check-?ins?|file|details"
    r"|supervisors?|supervise|look after|answers?|doing|getting on|going|applied|submitted|answered|accepted|started"
    r"|finished|yet|so far"
    r"|now|please|an?|the|her|his|their|in|handed|it|on))*"
)
ASKS = re.compile(rf"(?P<before>{BEFORE})(?P<who>[^\s?!,;]+?(?: [^\s?!,;]+?){{0,3}}?)(?P<after>{AFTER})")


def asked_after(text: str, everybody: Callable[[], Iterable[Named]]) -> list[Named]:
    """Those of `everybody` whom the words ask after and say no more; none where they say anything else.

    A slip is borne where the words ask plainly; a name alone must be right.
    """
    said = " ".join(re.sub(r"[.!?]+$", "", text).replace("’", "'").casefold().split())
    found = ASKS.fullmatch(said[: LONGEST + 1])
    if found is None or len(said) > LONGEST or len(found["who"]) < SHORTEST:
        return []
    plainly = bool(found["before"] or found["after"] or "@" in said)
    return who(found["who"], everybody(), slips=plainly)
