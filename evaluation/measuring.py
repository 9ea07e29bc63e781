"""The evaluation rows read, asked, and counted: intent, outcome, facts present, false statements."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from bot.programme.definition import Programme
from bot.programme.loading import load_programme, shipped
from bot.understanding.ask import ask

SETS = Path(__file__).parent / "sets"
PROGRAMMES = {
    "hku": "hku_u21_2025",
    "qm": "queen_mary_2024",
    "ix": "ixperience_launchpad",
    "idp": "idp_generic_2020",
    "oxford": "oxford_mip_2023_24",
}
SOME_DAY = "2026-11-23T12:00+00:00"


@dataclass(frozen=True)
class Row:
    """One message to be met: who asks what, when, and what must and must not be in the answer.

    Where two intents or outcomes are both fair, there are both, the likelier first.
    """

    role: str
    programme: str
    now: str
    intent: tuple[str, ...]
    outcome: tuple[str, ...]
    text: str
    must: tuple[str, ...]
    must_not: tuple[str, ...]


@dataclass
class Tally:
    """What came out of a set of rows."""

    rows: int = 0
    intents: int = 0
    outcomes: int = 0
    facts: int = 0
    false: int = 0
    misses: list[str] = field(default_factory=list)
    confused: Counter[tuple[str, str]] = field(default_factory=Counter)


def rows(files: list[Path] | None = None) -> list[Row]:
    """Return every row of the sets; the file's name begins with the role."""
    found = []
    for file in sorted(files or SETS.glob("*.txt")):
        for line in file.read_text(encoding="utf-8").splitlines():
            if not line.strip() or line.startswith("#"):
                continue
            cells = [cell.strip() for cell in re.split(r"\s*\|\s?", line)]
            cells += [""] * (7 - len(cells))
            must, must_not = (
                tuple(one.strip() for one in cells[at].split(" ; ") if one.strip()) for at in (5, 6)
            )
            found.append(
                Row(
                    file.stem.split("_")[0],
                    cells[0],
                    cells[1],
                    tuple(cells[2].split("/")),
                    tuple(cells[3].split("/")),
                    cells[4],
                    must,
                    must_not,
                )
            )
    return found


@cache
def programme(short: str) -> Programme:
    """Return one of the five, by its short name in the rows."""
    key = PROGRAMMES.get(short, short)
    return load_programme(shipped()[key], key)


def measure(held: list[Row]) -> Tally:
    """Ask every row and count."""
    tally = Tally()
    for row in held:
        said = ask(
            programme(row.programme),
            row.role,
            dt.datetime.fromisoformat(SOME_DAY if row.now == "-" else row.now),
            row.text,
        )
        text = said["answer"].casefold()
        tally.rows += 1
        right, fits = said["intent"] in row.intent, said["outcome"] in row.outcome
        missing = [one for one in row.must if one.casefold() not in text]
        wrong = [one for one in row.must_not if re.search(rf"(?<!\w){re.escape(one.casefold())}(?!\w)", text)]
        tally.intents += right
        tally.outcomes += fits
        tally.facts += not missing
        tally.false += bool(wrong)
        if not right:
            tally.confused[row.intent[0], said["intent"]] += 1
        if not right or not fits or missing or wrong:
            tally.misses.append(
                f"{row.programme}/{row.role} “{row.text}”: {'/'.join(row.intent)}, {'/'.join(row.outcome)}; came "
                f"{said['intent']}/{said['outcome']}"
                + (f"; missing {missing}" if missing else "")
                + (f"; false {wrong}" if wrong else "")
                + f"\n      {said['answer'][:400]!r}"
            )
    return tally
