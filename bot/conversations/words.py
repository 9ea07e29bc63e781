"""Typed words: to an answer, to a button that is on screen, or to what they ask for.

In this order: words of danger (always); the controls of a dialog ("back", "cancel", …); the question that was put
last; a yes or no that is waited for; a button or number on the last card; and then the intent.
"""

from __future__ import annotations

import re

from bot.activities import Message
from bot.cards import Action
from bot.conversations import ask, dialog, safety, search
from bot.conversations.dialog import Dialog, Subject
from bot.conversations.tables import DIALOGS, INTENTS, Heard
from bot.errors import UnclearReplyError
from bot.prompts import NO, YES, clean
from bot.turn import Turn
from bot.understanding.guards import danger as plain_danger
from bot.understanding.reader import Reading, read

LONGEST = 40_000
SURE = 0.55
CERTAIN = 0.75
FEW_WORDS = 6
A_QUESTION = 25
WAYS = (Action("Home", "home"), Action("Help", "help"))
MEANT = {"back": "back", "cancel": "cancel", "start_again": "restart", "what_did_i_say": "review"}
REPLIES = {*MEANT, "yes", "no", "skip", "thanks"}
NARROWING = {
    "browse",
    "ask_pay",
    "ask_mode",
    "ask_themes",
    "ask_dates",
    "ask_hours",
    "ask_time_commitment",
    "ask_skills",
}
DANGER = {"crisis", "safeguarding"}
ASIDE = re.compile(
    r"(wait|hold on|sorry|quick question|hang on|btw|by the way|when|what|who|where|how|is it|is there|am i|can i|do i"
    r"|do we|does)\b"
)
CONTROLS: dict[str, str] = {
    "back": "back",
    "go back": "back",
    "previous": "back",
    "undo": "back",
    "undo that": "back",
    "cancel": "cancel",
    "stop this": "cancel",
    "quit": "cancel",
    "exit": "cancel",
    "never mind": "cancel",
    "nevermind": "cancel",
    "save and stop": "cancel",
    "later": "cancel",
    "not now": "cancel",
    "start again": "restart",
    "start over": "restart",
    "restart": "restart",
    "begin again": "restart",
    "what did i say": "review",
    "what have i said": "review",
    "show my answers": "review",
    "my answers": "review",
    "review": "review",
    "what did i write": "review",
    "change an answer": "review",
    "change": "review",
}
COMMANDS = {
    "home": "home",
    "menu": "home",
    "start": "home",
    "help": "help",
    "status": "status",
    "browse": "browse",
    "my applications": "status",
    "my application": "status",
    "saved": "browse.saved",
    "new": "browse.new",
    "anything new": "browse.new",
    "what's new": "browse.new",
    "whats new": "browse.new",
    "continue": "dialog.parked",
    "go on": "dialog.parked",
    "carry on": "dialog.parked",
    "resume": "dialog.parked",
}
ORDINALS = {
    "first": 1,
    "1st": 1,
    "second": 2,
    "2nd": 2,
    "third": 3,
    "3rd": 3,
    "fourth": 4,
    "4th": 4,
    "fifth": 5,
    "5th": 5,
    "sixth": 6,
    "last": -1,
}


def understand(turn: Turn, body: Message) -> None:
    """Do what a typed message wants."""
    text = clean(body.text)[:LONGEST]
    active = _active(turn)
    if body.files and active is None:
        turn.go("file.received")
    elif not text and not body.files:
        turn.say("I could not read any words in that. What would you like to do?", *WAYS)
    elif _on_screen(turn, text):
        return
    elif active is not None:
        _in_dialog(turn, *active, body, text)
    else:
        _at_large(turn, text)


def _at_large(turn: Turn, text: str) -> None:
    """Words that no dialog waits for."""
    if turn.talk.pending and _settle_pending(turn, text):
        return
    if _pointed_at(turn, text):
        return
    reading = read(text, ask.role_of(turn))
    if reading.intent in DANGER:
        safety.danger(turn, text, reading)
    elif not (reading.intent in NARROWING and _narrows(turn, text)):
        _intend(turn, text, reading)


def in_public(turn: Turn) -> None:
    """A word in a channel where others read: nothing personal is said there."""
    turn.say("I answer in private, so that nothing personal is read by others. Please write to me directly.")


def _active(turn: Turn) -> tuple[Dialog, Subject] | None:
    if turn.talk.active is None or turn.talk.active["flow"] not in DIALOGS:
        return None
    return DIALOGS[turn.talk.active["flow"]], dict(turn.talk.active["subject"])


def _in_dialog(turn: Turn, kind: Dialog, subject: Subject, body: Message, text: str) -> None:
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
    elif re.match(r"(change|edit)\b", said) and (key := dialog.named_step(turn, kind, subject, said)):
        dialog.change(turn, kind, subject, key)
    elif reading is not None and _is_aside(turn, kind, subject, text, reading):
        _aside(turn, kind, subject, text, reading)
    else:
        if reading is not None and plain_danger(text):
            safety.danger(turn, text, reading)
        _as_reply(turn, kind, subject, body, text, reading)


def _control(turn: Turn, kind: Dialog, subject: Subject, control: str) -> None:
    if control == "cancel":
        dialog.cancel(turn, kind)
    elif control == "back":
        dialog.back(turn, kind, subject)
    elif control == "restart":
        dialog.restart(turn, kind, subject)
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
    asks = text.rstrip().endswith("?") or ASIDE.match(text.casefold())
    short = len(text.split()) <= A_QUESTION
    return (
        bool(asks)
        and short
        and reading.confidence >= SURE
        and reading.intent.startswith(("ask_", "why_", "legal"))
    )


def _aside(turn: Turn, kind: Dialog, subject: Subject, text: str, reading: Reading) -> None:
    """Answer what was asked in between, then put the question again."""
    _intend(turn, text, reading)
    if turn.next is None and turn.talk.active is not None:
        dialog.ask(turn, kind, subject, lead="Back to where we were.")


def _as_reply(
    turn: Turn, kind: Dialog, subject: Subject, body: Message, text: str, reading: Reading | None
) -> None:
    try:
        dialog.reply(turn, kind, subject, text, body.files)
    except UnclearReplyError as problem:
        if (
            reading is not None
            and reading.confidence >= SURE
            and not body.files
            and reading.intent not in MEANT
        ):
            _aside(turn, kind, subject, text, reading)
            return
        turn.say(
            problem.message,
            Action("Show the question", "dialog.resume", dialog.address(kind.name, subject)),
            Action("Stop here", "dialog.cancel", dialog.address(kind.name, subject)),
        )


def _settle_pending(turn: Turn, text: str) -> bool:
    """A yes or a no to what was asked before doing something."""
    said = re.sub(r"[.!]+$", "", text).casefold()
    pending = turn.talk.pending or {}
    if said in YES or said == str(pending.get("label", "")).casefold():
        turn.remember(pending=None)
        turn.go(str(pending["action"]), **dict(pending["args"]))
        return True
    if said in NO or CONTROLS.get(said) == "cancel":
        turn.remember(pending=None)
        turn.say("All right, nothing was changed.", Action("Home", "home"))
        return True
    return False


def _on_screen(turn: Turn, text: str) -> bool:
    """A button of the last card, named by its label: the same as pressing it (promise 9)."""
    said = re.sub(r"[.!?,]+", " ", text).casefold().strip()
    named = [one for one in turn.talk.shown if _is_label(str(one["label"]), said)]
    distinct = {(one["action"], tuple(sorted(dict(one["args"]).items()))) for one in named}
    if len(distinct) == 1:
        turn.go(str(named[0]["action"]), **dict(named[0]["args"]))
        return True
    return False


def _pointed_at(turn: Turn, text: str) -> bool:
    """A command, or a row on screen by its number ("2", "details 2", "save the second one")."""
    said = " ".join(re.sub(r"[.!?,]+", " ", text).casefold().split())
    shown = turn.talk.shown
    if said in COMMANDS:
        turn.go(COMMANDS[said])
        return True
    rows = max((int(one["row"]) for one in shown), default=0)
    words = said.split()
    number = _number(words, rows)
    if number is None or not rows or len(words) > FEW_WORDS or text.rstrip().endswith("?"):
        return False
    of_row = [one for one in shown if one["row"] == number]
    if not of_row:
        turn.say(f"There is no number {number} on that list; it goes up to {rows}.")
        return True
    wanted = [one for one in of_row if set(str(one["label"]).casefold().split()) & set(words)]
    chosen = (wanted or of_row)[0]
    turn.go(str(chosen["action"]), **dict(chosen["args"]))
    return True


def _is_label(label: str, said: str) -> bool:
    """Whether words are the label of a button, or the first two or more words of it."""
    words = re.sub(r"[.!?,]+", " ", label).casefold().strip()
    return words == said or (len(said.split()) > 1 and words.startswith(f"{said} "))


def _narrows(turn: Turn, text: str) -> bool:
    """A few words while a list of placements is on screen, such as "only remote ones": they narrow the list."""
    listed = any(one["row"] and one["action"] == "browse.details" for one in turn.talk.shown)
    if not listed or text.rstrip().endswith("?") or len(text.split()) > FEW_WORDS:
        return False
    found = search.filters(turn, text)
    if not set(found) - {"words"}:
        return False
    turn.go("browse", **found)
    return True


def _number(words: list[str], rows: int) -> int | None:
    """The row that words point at: "2", "#2", "the second one", "last one", "that one" when there is only one."""
    for word in words:
        if re.fullmatch(r"#?\d{1,2}", word):
            return int(word.lstrip("#"))
        if word in ORDINALS and (len(words) <= 5):
            return rows if ORDINALS[word] < 0 else ORDINALS[word]
    if (
        rows == 1
        and set(words) & {"it", "that", "this"}
        and len(words) <= 4
        and words[0] not in {"is", "was", "when"}
    ):
        return 1
    return None


def _intend(turn: Turn, text: str, reading: Reading) -> None:
    """Go where the intent leads; a question goes to the answers."""
    handler = INTENTS.get(reading.intent)
    if handler is None:
        ask.answer(turn, text, reading)
        return
    handler(turn, Heard(text, reading))
