"""What Teams sends twice although it was heard the first time.

The inbox knows an activity by its id. Teams also re-sends what was not answered within 15 seconds, sometimes as if
it were new. The same content counts as a repeat while the first is not yet answered, or was answered so late that
its answer must have been lost; people, too, say "yes" twice, and that counts twice. A button of the same card
pressed again at once, with nothing in between, is a repeat as well.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from adapters.teams.service import Answer

LATE_SECONDS = 10.0
WITHIN_SECONDS = 60.0
PRESS_SECONDS = 2.0
REMEMBER_MOST = 5_000


@dataclass
class _Heard:
    """The last activity of one conversation."""

    content: str
    begun: float
    work: asyncio.Task[Answer]
    took: float | None = None


class Repeats:
    """Remembers the last activity of every conversation for a minute."""

    def __init__(self) -> None:
        self._last: dict[str, _Heard] = {}

    async def once(
        self, conversation: str, content: str, work: Callable[[], Awaitable[Answer]], *, press: bool
    ) -> Answer:
        """Do the work, or wait for the answer of the same that is being done or was done too late."""
        now = time.monotonic()
        last = self._last.get(conversation)
        if last and last.content == content and _is_repeat(last, now, press=press):
            return await asyncio.shield(last.work)
        heard = _Heard(content, now, asyncio.ensure_future(_task(work)))
        heard.work.add_done_callback(lambda _: setattr(heard, "took", time.monotonic() - heard.begun))
        self._last[conversation] = heard
        self._forget(now)
        return await asyncio.shield(heard.work)

    async def finish(self) -> None:
        """Wait for what is being done."""
        await asyncio.gather(*(heard.work for heard in self._last.values()), return_exceptions=True)

    def _forget(self, now: float) -> None:
        if len(self._last) > REMEMBER_MOST:
            self._last = {key: one for key, one in self._last.items() if now - one.begun < WITHIN_SECONDS}


def _is_repeat(last: _Heard, now: float, *, press: bool) -> bool:
    if last.work.done() and (last.work.cancelled() or last.work.exception()):
        return False
    if last.took is None or last.took > LATE_SECONDS:
        return now - last.begun < WITHIN_SECONDS
    return press and now - last.begun < PRESS_SECONDS


async def _task(work: Callable[[], Awaitable[Answer]]) -> Answer:
    return await work()
