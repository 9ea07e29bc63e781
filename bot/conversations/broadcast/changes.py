"""One change of a plan after another, on a draft of it: its text, its time, its people; what does not do says why."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from functools import reduce
from typing import Any

from bot.conversations.broadcast import begin
from bot.conversations.broadcast import lists as people_lists
from bot.conversations.broadcast.times import NO_HOUR, clock_of, from_read, settled
from bot.errors import UnclearReplyError
from bot.programme import audience_changes
from bot.programme.audiences import Audience
from bot.programme.broadcasts import Broadcast
from bot.prompts import LongText
from bot.turn import Turn
from bot.understanding.broadcast_words import sentence
from bot.understanding.groups import read_group
from bot.understanding.plan_changes import Change, is_time
from bot.understanding.recipients import read_audience
from bot.understanding.time_changes import read_new_time

EVERY = re.compile(r"\b(?:all|every|everyone|everybody)\b", re.IGNORECASE)


@dataclass
class Draft:
    """The plan while a sentence is worked through. `asked` is a time that has to be asked about."""

    before: Broadcast
    audience: Audience | None
    text: str
    new: dict[str, Any] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)
    asked: str = ""


def apply(turn: Turn, draft: Draft, change: Change) -> bool:
    """Do one thing of the sentence; False where it is nothing of a plan after all. Raises UnclearReplyError."""
    match change.part:
        case "text":
            _reword(draft, change.words, "the text")
        case "add":
            _reword(draft, f"{draft.text} {sentence(change.words)}".strip(), "the text, with a sentence more")
        case "cut":
            _swap(draft, change.words, "")
        case "swap":
            if is_time(change.by) and not _stands_in(draft.text, change.words):
                _move(turn, draft, change.by)
            else:
                _swap(draft, change.words, change.by)
        case "ack":
            if draft.before.ack != (change.words == "yes"):
                draft.new["ack"] = change.words == "yes"
                draft.said.append("the “Got it” button")
        case "time":
            _move(turn, draft, change.words)
        case "either":
            return _either(turn, draft, change.words)
        case _:
            _whom(turn, draft, change)
    return True


def _either(turn: Turn, draft: Draft, words: str) -> bool:
    """A time, people, or both, as the words turn out to mean; False where they mean neither."""
    if is_time(words):
        _move(turn, draft, words)
        return True
    people = read_audience(words, turn.the_programme, attributes=begin.known(turn), lists=begin.lists(turn))
    time = _read(turn, draft, words)
    if people.audience is None and time is None:
        return False
    if time is not None:
        _take_time(draft, time)
    if people.audience is not None:
        _take(turn, draft, people.audience, people.unclear)
    return True


def _read(turn: Turn, draft: Draft, words: str) -> str | None:
    """The value of the new time; None where the words have none. Raises UnclearReplyError."""
    one, zone = draft.before, clock_of(turn)
    before = datetime.fromisoformat(one.wall) if one.wall else None
    if before is None and one.at is not None:
        before = one.at.astimezone(zone).replace(tzinfo=None)
    found = read_new_time(words, turn.now, zone, before, own=bool(one.wall))
    if found.read is None and not found.at_once:
        return None
    return from_read(turn, found.read, at_once=found.at_once, own_clock=found.own_clock)


def _move(turn: Turn, draft: Draft, words: str) -> None:
    value = _read(turn, draft, words)
    if value is None:
        raise UnclearReplyError(f"I could not read a time in “{words}”.")
    _take_time(draft, value)


def _take_time(draft: Draft, value: str) -> None:
    if value.startswith("which:"):
        draft.asked = value
        return
    time = settled(value)
    if (time.at, time.wall) == (draft.before.at, draft.before.wall):
        return
    kept = tuple(one for one in draft.new.get("assumed", draft.before.assumed) if one != NO_HOUR)
    draft.new |= {"at": time.at, "wall": time.wall, "assumed": (*kept, *time.assumed)}
    draft.said.append("the time")


def _stands_in(text: str, words: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text, re.IGNORECASE) is not None


def _swap(draft: Draft, words: str, by: str) -> None:
    """Other words in the place of some; raises UnclearReplyError where they do not stand there."""
    if not _stands_in(draft.text, words):
        raise UnclearReplyError(f"The text does not say “{words}”.")
    body = re.sub(rf"(?<!\w){re.escape(words)}(?!\w)", lambda _: by, draft.text, flags=re.IGNORECASE)
    tidy = re.sub(r" +([.,;:!?])", r"\1", re.sub(r"[ \t]{2,}", " ", body)).strip()
    _reword(draft, tidy[:1].upper() + tidy[1:], "the text")


def _reword(draft: Draft, text: str, what: str) -> None:
    words = LongText(question="", words=begin.MOST_WORDS).parse(text)
    if words == draft.before.text:
        return
    draft.text = words
    draft.new["text"] = words
    # What was said of the draft's words does not hold for these.
    kept = draft.new.get("assumed", draft.before.assumed)
    draft.new["assumed"] = tuple(one for one in kept if one == NO_HOUR)
    draft.said.append(what)


def _whom(turn: Turn, draft: Draft, change: Change) -> None:
    """Other people, more, fewer; raises UnclearReplyError."""
    groups = _groups(turn, change.words)
    now = draft.audience
    if now is None or change.part == "instead":
        _set(draft, reduce(audience_changes.also, groups))
        return
    alike = groups if EVERY.search(change.words) else [audience_changes.like(now, one) for one in groups]
    if change.part == "only":
        _set(draft, audience_changes.only(now, reduce(audience_changes.also, alike)))
    elif change.part == "also":
        _set(draft, reduce(audience_changes.also, alike, now))
    else:
        for rule in groups:
            left = audience_changes.without(now, rule)
            if left is None:
                raise UnclearReplyError(f"Without {rule.say(turn.the_programme)}, nobody would be left.")
            now = left
        _set(draft, now)


def _groups(turn: Turn, words: str) -> list[Audience]:
    """The people whom words name, as one rule or as several ("Grace Lin and the hosts"); raises UnclearReplyError."""
    whole = _group(turn, words)
    if whole is not None:
        return [whole]
    pieces = [piece.strip() for piece in re.split(r"[,;]|\band\b", words) if piece.strip()]
    found = []
    for piece in pieces:
        one = _group(turn, piece) if len(pieces) > 1 else None
        if one is None:
            raise UnclearReplyError(f"I do not know how to find people by “{piece}”.")
        found.append(one)
    return found


def _group(turn: Turn, words: str) -> Audience | None:
    """The people whom words name: by address, by rule, or by full name; raises UnclearReplyError."""
    if people := people_lists.pasted(turn, words):
        return people
    found = read_group(words, turn.the_programme, attributes=begin.known(turn), lists=begin.lists(turn))
    if found.audience is not None and not found.unclear:
        return found.audience
    return people_lists.named(turn, words)


def _take(turn: Turn, draft: Draft, rule: Audience, unclear: tuple[str, ...]) -> None:
    """Another audience altogether; raises UnclearReplyError where it is only half understood."""
    left = [one for one in unclear if _read(turn, draft, one) is None]
    if left:
        raise UnclearReplyError(f"I do not know how to find people by “{left[0]}”.")
    _set(draft, rule)


def _set(draft: Draft, audience: Audience) -> None:
    if audience != draft.audience:
        draft.audience = audience
        draft.new["audience"] = audience
        if "who gets it" not in draft.said:
            draft.said.append("who gets it")
