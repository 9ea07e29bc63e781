"""The bodies that Teams wants as the answer to an invoke: a replaced card, the next page of a dialog, a word."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from adapters.reception import InlineAnswer
from adapters.teams.dialogs import dialog
from adapters.teams.parse import PRESSED
from adapters.teams.render import ADAPTIVE, Link, ended, first_page, summary
from adapters.teams.service import Answer
from bot.cards import Card, Form
from bot.errors import UnsupportedPartError

WORD = "application/vnd.microsoft.activity.message"
ERROR = "application/vnd.microsoft.error"
DONE = "Done."
REST = "Go on in the chat."
BELOW = "Answered below."
SLOW = "This takes longer than usual. I am working on it and will write in the chat."
SLOW_FORM = "This takes longer than usual. You can close this window: I go on in the chat."
BROKEN = "Something went wrong here. Nothing was lost; please try again in a moment."
OUTDATED = 'This button is no longer known. Say "home" to see how things stand now.'


def answer(name: str, found: InlineAnswer, link: Link) -> Answer:
    """The answer to the invoke of that name."""
    if name == PRESSED:
        if found.replacement is not None:
            return _card_action(ADAPTIVE, first_page(found.replacement, link))
        return _card_action(WORD, BELOW if found.said else DONE)
    if found.form is not None:
        try:
            window = dialog(_with_errors(found.form, found.errors))
        except UnsupportedPartError as problem:
            return _task(problem.message)
        return Answer(body={"task": {"type": "continue", "value": window}})
    if found.errors:
        return _task(" ".join(found.errors.values()))
    if found.replacement is not None:
        return _task(summary(found.replacement))
    return _task(_closing(found.said[0])) if found.said else Answer()


def word(name: str, text: str) -> Answer:
    """A sentence as the answer to an invoke."""
    return _card_action(WORD, text) if name == PRESSED else _task(text)


def refused(name: str) -> Answer:
    """The answer to a button that is not ours or is broken."""
    if name == PRESSED:
        error = {"code": "BadRequest", "message": OUTDATED}
        return Answer(body={"statusCode": 400, "type": ERROR, "value": error})
    return _task(OUTDATED)


def _card_action(kind: str, value: Any) -> Answer:
    return Answer(body={"statusCode": 200, "type": kind, "value": value})


def _task(text: str) -> Answer:
    return Answer(body={"task": {"type": "message", "value": text}})


def _closing(card: Card) -> str:
    """The last words of a dialog, in which no buttons can stand."""
    return f"{ended(summary(card))} {REST}" if card.actions else summary(card)


def _with_errors(form: Form, errors: Mapping[str, str]) -> Form:
    """The page with each message beside its field; what belongs to no field stands at the top."""
    known = {field.key for field in form.fields}
    rest = " ".join(text for key, text in errors.items() if key not in known)
    fields = tuple(replace(field, error=errors.get(field.key) or field.error) for field in form.fields)
    return replace(form, fields=fields, error=form.error or rest)
