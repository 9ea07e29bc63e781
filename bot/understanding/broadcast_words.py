"""A message to many, ordered in one sentence: to whom, when, and what it says.

"tell the spring lot that training has moved, tomorrow noon" has all three; whatever is missing is asked for.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from bot.programme.definition import Programme
from bot.understanding.dates import Read, When, read_when
from bot.understanding.recipients import Heard, read_audience

_QUOTED = re.compile(r"[\"“”](?P<text>[^\"“”]{3,})[\"“”]")
_COLON = re.compile(r":\s+(?P<text>\S.{2,})$", re.DOTALL)
_SAYING = re.compile(
    r"\b(?:saying(?: that)?|to say(?: that)?|know(?: that)?|that says|"
    r"that(?!\s+(?:have|has|haven'?t|hasn'?t|had|did|didn'?t|do|don'?t|are|aren'?t|is|isn'?t|were|was|need|still|never|"
    r"began|started|applied|missed|want|owe)\b))\s+(?P<text>\S.{2,})$",
    re.IGNORECASE | re.DOTALL,
)
_TASK = re.compile(
    r"^(?:please |pls |can you |could you )?(?:remind|tell|nudge|ask|prompt|invite|get|warn|chase)\b(?P<head>.+?)"
    r"\s+to\s+"
    r"(?P<text>(?!all\b|the\b|every|our\b|students?\b|hosts?\b|them\b|date\b)[a-z]+\s.{2,}|reply|answer|apply|submit)$",
    re.IGNORECASE | re.DOTALL,
)
_ABOUT = re.compile(r"\babout\s+(?P<topic>[^,.;]{3,60})", re.IGNORECASE)
_NOW = re.compile(r"\b(?:right now|now|immediately|straight ?away|right away|asap|at once)\b", re.IGNORECASE)
_OWN_CLOCK = re.compile(
    r"\b(?:(?:in |on |at )?(?:their|each (?:person|one|reader|student)'?s?|everyone'?s?|everybody'?s?)"
    r"(?: own)?(?: local)? (?:time|clock|zone|time ?zones?)|(?:own|local) (?:time|clock)(?! in))\b",
    re.IGNORECASE,
)
MOST_OF_A_TAIL = 8
_BEGINS_WITH_A_DAY = re.compile(
    r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|today|tomorrow|tonight|tmrw?|next|noon)\b|\d",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Order:
    """What a sentence asks for. `text` is empty where it does not say; `topic` is what it is about then."""

    whom: Heard
    when: Read | None = None
    at_once: bool = False
    own_clock: bool = False
    text: str = ""
    topic: str = ""


def read_order(
    said: str,
    programme: Programme,
    now: dt.datetime,
    zone: ZoneInfo,
    *,
    attributes: Mapping[str, Sequence[str]] | None = None,
    lists: Mapping[str, str] | None = None,
) -> Order:
    """Return what a sentence such as "nudge the summer lot with no journal in, thurs 5" asks for.

    `now` is an aware instant, `zone` the speaker's own. Dates inside the text of the message are not its time.
    """
    head, text = _parted(said.strip())
    when = _said_last(head, now, zone) or read_when(head, now, zone, future=True)
    if text and when is None:
        text, when = _tail(text, now, zone)
    if text and when is None:
        text, when = _front(text, now, zone)
    about = _ABOUT.search(head)
    named = head[: about.start()] if about and len(head[: about.start()].split()) > 1 else head
    whom = read_audience(named, programme, attributes=attributes, lists=lists)
    if about and whom.audience is None:
        whom = read_audience(head, programme, attributes=attributes, lists=lists)
    return Order(
        whom=replace(whom, unclear=tuple(one for one in whom.unclear if not _is_date(one, now, zone))),
        when=when,
        at_once=when is None and bool(_NOW.search(head)),
        own_clock=bool(_OWN_CLOCK.search(head)),
        text=sentence(text),
        topic=about["topic"].strip() if about and not text else "",
    )


def read_time(said: str, now: dt.datetime, zone: ZoneInfo) -> tuple[Read | None, bool, bool]:
    """A time on its own: what it means, whether it is "now", and whether it is on each reader's own clock."""
    own = bool(_OWN_CLOCK.search(said))
    when = read_when(_OWN_CLOCK.sub(" ", said), now, zone, future=True)
    return when, when is None and bool(_NOW.search(said)), own


def _parted(said: str) -> tuple[str, str]:
    """The order, and the words to be sent."""
    if quoted := _QUOTED.search(said):
        return f"{said[: quoted.start()]} {said[quoted.end() :]}".strip(" ,:"), quoted["text"].strip()
    task = _TASK.match(said)
    found = [one for one in (_COLON.search(said), _SAYING.search(said)) if one]
    if found:
        first = min(found, key=lambda one: one.start())
        if task is None or first.start() < task.start("text"):
            return said[: first.start()].strip(" ,"), first["text"].strip()
    if task is not None:
        words = task["text"].strip()
        return f"remind {task['head'].strip()}", f"Please {words[:1].lower()}{words[1:]}"
    return said, ""


def _said_last(head: str, now: dt.datetime, zone: ZoneInfo) -> Read | None:
    """The day and hour at the end of an order, where days before it say whom it is for ("the 4-8 Dec week")."""
    *_, last = re.split(r"\b(?:on|send|sent|schedule)\b", head, flags=re.IGNORECASE)
    when = read_when(last, now, zone, future=True) if last != head else None
    return when if isinstance(when, When) and when.at is not None else None


def _front(text: str, now: dt.datetime, zone: ZoneInfo) -> tuple[str, Read | None]:
    """A day and hour in front of the text ("mon 18 march 9.30 heads-up for …") belongs to the order."""
    words = text.split()
    if not _BEGINS_WITH_A_DAY.match(text):
        return text, None
    for many in range(min(MOST_OF_A_TAIL, len(words) - 2), 1, -1):
        when = read_when(" ".join(words[:many]), now, zone, future=True)
        if isinstance(when, When) and when.at is not None and re.search(r"\d|noon|midnight", words[many - 1]):
            return " ".join(words[many:]), when
    return text, None


def _tail(text: str, now: dt.datetime, zone: ZoneInfo) -> tuple[str, Read | None]:
    """A time behind the last comma of the text, or in "Send …" at its end, belongs to the order."""
    sent = re.search(
        r"[.;!]\s+(?:please |pls )?(?:send|schedule)(?: it| this)?\s+(?P<tail>[^.;!]+)[.;!]?$",
        text,
        re.IGNORECASE,
    )
    body, comma, tail = (text[: sent.start() + 1], ".", sent["tail"]) if sent else text.rpartition(",")
    if not comma or len(tail.split()) > MOST_OF_A_TAIL or len(body.split()) < 2:
        return text, None
    when = read_when(tail, now, zone, future=True)
    return (body.strip(), when) if when is not None else (text, None)


def _is_date(clause: str, now: dt.datetime, zone: ZoneInfo) -> bool:
    return read_when(clause, now, zone) is not None or bool(_OWN_CLOCK.search(clause))


def sentence(text: str) -> str:
    """The words with a capital at the front and a full stop at the end; nothing else is changed."""
    words = text.strip().rstrip(",;")
    if not words:
        return ""
    words = words[0].upper() + words[1:]
    return words if words[-1] in '.!?:)”"' else f"{words}."
