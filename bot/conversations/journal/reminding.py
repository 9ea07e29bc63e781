"""“Remind me on Friday to write”, “not now” to a journal's prompt: the prompt comes again then."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from bot.activities import Args
from bot.cards import Action, Card, Text
from bot.conversations.journal import glance as journal
from bot.conversations.placement import mine
from bot.errors import OutdatedError
from bot.programme.dates import next_working_day, say_both
from bot.programme.placements import Placement
from bot.programme.quiet import on_clock, out_of_quiet, wishes
from bot.turn import Turn
from bot.understanding.dates import Ambiguous, Impossible, When, read_when
from bot.understanding.reader import read

MORNING = time(9, 30)
_WRITING = (
    r"\b(?:journal\w*|reflect\w*|diary|entry|entries|"
    r"writ(?:e|ing)(?! (?:to|back|an?|the|my|his|her|them|you|us|for|that)\b))\b"
)
OF_WRITING = re.compile(_WRITING, re.IGNORECASE)
WEEKDAY = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b", re.IGNORECASE)
_NOT_THIS = r"(?!.*\b(?:what|when|which|who|whom|where|why|how|whether|if|deadline|due|check-?in|hours?)\b)"
_DAY = r"(?:on )?(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_LATER = rf"(?:later|not now|tomorrow|tonight|another (?:time|day)|next week|{_DAY})"
_PUTS_OFF = r"(?:put\b(?=.*\boff\b)|postpone|snooze|delay|leave\b(?=.*\b(?:until|till|for now|for later)\b))"
REMIND = re.compile(
    r"(?:please |pls |can you |could you |will you )*(?:"
    rf"(?:remind|nudge|ping|poke|prompt|ask) me\b{_NOT_THIS}(?=.*{_WRITING})"
    rf"|{_PUTS_OFF}{_NOT_THIS}(?=.*{_WRITING})"
    rf"|(?:my |the )?(?:journal|writing|reflection|entry|diary) {_LATER}[.!]*$)",
    re.IGNORECASE,
)


def said(turn: Turn, text: str) -> bool:
    """A wish to be reminded to write; False where there is no journal to write in, or somebody is in danger."""
    return read(text, "student").intent not in {"crisis", "safeguarding"} and heard(turn, text)


def heard(turn: Turn, text: str) -> bool:
    """Put off the writing that these words, or the screen, speak of; False where they speak of something else."""
    on_screen = any(one["action"] == "journal.write" for one in turn.talk.shown)
    placement = _writing(turn)
    if placement is None or not (on_screen or OF_WRITING.search(text)):
        return False
    match read_when(text, turn.now, turn.zone, future=True):
        case Impossible(why=why) | Ambiguous(why=why):
            turn.say(f"{why} When shall I remind you?")
        case When() as when:
            _remind(turn, placement, _instant(turn, text, when))
        case None:
            _remind(turn, placement, turn.now)
    return True


def offered(turn: Turn, text: str) -> bool:
    """Offer a reminder to write where a time was named and nothing else waits; False without a journal or a time."""
    placement, when = _writing(turn), read_when(text, turn.now, turn.zone, future=True)
    if placement is None or not isinstance(when, When):
        return False
    at = _at(turn, _instant(turn, text, when))
    args = {"placement": str(placement.id), "at": at.isoformat()}
    turn.remember(pending={"action": "journal.remind", "args": args, "label": "Remind me"})
    turn.say(
        f"No check-in is waiting for your answer now. Shall I remind you to write in your {journal.name(turn)} on "
        f"{_said(turn, at)}?",
        Action("Remind me", "journal.remind", args, "primary"),
        Action("Home", "home"),
    )
    return True


def remind(turn: Turn, args: Args) -> None:
    """The button: at the instant that it names."""
    placement = mine.current(turn, args)
    if placement is None:
        return
    at = datetime.fromisoformat(args.get("at", ""))
    if at <= turn.now:
        raise OutdatedError
    turn.remember(pending=None)
    _remind(turn, placement, at)


def call_off(turn: Turn, placement: Placement, why: str) -> None:
    """No reminder to write that was asked for comes any more."""
    turn.unit.outbox.cancel(turn.scope, _key(placement), why)


def _key(placement: Placement) -> str:
    return f"journal.remind:{placement.id}:"


def _writing(turn: Turn) -> Placement | None:
    """The placement whose journal somebody writes in; None where there is none."""
    found = mine.placements(turn) if turn.the_programme.journal is not None else []
    return found[0] if found else None


def _instant(turn: Turn, text: str, when: When) -> datetime:
    """The instant that words name; on a Friday, "on Friday" is the next one where this one's morning is over."""
    at = when.at or on_clock(when.first, MORNING, turn.zone)
    return at + timedelta(days=7) if at <= turn.now and WEEKDAY.search(text) else at


def _at(turn: Turn, at: datetime) -> datetime:
    """That instant, outside quiet hours; the next working morning where it has passed."""
    programme = turn.the_programme
    if at <= turn.now:
        tomorrow: date = turn.now.astimezone(turn.zone).date() + timedelta(days=1)
        at = on_clock(next_working_day(tomorrow, programme.clock.holidays), MORNING, turn.zone)
    return out_of_quiet(at, wishes(turn.person, programme.nudges, programme.clock.zone))


def _said(turn: Turn, at: datetime) -> str:
    return say_both(at, turn.the_programme.clock.zone, str(turn.zone))


def _remind(turn: Turn, placement: Placement, at: datetime) -> None:
    """The prompt again, at that time; the instant is said in full."""
    at, name = _at(turn, at), journal.name(turn)
    write = Action(
        "Write now", "journal.write", {"placement": str(placement.id), "kind": "three_turns"}, "primary"
    )
    call_off(turn, placement, "it was put off again")
    words = f"You asked me to remind you to write in your {name}: three short questions, about three minutes."
    turn.notify(
        turn.person.id,
        Card(parts=(Text(words),), actions=(write, Action("My journal", "journal")), summary=words[:150]),
        key=f"{_key(placement)}{turn.activity.id}",
        why="You asked for it.",
        due_at=at,
    )
    turn.say(f"I will remind you on {_said(turn, at)}.", Action("Write now", "journal.write", write.args))
