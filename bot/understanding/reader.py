"""What a message means: its intent by name, how sure, what else it could be, and what it speaks of.

The names are those of the product's list of intents. Danger and hidden orders are looked for by rules
before the model is asked; several questions in one message are read one by one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bot.understanding import guards
from bot.understanding.judging import judged
from bot.understanding.model import model
from bot.understanding.normalise import clean, normal
from bot.understanding.phrasebook import about_somebody, adjusted, exactly

ROLES = ("student", "supervisor", "staff")
SEVERAL = 2
ALIKE = 90
"""How alike (of 100) a message must be to a phrase that staff have taught."""
FOLLOWED = 0.6
"""Share of certainty below which "and in summer?" is taken to go on with the question before it."""
ENOUGH = 0.3
"""Share of certainty below which a clause of its own is not taken for a question of its own."""
UNSURE = 0.4
"""Share of certainty below which a question gets the answer to the next likeliest reading as well."""
SUSPICION = {"crisis": 0.13, "safeguarding": 0.33, "prompt_injection": 0.2}
"""From which share on the model's own suspicion counts, though another intent is likelier."""
DANGER = frozenset({"crisis", "safeguarding"})
SURE_OF_DANGER = 0.8
"""Below, and where no plain word speaks of it, danger is only suspected."""
_ASKS = "when|what|which|who|where|how|is|are|am|do|does|can|could|will|would|wen|wat|whats"
_QUESTION = re.compile(
    rf"(?:and |also |but |or |so |then |plus )*(?:{_ASKS}|whom|whose|why|was|were|did|may|should"
    r"|must|has|have|any|whens|wheres|hows|r|isn't|aren't|don't|paid|deadline)\b"
)
_SPLIT = re.compile(
    r"(?<=[?!;])\s+|(?<=[a-z]{2}\.)\s+(?=[a-z])|\n+"
    r"|(?:^|\s)[(]?\d[.)]\s+"
    rf"|[,;]?\s+(?:and|also|plus|&|n)\s+(?:also\s+|if (?:not|so),?\s+)?(?=(?:{_ASKS})\b)|,\s+(?=(?:{_ASKS})\b)"
)
_ANNOUNCED = re.compile(r"^(?:[\w']+ ){0,3}(?:things?|q'?s?|questions?)(?: (?:pls|please))?\s*[:-]\s*")
"""What comes before several questions: "three things: …"."""
_FOLLOWS = re.compile(
    r"(?:and|or|what about|how about|same for|but|also|n|ok and|and what about) ?(?P<rest>.*)"
)
_ONLY_WHEN = re.compile(
    r"(?:(?:in|for|the|at|on|with|ones?|cycles?|term|week|weeks|first|second|third|next|\d+|spring|summer|winter|autumn|"
    r"fall|hilary|trinity|michaelmas|easter|christmas|january|february|march|april|may|june|july|august|september|"
    r"october|november|december)\b ?)+"
)


@dataclass(frozen=True)
class Reading:
    """One message as understood. `others` are the further questions of the same message, or the runners-up.

    `otherwise` is what else it means, where danger is only suspected in it.
    """

    intent: str
    confidence: float
    others: tuple[Reading, ...] = ()
    slots: Mapping[str, Any] = field(default_factory=dict)
    text: str = ""
    otherwise: Reading | None = None

    @property
    def sure(self) -> bool:
        """Whether it is likelier right than not."""
        return self.confidence >= 0.4


def read(text: str, role: str, context: Mapping[str, Any] | None = None) -> Reading:
    """Return what a message of a `student`, `supervisor` or `staff` member means.

    `context` may hold `last_intent`, the intent that was answered last, for "and in summer?", and `taught`, what
    staff have said that people mean: phrases, each with its intent. Danger is never taught away.
    Raises ValueError for another role.
    """
    if role not in ROLES:
        raise ValueError(f"“{role}” is not one of {', '.join(ROLES)}.")
    found = _guarded(text, role)
    if found is not None:
        return found
    taught = _taught(text, (context or {}).get("taught") or {})
    if taught is not None:
        return Reading(taught, 1.0, text=text)
    whole = _read_one(text, role)
    parts = _questions(text, role)
    if len({one.intent for one in parts}) > 1:
        first, rest = parts[0], parts[1:]
        distinct = {one.intent: one for one in reversed(rest) if one.intent != first.intent}
        return Reading(first.intent, first.confidence, tuple(reversed(distinct.values())), text=text)
    return _following(whole, text, context) if context else whole


def _guarded(text: str, role: str) -> Reading | None:
    named = guards.danger(text)
    if named is not None:
        return Reading(named, 0.99, text=text)
    if guards.order_to_the_bot(text):
        return Reading("prompt_injection", 0.99, text=text)
    shares = dict(judged(guards.without_idioms(text), role))
    surely = sum(shares[intent] for intent in DANGER) >= SURE_OF_DANGER
    for intent, least in SUSPICION.items():
        if shares[intent] >= least and not exactly(text) and not _is_bare(intent, text):
            otherwise = _without_danger(text, role) if intent in DANGER and not surely else None
            return Reading(intent, shares[intent], text=text, otherwise=otherwise)
    return None


def _is_bare(intent: str, text: str) -> bool:
    """Whether a single word is taken for an order to the bot: "print" alone orders nothing."""
    return intent == "prompt_injection" and len(text.split()) == 1


def _without_danger(text: str, role: str) -> Reading:
    scored = [
        (one, part) for one, part in adjusted(clean(text), role, judged(text, role)) if one not in SUSPICION
    ]
    intent, share = scored[0]
    return Reading(intent, share / (sum(part for _, part in scored) or 1.0), text=text)


def _taught(text: str, phrases: Mapping[str, str]) -> str | None:
    """The intent of a phrase that staff have taught, where the message says the same but for a letter or two."""
    if not phrases:
        return None
    from rapidfuzz import fuzz

    said = normal(text)
    alike, intent = max((fuzz.ratio(said, normal(phrase)), intent) for phrase, intent in phrases.items())
    return intent if alike >= ALIKE else None


def _read_one(text: str, role: str) -> Reading:
    known = exactly(text) or about_somebody(text, role)
    if known is not None:
        return Reading(known, 1.0, text=text)
    if any(letter.isalpha() for letter in text) and not model().knows(text):
        return Reading("unknown", 0.0, text=text)
    scored = adjusted(clean(text), role, judged(text, role))
    # A faint likeness to danger, below what counts as suspicion, is not the meaning of an ordinary sentence.
    idiom = guards.without_idioms(text) != clean(text)
    ranked = [
        (one, part)
        for one, part in scored
        if part >= (1.0 if idiom and one in SUSPICION else SUSPICION.get(one, 0.0))
        and not _is_bare(one, text)
    ]
    (intent, share), (second, next_share) = ranked[:2]
    unsure = (
        share < UNSURE and next_share > share / 2 and intent.startswith("ask_") and second.startswith("ask_")
    )
    return Reading(intent, share, (Reading(second, next_share, text=text),) if unsure else (), text=text)


def _questions(text: str, role: str) -> list[Reading]:
    """Read the questions of a message that has several, one by one; none where it has not."""
    said = _ANNOUNCED.sub("", clean(text))
    pieces = [piece.strip() for piece in _SPLIT.split(said) if piece and piece.strip()]
    asked = [piece for piece in pieces if _QUESTION.match(piece) or piece.endswith("?")]
    asked = [piece for piece in asked if len(normal(piece).split()) > 1 or piece.endswith("?")]
    if len(asked) < SEVERAL:
        return []
    read_ones = [replace(_read_one(piece, role), others=()) for piece in asked]
    return [one for one in read_ones if one.confidence >= ENOUGH and one.intent.startswith(("ask_", "legal"))]


def _following(whole: Reading, text: str, context: Mapping[str, Any]) -> Reading:
    """A question that only says what is different ("and in summer?") keeps the intent of the last one."""
    last = context.get("last_intent")
    follows = _FOLLOWS.fullmatch(clean(text).strip("?!. "))
    if (
        last
        and follows
        and (
            _ONLY_WHEN.fullmatch(follows["rest"])
            or (len(follows["rest"].split()) <= 4 and whole.confidence < FOLLOWED)
        )
    ):
        return Reading(str(last), FOLLOWED, (whole,), text=text)
    return whole
