"""How somebody is doing, in the words that supervisors use: on track, needs a word, not started."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.programme.checkins import Word

HAS_NOT = r"(?:ha(?:s|ve|d)|is|are|was|were|did|do|does)(?: not|n['’]?t)"


def any_of(lines: str) -> str:
    """A pattern of alternatives, one on each line; HAS_NOT stands for its own pattern."""
    found = [line.strip().replace("HAS_NOT", HAS_NOT) for line in lines.strip().splitlines()]
    return f"(?:{'|'.join(found)})"


NOT = any_of(r"""
    none(?: of them)?(?: are| is)?
    neither(?: of them)?(?: are| is)?
    not
    never
    n['’]?t
    hardly
    barely
    no longer
    far from
    can(?:no|['’]?)t
""")
FINE = any_of(r"""
    no (?:problems?|issues?|concerns?|worries|trouble|complaints|red flags?|bother|fuss)
    not (?:bad|a problem|worried|concerned)
    nothing (?:to report|wrong|to worry about)
    can(?:no|['’]?)t (?:complain|fault)
    could ?n['’]?t be (?:better|happier)
    without (?:any )?(?:problems?|issues?)
""")
NOT_STARTED = any_of(r"""
    (?:none|nobody|no one|neither)(?: of (?:them|mine))? (?:ha[sd]|have)?(?: yet| even| actually)* ?(?:started|begun)
    (?:none|nobody|no one|neither)(?: of (?:them|mine))? (?:ha[sd] |have )?(?:turned up|sho\w+ up|appeared|arrived)
    HAS_NOT (?:yet |even |actually |really )*(?:started|begun|begin|start|kicked off)
    not (?:yet )?(?:started|begun)
    (?:still )?yet to (?:start|begin|turn up|appear|show)
    no[ -]?shows?
    never (?:started|turned|showed|came|appeared|arrived)(?: up)?
    HAS_NOT (?:yet |even )?(?:turn(?:ed)?|show(?:ed|n)?|com(?:e|ing))(?: up| in)?
    HAS_NOT (?:yet |even )?(?:appear(?:ed)?|arrived?|been in|been here)
    (?:will )?(?:starts?|begins?|starting|beginning)(?: only)? (?:on |from )?(?:next|tomorrow)
    (?:will )?(?:starts?|begins?|starting|beginning)(?: only)? (?:on |from )?(?:mon|tues|wednes|thurs|fri)\w*
    not in yet
    nowhere to be seen
    did ?n['’]?t make it
""")
WORRY = any_of(r"""
    quiet(?:er)?|silent|silence
    worr(?:y|ied|ying|ies)|concern(?:ed|s|ing)?|struggl\w+
    behind|late|miss(?:ed|ing|es)
    unreliable|sloppy|rude|patchy|mixed|weak|stuck|lost|absent
    disappear\w*|vanish\w*|ghost(?:ed|ing)|off[ -]track
    poor(?:ly)?|bad(?:ly)?|slow(?:ly)?
    ill|sick|unwell|upset|unhappy|disengaged|distracted
    dropped off|gone off|went off|stopped
    problems?|issues?|trouble|difficult(?:y|ies)?|red flags?
    could (?:be|do) better|so[- ]so|hit and miss
    HAS_NOT (?:\w+ )?(?:answer|repl|respond|deliver|hand|finish|engag|work)\w*
    HAS_NOT (?:\w+ )?(?:sent|send|done|do|heard)
    not heard
    no (?:word|news|sign|reply|response|answer)
    needs?(?: to have)? (?:an? |some )?(?:\w+ )?(?:word|chat|talk|call|push|support|nudge|help|attention)
    needs?(?: to have)? (?:an? |some )?(?:\w+ )?(?:catch[ -]?up|reminder|guidance)
    (?:have|want|like)(?: to have)? a (?:word|chat|talk) (?:with|about)
    not sure about
    help
""")
GOOD = any_of(r"""
    great(?:ly)?|good|fine|ok(?:ay)?|well|all ?right|alright
    brilliant(?:ly)?|excellent(?:ly)?|super(?:b(?:ly)?)?|perfect(?:ly)?|amazing(?:ly)?
    fantastic(?:ally)?|wonderful(?:ly)?|outstanding|lovely|solid|top|ace|cracking|smashing
    happy|pleased|delight\w*|impress\w+|stars?|keen|reliable|strong(?:ly)?
    on track|on course|getting on|flying|thriving|smooth(?:ly)?
    as expected|better than expected|exceed\w*
    👍|✅|🙂|😀|👌
""")
BETWEEN = r"(?: (?:very|so|really|that|too|at all|particularly|all that|doing|going|been|getting))*"

PATTERNS: tuple[tuple[Word, re.Pattern[str]], ...] = (
    ("on_track", re.compile(rf"\b{FINE}\b", re.IGNORECASE)),
    ("not_started", re.compile(rf"\b{NOT_STARTED}\b", re.IGNORECASE)),
    ("needs_word", re.compile(rf"(?:\b{NOT}|n['’]?t){BETWEEN} {GOOD}\b", re.IGNORECASE)),
    ("needs_word", re.compile(rf"\b{WORRY}\b", re.IGNORECASE)),
    ("on_track", re.compile(rf"(?<!\w){GOOD}(?!\w)", re.IGNORECASE)),
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was said, and where in the text."""

    start: int
    end: int
    word: Word


def verdicts(text: str) -> list[Verdict]:
    """Every verdict of a text, in order; none inside another, and what says more comes first."""
    found: list[Verdict] = []
    for word, pattern in PATTERNS:
        for match in pattern.finditer(text):
            if not any(one.start < match.end() and match.start() < one.end for one in found):
                found.append(Verdict(match.start(), match.end(), word))
    return sorted(found, key=lambda one: one.start)
