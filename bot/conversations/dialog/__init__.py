"""How any flow is talked through: step by step in the chat, or page by page on a form.

The draft (answers by step key) is the only state; the step to put is computed from it every time.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.activities import Args, FormRequested
from bot.conversations.dialog.chat import ask, asked_prompt, asked_step, leave, press, put, reply, wants_words
from bot.conversations.dialog.controls import (
    back,
    cancel,
    change,
    explain,
    last_file,
    named_step,
    park,
    restart,
    review,
)
from bot.conversations.dialog.forms import open_page, submission
from bot.conversations.dialog.kinds import Dialog, Subject, address, draft_of, keep, subject_of
from bot.errors import ClosedError
from bot.turn import Turn


def start(turn: Turn, dialog: Dialog, subject: Subject, given: Mapping[str, Any] | None = None) -> None:
    """Begin, or go on where this person stopped; `given` fills in answers that are known already."""
    if refusal := dialog.refuse(turn, subject):
        turn.say(refusal)
        return
    draft = turn.unit.drafts.get(turn.person.id, dialog.name, subject)
    answers = dict(given or {}) if draft is None else {**draft, **(given or {})}
    keep(turn, dialog, subject, answers)
    active = {"flow": dialog.name, "subject": subject}
    asked = turn.talk.asked if turn.talk.active == active else None
    if turn.talk.active != active:
        park(turn)
    parked = [other for other in turn.talk.parked if other != active]
    turn.remember(active=active, asked=None, parked=parked, pending=None)
    if isinstance(turn.activity.body, FormRequested):
        turn.remember(
            asked=asked
        )  # the question stands in the chat too, and words typed there still answer it
        open_page(turn, dialog, subject)
    else:
        put(
            turn,
            dialog,
            subject,
            lead="You had started this already; here is where you stopped." if draft else "",
        )


def resume(turn: Turn, dialog: Dialog, args: Args) -> None:
    """A button of a dialog that was begun: go on with it; raises ClosedError where it has ended since."""
    subject = subject_of(args)
    if turn.unit.drafts.get(turn.person.id, dialog.name, subject) is None:
        raise ClosedError
    start(turn, dialog, subject)


__all__ = [
    "Dialog",
    "Subject",
    "address",
    "ask",
    "asked_prompt",
    "asked_step",
    "back",
    "cancel",
    "change",
    "draft_of",
    "explain",
    "keep",
    "last_file",
    "leave",
    "named_step",
    "open_page",
    "park",
    "press",
    "reply",
    "restart",
    "resume",
    "review",
    "start",
    "subject_of",
    "submission",
    "wants_words",
]
