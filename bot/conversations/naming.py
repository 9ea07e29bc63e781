"""Which placement somebody's words name: by its title or its host, whole or in part, also with a slip of the pen."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches

from bot.conversations.search import NOISE
from bot.programme.opportunities import Opportunity, Search
from bot.turn import Turn

A_LOOK = 25
NEAR = 0.75
LONG = 4
"""From this length a word may have a slip in it."""
WORD = re.compile(r"\w+")
BRACKETS = re.compile(r"\(.*?\)")
ASKED_WORDS = """
    apply applying application save unsave saved remove keep details detail info information open more tell about first
    before start also now into it this withdraw change edit draft
    go going on continue continuing carry resume finish finishing complete completing where left off began begun started
    again
    ok okay ill ll ve id re dont ain yes yeah yep yh no nah wait hmm umm oh lol sorry thanks think guess maybe actually
    instead as well too both also then now really def definitely sure thing things after all can could may should shall
    will would we us our these those been not mean meant rather prefer love try trying send put down sign decided
    decide changed mind switch swap gonna going let lets want wanted same second next by can't cant
"""
ASKED = frozenset(ASKED_WORDS.split())


def named_in(turn: Turn, text: str) -> Opportunity | None:
    """The one placement that these words name; None where none is, or several could be meant."""
    said = WORD.findall(text.casefold())
    told = telling(text)
    if not told:
        return None
    found = turn.unit.opportunities.search(turn.scope, Search(words=" ".join(told)), limit=A_LOOK)
    whole = [
        one
        for one in found
        if any(words and words <= set(said) for words in map(_name, (one.title, one.host)))
    ]
    if whole:
        return whole[0] if len(whole) == 1 else None
    part = [one for one in {one.id: one for one in (*found, *_on_screen(turn))}.values() if _fits(told, one)]
    return part[0] if len(part) == 1 else None


def telling(text: str) -> list[str]:
    """The words that may be part of a name; none in "apply please", say."""
    return [word for word in WORD.findall(text.casefold()) if word not in NOISE and word not in ASKED]


def last_seen(turn: Turn) -> Opportunity | None:
    """The placement whose details were looked at last, if it was not long ago in the talk."""
    seen = turn.talk.memory.get("opportunity")
    return turn.unit.opportunities.get(turn.scope, int(seen)) if seen else None


def only_shown(turn: Turn) -> Opportunity | None:
    """The placement on screen, where one and no other is."""
    found = _on_screen(turn)
    return found[0] if len(found) == 1 else None


def _name(text: str) -> set[str]:
    return {word for word in WORD.findall(BRACKETS.sub(" ", text).casefold()) if len(word) > 2}


def _fits(told: Iterable[str], one: Opportunity) -> bool:
    """Whether every word that says something is in the name, or nearly."""
    name = _name(one.title) | _name(one.host)
    return all(
        word in name or (len(word) >= LONG and get_close_matches(word, name, n=1, cutoff=NEAR))
        for word in told
    )


def _on_screen(turn: Turn) -> list[Opportunity]:
    keys = {
        int(str(dict(one["args"])["opportunity"]))
        for one in turn.talk.shown
        if one["action"] == "browse.details" and "opportunity" in dict(one["args"])
    }
    found = (turn.unit.opportunities.get(turn.scope, key) for key in sorted(keys))
    return [one for one in found if one is not None]
