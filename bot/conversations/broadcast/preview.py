"""What each recipient will get: the very card, as each surface shows it, and what a lock screen shows."""

from __future__ import annotations

import re

from bot.activities import Args
from bot.cards import Action, Card, Text
from bot.conversations.broadcast.common import FIRST_LINE, meant, message_card
from bot.conversations.reasons import with_reason
from bot.previews import Previews
from bot.programme.broadcasts import Broadcast, shortened
from bot.turn import Turn

ASKED = re.compile(
    r"\b(?:see|show|preview|look|looks|like|view|check)\b.*\b(?:in|on) (?P<where>[\w ]+?)[?.!]*$",
    re.IGNORECASE,
)


def ways(turn: Turn, one: Broadcast) -> tuple[Action, ...]:
    """A button for each surface that can say how it would show it."""
    names = turn.previews.names if turn.previews else {}
    here = {"broadcast": str(one.id)}
    return tuple(
        Action(f"See it in {name}", "broadcast.preview", {**here, "surface": key})
        for key, name in names.items()
    ) or (Action("See it as they will", "broadcast.preview", here),)


def show(turn: Turn, args: Args) -> None:
    """The message as one surface shows it, or (where none is named, and none can say) as this one does."""
    one = meant(turn, args)
    card = with_reason(message_card(one, turn.the_programme, turn.unit.people.get(one.author)), one.batch)
    back = Action("Back to the plan", "broadcast.open", {"broadcast": str(one.id)})
    if not one.text:
        turn.say(
            "It has no text yet.",
            Action("Write the text", "broadcast.edit", {"broadcast": str(one.id)}),
            back,
        )
        return
    if turn.previews is None:
        first = Text(shortened(card.headline(), FIRST_LINE), "quote")
        turn.say(
            Card(
                parts=(Text("Each of them gets this; a lock screen shows:", "quiet"), first), actions=(back,)
            )
        )
        turn.say(Card(parts=card.parts, summary=card.summary))
        return
    names = turn.previews.names
    surfaces = [args["surface"]] if args.get("surface") in names else list(names)
    for number, surface in enumerate(surfaces, 1):
        others = [way for way in ways(turn, one) if way.args.get("surface") not in surfaces]
        actions = (*others, back) if number == len(surfaces) else ()
        turn.say(_as_on(turn.previews, surface, card, actions))


def _as_on(previews: Previews, surface: str, card: Card, actions: tuple[Action, ...]) -> Card:
    look, name = previews.look(surface, card), previews.names[surface]
    return Card(
        title=f"In {name}",
        parts=(
            Text("On a lock screen", "strong"),
            Text(shortened(look.notification, FIRST_LINE), "quote"),
            Text("In the chat", "strong"),
            *look.parts,
            Text("What is special there", "strong"),
            *(Text(words, "quiet") for words in look.notes),
        ),
        actions=actions,
        summary=f"In {name}: {look.notification}"[:150],
    )


def heard(turn: Turn, number: str, text: str) -> bool:
    """Words such as "how does it look in …", with the name of a surface, while the plan is on screen."""
    found = ASKED.search(text)
    names = turn.previews.names if turn.previews else {}
    said = found["where"].strip().casefold() if found else ""
    surface = next((key for key, name in names.items() if said == name.casefold()), None)
    if surface is None:
        return False
    show(turn, {"broadcast": number, "surface": surface})
    return True
