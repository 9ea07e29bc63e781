"""Cold starts: the help, a first answer, and the core with its store, beside importing the libraries that it stands on.

Each is a process of its own, so the interpreter's own start is in all of them.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator

from benchmarks.measuring import Figure, in_milliseconds, in_turns

ROUNDS = 5
BARE = "import slack_bolt, botbuilder.core, sqlalchemy"
COMMAND = "from adapters.main import main; main()"
CONTESTANTS: dict[str, tuple[list[str], float | None]] = {
    "foothold --help": (["-c", COMMAND, "--help"], None),
    "a first answer (foothold ask)": (
        ["-c", COMMAND, "ask", "is it paid?", "--programme", "queen_mary_2024"],
        None,
    ),
    "the core and its store imported": (["-c", "import bot.assistant, store"], 0.6),
}


def run() -> Iterator[Figure]:
    """Each contestant beside the bare imports."""
    for name, (words, mark) in CONTESTANTS.items():
        mine, other, ratio = in_turns(lambda words=words: start(*words), lambda: start("-c", BARE), ROUNDS)
        times = in_milliseconds(mine), in_milliseconds(other)
        yield Figure(f"cold: {name}", *times, 1 / ratio, mark, at_most=True)


def start(*words: str) -> None:
    """One process, from nothing to its end."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-W", "ignore", *words], cwd=folder, check=True, capture_output=True)
