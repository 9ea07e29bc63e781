"""Words that hold times and nothing else ("weekends", "only fridays"): of messages, or of work? Asked, not guessed."""

from __future__ import annotations

import re

from bot.activities import Args
from bot.cards import Action
from bot.conversations.ask import role_of
from bot.programme.dates import say_time
from bot.turn import Turn
from bot.understanding.normalise import clean
from bot.understanding.quiet_words import read_hours

OF_MESSAGES = re.compile(
    r"quiet|silen|mute|disturb|\bdnd\b|peace|sleep|asleep|\b(?:wake|woke|bed)\b|messag|\bmsgs?\b|\btext|remind|nudg|notif|"
    r"\bping|buzz|contact|\bwrit|\bwrote|\bsend|\be?-?mail|bother|spam|alert|hear from|leave me|to me\b|pause|nothing|"
    r"\b(?:call|reach) me|pray|hush|\bhold\b|\bwait\b|\bstop\b|beep|updates|digest"
)
"""Words that say that it is about when somebody is written to."""
TIMES = re.compile(
    r"\b(?:week(?:end|day)s?|mornings?|afternoons?|evenings?|nights?|daytime|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|"
    r"after|before|between|school|term|hours?|\d{1,2}(?:[:.]\d\d)?\s?(?:am|pm)?)\b"
)
"""Words that could be either."""

SPAN = re.compile(r"\d.*\d.*|\b(?:am|pm)\b|\d(?:am|pm)\b", re.IGNORECASE)
"""Hours that are named in full; "after six" may be in the morning or in the evening."""


def of_messages(turn: Turn, text: str) -> bool:
    """Whether it is clear that times are those of messages: by a word, or by the settings that are on screen."""
    on_screen = {str(one["action"]) for one in turn.talk.shown}
    return "settings.pause" in on_screen or OF_MESSAGES.search(clean(text)) is not None


def ask(turn: Turn, text: str) -> None:
    """Ask what the times are of; what was said is one press away."""
    student = role_of(turn) == "student"
    meant = "when I may write to you, or when you can work" if student else "when I may write to you"
    ways = [_quiet(text), Action("Home", "home")]
    if student:
        ways.insert(1, Action("Look for placements", "browse"))
    turn.say(f"Do you mean {meant}? Nothing is changed yet.", *ways)


def _quiet(text: str) -> Action:
    hours = read_hours(text, wanted=True) if SPAN.search(text) else None
    if hours is None:
        return Action("Set my quiet hours", "settings.quiet")
    first, last = hours
    args: Args = {"hours": f"{first.isoformat('minutes')}-{last.isoformat('minutes')}"}
    return Action(f"No messages from {say_time(first)} to {say_time(last)}", "settings.quiet", args)
