"""Tables as CSV that spreadsheets open as it is meant."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from io import StringIO

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def render(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """UTF-8 with a mark, so that Excel reads names right; what could be a formula is kept from being one."""
    out = StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell
