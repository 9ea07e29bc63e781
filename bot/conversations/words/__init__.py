"""Typed words: to an answer, to a button that is on screen, or to what they ask for.

In this order: the label of a button on screen; within a dialog its controls ("back", "cancel", …), a question in
between, or the answer (`within`); else a yes or no that is waited for, a change of the plan on screen, a command or
a number (`screen`), words of danger, and then the intent (`intents`).
"""

from __future__ import annotations

import re

from bot.activities import Message
from bot.cards import Action
from bot.conversations import (
    apply_words,
    arrive,
    asides,
    ask,
    browse_words,
    dialog,
    reminders,
    safety,
    who_reads,
)
from bot.conversations.broadcast import changing
from bot.conversations.checkin import asked_about
from bot.conversations.checkin import heard as checkin_heard
from bot.conversations.dialog import Dialog, Subject
from bot.conversations.journal import unasked
from bot.conversations.journal import write as journal_write
from bot.conversations.placement import supervised
from bot.conversations.placement.table import PLAIN
from bot.conversations.staff import spoken
from bot.conversations.tables import DIALOGS
from bot.conversations.words import screen, within
from bot.conversations.words.intents import intend
from bot.conversations.words.vocabulary import CONTROLS, NARROWING, SURE
from bot.prompts import clean, is_no, is_yes
from bot.turn import Turn
from bot.understanding.guards import danger as plain_danger
from bot.understanding.reader import DANGER, read

LONGEST = 40_000
JOURNAL = re.compile(r"journal\s*[:：]\s*(?P<words>.*)", re.IGNORECASE | re.DOTALL)
WAYS = (Action("Home", "home"), Action("Help", "help"))


def understand(turn: Turn, body: Message) -> None:
    """Do what a typed message wants."""
    text = clean(body.text)[:LONGEST]
    active = _active(turn)
    if noted := JOURNAL.match(text):
        journal_write.note(turn, noted["words"])
        if plain_danger(text):
            safety.danger(turn, text, read(text, ask.role_of(turn)))
        if active is not None:
            dialog.ask(turn, *active, lead="Back to where we were.")
        return
    if body.files and active is None:
        turn.go("file.received")
    elif not text and not body.files:
        turn.say("I could not read any words in that. What would you like to do?", *WAYS)
    elif screen.by_label(turn, text):
        return
    elif active is not None:
        within.take(turn, *active, body, text)
    else:
        _at_large(turn, text)


def before_a_programme(turn: Turn, body: Message) -> None:
    """Somebody in several programmes who has chosen none is asked which; plain words of danger come first."""
    text = clean(body.text)[:LONGEST]
    if plain_danger(text):
        arrive.set_programme(turn, turn.memberships[0].scope.programme)
        safety.danger(turn, text, read(text, ask.role_of(turn)))
        turn.remember(programme=None)
        return
    arrive.ask_programme(turn)


def in_public(turn: Turn) -> None:
    """A word in a channel where others read: nothing personal is said there, and help in danger comes in private."""
    turn.say("I answer in private, so that nothing personal is read by others. Please write to me directly.")
    body = turn.activity.body
    if turn.programme is None or not isinstance(body, Message):
        return
    text = clean(body.text)[:LONGEST]
    reading = read(text, ask.role_of(turn))
    if reading.intent in DANGER:
        safety.danger_in_public(turn, text, reading)


def _at_large(turn: Turn, text: str) -> None:
    """Words that no dialog waits for."""
    if turn.talk.pending and _settle_pending(turn, text):
        return
    if asked_about.heard(turn, text) or checkin_heard.offered(turn, text) or changing.heard(turn, text):
        return
    if screen.by_number(turn, text) or screen.by_row(turn, text) or screen.by_refusal(turn, text):
        return
    if spoken.heard(turn, text) or supervised.heard(turn, text) or browse_words.heard(turn, text):
        return
    if any(pattern.match(text) and take(turn, text) for pattern, take in PLAIN):
        return
    if reminders.heard(turn, text) or who_reads.heard(turn, text) or asides.heard(turn, text):
        return
    if apply_words.CHANGES.match(text) and apply_words.changes(turn, text):
        return
    reading = read(text, ask.role_of(turn))
    if reading.intent in DANGER:
        safety.danger(turn, text, reading)
        if reading.otherwise is not None and reading.otherwise.confidence >= SURE:
            intend(turn, text, reading.otherwise)
        elif reading.otherwise is not None and ask.role_of(turn) == "student":
            unasked.offered(turn, text)
    elif not (reading.intent in NARROWING and screen.narrows(turn, text)) and not screen.names(
        turn, text, reading
    ):
        intend(turn, text, reading)


def _active(turn: Turn) -> tuple[Dialog, Subject] | None:
    if turn.talk.active is None or turn.talk.active["flow"] not in DIALOGS:
        return None
    return DIALOGS[turn.talk.active["flow"]], dict(turn.talk.active["subject"])


def _settle_pending(turn: Turn, text: str) -> bool:
    """A yes or a no to what was asked before doing something."""
    said = re.sub(r"[.!]+$", "", text).casefold()
    pending = turn.talk.pending or {}
    if is_yes(text) or said == str(pending.get("label", "")).casefold():
        turn.remember(pending=None)
        turn.go(str(pending["action"]), **dict(pending["args"]))
        return True
    if is_no(text) or CONTROLS.get(said) == "cancel":
        turn.remember(pending=None)
        turn.say("All right, nothing was changed.", Action("Home", "home"))
        return True
    return False
