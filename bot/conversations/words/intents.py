"""From what words were taken to mean to who does it."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.conversations import apply_words, ask, search
from bot.conversations.broadcast import table as broadcasts
from bot.conversations.staff import hosts
from bot.conversations.tables import INTENTS, Heard
from bot.conversations.words.screen import is_question
from bot.conversations.words.vocabulary import BEGINS_TO_APPLY, LOOKS_FOR, NARROWING, ONES, SURE, UNSURE
from bot.turn import Turn
from bot.understanding.reader import Reading

SAID_BY = {
    "opt_out": re.compile(
        r"\b(?:stop\w*|unsub\w*|opt\w*|desub\w*|mute\w*|no more|don'?t|do not|never|not|no longer|ceas\w*|"
        r"quit|off|remove\w*|leave|cancel\w*|end|(?:had|that'?s) enough|enough (?:of|already)|silence|peace|"
        r"spam\w*|away)\b",
        re.IGNORECASE,
    ),
    "data_erasure": re.compile(
        r"\b(?:delet\w*|del|eras\w*|remov\w*|wip(?:e|ed|ing)|forg[eo]t\w*|destroy\w*|purg\w*|gdpr|clear|get rid|"
        r"scrub|drop|unlearn|right to|gone|expung\w*|take (?:\w+ ){0,2}(?:down|off)|throw away|shred)\b",
        re.IGNORECASE,
    ),
}
"""What a message must say, in one word or another, before it is taken for a wish that weighs."""


def intend(turn: Turn, text: str, reading: Reading) -> None:
    """Go where the intent leads; a question goes to the answers."""
    if BEGINS_TO_APPLY.match(text.casefold()):
        apply_words.from_words(turn, text)
        return
    if reading.confidence < SURE and hosts.speaks_of_a_choice(turn, text):
        hosts.heard(turn, text)
        return
    if (ones := ONES.match(text.casefold())) and _asked_for(turn, text[ones.end() :]):
        return
    looks = reading.intent in NARROWING and LOOKS_FOR.match(text.casefold())
    if (reading.confidence < UNSURE or looks) and _found(turn, text):
        return
    sure = (
        reading.confidence >= UNSURE or reading.intent in broadcasts.INTENTS
    )  # those show a plan before anything
    needed = SAID_BY.get(reading.intent)
    if needed is not None and not needed.search(text):
        sure = False
    if not sure and reading.intent in INTENTS:  # nothing is done on a guess
        reading = replace(reading, intent="unknown")
    handler = INTENTS.get(reading.intent)
    if handler is None:
        ask.answer(turn, text, reading)
        return
    handler(turn, Heard(text, reading))


def _asked_for(turn: Turn, text: str) -> bool:
    """“Is there one in Singapore”, “which ones are remote”: the list, also where nothing fits it."""
    filters = search.filters(turn, text) if ask.role_of(turn) == "student" else {}
    if filters:
        turn.go("browse", **filters)
    return bool(filters)


def _found(turn: Turn, text: str) -> bool:
    """Words that say nothing else may be what somebody looks for: shown, if anything on offer fits them."""
    student = turn.membership is not None and turn.membership.role == "student"
    if not student or (is_question(text) and not text.casefold().startswith(("what", "any"))):
        return False
    filters = search.filters(turn, text)
    if not filters or not search.fits(turn, filters):
        return False
    turn.go("browse", **filters)
    return True
