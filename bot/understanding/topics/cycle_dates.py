"""The dates of the cycles that a question is about, with the facts behind them."""

from __future__ import annotations

from collections.abc import Iterable

from bot.programme.dates import say_date
from bot.programme.definition import Cycle, Fact
from bot.programme.window_state import WindowStatus
from bot.programme.windows import window_status
from bot.understanding.answering import Question


def batch(a: Question) -> list[Fact]:
    """The facts on when applications go to hosts, of the cycles that were named or of all."""
    keys = [key for cycle in a.cycles or a.programme.cycles for key in cycle.sent_to_hosts.facts]
    return [fact for key in dict.fromkeys(keys) for fact in a.fact(key)]


def behind(a: Question, keys: Iterable[str]) -> list[Fact]:
    """The facts with these keys that may be said, each once."""
    return [fact for key in dict.fromkeys(keys) for fact in a.fact(key)]


def of_dates(a: Question, cycles: Iterable[Cycle]) -> list[Cycle]:
    """The cycles with different application dates: of six with one deadline only the first."""
    seen: dict[tuple[str, str], Cycle] = {}
    for one in cycles:
        seen.setdefault((say_date(one.opens), say_date(one.closes)), one)
    return list(seen.values())


def status_of(a: Question, cycle: Cycle, event: str = "applications") -> WindowStatus:
    """How a window of a cycle stands now for the asker; the cycle goes unnamed where all have the same dates."""
    status = window_status(a.programme, cycle.key, event, a.now, a.reader_zone)
    same = len(of_dates(a, a.programme.cycles)) == 1 < len(a.programme.cycles)
    if same and event == "applications":
        from dataclasses import replace

        return replace(status, why=status.why.replace(f" for {cycle.name}", ""))
    return status


def slots_of(a: Question) -> dict[str, object]:
    """The cycles that were named."""
    return {"cycle": [one.key for one in a.cycles]} if a.cycles else {}
