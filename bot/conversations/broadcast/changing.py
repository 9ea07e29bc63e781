"""The plan on screen, changed in free words ("make it friday 9am", "leave out HKU"): shown again, and to be undone.

All of a sentence is done or nothing; nothing is sent by it, and what was scheduled must be scheduled again.
"""

from __future__ import annotations

import re
from datetime import datetime

from bot.activities import Args
from bot.cards import Action
from bot.conversations import dialog
from bot.conversations.broadcast import begin, deciding, plan, preview
from bot.conversations.broadcast.changes import Draft, apply
from bot.conversations.broadcast.common import changed, ident, is_stale, meant
from bot.conversations.phrases import listed
from bot.errors import OutdatedError, UnclearReplyError
from bot.programme.audiences import Audience
from bot.programme.broadcasts import OPEN, Broadcast, edited
from bot.turn import Turn
from bot.understanding.plan_changes import read_changes
from bot.understanding.plan_phrases import TAKE_BACK, Part
from bot.wire import from_json, to_json

ASKS: dict[Part, tuple[str, str]] = {
    **dict.fromkeys(("text", "swap", "add", "cut", "ack"), ("Edit text", "text")),
    **dict.fromkeys(("without", "only", "also", "instead"), ("Change audience", "audience")),
    **dict.fromkeys(("time", "either"), ("Change time", "when")),
}
"""The question behind each part, where words alone did not do."""
STOP = re.compile(
    r"(?:please |no,? |wait,? )*(?:(?:stop|halt|abort|scrap|drop|cancel|call off)(?: it| that| this| the message)?"
    r"|(?:do not|don't|dont|don’t) send(?: it| that| this)?)(?: please| now)?"
)
"""Said of the plan on screen; elsewhere "stop it" would stop the messages to whoever says it."""


def heard(turn: Turn, text: str) -> bool:
    """Whether these words changed the plan that is on screen, or were meant to."""
    button = on_screen(turn)
    if button is None:
        return False
    if _of_the_whole(turn, button, text):
        return True
    wanted = read_changes(text)
    if not wanted:
        return False
    one = meant(turn, button)
    if is_stale(one, button) and deciding.settled_already(turn, one, button):
        return True
    draft = Draft(one, one.audience, one.text)
    for change in wanted:
        try:
            if not apply(turn, draft, change):
                return False
        except UnclearReplyError as problem:
            label, part = ASKS[change.part]
            turn.say(
                f"{problem.message} The plan is as it was.",
                Action(label, "broadcast.edit", ident(one, part=part)),
                Action("Back to the plan", "broadcast.open", {"broadcast": str(one.id)}),
            )
            return True
    _settle(turn, draft)
    return True


def _of_the_whole(turn: Turn, button: Args, text: str) -> bool:
    """Whether the words take the last change back, call the message off, or ask how it will look."""
    if TAKE_BACK.fullmatch(text.strip()):
        take_back(turn, {"broadcast": button["broadcast"]})
        return True
    if STOP.fullmatch(text.strip(" .!").casefold()):
        turn.go("broadcast.cancel", **button)
        return True
    return preview.heard(turn, button["broadcast"], text)


def on_screen(turn: Turn) -> Args | None:
    """The plan that is talked of: every button of messages on screen is of this one, and it can still be changed."""
    shown = [dict(one["args"]) for one in turn.talk.shown if str(one["action"]).startswith("broadcast.")]
    numbers = {args["broadcast"] for args in shown if "broadcast" in args}
    if len(numbers) != 1 or not (number := numbers.pop()).isdigit():
        return None
    one = turn.unit.broadcasts.get(turn.scope, int(number))
    if one is None or not (one.state in OPEN or one.state == "scheduled"):
        return None
    versions = {args["version"] for args in shown if "version" in args}
    return {"broadcast": number, **({"version": versions.pop()} if len(versions) == 1 else {})}


def _settle(turn: Turn, draft: Draft) -> None:
    """Save the change, say what it was, and show the plan; a time with two meanings is asked about first."""
    one = draft.before
    if draft.new:
        after = changed(turn, edited(one, **draft.new))
        remember(turn, one, after)
        turn.record(
            "broadcast changed in words", after.batch,
            before={name: _plain(getattr(one, name)) for name in draft.new if name != "assumed"},
            after={name: _plain(getattr(after, name)) for name in draft.new if name != "assumed"},
        )  # fmt: skip
    else:
        after = one
    if draft.asked:
        dialog.start(turn, begin.BROADCAST, {"broadcast": str(one.id), "part": "when"}, {"when": draft.asked})
        return
    turn.say(plan.card(turn, after, lead(one, after, draft.said), undo=bool(draft.new)))


def lead(one: Broadcast, after: Broadcast, said: list[str]) -> str:
    """What was changed, and what it undid."""
    words = f"Changed: {listed(said)}." if said else "That is how it is already."
    if one.state == "scheduled" and after.state != "scheduled":
        words += " It is no longer scheduled; schedule it again when it is right."
    elif one.approved_by is not None or one.wanted:
        words += " It has to be approved again."
    return words


def _plain(value: object) -> object:
    return (
        to_json(value)
        if isinstance(value, Audience)
        else value.isoformat()
        if isinstance(value, datetime)
        else value
    )


def remember(turn: Turn, one: Broadcast, after: Broadcast) -> None:
    """What "undo" brings back."""
    kept = {
        "id": one.id, "version": after.version, "text": one.text, "at": one.at.isoformat() if one.at else "",
        "wall": one.wall, "ack": one.ack, "assumed": list(one.assumed),
        "audience": to_json(one.audience) if one.audience else None,
    }  # fmt: skip
    turn.remember(memory={**turn.talk.memory, "plan_before": kept})


def take_back(turn: Turn, args: Args) -> None:
    """Undo the last change in words, where nothing has been changed since; raises OutdatedError."""
    one = meant(turn, args)
    kept = turn.talk.memory.get("plan_before")
    if not kept or (kept["id"], kept["version"]) != (one.id, one.version) or one.state not in OPEN:
        raise OutdatedError("There is no change of this plan to take back; it stands as it is.")
    back = edited(
        one, text=kept["text"], at=datetime.fromisoformat(kept["at"]) if kept["at"] else None, wall=kept["wall"],
        ack=kept["ack"], assumed=tuple(kept["assumed"]),
        audience=from_json(Audience, kept["audience"]) if kept["audience"] else None,
    )  # fmt: skip
    after = changed(turn, back)
    turn.remember(memory={name: value for name, value in turn.talk.memory.items() if name != "plan_before"})
    turn.record("broadcast change taken back", after.batch)
    turn.say(plan.card(turn, after, "Taken back. The plan is as it was before that."))
