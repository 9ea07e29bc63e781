"""A supervisor's sentence about several students, read as one answer each: "first two great, the third went quiet".

The sentence is read as a row of mentions (whom) and verdicts (how): a verdict belongs to the mentions before it, or,
where there are none yet, to those that follow. What cannot be told apart is never guessed: it comes back as unclear.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from bot.programme.checkins import Word
from bot.understanding.mentions import Mention, mentions
from bot.understanding.verdicts import Verdict, verdicts

WORST: dict[Word, int] = {"on_track": 0, "needs_word": 1, "not_started": 2}
BREAK = re.compile(
    r"[.;!?\n]|\b(?:but|though|although|while|whereas|however|apart from|except|excluding|other than|bar|save for)\b",
    re.IGNORECASE,
)
POINTS_ON = re.compile(r"(?::|\b(?:with|for|from|about|by|of))\s*(?:the\s*)?$", re.IGNORECASE)
SUBJECT = re.compile(r"\b(?:I|we|she|he|they)\s+$", re.IGNORECASE)
WORD_WANTED = re.compile(
    r"\b(?:like|want|need|have|get|love)(?: to have| to get)? (?:an? |some )?(?:quick |short )?"
    r"(?:word|chat|talk|call|help|advice)\b",
    re.IGNORECASE,
)
ENJOYS = re.compile(r"(?<!not )(?<!n't )\b(?:enjoy(?:ing)?|lov(?:e|ing))\b", re.IGNORECASE)
EDGES = " \t\n,.;:-–—"


@dataclass(frozen=True, slots=True)
class Said:
    """One student's answer; `note` is what was said of them, word by word, where it is more than praise."""

    word: Word
    note: str = ""


@dataclass(frozen=True, slots=True)
class Understood:
    """Answers by the number of the student on the card (from 0), and the pieces that could mean several things."""

    answers: dict[int, Said] = field(default_factory=dict)
    unclear: tuple[str, ...] = ()


@dataclass
class _Group:
    """Students mentioned together, and everything said of them."""

    who: list[Mention]
    said: list[Verdict] = field(default_factory=list)

    @property
    def starts(self) -> int:
        return min([one.start for one in self.who] + [one.start for one in self.said])


def read_own(text: str) -> Word | None:
    """How it is going in a student's own words, the worst of what is said; None where the words do not say."""
    said: list[Word] = [one.word for one in verdicts(text)]
    if WORD_WANTED.search(text):
        said.append("needs_word")
    elif ENJOYS.search(text):
        said.append("on_track")
    return max(said, key=lambda one: WORST[one], default=None)


def read_answers(text: str, names: Sequence[str], answered: Collection[int] = ()) -> Understood:
    """Read a sentence against the students of a card, in the order in which they stand on it.

    "The rest" are those whom the sentence does not name and who are not `answered` (numbers on the card) yet.
    """
    found_verdicts = verdicts(text)
    found = mentions(text, names, taken=[(one.start, one.end) for one in found_verdicts])
    if not found_verdicts:
        return Understood(unclear=(text.strip(),) if any(one.kind == "some" for one in found) else ())
    groups = _grouped(text, found, found_verdicts)
    if not groups and len(names) == 1:
        groups = [_Group([Mention(0, 0, (0,))], found_verdicts)]
    if not groups:
        return Understood(unclear=(text.strip(),))
    return _resolved(text, groups, len(names), answered)


def _grouped(text: str, who: Sequence[Mention], how: Sequence[Verdict]) -> list[_Group]:
    """Runs of mentions with nothing but commas and "and" between them, each with the verdicts that belong to it."""
    groups: list[_Group] = []
    for one in who:
        before = groups[-1].who[-1] if groups else None
        between = [verdict for verdict in how if before and before.start <= verdict.start <= one.start]
        if before is None or between or BREAK.search(text[before.end : one.start]):
            groups.append(_Group([one]))
        else:
            groups[-1].who.append(one)
    for verdict in how:
        left = next((group for group in reversed(groups) if group.who[0].start <= verdict.start), None)
        right = next((group for group in groups if group.who[0].start > verdict.start), None)
        if chosen := _side(text, verdict, left, right):
            chosen.said.append(verdict)
    return groups


def _side(text: str, verdict: Verdict, left: _Group | None, right: _Group | None) -> _Group | None:
    """Whose verdict it is: mostly of those named before it, of those after it in "great: Ana"."""
    if left is None or right is None:
        return left or right
    after = text[verdict.end : right.who[0].start]
    before = text[left.who[-1].end : verdict.start]
    if POINTS_ON.search(after) and "," not in after and not BREAK.search(after):
        return right
    return right if not after.strip() and re.search(r"[,;.]|\band\b", before) else left


def _resolved(text: str, groups: list[_Group], many: int, answered: Collection[int]) -> Understood:
    answers: dict[int, Said] = {}
    unclear: list[str] = []
    named = {number for group in groups for one in group.who if one.kind == "some" for number in one.numbers}
    unnamed = [number for number in range(many) if number not in named]
    # Where all others are answered, only a sentence that names somebody says whom "the rest" leaves out.
    rest = [number for number in unnamed if number not in answered] or (unnamed if named else [])
    if not any(group.said for group in groups):
        return Understood(unclear=(text.strip(),))
    bounds = [*sorted(group.starts for group in groups), len(text)]
    for group in sorted(groups, key=lambda one: one.starts):
        start = group.starts
        if subject := SUBJECT.search(text[:start]):
            start = subject.start()
        words = _clean(text[start : bounds[bounds.index(group.starts) + 1]])
        if not group.said:
            unclear += [words for one in group.who if one.kind == "some"][:1]
            continue
        word = max((one.word for one in group.said), key=lambda one: WORST[one])
        said = Said(word, "" if word == "on_track" else words)
        for one in group.who:
            if one.kind == "unclear" or (one.kind == "rest" and not rest):
                unclear.append(words)
                continue
            numbers = {"all": range(many), "rest": rest}.get(one.kind, one.numbers)
            for number in numbers:
                if one.kind == "all" and number in named:
                    continue
                if number >= many:
                    unclear.append(words)
                else:
                    answers[number] = _worse(answers.get(number), said)
    return Understood(answers, tuple(dict.fromkeys(unclear)))


def _worse(before: Said | None, now: Said) -> Said:
    if before is None:
        return now
    note = " ".join(part for part in (before.note, now.note) if part)
    return Said(max((before.word, now.word), key=lambda one: WORST[one]), note)


def _clean(words: str) -> str:
    words = re.sub(
        r"[\s,.;:–—-]+(?:and|but|though|while|whereas|then|also)?\s*$",
        "",
        words.strip(EDGES),
        flags=re.IGNORECASE,
    )
    return words.strip(EDGES)
