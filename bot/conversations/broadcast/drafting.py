"""The first words of a message whose text nobody gave: only from the programme's own dates, and said to be a draft."""

from __future__ import annotations

from datetime import datetime

from bot.programme.audiences import Audience
from bot.programme.calendar import journal_date
from bot.programme.dates.saying import say_date
from bot.programme.definition import Cycle, Programme
from bot.programme.windows import current_cycle

DRAFTED = "The text is a draft, made from the programme's own dates; please read it before it goes out."


def draft_text(programme: Programme, audience: Audience, topic: str, now: datetime) -> tuple[str, str]:
    """A text for an audience that is defined by what it has not done, and the remark on it; empty where none fits."""
    missing = {one.about for one in audience.conditions if one.opposite or one.about == "check_in"}
    states = {state for one in audience.conditions if one.about == "application" for state in one.states}
    cycle = _cycle(programme, audience, now)
    if "journal" in missing and programme.journal is not None:
        deadline = journal_date(programme, cycle.key) if cycle else None
        said = f" The published deadline is {say_date(deadline)}." if deadline and deadline.first else ""
        return (
            f"Your {programme.journal.name} is not submitted yet.{said} You can write and submit it here.",
            DRAFTED,
        )
    closes = cycle.closes if cycle is not None and cycle.closes.first is not None else None
    if cycle is not None and closes is not None and "application" in missing:
        words = (
            f"You have not applied yet. Applications for {cycle.name} close on {say_date(closes)}. You can look at "
            "what is on offer, and apply, here."
        )
        return words, DRAFTED
    if cycle is not None and closes is not None and ("draft" in states or "draft" in topic):
        words = (
            f"You have an application that is not submitted yet. Applications for {cycle.name} close on "
            f"{say_date(closes)}. You can finish it here."
        )
        return words, DRAFTED
    if "check_in" in missing:
        name = programme.check_ins[0].name if programme.check_ins else "check-in"
        return (
            f"Your answer to the {name.casefold()} is still missing. It takes about twenty seconds, here.",
            DRAFTED,
        )
    return "", ""


def _cycle(programme: Programme, audience: Audience, now: datetime) -> Cycle | None:
    for one in audience.conditions:
        for window in one.windows:
            return programme.cycle(window)
    return current_cycle(programme, now)
