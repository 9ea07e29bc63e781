"""“Who reads my journal?”, “can my host see my CV?”: how the bot itself keeps it, which no page says."""

from __future__ import annotations

import re

from bot.cards import Action, Card, Text
from bot.conversations.ask import role_of
from bot.conversations.phrases import listed
from bot.conversations.placement import mine
from bot.turn import Turn
from bot.understanding.normalise import clean

_OWN = r"my (?:\w+ )?(?:journal|reflections?|diary|entries|cv|resume|application|statement|answers)\b"
ASKS = re.compile(
    r"(?!.*\b(?:first|before i|check|feedback|proofread)\b)(?:so |and |but |ok |wait |hey |hi )*(?:"
    rf"who(?: else| all)? (?:reads?|sees?|can (?:read|see)|gets?|will (?:read|see|get)|looks? at|has) {_OWN}"
    rf"|(?:can|will|does|do) (?:my |the |anyone|anybody|everyone|other|people|\w+ )*(?:read|see|look at|get) {_OWN}"
    rf"|is {_OWN} (?:private|secret|confidential|shared|public))"
)


def heard(turn: Turn, text: str) -> bool:
    """Say who reads it; False where that is not asked."""
    said = clean(text)
    found = ASKS.match(said)
    if found is None or role_of(turn) != "student":
        return False
    if re.search(r"journal|reflect|diary|entr", found[0]):
        if turn.the_programme.journal is None:
            return False
        turn.say(_card(of_journal(turn), Action("My journal", "journal")))
    else:
        turn.say(_card(of_application(turn), Action("My applications", "status")))
    return True


def of_journal(turn: Turn) -> str:
    """Nobody before it is submitted; then those whom the programme's file names."""
    book = turn.the_programme.journal
    names = turn.the_programme.vocabulary.name
    readers = [
        mine.team(turn) if role == "staff" else f"your {names(role, locale=turn.person.locale)}"
        for role in (book.seen_by if book else ())
    ]
    return (
        f"Your journal is private until you submit it. Then {listed(readers)} can read it, and nobody else."
    )


def of_application(turn: Turn) -> str:
    """The team, and whoever the consent names."""
    others = [one.to_name for one in turn.the_programme.application.shares if one.to != "office"]
    beside = f" With your consent it goes to {listed(list(dict.fromkeys(others)))}, too." if others else ""
    return f"{mine.first(mine.team(turn))} can see your application.{beside} Other students never see it."


def _card(words: str, way: Action) -> Card:
    note = "This is how I work, not a line of the programme's page."
    return Card(parts=(Text(words), Text(note, "quiet")), actions=(way, Action("Home", "home")))
