"""What somebody means who speaks of applying: which placement, which draft, which answer of an application."""

from __future__ import annotations

import re

from bot.conversations import search
from bot.conversations.naming import last_seen, named_in, only_shown, telling
from bot.programme import availability
from bot.programme.applications import Application
from bot.turn import Turn

MAY = re.compile(r"(?:so |but |and )?(?:can|may|could|am) (?:i|we)\b(?!.*\b(?:now|start|begin)\b)")

CHANGES = re.compile(
    r"(?:please |pls |hi,? |i(?:'d like| want| need| would like|'ve got|have)? to |(?:can|could) (?:i|you) |let me "
    r"|how (?:do|can) i )*(?:edit|change|update|amend|correct|fix|rewrite|redo|swap|add|attach|upload) my (?:[\w-]+ )?"
    r"(?:application|statement|answers?|cv|resume|résumé|choices?|preferences?|themes?|ranking|availability)\b",
    re.IGNORECASE,
)
"""Said so plainly that it is never taken for taking an application back."""


def from_words(turn: Turn, text: str) -> None:
    """To the placement that the words name, else to the one looked at last, else to the list to choose from."""
    if MAY.match(text.casefold()):
        turn.go("eligibility")
        return
    if turn.the_programme.application.target == "programme":
        turn.go("apply")
        return
    named = telling(text)
    if one := named_in(turn, text) or (None if named else (last_seen(turn) or only_shown(turn))):
        turn.go("apply", opportunity=str(one.id))
        return
    drafts = [one for one in _standing(turn) if one.state == "draft"]
    if len(drafts) == 1 and not named:
        turn.go("apply", application=str(drafts[0].id))
        return
    status = availability.of_programme(turn.the_programme, turn.now, turn.zone)
    if named and status.can_apply and search.fits(turn, {"words": " ".join(named)}):
        turn.say("Choose the placement first; its details have the button to apply.")
        turn.go("browse", words=" ".join(named))
        return
    if status.can_apply:
        lead = "I do not find that one among those that are open. " if named else ""
        turn.say(f"{lead}Choose the placement first; its details have the button to apply.")
    turn.go("browse")


def change(turn: Turn, text: str) -> None:
    """Change an application: the answer that is named, else all of them to choose from."""
    sent = [one for one in _standing(turn) if one.state == "submitted"]
    one = the_one(turn, text) or (sent[0] if len(sent) == 1 else None)
    if one is None:
        turn.go("status")
        return
    if one.state == "draft":
        turn.go("apply", application=str(one.id))
    else:
        turn.go("apply.edit", application=str(one.id), words=text.casefold())


def changes(turn: Turn, text: str) -> bool:
    """Whether a student has said that an application is to be changed, and it was begun."""
    is_mine = turn.membership is not None and turn.membership.role == "student" and bool(_standing(turn))
    if is_mine:
        change(turn, text)
    return is_mine


def withdraw(turn: Turn, text: str) -> None:
    """Take the application back that is named, or the only one; else all of them to choose from."""
    one = the_one(turn, text)
    if one is None:
        turn.go("withdraw")
    else:
        turn.go("withdraw", application=str(one.id))


def the_one(turn: Turn, text: str) -> Application | None:
    """The live application that is named, or the only one that there is."""
    mine, named = _standing(turn), named_in(turn, text)
    if len(mine) == 1 and (named is None or named.id == mine[0].opportunity or mine[0].opportunity is None):
        return mine[0]
    return next((one for one in mine if named is not None and one.opportunity == named.id), None)


def _standing(turn: Turn) -> list[Application]:
    return [one for one in turn.unit.applications.of_student(turn.scope, turn.person.id) if not one.ended]
