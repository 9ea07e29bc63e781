"""A plan of a message changed in free words: "make it friday 9am and leave out HKU", "say Monday instead of Friday".

Here a sentence is only taken apart into what it wants changed; what the words for a time or for people mean is read
by those who know the calendar and the roster.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.understanding import plan_phrases as say
from bot.understanding.clocktimes import zone_named
from bot.understanding.normalise import clean


@dataclass(frozen=True, slots=True)
class Change:
    """One thing to be changed. `words` are as they were typed; `by` is what a "swap" puts in their place.

    "either" can be a time, people, or both: it depends on what the words turn out to mean.
    """

    part: say.Part
    words: str = ""
    by: str = ""


def read_changes(said: str) -> tuple[Change, ...]:
    """What a sentence wants changed of the plan on screen; nothing where it is about something else."""
    return tuple(_clauses(say.LEAD.sub("", said.strip())))


def is_time(words: str) -> bool:
    """Whether words are a time and nothing else ("friday 9am", "an hour later")."""
    plain = [word.strip(".,-'") for word in re.findall(r"[\w'’:./-]+", zone_named(clean(words))[1])]
    named = any(word in say.ANCHORS or re.search(r"\d.*[:apm]", word) for word in plain)
    spoken = named or "past" in plain or (any(word in say.UNITS for word in plain) and len(plain) > 1)
    return spoken and all(word in say.TIME_WORDS or say.DIGITS.fullmatch(word) for word in plain)


def _clauses(said: str) -> list[Change]:
    """One change after another; the words of a text take all that is behind them."""
    first = _one(said)
    if first is None or first.part not in {"text", "add"}:
        first = _one(say.TAIL.sub("", said)) or first
    if first is not None and first.part == "text":
        return [first]
    for cut in say.BETWEEN.finditer(said):
        head = _one(say.TAIL.sub("", said[: cut.start()]))
        if head is not None and (rest := _clauses(say.LEAD.sub("", said[cut.end() :]))):
            return [head, *rest]
    return [first] if first is not None else []


def _one(said: str) -> Change | None:
    words = said.rstrip(" .!")
    if is_time(words):
        return Change("time", words)
    for part, pattern in say.PATTERNS:
        match = pattern.fullmatch(said)
        if match is None:
            continue
        groups = {name: value.strip() for name, value in match.groupdict().items() if value and value.strip()}
        if part == "ack":
            return Change("ack", "yes" if "yes" in groups else "no")
        if part == "swap":
            return Change("swap", groups["a"], groups["b"])
        inner = groups.get("q", "").strip(say.QUOTES) or _unquoted(next(iter(groups.values()), ""))
        if not inner:
            continue
        if part in {"only", "also", "without"} and is_time(inner):
            return Change("time", inner)
        return Change(part, inner if part in {"text", "add", "cut"} else inner.rstrip(" .!?,"))
    return None


def _unquoted(words: str) -> str:
    """The words without the quotation marks around the whole of them."""
    quoted = re.fullmatch(r"[\"“](?P<in>[^\"“”]+)[\"”]\.?", words.strip(), re.DOTALL)
    return quoted["in"].strip() if quoted else words.strip()
