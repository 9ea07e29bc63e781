"""Actions as Adaptive Cards buttons, and what comes back when one is pressed.

A button that answers in the chat is an Execute, which replaces its card in place, with a Submit for clients that
have none. One that opens a dialog must say so when it is drawn. Positive and destructive styles are not in Teams.
"""

from __future__ import annotations

from typing import Any

from adapters.teams.limits import ACTIONS_IN_A_SET
from adapters.teams.markup import Element, paragraph
from bot.activities import Args
from bot.cards import Action

OURS = "foothold"  # our part of a button's data; the client merges the inputs of the card beside it


def button(action: Action, about: str = "") -> Element:
    """One button. `about` tells apart buttons with the same label, for those who hear them."""
    told = {"tooltip": f"{action.label}: {about}"} if about else {}
    if action.url:
        return {"type": "Action.OpenUrl", "title": action.label, "url": action.url, **told}
    if action.confirm:
        return {"type": "Action.ShowCard", "title": action.label, **told, "card": _question(action)}
    data: dict[str, Any] = {OURS: {"do": action.name, "args": dict(action.args)}}
    if action.opens_form:
        data["msteams"] = {"type": "task/fetch"}
        return {"type": "Action.Submit", "title": action.label, "data": data, **told}
    fallback = {"type": "Action.Submit", "title": action.label, "data": data}
    execute = {"type": "Action.Execute", "title": action.label, "verb": action.name, "data": data}
    return {**execute, "fallback": fallback, **told}


def _question(action: Action) -> Element:
    """Teams cannot ask "are you sure?", so the button unfolds the question and the real button."""
    sure = Action(action.label, action.name, action.args, opens_form=action.opens_form)
    return {
        "type": "AdaptiveCard",
        "version": "1.5",
        "body": paragraph(action.confirm or ""),
        "actions": [button(sure)],
    }


def rows_of(actions: tuple[Action, ...], about: str = "") -> list[list[Element]]:
    """Buttons in sets that Teams shows whole."""
    drawn = [button(action, about) for action in actions]
    return [drawn[at : at + ACTIONS_IN_A_SET] for at in range(0, len(drawn), ACTIONS_IN_A_SET)]


def pressed(data: Any) -> tuple[str, Args] | None:
    """The name and the arguments in a button's data; None where they are not ours."""
    ours = data.get(OURS) if isinstance(data, dict) else None
    if not isinstance(ours, dict) or not isinstance(ours.get("do"), str):
        return None
    return ours["do"], text_args(ours.get("args"))


def text_args(found: Any) -> Args:
    """Arguments as text by name, whatever a client made of them."""
    return {str(key): str(value) for key, value in found.items()} if isinstance(found, dict) else {}
