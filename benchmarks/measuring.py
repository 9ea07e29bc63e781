"""Two contestants, in turns; the median of their ratios."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the result. `ratio` is product ÷ bare in what is better when higher; `mark` is what it should reach.

    `at_most` turns that round: the ratio is of times, and lower is better.
    """

    name: str
    product: str
    bare: str
    ratio: float
    mark: float | None = None
    at_most: bool = False

    def line(self) -> str:
        """The figure as it is printed."""
        wanted = ""
        if self.mark is not None:
            met = self.ratio <= self.mark if self.at_most else self.ratio >= self.mark
            wanted = f"  (mark {'≤' if self.at_most else '≥'} {self.mark:g}: {'met' if met else 'NOT met'})"
        return f"{self.name:<46} {self.product:>14} {self.bare:>14}  ratio {self.ratio:6.2f}{wanted}"


def seconds(work: Callable[[], object], clock: Callable[[], float]) -> float:
    """How long it takes."""
    began = clock()
    work()
    return clock() - began


def nothing() -> None:
    """What is done before each round where nothing has to be."""


def in_turns(
    product: Callable[[], object],
    bare: Callable[[], object],
    rounds: int,
    before: Callable[[], object] = nothing,
    clock: Callable[[], float] = time.perf_counter,
) -> tuple[float, float, float]:
    """Median seconds of each, and the median over the rounds of bare ÷ product (1.0: as fast as the bare library).

    `before` is called ahead of each of them, outside the clock. The first round is not counted. What is all done in
    this process may be measured by `time.process_time`, which other programs on the machine disturb less.
    """
    pairs = []
    for number in range(rounds + 1):
        taken = {}
        for work in (product, bare) if number % 2 else (bare, product):
            before()
            taken[work] = seconds(work, clock)
        pairs.append((taken[product], taken[bare]))
    counted = pairs[1:]
    mine, other = (statistics.median(one) for one in zip(*counted, strict=True))
    return mine, other, statistics.median(other / mine for mine, other in counted)


def per_second(number: int, taken: float) -> str:
    """A rate."""
    return f"{number / taken:,.0f}/s"


def in_milliseconds(taken: float) -> str:
    """A time."""
    return f"{taken * 1000:.3f} ms"
