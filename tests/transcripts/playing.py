"""Plays a transcript through a driver, and compares what is seen line by line."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

from tests.transcripts.drivers import Driver
from tests.transcripts.reading import Transcript, Turn

FOLDER = Path(__file__).parent
FILES = FOLDER / "files"
SIGNED = re.compile(r"(https://foothold\.example/l/)[\w.=-]+")
"""A signed link is another one every time."""


def play(transcript: Transcript, driver: Driver, *, restarts: bool = True) -> list[tuple[Turn, list[str]]]:
    """Every turn with the lines that were seen after it; the driver is restarted between every two turns."""
    played = []
    for turn in transcript.turns:
        do(turn, driver)
        played.append((turn, lines(driver.shown())))
        if restarts:
            driver.restart()
    return played


def do(turn: Turn, driver: Driver) -> None:
    """One turn."""
    match turn.kind:
        case "as":
            driver.become(turn.words)
        case "now":
            driver.set_clock(datetime.fromisoformat(turn.words))
        case "open":
            driver.open()
        case "tick":
            driver.plan()
        case "say":
            driver.send(turn.words)
        case "press":
            driver.press(turn.words, turn.under)
        case "attach":
            driver.attach(FILES / turn.words)


def lines(shown: str) -> list[str]:
    """What was seen, with no space at the ends of lines and no blank lines, those of a quotation included."""
    return [SIGNED.sub(r"\1…", line.rstrip()) for line in shown.splitlines() if line.strip() not in {"", ">"}]


def differences(played: list[tuple[Turn, list[str]]]) -> str:
    """The first turn whose lines are not the expected ones, in words; empty when all are."""
    for turn, seen in played:
        expected = [line.rstrip() for line in turn.seen if line.strip()]
        if seen != expected:
            was, wanted = "\n  ".join(seen) or "(nothing)", "\n  ".join(expected) or "(nothing)"
            said = "\n".join(turn.source).strip()
            return f"line {turn.line}: {said}\nseen:\n  {was}\nexpected:\n  {wanted}"
    return ""
