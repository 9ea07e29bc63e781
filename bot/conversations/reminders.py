"""“Remind me to apply on Thursday”: a message at that time, in the words of whoever asked for it."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from functools import partial
from typing import Any

from bot import prompts
from bot.activities import Args
from bot.cards import Action, Card, Text
from bot.conversations import dialog
from bot.conversations.checkin import later as checkin_later
from bot.conversations.dialog import Dialog, Subject
from bot.conversations.journal.reminding import WEEKDAY
from bot.conversations.placement import mine
from bot.errors import NotFoundError, UnclearReplyError
from bot.flow import Flow, Step
from bot.programme.dates import say_both
from bot.programme.quiet import on_clock, out_of_quiet, wishes
from bot.turn import Turn
from bot.understanding.dates import Ambiguous, Impossible, When, read_when
from bot.understanding.reader import DANGER, read

MORNING = time(9, 30)
HOME = Action("Home", "home")
ASKS = re.compile(
    r"(?:(?:ok|hey|hi|and|also|please|pls|plz|can you|could you|will you|would you) )*(?:remind|nudge|ping) me\b"
    r"(?!.*\?\s*$)(?! (?:what|when|which|who|whom|where|why|how|whether|if)\b)(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
WHAT = re.compile(r"\b(?:to|about|that|of) (?P<what>.+)", re.IGNORECASE | re.DOTALL)
LONGEST = 200
WAYS: tuple[tuple[re.Pattern[str], Action], ...] = (
    (re.compile(r"\bhours?\b|timesheet", re.IGNORECASE), Action("Log hours", "hours.ask", style="primary")),
    (
        re.compile(r"journal|reflect|diary|entry", re.IGNORECASE),
        Action("Journal", "journal", style="primary"),
    ),
    (re.compile(r"check[- ]?in", re.IGNORECASE), Action("Check-in", "checkin.open", style="primary")),
    (re.compile(r"expens|receipt|claim", re.IGNORECASE), Action("Expenses", "expenses", style="primary")),
    (
        re.compile(r"appl|submit|statement|\bcv\b|draft|offer|accept", re.IGNORECASE),
        Action("My applications", "status", style="primary"),
    ),
)
"""What a reminder leads to, by its words."""


def heard(turn: Turn, text: str) -> bool:
    """Take a wish to be reminded; False where it is a check-in or a journal that is put off, or where danger speaks."""
    found = ASKS.match(text.strip())
    if found is None or read(text, "student").intent in DANGER:
        return False
    about = WHAT.search(found["rest"])
    what = about["what"].strip(" .!")[:LONGEST] if about else ""
    if (not what or "check" in what.casefold()) and checkin_later.waiting(turn, {}):
        return False
    if not what and mine.placements(turn):
        return False
    at = _instant(turn, found["rest"])
    if isinstance(at, datetime):
        _keep(turn, what, at)
    else:
        if at:
            turn.say(f"{at} Nothing is set yet.")
        dialog.start(turn, REMIND, {"what": what})
    return True


def cancel(turn: Turn, args: Args) -> None:
    """The button beside a reminder that was set."""
    key = args.get("key", "")
    if not key.startswith(f"reminder:{turn.person.id}:"):
        raise NotFoundError
    turn.unit.outbox.cancel(turn.scope, key, "it was called off")
    turn.say("The reminder is called off.", HOME)


def _instant(turn: Turn, text: str) -> datetime | str:
    """The instant that words name, outside quiet hours; else why there is none, empty where no time is named."""
    match read_when(text, turn.now, turn.zone, future=True):
        case Impossible(why=why) | Ambiguous(why=why):
            return why
        case When() as when:
            at = when.at or on_clock(when.first, MORNING, turn.zone)
            if at <= turn.now and WEEKDAY.search(text):
                at += timedelta(days=7)
            if at > turn.now:
                programme = turn.the_programme
                return out_of_quiet(at, wishes(turn.person, programme.nudges, programme.clock.zone))
    return ""


def _keep(turn: Turn, what: str, at: datetime) -> None:
    """Queue it; the instant is said in full."""
    words = f"You asked me to remind you: {what}." if what else "You asked me to remind you now."
    way = next((one for pattern, one in WAYS if pattern.search(what)), None)
    key = f"reminder:{turn.person.id}:{turn.activity.id}"
    card = Card(parts=(Text(words),), actions=(*((way,) if way else ()), HOME), summary=words[:150])
    turn.notify(turn.person.id, card, key=key, why="You asked for it.", due_at=at)
    turn.say(
        f"I will remind you on {say_both(at, turn.the_programme.clock.zone, str(turn.zone))}.",
        Action("Call it off", "reminder.cancel", {"key": key}), HOME,
    )  # fmt: skip


def _ahead(turn: Turn, text: str) -> str:
    at = _instant(turn, text)
    if not isinstance(at, datetime):
        raise UnclearReplyError(f"{at} Please name a day or an hour, such as Thursday at 18:00.".strip())
    return at.isoformat()


def _flow(turn: Turn, _: Subject) -> Flow:
    question = "When shall I remind you? For example: Thursday at 18:00."
    asked = prompts.When(question=question, label="When", read=partial(_ahead, turn))
    return Flow("A reminder", (Step("at", asked),))


def _done(turn: Turn, subject: Subject, answers: dict[str, Any]) -> None:
    _keep(turn, subject.get("what", ""), datetime.fromisoformat(answers["at"]))


REMIND = Dialog("reminder", _flow, _done, left="No reminder is set.", keep=False)
