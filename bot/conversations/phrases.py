"""Small pieces of wording that several conversations share."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.programme.dates.saying import say_both, say_date, say_span
from bot.programme.definition import Programme
from bot.programme.opportunities import Mode
from bot.turn import Turn

MODES: dict[str, str] = {"in_person": "In person", "remote": "Remote", "hybrid": "Hybrid"}


def mode_name(mode: Mode | None) -> str:
    """Where the work is done; empty where nobody said."""
    return MODES.get(mode or "", "")


def hours_text(hours: float | None) -> str:
    """A total of hours; empty where nobody said."""
    return "" if hours is None else f"{hours:g} {'hour' if hours == 1 else 'hours'}"


def pay_text(programme: Programme, *, paid: bool | None) -> str:
    """Pay of one opportunity, else of the programme where it states it; empty where neither does."""
    if paid is not None:
        return "paid" if paid else "unpaid"
    return {"paid": "paid", "unpaid": "unpaid"}.get(programme.pay.answer, "")


def window_text(programme: Programme, window: str) -> str:
    """When a placement of this window takes place, as far as the programme says."""
    cycle = programme.cycle(window)
    if cycle is None:
        return ""
    alternative = next((one for one in cycle.alternatives if one.key == window), None)
    if alternative is not None:
        return f"{cycle.name}: {say_span(alternative.starts, alternative.ends)}"
    if cycle.placements.first is None:
        return window_name(programme, window)
    return f"{cycle.name}: {say_date(cycle.placements)}"


def window_name(programme: Programme, window: str) -> str:
    """A window by its name alone; empty for a programme that has only one."""
    cycle = programme.cycle(window)
    if cycle is None:
        return ""
    alternative = next((one for one in cycle.alternatives if one.key == window), None)
    if alternative is not None:
        return alternative.name
    return cycle.name if len(programme.cycles) > 1 else ""


def moment(turn: Turn, instant: datetime) -> str:
    """An instant on the programme's clock, and on the reader's own where it differs (promise 7)."""
    return say_both(instant, turn.the_programme.clock.zone, str(turn.zone))


def listed(words: Sequence[str], last: str = "and") -> str:
    """Words as a list in a sentence."""
    if len(words) < 2:
        return "".join(words)
    return ", ".join(words[:-1]) + f" {last} {words[-1]}"
