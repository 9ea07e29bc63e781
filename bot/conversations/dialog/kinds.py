"""What a kind of dialog is, and how a button names the dialog and the subject that it belongs to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.activities import Args, Upload
from bot.cards import Card
from bot.flow import Flow
from bot.turn import Turn

Subject = dict[str, str]


@dataclass(frozen=True)
class Dialog:
    """A kind of conversation with a goal.

    `build` makes the flow for a subject as things stand now. `finish` does what the flow is for; it receives only
    the answers of steps that apply. `refuse` says why the dialog cannot go on (closed, no longer allowed), or None.
    `left` is what to say when the person stops half-way. `clash` keeps an answer that a form is about to replace,
    and that was given elsewhere while the form was open. `late` says that a window left open while the dialog
    came to its end elsewhere still counts: nothing written in it is lost. `dropped` takes a file that is sent where
    words are asked for.
    """

    name: str
    build: Callable[[Turn, Subject], Flow]
    finish: Callable[[Turn, Subject, dict[str, Any]], None]
    refuse: Callable[[Turn, Subject], Card | None] = lambda _turn, _subject: None
    left: str = "Your answers so far are kept."
    keep: bool = True
    clash: Callable[[Turn, Subject, str, Any], None] = lambda _turn, _subject, _step, _old: None
    late: bool = False
    dropped: Callable[[Turn, Subject, Upload], None] | None = None


def address(flow: str, subject: Subject, **more: str) -> Args:
    """Arguments of a button that belongs to a flow."""
    return {"flow": flow, **{f"on.{key}": value for key, value in subject.items()}, **more}


def subject_of(args: Args) -> Subject:
    """The subject that `address` put into arguments."""
    return {key.removeprefix("on."): value for key, value in args.items() if key.startswith("on.")}


def draft_of(turn: Turn, dialog: Dialog, subject: Subject) -> dict[str, Any]:
    """The answers so far; empty where nothing is kept."""
    return dict(turn.unit.drafts.get(turn.person.id, dialog.name, subject) or {})


def keep(turn: Turn, dialog: Dialog, subject: Subject, answers: dict[str, Any]) -> None:
    """Keep the answers so far."""
    turn.unit.drafts.put(turn.person.id, dialog.name, subject, answers, turn.now)
