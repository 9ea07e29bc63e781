"""Which placement somebody means who says that they want to apply: the one named, the one just seen, or the draft."""

from __future__ import annotations

import re

from bot.programme import availability
from bot.programme.opportunities import Opportunity, Search
from bot.turn import Turn

A_LOOK = 25
WORD = re.compile(r"\w+")
BRACKETS = re.compile(r"\(.*?\)")


def from_words(turn: Turn, text: str) -> None:
    """To the placement that the words name, else to the one looked at last, else to the list to choose from."""
    if turn.the_programme.application.target == "programme":
        turn.go("apply")
        return
    if one := named_in(turn, text) or last_seen(turn):
        turn.go("apply", opportunity=str(one.id))
        return
    drafts = [
        one for one in turn.unit.applications.of_student(turn.scope, turn.person.id) if one.state == "draft"
    ]
    if len(drafts) == 1:
        turn.go("apply", application=str(drafts[0].id))
        return
    status = availability.of_programme(turn.the_programme, turn.now, turn.zone)
    if status.can_apply:
        turn.say("Choose the placement first; its details have the button to apply.")
    turn.go("browse")


def named_in(turn: Turn, text: str) -> Opportunity | None:
    """The one placement whose host or title these words name."""
    said = f" {' '.join(WORD.findall(text.casefold()))} "
    found = turn.unit.opportunities.search(turn.scope, Search(words=text), limit=A_LOOK)
    fits = [one for one in found if any(_in_words(name, said) for name in (one.title, one.host))]
    return fits[0] if len(fits) == 1 else None


def _in_words(name: str, said: str) -> bool:
    words = [word for word in WORD.findall(BRACKETS.sub(" ", name).casefold()) if len(word) > 2]
    return bool(words) and all(f" {word} " in said for word in words)


def last_seen(turn: Turn) -> Opportunity | None:
    """The placement whose details were looked at last, if it was not long ago in the talk."""
    seen = turn.talk.memory.get("opportunity")
    return turn.unit.opportunities.get(turn.scope, int(seen)) if seen else None
