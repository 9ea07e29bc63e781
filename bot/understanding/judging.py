"""What a message means, by two judges: the words and turns of phrase (`model`) and the message as a whole (`encoder`).

They err on different messages, so that together they are right more often than either; `evaluation/README.md` has
the figures.
"""

from __future__ import annotations

from functools import lru_cache

from bot.understanding.encoder import encoder
from bot.understanding.model import model

HEAT = 0.8
"""How sharply both opinions become one; chosen so that a share is about the chance to be right."""
LEAST = 1e-4
"""A judge's share below which it no longer matters how low it is."""


@lru_cache(maxsize=2_000)
def judged(text: str, role: str) -> tuple[tuple[str, float], ...]:
    """Return every intent with its share of certainty (they add up to 1), the likeliest first."""
    other = encoder().shares(text, role)
    raised = {
        intent: ((share + LEAST) * (other[intent] + LEAST)) ** HEAT
        for intent, share in model().scores(text, role)
    }
    total = sum(raised.values())
    return tuple(sorted(((one, share / total) for one, share in raised.items()), key=lambda each: -each[1]))
