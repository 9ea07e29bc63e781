"""A message while a dialog is going on."""

from __future__ import annotations

import re

from bot.activities import Message
from bot.cards import Action
from bot.conversations import ask, dialog, reminders, safety, who_reads
from bot.conversations.dialog import Dialog, Subject
from bot.conversations.naming import named_in
from bot.conversations.staff import spoken
from bot.conversations.words import screen
from bot.conversations.words.intents import intend
from bot.conversations.words.steering import steered
from bot.conversations.words.vocabulary import (
    A_QUESTION,
    APPLY_TO,
    CERTAIN,
    COMMANDS,
    CONTROLS,
    FEW_WORDS,
    MEANT,
    PLAIN_QUESTION,
    REPLIES,
    SHORT_QUESTION,
    SURE,
    TO_THE_END,
    UNSURE,
)
from bot.errors import UnclearReplyError
from bot.prompts import is_no
from bot.turn import Turn
from bot.understanding.guards import danger as plain_danger
from bot.understanding.reader import Reading, read

A_DAY = re.compile(
    r"(?:on |until |by )?(?:the )?(?:[a-z]+day,? )?"
    r"(?:\d{1,2}(?:st|nd|rd|th)? (?:of )?[a-z]+|[a-z]+ \d{1,2}(?:st|nd|rd|th)?)"
    r"(?:,? \d{4})?[.!]*",
    re.IGNORECASE,
)
NAMES_ANOTHER = re.compile(r"(?:change|edit|fix|correct)\b.*(?:'s|’s|s'| of | for | on )")


def take(turn: Turn, kind: Dialog, subject: Subject, body: Message, text: str) -> None:
    """A message while a dialog is going on: a control, a command, a question in between, or the answer.

    What is written here may be private: only words that plainly speak of danger are taken for danger, help is shown,
    and the words are kept as the answer that they are (design §7).
    """
    said = re.sub(r"[.!?]+$", "", text).casefold()
    reading = read(text, ask.role_of(turn)) if text else None
    control = CONTROLS.get(said) or _meant_control(turn, kind, subject, said, reading)
    if control is not None:
        _control(turn, kind, subject, control)
    elif said in COMMANDS:
        turn.go(COMMANDS[said])
    elif NAMES_ANOTHER.match(said) and spoken.changes(turn, text):
        return  # a change of something by its name, not of an answer here
    elif who_reads.heard(turn, text) or (reminders.ASKS.match(text) and reminders.heard(turn, text)):
        if turn.talk.active == {"flow": kind.name, "subject": subject}:
            dialog.ask(turn, kind, subject, lead="Back to where we were.")
    elif _is_steered(turn, kind, subject, body, said) or _wants_another(turn, text, said):
        return
    elif said in TO_THE_END and dialog.wants_words(turn, kind, subject):
        dialog.ask(turn, kind, subject, lead="Not yet: this is still to be answered.")
    elif re.match(r"(change|edit)\b", said) and (key := dialog.named_step(turn, kind, subject, said)):
        dialog.change(turn, kind, subject, key)
    elif reading is not None and _is_aside(turn, kind, subject, text, reading):
        _aside(turn, kind, subject, text, reading)
    else:
        if reading is not None and plain_danger(text):
            safety.danger(turn, text, reading)
        _as_reply(turn, kind, subject, body, text, reading)


def _is_steered(turn: Turn, kind: Dialog, subject: Subject, body: Message, said: str) -> bool:
    """Words about the dialog itself, with no file and no danger in them."""
    return not body.files and not plain_danger(said) and steered(turn, kind, subject, said)


def _wants_another(turn: Turn, text: str, said: str) -> bool:
    """Apply to another placement instead, where the words point at one."""
    if not APPLY_TO.match(said) or len(said.split()) > FEW_WORDS:
        return False
    if screen.by_number(turn, text):
        return True
    one = named_in(turn, text)
    if one is not None:
        turn.go("apply", opportunity=str(one.id))
    return one is not None


def _control(turn: Turn, kind: Dialog, subject: Subject, control: str) -> None:
    if control == "cancel":
        dialog.cancel(turn, kind)
    elif control == "back":
        dialog.back(turn, kind, subject)
    elif control == "restart":
        dialog.restart(turn, kind, subject)
    elif control == "help":
        dialog.explain(turn, kind, subject)
    else:
        dialog.review(turn, kind, subject)


def _meant_control(
    turn: Turn, kind: Dialog, subject: Subject, said: str, reading: Reading | None
) -> str | None:
    """A control in other words ("pls go back one"), where the question itself does not take any sentence."""
    if reading is None or reading.confidence < CERTAIN or len(said.split()) > FEW_WORDS:
        return None
    return None if dialog.wants_words(turn, kind, subject) else MEANT.get(reading.intent)


def _is_aside(turn: Turn, kind: Dialog, subject: Subject, text: str, reading: Reading) -> bool:
    """Whether a sentence, typed where any sentence could be the answer, is a question to the bot instead."""
    if not dialog.wants_words(turn, kind, subject):
        return False
    count = len(text.split())
    if reading.intent == "journal_ghostwrite":
        return kind.name.startswith("journal") and count <= SHORT_QUESTION and reading.confidence >= CERTAIN
    if not reading.intent.startswith(("ask_", "why_", "legal")):
        return False
    if PLAIN_QUESTION.match(text.casefold()) and count <= SHORT_QUESTION:
        return reading.confidence >= UNSURE
    return screen.is_question(text) and count <= A_QUESTION and reading.confidence >= SURE


def _aside(turn: Turn, kind: Dialog, subject: Subject, text: str, reading: Reading) -> None:
    """Answer what was asked in between, then put the question again."""
    intend(turn, text, reading)
    if turn.next is None and turn.talk.active is not None:
        dialog.ask(turn, kind, subject, lead="Back to where we were.")


def _is_plain(reading: Reading) -> bool:
    """Whether words say so clearly what they want that they need not be an answer; a day alone wants nothing."""
    if A_DAY.fullmatch(reading.text.strip()):
        return False
    asks = reading.intent.startswith("ask_")
    return reading.confidence >= (SURE if asks else CERTAIN) and reading.intent not in REPLIES


def _as_reply(
    turn: Turn, kind: Dialog, subject: Subject, body: Message, text: str, reading: Reading | None
) -> None:
    plain = reading if reading is not None and not body.files and _is_plain(reading) else None
    if (
        plain is not None and turn.talk.asked is None
    ):  # on a form, left half-way: no question stands in the chat
        _aside(turn, kind, subject, text, plain)
        return
    try:
        dialog.reply(turn, kind, subject, text, body.files)
    except UnclearReplyError as problem:
        prompt = dialog.asked_prompt(turn, kind, subject)
        if is_no(text) and prompt is not None and not prompt.options():
            dialog.cancel(turn, kind)
            return
        if spoken.changes(turn, text):
            return
        if plain is not None:
            _aside(turn, kind, subject, text, plain)
            return
        turn.say(
            problem.message,
            Action("Show the question", "dialog.resume", dialog.address(kind.name, subject)),
            Action("Stop here", "dialog.cancel", dialog.address(kind.name, subject)),
        )
