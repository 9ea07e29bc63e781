"""What can be done twice without harm (reads, uploads, changes) is tried a few times while the service is busy."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import TypeVar

from adapters.surface import Retry
from adapters.teams.outcomes import TROUBLE, outcome

T = TypeVar("T")

TRIES = 3
PAUSE = 1.0  # doubled each time, with jitter
LONGEST_PAUSE = 10.0


async def again(call: Callable[[], Awaitable[T]]) -> T:
    """The call's result; raises the errors of service.py when it stays in vain, or can only be."""
    for number in range(TRIES - 1):
        try:
            return await call()
        except TROUBLE as error:
            found = outcome(error, "again")
            if not isinstance(found, Retry) or found.workspace:
                raise
            pause = PAUSE * 2**number * random.uniform(0.5, 1.5)  # noqa: S311 - it spreads tries, and hides nothing
            await asyncio.sleep(min(max(pause, found.after or 0.0), LONGEST_PAUSE))
    return await call()
