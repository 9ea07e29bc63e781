"""The turns of phrase in which staff change a plan: its text, its people, its time, and what asks for an answer."""

from __future__ import annotations

import re
from typing import Literal, TypeAlias

from bot.understanding.clocktimes import HOURS, PARTS
from bot.understanding.days import MONTHS, WEEKDAYS
from bot.understanding.normalise import NUMBERS, spellings

Part: TypeAlias = Literal[
    "text", "swap", "add", "cut", "ack", "without", "only", "also", "instead", "time", "either"
]

QUOTES = "\"“”'"
_Q = f"[{QUOTES}]"
_QUOTED = rf"(?P<q>{_Q}.+{_Q})"
_LEADS = (
    r"please", r"pls", r"no(?! (?:[\"“]?got|receipt|confirm))", r"nope", r"wait", r"actually", r"sorry", r"hmm+",
    r"ok(?:ay)?", r"oh", r"and", r"but", r"then", r"(?:can|could) (?:you|we)", r"let'?s",
    r"i(?:'d| would) (?:rather|like to)", r"better", r"rather", r"maybe", r"on second thoughts?", r"change of plan",
)  # fmt: skip
LEAD = re.compile(rf"^(?:(?:{'|'.join(_LEADS)})\b[\s,:.!-]*)+", re.IGNORECASE)
TAIL = re.compile(r"[\s,]*\b(?:please|pls|thanks|thank you|then)[\s.!?]*$", re.IGNORECASE)

_THING = r"(?:the )?(?:text|wording|message|words)"
_CHANGE = r"(?:change|set|edit|update|make|rewrite|reword|rephrase|correct)"
_WORDS = r"\s*:?\s*(?P<w>\S.*)"
_IN_TEXT = r"(?: (?:in|from|to) the (?:text|message))?"
_TEXTS = (
    rf"{_CHANGE} {_THING} (?:to (?:say|read)|so (?:that )?it (?:says|reads)|to|read|say)\b{_WORDS}",
    rf"(?:{_CHANGE} )?{_THING}\s*:\s*(?P<w>\S.*)",
    rf"(?:{_THING}|it) should (?:say|read)\b{_WORDS}",
    rf"(?:make|have|let) it (?:say|read)\b{_WORDS}",
    rf"(?:reword|rephrase|rewrite) it (?:to|as)\b{_WORDS}",
    r"say(?: instead)?\s*:\s*(?P<w>\S.*)",
    rf"say {_QUOTED}(?: instead)?",
    r"say (?P<w>.+) instead",
)
_NOT_A_WORD = r"(?!it\b|this\b|the (?:time|date|day|text|wording|message|audience)\b)"
_SWAPS = (
    (
        rf"(?:replace|swap|change|correct) {_Q}(?P<a>.+?){_Q} (?:with|by|for|to|into) "
        rf"{_Q}(?P<b>.+?){_Q}{_IN_TEXT}"
    ),
    rf"(?:replace|swap) (?:the words? )?(?P<a>.+?) (?:with|by|for) (?P<b>.+?){_IN_TEXT}",
    rf"(?:say|write|put) {_Q}?(?P<b>.+?){_Q}? (?:instead of|rather than|not) {_Q}?(?P<a>.+?){_Q}?",
    rf"change (?P<a>{_NOT_A_WORD}.+?) (?:to|into) (?P<b>.+?){_IN_TEXT}",
)
_WHERE = r"(?: to (?:the )?(?:text|message|end)| at the end| a (?:line|sentence|note|remark))?"
_ADDS = (
    rf"add\b{_WHERE}(?: (?:saying|that says|that))?\s*:\s*(?P<w>\S.*)",
    rf"add {_QUOTED}(?: at the end)?{_IN_TEXT}",
    (
        r"(?:add|mention|say)(?: also)? (?:a (?:line|sentence|note|remark) (?:saying (?:that )?|that )"
        r"|(?:at the end )?that )(?P<w>\S.*)"
    ),
)
_TAKE_OUT = r"(?:take out|remove|delete|cut|drop|leave out|strike)"
_CUTS = (
    rf"{_TAKE_OUT} (?:the (?:words?|sentence|line|bit|part) )?{_QUOTED}{_IN_TEXT}",
    rf"{_TAKE_OUT} (?:the words? )?(?P<w>.+?) (?:from|in) the (?:text|message)",
)
_GOT_IT = (
    r"(?:a |the )?[\"“]?got[ -]it[\"”]?(?: button)?|(?:a )?(?:read receipt|confirmation|acknowledge?ment)"
)
_ACKS = (
    (
        r"(?:also )?(?:ask (?:them )?(?:for|to press)|add|with|include|put(?: on)?|want|need)(?: on)? "
        rf"(?P<yes>{_GOT_IT})"
    ),
    rf"(?:without|no|drop|remove|leave out|take (?:off|out)|don'?t ask (?:them )?for) (?P<no>{_GOT_IT})",
)
_WITHOUTS = (
    r"(?:leave|keep|take) out (?P<w>.+)",
    r"(?:leave|keep|take) (?P<w>.+?) (?:out|off)(?: of it| the list)?",
    (
        r"(?:exclude|excluding|except(?: for)?|without|omit|skip|minus|apart from|other than) (?P<w>.+)"
        r"|(?:remove|drop) (?P<x>.+?)(?: from (?:it|the (?:list|audience)))?"
    ),
    r"(?:but )?not (?:to )?(?P<w>(?:the|those|any|anyone|anybody|people|students?|hosts?|supervisors?|staff)\b.*)",
    r"(?:do not|don'?t) (?:send|write|message|include)(?: (?:it|this|that))?(?: to)? (?P<w>.+)",
)
_ONLYS = (
    r"(?:(?:make|send|keep) (?:it|this) |to |send )?(?:only|just)(?: to| for)? (?P<w>.+)",
    r"(?:make it |to )?(?P<w>.+?) only",
    r"(?:narrow|limit|restrict)(?: it)?(?: down)? to (?P<w>.+)",
)
_ALSOS = (
    r"(?:also|add|include|plus|as well as)(?: (?:send|write)(?: it)?)?(?: to| for)? (?P<w>.+?)(?:,? (?:too|as well))?",
    r"(?:send it |write )?(?:to )?(?P<w>.+?),? (?:too|as well|also)",
)
_INSTEADS = (
    r"(?:change|set) (?:the )?(?:audience|recipients|people|list) to (?P<w>.+)",
    r"(?:tell|message|nudge|remind|ask|email|mail|write to) (?P<w>.+?) instead",
    r"(?:the )?audience\s*:\s*(?P<w>.+)",
)
_LATER = r"(?:postpone|delay|defer|advance|bring forward)"
_MOVE = rf"(?:make|move|shift|push|put|schedule|send|bring|set|do|have|reschedule|change|{_LATER})"
_TIMES = (
    rf"{_MOVE} (?:the )?(?:time|date|day|sending)(?: (?:to|for|until))? (?P<w>.+)",
    r"(?:when|time|at)\s*:\s*(?P<w>.+)",
    rf"(?P<w>(?:(?:push|move|put|bring|shift) (?:it )?(?:back|forward|off)|{_LATER})\b.*)",
)
_EITHERS = (
    (
        rf"{_MOVE} (?:it|this|that)\b(?! to (?:me|myself)\b)"
        r"(?: out| off| over)?(?: to(?: be)?| for| until| till)? (?P<w>.+?)"
        r"(?: instead)?"
    ),
    r"(?:send(?: to)? |to )?(?P<w>.+?) instead",
)
_TABLE: tuple[tuple[Part, tuple[str, ...]], ...] = (
    ("text", _TEXTS), ("swap", _SWAPS), ("cut", _CUTS), ("ack", _ACKS), ("add", _ADDS), ("instead", _INSTEADS),
    ("without", _WITHOUTS), ("only", _ONLYS), ("also", _ALSOS), ("time", _TIMES), ("either", _EITHERS),
)  # fmt: skip
PATTERNS = [
    (part, re.compile(rf"(?:{one})[.!?]*$", re.IGNORECASE | re.DOTALL))
    for part, some in _TABLE
    for one in some
]
"""In the order in which they are tried: what is most telling first."""

_CUES = (
    "leave", "keep out", "take", "exclude", "except", "without", "omit", "skip", "remove", "drop",
    "not (?:to )?(?:the|those|any)", "only", "just", "also", "add", "include", "make", "move", "send", "change", "set",
    "say", "replace", "postpone", "delay", "push", "bring", "ask for", "reword", "the text",
)  # fmt: skip
BETWEEN = re.compile(
    r"(?:\s*[,;.]\s*(?:and |but )?|\s+(?:and|but)\s+)(?=(?:also |please )?(?:" + "|".join(_CUES) + r")\b"
    r"|[\w' -]{3,40} (?:only|too|as well|instead)[.!]?$)",
    re.IGNORECASE,
)
"""What stands between two changes of one sentence."""

_ANCHORS = "today tomorrow tonight now asap immediately noon midday midnight fortnight weekday o'clock oclock"
_UNITS = "week weeks day days hour hours minute minutes min mins month"
_SHIFTS = "later earlier sooner back forward off postpone delay"
_BESIDE = """
    next this coming following on at the of in by to past half quarter from am pm same time their own local clock
    everyone's everybody's each reader's and a an right away straight first thing sharp instead please end date it
"""
ANCHORS = frozenset(
    {*WEEKDAYS, *MONTHS, *spellings("date_words.txt")} | set(" ".join((*PARTS, _ANCHORS)).split())
)
"""Words that name a time by themselves."""
UNITS, SHIFTS = frozenset(_UNITS.split()), frozenset(_SHIFTS.split())
TIME_WORDS = ANCHORS | UNITS | SHIFTS | {*NUMBERS, *HOURS, *_BESIDE.split()}
DIGITS = re.compile(r"\d[\d:./h-]*(?:st|nd|rd|th|am|pm|h)?")
TAKE_BACK = re.compile(
    r"(?:undo|take (?:that|it) back|put (?:it|that) back|revert)(?: that| it| the change)?[.!]*",
    re.IGNORECASE,
)
