"""Plots as PNG pictures: drawn without a display, with the figures written beside the bars."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

INCHES_WIDE = 7.0
INCHES_A_BAR = 0.45
DOTS = 130
BLUE, INK = "#2b6cb0", "#1a202c"


def bars(title: str, pairs: Sequence[tuple[str, float]]) -> bytes:
    """A bar for each pair, the first at the top; its number stands at its end."""
    from matplotlib.figure import Figure  # imported late: half a second that a chat turn should not pay for

    height = 1.0 + INCHES_A_BAR * max(len(pairs), 1)
    figure = Figure(figsize=(INCHES_WIDE, height), dpi=DOTS, layout="constrained")
    axes = figure.add_subplot()
    places = list(range(len(pairs)))
    drawn = axes.barh(places, [number for _, number in pairs], color=BLUE)
    axes.bar_label(drawn, labels=[f"{number:,g}" for _, number in pairs], padding=4, color=INK)
    axes.set_yticks(places, [label for label, _ in pairs])
    axes.invert_yaxis()
    axes.margins(x=0.15)
    axes.set_title(title, loc="left", color=INK)
    axes.spines[["top", "right"]].set_visible(False)
    return _png(figure)


def steps(title: str, pairs: Sequence[tuple[float, float]], across: str, up: str) -> bytes:
    """A line that climbs in steps, such as how many had a message after so many minutes."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(INCHES_WIDE, 3.2), dpi=DOTS, layout="constrained")
    axes = figure.add_subplot()
    axes.step([x for x, _ in pairs], [y for _, y in pairs], where="post", color=BLUE)
    axes.set_xlabel(across)
    axes.set_ylabel(up)
    axes.set_title(title, loc="left", color=INK)
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(alpha=0.25)
    return _png(figure)


def _png(figure: object) -> bytes:
    kept = BytesIO()
    figure.savefig(kept, format="png", metadata={"Software": None})  # type: ignore[attr-defined]
    return kept.getvalue()
