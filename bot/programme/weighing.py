"""What gives way when the week's nudges are nearly spent: the lesser message, to what matters more to its reader.

A message takes a place in the reader's seven days. Where one that weighs more is to come before a place is free again,
and would find none, the lesser one waits; it never costs its reader a deadline.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.programme.planned import Topic
from bot.programme.quiet import A_WEEK, Wishes

NEARLY_SPENT = 2
"""Of so many places that are left, or fewer, one is not given away without looking at what is to come."""
WAITS = timedelta(minutes=15)
"""After the more important message is due, until the lesser one is looked at again."""
WEIGHTS: Mapping[Topic, int] = {
    "deadline": 3,
    "journal": 3,
    "check_in": 3,
    "check_in_reminder": 3,
    "session": 2,
    "begins": 2,
    "ends": 1,
    "invitations": 1,
    "opens": 1,
    "write": 1,
}
SAVED_ONLY = 2
"""A deadline of what is only saved: nothing is begun that could be lost."""
BROADCAST = 2
WORDS: Mapping[Topic, str] = {
    "deadline": "a deadline",
    "journal": "the deadline of the journal",
    "check_in": "a check-in",
    "check_in_reminder": "a check-in that is not answered yet",
    "session": "a session",
    "begins": "the first day",
}


@dataclass(frozen=True, slots=True)
class Rival:
    """A message that is still to come, and may need the place."""

    at: datetime
    weight: int
    words: str


def gives_way(
    at: datetime, weight: int, reader: Wishes, recent: Sequence[datetime], rivals: Iterable[Rival]
) -> Rival | None:
    """The first message that weighs more and would find no place if one of this weight were sent at that instant.

    None where there is room for all of them, and where there is none for that other message anyway.
    """
    spent = [instant for instant in recent if at - A_WEEK < instant <= at]
    if reader.per_week - len(spent) > NEARLY_SPENT:
        return None
    heavier = sorted(
        (one for one in rivals if one.weight > weight and one.at < at + A_WEEK), key=lambda one: one.at
    )
    without = _left_out(heavier, spent, at, reader.per_week)
    beside = _left_out(heavier, [*spent, at], at, reader.per_week)
    return next((heavier[number] for number in beside if number not in without), None)


def _left_out(rivals: Sequence[Rival], spent: Sequence[datetime], now: datetime, per_week: int) -> list[int]:
    """Which of them find no place when they are due, each of the others taking one."""
    sent, out = list(spent), []
    for number, one in enumerate(rivals):
        due = max(one.at, now)
        if sum(due - A_WEEK < instant <= due for instant in sent) < per_week:
            sent.append(due)
        else:
            out.append(number)
    return out
