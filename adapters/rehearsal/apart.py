"""Runs a rehearsal in a process of its own, with no settings and no database but its own: it can touch nothing real."""

from __future__ import annotations

import asyncio
import os
import sys

from bot.errors import FootholdError
from bot.programme.rehearsals import Order, Record
from bot.wire import from_json_text

LONGEST = 600.0
"""Seconds after which it is given up."""
OURS = ("FOOTHOLD_", "SLACK_", "TEAMS_")
COMMAND = "from adapters.main import main; main()"


class RehearsalError(FootholdError):
    """The rehearsal could not be run."""


async def rehearse(text: str, order: Order) -> Record:
    """The record of one order over the text of a programme file; raises RehearsalError."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    wanted = [
        "rehearse",
        "-",
        order.cycle,
        "--cohort",
        str(order.cohort),
        "--seed",
        str(order.seed),
        "--json",
    ]
    if order.starts is not None:
        wanted += ["--from", order.starts.isoformat()]
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", COMMAND, *wanted, env=environment,
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        out, err = await asyncio.wait_for(process.communicate(text.encode()), LONGEST)
    except TimeoutError:
        raise RehearsalError(f"it took more than {LONGEST / 60:.0f} minutes") from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode:
        raise RehearsalError(why(err.decode("utf-8", "replace").strip().splitlines()))
    return from_json_text(Record, out)


def why(lines: list[str]) -> str:
    """The reason, from what a command says as it fails: why, then what to do; or from the end of a traceback."""
    if not lines:
        return "the process that ran it has died"
    return (lines[-1] if lines[0].startswith("Traceback") else lines[0]).rstrip(".")
