"""What an order to rehearse says beside the cycle: with how many students, and by which seed."""

from __future__ import annotations

import re

from bot.understanding.normalise import normal

PEOPLE = "students|people|persons|applicants|dummies|bots|users"
SIZE = re.compile(rf"(\d{{1,5}}) (?:(?!with |of )[a-z-]+ ){{0,2}}(?:{PEOPLE})|cohort (?:of )?(\d{{1,5}})")
SEED = re.compile(r"\bseed (\d{1,9})")


def size_in(text: str) -> int | None:
    """How many simulated students are asked for, None where no number is said."""
    return _first(SIZE, text)


def seed_in(text: str) -> int | None:
    """The seed, None where none is said."""
    return _first(SEED, text)


def _first(pattern: re.Pattern[str], text: str) -> int | None:
    found = pattern.search(normal(text))
    return next((int(one) for one in found.groups() if one), None) if found else None
