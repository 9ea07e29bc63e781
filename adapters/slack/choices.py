"""Choosing among more than a menu holds: what fits the words typed so far, forgiving accents and slips."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any

from adapters.slack import limits
from adapters.slack.modals import NOTHING, NOTHING_LABEL, option_object
from bot.cards import Field, Option
from bot.programme.folding import folded

ALIKE = 0.75  # how much of two words must agree


def matching(field: Field, typed: str) -> list[dict[str, Any]]:
    """The choices of a field that hold every word typed so far, those that begin with it first.

    Where none does, those with a word like every one that was typed: a slip of the finger finds what was meant.
    """
    said = folded(typed).split()
    known = [(option, folded(f"{option.label} {option.description}")) for option in field.options]
    found = [option for option, text in known if all(word in text for word in said)]
    if not found:
        found = [option for option, text in known if all(_is_like(word, text) for word in said)]
    found.sort(key=lambda option: not folded(option.label).startswith(folded(typed)))
    if not said and not field.required and field.kind == "choice":
        found.insert(0, Option(NOTHING, NOTHING_LABEL))
    return [option_object(option) for option in found[: limits.SELECT_OPTIONS]]


def _is_like(word: str, text: str) -> bool:
    """Whether a word stands in a text, or, being no number, one much like it."""
    return word in text or (word.isalpha() and bool(get_close_matches(word, text.split(), 1, ALIKE)))
