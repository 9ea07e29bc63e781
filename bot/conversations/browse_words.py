"""What somebody means who names a placement: its details, saving it, taking it off the list ("save tea charity")."""

from __future__ import annotations

import re

from bot.conversations.browse import ident
from bot.conversations.naming import last_seen, named_in
from bot.turn import Turn

DO = re.compile(
    r"(?:pls |please )?(?P<do>unsave|remove|save|keep|details?|open|(?:tell me |more )about)\b(?P<rest>.*)",
    re.DOTALL,
)
ACTIONS = {"save": "browse.save", "keep": "browse.save", "unsave": "browse.unsave", "remove": "browse.unsave"}
IT = re.compile(r"\s*(?:it|this|that|this one|that one)?[\s.!]*")


def heard(turn: Turn, text: str) -> bool:
    """Do what a button of that placement does; False where the words say something else."""
    if turn.membership is None or turn.membership.role != "student":
        return False
    found = DO.fullmatch(text.casefold())
    if found is None:
        return False
    bare = IT.fullmatch(found["rest"]) is not None
    one = last_seen(turn) if bare else named_in(turn, found["rest"])
    if one is None or (bare and found["do"] not in ACTIONS):
        return False
    turn.go(ACTIONS.get(found["do"], "browse.details"), **ident(one))
    return True


def details(turn: Turn, text: str) -> None:
    """The details of the placement that words name, else the list with a word on how to name one."""
    one = named_in(turn, text)
    if one is not None:
        turn.go("browse.details", **ident(one))
        return
    turn.say("Which one? Say its number, or a word or two of its name.")
    turn.go("browse", **dict(turn.talk.memory.get("browse", {})))
